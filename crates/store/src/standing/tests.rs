//! Laws of standing: the originator's last word counts, whatever the order in which it came.

use chancery_ledger::log::{Id, LogId, Position};
use chancery_ledger::statement::Issuer;
use proptest::prelude::*;

use super::{Standing, standing};
use crate::index::facts::{Act, Aim, Facts, Stance};
use crate::index::{Index, Noted};

/// Three logs: two nodes of one authority, and one of another state.
const AUTHORS: [&str; 3] = ["EE", "EE", "KR"];

const CORRECT: Act = Act::Correct { until: None, stance: Stance::Neutral };

/// What one entry says, with its target among the entries before it.
#[derive(Debug, Clone, Copy)]
enum Say {
    Record,
    Correct(usize),
    Withdraw(usize),
    /// A correction that names another reference than its target's.
    Contradict(usize),
}

/// Entries in the order in which they were written, each by the author of a log.
fn written(says: &[(usize, Say)]) -> Vec<Noted> {
    let mut noted: Vec<Noted> = Vec::new();
    let mut seqs = [0; 3];
    for (number, (author, say)) in says.iter().enumerate() {
        let seq = seqs[*author];
        seqs[*author] += 1;
        let aim = |target: usize, kind| {
            let target = noted.get(target.checked_rem(number)?)?;
            let reference = Some(target.reference.clone().into_boxed_str());
            Some(Aim { target: target.id, reference, act: kind })
        };
        let (kind, aim) = match *say {
            Say::Record => ("threat-advisory", None),
            Say::Correct(target) => ("correction", aim(target, CORRECT)),
            Say::Withdraw(target) => ("withdrawal", aim(target, Act::Withdraw)),
            Say::Contradict(target) => {
                let reference = Some("EE-2020-0001".into());
                let aim = aim(target, CORRECT).map(|aim| Aim { reference, ..aim });
                ("correction", aim)
            }
        };
        let log = LogId { key: [u8::try_from(*author).unwrap(); 32], epoch: 0 };
        let state = AUTHORS[*author];
        let mut id = [7; 32];
        id[..8].copy_from_slice(&(number as u64).to_be_bytes());
        noted.push(Noted {
            id: Id::from_bytes(id),
            position: Position { log, seq },
            number: 0,
            issuer: Issuer::new(state.parse().unwrap(), "authority").unwrap(),
            reference: format!("{state}-2026-{number:04}"),
            kind: kind.to_owned(),
            issued_at: 0,
            facts: Facts { aim, ..Facts::default() },
        });
    }
    noted
}

/// Standings in the order of writing, when the entries arrive as `order` mixes the logs.
fn standings(noted: &[Noted], order: &[usize], forks: &[Position]) -> Vec<Standing> {
    standings_cut(noted, order, forks, &[])
}

fn standings_cut(
    noted: &[Noted],
    order: &[usize],
    forks: &[Position],
    cuts: &[(LogId, Option<(u64, Id)>)],
) -> Vec<Standing> {
    let mut index = Index::default();
    index.close(cuts.iter().copied().collect());
    forks.iter().for_each(|position| index.fork(*position, Vec::new()));
    let mut logs = [0, 1, 2].map(|author| {
        noted.iter().filter(move |noted| noted.position.log.key == [author; 32]).cloned()
    });
    for author in order.iter().copied().chain([0, 1, 2].repeat(noted.len())) {
        if let Some(noted) = logs[author % 3].next() {
            index.add(noted);
        }
    }
    let standing = |noted: &Noted| standing(&index, index.at(noted.position).unwrap(), None);
    noted.iter().map(standing).collect()
}

fn said(says: &[(usize, Say)]) -> Vec<Standing> {
    standings(&written(says), &[], &[])
}

fn at(says: &[(usize, Say)], number: usize) -> Position {
    written(says)[number].position
}

#[test]
fn corrections_show_the_last_of_their_chain() {
    let says = [(0, Say::Record), (0, Say::Correct(0)), (1, Say::Correct(1))];
    let by = at(&says, 2);
    let found = said(&says);
    assert_eq!(found, [Standing::Corrected { by }, Standing::Corrected { by }, Standing::InForce]);
}

#[test]
fn of_two_corrections_the_later_counts_and_a_withdrawn_one_does_not() {
    let says = [(0, Say::Record), (0, Say::Correct(0)), (0, Say::Correct(0))];
    assert_eq!(said(&says)[0], Standing::Corrected { by: at(&says, 2) });
    let says = [says[0], says[1], says[2], (0, Say::Withdraw(2))];
    assert_eq!(said(&says)[0], Standing::Corrected { by: at(&says, 1) });
    let says = [says[0], says[1], (0, Say::Withdraw(1))];
    assert_eq!(said(&says)[0], Standing::InForce);
}

#[test]
fn withdrawing_a_correction_that_was_corrected_does_not_bring_back_the_first_text() {
    let says =
        [(0, Say::Record), (0, Say::Correct(0)), (0, Say::Correct(1)), (0, Say::Withdraw(1))];
    assert_eq!(said(&says)[0], Standing::Corrected { by: at(&says, 2) });
}

#[test]
fn a_withdrawal_is_final_and_the_first_one_counts() {
    let says = [
        (0, Say::Record),
        (0, Say::Withdraw(0)),
        (0, Say::Withdraw(0)),
        (0, Say::Correct(0)),
        (0, Say::Withdraw(1)),
    ];
    assert_eq!(said(&says)[0], Standing::Withdrawn { by: at(&says, 1) });
}

#[test]
fn correction_and_withdrawal_by_another_state_do_not_count() {
    let says = [(0, Say::Record), (2, Say::Correct(0)), (2, Say::Withdraw(0))];
    assert_eq!(said(&says)[0], Standing::InForce);
}

#[test]
fn the_second_node_of_an_authority_speaks_for_it() {
    let says = [(0, Say::Record), (1, Say::Withdraw(0))];
    assert_eq!(said(&says)[0], Standing::Withdrawn { by: at(&says, 1) });
}

#[test]
fn a_claim_that_names_one_id_and_another_reference_does_not_count() {
    assert_eq!(said(&[(0, Say::Record), (0, Say::Contradict(0))])[0], Standing::InForce);
}

#[test]
fn what_stands_at_or_behind_a_fork_is_forked_and_its_claims_do_not_count() {
    let says = [(0, Say::Record), (0, Say::Record), (0, Say::Withdraw(0)), (0, Say::Record)];
    let noted = written(&says);
    let found = standings(&noted, &[], &[noted[2].position]);
    let expected = [Standing::InForce, Standing::InForce, Standing::Forked, Standing::Forked];
    assert_eq!(found, expected);
}

fn say() -> impl Strategy<Value = Say> {
    prop_oneof![
        2 => Just(Say::Record),
        4 => any::<usize>().prop_map(Say::Correct),
        2 => any::<usize>().prop_map(Say::Withdraw),
        1 => any::<usize>().prop_map(Say::Contradict),
    ]
}

/// The last word read off the list of what was written, without an index: the law once more, slowly.
fn oracle(noted: &[Noted], of: usize, forks: &[Position]) -> Standing {
    let forked = |one: &Noted| {
        let same = |at: &&Position| at.log == one.position.log && at.seq <= one.position.seq;
        forks.iter().any(|at| same(&at))
    };
    let honours = |target: &Noted, one: &Noted, kind: Act| {
        one.issuer == target.issuer
            && one.facts.aim.as_ref().is_some_and(|aim| {
                aim.target == target.id
                    && aim.act == kind
                    && aim.reference.as_deref() == Some(&*target.reference)
            })
    };
    let order = |one: &&Noted| (one.position.log.epoch, one.position.seq, one.position.log.key);
    let withdrawal = |target: &Noted| {
        let all = noted.iter().filter(|one| honours(target, one, Act::Withdraw));
        all.filter(|one| !forked(one)).min_by_key(order).map(|one| one.position)
    };
    /// All corrections below an entry that count and that none that counts corrects.
    fn leaves<'a>(
        target: &'a Noted,
        corrections: &dyn Fn(&Noted) -> Vec<&'a Noted>,
        counts: &dyn Fn(&Noted) -> bool,
    ) -> Vec<&'a Noted> {
        let below = |one: &&'a Noted| {
            let below = leaves(one, corrections, counts);
            if below.is_empty() && counts(one) { vec![*one] } else { below }
        };
        corrections(target).iter().flat_map(below).collect()
    }
    let target = &noted[of];
    if forked(target) {
        return Standing::Forked;
    }
    if let Some(by) = withdrawal(target) {
        return Standing::Withdrawn { by };
    }
    // A correction is a version of what stands above it, and goes with it.
    let above = |one: &Noted| {
        let acts = [CORRECT, Act::Withdraw];
        noted.iter().find(|up| acts.iter().any(|act| honours(up, one, *act)))
    };
    let is_version = above(target).is_some_and(|up| honours(up, target, CORRECT));
    let root = std::iter::successors(Some(target), |one| above(one)).last();
    if let Some(by) = root.filter(|_| is_version).and_then(withdrawal) {
        return Standing::Withdrawn { by };
    }
    let corrections =
        |target: &Noted| noted.iter().filter(|one| honours(target, one, CORRECT)).collect();
    let counts = |one: &Noted| !forked(one) && withdrawal(one).is_none();
    let leaves = leaves(target, &corrections, &counts);
    let last = leaves.into_iter().max_by_key(order);
    last.map_or(Standing::InForce, |one| Standing::Corrected { by: one.position })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_order_of_arrival_does_not_matter_and_the_slow_law_agrees(
        says in prop::collection::vec((0..3_usize, say()), 1..24),
        one in prop::collection::vec(0..3_usize, 0..48),
        other in prop::collection::vec(0..3_usize, 0..48),
        fork in prop::option::of((0..3_u8, 0..8_u64)),
    ) {
        let noted = written(&says);
        let forks: Vec<Position> = fork
            .map(|(author, seq)| Position { log: LogId { key: [author; 32], epoch: 0 }, seq })
            .into_iter()
            .collect();
        let found = standings(&noted, &one, &forks);
        prop_assert_eq!(&found, &standings(&noted, &other, &forks));
        for (of, found) in found.into_iter().enumerate() {
            prop_assert_eq!(found, oracle(&noted, of, &forks), "entry {}", of);
        }
    }
}

/// Standings when the log of the first author is closed behind what `cut` says.
fn said_cut(
    says: &[(usize, Say)],
    cut: impl FnOnce(&[Noted]) -> Option<(u64, Id)>,
) -> Vec<Standing> {
    let noted = written(says);
    let log = noted.iter().find(|noted| noted.position.log.key == [0; 32]).unwrap().position.log;
    let cut = cut(&noted);
    standings_cut(&noted, &[], &[], &[(log, cut)])
}

#[test]
fn what_stands_behind_the_cut_of_its_log_is_revoked_and_nothing_else() {
    let says = [(0, Say::Record), (0, Say::Record), (0, Say::Record), (1, Say::Record)];
    let found = said_cut(&says, |noted| Some((1, noted[1].id)));
    let revoked = Standing::Revoked { last: Some(1) };
    assert_eq!(found, [Standing::InForce, Standing::InForce, revoked, Standing::InForce]);
    // A cut beyond what is held takes nothing away.
    let found = said_cut(&says, |_| Some((9, Id::from_bytes([1; 32]))));
    assert_eq!(found, [Standing::InForce; 4]);
}

#[test]
fn nothing_stands_of_a_log_that_is_closed_altogether() {
    let says = [(0, Say::Record), (0, Say::Record), (1, Say::Record)];
    let revoked = Standing::Revoked { last: None };
    assert_eq!(said_cut(&says, |_| None), [revoked, revoked, Standing::InForce]);
}

#[test]
fn another_statement_at_the_cut_is_the_other_branch_and_is_revoked_from_there_on() {
    let says = [(0, Say::Record), (0, Say::Record), (0, Say::Record)];
    let other = Id::from_bytes([0xEE; 32]);
    let revoked = Standing::Revoked { last: Some(0) };
    assert_eq!(said_cut(&says, |_| Some((1, other))), [Standing::InForce, revoked, revoked]);
    let revoked = Standing::Revoked { last: None };
    assert_eq!(said_cut(&says, |_| Some((0, other))), [revoked, revoked, revoked]);
}

#[test]
fn a_claim_from_behind_the_cut_does_not_count() {
    let says = [
        (0, Say::Record),
        (0, Say::Correct(0)),
        (0, Say::Withdraw(0)),
        (0, Say::Correct(1)),
        (1, Say::Correct(1)),
    ];
    let by = at(&says, 1);
    let revoked = Standing::Revoked { last: Some(1) };
    let found = said_cut(&says[..4], |noted| Some((1, noted[1].id)));
    assert_eq!(found, [Standing::Corrected { by }, Standing::InForce, revoked, revoked]);
    // Another log of the same authority goes on.
    let by = at(&says, 4);
    let found = said_cut(&says, |noted| Some((1, noted[1].id)));
    assert_eq!(found[..2], [Standing::Corrected { by }, Standing::Corrected { by }]);
}

#[test]
fn revocation_goes_before_fork() {
    let says = [(0, Say::Record), (0, Say::Record), (0, Say::Record)];
    let noted = written(&says);
    let (log, cut) = (noted[0].position.log, Some((1, noted[1].id)));
    let forked = Position { log, seq: 1 };
    let found = standings_cut(&noted, &[], &[forked], &[(log, cut)]);
    let revoked = Standing::Revoked { last: Some(1) };
    assert_eq!(found, [Standing::InForce, Standing::Forked, revoked]);
}
