//! `chancery roster show` and `chancery roster history`: who belongs now, and how it came to that.

use chancery_ledger::roster::{Member, Roster};
use serde_json::{Value, json};

use super::{changes::Changes, endings};
use crate::{
    arguments::Place,
    command::papers::{Papers, Source},
    exit::Exit,
    failure::Failure,
    screen::{fields, paragraph, visible},
    words,
};

/// Show the roster in force, with the words of each root key
#[derive(Debug, clap::Args)]
pub(crate) struct Show {
    #[command(flatten)]
    source: Source,
}

/// Show every version from the founding, with what each changed; and branches, if there are any
#[derive(Debug, clap::Args)]
pub(crate) struct History {
    #[command(flatten)]
    source: Source,
}

impl Show {
    pub(super) async fn run(&self, place: &Place) -> Result<Exit, Failure> {
        let papers = self.source.gather(place).await?;
        let roster = papers.roster();
        let hash = roster.hash();
        let document = json!({
            "network": roster.network,
            "version": roster.version,
            "hash": hash.to_string(),
            "words": words::of_digest(&hash),
            "threshold": roster.threshold,
            "members": states(&papers, &roster.members),
            "observers": states(&papers, &roster.observers),
            "halt": halt(&papers),
        });
        place.screen().answer(&document, |_| told(roster, &papers))?;
        Ok(Exit::Done)
    }
}

/// It has left, and the next version leaves it out.
const WITHDRAWN: &str = "withdrawn";

fn role(papers: &Papers, member: &Member) -> &'static str {
    let roster = papers.roster();
    match roster.member(member.state) {
        _ if endings::has_withdrawn(papers, member) => WITHDRAWN,
        Some(_) if roster.is_suspended(member.state) => "suspended",
        Some(_) => "member",
        None => "observer",
    }
}

fn states(papers: &Papers, members: &[Member]) -> Vec<Value> {
    let state = |one: &Member| {
        json!({
            "state": one.state.as_str(),
            "name": one.name,
            "role": role(papers, one),
            "root": words::hex(one.root.as_bytes()),
            "words": words::of_key(one.root.as_bytes()),
        })
    };
    members.iter().map(state).collect()
}

fn halt(papers: &Papers) -> Option<Value> {
    papers.register.halt().map(|halt| {
        json!({
            "version": halt.height,
            "rosters": halt.versions.iter().map(ToString::to_string).collect::<Vec<_>>(),
            "signed_two": halt.double_signers.iter().map(|one| one.as_str()).collect::<Vec<_>>(),
        })
    })
}

fn told(roster: &Roster, papers: &Papers) -> String {
    let voters = roster.active_members().count();
    let mut text = fields(&[
        ("network", roster.network.clone()),
        ("version", format!("{}, in force", roster.version)),
        ("hash", roster.hash().to_string()),
        ("words", words::of_digest(&roster.hash())),
        ("threshold", format!("{} of {voters} members", roster.threshold)),
    ]);
    text += "\n";
    for one in roster.members.iter().chain(&roster.observers) {
        let role = role(papers, one);
        text += &visible(&format!("  {}  {}, {role}", one.state, one.name));
        text += "\n";
        text += &paragraph("      ", &words::of_key(one.root.as_bytes()));
    }
    text + &alarm(papers)
}

fn alarm(papers: &Papers) -> String {
    let mut text = String::new();
    for one in papers.register.double_signers() {
        text += "\n";
        text += &paragraph(
            "",
            &format!(
                "PROVED: the root of {} signed two rosters of version {}",
                one.state, one.version
            ),
        );
    }
    if let Some(halt) = papers.register.halt() {
        let versions: Vec<String> = halt.versions.iter().map(ToString::to_string).collect();
        text += "\n";
        text += &paragraph(
            "HALT: ",
            &format!(
                "there are {} rosters of version {}, and none counts until a quorum chooses: {}. Reading, publishing \
                 and verification go on. Agree on one by telephone, then `chancery roster propose --after HASH \
                 --settle THE-OTHER`",
                versions.len(),
                halt.height,
                versions.join(", ")
            ),
        );
    }
    text
}

impl History {
    pub(super) async fn run(&self, place: &Place) -> Result<Exit, Failure> {
        let papers = self.source.gather(place).await?;
        let history = papers.register.history();
        let mut versions = Vec::new();
        let mut text = String::new();
        for (at, roster) in history.iter().enumerate() {
            let before = at.checked_sub(1).and_then(|before| history.get(before));
            let changes = before.map(|before| Changes::between(before, roster, papers.directory()));
            text += &version_told(roster, changes.as_ref());
            versions.push(json!({
                "version": roster.version,
                "hash": roster.hash().to_string(),
                "words": words::of_digest(&roster.hash()),
                "members": roster.members.len(),
                "threshold": roster.threshold,
                "changes": changes,
            }));
        }
        let document = json!({ "versions": versions, "halt": halt(&papers) });
        place.screen().answer(&document, |_| text + &alarm(&papers))?;
        Ok(Exit::Done)
    }
}

fn version_told(roster: &Roster, changes: Option<&Changes>) -> String {
    let mut text = format!("version {}  {}\n", roster.version, roster.hash());
    text += &paragraph("  words: ", &words::of_digest(&roster.hash()));
    match changes {
        None => {
            let states: Vec<&str> = roster.members.iter().map(|one| one.state.as_str()).collect();
            text += &paragraph("  ", &format!("founded by {}", states.join(", ")));
        }
        Some(changes) => {
            for change in &changes.0 {
                text += &paragraph("  * ", &visible(&change.what));
            }
        }
    }
    text
}
