//! A screening for people: each match with its score, where it stands, and why.

use chancery_node::answer::{
    Hit, HitSource, ListRole, ListSource, RecordSource, Screening, SubjectKind,
};

use crate::{
    command::evidence::instant,
    screen::{counted, paragraph, visible},
};

/// Names of what was found that are shown; an entry of a list may have a hundred.
const NAMES_SHOWN: usize = 6;

/// Digits of an id or digest that are shown; `--json` has all.
const DIGITS_SHOWN: usize = 12;

pub(super) fn told(screening: &Screening) -> String {
    let mut text = head(screening);
    if screening.hits.is_empty() {
        text += &paragraph("", "nothing that stands matches");
    }
    text += &screening.hits.iter().map(hit).collect::<String>();
    if !screening.past.is_empty() {
        text += "\nno longer stands:\n";
        text += &screening.past.iter().map(hit).collect::<String>();
    }
    if !screening.weak.is_empty() {
        text += "\nbelow the threshold:\n";
        text += &screening.weak.iter().map(hit).collect::<String>();
    }
    text + &tail(screening)
}

fn head(screening: &Screening) -> String {
    let lists = screening.lists.iter();
    let lists: Vec<String> = lists.map(|list| format!("{} v{}", list.list, list.number)).collect();
    let lists = if lists.is_empty() { "no lists".to_owned() } else { lists.join(", ") };
    let index = &screening.index;
    let mut told = format!(
        "asked {lists} and the records held, {} cards in all; settings {}, threshold {}",
        index.cards,
        screening.settings.name,
        score(screening.settings.threshold),
    );
    if index.behind > 0 {
        told += &format!("; {} entries were not asked yet", index.behind);
    }
    paragraph("", &visible(&told))
}

fn tail(screening: &Screening) -> String {
    let mut text = String::new();
    for not in &screening.not_asked {
        text += &paragraph("not asked: ", &visible(&format!("{}: {}", not.what, not.why)));
    }
    if screening.left_out > 0 {
        text += &paragraph("", &format!("{} more matches are not shown", screening.left_out));
    }
    if screening.below > 0 && screening.weak.is_empty() {
        let below = usize::try_from(screening.below).unwrap_or(usize::MAX);
        let told = format!("{} below the threshold; --all shows them", counted(below, "match"));
        text += &paragraph("", &told.replace("matchs", "matches"));
    }
    text
}

fn hit(hit: &Hit) -> String {
    let drill = if hit.exercise() { "EXERCISE, not real: " } else { "" };
    let what = match hit.subject.what {
        SubjectKind::Party => "party",
        SubjectKind::Item => "item",
        SubjectKind::Route => "on the way",
    };
    let head = format!("{}  {drill}{what} «{}»", score(hit.score), hit.subject.text);
    let mut text = format!("\n{}", paragraph("", &visible(&head)));
    let (place, rest) = match &hit.source {
        HitSource::Record(record) => in_record(record),
        HitSource::List(list) => on_list(list),
    };
    text += &paragraph("  ", &visible(&place));
    if !hit.names.is_empty() {
        let shown: Vec<&str> = hit.names.iter().take(NAMES_SHOWN).map(String::as_str).collect();
        let more = hit.names.len().saturating_sub(NAMES_SHOWN);
        let more = if more > 0 { format!(" and {more} more") } else { String::new() };
        text += &paragraph("  called  ", &visible(&format!("{}{more}", shown.join("; "))));
    }
    for (label, said) in rest {
        text += &paragraph(&format!("  {label}  "), &visible(&said));
    }
    for reason in &hit.reasons {
        text += &paragraph(&format!("  {:>+5}  ", reason.weight), &visible(&reason.text));
    }
    text
}

fn in_record(record: &RecordSource) -> (String, Vec<(&'static str, String)>) {
    let id: String = record.version.chars().take(DIGITS_SHOWN).collect();
    let place = format!(
        "{} v{} ({id}), {}/{}, {}, {}",
        record.reference,
        record.number,
        record.state,
        record.authority,
        record.kind,
        instant(record.issued_at_s),
    );
    let mut status = record.standing.replace('-', " ");
    if record.party_withdrawn {
        status += ", and this party was taken out of it";
    }
    for mark in record.marks.iter().filter(|mark| *mark != "disputed") {
        status += &format!(", {}", mark.replace('-', " "));
    }
    let mut rest = vec![("title ", record.title.clone()), ("status", status)];
    if !record.disputed_by.is_empty() {
        rest.push(("dispute", format!("by {}", record.disputed_by.join(", "))));
    }
    if !record.grades.is_empty() {
        rest.push(("graded", format!("{} (Admiralty, by claim)", record.grades.join(", "))));
    }
    rest.push(("marking", record.marking.clone()));
    if !record.roles.is_empty() {
        rest.push(("role  ", record.roles.join(", ")));
    }
    (place, rest)
}

fn on_list(list: &ListSource) -> (String, Vec<(&'static str, String)>) {
    let role = match list.role {
        ListRole::Adverse => "adverse",
        ListRole::Reference => "a reference: says who it is, and nothing against it",
    };
    let place = format!("{} v{} ({role}), entry {}", list.list, list.number, list.entry);
    let lines = [
        ("list  ", &list.section),
        ("ground", &list.programme),
        ("cited ", &list.citation),
        ("since ", &list.since),
        ("read  ", &list.url),
    ];
    let said = |(label, text): (&'static str, &Option<String>)| Some((label, text.clone()?));
    (place, lines.into_iter().filter_map(said).collect())
}

/// Thousandths as a part of one.
pub(super) fn score(thousandths: u16) -> String {
    format!("{}.{:03}", thousandths / 1000, thousandths % 1000)
}
