//! Moving a store that does not open out of the way, so that a new one can be built.
//!
//! The others' entries are fetched again from the peers and our own are in the own log file; the
//! damaged store is renamed and never deleted, because somebody may want to know what happened.
//! The invariant: what is set aside was not in use, and nothing is overwritten.

use std::fs;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use crate::database;
use crate::disk;
use crate::error::OpenError;

#[cfg(test)]
mod tests;

/// Whoever has set aside so many has another problem than the store.
const SET_ASIDE_MAX: u32 = 1000;

/// Renames the store in `dir` to `<dir>.damaged-N`, the first N from 1 that is free.
///
/// # Errors
/// When it is in use, or cannot be renamed; it is where it was then.
pub fn set_aside(dir: &Path) -> io::Result<PathBuf> {
    let _lock = if dir.is_dir() { Some(lock(dir)?) } else { None };
    for number in 1..=SET_ASIDE_MAX {
        let mut name = dir.as_os_str().to_owned();
        name.push(format!(".damaged-{number}"));
        let target = PathBuf::from(name);
        if fs::symlink_metadata(&target).is_ok() {
            continue;
        }
        fs::rename(dir, &target)?;
        disk::sync_name(dir)?;
        return Ok(target);
    }
    Err(io::Error::new(ErrorKind::AlreadyExists, "every name for a damaged store is taken"))
}

fn lock(dir: &Path) -> io::Result<fs::File> {
    database::lock(dir).map_err(|error| match error {
        OpenError::Locked { .. } => io::Error::new(ErrorKind::ResourceBusy, error),
        OpenError::Io { source, .. } => source,
        other => io::Error::other(other),
    })
}
