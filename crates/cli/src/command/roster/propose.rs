//! `chancery roster propose`: the next version of the roster, as a file that everybody reviews and signs.
//!
//! What stays of those who stop (their acts, and where their logs end) is filled in from what is held. Invariant: a
//! proposal that is written follows the version in force, so that nobody reviews what could never count.

use std::path::PathBuf;

use chancery_encoding::Digest;
use chancery_ledger::roster::{Roster, RosterProposal};
use chancery_node::{causes, keyring};
use chancery_record::StateCode;
use serde_json::json;

use super::{
    changes::Changes,
    endings::{self, Logs},
    named::{NamedKey, NamedState},
    review,
};
use crate::{
    arguments::Place,
    command::papers::{Papers, Source},
    exit::Exit,
    failure::Failure,
};

/// Propose the next version of the roster: writes a file to review, sign and carry round
#[derive(Debug, clap::Args)]
pub(crate) struct Propose {
    #[command(flatten)]
    source: Source,
    #[command(flatten)]
    wanted: Wanted,
    /// File to write
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
}

#[derive(Debug, clap::Args)]
#[group(required = true, multiple = true)]
struct Wanted {
    /// Admit a member, or make an observer one: code, name, and the public file of its root key
    #[arg(long = "admit", value_name = "EE=NAME=FILE")]
    admit: Vec<NamedState>,
    /// Take in a state that listens and has not subscribed
    #[arg(long = "observer", value_name = "EE=NAME=FILE")]
    observer: Vec<NamedState>,
    /// Suspend a member: for now it neither publishes nor votes
    #[arg(long, value_name = "EE")]
    suspend: Vec<StateCode>,
    /// Lift a member's suspension
    #[arg(long, value_name = "EE")]
    reinstate: Vec<StateCode>,
    /// Remove a member or an observer
    #[arg(long, value_name = "EE")]
    remove: Vec<StateCode>,
    /// Give a state another root key, by its public file
    #[arg(long, value_name = "EE=FILE")]
    replace_root: Vec<NamedKey>,
    /// How many members must sign the version after this one; otherwise just above two thirds
    #[arg(long, value_name = "N")]
    threshold: Option<u64>,
    /// Settle a version of another branch, by its hash, so that this branch goes on
    #[arg(long, value_name = "HASH")]
    settle: Vec<Digest>,
    /// Of the logs of a state that stops nothing shall stand, where it is not known how far they go
    #[arg(long, value_name = "EE")]
    nothing_of: Vec<StateCode>,
    /// Version to follow, by its hash; otherwise the one in force
    #[arg(long, value_name = "HASH")]
    after: Option<Digest>,
}

impl Propose {
    pub(super) async fn run(&self, place: &Place) -> Result<Exit, Failure> {
        let papers = self.source.gather(place).await?;
        let previous = self.wanted.previous(&papers)?;
        let roster = self.wanted.roster(&papers, previous)?;
        keyring::write_paper(&self.out, &roster.encode())?;
        let changes = Changes::between(previous, &roster, papers.directory());
        let document = json!({ "file": self.out, "proposal": review::document(&roster, &changes) });
        place.screen().answer(&document, |_| {
            review::told(&roster, &changes, previous)
                + &crate::screen::paragraph(
                    "next: ",
                    &format!(
                        "give {} to every state; each runs `chancery roster review`, compares the words with the \
                         others, and signs",
                        self.out.display()
                    ),
                )
        })?;
        Ok(Exit::Done)
    }
}

impl Wanted {
    fn previous<'a>(&self, papers: &'a Papers) -> Result<&'a Roster, Failure> {
        let Some(after) = self.after else {
            if let (Some(halt), true) = (papers.register.halt(), self.settle.is_empty()) {
                return Err(halted(halt.height));
            }
            return Ok(papers.roster());
        };
        papers.directory().known_roster(&after).ok_or_else(|| {
            Failure::new(
                format!("no version with the hash {after} is known here"),
                "`chancery roster history` lists the versions that are",
            )
            .ending(Exit::NotFound)
        })
    }

    fn roster(&self, papers: &Papers, previous: &Roster) -> Result<Roster, Failure> {
        self.check(previous)?;
        let mut proposal = RosterProposal::after(previous);
        for named in &self.admit {
            proposal = proposal.admit(new_to(named, papers)?);
        }
        for named in &self.observer {
            proposal = proposal.observe(new_to(named, papers)?);
        }
        for state in &self.suspend {
            proposal = proposal.suspend(*state);
        }
        for state in &self.reinstate {
            proposal = proposal.lift(*state);
        }
        for state in &self.remove {
            proposal = proposal.remove(*state);
        }
        for named in &self.replace_root {
            let (state, root) = named.read()?;
            endings::refuse_burnt(papers, state, &root)?;
            proposal = proposal.replace_root(state, root);
        }
        if let Some(threshold) = self.threshold {
            proposal = proposal.threshold(threshold);
        }
        for version in &self.settle {
            proposal = proposal.settle(*version);
        }
        for state in proposal.stopped() {
            let goes_on = self.replace_root.iter().any(|named| named.state() == Some(state));
            let logs = match (goes_on, self.nothing_of.contains(&state)) {
                (true, _) => Logs::GoOn,
                (false, true) => Logs::Nothing,
                (false, false) => Logs::End,
            };
            proposal = proposal.end(endings::ending(papers, previous, state, logs)?);
        }
        proposal.build().map_err(|flaw| {
            Failure::new(
                format!("the changes do not make a roster: {}", causes(&flaw)),
                "each state stands once with a root key of its own; the threshold is above two thirds of the members \
                 that are not suspended",
            )
        })
    }

    /// What cannot be meant is refused before a file says it.
    fn check(&self, previous: &Roster) -> Result<(), Failure> {
        for state in &self.suspend {
            match previous.member(*state) {
                Some(_) if previous.is_suspended(*state) => {
                    return Err(not_so(*state, "is suspended already"));
                }
                Some(_) => {}
                None => return Err(not_so(*state, "is not a member")),
            }
        }
        for state in &self.reinstate {
            if !previous.is_suspended(*state) {
                return Err(not_so(*state, "is not suspended"));
            }
        }
        let replaced = self.replace_root.iter().filter_map(NamedKey::state);
        for state in self.remove.iter().copied().chain(replaced) {
            if previous.member(state).or(previous.observer(state)).is_none() {
                return Err(not_so(state, "is neither a member nor an observer"));
            }
        }
        for state in self.admit.iter().filter_map(NamedState::state) {
            if previous.member(state).is_some() {
                return Err(not_so(state, "is a member already"));
            }
        }
        Ok(())
    }
}

/// A state with a root key that may still speak.
fn new_to(named: &NamedState, papers: &Papers) -> Result<chancery_ledger::roster::Member, Failure> {
    let member = named.member()?;
    endings::refuse_burnt(papers, member.state, &member.root)?;
    Ok(member)
}

fn not_so(state: StateCode, what: &str) -> Failure {
    Failure::new(
        format!("{state} ({}) {what} in the version that this one follows", state.name()),
        "`chancery roster show` lists the states and what they are",
    )
}

fn halted(height: u64) -> Failure {
    Failure::new(
        format!("there are two rosters of version {height}, and nobody has chosen yet"),
        "`chancery roster history` lists both; say which one goes on with --after HASH, and name the first version of \
         the other branch with --settle HASH",
    )
}
