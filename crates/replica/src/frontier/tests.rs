//! Laws of the digests that two nodes compare.

use super::Frontier;
use crate::tests::cast::{branch, head_of, log};

#[test]
fn digests_are_equal_exactly_when_heads_and_tips_are() {
    let (one, other) = (branch("KR", 3, 1, "one"), branch("KR", 3, 1, "other"));
    let digest = |heads: &[chancery_ledger::log::Head]| {
        let mut frontier = Frontier::new(chancery_encoding::Digest::of(b"acts"));
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
    let mut frontier = Frontier::new(chancery_encoding::Digest::of(b"acts"));
    let empty = (frontier.heads_digest(), frontier.papers_digest());
    let head = head_of(&branch("KR", 2, 2, ""));
    frontier.set_head(head.log, Some(head));
    frontier.set_proof(log("LV"), chancery_encoding::Digest::of(b"a proof"));
    assert_ne!(frontier.heads_digest(), empty.0);
    assert_ne!(frontier.papers_digest(), empty.1);
    frontier.set_head(head.log, None);
    assert_eq!(frontier.heads_digest(), empty.0);
    let proved = frontier.papers_digest();
    frontier.set_notes(log("LV"), Some(chancery_encoding::Digest::of(b"a checkpoint")));
    assert_ne!(frontier.papers_digest(), proved);
    frontier.set_notes(log("LV"), None);
    assert_eq!(frontier.papers_digest(), proved);
    frontier.set_acts(chancery_encoding::Digest::of(b"more acts"));
    assert_ne!(frontier.papers_digest(), proved);
}
