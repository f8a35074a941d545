//! `chancery watch receivers`: who is told, and whether it hears.

use chancery_http::view::ReceiverView;
use clap::Args;

use crate::{
    arguments::Place,
    exit::Exit,
    failure::Failure,
    screen::{counted, fields},
};

/// Show where notices are sent, as the configuration says, and how each receiver stands
#[derive(Debug, Args)]
pub(super) struct Receivers {}

impl Receivers {
    pub(super) async fn run(&self, place: &Place) -> Result<Exit, Failure> {
        let receivers = place.client()?.receivers().await?;
        place.screen().answer(&receivers, |receivers| told(receivers))?;
        Ok(Exit::Done)
    }
}

fn told(receivers: &[ReceiverView]) -> String {
    if receivers.is_empty() {
        return "no receivers; node-config/README.md shows how one is configured\n".to_owned();
    }
    receivers.iter().map(one).collect::<Vec<_>>().join("\n")
}

fn one(receiver: &ReceiverView) -> String {
    let of = match receiver.watches.as_slice() {
        [] => "all watches".to_owned(),
        some => some.join(", "),
    };
    let count = |count: u64| usize::try_from(count).unwrap_or(usize::MAX);
    let mut all = vec![
        ("receiver", receiver.name.clone()),
        (receiver.kind.as_str(), receiver.target.clone()),
        ("gets", format!("{} of {of}", carries(&receiver.carries))),
        ("taken", format!("{}, the last up to number {}", receiver.taken, receiver.after)),
        ("pending", counted(count(receiver.pending), "notice")),
    ];
    if receiver.lost > 0 {
        let lost = counted(count(receiver.lost), "notice");
        all.push(("lost", format!("{lost}, dropped before it could take them")));
    }
    if let Some(error) = &receiver.last_error {
        let at = receiver.failed_at.clone().unwrap_or_default();
        all.push(("fails", format!("{} in a row, last at {at}", receiver.failures)));
        all.push(("because", error.clone()));
    }
    fields(&all)
}

fn carries(word: &str) -> &'static str {
    if word == "all" { "everything" } else { "number, reference and kind" }
}
