//! `chancery certificate show FILE`: what a root has signed, read and verified.

use std::path::PathBuf;

use chancery_ledger::{act::Content, roster::Learnt};
use serde_json::{Value, json};

use super::{closing, draft};
use crate::{
    arguments::Place,
    command::{
        input,
        papers::{Source, refused_by},
    },
    exit::Exit,
    failure::Failure,
    screen::fields,
};

/// Show a certificate, revocation or withdrawal in words, and whether it verifies
#[derive(Debug, clap::Args)]
pub(crate) struct Show {
    /// File to show
    #[arg(value_name = "FILE")]
    file: PathBuf,
    #[command(flatten)]
    source: Source,
}

impl Show {
    pub(super) async fn run(&self, place: &Place) -> Result<Exit, Failure> {
        let mut papers = self.source.gather(place).await?;
        let bytes = input::read(&self.file, input::ACT_BYTES_MAX)?;
        let act = papers
            .register
            .check(&bytes)
            .map_err(|flaw| refused_by(&self.file.display().to_string(), &flaw))?;
        let is_known = papers.register.insert(act.clone()) == Learnt::Known;
        let (says, mut pairs) = described(act.content());
        pairs.push(("id", act.id().to_string()));
        let known = if is_known { "it is among the papers already" } else { "it is new here" };
        pairs.push(("verifies", format!("yes, under the roster that it names; {known}")));
        let document = json!({
            "file": self.file,
            "kind": act.kind().name(),
            "id": act.id().to_string(),
            "verifies": true,
            "known": is_known,
            "says": says,
        });
        place.screen().answer(&document, |_| fields(&pairs))?;
        Ok(Exit::Done)
    }
}

type Described = (Value, Vec<(&'static str, String)>);

fn described(content: &Content) -> Described {
    match content {
        Content::Certificate(one) => (draft::document(one), draft::lines(one)),
        Content::Revocation(one) => {
            let says = &one.says;
            let document = json!({
                "state": says.issuer.state.as_str(),
                "authority": says.issuer.authority,
                "log": says.log.to_string(),
                "seq": says.last.map(|(seq, _)| seq),
                "reason": says.reason,
            });
            let ends = closing::told(says.log, says.last);
            let lines = vec![
                ("revocation", format!("{}: {ends}", says.issuer)),
                ("reason", says.reason.clone()),
            ];
            (document, lines)
        }
        Content::Withdrawal(one) => {
            let says = &one.says;
            let told = |head: &chancery_ledger::log::Head| {
                closing::told(head.log, Some((head.seq, head.tip)))
            };
            let ends: Vec<String> = says.closed.iter().map(told).collect();
            let keeps = says.keeps.len();
            let document = json!({ "state": says.state.as_str(), "keeps": keeps, "logs": ends });
            let lines = vec![
                ("withdrawal", format!("{} ({}) leaves", says.state, says.state.name())),
                ("keeps", format!("{keeps} acts of its root")),
                ("logs end", ends.join("; ")),
            ];
            (document, lines)
        }
        Content::Policy(one) => crate::command::policy::described(&one.says),
        Content::Step(one) => {
            let version = one.roster().version;
            let document = json!({ "version": version, "hash": one.hash().to_string() });
            let text = format!("to version {version} of the roster; see `chancery roster review`");
            (document, vec![("step", text)])
        }
        Content::DoubleSignature(one) => {
            let rosters: Vec<String> = one.rosters().iter().map(ToString::to_string).collect();
            let version = one.version();
            let document = json!({ "version": version, "rosters": rosters });
            let text =
                format!("one root signed two rosters of version {version}: {}", rosters.join(", "));
            (document, vec![("proof", text)])
        }
    }
}
