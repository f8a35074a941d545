//! Parts of a record that were withdrawn while the rest stands.
//!
//! A delisting of three persons leaves the companies. A part is named by its list and its key, and
//! what was withdrawn once stays withdrawn: a later correction that brings the key back brings
//! nothing back. Invariant: the set of withdrawn parts only grows as statements are added, as long
//! as the record is not withdrawn as a whole.

use std::collections::{BTreeMap, BTreeSet};

use chancery_encoding::Digest;
use chancery_record::Record;
use serde_json::Value;

use crate::word::{WithdrawalReason, Word};

/// The lists of which parts can be withdrawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PartKind {
    /// Parties.
    Parties,
    /// Items.
    Items,
    /// Claims of the assessment.
    Claims,
}

impl PartKind {
    /// All of them, in the order of the documentation.
    pub const ALL: [PartKind; 3] = [PartKind::Parties, PartKind::Items, PartKind::Claims];

    /// As a withdrawal spells it.
    pub const fn as_str(self) -> &'static str {
        match self {
            PartKind::Parties => "parties",
            PartKind::Items => "items",
            PartKind::Claims => "claims",
        }
    }

    /// One of them.
    pub const fn noun(self) -> &'static str {
        match self {
            PartKind::Parties => "party",
            PartKind::Items => "item",
            PartKind::Claims => "claim",
        }
    }

    /// Where the list stands in a record.
    pub const fn path(self) -> &'static [&'static str] {
        match self {
            PartKind::Parties => &["parties"],
            PartKind::Items => &["items"],
            PartKind::Claims => &["assessment", "claims"],
        }
    }
}

/// One part, by its key.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Part {
    /// In which list.
    pub kind: PartKind,
    /// Its key there.
    pub key: String,
}

/// A part that was withdrawn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WithdrawnPart {
    /// Which.
    pub part: Part,
    /// The withdrawal: the first that names it.
    pub by: Digest,
    /// When, by the originator's clock.
    pub issued_at: i64,
    /// Why.
    pub reason: Word<WithdrawalReason>,
    /// Why, for people.
    pub explanation: String,
    /// What it said, in the newest version that has it; none where no version has it.
    pub said: Option<Value>,
}

/// The parts that a withdrawal names, in their order; `None` when it withdraws the whole.
///
/// A `parts` in which nothing can be read names nothing: it must not be taken for the whole.
pub(crate) fn named(withdrawal: &Record) -> Option<BTreeSet<Part>> {
    if !withdrawal.has(&["parts"]) {
        return None;
    }
    let of = |kind: PartKind| {
        let keys = withdrawal.texts_at(&["parts", kind.as_str()]);
        keys.into_iter().map(move |key| Part { kind, key: key.to_owned() }).collect::<Vec<_>>()
    };
    Some(PartKind::ALL.into_iter().flat_map(of).collect())
}

/// The keys of some parts, by list.
fn keys<'a>(parts: impl IntoIterator<Item = &'a Part>) -> BTreeMap<PartKind, BTreeSet<&'a str>> {
    let mut keys: BTreeMap<PartKind, BTreeSet<&str>> = BTreeMap::new();
    for part in parts {
        keys.entry(part.kind).or_default().insert(&part.key);
    }
    keys
}

/// A text without some parts.
pub(crate) fn without<'a>(text: Record, parts: impl IntoIterator<Item = &'a Part>) -> Record {
    let taken = keys(parts);
    taken.iter().fold(text, |text, (kind, keys)| text.without_keys(kind.path(), keys))
}

/// What the parts said, in the first text that has them.
pub(crate) fn said<'a>(
    parts: impl IntoIterator<Item = &'a Part>,
    texts: impl IntoIterator<Item = &'a Record>,
) -> BTreeMap<Part, Value> {
    let mut missing = keys(parts);
    let mut found = BTreeMap::new();
    for text in texts {
        for (kind, keys) in &mut missing {
            for (key, value) in text.elements_at(kind.path(), keys) {
                keys.remove(key.as_str());
                found.entry(Part { kind: *kind, key }).or_insert(value);
            }
        }
    }
    found
}
