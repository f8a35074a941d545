//! What a record owes to the records that it stands beside: ids for its relations, the handling of what it is
//! derived from, a file number of its own, parts and texts that are there.
//!
//! Each question is asked, whatever the others found, so that a writer hears everything at once.

use std::collections::BTreeSet;

use chancery_ledger::log::Position;
use chancery_ledger::statement::Issuer;
use chancery_record::{Kind, Record, Relation};
use chancery_store::{Standing, Store};
use chancery_thread::{Thread, part::PartKind};

use super::PublishError;
use super::target::find;
use crate::telling;

/// Records that are looked at for a ring of relations. An honest chain has a handful.
const CHAIN_MAX: usize = 256;

/// The relation that hands its handling down.
const DERIVED: &str = "derived-from";

/// Why a record does not fit the records beside it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum KinError {
    /// It stands in relation to the record that it changes.
    #[error("it stands in relation to {0}, which is the same record")]
    Itself(String),
    /// What it is derived from is derived from it.
    #[error("it is derived from {0}, which is derived from it")]
    Ring(String),
    /// What it is derived from is marked stricter.
    #[error("it is derived from {parent}, which is {marking}, and is marked looser")]
    Looser {
        /// What it is derived from.
        parent: String,
        /// How that is marked.
        marking: String,
    },
    /// What it is derived from is not for all these readers.
    #[error("it is derived from {parent}, which is not for {reader}")]
    Wider {
        /// What it is derived from.
        parent: String,
        /// The reader.
        reader: String,
    },
    /// Another record of this authority has the file number.
    #[error("the file number {native} is that of {reference}")]
    Native {
        /// The number.
        native: String,
        /// The record that has it.
        reference: String,
    },
    /// It withdraws a part that the current text does not have.
    #[error("the current text of its target has no {part} with the key {key}")]
    Part {
        /// A party, an item or a claim.
        part: &'static str,
        /// The key.
        key: String,
    },
    /// It translates a text that its target has never had.
    #[error("it translates a text that its target has never had")]
    Translation {
        /// The hash of the text that its target has now.
        current: String,
    },
}

impl KinError {
    /// What to do next.
    pub(super) fn hint(&self) -> String {
        match self {
            KinError::Itself(_) | KinError::Ring(_) => "leave that relation out".into(),
            KinError::Looser { marking, .. } => {
                format!(
                    "mark it {marking} or stricter; a public-summary of one's own record may be public"
                )
            }
            KinError::Wider { .. } => {
                "name only readers that the record it is derived from names".into()
            }
            KinError::Native { reference, .. } => {
                format!("correct {reference} instead, or write another `originator.native_ref`")
            }
            KinError::Part { .. } => "`chancery show` prints the keys of the current text".into(),
            KinError::Translation { current } => {
                format!("translate the current text, and write `of_hash` {current}")
            }
        }
    }
}

/// Fills the ids of the relations in, and says all that is wrong beside the target itself.
pub(super) fn look(
    record: Record,
    own: &Issuer,
    store: &Store,
    wrong: &mut Vec<PublishError>,
) -> Record {
    let root = target_root(&record, store);
    let mut ids = Vec::new();
    for Relation { how, target } in record.relations() {
        match find(&target, store) {
            Ok((position, name)) => {
                ids.push(id(store, position).unwrap_or_default());
                wrong.extend(relation(&record, &how, position, root, &name, store));
            }
            Err(error) => {
                ids.push(target.id.unwrap_or_default());
                wrong.push(error);
            }
        }
    }
    wrong.extend(native(&record, own, root, store).map(PublishError::Kin));
    if let Some(thread) = root.and_then(|root| folded(store, root)) {
        wrong.extend(parts(&record, &thread).into_iter().map(PublishError::Kin));
        wrong.extend(translation(&record, &thread).map(PublishError::Kin));
    }
    record.with_relation_ids(&ids)
}

/// The thread of an entry; one that cannot be read is not judged.
fn folded(store: &Store, position: Position) -> Option<Thread> {
    telling::fold(store, position).ok().flatten()
}

fn target_root(record: &Record, store: &Store) -> Option<Position> {
    let (position, _) = find(&record.target()?, store).ok()?;
    store.root_of(position)
}

fn id(store: &Store, position: Position) -> Option<String> {
    Some(store.entry(position).ok()??.decode().ok()?.id().to_string())
}

fn relation(
    record: &Record,
    how: &str,
    to: Position,
    root: Option<Position>,
    name: &str,
    store: &Store,
) -> Vec<PublishError> {
    let mut wrong = Vec::new();
    let changes = record.kind() == Some(Kind::Correction);
    if changes && root.is_some() && store.root_of(to) == root {
        wrong.push(KinError::Itself(name.to_owned()));
    } else if changes && how == DERIVED && leads_to(store, to, root) {
        wrong.push(KinError::Ring(name.to_owned()));
    }
    let parent = (how == DERIVED).then(|| folded(store, to)).flatten();
    if let Some(parent) = parent {
        wrong.extend(handling(record, &parent.text, name));
    }
    wrong.into_iter().map(PublishError::Kin).collect()
}

/// Whether what a record is derived from leads back to this one.
fn leads_to(store: &Store, from: Position, root: Option<Position>) -> bool {
    let mut seen = BTreeSet::from([from]);
    let mut next = vec![from];
    while let Some(position) = next.pop() {
        if store.root_of(position) == root {
            return true;
        }
        let Some(thread) = folded(store, position) else { continue };
        let derived = thread.text.relations().into_iter().filter(|one| one.how == DERIVED);
        let held = derived.filter_map(|one| store.position_of(one.target.id?.parse().ok()?));
        next.extend(held.filter(|to| seen.len() < CHAIN_MAX && seen.insert(*to)));
    }
    false
}

/// A record is marked no looser, and is for nobody else, than what it is derived from.
fn handling(record: &Record, parent: &Record, name: &str) -> Vec<KinError> {
    let mut wrong = Vec::new();
    if let (Some(own), Some(marking)) = (record.marking(), parent.marking())
        && own < marking
    {
        wrong.push(KinError::Looser { parent: name.to_owned(), marking: marking.to_string() });
    }
    let allowed = parent.audience();
    let within = |reader: &String| {
        let is_state = reader.chars().all(|one| one.is_ascii_uppercase());
        let has = |group: &str| allowed.iter().any(|one| one == group);
        has(reader) || has("public") || is_state && has("members")
    };
    for reader in record.audience().into_iter().filter(|reader| !within(reader)) {
        wrong.push(KinError::Wider { parent: name.to_owned(), reader });
    }
    wrong
}

/// A file number belongs to one record of its authority; remarks carry the number of their own file.
fn native(
    record: &Record,
    own: &Issuer,
    root: Option<Position>,
    store: &Store,
) -> Option<KinError> {
    let said = match record.kind() {
        Some(Kind::Correction) => record.part(&["replacement"])?,
        _ if record.target().is_some() => return None,
        _ => record.clone(),
    };
    let native = said.text_at(&["originator", "native_ref"])?;
    let others = store.with_native(own, native).into_iter().filter(|other| Some(*other) != root);
    let taken = others.filter(|other| {
        let withdrawn = matches!(store.standing(*other), Some(Standing::Withdrawn { .. }));
        let held = store.entry(*other).ok().flatten();
        let other = held.and_then(|entry| Record::from_body(&entry.body).ok());
        let alike = |it: Record| it.target().is_none() && it.exercise() == record.exercise();
        !withdrawn && other.is_some_and(alike)
    });
    let reference = taken.filter_map(|other| store.reference(other)).next()?;
    Some(KinError::Native { native: native.to_owned(), reference })
}

fn parts(record: &Record, thread: &Thread) -> Vec<KinError> {
    let mut wrong = Vec::new();
    if record.kind() != Some(Kind::Withdrawal) {
        return wrong;
    }
    for kind in PartKind::ALL {
        let there = thread.text.keys_at(kind.path());
        let named = record.texts_at(&["parts", kind.as_str()]);
        for key in named.into_iter().filter(|key| !there.contains(key)) {
            wrong.push(KinError::Part { part: kind.noun(), key: key.to_owned() });
        }
    }
    wrong
}

fn translation(record: &Record, thread: &Thread) -> Option<KinError> {
    if record.kind() != Some(Kind::Translation) {
        return None;
    }
    let named = record.text_at(&["of_hash"])?;
    let is = |text: &Record| text.original_hash().to_string() == named;
    let of_one = thread.versions.iter().any(|version| is(&version.text));
    let current = thread.text.original_hash().to_string();
    (!of_one).then_some(KinError::Translation { current })
}
