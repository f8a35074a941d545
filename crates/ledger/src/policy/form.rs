//! The lists of a policy: officers and kinds, read and written.
//!
//! Both ascend and repeat nothing, so that a list has one spelling. Invariant: what is read is sorted, and every
//! officer has a name that people can tell from another, a key that may verify, and a role.

use std::collections::BTreeSet;

use ciborium::Value;

use crate::act::rooted::RootedFlaw;
use crate::key::PublicKey;
use crate::policy::{ALONE_MAX, OFFICERS_MAX, Officer, OfficersNeeded, PolicyTerms, Role};
use crate::statement::CERTIFICATE_KIND;
use crate::statement::header::is_name;

/// Longest name of an officer, in bytes: a pseudonym, in any script.
const NAME_BYTES_MAX: usize = 64;

/// The kind that puts a text in the place of another.
const CORRECTION_KIND: &str = "correction";

/// `[name, key, roles]` each.
pub(super) fn write_officers(officers: &[Officer]) -> Value {
    let officer = |one: &Officer| {
        let roles = one.roles.iter().map(|role| role.as_str().into());
        Value::Array(vec![
            one.name.clone().into(),
            Value::Bytes(one.key.as_bytes().to_vec()),
            Value::Array(roles.collect()),
        ])
    };
    Value::Array(officers.iter().map(officer).collect())
}

pub(super) fn read_officers(items: Vec<Value>) -> Result<Vec<Officer>, RootedFlaw> {
    if items.len() > OFFICERS_MAX {
        return Err(RootedFlaw::Officers);
    }
    let officers = items.into_iter().map(read_officer).collect::<Result<Vec<_>, _>>()?;
    if !officers.windows(2).all(|pair| pair[0].name < pair[1].name) {
        return Err(RootedFlaw::Officers);
    }
    let keys: BTreeSet<&[u8; 32]> = officers.iter().map(|one| one.key.as_bytes()).collect();
    // One person under two names would be two officers.
    if keys.len() < officers.len() { Err(RootedFlaw::KeyReused) } else { Ok(officers) }
}

fn read_officer(item: Value) -> Result<Officer, RootedFlaw> {
    let Value::Array(parts) = item else { return Err(RootedFlaw::Officers) };
    let Ok([Value::Text(name), Value::Bytes(key), Value::Array(roles)]) =
        <[Value; 3]>::try_from(parts)
    else {
        return Err(RootedFlaw::Officers);
    };
    let key = key.try_into().map_err(|_| RootedFlaw::Officers)?;
    let role = |role: Value| role.as_text().and_then(|text| text.parse::<Role>().ok());
    let roles = roles.into_iter().map(role).collect::<Option<Vec<_>>>();
    let roles = roles.ok_or(RootedFlaw::Officers)?;
    let ascend = !roles.is_empty() && roles.windows(2).all(|pair| pair[0] < pair[1]);
    if !ascend || !is_pseudonym(&name) {
        return Err(RootedFlaw::Officers);
    }
    let key = PublicKey::from_bytes(key).map_err(RootedFlaw::Key)?;
    Ok(Officer { name, key, roles })
}

/// Whether a name shows as what it is: nothing unseen, and no space that only one of two names has.
fn is_pseudonym(name: &str) -> bool {
    let plain = !name.chars().any(crate::roster::deceives);
    plain && !name.is_empty() && name.len() <= NAME_BYTES_MAX && name.trim() == name
}

pub(super) fn read_kinds(items: Vec<Value>) -> Result<Vec<String>, RootedFlaw> {
    let kinds = items.into_iter().map(|item| item.into_text().ok()).collect::<Option<Vec<_>>>();
    let kinds = kinds.ok_or(RootedFlaw::Kinds)?;
    let ascend = kinds.windows(2).all(|pair| pair[0] < pair[1]);
    // Certificates are the root's, and need no officer anyhow. A correction brings the whole text of a record of any
    // kind: alone, it would let out what two officers are asked for.
    let never = [CERTIFICATE_KIND, CORRECTION_KIND];
    let named = kinds.iter().all(|kind| is_name(kind) && !never.contains(&kind.as_str()));
    if ascend && named && kinds.len() <= ALONE_MAX { Ok(kinds) } else { Err(RootedFlaw::Kinds) }
}

/// Where two officers are needed, there are two who can do it.
pub(super) fn check_two(terms: &PolicyTerms) -> Result<(), RootedFlaw> {
    let can_back = |one: &&Officer| one.may(Role::Author) || one.may(Role::Reviewer);
    let mut releasers = terms.officers.iter().filter(|one| one.may(Role::Releaser));
    let two = releasers.any(|releaser| {
        let mut backers = terms.officers.iter().filter(can_back);
        backers.any(|backer| backer.key != releaser.key)
    });
    match terms.officers_needed {
        OfficersNeeded::Two if !two => Err(RootedFlaw::TooFewOfficers),
        OfficersNeeded::One | OfficersNeeded::Two => Ok(()),
    }
}
