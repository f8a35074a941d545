//! All that happened to a record, in order: what its originator did, with what changed, and what was said.

use chancery_http::view::{RemarkView, ThreadActView, ThreadView};

use super::Sheet;
use super::changes::changes;
use super::head::{marks, standing};
use super::label::{after, capital, joined, said, when, word};
use super::remark::remark;

/// What a reader of a drill sees.
const DRILL: &str = "*** EXERCISE *** not real: nobody should act on it";

/// The story of a record, the first thing first.
pub(crate) fn history(view: &ThreadView) -> String {
    let mut sheet = Sheet::new();
    let record = &view.record;
    if record.exercise {
        sheet.line(DRILL);
        sheet.gap();
    }
    let title = said(&view.text, "title");
    let title = if title.is_empty() { &record.title } else { title };
    sheet.line(&format!("{}  {title}", record.reference));
    sheet.pairs(&[("status", standing(&view.standing)), ("also", marks(&view.marks))]);
    sheet.gap();
    for event in events(view) {
        match event {
            Event::Act(act) => self::act(&mut sheet, act, view),
            Event::Remark(one) => remark(&mut sheet, one, view),
        }
    }
    if view.acts.is_empty() {
        sheet.text("This version cannot read the body: what happened to it is not known here.");
    }
    for one in &view.without_effect {
        let who = format!("{}/{}", one.state, one.authority);
        let (kind, reference) = (capital(&word(&one.kind)), &one.statement.reference);
        let at = when(&one.at);
        sheet.item("-", &format!("{who}: {kind}, {at}, {reference}: without effect, {}", one.why));
    }
    sheet.gap();
    for version in &view.versions {
        let digits: String = version.statement.id.chars().take(8).collect();
        let cited = format!("{} v{} (id {digits})", record.reference, version.number);
        sheet.item(&cited, &standing(&version.standing));
    }
    sheet.done()
}

enum Event<'a> {
    Act(&'a ThreadActView),
    Remark(&'a RemarkView),
}

/// Acts keep the order in which they count; remarks stand between them by time.
fn events(view: &ThreadView) -> Vec<Event<'_>> {
    let mut events = Vec::new();
    let mut remarks = view.remarks.iter().peekable();
    for act in &view.acts {
        while let Some(remark) = remarks.next_if(|remark| remark.at < act.at) {
            events.push(Event::Remark(remark));
        }
        events.push(Event::Act(act));
    }
    events.extend(remarks.map(Event::Remark));
    events
}

fn act(sheet: &mut Sheet, act: &ThreadActView, view: &ThreadView) {
    let why = act.reason.as_deref().map(word).unwrap_or_default();
    let did = joined([capital(&word(&act.did)), act.what.clone()], ": ");
    let reference = &act.statement.reference;
    sheet.item("*", &format!("{}, {reference}: {did}{}", when(&act.at), after("; reason: ", &why)));
    sheet.note(&act.explanation);
    let version = view.versions.iter().find(|one| one.statement.id == act.statement.id);
    changes(sheet, version.map_or(&[], |version| &version.changes));
}
