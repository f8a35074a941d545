//! The authority's own log in a plain append-only file, fsynced entry by entry.
//!
//! Others' logs can be fetched again, ours cannot: whoever loses it and signs on makes a fork.
//! So it is kept in a format that a person can recover by hand (`docs/spec/own-log.md`), apart from
//! the database. The invariant: after [`OwnLog::append`] has returned, the entry survives a power
//! cut, and nothing but an unfinished last write is ever cut off, and that is kept beside.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read as _, Seek as _, SeekFrom, Write as _};
use std::ops::ControlFlow;
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};

use chancery_ledger::statement::Entry;
use rustix::fs::{FlockOperation, flock};

use crate::disk;
use crate::frame::{self, FRAME_BYTES_MAX};

#[cfg(test)]
mod tests;

/// What the file starts with: a name for `file(1)` and people, then the format's version.
const MAGIC: &[u8; 12] = b"chancery-own";
const VERSION: u32 = 1;
const HEADER_BYTES: usize = MAGIC.len() + 4;

/// Why the own log could not be opened, read or written.
#[derive(Debug, thiserror::Error)]
pub enum OwnLogError {
    /// Another process, or another handle of this one, has it open.
    #[error("{path} is in use by another process")]
    Locked {
        /// The file.
        path: PathBuf,
    },
    /// The file is something else.
    #[error("{path} is not an own log file")]
    NotAnOwnLog {
        /// The file.
        path: PathBuf,
    },
    /// Written by a newer release.
    #[error("{path} has format version {found}, this release knows {VERSION}")]
    NewerVersion {
        /// The file.
        path: PathBuf,
        /// The version it states.
        found: u32,
    },
    /// Bytes before the last write are not what was written: not a crash, but damage.
    #[error("{path} is damaged at byte {offset}, before its last entry")]
    Damaged {
        /// The file.
        path: PathBuf,
        /// Where the first bad frame starts.
        offset: u64,
    },
    /// There is no room; the file is as it was before.
    #[error("no room on the disk for {path}")]
    DiskFull {
        /// The file.
        path: PathBuf,
    },
    /// The entry is longer than the format allows.
    #[error("an entry of {bytes} bytes is longer than the own log allows")]
    TooLong {
        /// Statement and body together.
        bytes: usize,
    },
    /// An earlier write failed in a way that leaves the file's end unknown: open it again.
    #[error("an earlier write to {path} failed, so it must be opened again")]
    Poisoned {
        /// The file.
        path: PathBuf,
    },
    /// The operating system refused.
    #[error("cannot {action} {path}")]
    Io {
        /// What was tried.
        action: &'static str,
        /// The file.
        path: PathBuf,
        /// Its answer.
        source: io::Error,
    },
}

/// An unfinished last write that was found, and cut off, on opening.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Torn {
    /// Where it started; the file ends there now.
    pub offset: u64,
    /// How long it was.
    pub bytes: u64,
    /// Where the cut bytes are kept.
    pub kept: PathBuf,
}

/// The open own log. Dropping it releases the file.
#[derive(Debug)]
pub struct OwnLog {
    file: File,
    path: PathBuf,
    /// Where the next frame goes. Everything before it is whole and durable.
    end: u64,
    torn: Option<Torn>,
    poisoned: bool,
}

impl OwnLog {
    /// Opens or creates the file, checks every frame, and cuts off an unfinished last write.
    pub fn open(path: &Path) -> Result<OwnLog, OwnLogError> {
        let io = |action| move |source| failure(action, path, source);
        let mut file = OpenOptions::new()
            .read(true)
            .write(true)
            .create(true)
            .truncate(false)
            .mode(0o600)
            .open(path)
            .map_err(io("open"))?;
        if let Err(errno) = flock(&file, FlockOperation::NonBlockingLockExclusive) {
            return Err(if errno == rustix::io::Errno::WOULDBLOCK {
                OwnLogError::Locked { path: path.to_owned() }
            } else {
                failure("lock", path, errno.into())
            });
        }
        let bytes = file.metadata().map_err(io("measure"))?.len();
        if bytes < HEADER_BYTES as u64 {
            start(&mut file, path)?;
        }
        let mut log = OwnLog { file, path: path.to_owned(), end: 0, torn: None, poisoned: false };
        log.end = walk(&mut log.file, path, |_, _| ControlFlow::Continue(()))?;
        log.cut()?;
        Ok(log)
    }

    /// The unfinished last write that opening cut off, if there was one.
    pub fn torn(&self) -> Option<&Torn> {
        self.torn.as_ref()
    }

    /// The size of the file.
    pub fn bytes(&self) -> u64 {
        self.end
    }

    /// Writes one entry and returns when it is durable. On an error nothing was added.
    pub fn append(&mut self, statement: &[u8], body: &[u8]) -> Result<(), OwnLogError> {
        if self.poisoned {
            return Err(OwnLogError::Poisoned { path: self.path.clone() });
        }
        let frame = frame::encode(statement, body)
            .ok_or(OwnLogError::TooLong { bytes: statement.len() + body.len() })?;
        let written =
            self.file.seek(SeekFrom::Start(self.end)).and_then(|_| self.file.write_all(&frame));
        if let Err(source) = written {
            // Half a frame must not stay: the next one would stand behind it.
            let undone = self.file.set_len(self.end).and_then(|()| self.file.sync_all());
            self.poisoned = undone.is_err();
            return Err(failure("append to", &self.path, source));
        }
        if let Err(source) = self.file.sync_all() {
            // After a failed fsync the kernel may have dropped the pages: nobody knows what is there.
            self.poisoned = true;
            return Err(failure("flush", &self.path, source));
        }
        self.end += frame.len() as u64;
        Ok(())
    }

    /// Reads every entry from the file again, first to last.
    pub fn each(&mut self, mut visit: impl FnMut(&[u8], &[u8])) -> Result<(), OwnLogError> {
        let visit = |statement: &[u8], body: &[u8]| {
            visit(statement, body);
            ControlFlow::Continue(())
        };
        walk(&mut self.file, &self.path, visit).map(|_| ())
    }

    /// The first entry, which says whose log this is; none in an empty file.
    pub fn first(&mut self) -> Result<Option<Entry>, OwnLogError> {
        let mut first = None;
        let visit = |statement: &[u8], body: &[u8]| {
            first = Some(Entry { statement: statement.to_vec(), body: body.to_vec() });
            ControlFlow::Break(())
        };
        walk(&mut self.file, &self.path, visit)?;
        Ok(first)
    }

    /// Cuts off what stands behind the last whole frame, after copying it beside the file.
    fn cut(&mut self) -> Result<(), OwnLogError> {
        let path = self.path.clone();
        let io = |action| {
            let path = path.clone();
            move |source| failure(action, &path, source)
        };
        let bytes = self.file.metadata().map_err(io("measure"))?.len() - self.end;
        if bytes > 0 {
            let mut cut = Vec::new();
            self.file.seek(SeekFrom::Start(self.end)).map_err(io("read"))?;
            self.file.read_to_end(&mut cut).map_err(io("read"))?;
            let mut name = self.path.clone().into_os_string();
            name.push(format!(".torn-{}", self.end));
            let kept = PathBuf::from(name);
            fs::write(&kept, &cut).map_err(|source| failure("write", &kept, source))?;
            self.file.set_len(self.end).map_err(io("shorten"))?;
            tracing::warn!(offset = self.end, bytes, kept = %kept.display(), "cut an unfinished last write off the own log");
            self.torn = Some(Torn { offset: self.end, bytes, kept });
        }
        // Entries found here may have been written by a process that died before its fsync.
        self.file.sync_all().map_err(io("flush"))
    }
}

/// Reads the entries of a file that a node may be writing to: no lock is taken, nothing is cut,
/// and an unfinished last write is the end of the file.
pub(crate) fn read_beside(
    path: &Path,
    visit: impl FnMut(&[u8], &[u8]) -> ControlFlow<()>,
) -> Result<(), OwnLogError> {
    let mut file = File::open(path).map_err(|source| failure("open", path, source))?;
    walk(&mut file, path, visit).map(|_| ())
}

/// Visits whole frames until told to stop; returns where they end.
fn walk(
    file: &mut File,
    path: &Path,
    mut visit: impl FnMut(&[u8], &[u8]) -> ControlFlow<()>,
) -> Result<u64, OwnLogError> {
    let io = |source| failure("read", path, source);
    file.seek(SeekFrom::Start(0)).map_err(io)?;
    let mut header = [0; HEADER_BYTES];
    file.read_exact(&mut header).map_err(io)?;
    check_header(&header, path)?;
    let mut window = Vec::new();
    let mut offset = HEADER_BYTES as u64;
    loop {
        // Twice the longest frame: if it holds no frame at its start, then the rest of it
        // shows whether this is the end of the file or its middle.
        let wanted = (2 * FRAME_BYTES_MAX).saturating_sub(window.len());
        (&*file).take(wanted as u64).read_to_end(&mut window).map_err(io)?;
        let mut used = 0;
        while let Some(frame) = frame::decode(&window[used..]) {
            used += frame.bytes();
            if visit(frame.statement, frame.body).is_break() {
                return Ok(offset + used as u64);
            }
        }
        if used == 0 {
            break;
        }
        offset += used as u64;
        window.drain(..used);
    }
    if window.len() > FRAME_BYTES_MAX || frame::stands_behind(&window) {
        return Err(OwnLogError::Damaged { path: path.to_owned(), offset });
    }
    Ok(offset)
}

/// Writes the file's header. A file shorter than one is a crash while it was created.
fn start(file: &mut File, path: &Path) -> Result<(), OwnLogError> {
    let io = |action| move |source| failure(action, path, source);
    file.set_len(0).map_err(io("create"))?;
    let mut header = MAGIC.to_vec();
    header.extend_from_slice(&VERSION.to_be_bytes());
    file.write_all(&header).map_err(io("create"))?;
    file.sync_all().map_err(io("flush"))?;
    disk::sync_name(path).map_err(io("flush"))
}

fn check_header(header: &[u8; HEADER_BYTES], path: &Path) -> Result<(), OwnLogError> {
    let (magic, version) = header.split_at(MAGIC.len());
    if magic != MAGIC {
        return Err(OwnLogError::NotAnOwnLog { path: path.to_owned() });
    }
    let found = version.iter().fold(0, |sum, byte| sum << 8 | u32::from(*byte));
    if found != VERSION {
        return Err(OwnLogError::NewerVersion { path: path.to_owned(), found });
    }
    Ok(())
}

fn failure(action: &'static str, path: &Path, source: io::Error) -> OwnLogError {
    if disk::is_full(&source) {
        return OwnLogError::DiskFull { path: path.to_owned() };
    }
    OwnLogError::Io { action, path: path.to_owned(), source }
}
