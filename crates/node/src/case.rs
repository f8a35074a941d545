//! A note file: reliance notes with the evidence pack of every version that they cite.
//!
//! It leaves the node only because its owner exports it, and proves years later what an authority had
//! before it when it decided. Invariant: the same notes and packs give the same bytes, and
//! `NoteFile::decode(c.encode()) == c`. Format: `docs/spec/case.md`.

use chancery_encoding::{FieldFlaw, Fields, Flaw, Limits, decode, encode};
use chancery_ledger::log::Id;
use ciborium::Value;

use crate::answer::{Reliance, ReliedAs};

#[cfg(test)]
mod tests;

/// What the client of the API reads at most.
pub(crate) const CASE_BYTES_MAX: usize = 16 * 1024 * 1024;

/// What the first field says: 1 is the format of evidence packs, and a pack is no case.
const FORMAT: &str = "chancery-case-1";

/// Map, list, note or pair.
const DEPTH_MAX: usize = 3;

/// A case file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoteFile {
    /// State of the authority whose notes these are.
    pub state: String,
    /// The authority.
    pub authority: String,
    /// The notes, the oldest first.
    pub notes: Vec<Reliance>,
    /// Evidence packs, in the order of the ids of their statements.
    pub packs: Vec<Vec<u8>>,
    /// Versions that are cited and have no pack, and why.
    pub missing: Vec<(Id, String)>,
}

/// Why bytes are no case file.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoteFileFlaw {
    /// Not deterministic CBOR within its bounds.
    #[error("it is not written as a case file")]
    Cbor(#[from] Flaw),
    /// A field is not what it should be.
    #[error("it is not written as a case file")]
    Field(#[from] FieldFlaw),
    /// It is something else.
    #[error("it says that it is {0:?}, not {FORMAT:?}")]
    Format(String),
    /// One of a list is none.
    #[error("number {at} of its {list} is none")]
    Item {
        /// Which list.
        list: &'static str,
        /// Which place.
        at: usize,
    },
}

impl NoteFile {
    /// The deterministic bytes.
    pub fn encode(&self) -> Vec<u8> {
        let packs = self.packs.iter().map(|pack| Value::Bytes(pack.clone())).collect();
        let pair = |(id, why): &(Id, String)| {
            Value::Array(vec![Value::Bytes(id.as_bytes().to_vec()), why.as_str().into()])
        };
        encode(&Value::Map(vec![
            (1.into(), FORMAT.into()),
            (2.into(), self.state.as_str().into()),
            (3.into(), self.authority.as_str().into()),
            (4.into(), Value::Array(self.notes.iter().map(note).collect())),
            (5.into(), Value::Array(packs)),
            (6.into(), Value::Array(self.missing.iter().map(pair).collect())),
        ]))
    }

    /// Reads a case file; nothing in it is believed yet.
    ///
    /// # Errors
    /// When the bytes are none.
    pub fn decode(bytes: &[u8]) -> Result<NoteFile, NoteFileFlaw> {
        let limits = Limits { bytes_max: CASE_BYTES_MAX, depth_max: DEPTH_MAX, tag: None };
        let mut fields = Fields::new(decode(bytes, limits)?, "case")?;
        let format = fields.text(1)?;
        if format != FORMAT {
            return Err(NoteFileFlaw::Format(format));
        }
        let case = NoteFile {
            state: fields.text(2)?,
            authority: fields.text(3)?,
            notes: list(&mut fields, 4, "notes", read_note)?,
            packs: list(&mut fields, 5, "packs", |item| item.into_bytes().ok())?,
            missing: list(&mut fields, 6, "versions without evidence", read_pair)?,
        };
        fields.finish()?;
        Ok(case)
    }
}

pub(crate) fn note(note: &Reliance) -> Value {
    let text = |text: &String| Value::from(text.as_str());
    Value::Map(vec![
        (1.into(), text(&note.note)),
        (2.into(), Value::Bytes(note.version.as_bytes().to_vec())),
        (3.into(), note.number.into()),
        (4.into(), text(&note.reference)),
        (5.into(), text(&note.cited)),
        (6.into(), text(&note.title)),
        (7.into(), text(&note.state)),
        (8.into(), note.exercise.into()),
        (9.into(), note.relied_as.as_str().into()),
        (10.into(), text(&note.reason)),
        (11.into(), note.case.as_ref().map_or(Value::Null, text)),
        (12.into(), note.made_at_s.into()),
    ])
}

pub(crate) fn read_note(item: Value) -> Option<Reliance> {
    let mut fields = Fields::new(item, "note").ok()?;
    let note = Reliance {
        note: fields.text(1).ok()?,
        version: Id::from_bytes(fields.bytes32(2).ok()?),
        number: fields.uint(3).ok()?,
        reference: fields.text(4).ok()?,
        cited: fields.text(5).ok()?,
        title: fields.text(6).ok()?,
        state: fields.text(7).ok()?,
        exercise: fields.value(8).ok()?.as_bool()?,
        relied_as: ReliedAs::of(&fields.text(9).ok()?)?,
        reason: fields.text(10).ok()?,
        case: match fields.value(11).ok()? {
            Value::Null => None,
            other => Some(other.into_text().ok()?),
        },
        made_at_s: fields.int(12).ok()?,
    };
    fields.finish().ok()?;
    Some(note)
}

pub(crate) fn read_pair(item: Value) -> Option<(Id, String)> {
    let [id, why] = <[Value; 2]>::try_from(item.into_array().ok()?).ok()?;
    let id = <[u8; 32]>::try_from(id.into_bytes().ok()?).ok()?;
    Some((Id::from_bytes(id), why.into_text().ok()?))
}

fn list<T>(
    fields: &mut Fields,
    field: i64,
    list: &'static str,
    read: impl Fn(Value) -> Option<T>,
) -> Result<Vec<T>, NoteFileFlaw> {
    let items = fields.array(field)?.into_iter().enumerate();
    items.map(|(at, item)| read(item).ok_or(NoteFileFlaw::Item { list, at })).collect()
}
