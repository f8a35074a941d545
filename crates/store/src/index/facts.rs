//! What the index takes from a body: whether it is a drill, until when it holds, under which number
//! its authority knows it, and about which other records it speaks.
//!
//! A list of ten thousand rows is answered from this, so nothing that a list must know may be left
//! in the body. The invariant: a body that does not read as a record says nothing here, and a
//! target without an id is no target, because a reference may name two statements and an id only one.

use std::num::NonZeroU32;

use chancery_encoding::Digest;
use chancery_ledger::log::Id;
use chancery_ledger::statement::Issuer;
use chancery_record::{Kind, Record, Target};
use chancery_thread::dates::Days;
use chancery_thread::verdict::Does;

/// A record names at most 64 others beside its target. Of more, which only a body written by hand has,
/// the first count: so what one statement costs here stays below what it costs on the disk.
const RELATIONS_MAX: usize = 64;

/// Year, month and day as one number, 20261101: it sorts as days do.
pub(crate) type Day = NonZeroU32;

/// What a body says, as far as the index keeps it.
#[derive(Debug, Clone)]
pub(crate) struct Facts {
    /// A drill, or a body that cannot be read: nobody should act on it.
    pub(crate) exercise: bool,
    /// The days that it names of itself.
    pub(crate) days: Days,
    /// The digest of issuer and file number, see [`native_digest`].
    pub(crate) native: Option<u64>,
    /// What it is about.
    pub(crate) aim: Option<Aim>,
    /// What else it stands in relation to.
    pub(crate) related: Vec<Id>,
}

impl Default for Facts {
    fn default() -> Self {
        Facts {
            exercise: true,
            days: Days::default(),
            native: None,
            aim: None,
            related: Vec::new(),
        }
    }
}

/// What a statement is about, and what it does to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Aim {
    pub(crate) target: Id,
    /// The reference that it names beside the id.
    pub(crate) reference: Option<Box<str>>,
    /// What it changes, if only its target's originator could say it.
    pub(crate) does: Option<Does>,
    /// What it says beside its target; of a correction, what the text says that it brings.
    pub(crate) says: Says,
}

/// What a remark says, and of what.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Says {
    pub(crate) stance: Stance,
    pub(crate) of: Option<Id>,
}

/// What a remark says of its target.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Stance {
    /// Others have seen the same.
    Corroborates,
    /// It is contradicted.
    Disputes,
    /// Neither.
    Neutral,
}

impl Facts {
    /// Of a statement's body.
    pub(crate) fn of(issuer: &Issuer, body: &[u8]) -> Facts {
        let Ok(record) = Record::from_body(body) else {
            return Facts::default();
        };
        let related = record.relations().into_iter().take(RELATIONS_MAX);
        let native = record.text_at(&["originator", "native_ref"]);
        Facts {
            exercise: record.exercise(),
            days: Days::of(&record),
            native: native.map(|native| native_digest(issuer, native)),
            aim: record.target().and_then(|target| aim(target, &record)),
            related: related.filter_map(|one| one.target.id?.parse().ok()).collect(),
        }
    }
}

fn aim(target: Target, record: &Record) -> Option<Aim> {
    let reference = target.reference.clone().map(String::into_boxed_str);
    let does = Does::of(record);
    let says = match does {
        Some(Does::Correct { .. }) => record.part(&["replacement"]).map(|text| says(&text)),
        Some(_) => None,
        None => Some(says(record)),
    };
    let says = says.unwrap_or(Says { stance: Stance::Neutral, of: None });
    Some(Aim { target: target.id?.parse().ok()?, reference, does, says })
}

fn says(remark: &Record) -> Says {
    let stance = match (remark.kind(), remark.text_at(&["stance"])) {
        (Some(Kind::Sighting), _) => Stance::Corroborates,
        (Some(Kind::Dispute), Some("disagree" | "strongly-disagree")) => Stance::Disputes,
        _ => Stance::Neutral,
    };
    Says { stance, of: remark.target().and_then(|target| target.id?.parse().ok()) }
}

/// The number of a day, if its year has four digits.
pub(crate) fn day_of(day: time::Date) -> Option<Day> {
    let year = u32::try_from(day.year()).ok()?;
    Day::new(year * 10_000 + u32::from(u8::from(day.month())) * 100 + u32::from(day.day()))
}

/// File numbers are as long as their authority likes, and two authorities may have the same.
pub(crate) fn native_digest(issuer: &Issuer, native: &str) -> u64 {
    let text = format!("{}\n{}\n{native}", issuer.state, issuer.authority);
    super::first(Digest::of(text.as_bytes()).as_bytes())
}
