//! `chancery watch notices` and `done`: what the watches have raised, and what was seen to.

use chancery_http::{
    Extent,
    view::{NoticeView, SeveralView},
};
use clap::Args;

use crate::{
    arguments::Place,
    exit::Exit,
    failure::Failure,
    screen::{counted, paragraph, visible},
};

/// Notices of one answer of the node: behind a full one there may be more.
const ANSWER_MAX: usize = 1_000;

/// List what the watches have raised, why, and what to do
#[derive(Debug, Args)]
pub(super) struct Notices {
    /// Only those behind this number: the last one that was seen
    #[arg(long, value_name = "NUMBER", default_value_t = 0)]
    after: u64,
    /// Also those that somebody has seen to
    #[arg(long)]
    all: bool,
    /// Only those of this watch
    #[arg(long, value_name = "NAME")]
    watch: Option<String>,
}

/// Note that somebody has seen to notices
#[derive(Debug, Args)]
pub(super) struct Done {
    /// Their numbers
    #[arg(value_name = "NUMBER", required = true)]
    numbers: Vec<u64>,
}

impl Notices {
    pub(super) async fn run(&self, place: &Place) -> Result<Exit, Failure> {
        let client = place.client()?;
        let extent = if self.all { Extent::All } else { Extent::Open };
        let (mut all, mut after) = (Vec::new(), self.after);
        loop {
            let read = client.notices(after, extent).await?;
            let full = read.len() >= ANSWER_MAX;
            after = read.last().map_or(after, |notice| notice.number);
            let of = |notice: &NoticeView| self.watch.as_ref().is_none_or(|of| *of == notice.watch);
            all.extend(read.into_iter().filter(of));
            if !full {
                break;
            }
        }
        place.screen().answer(&all, |all| told(all))?;
        Ok(Exit::Done)
    }
}

impl Done {
    pub(super) async fn run(&self, place: &Place) -> Result<Exit, Failure> {
        let client = place.client()?;
        let mut done = Vec::new();
        for number in &self.numbers {
            done.push(client.notice_done(*number).await?);
        }
        place.screen().answer(&done, |done| {
            done.iter().map(|notice| format!("notice {} is done\n", notice.number)).collect()
        })?;
        Ok(Exit::Done)
    }
}

fn told(notices: &[NoticeView]) -> String {
    if notices.is_empty() {
        return "no watch has raised anything that nobody has seen to\n".to_owned();
    }
    notices.iter().map(one).collect::<Vec<_>>().join("\n")
}

/// One notice in a few lines.
pub(super) fn one(notice: &NoticeView) -> String {
    let done = if notice.done { " (done)" } else { "" };
    let label = format!("{}  {}{done}: ", notice.number, notice.watch);
    let mut text = paragraph(&visible(&label), &visible(&happened(notice)));
    text += &details(notice, "    ");
    text + &paragraph("    to do: ", &visible(&notice.todo))
}

/// What happened, in a sentence.
pub(super) fn happened(notice: &NoticeView) -> String {
    let drill = if notice.exercise { "[exercise] " } else { "" };
    if let Some(several) = &notice.several {
        return format!("{drill}{}", counts(several));
    }
    let what = match notice.raised.as_str() {
        "matches" => "matches",
        "changed" => "has changed",
        "ceased" => "no longer matches",
        // A newer node may raise what this version has no words for.
        other => other,
    };
    let NoticeView { reference, version_number, kind, state, title, .. } = notice;
    format!("{reference} v{version_number} {what}: {drill}{title} ({kind} of {state})")
}

/// What many records at once have done.
pub(super) fn counts(several: &SeveralView) -> String {
    let parts = [
        (several.matches, "record", "now matches", "now match"),
        (several.changed, "record", "has changed", "have changed"),
        (several.ceased, "record", "no longer matches", "no longer match"),
    ];
    let said = parts.into_iter().filter(|(count, ..)| *count > 0);
    let said = said.map(|(count, what, one, many)| {
        let number = usize::try_from(count).unwrap_or(usize::MAX);
        format!("{} {}", counted(number, what), if count == 1 { one } else { many })
    });
    said.collect::<Vec<_>>().join(", ")
}

/// What is known of it beside the sentence.
pub(super) fn details(notice: &NoticeView, indent: &str) -> String {
    let line = |label: &str, text: &str| paragraph(&format!("{indent}{label}: "), &visible(text));
    let mut text = String::new();
    if let Some(several) = &notice.several {
        let named: u64 = u64::try_from(several.references.len()).unwrap_or(u64::MAX);
        let all = several.matches + several.changed + several.ceased;
        let more = all.saturating_sub(named);
        let more = if more > 0 { format!(" and {more} more") } else { String::new() };
        text += &line("records", &(several.references.join(", ") + &more));
    }
    for change in &notice.changes {
        text += &line("what changed", change);
    }
    if let Some(party) = &notice.party {
        let key = party.key.as_ref().map(|key| format!(" ({key})")).unwrap_or_default();
        text += &line("party", &format!("{}{key}, {} of 1000", party.name, party.score));
        for reason in &party.reasons {
            text += &line("why", reason);
        }
    }
    if let Some(licence) = &notice.licence {
        text += &line("licence", &format!("{}, granted {}", licence.number, licence.granted));
    }
    text
}
