//! Which witness keys this node has ever adopted, in a file beside the store.
//!
//! The store knows what a key has promised; when the store is lost, or an older copy takes its
//! place, only something outside it can tell. The file has a line for each key: the key, and how
//! often it had promised something. A last line is the digest of the keys. The invariant: a key is
//! named here before its first promise is given, and no line ever goes; what cannot be read names
//! every key.

use std::fs::{self, File, OpenOptions};
use std::io::{self, ErrorKind, Write as _};
use std::os::unix::fs::{FileExt as _, OpenOptionsExt as _};
use std::path::{Path, PathBuf};

use chancery_encoding::Digest;

use crate::disk;
use crate::error::StoreError;

#[cfg(test)]
mod tests;

pub(crate) const NAME: &str = "witness.adopted";
/// 64 digits of the key, a space, 20 of the count (2^64 has as many), and the end of the line.
const LINE_BYTES: usize = 64 + 1 + 20 + 1;
const COUNT_AT: usize = 64 + 1;
/// 64 digits and the end of the line.
const DIGEST_BYTES: usize = 64 + 1;
/// Whoever has retired so many keys has another problem.
const KEYS_MAX: usize = 1_000;

/// A key, and how often it had promised something.
type Line = ([u8; 32], u64);

/// The file, as it was read and written.
#[derive(Debug, Default)]
pub(crate) struct Marker {
    path: PathBuf,
    keys: Vec<Line>,
    flaw: Option<String>,
}

impl Marker {
    /// Reads the file beside the store in `dir`.
    pub(crate) fn beside(dir: &Path) -> Marker {
        let path = dir.parent().unwrap_or(dir).join(NAME);
        let name = path.display();
        let (keys, flaw) = match read(&path) {
            Ok(Some(keys)) => (keys, None),
            Ok(None) => (Vec::new(), Some(format!("{name} is damaged"))),
            Err(error) if error.kind() == ErrorKind::NotFound => (Vec::new(), None),
            Err(error) => (Vec::new(), Some(format!("{name} cannot be read: {error}"))),
        };
        Marker { path, keys, flaw }
    }

    /// Why the file cannot be believed.
    pub(crate) fn flaw(&self) -> Option<&str> {
        self.flaw.as_deref()
    }

    /// How often a key had promised something when the file was last written.
    pub(crate) fn count(&self, key: &[u8; 32]) -> Option<u64> {
        self.keys.iter().find(|(named, _)| named == key).map(|(_, count)| *count)
    }

    /// Names a key; it is durable on return.
    pub(crate) fn name(&mut self, key: &[u8; 32], count: u64) -> Result<(), StoreError> {
        let mut keys = self.keys.clone();
        match keys.iter_mut().find(|(named, _)| named == key) {
            Some(line) if line.1 == count => return Ok(()),
            Some(line) => line.1 = count,
            None => keys.push((*key, count)),
        }
        if keys.len() > KEYS_MAX {
            return Err(StoreError::TooLong { bytes: keys.len() * LINE_BYTES });
        }
        write(&self.path, &keys).map_err(|source| StoreError::from_io("write beside", source))?;
        self.keys = keys;
        Ok(())
    }

    /// Notes that a key has promised something. The store is what is durable; this is not waited
    /// for, and is behind after a loss of power, which costs nothing but the alarm.
    pub(crate) fn advance(&mut self, key: &[u8; 32], count: u64) -> Result<(), StoreError> {
        let Some(line) = self.keys.iter().position(|(named, _)| named == key) else {
            return self.name(key, count);
        };
        let at = (line * LINE_BYTES + COUNT_AT) as u64;
        let file = OpenOptions::new().write(true).open(&self.path);
        let written = file.and_then(|file| file.write_all_at(digits(count).as_bytes(), at));
        written.map_err(|source| StoreError::from_io("write beside", source))?;
        self.keys[line].1 = count;
        Ok(())
    }
}

fn digits(count: u64) -> String {
    format!("{count:020}")
}

/// Nothing when the bytes are not what was written.
fn read(path: &Path) -> io::Result<Option<Vec<Line>>> {
    let length = fs::metadata(path)?.len();
    if length > (KEYS_MAX * LINE_BYTES + DIGEST_BYTES) as u64 {
        return Ok(None);
    }
    let bytes = fs::read(path)?;
    let (lines, last) = bytes.as_chunks::<LINE_BYTES>();
    let keys: Option<Vec<_>> = lines.iter().map(|line| line_of(line)).collect();
    Ok(keys.filter(|keys| !keys.is_empty() && last == digest_line(keys).as_bytes()))
}

fn line_of(line: &[u8]) -> Option<Line> {
    let text = std::str::from_utf8(line).ok()?.strip_suffix('\n')?;
    let (key, count) = text.split_once(' ')?;
    let key: Digest = key.parse().ok()?;
    let read = (*key.as_bytes(), count.parse().ok()?);
    (line == written(&read).as_bytes()).then_some(read)
}

fn digest_line(keys: &[Line]) -> String {
    let keys: Vec<u8> = keys.iter().flat_map(|(key, _)| *key).collect();
    format!("{}\n", Digest::of(&keys))
}

fn written((key, count): &Line) -> String {
    format!("{} {}\n", Digest::from_bytes(*key), digits(*count))
}

/// Beside, then in its place: it is never half there.
fn write(path: &Path, keys: &[Line]) -> io::Result<()> {
    let beside = path.with_extension("adopted.new");
    let open = |path: &Path| {
        OpenOptions::new().create(true).truncate(true).write(true).mode(0o600).open(path)
    };
    let mut file: File = open(&beside)?;
    let text: String = keys.iter().map(written).collect();
    file.write_all((text + &digest_line(keys)).as_bytes())?;
    file.sync_all()?;
    fs::rename(&beside, path)?;
    disk::sync_name(path)
}
