//! Opening what a node remembers, and making its two copies of the own log agree.
//!
//! The own file is written first, so after a crash it may be ahead of the store by what was being
//! written; a store that was rebuilt, or an own file that was moved aside, leaves more to copy. Either
//! goes on from the other, entry by entry up the same ladder as a stranger's. A store that does not
//! open is moved aside and said so: the own file and the peers hold everything that was in it.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use chancery_encoding::Digest;
use chancery_ledger::certificate::Certificate;
use chancery_ledger::checkpoint::SignedCheckpoint;
use chancery_ledger::key::SecretKey;
use chancery_ledger::log::{AdmissionFlaw, Chain, LogId};
use chancery_ledger::roster::{Directory, Genesis, Register};
use chancery_ledger::statement::{Entry, StatementFlaw, founding_entry};
use chancery_store::{OpenError, OwnLog, OwnLogError, Store, StoreError, set_aside};

use crate::acts;
use crate::board::Board;
use crate::clock::now_s;
use crate::data_dir::steps::{self, Named};
use crate::disk::Writer;
use replay::{Replay, does_not_count};

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
    pub(crate) steps_dir: &'a Path,
    pub(crate) cache_bytes: u64,
    pub(crate) genesis: &'a Genesis,
    /// Acts that stand in files.
    pub(crate) acts: &'a [Vec<u8>],
    pub(crate) certificate: &'a Certificate,
    pub(crate) key: &'a SecretKey,
}

/// What was opened.
pub(crate) struct Memory {
    pub(crate) register: Register,
    pub(crate) writer: Writer,
    /// The checkpoints that are kept.
    pub(crate) notes: Vec<Vec<u8>>,
}

impl Opening<'_> {
    pub(crate) fn open(&self) -> Result<Memory, MemoryError> {
        let own_log = LogId { key: *self.key.public().as_bytes(), epoch: self.certificate.epoch };
        let own = OwnLog::open(self.own_file)?;
        let (store, register) = self.open_store()?;
        let directory = register.directory();
        store.close_logs(acts::cuts(directory, &store.heads()));
        let own = self.own_file_of(own_log, own, &store, directory)?;
        let board = Arc::new(Board::new(&register));
        let steps_dir = self.steps_dir.to_owned();
        let store = Arc::new(store);
        let mut writer = Writer { store, board, steps_dir, own, own_log, own_next: 0 };
        writer.write_steps(&steps::of(&register));
        self.replay(&mut writer, directory)?;
        self.catch_up_own_file(&mut writer)?;
        if writer.own_next == 0 {
            self.found(&mut writer, directory)?;
        }
        let witness = self.certificate.witness_key.as_bytes();
        writer.store.adopt_witness(witness)?;
        let notes = writer.store.all_notes()?;
        let seen_s = u64::try_from(now_s()).unwrap_or(0);
        for note in &notes {
            if let Ok(signed) = SignedCheckpoint::decode(note, directory) {
                writer.board.pin(&signed, seen_s);
            }
        }
        Ok(Memory { register, writer, notes })
    }

    fn open_store(&self) -> Result<(Store, Register), MemoryError> {
        let dir = self.store_dir;
        let (store, register, missing) = match self.open_learning() {
            Err(OpenError::Corrupt { detail, .. }) => {
                let aside = set_aside(dir)
                    .map_err(|source| MemoryError::Aside { dir: dir.to_path_buf(), source })?;
                tracing::error!(
                    detail,
                    kept = %aside.display(),
                    "the store was damaged and is moved aside; rebuilding from the own log and the peers"
                );
                self.open_learning().map_err(MemoryError::Store)?
            }
            other => other.map_err(MemoryError::Store)?,
        };
        for (id, bytes) in missing {
            store.keep_act(Digest::from_bytes(*id.as_bytes()), &bytes)?;
        }
        Ok((store, register))
    }

    /// Opens the store with all acts: its own, those of the files, and this node's certificate; gives those
    /// that the store has not.
    fn open_learning(&self) -> Result<(Store, Register, Named), OpenError> {
        let mut learnt = None;
        let learn = |held: Vec<Vec<u8>>| {
            let known: BTreeSet<Digest> = held.iter().map(|bytes| Digest::of(bytes)).collect();
            let own = self.certificate.bytes().to_vec();
            let all: Vec<Vec<u8>> =
                held.into_iter().chain(self.acts.to_vec()).chain([own]).collect();
            let (register, refused) = Register::load(self.genesis, &all);
            for (_, flaw) in refused {
                let cause = crate::causes(&flaw);
                tracing::error!(cause, reason = flaw.name(), "an act that was kept does not count");
            }
            let missing = register.acts().filter(|act| !known.contains(&act.digest()));
            let missing = missing.map(|act| (act.id(), act.bytes().to_vec())).collect();
            let directory = register.directory().clone();
            learnt = Some((register, missing));
            directory
        };
        let store = Store::open_learning(self.store_dir, self.cache_bytes, learn)?;
        let (register, missing) =
            learnt.expect("because a store that has opened has asked for its directory");
        Ok((store, register, missing))
    }

    /// Copies what the own file has and the store lacks into the store.
    fn replay(&self, writer: &mut Writer, directory: &Directory) -> Result<(), MemoryError> {
        let key = self.key.public();
        let mut replay = Replay::new(directory, key, &writer.store, writer.own_log)?;
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

    fn found(&self, writer: &mut Writer, directory: &Directory) -> Result<(), MemoryError> {
        let epoch = writer.own_log.epoch;
        let entry =
            founding_entry(self.certificate, epoch, self.key).map_err(MemoryError::Founding)?;
        let mut chain = Chain::new(writer.own_log);
        let unchained = |source| MemoryError::Unchained { seq: 0, source };
        let first = match chain.admit(entry, directory) {
            Ok(first) => first,
            // It reads all the same, and says what has become of it.
            Err(flaw) if does_not_count(&flaw) => {
                tracing::error!(
                    reason = flaw.name(),
                    "this node's log is not founded: it would not count"
                );
                return Ok(());
            }
            Err(flaw) => return Err(unchained(flaw)),
        };
        writer.own.append(&first.entry().statement, &first.entry().body)?;
        writer.own_next = 1;
        writer.store.append(&[first])?;
        writer.store.sync()?;
        Ok(())
    }
}
