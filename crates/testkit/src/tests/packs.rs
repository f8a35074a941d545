//! A pack comes to what a node's fold comes to.
//!
//! Both fold what one authority said of its record, the pack in `ledger`, which may not know `thread`,
//! and the node in `thread`, which knows no log. `docs/spec/thread.md` has the rule; here the two are
//! held against each other, and `tests/second.rs` holds the second verifier against the first.

mod authority;
mod sayings;

use std::collections::{BTreeMap, BTreeSet};

use chancery_encoding::Digest;
use chancery_ledger::pack::{self, Status, Verdict};
use chancery_thread::{Said, Standing, Statements, Thread, VersionState, dates};
use time::Date;

use self::authority::{Authority, digest};
use crate::Dice;

/// Runs, each of another seed.
const RUNS: u64 = 600;
const CHANGES_MAX: u64 = 12;

/// Every reason that a pack can have; each must have come up, or the runs show little.
const REASONS: [&str; 10] = [
    "target-without-effect",
    "exercise-mismatch",
    "not-a-text",
    "no-text",
    "final",
    "wrong-kind",
    "nothing-named",
    "after-withdrawal",
    "forked",
    "taken-back",
];

/// A day and what set it.
type Day = Option<(String, Digest)>;

/// What became of a record, in the words that both have.
#[derive(Debug, PartialEq, Eq)]
struct Found {
    status: &'static str,
    by: Option<Digest>,
    /// List, key, the withdrawal, and its word for why.
    parts: Vec<(&'static str, String, Digest, String)>,
    valid_until: Day,
    review_due: Day,
    renewed_by: Option<Digest>,
    no_effect: BTreeMap<Digest, &'static str>,
}

impl Found {
    fn of_pack(verdict: &Verdict) -> Self {
        let day = |dated: &pack::Dated| (dated.day.clone(), digest(dated.by));
        let parts = verdict.withdrawn_parts.iter().map(|one| {
            let reason = one.reason.clone().unwrap_or_default();
            (one.part.list.name(), one.part.key.clone(), digest(one.by), reason)
        });
        let later = verdict.later.iter();
        Self {
            status: verdict.status.name(),
            by: match verdict.status {
                Status::Corrected { by } | Status::Withdrawn { by } => Some(digest(by)),
                Status::InForce | Status::Forked => None,
            },
            parts: parts.collect(),
            valid_until: verdict.valid_until.as_ref().map(day),
            review_due: verdict.review_due.as_ref().map(day),
            renewed_by: verdict.renewed_by.map(digest),
            no_effect: later
                .filter_map(|one| Some((digest(one.id), one.no_effect?.name())))
                .collect(),
        }
    }

    fn of_thread(thread: &Thread) -> Self {
        let day = |dated: dates::Dated| {
            let (year, month, day) = dated.day.to_calendar_date();
            (format!("{year:04}-{:02}-{day:02}", u8::from(month)), dated.by)
        };
        let parts = thread.withdrawn_parts.iter().map(|one| {
            (one.part.kind.as_str(), one.part.key.clone(), one.by, one.reason.as_str().to_owned())
        });
        // A pack asks no clock, so nothing has expired on the day that is asked about.
        let standing = thread.version_standing(&thread.versions[0], Date::MIN);
        // A version that is not there stays listed as one, because people have cited it.
        let versions = thread.versions[1..].iter().filter_map(|version| match version.state {
            VersionState::Forked => Some((version.id, "forked")),
            VersionState::TakenBack { .. } => Some((version.id, "taken-back")),
            VersionState::Revoked { .. } => Some((version.id, "revoked")),
            VersionState::Current | VersionState::Replaced { .. } => None,
        });
        let silent = thread.without_effect.iter().map(|one| (one.id, one.reason.as_str()));
        Self {
            status: standing.as_str(),
            by: match standing {
                Standing::Corrected { by } | Standing::Withdrawn { by } => Some(by),
                Standing::InForce
                | Standing::Expired { .. }
                | Standing::Forked
                | Standing::Revoked { .. } => None,
            },
            parts: parts.collect(),
            valid_until: thread.dates.valid_until.map(day),
            review_due: thread.dates.review_due.map(day),
            renewed_by: thread.marks.renewed,
            no_effect: silent.chain(versions).collect(),
        }
    }

    /// Takes out what a pack may not hold: what cites another reference, and what is about that. It must
    /// do nothing, or the pack would be without something that counts.
    fn without_strays(mut self, said: &[Said], packed: &BTreeSet<Digest>) -> Self {
        for stray in said[1..].iter().filter(|said| !packed.contains(&said.id)) {
            assert!(self.no_effect.remove(&stray.id).is_some(), "{stray:?}");
        }
        self
    }
}

#[test]
fn pack_comes_to_what_the_fold_of_the_same_statements_comes_to() {
    let authority = Authority::new();
    let (mut reasons, mut statuses) = (BTreeSet::new(), BTreeSet::new());
    let mut told_of_more = 0;
    for seed in 0..RUNS {
        let told = authority.tells(&mut Dice::new(seed), CHANGES_MAX);
        let verdict = authority.packed(&told);
        let said = told.said();
        let thread = Thread::of(&Statements::new(&said), &said[0].id).unwrap();
        let packed = verdict.later.iter().map(|one| digest(one.id)).collect();
        let (pack, node) =
            (Found::of_pack(&verdict), Found::of_thread(&thread).without_strays(&said, &packed));
        assert_eq!(
            pack,
            node,
            "left: the pack; right: the node; seed {seed}:\n{}",
            told.lines.join("\n")
        );
        reasons.extend(pack.no_effect.values().copied());
        statuses.insert(pack.status);
        told_of_more += u64::from(!pack.parts.is_empty() && pack.renewed_by.is_some());
    }
    assert_eq!(reasons, BTreeSet::from(REASONS));
    assert_eq!(statuses, BTreeSet::from(["corrected", "forked", "in-force", "withdrawn"]));
    assert!(told_of_more > 0, "no run had both a part that was withdrawn and a renewal");
}
