//! `chancery vocabulary`: the closed lists of words, as packs that can be looked at, checked and replaced.
//!
//! Looking and checking ask no node: they read the packs in a folder that is named, or of the data directory, or
//! the shipped ones.

use std::path::{Path, PathBuf};

use chancery_node::vocabulary::{VocabularyError, load as load_folder};
use chancery_record::vocabulary::Vocabularies;
use clap::Subcommand;

use crate::{arguments::Place, exit::Exit, failure::Failure};

mod changes;
mod check;
mod entry;
mod list;
mod load;
mod show;
#[cfg(test)]
mod tests;

/// Look at, check and replace the closed lists of words that records use
#[derive(Debug, clap::Args)]
pub(crate) struct Vocabulary {
    #[command(subcommand)]
    act: Act,
}

#[derive(Debug, Subcommand)]
enum Act {
    List(list::List),
    Show(show::Show),
    Check(check::Check),
    Load(load::Load),
}

impl Vocabulary {
    pub(super) async fn run(&self, place: &Place) -> Result<Exit, Failure> {
        match &self.act {
            Act::List(list) => list.run(place),
            Act::Show(show) => show.run(place).await,
            Act::Check(check) => check.run(place),
            Act::Load(load) => load.run(place).await,
        }
    }
}

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
    load_folder(folder).map_err(Failure::from)
}

impl From<VocabularyError> for Failure {
    fn from(error: VocabularyError) -> Self {
        let hint = error.hint();
        Failure::of(&error, hint)
    }
}
