//! `chancery case list`: every case in a line, and those whose retention is over.

use chancery_http::view::CaseListedView;
use chancery_node::answer::Stone;
use clap::Args;

use super::told;
use crate::{
    arguments::Place,
    exit::Exit,
    failure::Failure,
    screen::{counted, paragraph, table},
};

/// List the cases of this node
#[derive(Debug, Args)]
pub(super) struct List {
    /// Only those that should be looked at because their retention is over
    #[arg(long, conflicts_with = "removed")]
    overdue: bool,
    /// What is left of those that were removed
    #[arg(long)]
    removed: bool,
}

impl List {
    pub(super) async fn run(&self, place: &Place) -> Result<Exit, Failure> {
        let (client, screen) = (place.client()?, place.screen());
        if self.removed {
            let stones = client.case_stones().await?;
            screen.answer(&stones, |stones| removed(stones))?;
            return Ok(Exit::Done);
        }
        let cases =
            if self.overdue { client.overdue_cases().await? } else { client.cases().await? };
        screen.answer(&cases, |cases| listed(cases))?;
        Ok(Exit::Done)
    }
}

fn listed(cases: &[CaseListedView]) -> String {
    if cases.is_empty() {
        return "no cases\n".to_owned();
    }
    let mut text = table(
        ["case", "number", "about", "opened", "stands", "kept until"],
        cases.iter().map(|case| {
            let line = &case.line;
            [
                line.name.clone(),
                line.number.clone(),
                line.about.clone(),
                told::day(line.opened_at_s),
                standing(case),
                case.kept_until.clone().unwrap_or_default(),
            ]
        }),
    );
    let over = cases.iter().filter(|case| case.overdue).count();
    if over > 0 {
        let over = format!(
            "the retention of {} is over: look at {}, and remove what is not needed with `chancery case remove CASE`",
            counted(over, "case"),
            if over == 1 { "it" } else { "them" }
        );
        text += &paragraph("", &over);
    }
    text
}

fn standing(case: &CaseListedView) -> String {
    let line = &case.line;
    let mut words = vec![line.outcome.map_or("open", |outcome| outcome.as_str()).to_owned()];
    if line.outcome.is_none() && line.undecided > 0 {
        words.push(format!("{} undecided", line.undecided));
    }
    if line.awaited > 0 {
        words.push(format!("{} unanswered", line.awaited));
    }
    if line.held {
        words.push("held".to_owned());
    }
    if case.overdue {
        words.push("over".to_owned());
    }
    words.join(", ")
}

fn removed(stones: &[Stone]) -> String {
    if stones.is_empty() {
        return "no case was removed\n".to_owned();
    }
    table(
        ["case", "opened", "closed", "removed", "why", "steps", "notes", "last step"],
        stones.iter().map(|stone| {
            [
                stone.name.clone(),
                told::day(stone.opened_at_s),
                stone.closed_at_s.map(told::day).unwrap_or_default(),
                told::day(stone.removed_at_s),
                stone.why.as_str().to_owned(),
                stone.steps.to_string(),
                stone.notes.to_string(),
                stone.head.chars().take(16).collect(),
            ]
        }),
    )
}
