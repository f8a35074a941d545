//! `chancery watch list`, `show` and `remove`.

use chancery_http::view::WatchView;
use clap::Args;

use crate::{
    arguments::Place,
    exit::Exit,
    failure::Failure,
    screen::{fields, table, visible},
};

/// List the watches of this node, the oldest first
#[derive(Debug, Args)]
pub(super) struct List {}

/// Show one watch
#[derive(Debug, Args)]
pub(super) struct Show {
    /// Its name
    #[arg(value_name = "NAME")]
    name: String,
}

/// Remove a watch; what it has raised stays
#[derive(Debug, Args)]
pub(super) struct Remove {
    /// Its name
    #[arg(value_name = "NAME")]
    name: String,
}

impl List {
    pub(super) async fn run(&self, place: &Place) -> Result<Exit, Failure> {
        let watches = place.client()?.watches().await?;
        place.screen().answer(&watches, |watches| listed(watches))?;
        Ok(Exit::Done)
    }
}

impl Show {
    pub(super) async fn run(&self, place: &Place) -> Result<Exit, Failure> {
        let watch = place.client()?.watch_show(&self.name).await?;
        place.screen().answer(&watch, page)?;
        Ok(Exit::Done)
    }
}

impl Remove {
    pub(super) async fn run(&self, place: &Place) -> Result<Exit, Failure> {
        let watch = place.client()?.watch_remove(&self.name).await?;
        place.screen().answer(&watch, |watch| {
            format!("{} is removed; what it has raised stays\n", visible(&watch.name))
        })?;
        Ok(Exit::Done)
    }
}

fn listed(watches: &[WatchView]) -> String {
    if watches.is_empty() {
        return "no watches\n".to_owned();
    }
    let rows = watches.iter().map(|watch| {
        let made = watch.made_at.chars().take("2026-11-01".len()).collect();
        let unread = if watch.unread.is_some() { " (cannot be read today)" } else { "" };
        [watch.name.clone(), made, subject(watch) + unread, licence(watch).unwrap_or_default()]
    });
    table(["watch", "made", "of", "licence"], rows)
}

/// One watch in a few lines.
pub(super) fn page(watch: &WatchView) -> String {
    let mut all = vec![("watch", watch.name.clone()), ("of", subject(watch))];
    if let Some(card) = &watch.party {
        let rest = card.names.iter().skip(1).map(|name| name.value.clone());
        let numbers = card.identifiers.iter().map(|one| format!("{} {}", one.scheme, one.value));
        all.extend(several("also called", rest));
        all.extend(several("registered in", card.countries.iter().cloned()));
        all.extend(several("identifiers", numbers));
        let threshold = watch.threshold.map(|threshold| format!("{threshold} of 1000"));
        all.push(("threshold", threshold.unwrap_or_else(|| "the default of screening".into())));
    }
    all.extend(licence(watch).map(|licence| ("licence", licence)));
    all.extend((!watch.note.is_empty()).then(|| ("why", watch.note.clone())));
    all.extend(watch.since.clone().map(|since| ("looks back to", since)));
    all.push(("made", watch.made_at.clone()));
    all.extend(watch.unread.clone().map(|why| ("cannot be read", why)));
    fields(&all)
}

fn several(
    label: &'static str,
    texts: impl Iterator<Item = String>,
) -> Option<(&'static str, String)> {
    let texts: Vec<String> = texts.collect();
    (!texts.is_empty()).then(|| (label, texts.join(", ")))
}

/// What is watched, in a line.
fn subject(watch: &WatchView) -> String {
    match (&watch.query, &watch.party) {
        (Some(query), _) => format!("query {query}"),
        (None, Some(card)) => {
            let name = card.names.first().map(|name| name.value.clone());
            let number = || card.identifiers.first().map(|number| number.value.clone());
            format!("party {}", name.or_else(number).unwrap_or_default())
        }
        (None, None) => "nothing that this version knows".to_owned(),
    }
}

fn licence(watch: &WatchView) -> Option<String> {
    let licence = watch.licence.as_ref()?;
    Some(format!("{}, granted {}", licence.number, licence.granted))
}
