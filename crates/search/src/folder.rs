//! One index on disk: a numbered folder, one writer, and what is shown of it.
//!
//! Whatever is found flawed is not mended but made again, in a folder with the next number, so that
//! nothing of the old one can get in its way. The invariant: documents and watermark of [`Shown`]
//! are of one commit, and every file of it had its checksum when it was opened.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock};

use tantivy::indexer::{IndexWriterOptions, LogMergePolicy};
use tantivy::schema::Schema;
use tantivy::{Index, IndexReader, IndexSettings, IndexWriter, ReloadPolicy, Searcher};

use crate::error::{Flaw, IndexError};
use crate::sealed::Sealed;
use crate::watermark::Watermark;
use files::Files;

mod files;
#[cfg(test)]
mod tests;

/// What an index of ours looks like. Another name, version or schema is another index.
#[derive(Clone, Debug)]
pub(crate) struct Form {
    /// Name and version, such as `records 1`.
    pub(crate) name: &'static str,
    pub(crate) schema: Schema,
}

/// Bytes that wait in memory until they are a segment on the disk. At 1 KiB of index for a record this is
/// some ten thousand records; twice this is in memory while a full one is written.
const WRITER_BYTES: usize = 48 * 1024 * 1024;
/// One thread writes segments and one merges them: the other core is the network's.
const WRITERS: usize = 1;
const MERGERS: usize = 1;
/// Segments of one size that are merged into one: a search visits every segment, so that few are better,
/// and each record is written again for each power of this.
const SEGMENTS_MIN: usize = 6;

/// A segment of more documents is merged no more: what is written again and opened again at once stays small, and
/// a search of many documents has several segments for several cores.
const MERGED_MAX: usize = 100_000;

/// What was found when an index was opened.
#[derive(Debug)]
pub enum Found {
    /// Nothing: it begins at nothing.
    Nothing,
    /// An index with its watermark.
    Whole,
    /// Something of no use; it was cleared away, and the index begins at nothing.
    Flawed(Flaw),
}

/// What is read of an index.
#[derive(Debug)]
pub(crate) struct Shown {
    pub(crate) searcher: Searcher,
    pub(crate) watermark: Watermark,
    files: Files,
}

/// One index on disk.
pub(crate) struct Folder {
    path: PathBuf,
    form: Form,
    index: Index,
    reader: IndexReader,
    writer: Mutex<IndexWriter>,
    shown: RwLock<Arc<Shown>>,
}

impl std::fmt::Debug for Folder {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Folder").field("path", &self.path).finish_non_exhaustive()
    }
}

impl Folder {
    /// Opens the index that lies under `parent`, checking every file, or begins one.
    pub(crate) fn open(parent: &Path, form: Form) -> Result<(Folder, Found), IndexError> {
        let numbers = numbers(parent).map_err(|error| IndexError::folder(parent, error))?;
        let Some(last) = numbers.last() else {
            return Ok((Folder::begin(parent, form)?, Found::Nothing));
        };
        match Folder::held(&numbered(parent, *last), form.clone()) {
            Ok(Some(folder)) => {
                sweep(parent, *last);
                Ok((folder, Found::Whole))
            }
            Ok(None) => Ok((Folder::begin(parent, form)?, Found::Nothing)),
            Err(IndexError::Flawed { source, .. }) => {
                Ok((Folder::begin(parent, form)?, Found::Flawed(source)))
            }
            Err(error) => Err(error),
        }
    }

    /// Begins an empty index behind all that lie under `parent`, and clears those away.
    pub(crate) fn begin(parent: &Path, form: Form) -> Result<Folder, IndexError> {
        let wrap = |error| IndexError::folder(parent, error);
        let next = numbers(parent).map_err(wrap)?.last().map_or(1, |last| last + 1);
        let path = numbered(parent, next);
        std::fs::create_dir_all(&path).map_err(wrap)?;
        let failed = |error| IndexError::of(&path, error);
        let sealed = Sealed::open(&path).map_err(failed)?;
        let index =
            Index::create(sealed, form.schema.clone(), IndexSettings::default()).map_err(failed)?;
        let folder = Folder::over(path, form, index)?;
        folder.commit(&Watermark::default())?;
        sweep(parent, next);
        Ok(folder)
    }

    /// The index in this folder, checked; none where no commit was ever made in it.
    fn held(path: &Path, form: Form) -> Result<Option<Folder>, IndexError> {
        let failed = |error| IndexError::of(path, error);
        let flawed = |flaw| IndexError::flawed(path, flaw);
        let sealed = Sealed::open(path).map_err(failed)?;
        if !Index::exists(&sealed).map_err(|error| failed(error.into()))? {
            let empty = std::fs::read_dir(path).is_ok_and(|mut files| files.next().is_none());
            let meta = || flawed(Flaw::Missing(PathBuf::from(files::META)));
            return if empty { Ok(None) } else { Err(meta()) };
        }
        let index = Index::open(sealed).map_err(failed)?;
        let metas = index.load_metas().map_err(failed)?;
        let payload = metas.payload.as_deref().and_then(Watermark::of_payload);
        let (found, _) = payload.ok_or_else(|| flawed(Flaw::NoWatermark))?;
        if found != form.name || index.schema() != form.schema {
            let wanted = form.name.to_owned();
            return Err(flawed(Flaw::OtherForm { found, wanted }));
        }
        Files::check(path, &index, &metas).map_err(flawed)?;
        Folder::over(path.to_path_buf(), form, index).map(Some)
    }

    fn over(path: PathBuf, form: Form, index: Index) -> Result<Folder, IndexError> {
        let failed = |error| IndexError::of(&path, error);
        let options = IndexWriterOptions::builder()
            .num_worker_threads(WRITERS)
            .memory_budget_per_thread(WRITER_BYTES)
            .num_merge_threads(MERGERS)
            .build();
        let writer: IndexWriter = index.writer_with_options(options).map_err(failed)?;
        let mut policy = LogMergePolicy::default();
        policy.set_min_num_segments(SEGMENTS_MIN);
        policy.set_max_docs_before_merge(MERGED_MAX);
        writer.set_merge_policy(Box::new(policy));
        let reader = index.reader_builder().reload_policy(ReloadPolicy::Manual);
        let reader = reader.try_into().map_err(failed)?;
        let shown = show(&path, &index, &reader, None).map_err(failed)?;
        Ok(Folder {
            path,
            form,
            index,
            reader,
            writer: Mutex::new(writer),
            shown: RwLock::new(Arc::new(shown)),
        })
    }

    /// The writer: what is added or deleted with it is seen after the next commit.
    pub(crate) fn writer(&self) -> MutexGuard<'_, IndexWriter> {
        self.writer.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Sorts what the engine says.
    pub(crate) fn failed(&self, error: tantivy::TantivyError) -> IndexError {
        IndexError::of(&self.path, error)
    }

    /// Makes what was put durable and visible, with the watermark that it has: what was put is not of the store.
    pub(crate) fn recommit(&self) -> Result<(), IndexError> {
        self.commit(&self.watermark())
    }

    /// An index of no use, for this reason.
    pub(crate) fn flawed(&self, flaw: Flaw) -> IndexError {
        IndexError::flawed(&self.path, flaw)
    }

    /// Makes what was put durable and visible, together with how far was read.
    pub(crate) fn commit(&self, watermark: &Watermark) -> Result<(), IndexError> {
        let mut writer = self.writer();
        let mut prepared = writer.prepare_commit().map_err(|error| self.failed(error))?;
        prepared.set_payload(&watermark.payload(self.form.name));
        prepared.commit().map_err(|error| self.failed(error))?;
        drop(writer);
        self.reload()
    }

    /// What is shown now, if its files are what they were.
    pub(crate) fn shown(&self) -> Result<Arc<Shown>, IndexError> {
        let shown = self.current();
        if shown.files.unchanged(&self.path).is_ok() {
            return Ok(shown);
        }
        // A merge takes the files away that it has merged: look at what stands now.
        self.reload()?;
        let shown = self.current();
        let changed = shown.files.unchanged(&self.path);
        changed.map_err(|flaw| IndexError::flawed(&self.path, flaw))?;
        Ok(shown)
    }

    /// What is shown now.
    pub(crate) fn current(&self) -> Arc<Shown> {
        Arc::clone(&self.shown.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Whether what was shown once can still be read: its files are what they were, or were merged since.
    pub(crate) fn holds(&self, shown: &Shown) -> Result<(), IndexError> {
        shown.files.held(&self.path, &self.index).map_err(|flaw| self.flawed(flaw))
    }

    /// Shows what has been merged since; says whether there was anything.
    pub(crate) fn refresh(&self) -> Result<bool, IndexError> {
        let metas = self.index.load_metas().map_err(|error| self.failed(error))?;
        let is_new = !self.current().files.are_those_of(&metas);
        if is_new {
            self.reload()?;
        }
        Ok(is_new)
    }

    /// How far what is shown has read.
    pub(crate) fn watermark(&self) -> Watermark {
        self.current().watermark.clone()
    }

    /// Bytes on the disk.
    pub(crate) fn bytes(&self) -> u64 {
        let files = std::fs::read_dir(&self.path).into_iter().flatten().flatten();
        files.filter_map(|file| Some(file.metadata().ok()?.len())).sum()
    }

    fn reload(&self) -> Result<(), IndexError> {
        let mut shown = self.shown.write().unwrap_or_else(PoisonError::into_inner);
        self.reader.reload().map_err(|error| self.failed(error))?;
        let next = show(&self.path, &self.index, &self.reader, Some(&shown.files));
        *shown = Arc::new(next.map_err(|error| self.failed(error))?);
        Ok(())
    }
}

/// The reader's segments and the watermark of one commit: a merge between the two reads changes
/// neither what is found nor the watermark.
fn show(
    path: &Path,
    index: &Index,
    reader: &IndexReader,
    before: Option<&Files>,
) -> tantivy::Result<Shown> {
    let searcher = reader.searcher();
    let metas = index.load_metas()?;
    let payload = metas.payload.as_deref().and_then(Watermark::of_payload);
    let watermark = payload.map(|(_, watermark)| watermark).unwrap_or_default();
    let files = Files::of(path, &searcher, before);
    Ok(Shown { searcher, watermark, files })
}

fn numbered(parent: &Path, number: u64) -> PathBuf {
    parent.join(format!("{number:08}"))
}

/// The numbers of the folders under `parent`, ascending.
fn numbers(parent: &Path) -> io::Result<Vec<u64>> {
    let entries = match std::fs::read_dir(parent) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        entries => entries?,
    };
    let number =
        |entry: io::Result<std::fs::DirEntry>| entry.ok()?.file_name().to_str()?.parse().ok();
    let mut numbers: Vec<u64> = entries.filter_map(number).collect();
    numbers.sort_unstable();
    Ok(numbers)
}

/// Removes all but one. What stays behind takes room and is never read.
fn sweep(parent: &Path, keep: u64) {
    for number in numbers(parent).unwrap_or_default() {
        let path = numbered(parent, number);
        if number != keep
            && let Err(error) = std::fs::remove_dir_all(&path)
        {
            tracing::warn!(path = %path.display(), %error, "an index that is no longer used stays on the disk");
        }
    }
}
