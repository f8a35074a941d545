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
use chancery_record::{Record, Target};

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
    pub(crate) valid_until: Option<Day>,
    /// The digest of issuer and file number, see [`native_digest`].
    pub(crate) native: Option<u64>,
    /// What it is about.
    pub(crate) aim: Option<Aim>,
    /// What else it stands in relation to.
    pub(crate) related: Vec<Id>,
}

impl Default for Facts {
    fn default() -> Self {
        Facts { exercise: true, valid_until: None, native: None, aim: None, related: Vec::new() }
    }
}

/// What a statement is about, and what it does to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Aim {
    pub(crate) target: Id,
    /// The reference that it names beside the id.
    pub(crate) reference: Option<Box<str>>,
    pub(crate) act: Act,
}

/// What a statement does to its target.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Act {
    /// Puts another content in its place, which holds until then, and which may be a remark as well.
    Correct { until: Option<Day>, stance: Stance },
    /// Lets it go on, until then if that is said.
    Renew { until: Option<Day> },
    /// Nothing, although only its originator could: it names no day and no part.
    Nothing,
    /// Takes it back.
    Withdraw,
    /// Takes some of its parties, items or claims back.
    WithdrawParts,
    /// Says something about it that changes nothing.
    Remark(Stance),
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

impl Act {
    /// Whether only the target's own issuer can do it.
    pub(crate) fn is_originators(self) -> bool {
        !matches!(self, Act::Remark(_))
    }
}

impl Facts {
    /// Of a statement's body; `kind` is the one that its header names.
    pub(crate) fn of(kind: &str, issuer: &Issuer, body: &[u8]) -> Facts {
        let Ok(record) = Record::from_body(body) else {
            return Facts::default();
        };
        let related = record.relations().into_iter().take(RELATIONS_MAX);
        let native = record.text_at(&["originator", "native_ref"]);
        Facts {
            exercise: record.exercise(),
            valid_until: day(&record, &["valid_until"]),
            native: native.map(|native| native_digest(issuer, native)),
            aim: record.target().and_then(|target| aim(kind, target, &record)),
            related: related.filter_map(|one| one.target.id?.parse().ok()).collect(),
        }
    }
}

fn aim(kind: &str, target: Target, record: &Record) -> Option<Aim> {
    let reference = target.reference.map(String::into_boxed_str);
    Some(Aim { target: target.id?.parse().ok()?, reference, act: act(kind, record) })
}

/// Kinds are texts here: a kind of a newer version is a remark.
fn act(kind: &str, record: &Record) -> Act {
    match kind {
        "correction" => Act::Correct {
            until: day(record, &["replacement", "valid_until"]),
            stance: stance(
                record.text_at(&["replacement", "kind"]).unwrap_or_default(),
                record.text_at(&["replacement", "stance"]),
            ),
        },
        "renewal" => match day(record, &["valid_until"]) {
            None if day(record, &["review_due"]).is_none() => Act::Nothing,
            until => Act::Renew { until },
        },
        "withdrawal" if record.has(&["parts"]) => Act::WithdrawParts,
        "withdrawal" => Act::Withdraw,
        "denial-review" => match record.text_at(&["outcome"]) {
            Some("revoke") => Act::Withdraw,
            _ => Act::Renew { until: None },
        },
        _ => Act::Remark(stance(kind, record.text_at(&["stance"]))),
    }
}

fn stance(kind: &str, word: Option<&str>) -> Stance {
    match (kind, word) {
        ("sighting", _) => Stance::Corroborates,
        ("dispute", Some("disagree" | "strongly-disagree")) => Stance::Disputes,
        _ => Stance::Neutral,
    }
}

/// A day as records write it, `2026-11-01`; anything else is none.
fn day(record: &Record, path: &[&str]) -> Option<Day> {
    day_of(record.text_at(path)?)
}

/// The number of a day in its written form.
pub(crate) fn day_of(text: &str) -> Option<Day> {
    let bytes = text.as_bytes();
    let form = bytes.len() == 10 && bytes[4] == b'-' && bytes[7] == b'-';
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    if form && digits.len() == 8 { digits.parse().ok() } else { None }
}

/// File numbers are as long as their authority likes, and two authorities may have the same.
pub(crate) fn native_digest(issuer: &Issuer, native: &str) -> u64 {
    let text = format!("{}\n{}\n{native}", issuer.state, issuer.authority);
    super::first(Digest::of(text.as_bytes()).as_bytes())
}
