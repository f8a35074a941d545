//! The passphrase of the key files: from a private file, or from the environment.
//!
//! It is wiped when dropped, and its `Debug` shows nothing.

use std::path::{Path, PathBuf};

use zeroize::Zeroizing;

use crate::config::Config;
use crate::file::{self, FileError};

#[cfg(test)]
mod tests;

/// The environment variable that may hold it.
const VARIABLE: &str = "CHANCERY_PASSPHRASE";

/// A passphrase is typed by a person: 1 KiB is more than anybody types.
const PASSPHRASE_BYTES_MAX: u64 = 1024;

/// A passphrase, wiped when dropped.
#[derive(Clone)]
pub struct Passphrase {
    text: Zeroizing<String>,
    /// Where it was read, so that a new configuration can name the place.
    file: Option<PathBuf>,
}

/// Why a passphrase was not read.
#[derive(Debug, thiserror::Error)]
pub enum PassphraseError {
    /// The file cannot be read, or others may read it.
    #[error("cannot take the passphrase from its file")]
    File(#[source] FileError),
    /// It is not text, or is empty.
    #[error("the passphrase is empty or is not UTF-8 text")]
    NotText,
}

impl PassphraseError {
    /// What to do next.
    pub fn hint(&self) -> String {
        match self {
            PassphraseError::File(source) => source.hint(),
            PassphraseError::NotText => "write one line of text, without quotes".into(),
        }
    }
}

impl std::fmt::Debug for Passphrase {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Passphrase(..)")
    }
}

impl Passphrase {
    /// Takes the first line of a file of mode 0600.
    ///
    /// # Errors
    /// When the file cannot be read, others may read it, or its first line is empty or not text.
    pub fn from_file(path: &Path) -> Result<Passphrase, PassphraseError> {
        let bytes =
            file::read_private(path, PASSPHRASE_BYTES_MAX).map_err(PassphraseError::File)?;
        let text = std::str::from_utf8(&bytes).map_err(|_| PassphraseError::NotText)?;
        match text.lines().next() {
            Some(line) if !line.is_empty() => {
                let text = Zeroizing::new(line.to_owned());
                Ok(Passphrase { text, file: Some(path.to_path_buf()) })
            }
            _ => Err(PassphraseError::NotText),
        }
    }

    /// Takes it from the environment, if it is there.
    ///
    /// # Errors
    /// When the variable is set but empty, or not text.
    pub fn from_environment() -> Result<Option<Passphrase>, PassphraseError> {
        match std::env::var(VARIABLE) {
            Ok(text) if !text.is_empty() => {
                Ok(Some(Passphrase { text: Zeroizing::new(text), file: None }))
            }
            Err(std::env::VarError::NotPresent) => Ok(None),
            _ => Err(PassphraseError::NotText),
        }
    }

    /// Takes it from where the configuration says.
    ///
    /// # Errors
    /// As [`Passphrase::from_file`] and [`Passphrase::from_environment`].
    pub fn configured(config: &Config) -> Result<Option<Passphrase>, PassphraseError> {
        if config.keys.passphrase_file.as_os_str().is_empty() {
            return Passphrase::from_environment();
        }
        Passphrase::from_file(&config.keys.passphrase_file).map(Some)
    }

    /// Takes a line that somebody typed.
    ///
    /// # Errors
    /// When it is empty, or longer than anybody types.
    pub fn typed(line: Zeroizing<String>) -> Result<Passphrase, PassphraseError> {
        if line.is_empty() || line.len() as u64 > PASSPHRASE_BYTES_MAX {
            return Err(PassphraseError::NotText);
        }
        Ok(Passphrase { text: line, file: None })
    }

    pub(crate) fn text(&self) -> &str {
        &self.text
    }

    /// The file that it came from.
    pub(crate) fn file(&self) -> Option<&Path> {
        self.file.as_deref()
    }

    #[cfg(test)]
    pub(crate) fn of(text: &str) -> Passphrase {
        Passphrase { text: Zeroizing::new(text.to_owned()), file: None }
    }
}
