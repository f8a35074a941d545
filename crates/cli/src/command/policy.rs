//! What an authority has declared about its officers, in words.

use chancery_ledger::policy::{Officer, PolicyTerms, Role};
use serde_json::{Value, json};

/// A policy as JSON.
pub(crate) fn document(terms: &PolicyTerms) -> Value {
    let officer = |one: &Officer| {
        let roles: Vec<&str> = one.roles.iter().map(|role| role.as_str()).collect();
        json!({ "name": one.name, "key": crate::words::hex(one.key.as_bytes()), "roles": roles })
    };
    json!({
        "state": terms.issuer.state.as_str(),
        "authority": terms.issuer.authority,
        "serial": terms.serial,
        "under": terms.under.to_string(),
        "officers_needed": terms.officers_needed.count(),
        "alone": terms.alone,
        "officers": terms.officers.iter().map(officer).collect::<Vec<_>>(),
    })
}

/// The same as lines.
pub(crate) fn lines(terms: &PolicyTerms) -> Vec<(&'static str, String)> {
    let mut lines = vec![
        ("policy", format!("{} of {}", terms.serial, terms.issuer)),
        ("officers needed", terms.officers_needed.count().to_string()),
    ];
    if !terms.alone.is_empty() {
        lines.push(("one is enough for", terms.alone.join(", ")));
    }
    lines.extend(terms.officers.iter().map(|one| ("officer", officer_line(one))));
    lines
}

fn officer_line(one: &Officer) -> String {
    let roles: Vec<&str> = one.roles.iter().copied().map(Role::as_str).collect();
    format!("{}: {} (key {})", one.name, roles.join(", "), crate::words::hex(one.key.as_bytes()))
}

/// Both, for whoever shows an act.
pub(crate) fn described(terms: &PolicyTerms) -> (Value, Vec<(&'static str, String)>) {
    (document(terms), lines(terms))
}
