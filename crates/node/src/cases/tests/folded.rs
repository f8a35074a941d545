//! What a case comes to: nothing is rewritten, a hit has one name, and a chain that is bent is refused.

use super::*;

#[test]
fn changed_decision_is_another_step_and_the_first_stays() {
    let hits = vec![record("EE-2026-0001", 1, "in-force"), listed("42", "v1")];
    let steps = chain([
        opened(),
        screened(&[], hits),
        decided(&["h1", "h2"], Decision::NotTheSame, vec![stood(1, Vec::new())]),
        decided(&["h1"], Decision::Same, vec![stood(1, Vec::new())]),
    ]);
    let case = fold(&steps).unwrap();
    let decisions: Vec<Decision> =
        case.hit("h1").unwrap().decisions.iter().map(|it| it.decision).collect();
    assert_eq!(decisions, [Decision::NotTheSame, Decision::Same]);
    assert_eq!(case.hit("h1").unwrap().decisions[0].stood, Some(stood(1, Vec::new())));
    assert_eq!(case.hit("h2").unwrap().decisions[0].stood, None, "a list has no version to cite");
    assert_eq!(case.undecided().count(), 0);
    assert_eq!(case.journal.len(), 4);
    assert!(case.journal.iter().all(|line| line.by.as_deref() == Some("officer 7")));
    // It rests on what nobody ruled out.
    let rests = case.rests_on(&[]);
    assert_eq!(rests.keys().collect::<Vec<_>>(), [&hex(1)]);
    assert_eq!(rests[&hex(1)], ["h1: same"]);
}

#[test]
fn screening_says_what_is_new_changed_and_gone_and_a_name_is_kept_for_ever() {
    let first = vec![record("EE-2026-0001", 1, "in-force"), listed("42", "v1")];
    let known = |steps: &[Vec<u8>]| fold(steps).unwrap().known();
    let mut all = vec![opened(), screened(&[], first)];
    let steps = chain(all.clone());
    assert_eq!(fold(&steps).unwrap().screenings[0].new, ["h1", "h2"]);
    all.push(decided(&["h1", "h2"], Decision::NotTheSame, Vec::new()));
    // The record was corrected, the list loaded anew, and something came that was not there.
    let second = vec![
        record("EE-2026-0001", 2, "in-force"),
        listed("42", "v2"),
        record("NL-2026-0003", 9, "in-force"),
    ];
    all.push(screened(&known(&steps), second));
    let steps = chain(all.clone());
    let case = fold(&steps).unwrap();
    let last = &case.screenings[1];
    assert_eq!(
        (last.new.as_slice(), last.changed.as_slice()),
        (&["h3".to_owned()][..], &["h1".to_owned()][..])
    );
    let open: Vec<&str> = case.undecided().map(|hit| hit.hit.hit.as_str()).collect();
    assert_eq!(open, ["h1", "h3"], "a list that was loaded anew opens no decision again");
    all.push(screened(&known(&steps), vec![listed("42", "v3")]));
    let case = fold(&chain(all)).unwrap();
    assert_eq!(case.screenings[2].gone, ["h1", "h3"]);
    assert_eq!(case.hits.len(), 3, "what is gone stays in the file");
    assert_eq!(case.undecided().count(), 0);
}

#[test]
fn two_versions_of_a_record_are_one_hit_and_too_many_hits_are_counted() {
    let old = KeptHit { past: true, ..record("EE-2026-0001", 1, "corrected") };
    let mut taken = KeptScreening {
        hits: vec![record("EE-2026-0001", 2, "in-force"), old],
        ..KeptScreening::default()
    };
    taken.name(&[]);
    assert_eq!(taken.hits.len(), 1);
    let long = |at: usize| KeptHit {
        reasons: vec!["x".repeat(10_000)],
        ..record(&format!("EE-2026-{at:04}"), 1, "in-force")
    };
    let mut many = KeptScreening { hits: (0..100).map(long).collect(), ..KeptScreening::default() };
    many.name(&[]);
    assert!(many.hits.len() < 60 && many.left_out == 100 - many.hits.len() as u64);
    let step = Step { before: None, at_s: 1, by: None, did: What::Screened { screening: many } };
    assert!(step.encode().len() < 1024 * 1024, "an object of the vault has room for it");
}

#[test]
fn what_no_longer_stands_needs_no_decision() {
    let past = KeptHit { past: true, ..record("EE-2026-0001", 1, "withdrawn") };
    let case = fold(&chain([opened(), screened(&[], vec![past])])).unwrap();
    assert_eq!((case.hits.len(), case.undecided().count()), (1, 0));
}

#[test]
fn bent_chain_is_refused_at_its_place() {
    let good = chain([
        opened(),
        screened(&[], vec![listed("42", "v1")]),
        decided(&["h1"], Decision::Unclear, Vec::new()),
        What::Closed { outcome: Outcome::Granted, reason: "nothing speaks against it".to_owned() },
    ]);
    fold(&good).unwrap();
    assert_eq!(fold(&[]), Err(CaseFlaw::Empty));
    assert_eq!(fold(&[good[0].clone(), good[2].clone()]), Err(CaseFlaw::Chain { at: 2 }));
    assert_eq!(fold(&good[1..]), Err(CaseFlaw::Chain { at: 1 }));
    assert!(matches!(fold(&[b"{}".to_vec()]), Err(CaseFlaw::Unread { at: 1 })));
    let mut spaced = good.clone();
    spaced[0].push(b' ');
    assert_eq!(fold(&spaced[..1]), Err(CaseFlaw::Unread { at: 1 }), "one step has one spelling");
    // Any byte that changes breaks the step or the one behind it.
    for at in 0..good[1].len() {
        let mut bent = good.clone();
        bent[1][at] ^= 1;
        assert!(fold(&bent).is_err(), "byte {at}");
    }
}

#[test]
fn step_that_does_not_fit_is_refused() {
    let refused = |all: Vec<What>| match fold(&chain(all)) {
        Err(CaseFlaw::Unfit { at, why }) => (at, why),
        other => panic!("{other:?}"),
    };
    let closed =
        || What::Closed { outcome: Outcome::Refused, reason: "a denial stands".to_owned() };
    assert_eq!(refused(vec![closed()]).0, 1);
    assert_eq!(refused(vec![opened(), opened()]), (2, "a case is opened once"));
    assert_eq!(refused(vec![opened(), decided(&["h1"], Decision::Same, Vec::new())]).0, 2);
    let late = vec![opened(), closed(), decided(&[], Decision::Same, Vec::new())];
    assert_eq!(refused(late), (3, "the case is closed"));
    let held = What::Freed { reason: "over".to_owned() };
    assert_eq!(refused(vec![opened(), held]), (2, "nobody holds it"));
    let mut stolen = listed("42", "v1");
    stolen.hit = "h1".to_owned();
    let other = KeptScreening { hits: vec![stolen], ..KeptScreening::default() };
    let all = vec![
        opened(),
        screened(&[], vec![listed("41", "v1")]),
        What::Screened { screening: other },
    ];
    assert_eq!(refused(all), (3, "a hit has the name of another"));
    let answer = What::Answered {
        question: "KR-2026-0009".to_owned(),
        reference: "EE-2026-0009".to_owned(),
        id: hex(9),
        state: "EE".to_owned(),
        answer: "identical".to_owned(),
        reasons: "the same buyer".to_owned(),
        issued_at_s: 2,
    };
    assert_eq!(refused(vec![opened(), answer]).1, "it answers what was not asked");
}

#[test]
fn answer_that_comes_late_is_heard_and_a_case_is_opened_again() {
    let consulted = What::Consulted {
        hit: "h1".to_owned(),
        denial: "EE-2026-0001".to_owned(),
        to: "EE".to_owned(),
        procedure: "voluntary".to_owned(),
        deadline: "2026-12-08".to_owned(),
        draft: "d3".to_owned(),
        sketch: false,
    };
    let asked =
        What::Asked { draft: "d3".to_owned(), reference: "KR-2026-0002".to_owned(), id: hex(5) };
    let answered = What::Answered {
        question: "KR-2026-0002".to_owned(),
        reference: "EE-2026-0004".to_owned(),
        id: hex(6),
        state: "EE".to_owned(),
        answer: "identical".to_owned(),
        reasons: "the same buyer".to_owned(),
        issued_at_s: 2,
    };
    let all = vec![
        opened(),
        screened(&[], vec![record("EE-2026-0001", 1, "in-force")]),
        consulted,
        asked,
        What::Closed { outcome: Outcome::Returned, reason: "nobody answered".to_owned() },
        answered,
        What::Reopened { reason: "there is an answer".to_owned() },
        decided(&["h1"], Decision::Same, Vec::new()),
    ];
    let case = fold(&chain(all)).unwrap();
    assert_eq!(case.closed, None);
    assert_eq!(case.consultations[0].answers[0].answer, "identical");
    assert_eq!(CaseLine::of(&case).awaited, 0);
}
