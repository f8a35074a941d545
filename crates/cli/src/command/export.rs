//! `chancery export NAME --out FILE`: the signed copy of a record, which anyone can verify without a node.

use std::{
    fs::OpenOptions,
    io::{ErrorKind, Write as _},
    path::{Path, PathBuf},
};

use serde_json::json;

use crate::{arguments::Place, exit::Exit, failure::Failure, screen::visible};

/// Write the signed copy of a record to a file, for `chancery verify FILE` anywhere
#[derive(Debug, clap::Args)]
pub(crate) struct Export {
    /// Reference, id, or the first eight or more digits of an id
    #[arg(value_name = "REF-OR-ID")]
    name: String,
    /// File to write; one that is there already is left alone
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
}

impl Export {
    pub(super) async fn run(&self, place: &Place) -> Result<Exit, Failure> {
        let copy = place.client()?.copy(&self.name).await?;
        create(&self.out, &copy)?;
        let file = self.out.display().to_string();
        let document = json!({ "name": self.name, "file": file, "bytes": copy.len() });
        place.screen().answer(&document, |_| {
            visible(&format!("{file} holds the signed copy of {}", self.name)) + "\n"
        })?;
        Ok(Exit::Done)
    }
}

/// Writes a new file, and overwrites none.
pub(super) fn create(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    OpenOptions::new()
        .write(true)
        .create_new(true)
        .open(path)
        .and_then(|mut file| file.write_all(bytes))
        .map_err(|error| {
            let hint = match error.kind() {
                ErrorKind::AlreadyExists => "nothing was overwritten: choose another name",
                _ => "is the path right, and is there space?",
            };
            Failure::new(format!("{} cannot be written: {error}", path.display()), hint)
        })
}
