//! A corpus is the same each time, is what a node would seal, and has the variety that it promises.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use chancery_ledger::log::Admissible;
use chancery_record::Record;
use chancery_record::vocabulary::Vocabularies;

use super::{Corpus, day, moment};
use crate::Dice;

fn written(seed: u64, records: u64) -> Vec<Admissible> {
    let mut all = Vec::new();
    Corpus::new(seed, records).write(|round| all.extend(round));
    all
}

/// Enough for every kind to come up in it.
static SOME: LazyLock<Vec<Admissible>> = LazyLock::new(|| written(3, 2_600));

fn records(entries: &[Admissible]) -> impl Iterator<Item = Record> {
    let bodies = entries.iter().filter(|entry| !entry.header().is_certificate());
    bodies.map(|entry| Record::from_body(&entry.entry().body).unwrap())
}

#[test]
fn one_seed_and_one_size_are_one_corpus() {
    let ids = |seed| written(seed, 1_100).iter().map(Admissible::id).collect::<Vec<_>>();
    assert_eq!(ids(1), ids(1));
    assert_ne!(ids(1), ids(2));
}

#[test]
fn every_record_is_as_a_node_would_seal_it() {
    assert_eq!(SOME.len(), 25 + 2_600, "each state founds its log");
    for record in records(&SOME) {
        assert_eq!(record.violations(Vocabularies::shipped()), Vec::new());
    }
}

#[test]
fn most_records_are_small() {
    let mut bytes: Vec<usize> = SOME.iter().map(|entry| entry.entry().body.len()).collect();
    bytes.sort_unstable();
    let at = |percent: usize| bytes[bytes.len() * percent / 100];
    assert!((800..3_072).contains(&at(50)), "the middle one has {} bytes", at(50));
    assert!(at(10) >= 500 && at(90) <= 4_096, "from {} to {}", at(10), at(90));
}

#[test]
fn every_kind_that_is_promised_comes_up() {
    let mut kinds: BTreeMap<String, u32> = BTreeMap::new();
    for record in records(&SOME) {
        *kinds.entry(record.kind_name().to_owned()).or_default() += 1;
    }
    for (kind, _) in super::KINDS {
        assert!(kinds.contains_key(kind.as_str()), "no {kind} among {kinds:?}");
    }
}

#[test]
fn a_few_parties_are_met_again_and_again() {
    let corpus = Corpus::new(6, 100_000);
    let mut dice = Dice::new(6);
    let mut met: BTreeMap<String, u32> = BTreeMap::new();
    for _ in 0..10_000 {
        *met.entry(corpus.firm(&mut dice).native).or_default() += 1;
    }
    let most = met.values().max().copied().unwrap_or(0);
    assert!(most >= 50, "the best known is met {most} times");
    assert!(met.len() > 2_500, "{} parties", met.len());
}

#[test]
fn names_stand_in_nine_scripts() {
    let corpus = Corpus::new(7, 50_000);
    let mut dice = Dice::new(7);
    let scripts: BTreeSet<Option<String>> =
        (0..2_000).map(|_| corpus.firm(&mut dice).script).collect();
    for script in ["Cyrl", "Grek", "Arab", "Hebr", "Hans", "Hang", "Jpan"] {
        assert!(scripts.contains(&Some(script.to_owned())), "no {script} in {scripts:?}");
    }
    assert!(scripts.contains(&None), "plain Latin");
}

#[test]
fn a_misspelt_name_is_another_one_nearly() {
    let mut dice = Dice::new(8);
    let mut changed = 0;
    for _ in 0..200 {
        let name = Corpus::misspelt(&mut dice, "Meridian Networks Ltd");
        changed += u32::from(name != "Meridian Networks Ltd");
        assert!(name.chars().count().abs_diff("Meridian Networks Ltd".len()) <= 1);
    }
    assert!(changed > 150, "a swap of equal letters changes nothing, and is rare");
}

#[test]
fn days_are_those_of_the_calendar() {
    assert_eq!(day(0), "1970-01-01");
    assert_eq!(day(951_782_400), "2000-02-29");
    assert_eq!(moment(1_795_512_600), "2026-11-24T09:30:00Z");
}
