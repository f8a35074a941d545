//! `chancery publish FILE`: the node signs, stores and gossips. What is printed is durable.

use std::path::PathBuf;

use chancery_http::view::PublishedView;
use chancery_record::{Record, Violation};

use super::{input, vocabulary::Packs};
use crate::{
    arguments::Place,
    exit::Exit,
    failure::Failure,
    screen::{fields, paragraph, visible},
};

/// Sign, store and gossip a record; prints its reference, id and position once it is durable
#[derive(Debug, clap::Args)]
pub(crate) struct Publish {
    /// JSON file of the record; `-` reads standard input
    file: PathBuf,
    /// Sign although no peer has said how far this node's own log goes.
    ///
    /// After restoring an old copy of the data directory this can fork the log, which every state would see and
    /// nobody could undo. Use it only where no peer can hold more than this node.
    #[arg(long)]
    override_own_frontier: bool,
}

impl Publish {
    pub(super) async fn run(&self, place: &Place) -> Result<Exit, Failure> {
        let text = input::record_text(&self.file)?;
        // Signed as they stand, and more often than not a slip of the pen: said, and never dropped.
        let words = Packs::default().load(place)?;
        let (unknown, warnings) = Record::from_json(&text, &words)
            .map(|record| {
                (record.unknown_fields(), [record.warnings(&words), record.lint()].concat())
            })
            .unwrap_or_default();
        let client = place.client()?;
        let published = if self.override_own_frontier {
            client.publish_overriding(text).await?
        } else {
            client.publish(text).await?
        };
        let connected = client.status().await.ok().map(|status| status.peers);
        let mut document = serde_json::to_value(&published).unwrap_or_default();
        if !unknown.is_empty() {
            let paths: Vec<&str> = unknown.iter().map(|field| field.path.as_str()).collect();
            document["unknown_fields"] = paths.into();
        }
        if !warnings.is_empty() {
            document["warnings"] = warnings.iter().map(ToString::to_string).collect();
        }
        let told = |_: &serde_json::Value| {
            told(&published, connected) + &notes(&unknown) + &notes(&warnings)
        };
        place.screen().answer(&document, told).map_err(|unsaid| {
            let done = format!("{} is published", published.reference);
            unsaid.although(&done, "do not publish it again: `chancery show` has it")
        })?;
        Ok(Exit::Done)
    }
}

/// Fields that this version does not know, one a line.
pub(super) fn notes(unknown: &[Violation]) -> String {
    let note = |Violation { path, wrong, allowed }: &Violation| {
        paragraph("note: ", &visible(&format!("{path} {wrong}: {allowed}")))
    };
    unknown.iter().map(note).collect()
}

/// `connected` says how many other nodes are connected now, where that is known.
fn told(published: &PublishedView, connected: Option<usize>) -> String {
    let PublishedView { reference, id, state, epoch, seq } = published;
    let way = match connected {
        Some(0) => "and nobody else has it: no other node is connected (`chancery status`)",
        _ => "on its way to the others",
    };
    fields(&[
        ("published", format!("{reference}, signed by {state}, durable, {way}")),
        ("id", id.clone()),
        ("position", format!("epoch {epoch}, seq {seq}")),
    ])
}
