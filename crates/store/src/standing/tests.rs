//! Laws of standing: the originator's last word counts, whatever the order in which it came. That it is
//! the same as the fold of all bodies says is tested in `threads/tests/agreement.rs`.

use chancery_ledger::log::{Id, LogId, Position};
use chancery_ledger::statement::Issuer;
use chancery_thread::dates::Days;
use chancery_thread::verdict::Does;
use proptest::prelude::*;

use super::{Standing, standing};
use crate::index::facts::{Aim, Facts, Says, Stance};
use crate::index::{Index, Noted};
use crate::judged::Judge;

/// Three logs: two nodes of one authority, and one of another state.
const AUTHORS: [&str; 3] = ["EE", "EE", "KR"];

const CORRECT: Does = Does::Correct { text: Some(Days { valid_until: None, review_due: None }) };
const NOTHING: Says = Says { stance: Stance::Neutral, of: None };

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
        let aim = |target: usize, does| {
            let target = noted.get(target.checked_rem(number)?)?;
            let reference = Some(target.reference.clone().into_boxed_str());
            Some(Aim { target: target.id, reference, does: Some(does), says: NOTHING })
        };
        let (kind, aim) = match *say {
            Say::Record => ("threat-advisory", None),
            Say::Correct(target) => ("correction", aim(target, CORRECT)),
            Say::Withdraw(target) => ("withdrawal", aim(target, Does::Withdraw)),
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
    let mut judge = Judge::new(&index);
    let standing = |noted: &Noted| standing(&mut judge, index.at(noted.position).unwrap(), None);
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
    let (found, by) = (said(&says), at(&says, 1));
    assert_eq!(found[0], Standing::Withdrawn { by });
    assert_eq!(found[1], Standing::InForce, "nothing takes a withdrawal back");
    assert_eq!(found[3], Standing::Withdrawn { by }, "it came too late");
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

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_order_of_arrival_does_not_matter(
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
