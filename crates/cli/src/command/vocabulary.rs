//! The vocabularies that a command works with: those in a folder that is named, or of the data directory, or the
//! shipped ones. No node is asked.

use std::path::{Path, PathBuf};

use chancery_node::vocabulary::{VocabularyError, load};
use chancery_record::vocabulary::Vocabularies;

use crate::{arguments::Place, failure::Failure};

/// Which packs to work with.
#[derive(Clone, Debug, Default, clap::Args)]
pub(crate) struct Packs {
    /// Folder of vocabulary packs, instead of `vocabulary` in the data directory
    #[arg(long = "vocabulary", value_name = "DIR")]
    folder: Option<PathBuf>,
}

impl Packs {
    /// The packs in use.
    pub(super) fn load(&self, place: &Place) -> Result<Vocabularies, Failure> {
        match (&self.folder, place.dir_if_named()) {
            // Named on purpose: one that is not there is a slip of the pen.
            (Some(folder), _) if !folder.is_dir() => Err(Failure::new(
                format!("{} is no folder", folder.display()),
                "name the folder that holds the packs",
            )),
            (Some(folder), _) => from(folder),
            (None, Some(dir)) => from(&dir.join("vocabulary")),
            (None, None) => Ok(Vocabularies::shipped().clone()),
        }
    }
}

fn from(folder: &Path) -> Result<Vocabularies, Failure> {
    load(folder).map_err(Failure::from)
}

impl From<VocabularyError> for Failure {
    fn from(error: VocabularyError) -> Self {
        let hint = error.hint();
        Failure::of(&error, hint)
    }
}
