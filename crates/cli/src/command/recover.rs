//! `chancery recover`: an authority whose node is lost or whose key is stolen goes on, by its state root's word.
//!
//! The old log is closed where peers attest it, and the next one is opened. Invariant: a witness key whose promises are
//! lost is never certified again, because it could cosign what contradicts them.

use std::path::PathBuf;

use chancery_ledger::log::LogId;

use super::{
    certificate::{
        closing::{Closing, LastPlace, WhichLog},
        renewal::{Onward, OtherKeys, Renewal},
    },
    papers::Source,
    rooted::RootKey,
};
use crate::{arguments::Place, exit::Exit, failure::Failure};

/// Close the log of a lost or robbed node where its peers attest it, and open the next one
#[derive(Debug, clap::Args)]
pub(crate) struct Recover {
    #[command(flatten)]
    root: RootKey,
    #[command(flatten)]
    source: Source,
    #[command(flatten)]
    which: WhichLog,
    /// Public file of a new statement key; without it the old key goes on in its next epoch
    #[arg(long, value_name = "FILE")]
    statement: Option<PathBuf>,
    #[command(flatten)]
    others: OtherKeys,
    /// The data directory is whole, and with it all that the witness has promised: its key stays
    #[arg(long, conflicts_with = "witness")]
    keep_witness: bool,
    #[command(flatten)]
    last: LastPlace,
    /// Why, in a sentence that everybody can read
    #[arg(long, value_name = "TEXT")]
    reason: String,
    /// Folder for certificate.cbor and revocation.cbor
    #[arg(long, value_name = "FOLDER")]
    out: PathBuf,
}

impl Recover {
    pub(super) async fn run(&self, place: &Place) -> Result<Exit, Failure> {
        if self.others.witness.is_none() && self.others.request.is_none() && !self.keep_witness {
            return Err(old_witness());
        }
        let papers = self.source.gather(place).await?;
        let (root, member) = self.root.open_in(&papers)?;
        let author = self.which.find(&papers, member.state)?;
        let log = LogId { key: *author.key.as_bytes(), epoch: author.epoch };
        let last = match author.cut(author.epoch) {
            // It is closed already; a second revocation says the same.
            Some(cut) => cut,
            None => self.last.find(&papers, log)?,
        };
        let closing = Closing { papers: &papers, author, log, last, reason: &self.reason };
        let asked = self.others.asked(self.statement.as_deref(), &papers, author)?;
        if asked.witness_key == author.certificate.witness_key && !self.keep_witness {
            return Err(old_witness());
        }
        let renewed = Renewal { closing, asked: &asked, onward: Onward::SameKey }.sign(&root)?;
        let files = renewed.write(&self.out)?;
        renewed.tell(place, &files)
    }
}

fn old_witness() -> Failure {
    Failure::new(
        "what the old witness key has promised is lost with the node, so it must not cosign again",
        "make a new one with `chancery witness new` and give it with --witness, or in the request; if the data \
         directory is whole, say --keep-witness",
    )
    .ending(Exit::Usage)
}
