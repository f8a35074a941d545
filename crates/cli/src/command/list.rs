//! `chancery list`: what the node holds, newest first; and the lists of parties that it has loaded.
//!
//! The word means two things to people, and each has the command that they look for: without a further
//! word the records are listed, with one it is about lists.

use chancery_http::{
    Listing,
    view::{ListView, MarkView, StatusWord, SummaryView},
};
use chancery_record::{Kind, StateCode};

use crate::{
    arguments::Place,
    exit::Exit,
    failure::Failure,
    screen::{Form, counted, paragraph, table, visible},
};

mod difference;
mod load;
mod remove;
mod show_list;
mod versions;

/// Enough for two screens; the rest is asked for.
const LIMIT_DEFAULT: usize = 50;

/// List the records that the node holds, newest first; or load and compare lists of parties
#[derive(Debug, clap::Args)]
#[command(args_conflicts_with_subcommands = true)]
pub(crate) struct List {
    #[command(subcommand)]
    lists: Option<Lists>,
    /// Only records of this state: its ISO 3166-1 code, or XK
    #[arg(long, value_name = "STATE")]
    state: Option<StateCode>,
    /// Only records of this kind, such as threat-advisory
    #[arg(long, value_name = "KIND")]
    kind: Option<String>,
    /// Only records issued since this date or instant: 2026-11-01, or 2026-11-01T12:00:00Z
    #[arg(long, value_name = "DATE")]
    since: Option<String>,
    /// Only records that stand so: in-force, corrected, expired, withdrawn, forked, revoked, renewed,
    /// partly-withdrawn, disputed, corroborated, pending
    #[arg(long, value_name = "WORD")]
    status: Option<String>,
    /// Only exercises, or only what is real
    #[arg(long, value_name = "yes|no", value_parser = ["yes", "no"])]
    exercise: Option<String>,
    /// Also records that have expired, which a list leaves out
    #[arg(long)]
    all: bool,
    /// At most so many
    #[arg(long, value_name = "N", default_value_t = LIMIT_DEFAULT)]
    limit: usize,
}

/// What can be done with lists of parties.
#[derive(Debug, clap::Subcommand)]
enum Lists {
    Load(load::Load),
    Show(show_list::Show),
    Versions(versions::Versions),
    Diff(difference::Diff),
    Remove(remove::Remove),
}

impl List {
    pub(super) async fn run(&self, place: &Place) -> Result<Exit, Failure> {
        match &self.lists {
            Some(Lists::Load(load)) => load.run(place).await,
            Some(Lists::Show(show)) => show.run(place).await,
            Some(Lists::Versions(versions)) => versions.run(place).await,
            Some(Lists::Diff(diff)) => diff.run(place).await,
            Some(Lists::Remove(remove)) => remove.run(place).await,
            None => self.records(place).await,
        }
    }

    async fn records(&self, place: &Place) -> Result<Exit, Failure> {
        let listing = Listing {
            state: self.state.map(|state| state.to_string()),
            kind: self.kind.clone(),
            since: self.since.clone(),
            limit: Some(self.limit),
            exercise: self.exercise.clone(),
            status: self.status.clone(),
            expired: (!self.all).then(|| "hide".to_owned()),
        };
        let ListView { records, hidden } = place.client()?.list(&listing).await?;
        let screen = place.screen();
        screen.answer(&records, |records| self.told(records, hidden))?;
        if screen.form() == Form::Json && hidden > 0 {
            let what = format!("{} left out: expired", counted(hidden, "record"));
            Failure::new(what, "`--all` lists them too").report(Form::Json);
        }
        Ok(Exit::Done)
    }

    fn told(&self, records: &[SummaryView], hidden: usize) -> String {
        let mut text = match records {
            [] => self.nothing(),
            records => table(
                ["reference", "kind", "status", "issued", "held by", "title"],
                records.iter().map(row),
            ),
        };
        if records.len() == self.limit {
            text += &format!("\nthe newest {}; more with --limit\n", self.limit);
        }
        if hidden > 0 {
            text += &format!("\n{} not shown, expired; with --all\n", counted(hidden, "record"));
        }
        text
    }

    fn nothing(&self) -> String {
        match &self.kind {
            // A kind may be newer than this version, so it is not refused; but it may also be misspelt.
            Some(kind) if kind.parse::<Kind>().is_err() => {
                let known = Kind::ALL.map(Kind::as_str).join(", ");
                let told = format!("nothing of the kind {kind:?}; this version knows {known}");
                paragraph("", &visible(&told))
            }
            _ => "nothing here\n".to_owned(),
        }
    }
}

fn row(record: &SummaryView) -> [String; 6] {
    [
        record.reference.clone(),
        record.kind.clone(),
        standing(record),
        record.issued_at.chars().take("2026-11-01".len()).collect(),
        format!("{} of {}", record.held_by.len(), record.members),
        titled(record),
    ]
}

/// The title, which never looks real when it is a drill.
pub(super) fn titled(record: &SummaryView) -> String {
    let title = if record.title.is_empty() { "(not readable here)" } else { &record.title };
    if record.exercise { format!("[exercise] {title}") } else { title.to_owned() }
}

/// Whether it stands, what changed that, and what stands beside it.
pub(super) fn standing(record: &SummaryView) -> String {
    let mut text = match (record.status, &record.status_by) {
        (StatusWord::InForce, _) => "in force".to_owned(),
        (word, Some(by)) => format!("{} by {by}", word.as_str()),
        (word, None) => word.as_str().to_owned(),
    };
    for MarkView { mark, by } in &record.marks {
        text += &format!(", {}", mark.replace('-', " "));
        if !by.is_empty() {
            text += &format!(" by {}", by.join(" "));
        }
    }
    text
}
