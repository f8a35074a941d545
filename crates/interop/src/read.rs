//! Reading a list: the bounds that hold for every format, and the one place where rows become entries.

use std::collections::HashMap;

use serde_json::Value;

use crate::{
    entry::{Entry, Flawed, ListFlaw, Read},
    format::Format,
    mapping::Mapping,
    rows,
};

mod consolidated;
mod draft;
mod galaxy;
mod money;
mod packed;
mod table;

pub(crate) use draft::{Draft, RowFlaw};

/// All lists of a government in one FollowTheMoney file are some 100 MiB.
pub const LIST_BYTES_MAX: usize = 256 * 1024 * 1024;

/// Ten times the longest list that a government publishes.
const ENTRIES_MAX: usize = 300_000;

/// Enough to see what is wrong with a file; the rest is counted.
const FLAWED_MAX: usize = 1_000;

/// Reads a list.
///
/// # Errors
/// When the file is none of that format, is too long, or nothing in it could be read.
pub fn read_list(
    bytes: &[u8],
    format: Format,
    mapping: Option<&Mapping>,
) -> Result<Read, ListFlaw> {
    if bytes.len() > LIST_BYTES_MAX {
        return Err(ListFlaw::TooLong { bytes: bytes.len(), bytes_max: LIST_BYTES_MAX });
    }
    let text = std::str::from_utf8(bytes)
        .map_err(|error| ListFlaw::NotText { at: error.valid_up_to() })?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut sink = Sink::default();
    match format {
        Format::ConsolidatedPacked => packed::read(text, &mut sink)?,
        Format::ConsolidatedJson => consolidated::read_json(text, &mut sink)?,
        Format::ConsolidatedCsv => table::read(text, &consolidated::mapping(), &mut sink)?,
        Format::Galaxy => galaxy::read(text, &mut sink)?,
        Format::Csv => table::read(text, mapping.ok_or(ListFlaw::NoMapping)?, &mut sink)?,
        Format::FollowTheMoney => money::read(text, &mut sink)?,
    }
    sink.finish()
}

/// Where rows end up.
#[derive(Debug, Default)]
pub(crate) struct Sink {
    read: Read,
    /// Where each id stands.
    places: HashMap<String, String>,
    /// How often a name that serves as an id has been seen.
    numbers: HashMap<String, u32>,
}

impl Sink {
    /// Takes each element of an array of the file.
    pub(crate) fn rows(
        &mut self,
        text: &str,
        field: &'static str,
        drafted: impl Fn(Value) -> Result<Draft, RowFlaw>,
    ) -> Result<(), ListFlaw> {
        let (mut number, mut stopped) = (0_u64, Ok(()));
        let found = rows::each(text, field, &mut |row| {
            number += 1;
            if stopped.is_ok() {
                let place = format!("entry {number}");
                match drafted(row) {
                    Ok(draft) => stopped = self.take(place, draft),
                    Err(flaw) => self.refuse(&place, &flaw),
                }
            }
        });
        match found {
            Ok(true) => stopped,
            Ok(false) => Err(ListFlaw::NoRows { field }),
            Err(error) => Err(ListFlaw::json(&error)),
        }
    }

    /// Takes a row, or refuses it.
    pub(crate) fn take(&mut self, place: String, draft: Draft) -> Result<(), ListFlaw> {
        let (drafted, doubts) = draft.finish();
        for doubt in doubts {
            note(&mut self.read.doubts, &mut self.read.doubts_total, &place, &doubt);
        }
        let entry = match drafted.and_then(|entry| self.named(entry)) {
            Ok(entry) => entry,
            Err(flaw) => {
                self.refuse(&place, &flaw);
                return Ok(());
            }
        };
        if self.read.entries.len() == ENTRIES_MAX {
            return Err(ListFlaw::TooMany { entries_max: ENTRIES_MAX });
        }
        self.places.insert(entry.id.clone(), place);
        self.read.entries.push(entry);
        Ok(())
    }

    /// Refuses a row.
    pub(crate) fn refuse(&mut self, place: &str, flaw: &RowFlaw) {
        note(&mut self.read.refused, &mut self.read.refused_total, place, flaw);
    }

    /// Counts a row that is no party.
    pub(crate) fn pass_over(&mut self) {
        self.read.passed_over += 1;
    }

    /// Gives an entry without a number of its own one that is made of its name; the second of the same
    /// name in the same part is `…/2`.
    fn named(&mut self, mut entry: Entry) -> Result<Entry, RowFlaw> {
        if entry.id.is_empty() {
            let section = entry.section.as_deref().and_then(initials);
            let section = section.map(|initials| format!("{initials}/")).unwrap_or_default();
            let name = entry.card.names.first().map_or("", |name| name.value.as_str());
            let base = format!("{section}{name}");
            let seen = self.numbers.entry(base.clone()).or_default();
            *seen += 1;
            entry.id = if *seen == 1 { base } else { format!("{base}/{seen}") };
        }
        match self.places.get(&entry.id) {
            Some(first) => Err(RowFlaw::Twice { id: entry.id, first: first.clone() }),
            None => Ok(entry),
        }
    }

    fn finish(mut self) -> Result<Read, ListFlaw> {
        if self.read.entries.is_empty() {
            self.read.refused.truncate(3);
            return Err(ListFlaw::Nothing { refused: self.read.refused });
        }
        // Files are written in another order from one day to the next; a version is not another for that.
        self.read.entries.sort_by(|a, b| a.id.cmp(&b.id));
        Ok(self.read)
    }
}

/// What a part of a list calls itself in parentheses: `EL` of `Entity List (EL) - Bureau …`.
pub(crate) fn initials(section: &str) -> Option<&str> {
    let (_, rest) = section.split_once('(')?;
    Some(rest.split_once(')')?.0.trim())
}

fn note(kept: &mut Vec<Flawed>, total: &mut u64, place: &str, flaw: &RowFlaw) {
    *total += 1;
    if kept.len() < FLAWED_MAX {
        let (reason, text) = (flaw.name().to_owned(), flaw.to_string());
        kept.push(Flawed { place: place.to_owned(), reason, text });
    }
}

#[cfg(test)]
mod tests;
