//! What the declared policy says about who approves a draft: the rules of the ledger, in names.
//!
//! The ledger judges; here its flaws become sentences with the pseudonyms of the policy. Invariant: what
//! is taken here is taken by every peer, because the same function decides.

use chancery_ledger::approval::{Approval, ApprovalFlaw, judge_all};
use chancery_ledger::policy::{OfficersNeeded, PolicyTerms, Role};

use super::claim::{Signed, hex};
use super::draft::{Draft, Fixed};
use super::error::DraftError;
use super::gate::Ground;

/// As many digits of a key as people compare.
const KEY_DIGITS: usize = 16;

/// The officer of this key, if it has the role.
pub(crate) fn admit<'a>(
    key: &[u8; 32],
    role: Role,
    policy: &'a PolicyTerms,
) -> Result<&'a str, DraftError> {
    let officer = policy.officer(key).ok_or_else(|| DraftError::NotAnOfficer {
        key: hex(key)[..KEY_DIGITS].to_owned(),
        issuer: policy.issuer.to_string(),
    })?;
    if !officer.may(role) {
        return Err(DraftError::RoleNotHeld {
            officer: officer.name.clone(),
            role: role.to_string(),
            roles: officer.roles.iter().map(ToString::to_string).collect(),
        });
    }
    Ok(&officer.name)
}

/// Takes one more approval among those of a draft, if two officers can still come of it.
pub(crate) fn take(
    name: &str,
    fixed: &mut Fixed,
    signed: &Signed,
    approval: &Approval,
    officer: &str,
) -> Result<(), DraftError> {
    let given = approvals(fixed);
    let by_same =
        |role: Role| given.iter().any(|one| one.role == role && one.officer == approval.officer);
    let officer = || officer.to_owned();
    match approval.role {
        Role::Releaser if by_same(Role::Author) => {
            return Err(DraftError::AuthorReleases { officer: officer(), name: name.to_owned() });
        }
        // Under the eyes of a second person: who has approved in one role is no second one in another.
        Role::Reviewer if by_same(Role::Author) => {
            return Err(DraftError::SameOfficer { officer: officer(), name: name.to_owned() });
        }
        Role::Author | Role::Reviewer | Role::Releaser => {}
    }
    // The newest signature of an officer in a role is the one that counts.
    fixed.approvals.retain(|one| (&one.role, &one.officer) != (&signed.role, &signed.officer));
    fixed.approvals.push(signed.clone());
    Ok(())
}

/// Whether the approvals are enough for this kind.
pub(crate) fn judge(
    draft: &Draft,
    fixed: &Fixed,
    ground: &Ground,
    policy: &PolicyTerms,
) -> Result<(), DraftError> {
    let needed = policy.needed_for(draft.kind());
    judge_all(&approvals(fixed), needed, &ground.node_key, policy).map_err(|flaw| {
        let name = draft.name.clone();
        let first = fixed.approvals.iter().find_map(|one| named(policy, one));
        match flaw {
            ApprovalFlaw::OneOfficer => {
                DraftError::SameOfficer { officer: first.unwrap_or_default(), name }
            }
            other => DraftError::SecondOfficerMissing { name, detail: other.to_string() },
        }
    })
}

/// Who still has to approve, and how; nothing when nobody has.
pub(crate) fn missing(
    draft: &Draft,
    ground: &Ground,
    policy: &PolicyTerms,
) -> Option<(String, String)> {
    let fixed = draft.fixed.as_ref()?;
    if policy.needed_for(draft.kind()) == OfficersNeeded::One {
        return None;
    }
    judge(draft, fixed, ground, policy).err()?;
    let signed: Vec<String> = fixed
        .approvals
        .iter()
        .filter_map(|one| Some(format!("{} as {}", named(policy, one)?, one.role)))
        .collect();
    let authors: Vec<[u8; 32]> = approvals(fixed)
        .iter()
        .filter(|one| one.role == Role::Author)
        .map(|one| one.officer)
        .collect();
    let who = who(policy, &authors, "releaser");
    Some((
        format!("two officers are needed, and only {} has signed", signed.join(", ")),
        format!("`chancery release {} --officer KEYFILE`, by one of {who}", draft.name),
    ))
}

/// The officers that have a role, but for these keys.
pub(crate) fn who(policy: &PolicyTerms, but: &[[u8; 32]], role: &str) -> String {
    let may = |role: &str| role.parse::<Role>().ok();
    let officers = policy.officers.iter().filter(|officer| {
        may(role).is_some_and(|role| officer.may(role)) && !but.contains(officer.key.as_bytes())
    });
    let names: Vec<&str> = officers.map(|officer| officer.name.as_str()).collect();
    if names.is_empty() {
        format!("nobody: the policy has no other {role}")
    } else {
        names.join(", ")
    }
}

/// The approvals as the ledger reads them, in the order in which they stand in a statement.
pub(crate) fn approvals(fixed: &Fixed) -> Vec<Approval> {
    let mut all: Vec<Approval> = fixed.approvals.iter().filter_map(Signed::approval).collect();
    all.sort_by_key(Approval::order);
    all
}

fn named(policy: &PolicyTerms, signed: &Signed) -> Option<String> {
    Some(policy.officer(&signed.approval()?.officer)?.name.clone())
}

/// The name of the officer who signed, where the policy knows the key.
pub(crate) fn name_of(signed: &Signed, ground: &Ground) -> Option<String> {
    named(&ground.policy.as_ref()?.says, signed)
}
