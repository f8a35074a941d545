//! Calendars and procedures: what ships, and what an authority has put into `calendars/`.

use std::path::{Path, PathBuf};

use chancery_procedure::{PackFlaw, Packs};

use crate::file::{self, FileError};

/// One for each state, and the procedures.
const PACKS_MAX: usize = 300;

/// The crate's own bound on one pack.
const PACK_BYTES_MAX: u64 = 256 * 1024;

/// Why the packs of a data directory do not hold.
#[derive(Debug, thiserror::Error)]
pub enum PacksError {
    /// A file could not be read.
    #[error("a pack could not be read")]
    File(#[from] FileError),
    /// A file is none.
    #[error("{path} is no pack of a calendar or of procedures")]
    Flaw {
        /// The file.
        path: PathBuf,
        /// Why.
        source: PackFlaw,
    },
    /// A file is not text.
    #[error("{0} is not UTF-8")]
    Text(PathBuf),
}

impl PacksError {
    /// What to do next.
    pub fn hint(&self) -> String {
        match self {
            PacksError::File(error) => error.hint(),
            PacksError::Flaw { .. } | PacksError::Text(_) => {
                "mend it (docs/spec/procedure.md says what a pack is), or move it out of the folder: then the \
                 one that ships counts"
                    .into()
            }
        }
    }
}

/// What ships, with what the folder puts in its place.
pub(crate) fn load(folder: &Path) -> Result<Packs, PacksError> {
    let mut packs = Packs::shipped();
    for path in file::list(folder, PACKS_MAX)? {
        if path.extension().is_none_or(|extension| extension != "json") {
            continue;
        }
        let text = String::from_utf8(file::read(&path, PACK_BYTES_MAX)?);
        let text = text.map_err(|_| PacksError::Text(path.clone()))?;
        packs.replace(&text).map_err(|source| PacksError::Flaw { path, source })?;
    }
    Ok(packs)
}
