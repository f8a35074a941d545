//! `chancery certificate issue`: a node's certificate, from the public files of its keys.
//!
//! For a statement key that is certified already it replaces the other keys, and the log goes on in its epoch.

use std::path::PathBuf;

use chancery_ledger::certificate::CertificateRequest;
use chancery_node::{keyring, now_s};
use serde_json::json;

use super::draft;
use crate::{
    arguments::Place,
    command::{papers::Source, rooted::RootKey},
    exit::Exit,
    failure::Failure,
    screen::{fields, paragraph},
};

/// Certify the keys of an authority's node; for a known statement key, replace the node's other keys
#[derive(Debug, clap::Args)]
pub(crate) struct Issue {
    #[command(flatten)]
    root: RootKey,
    #[command(flatten)]
    source: Source,
    /// Name of the authority, such as export-control
    #[arg(long, value_name = "NAME")]
    authority: String,
    /// Public file of the node's statement key
    #[arg(long, value_name = "FILE")]
    statement: PathBuf,
    /// Public file of the node's witness key
    #[arg(long, value_name = "FILE")]
    witness: PathBuf,
    /// Public file of the node's transport key
    #[arg(long, value_name = "FILE")]
    transport: PathBuf,
    /// Public file of the node's reader key
    #[arg(long, value_name = "FILE")]
    reader: Option<PathBuf>,
    /// What the node does, in a word; once for each
    #[arg(long = "role", value_name = "ROLE")]
    roles: Vec<String>,
    /// File to write
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
}

impl Issue {
    pub(super) async fn run(&self, place: &Place) -> Result<Exit, Failure> {
        let papers = self.source.gather(place).await?;
        let (root, member) = self.root.open_in(&papers)?;
        let issuer = draft::issuer(member.state, &self.authority)?;
        let statement_key = keyring::read_signer(&self.statement)?;
        let known = papers.directory().author(statement_key.as_bytes());
        let request = CertificateRequest {
            network: papers.network(),
            serial: draft::next_serial(&papers, &issuer),
            issuer,
            issued_at: now_s(),
            statement_key,
            witness_key: keyring::read_signer(&self.witness)?,
            transport_key: keyring::read_signer(&self.transport)?,
            roles: self.roles.clone(),
            under: draft::under(&papers),
            epoch: known.map_or(0, |author| author.epoch),
            reader_key: self.reader.as_deref().map(keyring::read_reader).transpose()?,
            possession: None,
        };
        let certificate = draft::sign(&request, &root, &papers)?;
        keyring::write_paper(&self.out, certificate.bytes())?;
        let document = json!({ "file": self.out, "certificate": draft::document(&certificate) });
        place.screen().answer(&document, |_| {
            let mut pairs = draft::lines(&certificate);
            pairs.push(("file", self.out.display().to_string()));
            fields(&pairs)
                + &paragraph(
                    "next: ",
                    "put it as certificate.cbor beside the node's secret keys; at a founding it goes into the genesis \
                     file (`chancery roster found`), later to any node (`chancery certificate submit`)",
                )
        })?;
        Ok(Exit::Done)
    }
}
