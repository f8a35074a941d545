//! `chancery roster withdraw`: a state leaves by its own signature alone.
//!
//! Invariant: what the state has said so far goes on standing, unless it says otherwise by leaving positions out; and
//! the file says where each log ends.

use std::path::PathBuf;

use chancery_ledger::act::{Withdrawal, WithdrawalRequest};
use chancery_node::{causes, keyring, now_s};
use serde_json::json;

use super::endings::{self, Logs};
use crate::{
    arguments::Place,
    command::{papers::Source, rooted::RootKey},
    exit::Exit,
    failure::Failure,
    screen::{counted, fields, paragraph},
};

/// Sign that the state leaves; its root key is burnt as soon as a node has the file
#[derive(Debug, clap::Args)]
pub(crate) struct Withdraw {
    #[command(flatten)]
    root: RootKey,
    #[command(flatten)]
    source: Source,
    /// Nothing of the state's logs shall stand, where it is not known how far they go
    #[arg(long)]
    nothing: bool,
    /// File to write
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
}

impl Withdraw {
    pub(super) async fn run(&self, place: &Place) -> Result<Exit, Failure> {
        let papers = self.source.gather(place).await?;
        let (root, member) = self.root.open_in(&papers)?;
        let logs = if self.nothing { Logs::Nothing } else { Logs::End };
        let request = WithdrawalRequest {
            network: papers.network(),
            state: member.state,
            issued_at: now_s(),
            under: papers.directory().roster_hash(),
            keeps: endings::acts_of(&papers, member.state, &member.root),
            closed: endings::places(&papers, member.state, logs)?,
        };
        let withdrawal =
            Withdrawal::issue(&request, &root, papers.directory()).map_err(|flaw| {
                Failure::new(
                    format!("the withdrawal does not hold: {}", causes(&flaw)),
                    "nothing was written",
                )
            })?;
        keyring::write_paper(&self.out, withdrawal.bytes())?;
        let logs: Vec<String> = request
            .closed
            .iter()
            .map(|head| format!("{} after seq {}", head.log, head.seq))
            .collect();
        let document = json!({
            "file": self.out,
            "state": member.state.as_str(),
            "id": withdrawal.id().to_string(),
            "keeps": request.keeps.len(),
            "logs": logs,
        });
        let pairs = [
            ("leaves", format!("{} ({})", member.state, member.name)),
            (
                "keeps",
                format!(
                    "{} of its root, which go on standing",
                    counted(request.keeps.len(), "act")
                ),
            ),
            (
                "logs end",
                if logs.is_empty() { "nothing of them stands".to_owned() } else { logs.join(", ") },
            ),
            ("file", self.out.display().to_string()),
        ];
        place.screen().answer(&document, |_| {
            fields(&pairs)
                + &paragraph(
                    "next: ",
                    "`chancery roster submit` makes it true for everybody, at once and for good: the root key signs \
                     nothing more, and to come back the state makes a new one and asks to be admitted",
                )
        })?;
        Ok(Exit::Done)
    }
}
