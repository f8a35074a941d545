//! `chancery vocabulary check FILE`: is this a pack that could be loaded, and what would it change?

use std::path::PathBuf;

use chancery_node::vocabulary::{VocabularyError, read_pack};
use serde_json::json;

use super::{Packs, changes};
use crate::{
    arguments::Place,
    exit::Exit,
    failure::Failure,
    screen::{paragraph, visible},
};

/// Check a pack against every rule, and say what it would change; asks no node
#[derive(Debug, clap::Args)]
pub(super) struct Check {
    /// JSON file of the pack
    file: PathBuf,
    #[command(flatten)]
    packs: Packs,
}

impl Check {
    pub(super) fn run(&self, place: &Place) -> Result<Exit, Failure> {
        let words = self.packs.load(place)?;
        let pack = read_pack(&self.file)?;
        let file = &self.file;
        words
            .with(pack.clone())
            .map_err(|source| VocabularyError::Misfit { path: file.clone(), source })?;
        let view = changes::of(&words, &pack);
        let document = json!({
            "fits": true, "pack": view.pack, "edition": view.edition, "changes": view.changes,
        });
        place.screen().answer(&document, |_| {
            let head = format!(
                "{} is the pack {}, edition {}, and fits",
                file.display(),
                view.pack,
                view.edition
            );
            paragraph("", &visible(&head)) + &changes::told(&words, &view)
        })?;
        Ok(Exit::Done)
    }
}
