//! What is like a draft among the records and drafts that are here: the same party, file number or target.
//!
//! Nothing of it blocks: two offices may well write about one party. Invariant: names are compared as they
//! are read, without case, marks of punctuation and spaces, in any script.

use std::collections::{BTreeMap, BTreeSet};

use chancery_ledger::statement::Issuer;
use chancery_record::Record;
use chancery_store::{Listing, Store, StoreError};
use serde_json::Value;

use super::draft::Draft;
use super::gate::{Finding, Group};

/// Looked through, newest first: about a second of work at most.
const EARLIER_MAX: usize = 2_000;

/// Said of one draft; whoever gets more than a screen reads none.
const HINTS_MAX: usize = 20;

/// A record or draft that is here already.
pub(crate) struct Earlier {
    /// Its reference, or a draft's name.
    pub(crate) name: String,
    pub(crate) whose: Whose,
    pub(crate) record: Value,
}

/// Who wrote a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Whose {
    /// This node's authority: it has one file number for one thing.
    Own,
    /// Somebody else.
    Others,
}

/// The newest records that are held, as JSON.
pub(crate) fn earlier(store: &Store, own: &Issuer) -> Result<Vec<Earlier>, StoreError> {
    let listing = Listing { limit: EARLIER_MAX, ..Listing::default() };
    let mut all = Vec::new();
    for listed in store.list(&listing).0 {
        let Some(entry) = store.entry(listed.position)? else { continue };
        let Ok(decoded) = entry.decode() else { continue };
        let Ok(record) = Record::from_body(&decoded.entry().body) else { continue };
        let header = decoded.header();
        all.push(Earlier {
            name: header.reference.clone(),
            whose: if header.issuer == *own { Whose::Own } else { Whose::Others },
            record: record.to_json(),
        });
    }
    Ok(all)
}

/// What is like this draft.
pub(crate) fn duplicates(draft: &Draft, records: &[Earlier], drafts: &[Draft]) -> Vec<Finding> {
    let others = drafts.iter().filter(|other| other.name != draft.name && other.released.is_none());
    let others = others.map(|other| (other.name.as_str(), Whose::Own, &other.record));
    let records = records.iter().map(|one| (one.name.as_str(), one.whose, &one.record));
    let own = Likeness::of(&draft.record);
    let released = draft.released.as_ref().map(|out| out.reference.as_str());
    let mut found = Vec::new();
    for (name, whose, record) in others.chain(records) {
        if Some(name) == released || draft.record["target"]["reference"] == name {
            continue;
        }
        found.extend(own.shared_with(&Likeness::of(record), name, whose));
        if found.len() >= HINTS_MAX {
            found.truncate(HINTS_MAX);
            break;
        }
    }
    found
}

/// What two records can have in common.
struct Likeness {
    kind: String,
    native_ref: String,
    target: String,
    /// As compared, with the name as written.
    names: BTreeMap<String, String>,
    numbers: BTreeSet<String>,
}

impl Likeness {
    fn of(record: &Value) -> Likeness {
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let (mut names, mut numbers) = (BTreeMap::new(), BTreeSet::new());
        for party in parties(record) {
            names.extend(names_of(party).map(|name| (folded(name), name.to_owned())));
            for number in list(&party["identifiers"]) {
                let (scheme, value) = (text(&number["scheme"]), text(&number["value"]));
                numbers.insert(format!("{scheme} {value}"));
            }
        }
        names.remove("");
        numbers.remove(" ");
        Likeness {
            kind: text(&record["kind"]),
            native_ref: text(&record["originator"]["native_ref"]),
            target: text(&record["target"]["id"]),
            names,
            numbers,
        }
    }

    fn shared_with(&self, other: &Likeness, name: &str, whose: Whose) -> Vec<Finding> {
        let mut found = Vec::new();
        let is_own = whose == Whose::Own;
        let mut hint = |path: &str, what: String| {
            let next = if name.contains('-') {
                format!("read it first: `chancery show {name}`")
            } else {
                format!("read it first: `chancery draft show {name}`")
            };
            let path = path.to_owned();
            found.push(Finding { group: Group::Duplicates, path, what, next });
        };
        if is_own && !self.native_ref.is_empty() && self.native_ref == other.native_ref {
            hint(
                "$.originator.native_ref",
                format!("{name} has the file number {}", self.native_ref),
            );
        }
        let same_target = !self.target.is_empty() && self.target == other.target;
        if is_own && same_target && self.kind == other.kind {
            hint("$.target", format!("{name} is a {} about the same record", self.kind));
        }
        if let Some(number) = self.numbers.intersection(&other.numbers).next() {
            hint("$.parties", format!("{name} names a party with the identifier {number}"));
        } else if let Some((_, shared)) =
            other.names.iter().find(|(name, _)| self.names.contains_key(*name))
        {
            hint("$.parties", format!("{name} names a party called {shared}"));
        }
        found
    }
}

/// The parties of a record, or of what a correction says instead.
pub(crate) fn parties(record: &Value) -> &[Value] {
    let own = list(&record["parties"]);
    if own.is_empty() { list(&record["replacement"]["parties"]) } else { own }
}

/// The names of a party as written.
pub(crate) fn names_of(party: &Value) -> impl Iterator<Item = &str> {
    list(&party["names"]).iter().filter_map(|name| name["value"].as_str())
}

pub(crate) fn list(value: &Value) -> &[Value] {
    value.as_array().map(Vec::as_slice).unwrap_or_default()
}

/// A name as it is compared.
pub(crate) fn folded(name: &str) -> String {
    let kept = name.chars().filter(|character| character.is_alphanumeric());
    kept.flat_map(char::to_lowercase).collect()
}
