//! What became of a record: how it ended, which parts were taken back, what changed from version to version.

use chancery_http::view::{PartView, ThreadView};

use super::Sheet;
use super::label::{after, capital, said, when, word};
use super::party::called;

/// A record that was withdrawn says so before it says anything else.
pub(super) fn tombstone(sheet: &mut Sheet, view: &ThreadView) {
    let Some(tombstone) = &view.tombstone else { return };
    sheet.section("Withdrawn");
    sheet.text(&format!(
        "On {} by {}: {}.",
        when(&tombstone.at),
        tombstone.by.reference,
        word(&tombstone.reason)
    ));
    sheet.text(&tombstone.explanation);
    sheet.text(&after(
        "May be said publicly: ",
        tombstone.public_note.as_deref().unwrap_or_default(),
    ));
    sheet.text("What follows is the text as it was.");
}

pub(super) fn withdrawn_parts(sheet: &mut Sheet, view: &ThreadView) {
    if view.withdrawn_parts.is_empty() {
        return;
    }
    sheet.section("Withdrawn parts");
    let mut explained = "";
    for part in &view.withdrawn_parts {
        let by = &part.by.reference;
        let why = word(&part.reason);
        let what = format!("{} {}", capital(&part.part), name(part));
        sheet.item("x", &format!("{what}: withdrawn on {} by {by}, {why}", when(&part.at)));
        if part.explanation != explained {
            sheet.note(&part.explanation);
            explained = &part.explanation;
        }
    }
    if view.shown != view.current {
        sheet.text("They stand in this version, because it is shown as it was.");
    }
}

fn name(part: &PartView) -> String {
    let called = match part.part.as_str() {
        "party" => called(&part.said),
        "claim" => said(&part.said, "text").to_owned(),
        _ => word(said(&part.said, "tech_category")),
    };
    if called.is_empty() { part.key.clone() } else { format!("{} ({called})", part.key) }
}

/// What changed, when and why, newest first; nothing for a record of one version.
pub(super) fn versions(sheet: &mut Sheet, view: &ThreadView) {
    if view.versions.len() < 2 {
        return;
    }
    sheet.section("What changed");
    for version in view.versions.iter().rev().filter(|version| version.number > 1) {
        let why = version.reason.as_deref().map(word).unwrap_or_default();
        let state = if version.state == "current" { String::new() } else { word(&version.state) };
        let at = when(&version.issued_at);
        let reference = &version.statement.reference;
        let tail = after(" [", &state) + if state.is_empty() { "" } else { "]" };
        sheet.item(
            &format!("v{}", version.number),
            &format!("{at}, {reference}{}{tail}", after(": ", &why)),
        );
        sheet.note(&version.explanation);
        changes(sheet, &version.changes);
    }
}

pub(super) fn changes(sheet: &mut Sheet, changes: &[String]) {
    for change in changes {
        sheet.sub("~", change);
    }
}
