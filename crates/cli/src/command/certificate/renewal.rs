//! New keys for a node that has some: what `certificate rotate` and `recover` write alike.
//!
//! Invariant: both files are written or none, and the certificate's serial is above all earlier ones, so that the
//! order in which nodes learn of the two does not matter.

use std::path::{Path, PathBuf};

use chancery_ledger::{
    act::Revocation,
    certificate::{Certificate, CertificateRequest},
    key::{PublicKey, SecretKey},
};
use chancery_node::{keyring, now_s};
use serde_json::json;

use super::{
    closing::{self, Closing},
    draft,
};
use crate::{
    arguments::Place,
    exit::Exit,
    failure::Failure,
    screen::{fields, paragraph, visible},
};

/// Public files of keys that are new; a job without one keeps its key.
#[derive(Debug, clap::Args)]
pub(crate) struct OtherKeys {
    /// Public file of a new witness key; otherwise it stays
    #[arg(long, value_name = "FILE")]
    pub(crate) witness: Option<PathBuf>,
    /// Public file of a new transport key; otherwise it stays
    #[arg(long, value_name = "FILE")]
    transport: Option<PathBuf>,
    /// Public file of a new reader key; otherwise it stays
    #[arg(long, value_name = "FILE")]
    reader: Option<PathBuf>,
}

/// What is closed and what is opened.
pub(crate) struct Renewal<'a> {
    pub(crate) closing: Closing<'a>,
    /// The statement key that goes on; none is the same key in its next epoch.
    pub(crate) statement: Option<&'a Path>,
    pub(crate) others: &'a OtherKeys,
}

/// Both signed files.
pub(crate) struct Renewed {
    certificate: Certificate,
    revocation: Revocation,
}

impl Renewal<'_> {
    /// Signs both.
    pub(crate) fn sign(&self, root: &SecretKey) -> Result<Renewed, Failure> {
        let Closing { papers, author, .. } = self.closing;
        let before = &author.certificate;
        let (statement_key, epoch) = match self.statement {
            Some(file) => (self.other_statement(file)?, 0),
            None => (author.key, author.epoch + 1),
        };
        let request = CertificateRequest {
            network: papers.network(),
            issuer: author.issuer.clone(),
            serial: draft::next_serial(papers, &author.issuer),
            issued_at: now_s(),
            statement_key,
            witness_key: signer(self.others.witness.as_deref(), before.witness_key)?,
            transport_key: signer(self.others.transport.as_deref(), before.transport_key)?,
            roles: before.roles.clone(),
            under: draft::under(papers),
            epoch,
            reader_key: match &self.others.reader {
                Some(file) => Some(keyring::read_reader(file)?),
                None => before.reader_key,
            },
            possession: None,
        };
        let certificate = draft::sign(&request, root, papers)?;
        let revocation = self.closing.sign(root)?;
        Ok(Renewed { certificate, revocation })
    }

    /// A key whose log has ended does not begin another with its first epoch.
    fn other_statement(&self, file: &Path) -> Result<PublicKey, Failure> {
        let key = keyring::read_signer(file)?;
        if self.closing.papers.directory().author(key.as_bytes()).is_none() {
            return Ok(key);
        }
        Err(Failure::new(
            format!("the key in {} is a statement key already", file.display()),
            "make another with `chancery keys new statement`; to go on with the old key in its next epoch, use \
             `chancery recover` without --statement",
        ))
    }
}

fn signer(file: Option<&Path>, before: PublicKey) -> Result<PublicKey, Failure> {
    match file {
        Some(file) => Ok(keyring::read_signer(file)?),
        None => Ok(before),
    }
}

impl Renewed {
    /// Writes both into a folder.
    pub(crate) fn write(&self, folder: &Path) -> Result<[PathBuf; 2], Failure> {
        let files = [folder.join("certificate.cbor"), folder.join("revocation.cbor")];
        if let Some(there) = files.iter().find(|file| file.exists()) {
            return Err(Failure::new(
                format!("{} is there already", there.display()),
                "nothing was overwritten; choose another folder",
            ));
        }
        std::fs::create_dir_all(folder).map_err(|error| {
            Failure::new(
                format!("{} cannot be made: {error}", folder.display()),
                "is the path right?",
            )
        })?;
        keyring::write_paper(&files[0], self.certificate.bytes())?;
        keyring::write_paper(&files[1], self.revocation.bytes())?;
        Ok(files)
    }

    /// Says what was signed, and what to do with it.
    pub(crate) fn tell(&self, place: &Place, files: &[PathBuf; 2]) -> Result<Exit, Failure> {
        let [certificate, revocation] = files;
        let says = &self.revocation.says;
        let document = json!({
            "certificate_file": certificate,
            "certificate": draft::document(&self.certificate),
            "revocation_file": revocation,
            "revocation": self.revocation.id().to_string(),
            "closed": {
                "log": says.log.to_string(),
                "seq": says.last.map(|(seq, _)| seq),
                "id": says.last.map(|(_, id)| id.to_string()),
            },
        });
        place.screen().answer(&document, |_| {
            let mut pairs = vec![("closes", closing::told(says.log, says.last))];
            pairs.extend(draft::lines(&self.certificate));
            pairs.push(("files", format!("{}, {}", certificate.display(), revocation.display())));
            fields(&pairs) + &paragraph("next: ", &visible(&next(certificate, revocation)))
        })?;
        Ok(Exit::Done)
    }
}

fn next(certificate: &Path, revocation: &Path) -> String {
    format!(
        "`chancery certificate submit {} {}` to any node; then put the secret keys beside the certificate, \
         `chancery certificate install` the folder, and start the node again",
        certificate.display(),
        revocation.display()
    )
}
