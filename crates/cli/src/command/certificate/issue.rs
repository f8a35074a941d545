//! `chancery certificate issue`: a node's certificate, from its request or the public files of its keys.
//!
//! For a statement key that is certified already it replaces the other keys, and the log goes on in its epoch.

use std::path::PathBuf;

use chancery_ledger::{certificate::CertificateRequest, statement::Issuer};
use chancery_node::{keyring, now_s};
use serde_json::json;

use super::{asked::Asked, draft};
use crate::{
    arguments::Place,
    command::{
        papers::{Papers, Source},
        rooted::RootKey,
    },
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
    #[arg(long, value_name = "FILE", required_unless_present = "request")]
    statement: Option<PathBuf>,
    /// Public file of the node's witness key
    #[arg(long, value_name = "FILE", required_unless_present = "request")]
    witness: Option<PathBuf>,
    /// Public file of the node's transport key
    #[arg(long, value_name = "FILE", required_unless_present = "request")]
    transport: Option<PathBuf>,
    /// Public file of the node's reader key
    #[arg(long, value_name = "FILE")]
    reader: Option<PathBuf>,
    /// Request that the node's machine made, instead of public files
    #[arg(
        long,
        value_name = "FILE",
        conflicts_with_all = ["statement", "witness", "transport", "reader"]
    )]
    request: Option<PathBuf>,
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
        let asked = self.asked(&papers, &issuer)?;
        let known = papers.directory().author(asked.statement_key.as_bytes());
        let request = CertificateRequest {
            network: papers.network(),
            serial: draft::next_serial(&papers, &issuer),
            issuer,
            issued_at: now_s(),
            statement_key: asked.statement_key,
            witness_key: asked.witness_key,
            transport_key: asked.transport_key,
            roles: self.roles.clone(),
            under: draft::under(&papers),
            epoch: known.map_or(0, |author| author.epoch),
            reader_key: asked.reader_key,
            possession: asked.possession,
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

    fn asked(&self, papers: &Papers, issuer: &Issuer) -> Result<Asked, Failure> {
        if let Some(request) = &self.request {
            return Asked::read(request, papers, issuer);
        }
        let signer = |file: &Option<PathBuf>| {
            let file = file.as_ref().expect("because it is required where there is no request");
            keyring::read_signer(file)
        };
        let asked = Asked {
            statement_key: signer(&self.statement)?,
            witness_key: signer(&self.witness)?,
            transport_key: signer(&self.transport)?,
            reader_key: self.reader.as_deref().map(keyring::read_reader).transpose()?,
            possession: None,
        };
        Ok(asked.signed_before(papers, issuer))
    }
}
