//! A version of a list on the disk: lines of JSON, the first of which says what it is.
//!
//! Text, so that an authority can read its own copy with any tool. The first line has a digest of all the
//! others; a version is named by the digest of its role and its entries, so that the same list loaded twice
//! is one version. Invariant: `decode(encode(f)) == f`. Format: `docs/spec/list.md`.

use std::io::{BufRead, BufReader, Read as _};
use std::path::Path;

use chancery_encoding::Digest;
use chancery_interop::{Entry, Flawed};
use serde::{Deserialize, Serialize};

use crate::answer::{ListRole, ListVersion};

/// What the first line says.
const FORMAT: &str = "chancery-list-1";

/// A version with all that it holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ListFile {
    pub(crate) version: ListVersion,
    pub(crate) entries: Vec<Entry>,
    pub(crate) refused: Vec<Flawed>,
    pub(crate) doubts: Vec<Flawed>,
}

#[derive(Serialize, Deserialize)]
struct Head {
    format: String,
    /// SHA-256 of all that follows the first line, hex.
    rest: String,
    #[serde(flatten)]
    version: ListVersion,
}

/// One of the lines behind the first.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Line {
    Entry(Box<Entry>),
    Refused(Flawed),
    Doubt(Flawed),
}

/// Why a file is no version of a list.
#[derive(Debug, thiserror::Error)]
pub enum ListFileFlaw {
    /// It cannot be read.
    #[error("it cannot be read")]
    Unreadable(#[from] std::io::Error),
    /// The first line says nothing of a list.
    #[error("its first line is not that of a list")]
    Head,
    /// It is something else.
    #[error("it says that it is {0:?}, not {FORMAT:?}")]
    Format(String),
    /// What follows the first line is not what was written.
    #[error("what follows its first line has been changed")]
    Rest,
    /// A line is none of the three.
    #[error("its line {0} is not written as one")]
    Line(usize),
    /// The entries are not those that the first line counts and names.
    #[error("its entries are not those that its first line names")]
    Entries,
}

/// The name of a version: of its role and its entries, whatever else was said of the file.
pub(crate) fn version(role: ListRole, entries: &[Entry]) -> Digest {
    let role = serde_json::to_string(&role).expect("because a word is always JSON");
    let mut text = format!("{FORMAT}\n{role}\n");
    for entry in entries {
        text.push_str(&serde_json::to_string(entry).expect("because an entry is plain text"));
        text.push('\n');
    }
    Digest::of(text.as_bytes())
}

/// What the first line of a file says; none for what is written beside.
pub(crate) fn head_of(path: &Path, bytes_max: usize) -> Result<Option<ListVersion>, ListFileFlaw> {
    if path.extension().is_none_or(|extension| extension != "list") {
        return Ok(None);
    }
    let file = std::fs::File::open(path)?;
    let mut line = Vec::new();
    BufReader::new(file).take(bytes_max as u64).read_until(b'\n', &mut line)?;
    head(&line).map(|head| Some(head.version))
}

fn head(line: &[u8]) -> Result<Head, ListFileFlaw> {
    let head: Head = serde_json::from_slice(line).map_err(|_| ListFileFlaw::Head)?;
    if head.format == FORMAT { Ok(head) } else { Err(ListFileFlaw::Format(head.format)) }
}

impl ListFile {
    /// The bytes.
    pub(crate) fn encode(&self) -> Vec<u8> {
        let mut rest = Vec::new();
        let mut write = |line: &Line| {
            serde_json::to_writer(&mut rest, line).expect("because a line is plain text");
            rest.push(b'\n');
        };
        self.entries.iter().for_each(|entry| write(&Line::Entry(Box::new(entry.clone()))));
        self.refused.iter().for_each(|row| write(&Line::Refused(row.clone())));
        self.doubts.iter().for_each(|row| write(&Line::Doubt(row.clone())));
        let head = Head {
            format: FORMAT.to_owned(),
            rest: Digest::of(&rest).to_string(),
            version: self.version.clone(),
        };
        let mut bytes = serde_json::to_vec(&head).expect("because a head is plain text");
        bytes.push(b'\n');
        bytes.extend_from_slice(&rest);
        bytes
    }

    /// Reads a version.
    pub(crate) fn decode(bytes: &[u8]) -> Result<ListFile, ListFileFlaw> {
        let at = bytes.iter().position(|byte| *byte == b'\n').ok_or(ListFileFlaw::Head)?;
        let (first, rest) = (&bytes[..at], &bytes[at + 1..]);
        let head = head(first)?;
        if Digest::of(rest).to_string() != head.rest {
            return Err(ListFileFlaw::Rest);
        }
        let (mut entries, mut refused, mut doubts) = (Vec::new(), Vec::new(), Vec::new());
        for (number, line) in rest.split(|byte| *byte == b'\n').enumerate() {
            if line.is_empty() {
                continue;
            }
            match serde_json::from_slice(line).map_err(|_| ListFileFlaw::Line(number + 2))? {
                Line::Entry(entry) => entries.push(*entry),
                Line::Refused(row) => refused.push(row),
                Line::Doubt(row) => doubts.push(row),
            }
        }
        let named = head.version.version == version(head.version.role, &entries).to_string();
        let counted = head.version.entries == entries.len() as u64;
        if !named || !counted {
            return Err(ListFileFlaw::Entries);
        }
        Ok(ListFile { version: head.version, entries, refused, doubts })
    }
}
