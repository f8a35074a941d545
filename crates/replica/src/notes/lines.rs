//! Telling what of a note is new before any signature of it is looked at.
//!
//! Nothing is believed here: a note whose shape is not as expected is given on whole, and refused
//! by whoever reads it.

use chancery_ledger::log::LogId;

/// What a note has that another copy of it has not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Rest {
    Nothing,
    /// Its text, its author's line, and the lines that are new.
    Note(Vec<u8>),
}

/// The log that the first line of a note names.
pub(super) fn log_of(note: &[u8]) -> Option<LogId> {
    let end = note.iter().position(|byte| *byte == b'\n')?;
    let origin = std::str::from_utf8(&note[..end]).ok()?;
    let (rest, epoch) = origin.rsplit_once('/')?;
    let (_, key) = rest.rsplit_once('/')?;
    let key = key.parse::<chancery_encoding::Digest>().ok()?;
    Some(LogId { key: *key.as_bytes(), epoch: epoch.parse().ok()? })
}

/// The note without the lines that `held` has; none when `held` is of another text.
pub(super) fn without(note: &[u8], held: &[u8]) -> Option<Rest> {
    let ((text, lines), (held_text, held_lines)) = (parts(note)?, parts(held)?);
    if text != held_text {
        return None;
    }
    let held: Vec<&[u8]> = held_lines.split_inclusive(|byte| *byte == b'\n').collect();
    let mut lines = lines.split_inclusive(|byte| *byte == b'\n');
    let author = lines.next()?;
    let fresh: Vec<&[u8]> = lines.filter(|line| !held.contains(line)).collect();
    if fresh.is_empty() && held.first() == Some(&author) {
        return Some(Rest::Nothing);
    }
    Some(Rest::Note([&[text, author], &fresh[..]].concat().concat()))
}

/// The note without the lines of these names.
pub(super) fn without_names(note: &[u8], names: &[String]) -> Vec<u8> {
    let Some((text, lines)) = parts(note) else { return note.to_vec() };
    let begins = |line: &[u8]| {
        names.iter().any(|name| line.starts_with(format!("\u{2014} {name} ").as_bytes()))
    };
    let lines = lines.split_inclusive(|byte| *byte == b'\n').filter(|line| !begins(line));
    text.iter().chain(lines.flatten()).copied().collect()
}

/// The text with the empty line behind it, and the signature lines.
fn parts(note: &[u8]) -> Option<(&[u8], &[u8])> {
    let at = note.windows(2).rposition(|two| two == b"\n\n")? + 2;
    Some(note.split_at(at))
}
