//! Lists of parties that this authority has loaded: kept by version, compared, refreshed by loading again.
//!
//! They are its own business: nothing of them is signed, and nothing leaves the node. A version is a file
//! that is written beside and renamed, so that it is whole or not there; the newest is in force. The
//! invariant: what is in force on the disk is what the index of parties was given last.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::{Mutex, RwLock, RwLockReadGuard, RwLockWriteGuard};

use chancery_encoding::Digest;
use chancery_interop::{Difference, Entry, Format, Mapping, Read, read_list};

use crate::answer::{ListDifference, ListLine, ListLoaded, ListRole, ListShown, ListVersion};
use crate::file::{self, Privacy};
use format::{ListFile, head_of};

mod changes;
mod desk;
mod error;
mod format;
#[cfg(test)]
mod tests;

pub use error::ListError;
pub use format::ListFileFlaw;

/// Lists of one authority: those of a few governments, and a few of its own.
const LISTS_MAX: usize = 32;

/// A version a week for three months; older screenings name theirs by digest and say what they found.
const VERSIONS_MAX: usize = 12;

/// A list of 256 MiB as it came is no longer than twice that as it is kept.
const FILE_BYTES_MAX: u64 = 512 * 1024 * 1024;

/// The line that says what a version is.
const HEAD_BYTES_MAX: usize = 8 * 1024;

/// Files that may lie in the folder of a list: its versions, and what a crash left beside them.
const FILES_MAX: usize = 2 * VERSIONS_MAX;

/// Lines of a difference that are told; the rest is counted.
const TOLD_MAX: usize = 500;

/// Refused rows that a loading tells.
const REFUSED_TOLD_MAX: usize = 20;

/// How a list is loaded.
#[derive(Clone, Debug)]
pub struct Loading {
    /// Its name here.
    pub list: String,
    /// How it is written.
    pub format: Format,
    /// Which column is what, for a table.
    pub mapping: Option<Mapping>,
    /// What a hit in it means; as before where it is not said, or as its format has it.
    pub role: Option<ListRole>,
    /// The name of the file.
    pub file: String,
}

/// A version that is in force, with its entries.
#[derive(Debug)]
pub(crate) struct InForce {
    pub(crate) version: ListVersion,
    pub(crate) entries: Vec<Entry>,
}

/// The lists of this node.
#[derive(Debug)]
pub(crate) struct Lists {
    folder: PathBuf,
    /// The versions of each, ascending.
    known: RwLock<BTreeMap<String, Vec<ListVersion>>>,
    /// Whose turn it is to write.
    turn: Mutex<()>,
}

impl Lists {
    /// Reads which lists there are; what is no list is said in the log and left alone.
    pub(crate) fn open(folder: PathBuf) -> Result<Lists, ListError> {
        let mut known = BTreeMap::new();
        for path in file::folders(&folder, LISTS_MAX)? {
            let Some(list) = path.file_name().and_then(|name| name.to_str()) else { continue };
            let mut versions = Vec::new();
            for path in file::list(&path, FILES_MAX)? {
                match head_of(&path, HEAD_BYTES_MAX) {
                    Ok(Some(version)) if version.list == list => versions.push(version),
                    Ok(_) => {}
                    Err(error) => {
                        let path = path.display();
                        tracing::warn!(%path, %error, "a version of a list is not used");
                    }
                }
            }
            versions.sort_by_key(|version| version.number);
            if !versions.is_empty() {
                known.insert(list.to_owned(), versions);
            }
        }
        Ok(Lists { folder, known: RwLock::new(known), turn: Mutex::new(()) })
    }

    /// The version in force of each list.
    pub(crate) fn in_force(&self) -> Vec<ListVersion> {
        self.known().values().filter_map(|versions| versions.last().cloned()).collect()
    }

    /// All versions of a list, ascending.
    pub(crate) fn versions(&self, list: &str) -> Result<Vec<ListVersion>, ListError> {
        let unknown = || ListError::Unknown(list.to_owned());
        self.known().get(list).cloned().ok_or_else(unknown)
    }

    /// One version, or the one in force, with its entries.
    pub(crate) fn read(&self, list: &str, number: Option<u64>) -> Result<InForce, ListError> {
        let file = self.file(list, number)?;
        Ok(InForce { version: file.version, entries: file.entries })
    }

    /// One version with what could not be read of it.
    pub(crate) fn show(&self, list: &str, number: Option<u64>) -> Result<ListShown, ListError> {
        let newest = self.versions(list)?.last().map(|version| version.number);
        let ListFile { version, refused, doubts, .. } = self.file(list, number)?;
        Ok(ListShown { in_force: newest == Some(version.number), version, refused, doubts })
    }

    /// Reads a file as a new version and writes it; the entries, where they are new.
    pub(crate) fn load(
        &self,
        loading: &Loading,
        bytes: &[u8],
        now_s: i64,
    ) -> Result<(ListLoaded, Option<InForce>), ListError> {
        check_name(&loading.list)?;
        // Held to the end, so that two loadings do not write one number; screenings go on meanwhile.
        let _turn = self.turn.lock().expect("because nobody panics with it in hand");
        let versions = self.known().get(&loading.list).cloned().unwrap_or_default();
        if versions.is_empty() && self.known().len() >= LISTS_MAX {
            return Err(ListError::TooMany { lists_max: LISTS_MAX });
        }
        let before = versions.last();
        let role = role(loading, before)?;
        let read = read_list(bytes, loading.format, loading.mapping.as_ref())?;
        let number = before.map_or(1, |version| version.number + 1);
        let file = new_file(loading, role, number, read, bytes, now_s);
        let refused: Vec<_> = file.refused.iter().take(REFUSED_TOLD_MAX).cloned().collect();
        if let Some(same) = before.filter(|version| version.version == file.version.version) {
            let (before, version) = (Some(same.number), same.clone());
            let loaded = loaded(version, before, &Difference::default(), refused);
            return Ok((ListLoaded { unchanged: true, ..loaded }, None));
        }
        let difference = self.since(&loading.list, before, &file.entries)?;
        self.write(&file)?;
        let loaded = loaded(
            file.version.clone(),
            before.map(|version| version.number),
            &difference,
            refused,
        );
        let mut versions = versions;
        versions.push(file.version.clone());
        self.prune(&loading.list, &mut versions)?;
        self.known_now().insert(loading.list.clone(), versions);
        Ok((loaded, Some(InForce { version: file.version, entries: file.entries })))
    }

    /// Takes a list away with all its versions.
    pub(crate) fn remove(&self, list: &str) -> Result<(), ListError> {
        let _turn = self.turn.lock().expect("because nobody panics with it in hand");
        if self.known_now().remove(list).is_none() {
            return Err(ListError::Unknown(list.to_owned()));
        }
        file::remove_dir(&self.folder.join(list))?;
        Ok(())
    }

    /// What differs between two versions; between the last two where none are named.
    pub(crate) fn difference(
        &self,
        list: &str,
        from: Option<u64>,
        to: Option<u64>,
    ) -> Result<ListDifference, ListError> {
        let versions = self.versions(list)?;
        let newest = versions.last().map_or(0, |version| version.number);
        let to = to.unwrap_or(newest);
        let earlier =
            versions.iter().rev().map(|version| version.number).find(|number| *number < to);
        let from = from.or(earlier).ok_or(ListError::OneVersion(list.to_owned()))?;
        let (from, to) = (self.file(list, Some(from))?, self.file(list, Some(to))?);
        let difference = Difference::between(&from.entries, &to.entries);
        let line = |entry: &Entry| ListLine {
            entry: entry.id.clone(),
            name: first_name(entry),
            changes: Vec::new(),
        };
        let changed = difference.changed.iter().take(TOLD_MAX).map(|changed| ListLine {
            changes: changes::told(&changed.before, &changed.after),
            ..line(&changed.after)
        });
        Ok(ListDifference {
            from: from.version,
            to: to.version,
            added: difference.added.iter().take(TOLD_MAX).map(line).collect(),
            added_total: difference.added.len() as u64,
            changed: changed.collect(),
            changed_total: difference.changed.len() as u64,
            removed: difference.removed.iter().take(TOLD_MAX).map(line).collect(),
            removed_total: difference.removed.len() as u64,
        })
    }

    fn since(
        &self,
        list: &str,
        before: Option<&ListVersion>,
        entries: &[Entry],
    ) -> Result<Difference, ListError> {
        let before = match before {
            Some(before) => self.file(list, Some(before.number))?.entries,
            None => Vec::new(),
        };
        Ok(Difference::between(&before, entries))
    }

    fn file(&self, list: &str, number: Option<u64>) -> Result<ListFile, ListError> {
        let versions = self.versions(list)?;
        let version = match number {
            Some(number) => versions.iter().find(|version| version.number == number),
            None => versions.last(),
        };
        let missing =
            || ListError::NoVersion { list: list.to_owned(), number: number.unwrap_or(0) };
        let path = self.path(list, version.ok_or_else(missing)?.number);
        let bytes = file::read(&path, FILE_BYTES_MAX)?;
        ListFile::decode(&bytes).map_err(|source| ListError::Damaged { path, source })
    }

    fn write(&self, file: &ListFile) -> Result<(), ListError> {
        let folder = self.folder.join(&file.version.list);
        file::create_dir(&folder)?;
        let beside = folder.join("new");
        file::remove_file(&beside)?;
        file::create(&beside, &file.encode(), Privacy::Owner)?;
        file::rename(&beside, &self.path(&file.version.list, file.version.number))?;
        Ok(())
    }

    fn prune(&self, list: &str, versions: &mut Vec<ListVersion>) -> Result<(), ListError> {
        while versions.len() > VERSIONS_MAX {
            let oldest = versions.remove(0);
            file::remove_file(&self.path(list, oldest.number))?;
        }
        Ok(())
    }

    fn path(&self, list: &str, number: u64) -> PathBuf {
        self.folder.join(list).join(format!("{number:08}.list"))
    }

    fn known_now(&self) -> RwLockWriteGuard<'_, BTreeMap<String, Vec<ListVersion>>> {
        self.known.write().expect("because nobody panics with it in hand")
    }

    fn known(&self) -> RwLockReadGuard<'_, BTreeMap<String, Vec<ListVersion>>> {
        self.known.read().expect("because nobody panics with it in hand")
    }
}

/// Small letters, digits and hyphens: it is a folder's name as well.
fn check_name(list: &str) -> Result<(), ListError> {
    let fits = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    let good = !list.is_empty() && list.len() <= 40 && list.bytes().all(fits);
    if good && !list.starts_with('-') { Ok(()) } else { Err(ListError::Name(list.to_owned())) }
}

/// A galaxy names whom somebody wrote about, and is never a measure against them.
fn role(loading: &Loading, before: Option<&ListVersion>) -> Result<ListRole, ListError> {
    let role = loading.role.or(before.map(|version| version.role));
    match (loading.format, role) {
        (Format::Galaxy, Some(ListRole::Adverse)) => Err(ListError::NeverAdverse),
        (Format::Galaxy, _) => Ok(ListRole::Reference),
        (_, Some(role)) => Ok(role),
        (Format::ConsolidatedPacked | Format::ConsolidatedJson | Format::ConsolidatedCsv, None) => {
            Ok(ListRole::Adverse)
        }
        (Format::Csv | Format::FollowTheMoney, None) => Err(ListError::NoRole),
    }
}

fn new_file(
    loading: &Loading,
    role: ListRole,
    number: u64,
    read: Read,
    bytes: &[u8],
    now_s: i64,
) -> ListFile {
    let version = ListVersion {
        list: loading.list.clone(),
        number,
        version: format::version(role, &read.entries).to_string(),
        role,
        read_as: loading.format.as_str().to_owned(),
        file: loading.file.chars().take(200).collect(),
        file_digest: Digest::of(bytes).to_string(),
        loaded_at_s: now_s,
        entries: read.entries.len() as u64,
        refused: read.refused_total,
        doubts: read.doubts_total,
        passed_over: read.passed_over,
    };
    ListFile { version, entries: read.entries, refused: read.refused, doubts: read.doubts }
}

fn loaded(
    version: ListVersion,
    before: Option<u64>,
    difference: &Difference,
    refused: Vec<chancery_interop::Flawed>,
) -> ListLoaded {
    ListLoaded {
        version,
        before,
        unchanged: false,
        added: difference.added.len() as u64,
        changed: difference.changed.len() as u64,
        removed: difference.removed.len() as u64,
        refused,
    }
}

fn first_name(entry: &Entry) -> String {
    entry.card.names.first().map(|name| name.value.clone()).unwrap_or_default()
}
