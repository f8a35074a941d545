//! `chancery watch digest`: a day of all watches, as text that can be mailed.

use chancery_http::view::{DigestOfView, DigestView, SeveralView};
use clap::Args;

use super::notices;
use crate::{
    arguments::Place,
    exit::Exit,
    failure::Failure,
    screen::{counted, paragraph, visible},
};

/// Print what the watches have raised on a day, by watch
#[derive(Debug, Args)]
pub(super) struct Digest {
    /// The day, in UTC; without it yesterday
    #[arg(long, value_name = "DAY")]
    day: Option<String>,
}

impl Digest {
    pub(super) async fn run(&self, place: &Place) -> Result<Exit, Failure> {
        let digest = place.client()?.digest(self.day.as_deref()).await?;
        place.screen().answer(&digest, told)?;
        Ok(Exit::Done)
    }
}

pub(super) fn told(digest: &DigestView) -> String {
    let raised: usize = digest.watches.iter().map(|of| of.notices.len()).sum();
    let notices = counted(raised + digest.more, "notice");
    let mut text =
        format!("What the watches raised on {} (UTC): {notices}\n", visible(&digest.day));
    for of in &digest.watches {
        text += &section(of);
    }
    if digest.more > 0 {
        let more = counted(digest.more, "earlier notice");
        text += &format!("\n{more} of that day are not listed: `chancery watch notices --all`\n");
    }
    if digest.behind > 0 {
        let count = usize::try_from(digest.behind).unwrap_or(usize::MAX);
        text += &format!(
            "\n{} not looked at yet\n",
            counted(count, "entry").replace("entrys", "entries")
        );
    }
    for unread in &digest.unread {
        let label = format!("\n{} finds nothing, its query cannot be read: ", unread.watch);
        text += &paragraph(&visible(&label), &visible(&unread.why));
    }
    text
}

fn section(of: &DigestOfView) -> String {
    let DigestOfView { watch, matches, changed, ceased, notices } = of;
    let counts = notices::counts(&SeveralView {
        matches: *matches,
        changed: *changed,
        ceased: *ceased,
        references: Vec::new(),
    });
    let mut text = format!("\n{}", paragraph(&visible(&format!("{watch}: ")), &counts));
    for notice in notices {
        let done = if notice.done { "  (done)" } else { "" };
        let label = format!("  {:>5}  ", notice.number);
        let happened = format!("{}{done}", notices::happened(notice));
        text += &paragraph(&label, &visible(&happened));
        text += &notices::details(notice, "         ");
    }
    text
}
