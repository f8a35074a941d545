//! A case as a document: HTML that any browser shows and prints, today and in years.
//!
//! Invariants: everything that anybody wrote is escaped, no script runs and nothing is loaded from anywhere; the
//! document is made from what was verified, says what was not, and carries the hash of the file that it renders.

use chancery_ledger::roster::Genesis;
use chancery_node::answer::{Case, HitNow};
use maud::{DOCTYPE, Markup, PreEscaped, html};

use super::told;
use super::verify::{AnswerView, NOT_SHOWN, VerifiedView, VersionView};
use crate::screen::visible;

const STYLE: &str = "@page{size:A4;margin:16mm}*{box-sizing:border-box}body{font:10pt/1.4 serif;color:#000;\
background:#fff;max-width:178mm;margin:0 auto}h1{font-size:16pt;margin:0 0 2mm}h2{font-size:12pt;margin:6mm 0 1.5mm;\
border-bottom:.3mm solid #000;break-after:avoid}h3{font-size:10.5pt;margin:3mm 0 .5mm;break-after:avoid}p{margin:0 0 1.5mm}\
table{border-collapse:collapse;width:100%}td,th{text-align:left;vertical-align:top;padding:.3mm 3mm .3mm 0}\
th{white-space:nowrap;font-weight:600;width:32mm}td{overflow-wrap:anywhere}section{break-inside:avoid}ul{margin:0;padding-left:5mm}\
.drill,.fail{border:1mm solid #000;padding:1.5mm;text-align:center;font-size:14pt;font-weight:700;margin-bottom:3mm}\
.mono{font-family:monospace;font-size:8.5pt;word-break:break-all}footer{margin-top:6mm;border-top:.3mm solid #000;padding-top:2mm}";

/// The document about a case file that was verified, or was not.
pub(super) fn page(view: &VerifiedView, genesis: &Genesis) -> String {
    let number = view.case.as_ref().map_or("no case", |case| case.number.as_str());
    let drill = view.versions.iter().filter_map(VersionView::known).any(|stood| stood.exercise);
    let document = html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'";
                meta name="viewport" content="width=device-width";
                title { "Case " (number) }
                style { (PreEscaped(STYLE)) }
            }
            body {
                @if drill { div.drill { "EXERCISE — it rests on drills" } }
                @if !view.verified { (unproved(view)) }
                @match &view.case {
                    Some(case) => (body(case, view)),
                    None => h1 { "A case file whose steps do not hold together" },
                }
                (verification(view, genesis))
            }
        }
    };
    document.into_string()
}

fn unproved(view: &VerifiedView) -> Markup {
    html! {
        div.fail { "DOES NOT VERIFY" }
        ul { @for flaw in &view.flaws { li { (visible(flaw)) } } }
    }
}

fn body(case: &Case, view: &VerifiedView) -> Markup {
    html! {
        h1 { "Case " bdi { (visible(&case.number)) } }
        (head(case))
        h2 { "The application" }
        (application(case))
        h2 { "What it rests on" }
        @if view.versions.is_empty() { p { "Nothing that any state has said." } }
        @for version in &view.versions { (lines(&version.lines())) }
        h2 { "Hits, reasons and decisions" }
        @if case.hits.is_empty() { p { "None." } }
        @for hit in &case.hits { (one(hit)) }
        @if !view.answers.is_empty() || !case.consultations.is_empty() {
            h2 { "Consultations" }
            (consultations(case, &view.answers))
        }
        h2 { "Screenings" }
        (screenings(case))
        h2 { "Journal" }
        table {
            @for line in &case.journal {
                tr {
                    th { (told::instant(line.at_s)) }
                    td { bdi { (visible(&line.what)) } @if let Some(by) = &line.by { " (" bdi { (visible(by)) } ")" } }
                }
            }
        }
    }
}

fn head(case: &Case) -> Markup {
    html! {
        table {
            tr { th { "Decided by" } td { (visible(&case.state)) ", authority " bdi { (visible(&case.authority)) } } }
            tr { th { "Opened" } td { (told::instant(case.opened_at_s)) } }
            tr {
                th { "Outcome" }
                td {
                    @match &case.closed {
                        Some(end) => {
                            b { (end.outcome.as_str().replace('-', " ")) }
                            " on " (told::day(end.at_s))
                            @if let Some(by) = &end.by { " by " bdi { (visible(by)) } }
                            ": " bdi { (visible(&end.reason)) }
                        },
                        None => b { "none yet: the case is open" },
                    }
                }
            }
            @if let Some(hold) = &case.hold {
                tr { th { "Held" } td { "since " (told::day(hold.at_s)) ": " bdi { (visible(&hold.reason)) } } }
            }
        }
    }
}

fn application(case: &Case) -> Markup {
    let application = &case.application;
    html! {
        table {
            @for party in &application.parties {
                tr {
                    th { @if party.roles.is_empty() { "party" } @else { (visible(&party.roles.join(", "))) } }
                    td {
                        @for (at, name) in party.card.names.iter().enumerate() {
                            @if at > 0 { "; " }
                            bdi { (visible(&name.value)) }
                        }
                        @if !party.card.countries.is_empty() { " (" (visible(&party.card.countries.join(", "))) ")" }
                        @for address in &party.card.addresses { br; bdi { (visible(&address.text)) } }
                        @for number in &party.card.identifiers {
                            br; (visible(&number.scheme)) " " bdi { (visible(&number.value)) }
                        }
                        @for owner in &party.card.owners { br; "owner: " bdi { (visible(&owner.name)) } }
                    }
                }
            }
            @for item in &application.items {
                tr {
                    th { "item" }
                    td {
                        @if let Some(category) = &item.tech_category { (visible(category)) " " }
                        bdi { (visible(&item.description)) }
                        @if !item.product_names.is_empty() { " sold as " bdi { (visible(&item.product_names.join(", "))) } }
                        @for code in &item.codes { br; (visible(&code.list)) " " (visible(&code.code)) }
                        @if let Some(parameters) = &item.technical_parameters { br; bdi { (visible(parameters)) } }
                    }
                }
            }
            @if !application.route.is_empty() {
                tr {
                    th { "route" }
                    td { @for (at, leg) in application.route.iter().enumerate() { @if at > 0 { " → " } (visible(&leg.country)) } }
                }
            }
            @if let Some(destination) = &application.destination { tr { th { "destination" } td { (visible(destination)) } } }
            @if let Some(end_use) = &application.stated_end_use { tr { th { "stated end use" } td { bdi { (visible(end_use)) } } } }
        }
    }
}

fn one(now: &HitNow) -> Markup {
    let hit = &now.hit;
    html! {
        section {
            h3 {
                (hit.hit) " — " (hit.about) " " bdi { (visible(&hit.subject)) }
                @if let Some(name) = hit.names.first() { " = " bdi { (visible(name)) } }
                ", " (format!("{:.3}", f64::from(hit.score) / 1_000.0))
            }
            table {
                tr { th { "found in" } td { bdi { (visible(&told::source(hit))) } } }
                @match &hit.undercut {
                    Some(undercut) => {
                        @for (label, said) in told::tests(undercut) { tr { th { (label) } td { bdi { (visible(&said)) } } } }
                    },
                    None => tr { th { "why" } td { ul { @for reason in &hit.reasons { li { bdi { (visible(reason)) } } } } } },
                }
                @for (label, said) in told::weight(hit) { tr { th { (label) } td { bdi { (visible(&said)) } } } }
                @for decided in &now.decisions {
                    tr { th { "decision" } td { b { bdi { (visible(&told::decision(decided))) } } } }
                }
                @if now.decisions.is_empty() { tr { th { "decision" } td { "none" } } }
            }
        }
    }
}

fn consultations(case: &Case, answers: &[AnswerView]) -> Markup {
    html! {
        @for one in &case.consultations {
            @if one.asked.is_none() {
                p { (visible(&one.to)) " about " (visible(&one.denial)) ": drafted, and not sent" }
            }
        }
        @for answer in answers { (lines(&answer.lines())) }
    }
}

fn screenings(case: &Case) -> Markup {
    html! {
        table {
            @for screened in &case.screenings {
                @let taken = &screened.taken;
                tr {
                    th { (told::instant(screened.at_s)) }
                    td {
                        (taken.hits.len()) " hits; " (taken.cards) " parties searched; " (taken.denials) " denials; settings "
                        (visible(&taken.settings)) ", threshold " (format!("{:.3}", f64::from(taken.threshold) / 1_000.0))
                        "; index " span.mono { (visible(&taken.index)) }
                        @for list in &taken.lists {
                            br; "list " (visible(&list.list)) " v" (list.number) ", " (list.entries) " entries, "
                            span.mono { (visible(&list.version)) }
                        }
                        @for not_asked in &taken.not_asked { br; "not asked: " bdi { (visible(not_asked)) } }
                    }
                }
            }
        }
    }
}

fn lines(lines: &[(&'static str, String)]) -> Markup {
    html! {
        section {
            table { @for (label, said) in lines { tr { th { (label) } td { bdi { (visible(said)) } } } } }
            p { }
        }
    }
}

fn verification(view: &VerifiedView, genesis: &Genesis) -> Markup {
    html! {
        h2 { "What this does not show" }
        ul { @for line in NOT_SHOWN { li { (line) } } }
        footer {
            p {
                "This document is a rendering; what counts is the case file with the hash below. Whoever has it and the genesis file of the \
                 network " bdi { (visible(&genesis.roster().network)) } " verifies it without any node or network: chancery case verify FILE \
                 --genesis FILE. The format is described in the software's own pages (docs/spec/case.md), in words that need no software."
            }
            table.mono {
                tr { th { "case file" } td { (view.digest) } }
                @if let Some(case) = &view.case { tr { th { "last step" } td { (visible(&case.head)) } } }
                tr { th { "network" } td { (genesis.roster().hash()) } }
            }
        }
    }
}
