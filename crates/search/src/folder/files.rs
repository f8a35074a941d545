//! The files of an index: whether all are there with their checksums, and whether any has changed since.
//!
//! The engine maps files into memory and trusts them. So each is read through once when the index is opened, and
//! before every search size, time and inode are compared. The invariant: a search reads files that were
//! whole when they were opened or written by this process, and that nobody has touched since.

use std::collections::{BTreeMap, BTreeSet};
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

use tantivy::directory::footer::Footer;
use tantivy::{Directory, Index, IndexMeta, Searcher};

use crate::error::Flaw;
use crate::sealed::Sealed;

/// Names the segments.
pub(super) const META: &str = "meta.json";

/// What every segment consists of: postings, positions, terms, stored fields, columns, lengths.
const ENDINGS: [&str; 6] = ["idx", "pos", "term", "store", "fast", "fieldnorm"];

/// Size, time in seconds and nanoseconds, inode.
type Stamp = (u64, i64, i64, u64);

/// The files of what is shown, as they were.
#[derive(Debug)]
pub(super) struct Files(BTreeMap<PathBuf, Option<Stamp>>);

impl Files {
    /// Reads every file of every segment, and compares its checksum.
    pub(super) fn check(path: &Path, index: &Index, metas: &IndexMeta) -> Result<(), Flaw> {
        let unreadable = |error: tantivy::TantivyError| Flaw::Unreadable(Box::new(error));
        let sealed = Sealed::open(path).map_err(unreadable)?;
        for file in Files::named(metas) {
            if !path.join(&file).is_file() {
                return Err(Flaw::Missing(file));
            }
            let whole = index.directory().validate_checksum(&file);
            if !whole.map_err(|error| unreadable(error.into()))? {
                return Err(Flaw::Damaged(file));
            }
            // The checksum stands behind what it is of, together with the version of the engine: that has to
            // be the one that reads it.
            let whole = sealed.open_read(&file).map_err(|error| unreadable(error.into()))?;
            let footer = Footer::extract_footer(whole).map_err(|error| unreadable(error.into()))?;
            if footer.0.version != *tantivy::version() {
                return Err(Flaw::Damaged(file));
            }
        }
        Ok(())
    }

    /// Those of what is shown. One that was shown before stays what it was: whoever changes it and
    /// waits for the next commit is found out all the same.
    pub(super) fn of(path: &Path, searcher: &Searcher, before: Option<&Files>) -> Files {
        let shown = searcher.generation().segments().iter();
        let files = shown.flat_map(|(id, deleted)| files_of(&id.uuid_string(), *deleted));
        let was = |file: &PathBuf| before.and_then(|before| before.0.get(file)).copied();
        let now = |file: PathBuf| {
            let stamp = was(&file).unwrap_or_else(|| stamp(&path.join(&file)));
            (file, stamp)
        };
        Files(files.map(now).collect())
    }

    /// Whether each is what it was.
    pub(super) fn unchanged(&self, path: &Path) -> Result<(), Flaw> {
        match self.compare(path)?.into_iter().next() {
            Some(missing) => Err(Flaw::Missing(missing)),
            None => Ok(()),
        }
    }

    /// Whether each is what it was, or was taken away because the index no longer names it: what is mapped
    /// stays there all the same.
    pub(super) fn held(&self, path: &Path, index: &Index) -> Result<(), Flaw> {
        let missing = self.compare(path)?;
        if missing.is_empty() {
            return Ok(());
        }
        let metas = index.load_metas().map_err(|error| Flaw::Unreadable(Box::new(error)))?;
        let named = Files::named(&metas);
        match missing.into_iter().find(|file| named.contains(file)) {
            Some(missing) => Err(Flaw::Missing(missing)),
            None => Ok(()),
        }
    }

    /// Whether they are those that the index names.
    pub(super) fn are_those_of(&self, metas: &IndexMeta) -> bool {
        self.0.keys().cloned().collect::<BTreeSet<_>>() == Files::named(metas)
    }

    fn named(metas: &IndexMeta) -> BTreeSet<PathBuf> {
        let segments = metas.segments.iter();
        segments.flat_map(|it| files_of(&it.id().uuid_string(), it.delete_opstamp())).collect()
    }

    /// Those that are gone, if no other has changed.
    fn compare(&self, path: &Path) -> Result<Vec<PathBuf>, Flaw> {
        if stamp(&path.join(META)).is_none() {
            return Err(Flaw::Missing(META.into()));
        }
        let mut missing = Vec::new();
        for (file, was) in &self.0 {
            match stamp(&path.join(file)) {
                None => missing.push(file.clone()),
                now if now != *was && was.is_some() => return Err(Flaw::Changed(file.clone())),
                Some(_) => {}
            }
        }
        Ok(missing)
    }
}

fn files_of(segment: &str, deleted: Option<u64>) -> Vec<PathBuf> {
    let deleted = deleted.map(|opstamp| format!("{segment}.{opstamp}.del"));
    let parts = ENDINGS.iter().map(|ending| format!("{segment}.{ending}"));
    parts.chain(deleted).map(PathBuf::from).collect()
}

fn stamp(path: &Path) -> Option<Stamp> {
    let found = std::fs::metadata(path).ok()?;
    Some((found.len(), found.mtime(), found.mtime_nsec(), found.ino()))
}
