//! `chancery roster combine FILE SIG... --out STEP`: a proposal with its signatures, as the act that nodes take.
//!
//! Invariant: whoever is named as a signer has signed this very file; a signature that does not count is named with
//! its reason and left out.

use std::{collections::BTreeSet, path::PathBuf};

use chancery_ledger::{
    act::{RosterSignature, Step, StepFlaw},
    key::PublicKey,
    roster::Roster,
};
use chancery_node::{causes, keyring};
use serde::Serialize;
use serde_json::json;

use super::review;
use crate::{
    arguments::Place,
    command::{input, papers::Source},
    exit::Exit,
    failure::Failure,
    screen::{fields, paragraph, visible},
};

/// Put a proposal and its signatures together into a step; says who signed and who is missing
#[derive(Debug, clap::Args)]
pub(crate) struct Combine {
    /// Proposal that `roster propose` wrote
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Signatures that `roster sign` wrote
    #[arg(value_name = "SIG", required = true)]
    signatures: Vec<PathBuf>,
    #[command(flatten)]
    source: Source,
    /// File for the step
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
    /// Write the step although too few have signed, to gather more or to show that a state signed two
    #[arg(long)]
    partial: bool,
}

/// A file that was given as a signature.
#[derive(Serialize)]
struct Given {
    file: PathBuf,
    /// Whose it is, when it counts.
    state: Option<String>,
    /// The stable name of why it does not, and the same in words.
    refused: Option<&'static str>,
    reason: Option<String>,
}

/// A file's longest signature is 512 bytes.
const SIGNATURE_BYTES_MAX: u64 = 4096;

impl Combine {
    pub(super) async fn run(&self, place: &Place) -> Result<Exit, Failure> {
        let papers = self.source.gather(place).await?;
        let roster = review::read(&self.file, &papers)?;
        let previous = review::previous(&roster, &papers)?;
        let (given, counted) = self.judge(&roster, previous)?;
        let (found, needed) = (counted.len() as u64, previous.threshold);
        let is_enough = found >= needed;
        if is_enough || self.partial {
            let step = Step::combine(&roster, previous, &counted).map_err(|flaw| {
                Failure::of(&flaw, "`chancery roster review` shows what the proposal says")
                    .ending(Exit::DoesNotVerify)
            })?;
            keyring::write_paper(&self.out, step.bytes())?;
        } else {
            let refused = given.iter().filter_map(|one| {
                Some(format!("{}: {}", one.file.display(), one.reason.as_ref()?))
            });
            let refused: Vec<String> = refused.collect();
            return Err(too_few(&given, previous, needed).also(&refused.join("; ")));
        }
        let missing = missing(&given, previous);
        let document = json!({
            "file": self.out,
            "version": roster.version,
            "hash": roster.hash().to_string(),
            "signatures": given,
            "signed": found,
            "needed": needed,
            "complete": is_enough,
            "missing": missing,
        });
        place.screen().answer(&document, |_| {
            let mut text = String::new();
            for one in &given {
                text += &line(one);
            }
            let members = previous.active_members().count();
            text += "\n";
            text += &fields(&[
                ("signed", format!("{found} of {members} members; {needed} are needed")),
                (
                    "not signed",
                    if missing.is_empty() { "-".to_owned() } else { missing.join(", ") },
                ),
                ("step", self.out.display().to_string()),
            ]);
            text + &paragraph("next: ", next(found, needed))
        })?;
        Ok(Exit::Done)
    }

    fn judge(
        &self,
        roster: &Roster,
        previous: &Roster,
    ) -> Result<(Vec<Given>, Vec<RosterSignature>), Failure> {
        let mut seen: BTreeSet<[u8; 32]> = BTreeSet::new();
        let mut given = Vec::new();
        let mut counted = Vec::new();
        for file in &self.signatures {
            let bytes = input::read(file, SIGNATURE_BYTES_MAX)?;
            match judge_one(&bytes, roster, previous, &seen) {
                Ok((state, signature)) => {
                    seen.insert(*signature.root.as_bytes());
                    given.push(Given {
                        file: file.clone(),
                        state: Some(state),
                        refused: None,
                        reason: None,
                    });
                    counted.push(signature);
                }
                Err((name, reason)) => {
                    given.push(Given {
                        file: file.clone(),
                        state: None,
                        refused: Some(name),
                        reason: Some(reason),
                    });
                }
            }
        }
        Ok((given, counted))
    }
}

type Refused = (&'static str, String);

fn judge_one(
    bytes: &[u8],
    roster: &Roster,
    previous: &Roster,
    seen: &BTreeSet<[u8; 32]>,
) -> Result<(String, RosterSignature), Refused> {
    let signature =
        RosterSignature::decode(bytes, roster).map_err(|flaw| (flaw.name(), reason(&flaw)))?;
    if seen.contains(signature.root.as_bytes()) {
        let whose = name_of(previous, &signature.root);
        return Err(("signed-twice", format!("{whose} has signed already, and counts once")));
    }
    // Each on its own, so that one bad signature does not hide the others.
    Step::combine(roster, previous, std::slice::from_ref(&signature))
        .map_err(|flaw| (flaw.name(), causes(&flaw)))?;
    Ok((name_of(previous, &signature.root), signature))
}

fn reason(flaw: &StepFlaw) -> String {
    match flaw {
        StepFlaw::BadSignature => {
            "it is not a signature on this file: it was made over another version, or is damaged"
                .to_owned()
        }
        other => causes(other),
    }
}

fn name_of(previous: &Roster, root: &PublicKey) -> String {
    let member = previous.members.iter().find(|one| one.root == *root);
    member.map_or_else(|| "a stranger".to_owned(), |one| one.state.to_string())
}

fn line(given: &Given) -> String {
    let file = visible(&given.file.display().to_string());
    match (&given.state, &given.reason) {
        (Some(state), _) => format!("  ok      {state}  {file}\n"),
        (None, reason) => {
            let reason = reason.as_deref().unwrap_or_default();
            paragraph("  REFUSED ", &visible(&format!("{file}: {reason}")))
        }
    }
}

fn missing(given: &[Given], previous: &Roster) -> Vec<String> {
    let signed = |state: &str| given.iter().any(|one| one.state.as_deref() == Some(state));
    let states = previous.active_members().map(|one| one.state.to_string());
    states.filter(|state| !signed(state)).collect()
}

fn too_few(given: &[Given], previous: &Roster, needed: u64) -> Failure {
    let found = given.iter().filter(|one| one.state.is_some()).count();
    Failure::new(
        format!(
            "{found} signatures count, and {needed} of {} members are needed",
            previous.active_members().count()
        ),
        format!("nothing was written; not signed: {}", missing(given, previous).join(", ")),
    )
}

fn next(found: u64, needed: u64) -> &'static str {
    if found >= needed {
        "`chancery roster submit` gives it to a node, which passes it on to all"
    } else {
        "too few have signed: it counts for nothing yet"
    }
}
