//! `chancery certificate rotate`: another statement key for a node, before anything has happened to the old one.
//!
//! The old log is closed at its tip and stays valid for ever; the new key begins a log of its own.

use std::path::PathBuf;

use chancery_ledger::log::LogId;

use super::{
    closing::{Closing, LastPlace, WhichLog},
    renewal::{Onward, OtherKeys, Renewal},
};
use crate::{
    arguments::Place,
    command::{papers::Source, rooted::RootKey},
    exit::Exit,
    failure::Failure,
};

/// Certify a new statement key, and close the old log where it stands
#[derive(Debug, clap::Args)]
pub(crate) struct Rotate {
    #[command(flatten)]
    root: RootKey,
    #[command(flatten)]
    source: Source,
    #[command(flatten)]
    which: WhichLog,
    /// Public file of the new statement key
    #[arg(long, value_name = "FILE", required_unless_present = "request")]
    statement: Option<PathBuf>,
    #[command(flatten)]
    others: OtherKeys,
    #[command(flatten)]
    last: LastPlace,
    /// Why, in a sentence that everybody can read
    #[arg(long, value_name = "TEXT", default_value = "rotated")]
    reason: String,
    /// Folder for certificate.cbor and revocation.cbor
    #[arg(long, value_name = "FOLDER")]
    out: PathBuf,
}

impl Rotate {
    pub(super) async fn run(&self, place: &Place) -> Result<Exit, Failure> {
        let papers = self.source.gather(place).await?;
        let (root, member) = self.root.open_in(&papers)?;
        let author = self.which.find(&papers, member.state)?;
        let log = LogId { key: *author.key.as_bytes(), epoch: author.epoch };
        let last = self.last.find(&papers, log)?;
        let closing = Closing { papers: &papers, author, log, last, reason: &self.reason };
        let asked = self.others.asked(self.statement.as_deref(), &papers, author)?;
        let renewed = Renewal { closing, asked: &asked, onward: Onward::OtherKey }.sign(&root)?;
        let files = renewed.write(&self.out)?;
        renewed.tell(place, &files)
    }
}
