//! The head of a page: reference, version, who, whether it stands and why, who may read it, who holds it.
//! And its foot: how to cite it.

use chancery_http::view::{
    DatedView, HolderView, MarkView, StandingView, StatusWord, SummaryView, ThreadView, VersionView,
};
use chancery_record::StateCode;
use serde_json::Value;

use super::Sheet;
use super::label::{after, capital, joined, said, when, word, words};

/// What a reader of a drill sees first and last.
const DRILL: &str = "*** EXERCISE *** not real: nobody should act on it *** EXERCISE ***";

/// Digits of an id in a citation: enough to find it, few enough to type.
const CITED_DIGITS: usize = 8;

pub(super) fn head(sheet: &mut Sheet, view: &ThreadView) {
    let record = &view.record;
    if record.exercise {
        sheet.line(DRILL);
        sheet.gap();
    }
    let title = said(&view.text, "title");
    let title = if title.is_empty() { &record.title } else { title };
    sheet.line(&format!("{}  {title}", record.reference));
    asked(sheet, view);
    sheet.gap();
    let text = &view.text;
    sheet.pairs(&[
        ("kind", capital(&word(&record.kind))),
        ("version", version(view)),
        ("said by", signer(record)),
        ("issued", issued(view)),
        ("status", stands(view)),
        ("also", marks(&view.marks)),
        ("pending", pending(view)),
        ("valid until", dated(view.valid_until.as_ref(), view)),
        ("review due", dated(view.review_due.as_ref(), view)),
        ("marking", record.marking.clone()),
        ("for", audience(text)),
        ("may be used", words(&text["handling"], "permitted_uses")),
        ("file number", said(&text["originator"], "native_ref").to_owned()),
        ("contact", said(&text["originator"], "contact").to_owned()),
        ("held by", holders(record)),
        ("said by peers", reporters(record)),
    ]);
}

fn signer(record: &SummaryView) -> String {
    let name = record.state.parse::<StateCode>().map(StateCode::name).unwrap_or("a state");
    format!("{}, authority {} ({name})", record.state, record.authority)
}

/// Whoever asked for another statement than the one at the top is told what that was.
fn asked(sheet: &mut Sheet, view: &ThreadView) {
    if view.asked.id == view.record.id {
        return;
    }
    let name = &view.asked.reference;
    let as_version = view.versions.iter().find(|one| one.statement.id == view.asked.id);
    let as_act = view.acts.iter().find(|one| one.statement.id == view.asked.id);
    let is = match (as_version, as_act) {
        (Some(version), _) => format!("version {} of it", version.number),
        (None, Some(act)) => format!("what {} it", word(&act.did)),
        (None, None) => "a statement about it".to_owned(),
    };
    sheet.line(&format!("You asked for {name}, which is {is}."));
}

fn version(view: &ThreadView) -> String {
    let of = format!("{} of {}", view.shown, view.versions.len().max(1));
    let by = shown(view).map(|one| after(", ", &one.statement.reference)).unwrap_or_default();
    match view.shown == view.current {
        true => format!("{of}{by}, the current text"),
        false => format!("{of}{by}, NOT the current text, which is version {}", view.current),
    }
}

fn shown(view: &ThreadView) -> Option<&VersionView> {
    view.versions.iter().find(|one| one.number == view.shown)
}

fn issued(view: &ThreadView) -> String {
    let first = when(&view.record.issued_at);
    match shown(view).filter(|one| one.number > 1) {
        Some(one) => format!("{first}, this version {}", when(&one.issued_at)),
        None => format!("{first}, by its author's clock"),
    }
}

/// Of the record, or of the version where another than the current one is shown.
fn stands(view: &ThreadView) -> String {
    match shown(view).filter(|one| one.number != view.current) {
        Some(one) => {
            format!("{} (the record: {})", standing(&one.standing), standing(&view.standing))
        }
        None => standing(&view.standing),
    }
}

/// In words: what, since when, by what, why, and what that means.
pub(super) fn standing(standing: &StandingView) -> String {
    let by = standing.by.as_ref().map_or("", |by| by.reference.as_str());
    let at = standing.at.as_deref().map(when).unwrap_or_default();
    let why = standing.reason.as_deref().map(word).unwrap_or_default();
    let made = joined([after(" on ", &at), after(" by ", by), after(": ", &why)], "");
    match standing.status {
        StatusWord::InForce => "in force".to_owned(),
        StatusWord::Corrected => format!("corrected{made}; read that version instead"),
        StatusWord::Expired => format!("expired; its last day was {at}"),
        StatusWord::Withdrawn => format!("withdrawn{made}; not to be relied on"),
        StatusWord::Forked => {
            "forked: its author signed two histories of this log; not to be relied on".to_owned()
        }
        StatusWord::Revoked => {
            let why = after(": ", standing.reason.as_deref().unwrap_or_default());
            format!("revoked{why}; its state closed the log before it; not to be relied on")
        }
    }
}

pub(super) fn marks(marks: &[MarkView]) -> String {
    let one = |mark: &MarkView| match mark.by.is_empty() {
        true => word(&mark.mark),
        false => format!("{} by {}", word(&mark.mark), mark.by.join(", ")),
    };
    marks.iter().map(one).collect::<Vec<_>>().join("; ")
}

fn pending(view: &ThreadView) -> String {
    let Some(target) = &view.pending else { return String::new() };
    let name = if target.reference.is_empty() { &target.id } else { &target.reference };
    format!("{name}, which it is about, is not held here; it takes effect when that arrives")
}

fn dated(dated: Option<&DatedView>, view: &ThreadView) -> String {
    let Some(DatedView { day, by }) = dated else { return String::new() };
    let renewed = view.versions.iter().all(|version| version.statement.id != by.id);
    if renewed { format!("{day}, set by {}", by.reference) } else { day.clone() }
}

fn audience(text: &Value) -> String {
    let handling = &text["handling"];
    let control = &handling["originator_control"];
    joined(
        [
            words(handling, "audience"),
            after("passing on: ", &word(said(control, "onward"))),
            after("disclosure: ", &word(said(control, "disclosure"))),
        ],
        "; ",
    )
}

/// Who has proved to hold it, and by when.
fn holders(record: &SummaryView) -> String {
    let of = format!("{} of {} states", record.held_by.len(), record.members);
    let one = |HolderView { state, by }: &HolderView| match by {
        None => format!("{state} (its author)"),
        Some(by) => format!("{state} by {}", when(by)),
    };
    let named: Vec<String> = record.held_by.iter().map(one).collect();
    if named.is_empty() { of } else { format!("{of}: {}", named.join(", ")) }
}

/// Who has only said so.
fn reporters(record: &SummaryView) -> String {
    let proved = |state: &&String| record.held_by.iter().any(|holder| holder.state == **state);
    let only: Vec<&str> =
        record.reported_by.iter().filter(|state| !proved(state)).map(String::as_str).collect();
    match only.as_slice() {
        [] => String::new(),
        states => format!("to hold it, not proved yet: {}", states.join(", ")),
    }
}

pub(super) fn foot(sheet: &mut Sheet, view: &ThreadView) {
    let record = &view.record;
    sheet.section("How to cite");
    let id = shown(view).map_or(record.id.as_str(), |one| one.statement.id.as_str());
    let digits: String = id.chars().take(CITED_DIGITS).collect();
    sheet.text(&format!("{} v{} (id {digits})", record.reference, view.shown));
    sheet.pairs(&[
        ("id", id.to_owned()),
        ("position", format!("epoch {}, seq {} (of version 1)", record.epoch, record.seq)),
    ]);
    if view.left_out > 0 {
        let count = view.left_out;
        sheet.text(&format!("{count} statements of this thread are left out: too many, or not readable by this version."));
    }
    if record.exercise {
        sheet.gap();
        sheet.line(DRILL);
    }
}
