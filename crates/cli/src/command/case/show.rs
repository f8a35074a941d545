//! `chancery case show`: a case as it stands, on one page.

use chancery_http::view::CaseView;
use chancery_node::answer::Case;
use clap::Args;

use super::told;
use crate::{
    arguments::Place,
    exit::Exit,
    failure::Failure,
    screen::{fields, paragraph, visible},
};

/// Show a case: application, hits with their reasons and decisions, consultations, notes, journal
#[derive(Debug, Args)]
pub(super) struct Show {
    /// Number or name of the case
    #[arg(value_name = "CASE")]
    case: String,
    /// Only this hit
    #[arg(long, value_name = "HIT")]
    hit: Option<String>,
}

impl Show {
    pub(super) async fn run(&self, place: &Place) -> Result<Exit, Failure> {
        let view = place.client()?.case(&self.case).await?;
        let Some(hit) = &self.hit else {
            place.screen().answer(&view, page)?;
            return Ok(Exit::Done);
        };
        let found = view.case.hit(hit).ok_or_else(|| {
            let hint = format!("`chancery case show {}` lists them", view.case.name);
            Failure::new(format!("{} has no hit {hit}", view.case.name), hint)
                .ending(Exit::NotFound)
        })?;
        place.screen().answer(found, told::hit)?;
        Ok(Exit::Done)
    }
}

fn page(view: &CaseView) -> String {
    let case = &view.case;
    let mut text = head(case);
    text += &application(case);
    text += &screenings(case);
    if !case.hits.is_empty() {
        text += "\nHITS\n";
        text += &case.hits.iter().map(told::hit).collect::<Vec<_>>().join("\n");
    }
    if !case.consultations.is_empty() {
        text += "\nCONSULTATIONS\n";
        text.extend(case.consultations.iter().map(told::consultation));
    }
    text += &notes(view);
    text += "\nJOURNAL\n";
    for line in &case.journal {
        let by = line.by.as_ref().map(|by| format!(" ({by})")).unwrap_or_default();
        let label = format!("  {}  ", told::instant(line.at_s));
        text += &paragraph(&label, &visible(&format!("{}{by}", line.what)));
    }
    text += "\n";
    text += &told::left(case);
    text
}

fn head(case: &Case) -> String {
    let standing = match &case.closed {
        None => "open".to_owned(),
        Some(end) => format!("{} on {}: {}", end.outcome.as_str(), told::day(end.at_s), end.reason),
    };
    let mut lines = vec![
        ("case", told::named(case)),
        ("of", format!("{}, authority {}", case.state, case.authority)),
        ("opened", told::instant(case.opened_at_s)),
        ("stands", standing),
    ];
    if let Some(hold) = &case.hold {
        lines.push(("held", format!("since {}: {}", told::day(hold.at_s), hold.reason)));
    }
    lines.push(("last step", case.head.clone()));
    fields(&lines)
}

fn application(case: &Case) -> String {
    let application = &case.application;
    let mut text = "\nAPPLICATION\n".to_owned();
    let mut line = |label: &str, said: &str| {
        text += &paragraph(&format!("  {label}: "), &visible(said));
    };
    for party in &application.parties {
        let names: Vec<&str> = party.card.names.iter().map(|name| name.value.as_str()).collect();
        let roles = if party.roles.is_empty() {
            "role not said".to_owned()
        } else {
            party.roles.join(", ")
        };
        line(&roles, &names.join("; "));
    }
    for item in &application.items {
        let codes: Vec<String> =
            item.codes.iter().map(|code| format!("{} {}", code.list, code.code)).collect();
        let words = [
            item.tech_category.clone().unwrap_or_default(),
            item.description.clone(),
            item.product_names.join(", "),
            codes.join(", "),
            item.technical_parameters.clone().unwrap_or_default(),
        ];
        let words: Vec<String> = words.into_iter().filter(|word| !word.is_empty()).collect();
        line("item", &words.join("; "));
    }
    if !application.route.is_empty() {
        let route: Vec<&str> = application.route.iter().map(|leg| leg.country.as_str()).collect();
        line("route", &route.join(", "));
    }
    if let Some(destination) = &application.destination {
        line("destination", destination);
    }
    if let Some(end_use) = &application.stated_end_use {
        line("stated end use", end_use);
    }
    text
}

fn screenings(case: &Case) -> String {
    if case.screenings.is_empty() {
        return String::new();
    }
    let mut text = "\nSCREENINGS\n".to_owned();
    for screened in &case.screenings {
        let taken = &screened.taken;
        let lists: Vec<String> =
            taken.lists.iter().map(|list| format!("{} v{}", list.list, list.number)).collect();
        let lists = if lists.is_empty() { "no list".to_owned() } else { lists.join(", ") };
        let mut said = format!(
            "{} parties searched, {lists}, {} denials; settings {}, threshold {:.3}; {} below it",
            taken.cards,
            taken.denials,
            taken.settings,
            f64::from(taken.threshold) / 1_000.0,
            taken.below
        );
        for (what, hits) in
            [("new", &screened.new), ("changed", &screened.changed), ("gone", &screened.gone)]
        {
            if !hits.is_empty() {
                said += &format!("; {what}: {}", hits.join(", "));
            }
        }
        if taken.behind > 0 {
            said += &format!("; {} entries were held and not searched yet", taken.behind);
        }
        if taken.left_out > 0 {
            said += &format!("; {} weaker hits are left out", taken.left_out);
        }
        for not_asked in &taken.not_asked {
            said += &format!("; not asked: {not_asked}");
        }
        text += &paragraph(&format!("  {}  ", told::instant(screened.at_s)), &visible(&said));
    }
    text
}

fn notes(view: &CaseView) -> String {
    if view.notes.is_empty() {
        return String::new();
    }
    let mut text = "\nNOTES\n".to_owned();
    for note in &view.notes {
        let stood = view.case.relied.iter().find(|relied| relied.note == note.note);
        let stood = stood.map(|relied| format!(" [it {}]", relied.stood.told()));
        let said = format!(
            "{} {} v{} ({}): {}{}",
            note.relied_as,
            note.reference,
            note.number,
            note.cited,
            note.reason,
            stood.unwrap_or_default()
        );
        text += &paragraph(&format!("  {}  ", note.note), &visible(&said));
    }
    text
}
