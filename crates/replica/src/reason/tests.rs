//! Laws of reasons and what they cost.

use std::path::Path;

use super::Reason;
use crate::Verdict;

#[test]
fn the_spec_lists_every_reason_at_its_cost() {
    let spec = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/spec/replication.md");
    let spec = std::fs::read_to_string(spec).unwrap();
    for reason in Reason::ALL {
        let row = format!("| {} | ", reason.cost());
        let named = format!("`{reason}`");
        let rows = spec.lines().filter(|line| line.starts_with(&row) && line.contains(&named));
        assert_eq!(rows.count(), 1, "{reason} at {}", reason.cost());
        assert_eq!(spec.matches(&named).count(), 1, "{reason} stands there once");
    }
}

#[test]
fn what_an_honest_relay_can_cause_is_never_rejected() {
    let honest = [
        Reason::UnknownAuthor,
        Reason::WrongRoster,
        Reason::UnknownPolicy,
        Reason::FutureEpoch,
        Reason::SeqGap,
        Reason::WrongPrev,
        Reason::Fork,
        Reason::Frozen,
        Reason::Held,
        Reason::Overloaded,
    ];
    assert!(honest.iter().all(|reason| reason.verdict() == Verdict::Ignore));
    let bad = [Reason::BadSignature, Reason::Malformed, Reason::BadProof, Reason::Unapproved];
    assert!(bad.iter().all(|reason| reason.verdict() == Verdict::Reject));
}
