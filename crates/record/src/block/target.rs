//! Targets: which other record one is about, and whose it has to be. A reference begins with its state, so a
//! record alone tells this much; that the target is there, and of which kind it is, only a node knows.

use super::envelope::TARGET;
use crate::{
    reference::Reference,
    shape::{Field, Rule, Shape::Block as Object, optional, required},
    tree::Tree,
    violation::Report,
};

pub(super) const REQUIRED: Field = required("target", Object(&TARGET), "Which record it is about.");
pub(super) const OPTIONAL: Field = optional("target", Object(&TARGET), "Which record it is about.");

pub(super) const OWN: Rule =
    Rule::Program { about: "`target.reference` is one of the originator's own state", run: is_own };

pub(super) const ANOTHERS: Rule =
    Rule::Program { about: "`target.reference` is one of another state", run: is_anothers };

/// The two states, when both can be read.
fn states(record: &Tree) -> Option<(&str, Reference)> {
    let state = record.field("originator")?.text("state")?;
    let reference = record.field("target")?.text("reference")?;
    Some((state, reference.parse().ok()?))
}

fn is_own(record: &Tree, report: &mut Report) {
    if let Some((state, reference)) = states(record)
        && reference.state().as_str() != state
    {
        let wrong = format!("is a record of {}", reference.state());
        refuse(report, wrong, format!("a record of {state}: others may only comment"));
    }
}

fn is_anothers(record: &Tree, report: &mut Report) {
    if let Some((state, reference)) = states(record)
        && reference.state().as_str() == state
    {
        refuse(
            report,
            format!("is a record of {state} itself"),
            "a record of another state".to_owned(),
        );
    }
}

fn refuse(report: &mut Report, wrong: String, allowed: String) {
    report.at_key("target", |report| {
        report.at_key("reference", |report| report.wrong(wrong, allowed))
    });
}
