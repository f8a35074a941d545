//! The vault: what only this node may read, such as drafts and reliance notes, in sealed files.
//!
//! Each object is one file, encrypted and authenticated under one key, and bound to its place: a
//! file that was changed, cut, renamed or sealed by another key does not open. A write goes beside,
//! is fsynced, and takes the name: whenever the machine stops, the old object is there or the new
//! one, and never half of one. Invariant: no plain text of an object is ever on the disk, and what is
//! read is wiped when dropped. Format: `docs/spec/vault.md`.

use std::fs::{self, File, OpenOptions};
use std::io::{self, ErrorKind, Read as _, Write as _};
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use zeroize::Zeroizing;

use crate::disk;

mod error;
mod seal;
#[cfg(test)]
mod tests;

pub use error::{VaultError, VaultFlaw};
pub use seal::{NONCE_BYTES, VaultKey};

/// A draft is a record of at most 256 KiB of body, which JSON may spell four times as long, with its
/// history beside it; twice that leaves room.
pub const OBJECT_BYTES_MAX: usize = 2 * 1024 * 1024;

/// Objects of one collection: an authority writes a few a day, and keeps them for years.
const OBJECTS_MAX: usize = 100_000;

/// Collections and names are parts of paths: letters that every file system keeps apart.
const NAME_BYTES_MAX: usize = 80;

/// What is being written ends so, and is no object.
const BESIDE: &str = "new";

/// Where an object is: a collection, and a name in it. Both are of `a-z`, `0-9` and `-`, 1 to 80 long.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place<'a> {
    /// The collection, such as `drafts`.
    pub collection: &'a str,
    /// The object's name.
    pub name: &'a str,
}

/// The sealed files in one directory, under one key.
#[derive(Debug)]
pub struct Vault {
    dir: PathBuf,
    key: VaultKey,
    /// One write at a time: two of one name would share the file beside it.
    writing: Mutex<()>,
}

impl Vault {
    /// The vault in `dir`, which is made when the first object is written.
    pub fn new(dir: &Path, key: VaultKey) -> Vault {
        Vault { dir: dir.to_owned(), key, writing: Mutex::new(()) }
    }

    /// Whether any object of any key lies there, so that a lost key is noticed before a new one is made.
    ///
    /// # Errors
    /// When the directory cannot be read.
    pub fn has_objects(dir: &Path) -> Result<bool, VaultError> {
        for entry in entries(dir)? {
            let path = entry.map_err(|source| failed("list", dir, source))?.path();
            if path.is_dir() && !names(&path)?.is_empty() {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Seals an object into its place; it is durable on return, and what was there is gone. The nonce
    /// is 24 random bytes that the caller draws for each write.
    ///
    /// # Errors
    /// When the place is none, the object too long, or the disk refuses: what was there is there still.
    pub fn put(
        &self,
        place: Place<'_>,
        nonce: [u8; NONCE_BYTES],
        plain: &[u8],
    ) -> Result<(), VaultError> {
        let path = self.path(place)?;
        if plain.len() > OBJECT_BYTES_MAX {
            return Err(VaultError::TooLong { bytes: plain.len() });
        }
        let sealed = self.key.seal(place, nonce, plain);
        let _one = self.lock();
        self.make_folder(place.collection)?;
        let beside = path.with_extension(BESIDE);
        if let Err(source) = write_beside(&beside, &sealed) {
            // Half a write is no object; where even that cannot be removed, the next write replaces it.
            let _left = fs::remove_file(&beside);
            return Err(failed("write", &path, source));
        }
        take_the_name(&beside, &path).map_err(|source| failed("write", &path, source))
    }

    /// Opens the object in a place; none when there is none.
    ///
    /// # Errors
    /// When the place is none, the file cannot be read, or is not what this node sealed there.
    pub fn get(&self, place: Place<'_>) -> Result<Option<Zeroizing<Vec<u8>>>, VaultError> {
        let path = self.path(place)?;
        let sealed = match read(&path) {
            Ok(sealed) => sealed,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
            Err(source) => return Err(failed("read", &path, source)),
        };
        let opened = self.key.open(place, &sealed);
        opened.map(Some).map_err(|flaw| VaultError::Flawed { path, flaw })
    }

    /// The names of a collection, in the order of their bytes.
    ///
    /// # Errors
    /// When the collection is no name or cannot be read.
    pub fn list(&self, collection: &str) -> Result<Vec<String>, VaultError> {
        check_name(collection)?;
        names(&self.dir.join(collection))
    }

    /// Removes an object; says whether there was one. The removal is durable on return.
    ///
    /// # Errors
    /// When the place is none, or the disk refuses.
    pub fn remove(&self, place: Place<'_>) -> Result<bool, VaultError> {
        let path = self.path(place)?;
        let _one = self.lock();
        match fs::remove_file(&path) {
            Ok(()) => {}
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(false),
            Err(source) => return Err(failed("remove", &path, source)),
        }
        disk::sync_name(&path).map_err(|source| failed("remove", &path, source))?;
        Ok(true)
    }

    fn path(&self, place: Place<'_>) -> Result<PathBuf, VaultError> {
        check_name(place.collection)?;
        check_name(place.name)?;
        Ok(self.dir.join(place.collection).join(place.name))
    }

    /// The folder of a collection, for its owner alone and durable.
    fn make_folder(&self, collection: &str) -> Result<(), VaultError> {
        for folder in [self.dir.clone(), self.dir.join(collection)] {
            match fs::DirBuilder::new().mode(0o700).create(&folder) {
                Ok(()) => {}
                Err(error) if error.kind() == ErrorKind::AlreadyExists => continue,
                Err(source) => return Err(failed("make", &folder, source)),
            }
            disk::sync_name(&folder).map_err(|source| failed("make", &folder, source))?;
        }
        Ok(())
    }

    /// A writer that panicked has left the old object or the new one: there is nothing to mend.
    fn lock(&self) -> MutexGuard<'_, ()> {
        self.writing.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The first step of a write: everything is on the disk, under a name that nobody reads.
fn write_beside(beside: &Path, sealed: &[u8]) -> io::Result<()> {
    let mut options = OpenOptions::new();
    let mut file = options.create(true).truncate(true).write(true).mode(0o600).open(beside)?;
    file.write_all(sealed)?;
    file.sync_all()
}

/// The second step, which a file system does wholly or not at all.
fn take_the_name(beside: &Path, path: &Path) -> io::Result<()> {
    fs::rename(beside, path)?;
    disk::sync_name(path)
}

fn read(path: &Path) -> io::Result<Vec<u8>> {
    let mut sealed = Vec::new();
    // One byte more than allowed is enough to refuse it.
    let most = (seal::OVERHEAD_BYTES + OBJECT_BYTES_MAX + 1) as u64;
    File::open(path)?.take(most).read_to_end(&mut sealed)?;
    Ok(sealed)
}

fn entries(dir: &Path) -> Result<Vec<io::Result<fs::DirEntry>>, VaultError> {
    match fs::read_dir(dir) {
        Ok(entries) => Ok(entries.take(OBJECTS_MAX).collect()),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(Vec::new()),
        Err(source) => Err(failed("list", dir, source)),
    }
}

fn names(folder: &Path) -> Result<Vec<String>, VaultError> {
    let mut names = Vec::new();
    for entry in entries(folder)? {
        let entry = entry.map_err(|source| failed("list", folder, source))?;
        if let Some(name) = entry.file_name().to_str().filter(|name| is_name(name)) {
            names.push(name.to_owned());
        }
    }
    names.sort();
    Ok(names)
}

fn is_name(name: &str) -> bool {
    let fits = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    (1..=NAME_BYTES_MAX).contains(&name.len()) && name.bytes().all(fits)
}

fn check_name(name: &str) -> Result<(), VaultError> {
    if is_name(name) { Ok(()) } else { Err(VaultError::BadName { name: name.to_owned() }) }
}

fn failed(action: &'static str, path: &Path, source: io::Error) -> VaultError {
    let path = path.to_owned();
    if disk::is_full(&source) {
        VaultError::DiskFull { path }
    } else {
        VaultError::Io { action, path, source }
    }
}
