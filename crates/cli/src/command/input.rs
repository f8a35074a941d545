//! Files that people name: read whole, within a bound, with errors that name the file.

use std::{
    fs::File,
    io::{self, Read},
    path::Path,
};

use chancery_node::passphrase::Passphrase;

use crate::failure::Failure;

/// JSON spells a body of at most 256 KiB; escapes and indentation may make it four times as long.
pub(super) const RECORD_TEXT_BYTES_MAX: u64 = 1024 * 1024;

/// An act of a state root is at most so long.
pub(super) const ACT_BYTES_MAX: u64 = 128 * 1024;

/// Reads a file, or standard input where the name is `-`.
pub(super) fn read(path: &Path, bytes_max: u64) -> Result<Vec<u8>, Failure> {
    let mut bytes = Vec::new();
    let reading = if path.as_os_str() == "-" {
        io::stdin().lock().take(bytes_max + 1).read_to_end(&mut bytes)
    } else {
        File::open(path).and_then(|file| file.take(bytes_max + 1).read_to_end(&mut bytes))
    };
    reading.map_err(|error| {
        Failure::new(format!("{} cannot be read: {error}", path.display()), "is the path right?")
    })?;
    if bytes.len() as u64 > bytes_max {
        return Err(Failure::new(
            format!("{} is longer than {bytes_max} bytes", path.display()),
            "is it the right file?",
        ));
    }
    Ok(bytes)
}

/// Reads the text of a record.
pub(super) fn record_text(path: &Path) -> Result<String, Failure> {
    let bytes = read(path, RECORD_TEXT_BYTES_MAX)?;
    String::from_utf8(bytes).map_err(|flaw| {
        Failure::new(
            format!(
                "{} is not UTF-8 from byte {}",
                path.display(),
                flaw.utf8_error().valid_up_to()
            ),
            "is it the right file? a record is JSON text, saved as UTF-8",
        )
    })
}

/// Takes the passphrase from the file that is named, or else from the environment.
pub(super) fn passphrase(file: Option<&Path>) -> Result<Option<Passphrase>, Failure> {
    let read = match file {
        Some(file) => Passphrase::from_file(file).map(Some),
        None => Passphrase::from_environment(),
    };
    read.map_err(|error| Failure::of(&error, error.hint()))
}
