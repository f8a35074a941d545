//! A pack on one page, for people who run no software: HTML that a browser prints on one side of A4.
//!
//! Invariants: everything that a state wrote is escaped, no script runs and nothing is loaded; every text
//! is cut to a named length, so that the page stays one page; and a drill says so in the largest letters.

use chancery_ledger::pack::{Pack, Verdict};
use chancery_ledger::roster::Genesis;
use maud::{DOCTYPE, Markup, PreEscaped, html};

use super::finding::{Finding, record};
use super::words::checks;
use crate::screen::visible;

/// Two lines of the heading.
const TITLE_CHARS_MAX: usize = 160;

/// About ten lines.
const SUMMARY_CHARS_MAX: usize = 900;

/// Twelve lines in three columns.
const COSIGNERS_MAX: usize = 36;

/// Three lines; the file has them all.
const PARTS_CHARS_MAX: usize = 330;

/// The newest three.
const LATER_MAX: usize = 3;

/// About two lines of a check; the whole text is what `chancery evidence verify` prints.
const CHECK_CHARS_MAX: usize = 220;

const STYLE: &str = "@page{size:A4;margin:13mm}*{box-sizing:border-box}body{font:8.5pt/1.3 sans-serif;\
color:#000;background:#fff;max-width:184mm;margin:0 auto}h1{font-size:13pt;margin:0 0 1mm}h2{font-size:9.5pt;\
margin:2.5mm 0 .8mm;border-bottom:.3mm solid #000}p{margin:0 0 1mm}table{border-collapse:collapse;width:100%}\
td,th{text-align:left;vertical-align:top;padding:.2mm 2mm .2mm 0}th{white-space:nowrap;font-weight:600}\
ul{margin:0;padding-left:4mm}.drill{border:1mm solid #000;padding:1mm;text-align:center;font-size:15pt;\
font-weight:700;margin-bottom:2mm}.cols{columns:3;column-gap:4mm;list-style:none;padding:0;font-size:7.5pt}\
.mono{font-family:monospace;font-size:7.5pt;word-break:break-all}.text{overflow-wrap:anywhere}\
footer{margin-top:2mm;border-top:.3mm solid #000;padding-top:1mm}";

/// The page about a pack that verified; `digest` is the SHA-256 of its file.
pub(super) fn page(pack: &Pack, verdict: &Verdict, genesis: &Genesis, digest: &str) -> String {
    let finding = Finding::of(pack, verdict);
    let (title, summary) = said(pack);
    let document = html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'";
                meta name="viewport" content="width=device-width";
                title { (finding.reference) " — evidence" }
                style { (PreEscaped(STYLE)) }
            }
            body {
                @if finding.exercise { (drill(pack)) }
                h1 { (finding.reference) ": " bdi { (title) } }
                (who(&finding, verdict))
                h2 { "What it says" }
                p.text dir="auto" { (summary) }
                (later(&finding))
                (held(&finding))
                (steps(verdict, genesis))
                h2 { "What this does not show" }
                ul { @for line in finding.not_shown() { li { (line) } } }
                (source(&finding, genesis, digest))
            }
        }
    };
    document.into_string()
}

fn drill(pack: &Pack) -> Markup {
    html! {
        div.drill {
            @if pack.body().is_some() { "EXERCISE — nobody should act on this" }
            @else { "BODY NOT INCLUDED — treat as an exercise" }
        }
    }
}

/// Title and summary, as far as they fit.
fn said(pack: &Pack) -> (String, String) {
    let Some(record) = record(pack) else {
        let missing = match pack.body() {
            Some(_) => "This version cannot read the body.",
            None => "The body is not in the pack.",
        };
        return (String::new(), missing.to_owned());
    };
    let json = record.to_json();
    let text =
        ["summary", "explanation", "reason"].into_iter().find_map(|name| json[name].as_str());
    (
        shortened(record.title(), TITLE_CHARS_MAX),
        shortened(text.unwrap_or_default(), SUMMARY_CHARS_MAX),
    )
}

fn who(finding: &Finding, verdict: &Verdict) -> Markup {
    let state = visible(&verdict.state_name);
    html! {
        table {
            tr { th { "Said by" } td { (state) " (" (finding.state) "), authority " (finding.authority) } }
            tr { th { "On" } td { (finding.issued_at) ", by its own clock" } }
            tr { th { "Kind, marking" } td { (finding.kind) ", " (finding.marking) } }
            tr { th { "Released by" } td { (visible(&finding.released())) } }
            tr { th { "Status" } td { b { (finding.standing()) } } }
            @if let Some(parts) = finding.parts() {
                tr { th { "Withdrawn" } td { b { (shortened(&parts, PARTS_CHARS_MAX)) } } }
            }
            @if let Some(days) = finding.days() { tr { th { "Days" } td { (days) } } }
        }
    }
}

fn later(finding: &Finding) -> Markup {
    let more = finding.later.len().saturating_sub(LATER_MAX);
    html! {
        @if !finding.later.is_empty() {
            h2 { "What its author said later" }
            ul {
                @for later in finding.later.iter().skip(more) {
                    li {
                        (later.kind) " " (later.reference) ", " (later.issued_at)
                        @if let Some(why) = later.no_effect { " (without effect: " (why) ")" }
                    }
                }
            }
            @if more > 0 { p { "and " (more) " earlier; the file has them all" } }
        }
    }
}

fn held(finding: &Finding) -> Markup {
    let more = finding.cosigners.len().saturating_sub(COSIGNERS_MAX);
    html! {
        h2 { "Held by " (finding.held_by.len()) " of " (finding.members) " states" }
        p {
            "The nodes of these states signed that they held the whole log, to its entry "
            (finding.checkpoint_size) ", by the time beside them."
        }
        ul.cols {
            @for one in finding.cosigners.iter().take(COSIGNERS_MAX) {
                li {
                    (one.state) " " (one.time)
                    @if let Some(why) = one.uncounted { " (not counted: " (why) ")" }
                }
            }
        }
        @if more > 0 { p { "and " (more) " more; the file has them all" } }
    }
}

fn steps(verdict: &Verdict, genesis: &Genesis) -> Markup {
    html! {
        h2 { "What was verified" }
        table {
            @for check in checks(verdict, genesis) {
                tr {
                    th { "✓ " (check.check) }
                    td.text { (shortened(&check.detail, CHECK_CHARS_MAX)) }
                }
            }
        }
    }
}

fn source(finding: &Finding, genesis: &Genesis, digest: &str) -> Markup {
    html! {
        footer {
            p {
                "This page is a rendering; the evidence is the file with the SHA-256 below. Whoever has it and the genesis file \
                 of the network " bdi { (genesis.roster().network) } " checks it by: chancery evidence verify FILE --genesis FILE"
            }
            table.mono {
                tr { th { "file" } td { (digest) } }
                tr { th { "statement" } td { (finding.id) } }
                tr { th { "network" } td { (genesis.roster().hash()) } }
            }
        }
    }
}

/// On one line, cut at a number of characters, and saying so.
fn shortened(text: &str, chars_max: usize) -> String {
    let text = visible(text);
    match text.char_indices().nth(chars_max) {
        Some((end, _)) => format!("{}… (shortened)", &text[..end]),
        None => text,
    }
}
