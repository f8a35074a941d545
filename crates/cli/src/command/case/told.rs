//! A case in words, for whoever works on it: a line, a hit, what is left to do.

use chancery_node::answer::{Case, Consultation, Decided, FoundIn, HitNow, KeptHit};
use chancery_screening::undercut::Undercut;
use time::{OffsetDateTime, format_description::well_known::Rfc3339};

use crate::screen::{counted, paragraph, visible};

/// Hits that are named in a line.
const NAMED_MAX: usize = 12;

/// `c7 (2026-0815)`.
pub(super) fn named(case: &Case) -> String {
    format!("{} ({})", case.name, case.number)
}

/// The day of an instant, in UTC.
pub(super) fn day(at_s: i64) -> String {
    instant(at_s).chars().take("2026-11-24".len()).collect()
}

/// RFC 3339 in UTC.
pub(super) fn instant(at_s: i64) -> String {
    let at = OffsetDateTime::from_unix_timestamp(at_s).ok();
    at.and_then(|at| at.format(&Rfc3339).ok()).unwrap_or_else(|| format!("{at_s} s"))
}

/// What waits for a decision.
pub(super) fn left(case: &Case) -> String {
    let open: Vec<&str> = case.undecided().map(|hit| hit.hit.hit.as_str()).collect();
    if open.is_empty() {
        return match case.screenings.is_empty() {
            true => format!("not screened yet: `chancery case screen {}`\n", case.name),
            false => "every hit that stands has a decision\n".to_owned(),
        };
    }
    let more = if open.len() > NAMED_MAX { ", …" } else { "" };
    let named: Vec<&str> = open.iter().copied().take(NAMED_MAX).collect();
    let text =
        format!("without a decision: {} ({}{more})", counted(open.len(), "hit"), named.join(", "));
    paragraph("", &visible(&text))
}

/// Consultations that nobody has answered.
pub(super) fn silent(case: &Case) -> String {
    let silent = case.consultations.iter().filter(|one| one.answers.is_empty());
    let told = |one: &Consultation| {
        let asked = one.asked.as_ref().map_or(&one.draft, |(reference, _)| reference);
        paragraph("", &format!("{} has not answered {asked} yet (by {})", one.to, one.deadline))
    };
    silent.map(told).collect()
}

/// What of it is found where.
pub(super) fn source(hit: &KeptHit) -> String {
    match &hit.source {
        FoundIn::Record { cited, number, state, kind, exercise, party, standing, .. } => {
            let drill = if *exercise { "[exercise] " } else { "" };
            let party = party.as_ref().map(|party| format!(", party {party}")).unwrap_or_default();
            format!("{drill}{kind} {cited} v{number} of {state}{party}: {standing}")
        }
        FoundIn::List { list, number, entry, role, .. } => {
            let role =
                if role == "reference" { ", which says nothing against anybody" } else { "" };
            format!("list {list} v{number}, entry {entry}{role}")
        }
    }
}

/// How good a hit in a record is, and what stands beside it; what a list says of its entry.
pub(super) fn weight(hit: &KeptHit) -> Vec<(&'static str, String)> {
    let mut lines = Vec::new();
    match &hit.source {
        FoundIn::Record {
            title,
            authority,
            grades,
            marks,
            disputed_by,
            marking,
            issued_at_s,
            roles,
            party_withdrawn,
            version,
            ..
        } => {
            lines.push(("title", title.clone()));
            lines.push(("said by", format!("{authority}, {}, {marking}", day(*issued_at_s))));
            if !roles.is_empty() {
                lines.push(("role there", roles.join(", ")));
            }
            if !grades.is_empty() {
                lines.push(("grades", grades.join(", ")));
            }
            if !marks.is_empty() {
                lines.push(("marks", marks.join(", ")));
            }
            if !disputed_by.is_empty() {
                lines.push(("disputed by", disputed_by.join(", ")));
            }
            if *party_withdrawn {
                lines.push(("withdrawn", "the party was taken out of the record".to_owned()));
            }
            lines.push(("version id", version.clone()));
        }
        FoundIn::List { programme, citation, url, since, note, .. } => {
            let given = [
                ("programme", programme),
                ("published", citation),
                ("at", url),
                ("listed since", since),
                ("it says", note),
            ];
            lines
                .extend(given.into_iter().filter_map(|(label, text)| Some((label, text.clone()?))));
        }
    }
    lines
}

/// The two tests of an essentially identical transaction, a line each with its reasons.
pub(super) fn tests(undercut: &Undercut) -> Vec<(&'static str, String)> {
    let told = |tested: &chancery_screening::undercut::Tested| {
        format!("{}: {}", tested.test.as_str(), tested.reasons.join("; "))
    };
    vec![
        ("same items", told(&undercut.items)),
        ("same person", told(&undercut.person)),
        ("so", undercut.advice().to_owned()),
    ]
}

/// What was decided about a hit, and by whom.
pub(super) fn decision(decided: &Decided) -> String {
    let by = decided.by.as_ref().map(|by| format!(" by {by}")).unwrap_or_default();
    let older = if decided.about_older { " (about an older text of it)" } else { "" };
    let stood = decided.stood.as_ref().map(|stood| format!(" [it {}]", stood.told()));
    format!(
        "{} on {}{by}{older}: {}{}",
        decided.decision.as_str(),
        day(decided.at_s),
        decided.reason,
        stood.unwrap_or_default()
    )
}

/// A hit in a few lines.
pub(super) fn hit(now: &HitNow) -> String {
    let hit = &now.hit;
    let gone = match (now.current, hit.past) {
        (false, _) => " (not found any more)",
        (true, true) => " (does not stand any more)",
        (true, false) => "",
    };
    let label = format!("  {}  {:.3}  ", hit.hit, f64::from(hit.score) / 1_000.0);
    let name = hit.names.first().map(|name| format!(" = {name}")).unwrap_or_default();
    let mut text =
        paragraph(&label, &visible(&format!("{} {}{name}{gone}", hit.about, hit.subject)));
    let mut line = |label: &str, said: &str| {
        text += &paragraph(&format!("      {label}: "), &visible(said));
    };
    line("in", &source(hit));
    match &hit.undercut {
        // The reasons of a denial are its two tests.
        Some(undercut) => tests(undercut).iter().for_each(|(label, said)| line(label, said)),
        None => hit.reasons.iter().for_each(|reason| line("why", reason)),
    }
    for (label, said) in weight(hit) {
        line(label, &said);
    }
    match now.decisions.is_empty() {
        true if now.current && !hit.past => line("decision", "none yet"),
        true => {}
        false => now.decisions.iter().for_each(|one| line("decision", &decision(one))),
    }
    text
}

/// A consultation with its answers.
pub(super) fn consultation(one: &Consultation) -> String {
    let asked = match &one.asked {
        Some((reference, _)) => format!("asked as {reference}"),
        None => format!("not released yet: `chancery release {}`", one.draft),
    };
    let sketch =
        if one.sketch { "with a sketch of the transaction" } else { "without the transaction" };
    let mut text = paragraph(
        "  ",
        &visible(&format!(
            "{} about {} ({}), {} by {}, {sketch}: {asked}",
            one.to, one.denial, one.hit, one.procedure, one.deadline
        )),
    );
    for answer in &one.answers {
        let said = format!(
            "{} on {} ({}): {}",
            answer.answer,
            day(answer.issued_at_s),
            answer.reference,
            answer.reasons
        );
        text += &paragraph("      answer: ", &visible(&format!("{}: {said}", answer.state)));
    }
    if one.answers.is_empty() && one.asked.is_some() {
        text += "      answer: none yet\n";
    }
    text
}
