//! Opening what a node remembers, and making its two copies of the own log agree.
//!
//! The own file is written first, so after a crash it may be ahead of the store by what was being
//! written; a store that was rebuilt, or an own file that was moved aside, leaves more to copy. Either
//! goes on from the other, entry by entry up the same ladder as a stranger's. A store that does not
//! open is moved aside and said so: the own file and the peers hold everything that was in it.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use chancery_ledger::certificate::Certificate;
use chancery_ledger::key::SecretKey;
use chancery_ledger::log::{AdmissionFlaw, Chain, LogId};
use chancery_ledger::roster::Directory;
use chancery_ledger::statement::{Entry, StatementFlaw, founding_entry};
use chancery_store::{OpenError, OwnLog, OwnLogError, Store, StoreError, set_aside};

use crate::disk::Writer;
use replay::Replay;

mod own_file;
mod replay;

/// Entries that are copied between two syncs: 512 entries of 2 KiB are 1 MiB.
const COPY_ENTRIES_MAX: usize = 512;

/// Bytes read from the store at once while copying.
const COPY_BYTES_MAX: u64 = 1024 * 1024;

/// Why what the node remembers could not be opened.
#[derive(Debug, thiserror::Error)]
pub enum MemoryError {
    /// The store did not open.
    #[error("the store did not open")]
    Store(#[source] OpenError),
    /// The store opened and then failed.
    #[error("the store failed")]
    Write(#[from] StoreError),
    /// A damaged store could not be moved out of the way.
    #[error("the damaged store {dir} could not be moved aside")]
    Aside {
        /// The store.
        dir: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// The own file of an earlier log could not be moved out of the way.
    #[error("the own log of an earlier key or epoch, {path}, could not be moved aside")]
    Earlier {
        /// The file.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// The own file did not open.
    #[error("the own log did not open")]
    OwnLog(#[from] OwnLogError),
    /// An entry of the own file is not one of this node's.
    #[error("entry {seq} of the own log is refused")]
    Foreign {
        /// Its position.
        seq: u64,
        /// Why.
        source: StatementFlaw,
    },
    /// An entry of the own file does not follow on the one before.
    #[error("entry {seq} of the own log does not follow")]
    Unchained {
        /// Its position.
        seq: u64,
        /// Why.
        source: AdmissionFlaw,
    },
    /// Own file and store hold different statements at one position.
    #[error("the own log and the store hold different statements at position {seq}")]
    Disagree {
        /// The position.
        seq: u64,
    },
    /// The first statement could not be made from the certificate.
    #[error("the log's first statement could not be made")]
    Founding(#[source] StatementFlaw),
}

impl MemoryError {
    /// What to do next.
    pub fn hint(&self) -> String {
        match self {
            MemoryError::Store(OpenError::Locked { .. })
            | MemoryError::OwnLog(OwnLogError::Locked { .. }) => {
                "a node runs on this data directory already; stop it first, or use another --dir"
                    .into()
            }
            MemoryError::Store(OpenError::DiskFull { .. })
            | MemoryError::OwnLog(OwnLogError::DiskFull { .. })
            | MemoryError::Write(StoreError::DiskFull) => {
                "free some space on that disk and start again; nothing was lost".into()
            }
            MemoryError::Store(OpenError::NewerVersion { .. })
            | MemoryError::OwnLog(OwnLogError::NewerVersion { .. }) => {
                "start the newer release that wrote it".into()
            }
            MemoryError::OwnLog(
                OwnLogError::Damaged { .. } | OwnLogError::NotAnOwnLog { .. },
            )
            | MemoryError::Foreign { .. }
            | MemoryError::Unchained { .. } => {
                "move own.log aside and keep it; the node writes it again from the store and from its peers".into()
            }
            MemoryError::Disagree { .. } => {
                "keep the whole data directory as it is: one of the two was restored from a copy; \
                 start an empty directory with the same identity and let the peers fill it"
                    .into()
            }
            MemoryError::Founding(_) => {
                "put the key and the certificate of one node together".into()
            }
            _ => "check the disk and the rights of the data directory".into(),
        }
    }
}

/// Opens store and own file, and makes them agree.
pub(crate) struct Opening<'a> {
    pub(crate) store_dir: &'a Path,
    pub(crate) own_file: &'a Path,
    pub(crate) cache_bytes: u64,
    pub(crate) directory: &'a Directory,
    pub(crate) certificate: &'a Certificate,
    pub(crate) key: &'a SecretKey,
    /// The epoch that the certificate opens.
    pub(crate) epoch: u64,
}

impl Opening<'_> {
    pub(crate) fn open(&self) -> Result<Writer, MemoryError> {
        let own_log = LogId { key: *self.key.public().as_bytes(), epoch: self.epoch };
        let own = OwnLog::open(self.own_file)?;
        let store = Arc::new(self.open_store()?);
        let own = self.own_file_of(own_log, own, &store)?;
        let directory = self.directory.clone();
        let mut writer = Writer { store, directory, own, own_log, own_next: 0 };
        self.replay(&mut writer)?;
        self.catch_up_own_file(&mut writer)?;
        if writer.own_next == 0 {
            self.found(&mut writer)?;
        }
        Ok(writer)
    }

    fn open_store(&self) -> Result<Store, MemoryError> {
        let dir = self.store_dir;
        match Store::open(dir, self.cache_bytes, self.directory) {
            Err(OpenError::Corrupt { detail, .. }) => {
                let aside = set_aside(dir)
                    .map_err(|source| MemoryError::Aside { dir: dir.to_path_buf(), source })?;
                tracing::error!(
                    detail,
                    kept = %aside.display(),
                    "the store was damaged and is moved aside; rebuilding from the own log and the peers"
                );
                Store::open(dir, self.cache_bytes, self.directory).map_err(MemoryError::Store)
            }
            other => other.map_err(MemoryError::Store),
        }
    }

    /// Copies what the own file has and the store lacks into the store.
    fn replay(&self, writer: &mut Writer) -> Result<(), MemoryError> {
        let key = self.key.public();
        let mut replay = Replay::new(self.directory, key, &writer.store, writer.own_log);
        writer.own.each(|statement, body| replay.take(statement, body))?;
        writer.own_next = replay.finish()?;
        Ok(())
    }

    /// Copies what the store has of the own log and the own file lacks into the own file.
    fn catch_up_own_file(&self, writer: &mut Writer) -> Result<(), MemoryError> {
        let held = writer.store.head(writer.own_log).map_or(0, |head| head.seq + 1);
        let first = writer.own_next;
        while writer.own_next < held {
            let from = writer.own_next;
            let entries =
                writer.store.read(writer.own_log, from, COPY_ENTRIES_MAX as u64, COPY_BYTES_MAX)?;
            for Entry { statement, body } in &entries {
                writer.own.append(statement, body)?;
                writer.own_next += 1;
            }
            if entries.is_empty() {
                break;
            }
        }
        if writer.own_next > first {
            let entries = writer.own_next - first;
            tracing::warn!(entries, "the own log was behind the store and is filled up from it");
        }
        Ok(())
    }

    fn found(&self, writer: &mut Writer) -> Result<(), MemoryError> {
        let entry = founding_entry(self.certificate, self.epoch, self.key)
            .map_err(MemoryError::Founding)?;
        let mut chain = Chain::new(writer.own_log);
        let unchained = |source| MemoryError::Unchained { seq: 0, source };
        let first = chain.admit(entry, self.directory).map_err(unchained)?;
        writer.own.append(&first.entry().statement, &first.entry().body)?;
        writer.own_next = 1;
        writer.store.append(&[first])?;
        writer.store.sync()?;
        Ok(())
    }
}
