//! `chancery roster review FILE`: what one is about to sign, in words, before one signs it.
//!
//! Invariant: the hash and its words are computed from the very bytes of the file, and what a file changes is
//! computed here and never taken from whoever sent it.

use std::path::{Path, PathBuf};

use chancery_ledger::{
    act::{Quorum, Step},
    roster::{Genesis, Roster},
};
use chancery_node::causes;
use serde_json::{Value, json};

use super::changes::{Change, Changes};
use crate::{
    arguments::Place,
    command::{
        input,
        papers::{Papers, Source},
    },
    exit::Exit,
    failure::Failure,
    screen::{fields, paragraph, visible},
    words,
};

/// Show in words what a proposal, a step or a founding file says and what signing it does
#[derive(Debug, clap::Args)]
pub(crate) struct Review {
    /// Proposal that `roster propose` wrote, or a step that `roster combine` wrote
    #[arg(value_name = "FILE")]
    file: PathBuf,
    #[command(flatten)]
    source: Source,
}

impl Review {
    pub(super) async fn run(&self, place: &Place) -> Result<Exit, Failure> {
        let papers = self.source.gather(place).await?;
        let read = read(&self.file, &papers)?;
        let previous = previous(&read, &papers)?;
        let changes = Changes::between(previous, &read, papers.directory());
        let document = json!({ "file": self.file, "proposal": document(&read, &changes) });
        place.screen().answer(&document, |_| {
            told(&read, &changes, previous) + &signing(&read, previous, &self.file)
        })?;
        Ok(Exit::Done)
    }
}

/// Reads a roster from a proposal or from a step that is not complete yet.
pub(crate) fn read(file: &Path, papers: &Papers) -> Result<Roster, Failure> {
    let bytes = input::read(file, input::ACT_BYTES_MAX)?;
    if let Ok(genesis) = Genesis::decode(&bytes) {
        return Err(Failure::new(
            format!("{} is a founding file, and nobody signs it", file.display()),
            format!(
                "each state compares the words of its roster by telephone: {}",
                words::of_digest(&genesis.roster().hash())
            ),
        ));
    }
    let flaw = match Roster::decode(&bytes) {
        Ok(roster) => return Ok(roster),
        Err(flaw) => flaw,
    };
    let known = papers.register.history();
    let read = known.iter().find_map(|one| Step::decode(&bytes, one, Quorum::NotYet).ok());
    read.map(|step| step.roster().clone()).ok_or_else(|| {
        Failure::new(
            format!("{} is no roster: {}", file.display(), causes(&flaw)),
            "is it the file that `chancery roster propose` wrote?",
        )
        .ending(Exit::DoesNotVerify)
    })
}

/// The version that this one follows.
pub(crate) fn previous<'a>(roster: &Roster, papers: &'a Papers) -> Result<&'a Roster, Failure> {
    let before = roster.previous.and_then(|hash| papers.directory().known_roster(&hash));
    before.ok_or_else(|| {
        Failure::new(
            format!(
                "version {} follows a roster that is not known here, so what it changes cannot be said",
                roster.version
            ),
            "add the steps so far with --acts, or ask a running node with --dir; do not sign it",
        )
        .ending(Exit::DoesNotVerify)
    })
}

/// The file for a program.
pub(crate) fn document(roster: &Roster, changes: &Changes) -> Value {
    json!({
        "network": roster.network,
        "version": roster.version,
        "previous": roster.previous.map(|hash| hash.to_string()),
        "hash": roster.hash().to_string(),
        "words": words::of_digest(&roster.hash()),
        "threshold": roster.threshold,
        "members": roster.members.iter().map(|one| one.state.as_str()).collect::<Vec<_>>(),
        "suspended": roster.suspended.iter().map(|one| one.as_str()).collect::<Vec<_>>(),
        "observers": roster.observers.iter().map(|one| one.state.as_str()).collect::<Vec<_>>(),
        "changes": changes,
    })
}

/// The file for a person.
pub(crate) fn told(roster: &Roster, changes: &Changes, previous: &Roster) -> String {
    let follows = format!("{}, follows version {}", roster.version, previous.version);
    let mut text = fields(&[
        ("network", roster.network.clone()),
        ("version", follows),
        ("hash", roster.hash().to_string()),
        ("words", words::of_digest(&roster.hash())),
    ]);
    text += "\n";
    if changes.0.is_empty() {
        text += "it changes nothing\n";
    }
    for Change { what, means, root_words, .. } in &changes.0 {
        text += &paragraph("* ", &visible(what));
        text += &paragraph("    ", &visible(means));
        if let Some(words) = root_words {
            text += &paragraph("    root key: ", words);
        }
    }
    text + "\n"
}

fn signing(roster: &Roster, previous: &Roster, file: &Path) -> String {
    let voters = previous.active_members().count();
    paragraph(
        "",
        &format!(
            "Signing says that your state wants exactly this to be version {}. It counts once {} of {voters} members \
             have signed, and cannot be taken back. Two signatures of one state on two different files of one version \
             are a proof against it, which every node keeps and shows.",
            roster.version, previous.threshold
        ),
    ) + &paragraph(
        "next: ",
        &format!(
            "compare the words with the others by telephone, and those of each root key with its owner; then \
             `chancery roster sign {} --key ROOT --out SIGNATURE`",
            visible(&file.display().to_string())
        ),
    )
}
