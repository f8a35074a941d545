//! Laws of threads: who belongs to a record, what has no effect, what is hidden when it is over.

mod agreement;

use std::num::NonZeroU32;

use chancery_encoding::encode;
use chancery_ledger::log::Admissible;
use chancery_ledger::statement::Issuer;
use chancery_testkit::Cast;
use ciborium::Value;

use super::Stand;
use crate::tests::{Scribe, keep, open};
use crate::{Expired, Listed, Listing, Marks, Standing, Store, Word};

/// A body with these texts at these dotted paths, and real unless it says otherwise.
fn body(fields: &[(&str, &str)]) -> Vec<u8> {
    let mut record = vec![(Value::from("exercise"), Value::from(false))];
    for (path, text) in fields {
        let mut map = &mut record;
        let (way, last) = path.rsplit_once('.').unwrap_or(("", path));
        for name in way.split('.').filter(|name| !name.is_empty()) {
            if !map.iter().any(|(key, _)| key.as_text() == Some(name)) {
                map.push((name.into(), Value::Map(Vec::new())));
            }
            let found = map.iter_mut().find(|(key, _)| key.as_text() == Some(name)).unwrap();
            map = found.1.as_map_mut().unwrap();
        }
        map.retain(|(key, _)| key.as_text() != Some(last));
        let value = match *path {
            "exercise" => Value::from(*text == "true"),
            "parts.parties" => Value::Array(vec![(*text).into()]),
            _ => (*text).into(),
        };
        map.push((last.into(), value));
    }
    encode(&Value::Map(vec![
        ("record".into(), Value::Map(record)),
        ("salt".into(), Value::Bytes(vec![7; 16])),
    ]))
}

pub(crate) fn say(scribe: &mut Scribe, kind: &str, fields: &[(&str, &str)]) -> Admissible {
    if scribe.draft().seq == 0 {
        panic!("the scribe founds its log first");
    }
    scribe.sign(|draft| {
        draft.kind = kind.to_owned();
        draft.body = body(&[&[("kind", kind)], fields].concat());
    })
}

pub(crate) fn about(
    scribe: &mut Scribe,
    kind: &str,
    target: &Admissible,
    more: &[(&str, &str)],
) -> Admissible {
    let id = target.id().to_string();
    say(scribe, kind, &[&[("target.id", id.as_str())], more].concat())
}

/// Two states with founded logs, and what they wrote so far.
pub(crate) fn stage(cast: &Cast) -> (Scribe, Scribe, Vec<Admissible>) {
    let (mut one, mut other) = (Scribe::new(cast, 0), Scribe::new(cast, 1));
    let founded = [one.write(1, 0), other.write(1, 0)].concat();
    (one, other, founded)
}

fn day(text: &str) -> Option<NonZeroU32> {
    Some(text.replace('-', "").parse().unwrap())
}

fn stand(store: &Store, of: &Admissible, today: &str) -> Stand {
    store.stand(of.position(), day(today)).unwrap()
}

#[test]
fn a_thread_is_the_same_from_each_of_its_own_statements_and_holds_what_others_say() {
    let (cast, dir) = (Cast::of(2), tempfile::tempdir().unwrap());
    let store = open(dir.path(), &cast);
    let (mut one, mut other, founded) = stage(&cast);
    let record = say(&mut one, "threat-advisory", &[]);
    let correction =
        about(&mut one, "correction", &record, &[("replacement.kind", "threat-advisory")]);
    let renewal = about(&mut one, "renewal", &correction, &[("review_due", "2027-01-01")]);
    let dispute = about(&mut other, "dispute", &correction, &[("stance", "disagree")]);
    let retraction = about(&mut other, "withdrawal", &dispute, &[]);
    let foreign = about(&mut other, "withdrawal", &record, &[]);
    let all = [&record, &correction, &renewal, &dispute, &retraction, &foreign];
    // What answers comes before what it answers: the log of the other state first.
    keep(&store, &[&founded[..], &[dispute.clone(), retraction.clone(), foreign.clone()]].concat());
    assert!(store.stand(dispute.position(), None).unwrap().marks.pending);
    keep(&store, &[record.clone(), correction.clone(), renewal.clone()]);
    assert!(!store.stand(dispute.position(), None).unwrap().marks.pending, "it attaches");
    let thread = store.thread(record.position()).unwrap();
    assert_eq!(thread.root, record.position());
    let mut found = thread.said.clone();
    assert_eq!(found[0], record.position(), "the record first");
    let mut expected: Vec<_> = all.iter().map(|entry| entry.position()).collect();
    found.sort_unstable();
    expected.sort_unstable();
    assert_eq!(found, expected);
    for entry in [&correction, &renewal] {
        assert_eq!(store.thread(entry.position()), Some(thread.clone()));
    }
    assert_eq!(store.thread(foreign.position()), Some(thread.clone()), "it was meant for it");
    let own = store.thread(dispute.position()).unwrap();
    assert_eq!(own.target, Some(correction.position()));
    assert_eq!(own.root, dispute.position(), "a remark is a record of its own");
    assert_eq!(own.said, [dispute.position(), retraction.position()]);
    assert_eq!(store.stand(record.position(), None).unwrap().standing.clone(), {
        Standing::Corrected { by: correction.position() }
    });
    // Read back, it is the same.
    drop(store);
    assert_eq!(open(dir.path(), &cast).thread(record.position()), Some(thread));
}

#[test]
fn what_is_over_is_hidden_from_a_list_that_wants_it_so_and_from_no_other() {
    let (cast, dir) = (Cast::of(2), tempfile::tempdir().unwrap());
    let store = open(dir.path(), &cast);
    let (mut one, _, founded) = stage(&cast);
    let until = [("valid_until", "2026-06-30")];
    let (over, renewed) =
        (say(&mut one, "risk-advisory", &until), say(&mut one, "risk-advisory", &until));
    let renewal = about(&mut one, "renewal", &renewed, &[("valid_until", "2027-06-30")]);
    let lasting = say(&mut one, "risk-advisory", &[("valid_until", "never")]);
    keep(&store, &[&founded[..], &[over.clone(), renewed.clone(), renewal, lasting]].concat());
    let standing = |of: &Admissible, today: &str| stand(&store, of, today).standing;
    assert_eq!(standing(&over, "2026-06-30"), Standing::InForce, "the last day is a day");
    assert_eq!(standing(&over, "2026-07-01"), Standing::Expired);
    assert_eq!(standing(&renewed, "2026-07-01"), Standing::InForce);
    assert!(stand(&store, &renewed, "2026-07-01").marks.renewed);
    assert_eq!(standing(&renewed, "2027-07-01"), Standing::Expired);
    let list = |expired, word| -> (Vec<Listed>, usize) {
        let today = day("2026-07-01");
        store.list(&Listing { today, expired, word, limit: 10, ..Listing::default() })
    };
    assert_eq!(list(Expired::Shown, None).0.len(), 4);
    let (listed, hidden) = list(Expired::Hidden, None);
    assert_eq!((listed.len(), hidden), (3, 1));
    let (asked, _) = list(Expired::Hidden, Some(Word::Expired));
    assert_eq!(asked.iter().map(|one| one.position).collect::<Vec<_>>(), [over.position()]);
    assert_eq!(list(Expired::Hidden, Some(Word::Renewed)).0.len(), 2, "record and renewal");
}

#[test]
fn only_the_last_word_about_the_end_counts_and_none_that_is_withdrawn() {
    let (cast, dir) = (Cast::of(2), tempfile::tempdir().unwrap());
    let store = open(dir.path(), &cast);
    let (mut one, mut other, founded) = stage(&cast);
    let record = say(&mut one, "risk-advisory", &[("valid_until", "2026-06-30")]);
    let renewal = about(&mut one, "renewal", &record, &[("valid_until", "2027-06-30")]);
    let foreign = about(&mut other, "renewal", &record, &[("valid_until", "2031-06-30")]);
    let shorter = [("replacement.valid_until", "2026-12-31")];
    let correction = about(&mut one, "correction", &record, &shorter);
    keep(&store, &[&founded[..], &[record.clone(), renewal, foreign, correction.clone()]].concat());
    let over = |today: &str| stand(&store, &record, today).over;
    assert_eq!([over("2026-12-31"), over("2027-01-01")], [false, true]);
    let withdrawal = about(&mut one, "withdrawal", &correction, &[]);
    keep(&store, &[withdrawal]);
    assert_eq!([over("2027-06-30"), over("2027-07-01")], [false, true], "back to the renewal");
}

#[test]
fn marks_count_what_stands_of_other_states_and_of_the_same_seriousness() {
    let (cast, dir) = (Cast::of(3), tempfile::tempdir().unwrap());
    let store = open(dir.path(), &cast);
    let (mut one, mut other, founded) = stage(&cast);
    let mut third = Scribe::new(&cast, 2);
    let state = |player: usize| cast.players()[player].state();
    let record = say(&mut one, "threat-advisory", &[]);
    let dispute = about(&mut other, "dispute", &record, &[("stance", "strongly-disagree")]);
    let sighting = [third.write(1, 0), vec![about(&mut third, "sighting", &record, &[])]].concat();
    let drill =
        about(&mut third, "dispute", &record, &[("stance", "disagree"), ("exercise", "true")]);
    let own = about(&mut one, "sighting", &record, &[]);
    let parts = about(&mut one, "withdrawal", &record, &[("parts.parties", "p1")]);
    let batch = [record.clone(), dispute.clone(), drill, own, parts];
    keep(&store, &[&founded[..], &sighting, &batch].concat());
    let marks = stand(&store, &record, "2026-01-01").marks;
    let expected = Marks {
        partly_withdrawn: true,
        disputed_by: [state(1)].into(),
        corroborated_by: [state(2)].into(),
        ..Marks::default()
    };
    assert_eq!(marks, expected);
    assert_eq!(stand(&store, &record, "2026-01-01").standing, Standing::InForce);
    let milder = [("replacement.kind", "dispute"), ("replacement.stance", "neutral")];
    keep(&store, &[about(&mut other, "correction", &dispute, &milder)]);
    assert!(stand(&store, &record, "2026-01-01").marks.disputed_by.is_empty(), "it was softened");
}

#[test]
fn a_withdrawal_takes_every_version_with_it_and_a_review_can_be_one() {
    let (cast, dir) = (Cast::of(2), tempfile::tempdir().unwrap());
    let store = open(dir.path(), &cast);
    let (mut one, _, founded) = stage(&cast);
    let denial = say(&mut one, "denial-notice", &[]);
    let correction =
        about(&mut one, "correction", &denial, &[("replacement.kind", "denial-notice")]);
    let renew = [("outcome", "renew"), ("next_review", "2029-01-01")];
    let kept = about(&mut one, "denial-review", &denial, &renew);
    keep(&store, &[&founded[..], &[denial.clone(), correction.clone(), kept]].concat());
    assert!(stand(&store, &denial, "2026-01-01").marks.renewed);
    let review = about(&mut one, "denial-review", &denial, &[("outcome", "revoke")]);
    keep(&store, std::slice::from_ref(&review));
    for version in [&denial, &correction] {
        let withdrawn = Standing::Withdrawn { by: review.position() };
        assert_eq!(stand(&store, version, "2026-01-01").standing, withdrawn);
    }
}

#[test]
fn a_file_number_is_found_in_its_authority_only_and_once_a_thread() {
    let (cast, dir) = (Cast::of(2), tempfile::tempdir().unwrap());
    let store = open(dir.path(), &cast);
    let (mut one, mut other, founded) = stage(&cast);
    let number = [("originator.native_ref", "EK-7")];
    let record = say(&mut one, "risk-advisory", &number);
    let corrected = [number[0], ("replacement.kind", "risk-advisory")];
    let correction = about(&mut one, "correction", &record, &corrected);
    let another = say(&mut other, "risk-advisory", &number);
    keep(&store, &[&founded[..], &[record.clone(), correction, another]].concat());
    let issuer = record.header().issuer.clone();
    assert_eq!(store.with_native(&issuer, "EK-7"), [record.position()]);
    assert_eq!(store.with_native(&issuer, "EK-8"), []);
    let elsewhere = Issuer::new(issuer.state, "elsewhere").unwrap();
    assert_eq!(store.with_native(&elsewhere, "EK-7"), []);
}
