//! `chancery certificate revoke`: a log ends after a position, because its key is stolen or its node is gone.

use std::path::PathBuf;

use chancery_ledger::log::LogId;
use chancery_node::keyring;
use serde_json::json;

use super::closing::{self, Closing, LastPlace, WhichLog};
use crate::{
    arguments::Place,
    command::{papers::Source, rooted::RootKey},
    exit::Exit,
    failure::Failure,
    screen::{fields, paragraph},
    words,
};

/// Close a log after a position: what stands up to there stays valid, later entries are refused everywhere
#[derive(Debug, clap::Args)]
pub(crate) struct Revoke {
    #[command(flatten)]
    root: RootKey,
    #[command(flatten)]
    source: Source,
    #[command(flatten)]
    which: WhichLog,
    #[command(flatten)]
    last: LastPlace,
    /// Epoch of the log; otherwise the one that is open
    #[arg(long, value_name = "N")]
    epoch: Option<u64>,
    /// Why, in a sentence that everybody can read
    #[arg(long, value_name = "TEXT")]
    reason: String,
    /// File to write
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
}

impl Revoke {
    pub(super) async fn run(&self, place: &Place) -> Result<Exit, Failure> {
        let papers = self.source.gather(place).await?;
        let (root, member) = self.root.open_in(&papers)?;
        let author = self.which.find(&papers, member.state)?;
        let epoch = self.epoch.unwrap_or(author.epoch);
        let log = LogId { key: *author.key.as_bytes(), epoch };
        let last = self.last.find(&papers, log)?;
        let closing = Closing { papers: &papers, author, log, last, reason: &self.reason };
        let revocation = closing.sign(&root)?;
        keyring::write_paper(&self.out, revocation.bytes())?;
        let document = json!({
            "file": self.out,
            "id": revocation.id().to_string(),
            "state": author.issuer.state.as_str(),
            "authority": author.issuer.authority,
            "key": words::hex(&log.key),
            "epoch": epoch,
            "seq": last.map(|(seq, _)| seq),
            "last": last.map(|(_, id)| id.to_string()),
        });
        let pairs = [
            ("closes", format!("{}: {}", author.issuer, closing::told(log, last))),
            ("reason", self.reason.clone()),
            ("file", self.out.display().to_string()),
        ];
        place.screen().answer(&document, |_| {
            fields(&pairs)
                + &paragraph(
                    "next: ",
                    "`chancery certificate submit` gives it to a node, which passes it on; it cannot be taken back. \
                     The authority goes on with `chancery recover`",
                )
        })?;
        Ok(Exit::Done)
    }
}
