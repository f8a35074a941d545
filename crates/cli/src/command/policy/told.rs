//! A policy in words, and as JSON.

use chancery_ledger::policy::{Officer, OfficersNeeded, PolicyTerms, Role};
use serde_json::{Value, json};

use crate::{screen::visible, words};

/// A policy as JSON.
pub(super) fn document(terms: &PolicyTerms) -> Value {
    let officer = |one: &Officer| {
        let roles: Vec<&str> = one.roles.iter().map(|role| role.as_str()).collect();
        json!({ "name": one.name, "key": words::hex(one.key.as_bytes()), "roles": roles })
    };
    json!({
        "state": terms.issuer.state.as_str(),
        "authority": terms.issuer.authority,
        "serial": terms.serial,
        "under": terms.under.to_string(),
        "issued_at": terms.issued_at,
        "officers_needed": terms.officers_needed.count(),
        "alone": terms.alone,
        "officers": terms.officers.iter().map(officer).collect::<Vec<_>>(),
    })
}

/// The same as lines.
pub(super) fn lines(terms: &PolicyTerms) -> Vec<(&'static str, String)> {
    let needed = match terms.officers_needed {
        OfficersNeeded::One => "one: the node signs what it is given",
        OfficersNeeded::Two => "two: one as author or reviewer, and another as releaser",
    };
    let mut lines = vec![
        ("policy", format!("{} of {}", terms.serial, terms.issuer)),
        ("officers needed", needed.to_owned()),
    ];
    if !terms.alone.is_empty() {
        lines.push(("one is enough for", terms.alone.join(", ")));
    }
    lines.extend(terms.officers.iter().map(|one| ("officer", officer_line(one))));
    lines
}

fn officer_line(one: &Officer) -> String {
    let roles: Vec<&str> = one.roles.iter().copied().map(Role::as_str).collect();
    let key: String = words::hex(one.key.as_bytes()).chars().take(16).collect();
    format!("{} ({}), key {key}…", visible(&one.name), roles.join(", "))
}

/// Both, for whoever shows an act.
pub(crate) fn described(terms: &PolicyTerms) -> (Value, Vec<(&'static str, String)>) {
    (document(terms), lines(terms))
}
