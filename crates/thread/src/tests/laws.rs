//! Laws of threads over statements at random, and the fold beside the slow oracle.

use std::collections::BTreeSet;

use chancery_encoding::Digest;
use proptest::prelude::*;

use super::{
    cast::{id, record},
    generated::run,
    oracle::Held,
};
use crate::{Issuer, Order, Place, Said, Statements, Thread};

/// Statements of a run: enough for chains and for several threads that touch one another.
const LINES_MAX: usize = 24;

fn threads(said: &[Said]) -> Vec<Thread> {
    let statements = Statements::new(said);
    let roots: Vec<Digest> = statements.roots().collect();
    roots.iter().map(|root| Thread::of(&statements, root).expect("it is held")).collect()
}

/// The ids of all remarks that count.
fn remarks(thread: &Thread) -> BTreeSet<Digest> {
    let it = &thread.remarks;
    let mut ids: Vec<Digest> = it.acknowledgements.iter().map(|it| it.id).collect();
    ids.extend(it.sightings.iter().map(|it| it.id));
    ids.extend(it.disputes.iter().map(|it| it.id));
    ids.extend(it.answers.values().flatten().map(|it| it.id));
    ids.extend(it.questions.iter().map(|it| it.id));
    ids.extend(it.undercuts.iter().map(|it| it.id));
    ids.extend(it.outcomes.iter().map(|it| it.id));
    ids.extend(it.summaries.iter().map(|it| it.id));
    ids.extend(it.translations.iter().map(|it| it.id));
    ids.extend(it.others.iter().map(|it| it.id));
    let set: BTreeSet<Digest> = ids.iter().copied().collect();
    assert_eq!(set.len(), ids.len(), "no remark stands in two lists");
    set
}

/// What the originator made of the record, without what others say.
fn own(thread: &Thread) -> Thread {
    let mut own = thread.clone();
    own.remarks = Default::default();
    own.without_effect = Vec::new();
    own.marks.disputed = BTreeSet::new();
    own.marks.corroborated = BTreeSet::new();
    own
}

/// A statement that its author makes when everything else has been said.
fn afterwards(thread: &Thread, number: u64, json: &serde_json::Value) -> Said {
    let mut json = json.clone();
    json["target"] = serde_json::json!({"id": thread.root.to_string()});
    json["exercise"] = serde_json::json!(thread.marks.exercise);
    Said {
        id: id(number),
        issuer: thread.issuer.clone(),
        order: Order { epoch: 1, seq: number, key: [1; 32] },
        issued_at: 0,
        reference: String::new(),
        record: record(&json),
        place: Place::Stands,
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_order_of_arrival_changes_nothing(
        (said, shuffled) in run(LINES_MAX).prop_flat_map(|said| {
            (Just(said.clone()), Just(said).prop_shuffle())
        }),
        twice in any::<prop::sample::Index>(),
    ) {
        let mut shuffled = shuffled;
        if !shuffled.is_empty() {
            shuffled.push(shuffled[twice.index(shuffled.len())].clone());
        }
        prop_assert_eq!(threads(&said), threads(&shuffled));
    }

    /// Batch by batch, in any order: a node that was away ends where all others are.
    #[test]
    fn however_the_set_grows_it_ends_in_one_state(
        said in run(LINES_MAX).prop_shuffle(),
        cut in any::<prop::sample::Index>(),
    ) {
        let (first, second) = said.split_at(cut.index(said.len() + 1));
        let mut held: Vec<Said> = second.to_vec();
        let _ = threads(&held);
        held.extend_from_slice(first);
        prop_assert_eq!(threads(&held), threads(&said));
    }

    /// A thread needs what names its statements, and what names that; the rest of the world is nothing to it.
    #[test]
    fn what_is_about_something_else_changes_nothing(said in run(LINES_MAX)) {
        let target = |said: &Said| said.record.target().and_then(|it| it.id?.parse::<Digest>().ok());
        for whole in threads(&said) {
            let mut ids = BTreeSet::from([whole.root]);
            let mut before = 0;
            while ids.len() > before {
                before = ids.len();
                let about: Vec<Digest> = said
                    .iter()
                    .filter(|it| target(it).is_some_and(|it| ids.contains(&it)))
                    .map(|it| it.id)
                    .collect();
                ids.extend(about);
            }
            let mut needed: Vec<Said> = said.iter().filter(|it| ids.contains(&it.id)).cloned().collect();
            // Only the record's own target tells whether it is pending.
            let above = said.iter().find(|it| it.id == whole.root).and_then(target);
            needed.extend(said.iter().filter(|it| Some(it.id) == above).cloned());
            let statements = Statements::new(&needed);
            prop_assert_eq!(Thread::of(&statements, &whole.root), Some(whole));
        }
    }

    #[test]
    fn the_fold_agrees_with_the_oracle(said in run(LINES_MAX)) {
        let held = Held(&said);
        for thread in threads(&said) {
            let root = &thread.root;
            prop_assert_eq!(held.root(held.said(root).unwrap()).id, *root);
            prop_assert_eq!(thread.tombstone.as_ref().map(|it| it.by), held.end(root));
            prop_assert_eq!(thread.version().id, held.current(root));
            let parts: BTreeSet<(String, String)> = thread
                .withdrawn_parts
                .iter()
                .map(|it| (it.part.kind.as_str().to_owned(), it.part.key.clone()))
                .collect();
            prop_assert_eq!(parts, held.withdrawn_parts(root));
            prop_assert_eq!(thread.dates.valid_until.map(|it| it.by), held.valid_until_by(root));
            prop_assert_eq!(remarks(&thread), held.remarks(root));
        }
    }

    /// Nothing that is held disappears from view.
    #[test]
    fn every_statement_is_an_act_a_version_a_remark_or_without_effect(said in run(LINES_MAX)) {
        let mut seen = BTreeSet::new();
        for thread in threads(&said) {
            seen.extend(thread.acts.iter().map(|act| act.id));
            seen.extend(thread.versions.iter().map(|version| version.id));
            seen.extend(thread.without_effect.iter().map(|it| it.id));
            seen.extend(remarks(&thread));
            let silent = |id: &Digest| remarks(&thread).contains(id);
            prop_assert!(!thread.without_effect.iter().any(|it| silent(&it.id)));
        }
        prop_assert_eq!(seen, said.iter().map(|said| said.id).collect::<BTreeSet<_>>());
    }

    #[test]
    fn others_change_nothing_but_remarks(said in run(LINES_MAX)) {
        for thread in threads(&said) {
            let own_said: Vec<Said> =
                said.iter().filter(|it| it.issuer == thread.issuer).cloned().collect();
            let mut alone = Thread::of(&Statements::new(&own_said), &thread.root).unwrap();
            // Whether its own target is held is the one thing that others' statements tell.
            alone.marks.pending = thread.marks.pending.clone();
            if alone.root == thread.root {
                prop_assert_eq!(own(&alone), own(&thread));
            }
        }
    }

    #[test]
    fn a_withdrawal_is_final_whatever_its_originator_says_afterwards(said in run(LINES_MAX)) {
        let ended: Vec<Thread> =
            threads(&said).into_iter().filter(|it| it.tombstone.is_some()).collect();
        for thread in ended {
            let mut more = said.clone();
            let says = [
                super::cast::correction("Again"),
                super::cast::renewal("2040-01-01"),
                super::cast::delisting(&["a", "b"]),
                super::cast::withdrawal("error"),
            ];
            more.extend((1_000..).zip(&says).map(|(number, json)| afterwards(&thread, number, json)));
            let after = Thread::of(&Statements::new(&more), &thread.root).unwrap();
            prop_assert_eq!(own(&after), own(&thread));
            prop_assert_eq!(after.without_effect.len(), thread.without_effect.len() + says.len());
        }
    }

    #[test]
    fn withdrawn_parts_only_grow(said in run(LINES_MAX), fewer in any::<prop::sample::Index>()) {
        let parts = |thread: &Thread| -> BTreeSet<_> {
            thread.withdrawn_parts.iter().map(|it| it.part.clone()).collect()
        };
        let earlier = &said[..fewer.index(said.len() + 1)];
        let statements = Statements::new(&said);
        for before in threads(earlier) {
            // Its own target may have come since; then it is a part of that one's thread.
            let after = Thread::of(&statements, &before.root).unwrap();
            if after.root == before.root && after.tombstone.is_none() {
                prop_assert!(parts(&before).is_subset(&parts(&after)));
                let keys = after.text.keys_at(&["parties"]);
                let gone = |it: &crate::part::Part| keys.contains(&it.key.as_str());
                let parties = parts(&after).into_iter().filter(|it| it.kind.as_str() == "parties");
                prop_assert!(!parties.into_iter().any(|it| gone(&it)));
            }
        }
    }

    /// An alert names what it is about, and nothing that happened is left out of the first version's.
    #[test]
    fn whoever_cited_the_first_version_is_told_of_everything_since(said in run(LINES_MAX)) {
        for thread in threads(&said) {
            let told = crate::changed(&thread, &thread.root, super::cast::TODAY).unwrap();
            let by: BTreeSet<Digest> = told.iter().filter_map(|it| it.by).collect();
            prop_assert!(thread.acts.iter().skip(1).all(|act| by.contains(&act.id)));
            for version in &thread.versions {
                prop_assert!(crate::changed(&thread, &version.id, super::cast::TODAY).is_some());
            }
        }
    }
}

#[test]
fn a_ring_that_no_digest_makes_ends_and_changes_nothing() {
    let json = |target: u64| {
        let mut json = super::cast::correction("Round");
        json["target"] = serde_json::json!({"id": id(target).to_string()});
        json
    };
    let issuer = Issuer { state: "EE".parse().unwrap(), authority: "agency".into() };
    let said = [(1, 2), (2, 3), (3, 1)].map(|(number, target)| Said {
        id: id(number),
        issuer: issuer.clone(),
        order: Order { epoch: 0, seq: number, key: [1; 32] },
        issued_at: 0,
        reference: String::new(),
        record: record(&json(target)),
        place: Place::Stands,
    });
    let statements = Statements::new(&said);
    assert_eq!(statements.root_of(&id(1)), None);
    assert_eq!(Thread::of(&statements, &id(1)), None);
    assert_eq!(statements.roots().count(), 0);
}

/// Thousands of remarks by one member: all are held, few are shown, and the others stay in sight.
#[test]
fn a_flood_of_remarks_hides_nobody() {
    use super::cast::{Scene, Speaker, advisory};
    use crate::remark::{PER_STATE_SHOWN_MAX, Shown};
    let (mut ee, mut kr, mut lv) =
        (Speaker::new("EE", 1), Speaker::new("KR", 2), Speaker::new("LV", 3));
    let mut scene = Scene::default();
    let first = scene.open(&mut ee, advisory("One"));
    let dispute = serde_json::json!({"kind": "dispute", "stance": "disagree", "basis": "x"});
    let ours = scene.about(&mut lv, first, dispute.clone());
    for _ in 0..5_000 {
        scene.about(&mut kr, first, dispute.clone());
    }
    let thread = scene.thread(first);
    assert_eq!(thread.remarks.disputes.len(), 5_001);
    let shown = Shown::by_state(&thread.remarks.disputes, |it| it.issuer.state);
    assert_eq!(shown.these.len(), PER_STATE_SHOWN_MAX + 1);
    assert_eq!(shown.left_out, 5_000 - PER_STATE_SHOWN_MAX);
    assert!(shown.these.iter().any(|it| it.id == ours));
}

/// A thread of n statements, the worst chain and the worst crowd: each statement is looked at a few
/// times under its target, and never once for every other.
#[test]
fn the_cost_of_a_thread_grows_with_its_length() {
    use super::cast::{Scene, Speaker, advisory, correction};
    const LENGTH: u64 = 4_000;
    /// Once when changes are gathered, once for remarks, and twice where a remark has a life of its own.
    const LOOKS_MAX: usize = 4;
    let mut scene = Scene::default();
    let (mut ee, mut kr) = (Speaker::new("EE", 1), Speaker::new("KR", 2));
    let first = scene.open(&mut ee, advisory("One"));
    let mut last = first;
    for number in 0..LENGTH {
        last = scene.about(&mut ee, last, correction(&number.to_string()));
        let seen = serde_json::json!({"kind": "sighting", "basis": "x"});
        let seen = scene.about(&mut kr, first, seen);
        scene.about(&mut kr, seen, super::cast::withdrawal("error"));
    }
    let statements = Statements::new(&scene.said);
    let thread = Thread::of(&statements, &first).unwrap();
    assert_eq!(thread.version().id, last);
    assert_eq!(thread.without_effect.len() as u64, LENGTH, "every sighting was taken back");
    assert!(statements.looked_at.get() <= LOOKS_MAX * scene.said.len());
}
