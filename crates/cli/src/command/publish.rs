//! `chancery publish FILE`: the node signs, stores and gossips. What is printed is durable.

use std::path::PathBuf;

use chancery_http::view::PublishedView;

use super::input;
use crate::{arguments::Place, exit::Exit, failure::Failure, screen::fields};

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
        let client = place.client()?;
        let published = if self.override_own_frontier {
            client.publish_overriding(text).await?
        } else {
            client.publish(text).await?
        };
        place.screen().answer(&published, told)?;
        Ok(Exit::Done)
    }
}

fn told(published: &PublishedView) -> String {
    let PublishedView { reference, id, state, epoch, seq } = published;
    fields(&[
        ("published", format!("{reference}, signed by {state}, durable, on its way to the others")),
        ("id", id.clone()),
        ("position", format!("epoch {epoch}, seq {seq}")),
    ])
}
