//! Laws of the digests that two nodes compare.

use std::collections::BTreeMap;

use chancery_encoding::Digest;
use chancery_ledger::log::LogId;

use super::Frontier;
use crate::limits::PAPERS_SHOWN_MAX;
use crate::tests::cast::{branch, head_of, log};
use crate::wire::Answer;

#[test]
fn digests_are_equal_exactly_when_heads_and_tips_are() {
    let (one, other) = (branch("KR", 3, 1, "one"), branch("KR", 3, 1, "other"));
    let digest = |heads: &[chancery_ledger::log::Head]| {
        let mut frontier = Frontier::new(Digest::of(b"acts"));
        heads.iter().for_each(|head| frontier.set_head(head.log, Some(*head)));
        frontier.heads_digest()
    };
    let lv = head_of(&branch("LV", 2, 2, ""));
    assert_eq!(digest(&[head_of(&one), lv]), digest(&[lv, head_of(&one)]), "order is no matter");
    assert_ne!(digest(&[head_of(&one)]), digest(&[head_of(&other)]), "one height, two tips");
    assert_ne!(digest(&[head_of(&one)]), digest(&[head_of(&one), lv]));
    assert_ne!(digest(&[]), digest(&[lv]));
}

#[test]
fn a_change_is_never_hidden_by_the_digest_that_was_kept() {
    let mut frontier = Frontier::new(Digest::of(b"acts"));
    let empty = (frontier.heads_digest(), frontier.papers_digest());
    let head = head_of(&branch("KR", 2, 2, ""));
    frontier.set_head(head.log, Some(head));
    frontier.set_proof(log("LV"), Digest::of(b"a proof"));
    assert_ne!(frontier.heads_digest(), empty.0);
    assert_ne!(frontier.papers_digest(), empty.1);
    frontier.set_head(head.log, None);
    assert_eq!(frontier.heads_digest(), empty.0);
    let proved = frontier.papers_digest();
    frontier.set_notes(log("LV"), Some(Digest::of(b"a checkpoint")));
    assert_ne!(frontier.papers_digest(), proved);
    frontier.set_notes(log("LV"), None);
    assert_eq!(frontier.papers_digest(), proved);
    frontier.set_acts(Digest::of(b"more acts"));
    assert_ne!(frontier.papers_digest(), proved);
}

#[test]
fn of_too_many_papers_others_are_shown_each_time_and_the_frontier_can_be_read() {
    let log = |n: u64| LogId { key: [7; 32], epoch: n };
    let digest = |n: u64| Digest::of(&n.to_be_bytes());
    let mut frontier = Frontier::new(digest(0));
    let count = 2 * PAPERS_SHOWN_MAX as u64 + 100;
    for n in 0..count {
        frontier.set_notes(log(n), Some(digest(n)));
        frontier.set_proof(log(n), digest(n));
    }
    let mut seen = [BTreeMap::new(), BTreeMap::new()];
    for _ in 0..3 {
        let shown = frontier.holdings();
        let bytes = Answer::Frontier(shown.clone()).encode();
        assert_eq!(Answer::decode(&bytes), Ok(Answer::Frontier(shown.clone())));
        seen[0].extend(shown.proofs);
        seen[1].extend(shown.notes);
    }
    let all: BTreeMap<LogId, Digest> = (0..count).map(|n| (log(n), digest(n))).collect();
    assert_eq!(seen, [all.clone(), all]);
}
