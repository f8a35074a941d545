//! Laws over chance: whatever the order in which records come, however they are looked at, and wherever the
//! machine stops, the same is raised, once, and nothing is missed.

use std::collections::BTreeSet;

use chancery_ledger::log::Admissible;
use chancery_testkit::{Cast, Dice};
use serde_json::json;

use super::world::{Scribe, World, about, advisory, correction, party, query};
use crate::watches::notice::{Notice, Raised};
use crate::watches::watch::Watch;

const TITLES: [&str; 4] = ["alpha tower", "beta tower", "alpha beta", "gamma"];
const PARTIES: [&str; 3] =
    ["Windmill Trading Limited", "Nordlicht Handel GmbH", "Seven Rivers Export"];

/// Runs of one law: each opens a store and a vault on a disk.
const RUNS: u64 = 24;

fn watches() -> Vec<Watch> {
    vec![
        query(1, "alpha"),
        query(2, "beta OR kind:sighting"),
        query(3, "status:withdrawn"),
        party(4, "Windmill Trading Ltd"),
        query(5, "-alpha kind:threat-advisory"),
        query(6, "is:disputed"),
    ]
}

/// What three states say: records, and more or less of what changes them.
fn script(cast: &Cast, dice: &mut Dice, changes: u64) -> Vec<Vec<Admissible>> {
    let mut scribes: Vec<Scribe<'_>> = (0..3).map(|player| Scribe::new(cast, player)).collect();
    let mut logs: Vec<Vec<Admissible>> =
        scribes.iter_mut().map(|scribe| vec![scribe.say("", &json!({}))]).collect();
    let mut records: Vec<(usize, Admissible)> = Vec::new();
    for _ in 0..24 {
        let by = dice.index(3);
        let own = records.iter().filter(|(of, _)| *of == by).map(|(_, record)| record.clone());
        let own: Vec<Admissible> = own.collect();
        let any = dice.pick(&records).map(|(_, record)| record.clone());
        let text = advisory(
            dice.pick(&TITLES).unwrap(),
            &[("p1", dice.pick(&PARTIES).unwrap()), ("p2", dice.pick(&PARTIES).unwrap())],
        );
        let (kind, fields) = match (dice.pick(&own), any, dice.below(100)) {
            (Some(target), _, roll) if roll < changes / 2 => match dice.below(3) {
                0 => ("correction", correction(target, &text)),
                1 => {
                    let parts = json!({ "reason": "delisted", "explanation": "x",
                        "parts": { "parties": ["p1"] } });
                    ("withdrawal", about(target, &parts))
                }
                _ => {
                    let fields = json!({ "reason": "error", "explanation": "x" });
                    ("withdrawal", about(target, &fields))
                }
            },
            (_, Some(target), roll) if roll < changes => match dice.below(2) {
                0 => {
                    let fields =
                        json!({ "title": "we disagree", "stance": "disagree", "basis": "x" });
                    ("dispute", about(&target, &fields))
                }
                _ => ("sighting", about(&target, &json!({ "title": "seen", "basis": "y" }))),
            },
            _ => ("threat-advisory", text),
        };
        let said = scribes[by].say(kind, &fields);
        if kind == "threat-advisory" {
            records.push((by, said.clone()));
        }
        logs[by].push(said);
    }
    logs
}

/// Puts everything into the world, in an order and in batches that chance decides; looks as chance has it.
fn play(world: &mut World, logs: &[Vec<Admissible>], dice: &mut Dice, stops: u64) -> Vec<Notice> {
    let mut next = vec![0; logs.len()];
    let mut told: Vec<Notice> = Vec::new();
    while let Some(log) =
        dice.pick(&(0..logs.len()).filter(|log| next[*log] < logs[*log].len()).collect::<Vec<_>>())
    {
        let left = logs[*log].len() - next[*log];
        let count = 1 + dice.index(left.min(4));
        world.hold(&logs[*log][next[*log]..next[*log] + count]);
        next[*log] += count;
        match dice.below(4) {
            0 => {}
            1 => drop(world.step()),
            _ => world.look(),
        }
        // Whoever listens has been told all that there is by now, and then the machine stops.
        let now = world.raised();
        assert_eq!(now[..told.len()], told[..], "what was told stays what it was");
        told = now;
        if dice.percent(stops) {
            if dice.percent(50) { world.tear() } else { world.restart() }
        }
    }
    world.look();
    let all = world.raised();
    assert_eq!(all[..told.len()], told[..]);
    let numbers: Vec<u64> = all.iter().map(|notice| notice.number).collect();
    assert_eq!(numbers, (1..=all.len() as u64).collect::<Vec<_>>(), "without a gap");
    all
}

/// The records that match according to the notices of a watch, told one after another.
fn told_of(watch: u64, notices: &[Notice]) -> BTreeSet<String> {
    let mut all = BTreeSet::new();
    for notice in notices.iter().filter(|notice| notice.watch == watch) {
        match notice.raised {
            Raised::Matches => {
                assert!(all.insert(notice.reference.clone()), "matches already: {notice:?}");
            }
            Raised::Changed => assert!(all.contains(&notice.reference), "{notice:?}"),
            Raised::Ceased => assert!(all.remove(&notice.reference), "did not match: {notice:?}"),
            Raised::Several => panic!("too few in a step for that: {notice:?}"),
        }
    }
    all
}

#[test]
fn what_is_told_adds_up_to_what_matches_in_every_order_and_over_every_stop() {
    let cast = Cast::of(3);
    for seed in 0..RUNS {
        let mut dice = Dice::new(seed);
        let logs = script(&cast, &mut dice, 60);
        let mut world = World::new(&cast, watches());
        let told = play(&mut world, &logs, &mut dice, 30);
        for (at, watch) in watches().iter().enumerate() {
            let wanted = world.matching(at);
            assert_eq!(told_of(watch.id, &told), wanted, "watch {} of seed {seed}", watch.id);
        }
    }
}

#[test]
fn records_alone_raise_the_same_notices_in_every_order_and_batching() {
    let cast = Cast::of(3);
    let set = |notices: &[Notice]| -> BTreeSet<String> {
        let one = |notice: &Notice| {
            let several = notice.several.clone().unwrap_or_default();
            assert_eq!((several.changed, several.ceased), (0, 0), "{notice:?}");
            assert!(notice.raised == Raised::Matches || several.matches > 0, "{notice:?}");
            let alone = (several.matches == 0).then(|| notice.reference.clone());
            let of = |reference| format!("{} {reference}", notice.watch);
            several.references.into_iter().chain(alone).map(of).collect::<Vec<_>>()
        };
        let all: Vec<String> = notices.iter().flat_map(one).collect();
        let set: BTreeSet<String> = all.iter().cloned().collect();
        assert_eq!(set.len(), all.len(), "each once: {all:?}");
        set
    };
    for seed in 100..100 + RUNS / 3 {
        let mut dice = Dice::new(seed);
        let logs = script(&cast, &mut dice, 0);
        let mut first: Option<BTreeSet<String>> = None;
        for _ in 0..3 {
            let mut world = World::new(&cast, watches());
            let told = play(&mut world, &logs, &mut dice, 20);
            let wanted = first.get_or_insert_with(|| set(&told));
            assert_eq!(set(&told), *wanted, "seed {seed}");
        }
    }
}

#[test]
fn laws_see_every_kind_of_notice() {
    let cast = Cast::of(3);
    let mut seen = BTreeSet::new();
    for seed in 0..RUNS {
        let mut dice = Dice::new(seed);
        let logs = script(&cast, &mut dice, 60);
        let mut world = World::new(&cast, watches());
        let told = play(&mut world, &logs, &mut dice, 0);
        seen.extend(told.iter().map(|notice| (notice.watch, notice.raised)));
        if seen.len() >= 14 {
            return;
        }
    }
    panic!("chance is not wide enough: {seen:?}");
}
