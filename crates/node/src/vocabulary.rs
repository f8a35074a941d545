//! The vocabularies that this node checks records against: the shipped packs, and those in its folder.
//!
//! A file in the folder takes the place of the shipped pack of its name; nothing is overwritten, so that taking the
//! newest file away brings back what was before. Invariant: what is in use has been read strictly and fits together.

use std::path::{Path, PathBuf};
use std::sync::{Arc, RwLock};

use chancery_record::vocabulary::{
    Difference, PACK_BYTES_MAX, Pack, PackFlaw, PackMisfit, Vocabularies,
};

use crate::file::{self, FileError, Privacy};

#[cfg(test)]
mod tests;

/// Twelve packs with an edition a year for twenty years.
const FILES_MAX: usize = 256;

/// Why a pack is not in use.
#[derive(Debug, thiserror::Error)]
pub enum VocabularyError {
    /// The file could not be read or written.
    #[error("the vocabulary folder could not be read or written")]
    File(#[from] FileError),
    /// It is not UTF-8.
    #[error("{0} is not UTF-8")]
    NotText(PathBuf),
    /// A file is no pack.
    #[error("{path} is no pack")]
    Flaw {
        /// The file.
        path: PathBuf,
        /// Why.
        source: PackFlaw,
    },
    /// A pack in the folder does not fit.
    #[error("the pack in {path} does not fit")]
    Misfit {
        /// The file.
        path: PathBuf,
        /// Why.
        source: PackMisfit,
    },
    /// A text that was sent is no pack.
    #[error("that is no pack")]
    Sent(#[source] PackFlaw),
    /// A pack that was sent does not fit.
    #[error("the pack does not fit")]
    SentMisfit(#[source] PackMisfit),
    /// The node has stopped.
    #[error("the node is stopping")]
    Stopped,
}

impl VocabularyError {
    /// What to do next.
    pub fn hint(&self) -> String {
        match self {
            VocabularyError::File(source) => source.hint(),
            VocabularyError::NotText(_) | VocabularyError::Flaw { .. } => {
                "mend the file or take it away; docs/spec/vocabulary.md says what a pack holds".into()
            }
            VocabularyError::Misfit { .. } => {
                "docs/spec/vocabulary.md says what fits; if the file stands in the vocabulary folder, take it away or mend it"
                    .into()
            }
            VocabularyError::Sent(_) => "docs/spec/vocabulary.md says what a pack holds".into(),
            VocabularyError::SentMisfit(PackMisfit::InUse { .. }) => {
                "nothing has to be done".into()
            }
            VocabularyError::SentMisfit(_) => {
                "nothing was changed; `chancery vocabulary check FILE` says what the pack would change".into()
            }
            VocabularyError::Stopped => "start the node again with `chancery run`".into(),
        }
    }

    /// A stable name of the reason.
    pub fn name(&self) -> &'static str {
        match self {
            VocabularyError::File(_) => "vocabulary-file",
            VocabularyError::NotText(_) => "vocabulary-not-text",
            VocabularyError::Flaw { source, .. } | VocabularyError::Sent(source) => source.name(),
            VocabularyError::Misfit { source, .. } | VocabularyError::SentMisfit(source) => {
                source.name()
            }
            VocabularyError::Stopped => "vocabulary-stopped",
        }
    }
}

/// Reads a pack from a file.
///
/// # Errors
/// When the file cannot be read or is no pack.
pub fn read_pack(path: &Path) -> Result<Pack, VocabularyError> {
    // One byte more than a pack may have, so that the pack's own error says so.
    let bytes = file::read(path, PACK_BYTES_MAX as u64 + 1)?;
    let text =
        String::from_utf8(bytes).map_err(|_| VocabularyError::NotText(path.to_path_buf()))?;
    Pack::read(&text).map_err(|source| VocabularyError::Flaw { path: path.to_path_buf(), source })
}

/// The shipped packs, with those in the folder in their places; a folder that is not there is empty.
///
/// # Errors
/// When a file cannot be read, is no pack, or does not fit. One that a later version of this program has overtaken
/// is passed over.
pub fn load(folder: &Path) -> Result<Vocabularies, VocabularyError> {
    let mut packs = Vec::new();
    for path in file::list(folder, FILES_MAX)? {
        if path.extension().is_some_and(|extension| extension == "json") {
            packs.push((read_pack(&path)?, path));
        }
    }
    packs.sort_by(|(a, _), (b, _)| (a.effective(), a.edition()).cmp(&(b.effective(), b.edition())));
    let mut words = Vocabularies::shipped().clone();
    for (pack, path) in packs {
        match words.with(pack) {
            Ok(with) => words = with,
            Err(PackMisfit::InUse { .. }) => {}
            Err(misfit @ PackMisfit::Older { .. }) => {
                let path = path.display();
                tracing::warn!(%path, %misfit, "a pack of the vocabulary folder is not used");
            }
            Err(source) => return Err(VocabularyError::Misfit { path, source }),
        }
    }
    Ok(words)
}

/// What a node uses now, and where it keeps what it takes.
#[derive(Debug)]
pub(crate) struct Shelf {
    folder: PathBuf,
    words: RwLock<Arc<Vocabularies>>,
}

impl Shelf {
    pub(crate) fn open(folder: PathBuf) -> Result<Shelf, VocabularyError> {
        let words = RwLock::new(Arc::new(load(&folder)?));
        Ok(Shelf { folder, words })
    }

    pub(crate) fn words(&self) -> Arc<Vocabularies> {
        Arc::clone(&self.words.read().expect("because nobody panics with it in hand"))
    }

    /// Takes a pack into use; it is in the folder first.
    pub(crate) fn take(&self, text: &str) -> Result<(Pack, Difference), VocabularyError> {
        let pack = Pack::read(text).map_err(VocabularyError::Sent)?;
        // Held to the end, so that two packs cannot each be checked against what was before both.
        let mut words = self.words.write().expect("because nobody panics with it in hand");
        let with = words.with(pack.clone()).map_err(VocabularyError::SentMisfit)?;
        let difference = Difference::between(words.pack(pack.name()), &pack);
        file::create_dir(&self.folder)?;
        let path = self.folder.join(format!("{}.{}.json", pack.name(), pack.edition()));
        file::create(&path, pack.to_text().as_bytes(), Privacy::Public)?;
        *words = Arc::new(with);
        Ok((pack, difference))
    }
}
