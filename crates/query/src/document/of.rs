//! From a thread to documents.
//!
//! Each version is read off its own text. Parts that the originator withdrew are left out of every version,
//! because the originator takes them back and not their spelling in one text; withdrawn parties stay, marked as
//! such, so that whoever asks for them in particular is told that they were named once.

use std::collections::{BTreeMap, BTreeSet};

use chancery_encoding::Digest;
use chancery_record::Record;
use chancery_thread::{Thread, Version, VersionState, part::PartKind};

use super::{Code, Document, Heard, Log, Named, Text, prose::prose};
use crate::date;

/// Where a record keeps what is traded and by whom: in itself, or in the transaction that it asks about.
const HOLDERS: [&[&str]; 2] = [&[], &["transaction"]];

impl Document {
    /// A document for each version of the record, in their order; `place` says where a statement stands. A
    /// version whose statement has no place is left out.
    pub fn of(thread: &Thread, place: impl Fn(&Digest) -> Option<(Log, u64)>) -> Vec<Document> {
        let mut withdrawn: BTreeMap<PartKind, BTreeSet<&str>> = BTreeMap::new();
        for taken in &thread.withdrawn_parts {
            withdrawn.entry(taken.part.kind).or_default().insert(&taken.part.key);
        }
        let versions = thread.versions.iter();
        versions
            .filter_map(|version| Some(one(thread, version, place(&version.id)?, &withdrawn)))
            .collect()
    }
}

fn one(
    thread: &Thread,
    version: &Version,
    (log, seq): (Log, u64),
    withdrawn: &BTreeMap<PartKind, BTreeSet<&str>>,
) -> Document {
    let left = withdrawn
        .iter()
        .fold(version.text.clone(), |text, (kind, keys)| text.without_keys(kind.path(), keys));
    let none = BTreeSet::new();
    let parties = withdrawn.get(&PartKind::Parties).unwrap_or(&none);
    let items: Vec<Record> =
        HOLDERS.into_iter().flat_map(|at| left.parts(&in_(at, "items"))).collect();
    Document {
        version: version.id,
        root: thread.root,
        number: u32::try_from(version.number).unwrap_or(u32::MAX),
        cited: version.reference.clone(),
        reference: thread.reference.clone(),
        state: thread.issuer.state,
        authority: thread.issuer.authority.clone(),
        log,
        seq,
        issued_at_s: version.issued_at,
        kind: version.text.kind_name().to_owned(),
        title: left.title().to_owned(),
        texts: texts(&left),
        parties: named(&version.text, parties),
        products: once(items.iter().flat_map(|item| item.texts_at(&["product_names"]))),
        categories: categories(&left, &items),
        codes: codes(&items),
        destinations: destinations(&left),
        rights: rights(&left),
        marking: version.text.marking(),
        audience: version.text.audience(),
        exercise: version.text.exercise(),
        heard: heard(thread, version),
        marks: marks(thread, version),
        valid_until: valid_until(thread, version),
    }
}

fn heard(thread: &Thread, version: &Version) -> Heard {
    let ended = thread.tombstone.is_some();
    match version.state {
        VersionState::Revoked { .. } => Heard::Revoked,
        VersionState::Forked => Heard::Forked,
        VersionState::TakenBack { .. } => Heard::Withdrawn,
        VersionState::Replaced { .. } | VersionState::Current if ended => Heard::Withdrawn,
        VersionState::Replaced { .. } => Heard::Corrected,
        VersionState::Current => Heard::InForce,
    }
}

/// Those of the record; whether it is a drill, each version says itself.
fn marks(thread: &Thread, version: &Version) -> Vec<&'static str> {
    let exercise = version.text.exercise();
    let others = thread.marks.words().into_iter().filter(|mark| *mark != "exercise");
    exercise.then_some("exercise").into_iter().chain(others).collect()
}

/// Renewals count for the text that stands; another says only what it said.
fn valid_until(thread: &Thread, version: &Version) -> Option<time::Date> {
    match version.state {
        VersionState::Current => thread.dates.valid_until.map(|until| until.day),
        _ => version.text.text_at(&["valid_until"]).and_then(date::whole),
    }
}

fn in_<'a>(holder: &[&'a str], field: &'a str) -> Vec<&'a str> {
    holder.iter().copied().chain([field]).collect()
}

fn once<'a>(texts: impl IntoIterator<Item = &'a str>) -> Vec<String> {
    let mut all: Vec<String> = Vec::new();
    for text in texts {
        if !all.iter().any(|one| one == text) {
            all.push(text.to_owned());
        }
    }
    all
}

fn texts(left: &Record) -> Vec<Text> {
    let language = left.text_at(&["languages", "original"]).map(str::to_owned);
    let mut texts: Vec<Text> =
        prose(left).into_iter().map(|text| Text { language: language.clone(), text }).collect();
    for version in left.parts(&["languages", "versions"]) {
        let language = version.text_at(&["language"]).map(str::to_owned);
        let translated =
            ["title", "summary"].into_iter().filter_map(|name| version.text_at(&[name]));
        texts.extend(
            translated.map(|text| Text { language: language.clone(), text: text.to_owned() }),
        );
    }
    texts
}

fn named(text: &Record, withdrawn: &BTreeSet<&str>) -> Vec<Named> {
    let own = text.parts(&["parties"]).into_iter().map(|one| {
        let taken = one.text_at(&["key"]).is_some_and(|key| withdrawn.contains(key));
        Named { withdrawn: taken, ..party(&one) }
    });
    // The key of a party of a transaction names none of the parts that can be withdrawn.
    let asked = text.parts(&["transaction", "parties"]);
    own.chain(asked.iter().map(party)).collect()
}

fn party(party: &Record) -> Named {
    let names = party.parts(&["names"]);
    let numbers = party.parts(&["identifiers"]);
    let number = |number: &Record| {
        let scheme = number.text_at(&["scheme"])?.to_owned();
        Some((scheme, number.text_at(&["value"])?.to_owned()))
    };
    Named {
        key: party.text_at(&["key"]).map(str::to_owned),
        names: names.iter().filter_map(|name| Some(name.text_at(&["value"])?.to_owned())).collect(),
        identifiers: numbers.iter().filter_map(number).collect(),
        withdrawn: false,
    }
}

fn categories(left: &Record, items: &[Record]) -> Vec<String> {
    let own = left.texts_at(&["tech_categories"]);
    once(own.into_iter().chain(items.iter().filter_map(|item| item.text_at(&["tech_category"]))))
}

fn codes(items: &[Record]) -> Vec<Code> {
    let mut codes = Vec::new();
    for reference in items.iter().flat_map(|item| item.parts(&["control_refs"])) {
        let text = |name: &str| reference.text_at(&[name]).map(str::to_owned);
        if let (Some(list), Some(code)) = (text("list"), text("code")) {
            let code = Code { list, edition: text("edition").unwrap_or_default(), code };
            if !codes.contains(&code) {
                codes.push(code);
            }
        }
    }
    codes
}

/// Its own, those of what it asks about, and the places where its routes end or were said to.
fn destinations(left: &Record) -> Vec<String> {
    let mut all: Vec<String> = Vec::new();
    let mut add = |state: &str| {
        if !all.iter().any(|one| one == state) {
            all.push(state.to_owned());
        }
    };
    for holder in HOLDERS {
        left.text_at(&in_(holder, "destination")).into_iter().for_each(&mut add);
    }
    left.texts_at(&["destinations"]).into_iter().for_each(&mut add);
    for route in left.parts(&["routes"]) {
        let legs = route.parts(&["legs"]);
        let last = legs.len().saturating_sub(1);
        for (place, leg) in legs.iter().enumerate() {
            let role = leg.text_at(&["role"]).unwrap_or_default();
            if place == last || role.ends_with("-destination") {
                leg.text_at(&["country"]).into_iter().for_each(&mut add);
            }
        }
    }
    all
}

/// Those of its concerns, and those for which something was denied.
fn rights(left: &Record) -> Vec<String> {
    let concerns = left.parts(&["human_rights_concerns"]);
    let grounds = left.parts(&["grounds"]);
    let concerned = concerns.iter().filter_map(|concern| concern.text_at(&["right"]));
    once(concerned.chain(grounds.iter().flat_map(|ground| ground.texts_at(&["rights"]))))
}
