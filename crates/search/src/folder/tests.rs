//! Laws of a folder: what is torn is said, and begun again.

use std::fs::{self, OpenOptions};
use std::io::{Seek, SeekFrom, Write};

use chancery_encoding::Digest;
use chancery_query::Log;
use tantivy::TantivyDocument;
use tantivy::schema::{Field, INDEXED, STRING, Schema};

use super::*;
use crate::watermark::Reached;

fn form(name: &'static str) -> Form {
    let mut schema = Schema::builder();
    schema.add_text_field("word", STRING);
    schema.add_u64_field("number", INDEXED);
    Form { name, schema: schema.build() }
}

fn watermark(entries: u64) -> Watermark {
    let log = Log { key: [7; 32], epoch: 0 };
    Watermark::new(
        [Reached { log, entries, tip: Digest::of(&entries.to_be_bytes()) }],
        Digest::of(&[]),
    )
}

fn put(folder: &Folder, word: &str) {
    let mut document = TantivyDocument::new();
    document.add_text(Field::from_field_id(0), word);
    folder.writer().add_document(document).unwrap();
}

/// A folder with two segments and a deletion, closed.
fn made(parent: &Path) -> PathBuf {
    let (folder, found) = Folder::open(parent, form("words 1")).unwrap();
    assert!(matches!(found, Found::Nothing));
    put(&folder, "one");
    put(&folder, "two");
    folder.commit(&watermark(2)).unwrap();
    let term = tantivy::Term::from_field_text(Field::from_field_id(0), "one");
    folder.writer().delete_term(term);
    put(&folder, "three");
    folder.commit(&watermark(3)).unwrap();
    folder.path.clone()
}

/// The flaw that is found when it is opened, after which it is empty and can be used.
fn flaw(parent: &Path) -> Flaw {
    let (folder, found) = Folder::open(parent, form("words 1")).unwrap();
    assert_eq!(folder.watermark(), Watermark::default());
    put(&folder, "again");
    folder.commit(&watermark(1)).unwrap();
    assert_eq!(folder.shown().unwrap().searcher.num_docs(), 1);
    drop(folder);
    let (folder, again) = Folder::open(parent, form("words 1")).unwrap();
    assert!(matches!(again, Found::Whole), "{again:?}");
    assert_eq!(folder.watermark(), watermark(1));
    match found {
        Found::Flawed(flaw) => flaw,
        found => panic!("{found:?}"),
    }
}

fn flip(path: &Path, at: u64) {
    let byte = fs::read(path).unwrap()[usize::try_from(at).unwrap()];
    let mut file = OpenOptions::new().write(true).open(path).unwrap();
    file.seek(SeekFrom::Start(at)).unwrap();
    file.write_all(&[byte ^ 1]).unwrap();
}

fn files(path: &Path) -> Vec<PathBuf> {
    let files = fs::read_dir(path).unwrap().map(|file| file.unwrap().path());
    let mut files: Vec<PathBuf> =
        files.filter(|file| !file.to_string_lossy().ends_with(".lock")).collect();
    files.sort();
    files
}

#[test]
fn what_is_committed_is_there_with_its_watermark() {
    let dir = tempfile::tempdir().unwrap();
    made(dir.path());
    let (folder, found) = Folder::open(dir.path(), form("words 1")).unwrap();
    assert!(matches!(found, Found::Whole), "{found:?}");
    assert_eq!(folder.watermark(), watermark(3));
    assert_eq!(folder.shown().unwrap().searcher.num_docs(), 2);
}

#[test]
fn what_is_not_committed_is_not_there() {
    let dir = tempfile::tempdir().unwrap();
    made(dir.path());
    let (folder, _) = Folder::open(dir.path(), form("words 1")).unwrap();
    put(&folder, "four");
    drop(folder);
    let (folder, _) = Folder::open(dir.path(), form("words 1")).unwrap();
    assert_eq!(folder.shown().unwrap().searcher.num_docs(), 2);
    assert_eq!(folder.watermark(), watermark(3));
}

#[test]
fn a_flipped_byte_in_any_file_is_found() {
    let dir = tempfile::tempdir().unwrap();
    let names: Vec<PathBuf> = files(&made(dir.path()));
    let names: Vec<String> =
        names.iter().map(|path| path.file_name().unwrap().to_str().unwrap().to_owned()).collect();
    assert!(names.iter().any(|name| name.ends_with(".del")), "{names:?}");
    for n in 0..names.len() {
        let dir = tempfile::tempdir().unwrap();
        let file = files(&made(dir.path())).swap_remove(n);
        flip(&file, fs::metadata(&file).unwrap().len() / 3);
        // The list of files is only needed to clear away; without it the index is no index of ours.
        flaw(dir.path());
    }
}

#[test]
fn a_file_that_is_gone_or_short_is_found() {
    for n in 0..files(&made(tempfile::tempdir().unwrap().path())).len() {
        let dir = tempfile::tempdir().unwrap();
        let file = files(&made(dir.path())).swap_remove(n);
        if file.ends_with(".managed.json") {
            continue;
        }
        fs::remove_file(&file).unwrap();
        assert!(matches!(flaw(dir.path()), Flaw::Missing(_)), "{file:?}");
        let dir = tempfile::tempdir().unwrap();
        let file = files(&made(dir.path())).swap_remove(n);
        let half = fs::metadata(&file).unwrap().len() / 2;
        OpenOptions::new().write(true).open(&file).unwrap().set_len(half).unwrap();
        flaw(dir.path());
    }
}

#[test]
fn another_form_is_begun_again() {
    let dir = tempfile::tempdir().unwrap();
    made(dir.path());
    let (folder, found) = Folder::open(dir.path(), form("words 2")).unwrap();
    assert!(matches!(found, Found::Flawed(Flaw::OtherForm { .. })), "{found:?}");
    assert_eq!(folder.watermark(), Watermark::default());
}

#[test]
fn a_change_under_way_is_noticed_before_the_next_search() {
    let dir = tempfile::tempdir().unwrap();
    let path = made(dir.path());
    let (folder, _) = Folder::open(dir.path(), form("words 1")).unwrap();
    folder.shown().unwrap();
    let file = files(&path).into_iter().find(|file| file.to_string_lossy().ends_with(".idx"));
    flip(&file.unwrap(), 3);
    let error = folder.shown().unwrap_err();
    assert!(matches!(error, IndexError::Flawed { source: Flaw::Changed(_), .. }), "{error:?}");
    let folder = Folder::begin(dir.path(), form("words 1")).unwrap();
    folder.shown().unwrap();
    assert_eq!(numbers(dir.path()).unwrap(), [2]);
    fs::remove_dir_all(dir.path().join("00000002")).unwrap();
    let error = folder.shown().unwrap_err();
    assert!(error.is_flawed(), "{error:?}");
}

#[test]
fn a_second_writer_is_refused_and_a_lock_left_behind_is_not() {
    let dir = tempfile::tempdir().unwrap();
    let path = made(dir.path());
    assert!(path.join(".tantivy-writer.lock").exists(), "the lock's file stays");
    let (folder, _) = Folder::open(dir.path(), form("words 1")).unwrap();
    let error = Folder::open(dir.path(), form("words 1")).unwrap_err();
    assert!(matches!(error, IndexError::Locked { .. }), "{error:?}");
    drop(folder);
}
