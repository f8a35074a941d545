//! How an exact version of a record stands, and what has touched it: read off a thread.
//!
//! The same words come from what a node holds and from an evidence pack alone, so that what was noted at the
//! time, what a file proves and what newer evidence shows can be laid side by side. Disputes of other states
//! are in no pack: a node knows them, a file does not.

use std::collections::BTreeMap;

use chancery_encoding::Digest;
use chancery_ledger::log::{Id, Position};
use chancery_ledger::pack::{Pack, Verdict};
use chancery_ledger::statement::Header;
use chancery_record::Record;
use chancery_thread::{Change, Issuer, Order, Place, Said, Statements, Thread, changed};
use serde::{Deserialize, Serialize};
use time::Date;

/// How a version stood at a time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Stood {
    /// Id of the statement that made the version, hex.
    pub version: String,
    /// Id of the record's first statement, hex.
    pub root: String,
    /// Reference of the record.
    pub reference: String,
    /// Which version: 1, 2 and so on.
    pub number: u64,
    /// Reference of the statement that made the version.
    pub cited: String,
    /// Title of that version.
    pub title: String,
    /// The kind of the record.
    pub kind: String,
    /// Whose.
    pub state: String,
    /// A drill.
    pub exercise: bool,
    /// When the version was signed, in seconds since 1970.
    pub issued_at_s: i64,
    /// What had touched it; empty means that it stood as it was said.
    pub touched: Vec<Touch>,
}

/// Something that touched a version.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Touch {
    /// What happened: the word of an alert.
    pub what: String,
    /// Id of the statement that did it, hex; null where none did.
    pub by: Option<String>,
    /// Its reference.
    pub by_reference: Option<String>,
    /// When, by its author's clock, in seconds since 1970.
    pub issued_at_s: Option<i64>,
    /// The reason, as the vocabulary spells it; empty where there is none.
    pub reason: String,
    /// The reason for people.
    pub explanation: String,
    /// What of it; empty means the whole.
    pub parts: Vec<String>,
}

impl Stood {
    /// The version that a statement made, as it stands on a day; none when that made none.
    pub(crate) fn of(
        thread: &Thread,
        version: &Digest,
        today: Date,
        reference: impl Fn(&Digest) -> Option<String>,
    ) -> Option<Stood> {
        let said = thread.version_of(version)?;
        let touch = |change: chancery_thread::Changed| Touch {
            what: change.what.as_str().to_owned(),
            by_reference: change.by.as_ref().and_then(&reference),
            by: change.by.map(|by| by.to_string()),
            issued_at_s: change.issued_at,
            reason: change.reason,
            explanation: change.explanation,
            parts: change.parts.iter().map(|it| format!("{} {}", it.kind.noun(), it.key)).collect(),
        };
        Some(Stood {
            version: version.to_string(),
            root: thread.root.to_string(),
            reference: thread.reference.clone(),
            number: said.number as u64,
            cited: said.reference.clone(),
            title: said.text.title().to_owned(),
            kind: thread.kind.clone(),
            state: thread.issuer.state.to_string(),
            exercise: thread.marks.exercise,
            issued_at_s: said.issued_at,
            touched: changed(thread, version, today)?.into_iter().map(touch).collect(),
        })
    }

    /// In a few words: `stood`, or what had touched it.
    pub fn told(&self) -> String {
        if self.touched.is_empty() {
            return "stands as it was said".to_owned();
        }
        self.touched.iter().map(Touch::told).collect::<Vec<_>>().join("; ")
    }

    /// What has touched it that had not before.
    pub fn since<'a>(&'a self, before: &Stood) -> Vec<&'a Touch> {
        let is_new = |touch: &&Touch| {
            !before.touched.iter().any(|old| old.what == touch.what && old.by == touch.by)
        };
        self.touched.iter().filter(is_new).collect()
    }
}

impl Touch {
    /// In a line.
    pub fn told(&self) -> String {
        let mut text = match self.what.as_str() {
            "partly-withdrawn" => "partly withdrawn".to_owned(),
            "taken-back" => "taken back".to_owned(),
            other => other.to_owned(),
        };
        if !self.parts.is_empty() {
            text += &format!(" ({})", self.parts.join(", "));
        }
        if let Some(by) = self.by_reference.as_ref().or(self.by.as_ref()) {
            text += &format!(" by {by}");
        }
        if !self.reason.is_empty() {
            text += &format!(", {}", self.reason);
        }
        if !self.explanation.is_empty() {
            text += &format!(": {}", self.explanation);
        }
        text
    }

    /// Whether the text is not to be relied on any more as it was.
    pub fn is_against(&self) -> bool {
        self.what != Change::Renewed.as_str()
    }
}

/// The references of the statements in a pack.
#[derive(Clone, Debug)]
pub(crate) struct References(BTreeMap<Digest, String>);

impl References {
    pub(crate) fn of(&self, id: &Digest) -> Option<String> {
        self.0.get(id).cloned()
    }
}

/// The thread of a pack's record, from what the pack proves: what its author said, and nothing that others did.
/// None where the body is not in it or is of another time.
pub(crate) fn thread_of(pack: &Pack, verdict: &Verdict) -> Option<(Thread, References)> {
    let forked =
        |at: Position| verdict.forks.iter().any(|fork| fork.log == at.log && fork.seq <= at.seq);
    let said = |header: &Header, id: Id, body: &[u8]| {
        let at = header.position();
        Some(Said {
            id: digest(id),
            issuer: Issuer {
                state: header.issuer.state,
                authority: header.issuer.authority.clone(),
            },
            order: Order { epoch: header.epoch, seq: header.seq, key: header.key },
            issued_at: header.issued_at,
            reference: header.reference.clone(),
            record: Record::from_body(body).ok()?,
            place: if forked(at) { Place::Forked } else { Place::Stands },
        })
    };
    let mut all = vec![said(&verdict.header, verdict.id, pack.body()?)?];
    for (entry, later) in pack.later().iter().zip(&verdict.later) {
        let decoded = entry.clone().decode().ok()?;
        all.extend(said(decoded.header(), later.id, &decoded.entry().body));
    }
    let references = all.iter().map(|said| (said.id, said.reference.clone())).collect();
    let thread = Thread::of(&Statements::new(&all), &digest(verdict.id))?;
    Some((thread, References(references)))
}

fn digest(id: Id) -> Digest {
    Digest::from_bytes(*id.as_bytes())
}
