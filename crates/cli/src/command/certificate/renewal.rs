//! New keys for a node that has some: what `certificate rotate` and `recover` write alike.
//!
//! Invariant: both files are written or none, and the certificate's serial is above all earlier ones, so that the
//! order in which nodes learn of the two does not matter.

use std::path::{Path, PathBuf};

use chancery_ledger::{
    act::Revocation,
    certificate::{Certificate, CertificateRequest},
    key::{PublicKey, SecretKey},
    roster::Author,
};
use chancery_node::{keyring, now_s};
use serde_json::json;

use super::{
    asked::Asked,
    closing::{self, Closing},
    draft,
};
use crate::{
    arguments::Place,
    command::papers::Papers,
    exit::Exit,
    failure::Failure,
    screen::{fields, paragraph, visible},
    words,
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
    /// Request that the node's machine made, instead of public files
    #[arg(
        long,
        value_name = "FILE",
        conflicts_with_all = ["statement", "witness", "transport", "reader"]
    )]
    pub(crate) request: Option<PathBuf>,
}

impl OtherKeys {
    /// All keys of the node: those that are new, and those that stay.
    pub(crate) fn asked(
        &self,
        statement: Option<&Path>,
        papers: &Papers,
        author: &Author,
    ) -> Result<Asked, Failure> {
        let before = &author.certificate;
        if let Some(request) = &self.request {
            let asked = Asked::read(request, papers, &author.issuer)?;
            return Ok(Asked { reader_key: asked.reader_key.or(before.reader_key), ..asked });
        }
        let asked = Asked {
            statement_key: signer(statement, author.key)?,
            witness_key: signer(self.witness.as_deref(), before.witness_key)?,
            transport_key: signer(self.transport.as_deref(), before.transport_key)?,
            reader_key: match &self.reader {
                Some(file) => Some(keyring::read_reader(file)?),
                None => before.reader_key,
            },
            possession: None,
        };
        Ok(asked.signed_before(papers, &author.issuer))
    }
}

/// Whether the log's own statement key may go on in its next epoch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Onward {
    /// With another statement key only.
    OtherKey,
    /// With the same one, too.
    SameKey,
}

/// What is closed and what is opened.
pub(crate) struct Renewal<'a> {
    pub(crate) closing: Closing<'a>,
    pub(crate) asked: &'a Asked,
    pub(crate) onward: Onward,
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
        let asked = self.asked;
        let goes_on = asked.statement_key == author.key && self.onward == Onward::SameKey;
        let epoch = if goes_on { author.epoch + 1 } else { self.first_epoch()? };
        let request = CertificateRequest {
            network: papers.network(),
            issuer: author.issuer.clone(),
            serial: draft::next_serial(papers, &author.issuer),
            issued_at: now_s(),
            statement_key: asked.statement_key,
            witness_key: asked.witness_key,
            transport_key: asked.transport_key,
            roles: before.roles.clone(),
            under: draft::under(papers),
            epoch,
            reader_key: asked.reader_key,
            possession: asked.possession.clone(),
        };
        let certificate = draft::sign(&request, root, papers)?;
        let revocation = self.closing.sign(root)?;
        Ok(Renewed { certificate, revocation })
    }

    /// A key whose log has ended does not begin another with its first epoch.
    fn first_epoch(&self) -> Result<u64, Failure> {
        let key = self.asked.statement_key.as_bytes();
        if self.closing.papers.directory().author(key).is_none() {
            return Ok(0);
        }
        Err(Failure::new(
            format!("the key {} is a statement key already", words::hex(key)),
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
