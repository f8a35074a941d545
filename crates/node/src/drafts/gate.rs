//! The gate: all that blocks a draft's release, in groups, and what must be seen and does not block.
//!
//! It asks what publishing asks, of the draft as it stands, so that a draft that passes is refused by
//! nothing but the officers. Invariant: the same draft over the same store gives the same gate.

use std::sync::Arc;

use chancery_ledger::policy::{OfficersNeeded, Policy};
use chancery_ledger::statement::Issuer;
use chancery_record::vocabulary::Vocabularies;
use chancery_record::{Record, Violation};
use chancery_store::Store;

use super::draft::{Draft, DraftState};
use super::error::DraftError;
use super::hints;
use super::officers;
use crate::causes::causes;
use crate::publishing;

/// What a finding is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Group {
    /// A field breaks a rule.
    Record,
    /// Something is not attested.
    Attestations,
    /// What it is about, or whose it is.
    Relations,
    /// Who still has to approve.
    Policy,
    /// What may tell of a person.
    PersonalData,
    /// Words and editions that no pack knows.
    Vocabulary,
    /// What is like it.
    Duplicates,
}

impl Group {
    /// Its name in answers.
    pub const fn as_str(self) -> &'static str {
        match self {
            Group::Record => "record",
            Group::Attestations => "attestations",
            Group::Relations => "relations",
            Group::Policy => "policy",
            Group::PersonalData => "personal-data",
            Group::Vocabulary => "vocabulary",
            Group::Duplicates => "duplicates",
        }
    }
}

/// One thing that the gate has found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// About what.
    pub group: Group,
    /// Where, as a JSON path; empty where it is no place of the text.
    pub path: String,
    /// What is so.
    pub what: String,
    /// What is allowed, or what to do.
    pub next: String,
}

/// What stands between a draft and its release.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Gate {
    /// All that blocks.
    pub blocks: Vec<Finding>,
    /// What does not block and must be seen.
    pub notes: Vec<Finding>,
}

/// What a gate is held against.
pub(crate) struct Ground {
    pub(crate) store: Arc<Store>,
    pub(crate) issuer: Issuer,
    pub(crate) words: Arc<Vocabularies>,
    /// The policy in force of this node's authority.
    pub(crate) policy: Option<Arc<Policy>>,
    /// The key that signs this node's statements.
    pub(crate) node_key: [u8; 32],
}

/// What of the text itself blocks; the record, with its targets' ids, when nothing does.
pub(crate) fn text(draft: &Draft, ground: &Ground) -> (Vec<Finding>, Option<Record>) {
    let record = match Record::from_json(&draft.record.to_string(), &ground.words) {
        Ok(record) => record,
        Err(violations) => return (violations.into_iter().map(of_violation).collect(), None),
    };
    let (record, wrong) =
        publishing::blockers(record, &ground.issuer, &ground.store, &ground.words);
    let finding = |error: &publishing::PublishError| Finding {
        group: Group::Relations,
        path: String::new(),
        what: causes(error),
        next: error.hint(),
    };
    let found: Vec<Finding> = wrong.iter().map(finding).collect();
    let sound = found.is_empty().then_some(record);
    (found, sound)
}

/// Everything that there is to say about a draft.
pub(crate) fn whole(draft: &Draft, drafts: &[Draft], ground: &Ground) -> Result<Gate, DraftError> {
    let (mut blocks, record) = text(draft, ground);
    let mut notes = Vec::new();
    if let Some(record) = &record {
        let personal = record.lint().into_iter();
        notes.extend(personal.map(|hint| in_group(Group::PersonalData, hint)));
        let warnings = record.warnings(&ground.words).into_iter().chain(record.unknown_fields());
        notes.extend(warnings.map(|warning| in_group(Group::Vocabulary, warning)));
    }
    let earlier =
        hints::earlier(&ground.store, &ground.issuer).map_err(publishing::PublishError::Store)?;
    notes.extend(hints::duplicates(draft, &earlier, drafts));
    judge_officers(draft, ground, &mut blocks, &mut notes);
    blocks.sort_by_key(|finding| finding.group);
    Ok(Gate { blocks, notes })
}

fn judge_officers(
    draft: &Draft,
    ground: &Ground,
    blocks: &mut Vec<Finding>,
    notes: &mut Vec<Finding>,
) {
    let policy = |what: String, next: String| Finding {
        group: Group::Policy,
        path: String::new(),
        what,
        next,
    };
    let name = &draft.name;
    let Some(declared) = &ground.policy else {
        return notes.push(policy(
            format!("no policy is declared for {}: one officer releases it, and peers see that", ground.issuer),
            format!("`chancery release {name}`; the state's root declares officers with `chancery policy declare`"),
        ));
    };
    if declared.says.needed_for(draft.kind()) == OfficersNeeded::One {
        return notes.push(policy(
            format!(
                "the policy asks for one officer for a {}: no approval is needed",
                draft.kind()
            ),
            format!("`chancery release {name}`"),
        ));
    }
    match draft.state {
        DraftState::Writing => blocks.push(policy(
            "two officers are needed, and its author has not submitted it".to_owned(),
            format!(
                "`chancery draft submit {name} --officer KEYFILE`, by one of {}",
                officers::who(&declared.says, &[], "author")
            ),
        )),
        DraftState::Submitted | DraftState::Approved => {
            if let Some((what, next)) = officers::missing(draft, ground, &declared.says) {
                blocks.push(policy(what, next));
            }
        }
        DraftState::Released => {}
    }
}

fn of_violation(violation: Violation) -> Finding {
    let attested = violation.path.starts_with("$.attestations");
    in_group(if attested { Group::Attestations } else { Group::Record }, violation)
}

fn in_group(group: Group, Violation { path, wrong, allowed }: Violation) -> Finding {
    Finding { group, path, what: wrong, next: allowed }
}
