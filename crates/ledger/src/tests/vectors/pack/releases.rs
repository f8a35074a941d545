//! Packs of statements that officers let out: who approved what, under which policy.

use ciborium::Value;

use super::{Line, bent, bytes, good, list, staged};
use crate::policy::{OfficersNeeded, Role};
use crate::statement::{Draft, Release};
use crate::tests::forge::Forge;
use crate::tests::packing::Stage;
use crate::tests::packing::release::{By, USUAL, approve};

/// Something that is said of the record under a policy.
fn answer(stage: &mut Stage, kind: &str, serial: u64, by: By<'_>) {
    let policy = stage.declare("EE", serial, OfficersNeeded::Two);
    let record = stage.record().clone();
    stage.speak_of(kind, &record);
    let claimed = stage.log.pop().unwrap();
    stage.later.pop();
    let body = claimed.entry().body.clone();
    stage.say(|draft: &mut Draft| {
        draft.kind = kind.to_owned();
        draft.body = body;
        approve(draft, policy, by);
    });
    stage.later.push(stage.last().entry().clone());
}

pub(super) fn all() -> Vec<Line> {
    [accepted(), of_the_policy(), of_the_officers(), of_what_came_later()].concat()
}

fn accepted() -> Vec<Line> {
    vec![
        good("released by two officers", |stage| stage.release(USUAL)),
        good("released by three approvals of two", |stage| {
            stage.release(&[
                ("ann", Role::Author),
                ("ben", Role::Releaser),
                ("ben", Role::Reviewer),
            ]);
        }),
        good("released under a policy of one officer", |stage| {
            let policy = stage.declare("EE", 1, OfficersNeeded::One);
            stage.say(|draft| approve(draft, policy, &[]));
            stage.at = stage.log.len() - 1;
        }),
        good("released by one of one, and approved all the same", |stage| {
            let policy = stage.declare("EE", 1, OfficersNeeded::One);
            stage.say(|draft| approve(draft, policy, &[("ben", Role::Releaser)]));
            stage.at = stage.log.len() - 1;
        }),
        good("corrected under a second policy", corrected_under_a_second),
        good("corrected under a policy, and the record under none", |stage| {
            answer(stage, "correction", 1, USUAL);
        }),
        good("withdrawn under the same policy, without the body", |stage| {
            stage.release(USUAL);
            answer(stage, "withdrawal", 1, USUAL);
            stage.has_body = false;
        }),
    ]
}

fn of_the_policy() -> Vec<Line> {
    let released = |stage: &mut Stage| stage.release(USUAL);
    vec![
        bent("policy that is not there", "unknown-policy", released, 7, |acts| {
            list(acts).clear();
        }),
        bent(
            "policy that nothing names",
            "act-unneeded",
            |_| (),
            7,
            |acts| {
                let mut other = Stage::new();
                other.declare("EE", 1, OfficersNeeded::Two);
                list(acts).push(bytes(other.register.acts().next().unwrap().bytes()));
            },
        ),
        bent("policy that its root did not sign", "bad-signature", released, 7, |acts| {
            super::flip(&mut list(acts)[0]);
        }),
        staged("policy of another state", "policy-of-another", |stage| {
            let policy = stage.declare("KR", 1, OfficersNeeded::Two);
            stage.say(|draft| approve(draft, policy, USUAL));
            stage.at = stage.log.len() - 1;
        }),
    ]
}

/// A released record of which the node has changed what officers said.
fn forged(bend: impl FnOnce(&mut Release)) -> Vec<u8> {
    let mut stage = Stage::new();
    stage.release(USUAL);
    let mut header = stage.record().header().clone();
    bend(header.release.as_mut().unwrap());
    Forge::statement(&header).bytes()
}

fn corrected_under_a_second(stage: &mut Stage) {
    stage.release(USUAL);
    answer(stage, "correction", 2, USUAL);
}

/// A withdrawal that the node's key alone has signed, at another place.
fn forged_withdrawal(place: impl FnOnce(u64) -> u64) -> Value {
    let mut stage = Stage::new();
    stage.release(USUAL);
    answer(&mut stage, "withdrawal", 1, USUAL);
    let mut header = stage.last().header().clone();
    (header.release, header.seq) = (None, place(header.seq));
    let statement = Forge::statement(&header).bytes();
    Value::Array(vec![bytes(&statement), bytes(&stage.last().entry().body)])
}

fn of_the_officers() -> Vec<Line> {
    let by = |name, flaw, by: By<'static>| staged(name, flaw, move |stage| stage.release(by));
    vec![
        by("nobody approved", "review-missing", &[]),
        by("releaser alone", "review-missing", &[("ben", Role::Releaser)]),
        by("author alone", "release-missing", &[("ann", Role::Author)]),
        by(
            "the author releases",
            "releaser-is-author",
            &[("cid", Role::Author), ("cid", Role::Releaser)],
        ),
        by(
            "one officer reviews and releases",
            "one-officer",
            &[("ben", Role::Reviewer), ("ben", Role::Releaser)],
        ),
        by("stranger", "not-an-officer", &[("dan", Role::Author), ("ben", Role::Releaser)]),
        by("not the role", "role-not-held", &[("ben", Role::Author), ("cid", Role::Releaser)]),
        bent(
            "approval at another time",
            "bad-approval",
            |_| (),
            3,
            |statement| {
                *statement = bytes(&forged(|release| release.approvals[0].at += 1));
            },
        ),
        bent(
            "approvals under another policy",
            "bad-approval",
            |_| (),
            3,
            |statement| {
                let other = Stage::new().declare("EE", 2, OfficersNeeded::Two);
                *statement = bytes(&forged(|release| release.policy = other));
            },
        ),
    ]
}

fn of_what_came_later() -> Vec<Line> {
    vec![
        bent(
            "correction that one officer let out",
            "review-missing",
            |stage| stage.release(USUAL),
            8,
            |later| {
                let mut other = Stage::new();
                other.release(USUAL);
                answer(&mut other, "correction", 1, &[("ben", Role::Releaser)]);
                list(later).push(super::last(&other));
            },
        ),
        // Of a log that the record binds: whoever has the node's key alone cannot take the record back in a pack.
        bent(
            "withdrawal that names no policy, behind a record that does",
            "no-policy",
            |stage| stage.release(USUAL),
            8,
            |later| list(later).push(forged_withdrawal(|seq| seq)),
        ),
        bent(
            "withdrawal that names no policy, and claims a place before the record",
            "no-policy",
            |stage| stage.release(USUAL),
            8,
            |later| list(later).push(forged_withdrawal(|seq| seq - 2)),
        ),
        bent(
            "withdrawal under an older policy than the correction before it",
            "older-policy",
            corrected_under_a_second,
            8,
            |later| {
                let mut other = Stage::new();
                corrected_under_a_second(&mut other);
                answer(&mut other, "withdrawal", 1, USUAL);
                list(later).push(super::last(&other));
            },
        ),
        bent(
            "withdrawal under a policy that is not there",
            "unknown-policy",
            |stage| stage.release(USUAL),
            8,
            |later| {
                let mut other = Stage::new();
                other.release(USUAL);
                answer(&mut other, "withdrawal", 2, USUAL);
                list(later).push(super::last(&other));
            },
        ),
    ]
}
