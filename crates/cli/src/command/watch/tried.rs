//! `chancery watch test`: what a watch would find now.

use chancery_http::view::MatchingView;
use clap::Args;

use super::notices;
use crate::{
    arguments::Place,
    exit::Exit,
    failure::Failure,
    screen::{counted, paragraph, visible},
};

/// Say what a watch finds now; nothing is raised, and nobody is told
#[derive(Debug, Args)]
pub(super) struct Test {
    /// The name of the watch
    #[arg(value_name = "NAME")]
    name: String,
}

impl Test {
    pub(super) async fn run(&self, place: &Place) -> Result<Exit, Failure> {
        let matching = place.client()?.watch_test(&self.name).await?;
        place.screen().answer(&matching, told)?;
        Ok(Exit::Done)
    }
}

fn told(matching: &MatchingView) -> String {
    let mut text = String::new();
    for notice in &matching.shown {
        text += &paragraph("  ", &visible(&notices::happened(notice)));
        text += &notices::details(notice, "      ");
    }
    let number = |count: u64| usize::try_from(count).unwrap_or(usize::MAX);
    let looked = counted(number(matching.looked_at), "record");
    let verb = if matching.total == 1 { "matches" } else { "match" };
    text += &format!("{} of {looked} {verb}", matching.total);
    if number(matching.total) > matching.shown.len() {
        text += &format!("; the newest {} are shown", matching.shown.len());
    }
    if matching.left_out > 0 {
        let count = counted(number(matching.left_out), "older record");
        text += &format!("; {count} were not looked at");
    }
    text.push('\n');
    if let Some(why) = &matching.unread {
        text += &paragraph("  its query cannot be read: ", &visible(why));
    }
    text
}
