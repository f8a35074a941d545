//! The own log's file: each log that this node has signed has one of its own.
//!
//! A new epoch or a new statement key begins a new log, and so a new file. The old one is never
//! changed or removed: what only it holds is copied into the store, and it is kept beside under the
//! name of its log. The invariant: a file holds the statements of one log.

use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};

use chancery_ledger::key::PublicKey;
use chancery_ledger::log::LogId;
use chancery_ledger::roster::Directory;
use chancery_ledger::statement::Header;
use chancery_store::{OwnLog, Store};

use super::{MemoryError, Opening, replay::Replay};

/// Characters of a statement key that tell one log of a node from another: 64 bits.
const KEY_CHARS: usize = 16;

impl Opening<'_> {
    /// The file of this log: the one that is open, unless it is an earlier log's.
    pub(super) fn own_file_of(
        &self,
        log: LogId,
        mut open: OwnLog,
        store: &Store,
        directory: &Directory,
    ) -> Result<OwnLog, MemoryError> {
        let Some(first) = open.first()? else { return Ok(open) };
        let (header, _) = Header::of_stored(&first.statement)
            .map_err(|source| MemoryError::Foreign { seq: 0, source })?;
        let found = LogId { key: header.key, epoch: header.epoch };
        if found == log {
            return Ok(open);
        }
        save_earlier(found, &mut open, store, directory)?;
        drop(open);
        let kept = set_aside(self.own_file, found)
            .map_err(|source| MemoryError::Earlier { path: self.own_file.to_owned(), source })?;
        tracing::warn!(
            earlier = %found,
            kept = %kept.display(),
            "this node signs a new log: the own log of the earlier one is kept beside"
        );
        Ok(OwnLog::open(self.own_file)?)
    }
}

/// Copies what only the old file holds into the store; what does not count any more stays in the file alone.
fn save_earlier(
    log: LogId,
    open: &mut OwnLog,
    store: &Store,
    directory: &Directory,
) -> Result<(), MemoryError> {
    let Ok(key) = PublicKey::from_bytes(log.key) else { return Ok(()) };
    let mut replay = Replay::new(directory, key, store, log)?;
    open.each(|statement, body| replay.take(statement, body))?;
    if let Err(error) = replay.finish() {
        let cause = crate::causes(&error);
        tracing::warn!(
            cause,
            "not all of the earlier own log counts: the rest is only in its file"
        );
    }
    Ok(())
}

/// Renames the file to `own.log.KEY-epoch-E`, or with `.N` behind it where that is taken; nothing is overwritten.
fn set_aside(file: &Path, log: LogId) -> io::Result<PathBuf> {
    let key: String = log.key.iter().map(|byte| format!("{byte:02x}")).collect();
    let mut name = file.as_os_str().to_owned();
    name.push(format!(".{}-epoch-{}", &key[..KEY_CHARS], log.epoch));
    let mut target = PathBuf::from(&name);
    let mut number = 0;
    while std::fs::symlink_metadata(&target).is_ok() {
        number += 1;
        let mut numbered = name.clone();
        numbered.push(format!(".{number}"));
        target = PathBuf::from(numbered);
    }
    std::fs::rename(file, &target)?;
    if let Some(parent) = file.parent().filter(|parent| !parent.as_os_str().is_empty()) {
        File::open(parent)?.sync_all()?;
    }
    Ok(target)
}
