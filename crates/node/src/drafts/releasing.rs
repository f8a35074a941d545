//! From a text that is written to a statement: fixed, signed for, and handed over to be sealed once.
//!
//! Everything here works on one draft under the book's lock. Before a body is handed over, the draft says on
//! the disk that it may be out; after a crash the log is asked, and the log decides. Invariant: a body with
//! approvals never changes, and a draft that is out is never published again.

use chancery_encoding::Digest;
use chancery_ledger::policy::{OfficersNeeded, Role};
use chancery_record::{Record, SALT_BYTES};
use chancery_store::Listing;

use super::claim::{DraftClaim, Signed, hex, unhex};
use super::draft::{Draft, DraftState, DraftStep, Fixed, Move, Outcome, step};
use super::error::DraftError;
use super::gate::{self, Gate, Ground};
use super::officers;
use crate::answer::Published;
use crate::publishing::{PublishError, Ready, Sealed};

/// A clock that was set back a day does not hide a statement.
const CLOCK_SLACK_S: i64 = 24 * 3600;

/// What a rejection may say.
const REASON_CHARS_MAX: usize = 2_000;

/// Statements that are looked through after a crash: more than an authority releases in a day.
const LOOKED_AT_MAX: usize = 10_000;

/// A draft that is out.
#[derive(Clone, Debug)]
pub struct Released {
    /// The draft, as it stands now.
    pub draft: Draft,
    /// The statement.
    pub published: Published,
    /// What the policy asked for: 2, 1, or none where none is declared.
    pub officers_needed: Option<u64>,
}

/// Fixes the body where that is due, and says what is to be signed in this role.
pub(crate) fn claim(
    draft: &mut Draft,
    role: Role,
    ground: &Ground,
    now_s: i64,
) -> Result<DraftClaim, DraftError> {
    check_open(draft)?;
    let policy = ground.policy.as_ref().ok_or_else(|| no_policy(ground))?;
    let alone = policy.says.needed_for(draft.kind()) == OfficersNeeded::One;
    let id = hex(policy.id().as_bytes());
    let current = draft.fixed.as_ref().is_some_and(|fixed| fixed.policy.as_ref() == Some(&id));
    if draft.state == DraftState::Writing {
        if role != Role::Author && !alone {
            return Err(not_submitted(draft));
        }
        fix(draft, ground, now_s)?;
    } else if !current {
        if role != Role::Author {
            return Err(DraftError::PolicyChanged { name: draft.name.clone() });
        }
        let note = Some("the policy changed, and its author submits it again".to_owned());
        draft.note(DraftStep { note, ..step(now_s, Move::Voided) });
        draft.state = DraftState::Writing;
        fix(draft, ground, now_s)?;
    }
    the_claim(draft, ground)
}

/// Takes the signature of an author or a reviewer.
pub(crate) fn approve(
    draft: &mut Draft,
    signed: &Signed,
    ground: &Ground,
    now_s: i64,
) -> Result<(), DraftError> {
    check_open(draft)?;
    let approval = signed.approval().ok_or(DraftError::NoSignature)?;
    let next = match (approval.role, draft.state) {
        (Role::Releaser, _) => {
            let next = "a releaser signs with the release itself: `chancery release DRAFT --officer KEYFILE`";
            return Err(DraftError::State { name: draft.name.clone(), state: draft.state, next });
        }
        (Role::Reviewer, DraftState::Writing) => return Err(not_submitted(draft)),
        (Role::Reviewer, _) => (DraftState::Approved, Move::Approved),
        (Role::Author, DraftState::Writing) => (DraftState::Submitted, Move::Submitted),
        (Role::Author, state) => (state, Move::Submitted),
    };
    let officer = take(draft, signed, ground)?;
    draft.state = next.0;
    draft.note(DraftStep { by: Some(officer), ..step(now_s, next.1) });
    Ok(())
}

/// Gives a draft back to its author.
pub(crate) fn reject(
    draft: &mut Draft,
    reason: &str,
    signed: &Signed,
    ground: &Ground,
    now_s: i64,
) -> Result<(), DraftError> {
    check_open(draft)?;
    let reason = reason.trim();
    if reason.is_empty() {
        return Err(DraftError::NoReason);
    }
    let chars = reason.chars().count();
    if chars > REASON_CHARS_MAX {
        return Err(DraftError::TooLong { bytes: chars, most: REASON_CHARS_MAX });
    }
    if draft.state == DraftState::Writing {
        return Err(not_submitted(draft));
    }
    let policy = ground.policy.as_ref().ok_or_else(|| no_policy(ground))?;
    let key = signed.approval().ok_or(DraftError::NoSignature)?.officer;
    let role = policy.says.officer(&key).and_then(|officer| officer.roles.first().copied());
    let officer = officers::admit(&key, role.unwrap_or(Role::Reviewer), &policy.says)?.to_owned();
    if !signed.rejects(Digest::of(&body(draft)?), reason) {
        return Err(DraftError::OtherText { name: draft.name.clone() });
    }
    draft.fixed = None;
    draft.state = DraftState::Writing;
    draft.note(DraftStep {
        by: Some(officer),
        note: Some(reason.to_owned()),
        ..step(now_s, Move::Rejected)
    });
    Ok(())
}

/// Runs the gate again, takes the releaser's signature, and marks the draft as on its way.
pub(crate) fn take_off(
    draft: &mut Draft,
    signed: Option<&Signed>,
    ground: &Ground,
    now_s: i64,
) -> Result<Ready, DraftError> {
    check_open(draft)?;
    let needed = ground.policy.as_ref().map(|policy| policy.says.needed_for(draft.kind()));
    match (needed, signed) {
        (Some(OfficersNeeded::Two), _) if draft.state == DraftState::Writing => {
            return Err(not_submitted(draft));
        }
        (Some(OfficersNeeded::Two), None) => {
            let detail = "two officers are needed, and none signs as releaser".to_owned();
            return Err(DraftError::SecondOfficerMissing { name: draft.name.clone(), detail });
        }
        (Some(_), Some(signed)) => {
            let approval = signed.approval().ok_or(DraftError::NoSignature)?;
            if approval.role != Role::Releaser {
                return Err(DraftError::NoSignature);
            }
            take(draft, signed, ground)?;
        }
        // Nobody is asked: the text goes out as it stands now.
        (None | Some(OfficersNeeded::One), _) => fix(draft, ground, now_s)?,
    }
    let body = body(draft)?;
    let (blocks, record) = gate::text(draft, ground);
    let Some(record) = record else { return Err(blocked(draft, blocks)) };
    if Record::from_body(&body).ok().as_ref() != Some(&record) {
        return Err(DraftError::OtherText { name: draft.name.clone() });
    }
    let fixed = draft.fixed.as_ref().ok_or_else(|| not_submitted(draft))?;
    if let Some(policy) = &ground.policy {
        officers::judge(draft, fixed, ground, &policy.says)?;
    }
    // Where no policy is declared nothing was approved, and the body is written when it is sealed.
    let sealed = ground.policy.as_ref().map(|policy| Sealed {
        body,
        approvals: officers::approvals(fixed),
        policy: policy.id(),
    });
    if let Some(fixed) = &mut draft.fixed {
        fixed.releasing = true;
    }
    Ok(Ready { record, sealed })
}

/// Writes down what became of it.
pub(crate) fn land(
    draft: &mut Draft,
    outcome: &Result<Published, PublishError>,
    by: Option<String>,
    now_s: i64,
) {
    match outcome {
        Ok(published) => {
            let id = Some(published.id.to_string());
            is_out(draft, Outcome { reference: published.reference.clone(), id }, by, now_s);
        }
        Err(PublishError::Unsettled { reference }) => {
            is_out(draft, Outcome { reference: reference.clone(), id: None }, by, now_s);
        }
        // Nobody knows: the log is asked at the next start.
        Err(PublishError::Stopped) => {}
        Err(_) => {
            if let Some(fixed) = &mut draft.fixed {
                fixed.releasing = false;
            }
        }
    }
}

/// After a crash: whether what was being released is in the log.
pub(crate) fn settle(draft: &mut Draft, ground: &Ground, now_s: i64) -> Result<(), DraftError> {
    let Some(fixed) = draft.fixed.as_ref().filter(|fixed| fixed.releasing) else { return Ok(()) };
    if draft.state == DraftState::Released {
        return Ok(());
    }
    let body = body(draft)?;
    let digest = Digest::of(&body);
    // Without a policy the bytes were written when it was sealed, and only the text is the same.
    let text = if fixed.policy.is_none() { Record::from_body(&body).ok() } else { None };
    let listing = Listing {
        state: Some(ground.issuer.state),
        since_s: Some(fixed.at.saturating_sub(CLOCK_SLACK_S)),
        limit: LOOKED_AT_MAX,
        ..Listing::default()
    };
    for listed in ground.store.list(&listing).0 {
        let entry = ground.store.entry(listed.position).map_err(PublishError::Store)?;
        let Some(decoded) = entry.and_then(|entry| entry.decode().ok()) else { continue };
        let same_text = || text.is_some() && Record::from_body(&decoded.entry().body).ok() == text;
        if decoded.header().body_digest == digest || same_text() {
            let outcome = Outcome {
                reference: decoded.header().reference.clone(),
                id: Some(decoded.id().to_string()),
            };
            is_out(draft, outcome, None, now_s);
            return Ok(());
        }
    }
    if let Some(fixed) = &mut draft.fixed {
        fixed.releasing = false;
    }
    Ok(())
}

fn is_out(draft: &mut Draft, outcome: Outcome, by: Option<String>, now_s: i64) {
    let note = Some(outcome.reference.clone());
    draft.state = DraftState::Released;
    draft.released = Some(outcome);
    draft.note(DraftStep { by, note, ..step(now_s, Move::Released) });
}

/// Chooses the bytes of the text as it stands; the same text under the same policy keeps its bytes.
fn fix(draft: &mut Draft, ground: &Ground, now_s: i64) -> Result<(), DraftError> {
    let (blocks, record) = gate::text(draft, ground);
    let Some(record) = record else { return Err(blocked(draft, blocks)) };
    let policy = ground.policy.as_ref().map(|policy| hex(policy.id().as_bytes()));
    let same = |fixed: &Fixed| {
        let body = unhex(&fixed.body).and_then(|body| Record::from_body(&body).ok());
        fixed.policy == policy && body.as_ref() == Some(&record)
    };
    if draft.fixed.as_ref().is_some_and(same) {
        return Ok(());
    }
    let mut salt = [0; SALT_BYTES];
    getrandom::fill(&mut salt).map_err(|_| DraftError::Randomness)?;
    let body = hex(&record.to_body(salt));
    draft.fixed = Some(Fixed { body, policy, at: now_s, approvals: Vec::new(), releasing: false });
    Ok(())
}

/// Verifies a signature over the fixed body, and puts it among the others; gives the officer's name.
fn take(draft: &mut Draft, signed: &Signed, ground: &Ground) -> Result<String, DraftError> {
    let policy = ground.policy.as_ref().ok_or_else(|| no_policy(ground))?;
    let approval = signed.approval().ok_or(DraftError::NoSignature)?;
    let name = draft.name.clone();
    let current = Some(hex(policy.id().as_bytes()));
    match &draft.fixed {
        None => return Err(not_submitted(draft)),
        Some(fixed) if fixed.policy != current => return Err(DraftError::PolicyChanged { name }),
        Some(_) => {}
    }
    let officer = officers::admit(&approval.officer, approval.role, &policy.says)?.to_owned();
    if !the_claim(draft, ground)?.is_signed_by(&approval) {
        return Err(DraftError::OtherText { name });
    }
    let fixed = draft.fixed.as_mut().ok_or_else(|| DraftError::OtherText { name: name.clone() })?;
    officers::take(&name, fixed, signed, &approval, &officer)?;
    Ok(officer)
}

fn the_claim(draft: &Draft, ground: &Ground) -> Result<DraftClaim, DraftError> {
    let policy = ground.policy.as_ref().ok_or_else(|| no_policy(ground))?;
    Ok(DraftClaim {
        name: draft.name.clone(),
        body: body(draft)?,
        policy: policy.id(),
        issuer: ground.issuer.clone(),
    })
}

fn body(draft: &Draft) -> Result<Vec<u8>, DraftError> {
    let fixed = draft.fixed.as_ref().ok_or_else(|| not_submitted(draft))?;
    unhex(&fixed.body).ok_or_else(|| DraftError::Damaged { name: draft.name.clone() })
}

fn check_open(draft: &Draft) -> Result<(), DraftError> {
    match &draft.released {
        Some(out) => {
            Err(DraftError::Released { name: draft.name.clone(), reference: out.reference.clone() })
        }
        None => Ok(()),
    }
}

fn not_submitted(draft: &Draft) -> DraftError {
    let next = "it has not been submitted: its author signs it with `chancery draft submit DRAFT --officer KEYFILE`";
    DraftError::State { name: draft.name.clone(), state: draft.state, next }
}

fn no_policy(ground: &Ground) -> DraftError {
    DraftError::NoPolicy { issuer: ground.issuer.to_string() }
}

fn blocked(draft: &Draft, blocks: Vec<gate::Finding>) -> DraftError {
    let gate = Box::new(Gate { blocks, notes: Vec::new() });
    DraftError::Blocked { name: draft.name.clone(), gate }
}
