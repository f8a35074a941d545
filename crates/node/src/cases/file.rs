//! A case file: everything of a case in one file that verifies with the genesis alone.
//!
//! It has the steps as they were sealed, the reliance notes, the evidence pack of every version that was relied
//! upon and of its record, and those of consultations with their answers. Invariants: the same steps, notes
//! and packs give the same bytes, `CaseFile::decode(c.encode()) == c`, and every bit counts: what is not
//! hashed is told by the format. Format: `docs/spec/case.md`.

use chancery_encoding::{Digest, FieldFlaw, Fields, Flaw, Limits, decode, encode};
use chancery_ledger::log::Id;
use ciborium::Value;

use crate::answer::Reliance;
use crate::case::{note, read_note, read_pair};

/// A case file is read whole into memory. A step is at most 2 MiB and usually a hundredth of it, and a pack of
/// 25 states 30 KiB: a thousand versions with their evidence, and a hundred screenings beside them.
pub const CASE_FILE_BYTES_MAX: usize = 64 * 1024 * 1024;

/// What the first field says.
const FORMAT: &str = "chancery-case-2";

/// Envelope, and in it map, list, note or pair.
const DEPTH_MAX: usize = 3;

/// A case file as read: nothing in it is believed yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CaseFile {
    /// Hash of the founding roster of the network whose records it cites.
    pub network: Digest,
    /// The name that the case has on its node.
    pub name: String,
    /// The steps, as they were sealed.
    pub steps: Vec<Vec<u8>>,
    /// The reliance notes, the oldest first.
    pub notes: Vec<Reliance>,
    /// The versions that it rests on, with the records that they are of; in the order of their ids.
    pub cited: Vec<Cited>,
    /// Evidence packs, in the order of the ids of their statements.
    pub packs: Vec<Vec<u8>>,
    /// Statements that should have a pack and have none, and why.
    pub missing: Vec<(Id, String)>,
}

/// A version, and whose it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Cited {
    /// The statement that made the version.
    pub version: Id,
    /// The first statement of the record.
    pub root: Id,
}

/// Why bytes are no case file.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CaseFileFlaw {
    /// Not deterministic CBOR within its bounds.
    #[error("it is not written as a case file")]
    Cbor(#[from] Flaw),
    /// A field is not what it should be.
    #[error("it is not written as a case file")]
    Field(#[from] FieldFlaw),
    /// It is something else.
    #[error("it says that it is {0:?}, not {FORMAT:?}")]
    Format(String),
    /// It is not what its hash is of.
    #[error("it has been changed: its content has another hash than it says")]
    Digest,
    /// One of a list is none.
    #[error("number {at} of its {list} is none")]
    Item {
        /// Which list.
        list: &'static str,
        /// Which place.
        at: usize,
    },
    /// A list is not in its order, or has something twice.
    #[error("its {list} are not in their order")]
    Order {
        /// Which list.
        list: &'static str,
    },
}

impl CaseFileFlaw {
    /// The stable name, as the format's page and the vectors have it.
    pub fn name(&self) -> &'static str {
        match self {
            CaseFileFlaw::Cbor(_) => "cbor",
            CaseFileFlaw::Field(_) => "field",
            CaseFileFlaw::Format(_) => "format",
            CaseFileFlaw::Digest => "digest",
            CaseFileFlaw::Item { list: "steps", .. } => "step",
            CaseFileFlaw::Item { list: "notes", .. } => "note",
            CaseFileFlaw::Item { list: "versions", .. } => "version",
            CaseFileFlaw::Item { list: "packs", .. } => "pack",
            CaseFileFlaw::Item { .. } => "missing",
            CaseFileFlaw::Order { .. } => "order",
        }
    }
}

impl CaseFile {
    /// The deterministic bytes.
    pub fn encode(&self) -> Vec<u8> {
        let content = self.content();
        encode(&Value::Map(vec![
            (1.into(), FORMAT.into()),
            (2.into(), Value::Bytes(Digest::of(&content).as_bytes().to_vec())),
            (3.into(), Value::Bytes(content)),
        ]))
    }

    /// Reads a case file; nothing in it is believed yet, but that it is whole.
    ///
    /// # Errors
    /// When the bytes are none, or were changed.
    pub fn decode(bytes: &[u8]) -> Result<CaseFile, CaseFileFlaw> {
        let mut fields = Fields::new(decode(bytes, limits())?, "case")?;
        let format = fields.text(1)?;
        if format != FORMAT {
            return Err(CaseFileFlaw::Format(format));
        }
        let digest = Digest::from_bytes(fields.bytes32(2)?);
        let content = fields.bytes(3)?;
        fields.finish()?;
        if Digest::of(&content) != digest {
            return Err(CaseFileFlaw::Digest);
        }
        CaseFile::read(&content)
    }

    /// The hash that the file carries: SHA-256 of its content.
    pub fn digest(&self) -> Digest {
        Digest::of(&self.content())
    }

    fn content(&self) -> Vec<u8> {
        let bytes = |bytes: &Vec<u8>| Value::Bytes(bytes.clone());
        let pair = |(id, why): &(Id, String)| Value::Array(vec![id_of(id), why.as_str().into()]);
        let cited = |one: &Cited| Value::Array(vec![id_of(&one.version), id_of(&one.root)]);
        encode(&Value::Map(vec![
            (1.into(), Value::Bytes(self.network.as_bytes().to_vec())),
            (2.into(), self.name.as_str().into()),
            (3.into(), Value::Array(self.steps.iter().map(bytes).collect())),
            (4.into(), Value::Array(self.notes.iter().map(note).collect())),
            (5.into(), Value::Array(self.cited.iter().map(cited).collect())),
            (6.into(), Value::Array(self.packs.iter().map(bytes).collect())),
            (7.into(), Value::Array(self.missing.iter().map(pair).collect())),
        ]))
    }

    fn read(content: &[u8]) -> Result<CaseFile, CaseFileFlaw> {
        let mut fields = Fields::new(decode(content, limits())?, "content")?;
        let file = CaseFile {
            network: Digest::from_bytes(fields.bytes32(1)?),
            name: fields.text(2)?,
            steps: list(&mut fields, 3, "steps", |item| item.into_bytes().ok())?,
            notes: list(&mut fields, 4, "notes", read_note)?,
            cited: list(&mut fields, 5, "versions", read_cited)?,
            packs: list(&mut fields, 6, "packs", |item| item.into_bytes().ok())?,
            missing: list(&mut fields, 7, "statements without evidence", read_pair)?,
        };
        fields.finish()?;
        // One case has one spelling: what is a set is sorted.
        if !file.cited.is_sorted_by(|a, b| a.version < b.version) {
            return Err(CaseFileFlaw::Order { list: "versions" });
        }
        if !file.missing.is_sorted_by(|a, b| a.0 < b.0) {
            return Err(CaseFileFlaw::Order { list: "statements without evidence" });
        }
        Ok(file)
    }
}

fn limits() -> Limits {
    Limits { bytes_max: CASE_FILE_BYTES_MAX, depth_max: DEPTH_MAX, tag: None }
}

fn id_of(id: &Id) -> Value {
    Value::Bytes(id.as_bytes().to_vec())
}

fn read_cited(item: Value) -> Option<Cited> {
    let [version, root] = <[Value; 2]>::try_from(item.into_array().ok()?).ok()?;
    let id = |value: Value| {
        let bytes = <[u8; 32]>::try_from(value.into_bytes().ok()?).ok()?;
        Some(Id::from_bytes(bytes))
    };
    Some(Cited { version: id(version)?, root: id(root)? })
}

fn list<T>(
    fields: &mut Fields,
    field: i64,
    list: &'static str,
    read: impl Fn(Value) -> Option<T>,
) -> Result<Vec<T>, CaseFileFlaw> {
    let items = fields.array(field)?.into_iter().enumerate();
    items.map(|(at, item)| read(item).ok_or(CaseFileFlaw::Item { list, at })).collect()
}
