//! What peers say to each other, written and read a second time.
//!
//! The checkers must see what an honest node says, and liars must be able to say what no honest
//! node would; neither may lean on the codec under test. Written from `docs/spec/replication.md`.

use chancery_encoding::{Digest, Limits, decode, encode};
use chancery_ledger::log::{Head, Id, LogId};
use chancery_ledger::statement::Entry;
use ciborium::Value;

/// More than any message may have.
const BYTES_MAX: usize = 4 * 1024 * 1024;

/// A question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Ask {
    Sync { heads: Digest, papers: Digest },
    Page { log: LogId, from: u64, count: u64 },
    Evidence { log: LogId },
    Notes { log: LogId },
    ActList,
    Acts { ids: Vec<Vec<u8>> },
}

/// An answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Reply {
    Equal,
    Frontier(Shown),
    Page { entries: Vec<Entry> },
    Evidence { proof: Option<Vec<u8>> },
    Busy,
    Refused { reason: String },
    Notes { notes: Vec<Vec<u8>> },
    ActList { acts: Vec<(Digest, Digest)> },
    Acts { acts: Vec<Vec<u8>> },
}

/// What a frontier shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Shown {
    pub(crate) heads: Vec<Head>,
    pub(crate) evidence: Vec<(LogId, Digest)>,
    pub(crate) notes: Vec<(LogId, Digest)>,
    pub(crate) acts: Digest,
}

/// A gossip message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Rumour {
    Entry(Entry),
    Head(Head),
    Evidence(Vec<u8>),
    Note(Vec<u8>),
    Act(Vec<u8>),
}

impl Ask {
    pub(crate) fn encode(&self) -> Vec<u8> {
        match self {
            Self::Sync { heads, papers } => {
                message(0, vec![bytes(heads.as_bytes()), bytes(papers.as_bytes())])
            }
            Self::Page { log, from, count } => {
                message(1, [log_items(log), vec![(*from).into(), (*count).into()]].concat())
            }
            Self::Evidence { log } => message(2, log_items(log)),
            Self::Notes { log } => message(3, log_items(log)),
            Self::ActList => message(4, vec![]),
            Self::Acts { ids } => message(5, vec![strings(ids)]),
        }
    }

    pub(crate) fn decode(bytes: &[u8]) -> Option<Self> {
        let mut items = open(bytes)?;
        let ask = match items.uint()? {
            0 => Self::Sync { heads: items.digest()?, papers: items.digest()? },
            1 => Self::Page { log: items.log()?, from: items.uint()?, count: items.uint()? },
            2 => Self::Evidence { log: items.log()? },
            3 => Self::Notes { log: items.log()? },
            4 => Self::ActList,
            5 => Self::Acts { ids: items.strings()? },
            _ => return None,
        };
        items.close(ask)
    }
}

impl Reply {
    pub(crate) fn encode(&self) -> Vec<u8> {
        match self {
            Self::Equal => message(0, vec![]),
            Self::Frontier(Shown { heads, evidence, notes, acts }) => {
                let heads = heads.iter().map(|head| Value::Array(head_items(head))).collect();
                let paper = |(log, paper): &(LogId, Digest)| {
                    Value::Array([log_items(log), vec![bytes(paper.as_bytes())]].concat())
                };
                let papers =
                    |list: &[(LogId, Digest)]| Value::Array(list.iter().map(paper).collect());
                let (evidence, notes) = (papers(evidence), papers(notes));
                message(1, vec![Value::Array(heads), evidence, notes, bytes(acts.as_bytes())])
            }
            Self::Page { entries } => {
                let entry = |entry: &Entry| Value::Array(entry_items(entry));
                message(2, vec![Value::Array(entries.iter().map(entry).collect())])
            }
            Self::Evidence { proof } => {
                message(3, proof.iter().map(|proof| bytes(proof)).collect())
            }
            Self::Busy => message(4, vec![]),
            Self::Refused { reason } => message(5, vec![reason.clone().into()]),
            Self::Notes { notes } => message(6, vec![strings(notes)]),
            Self::ActList { acts } => {
                let act = |(id, copy): &(Digest, Digest)| {
                    Value::Array(vec![bytes(id.as_bytes()), bytes(copy.as_bytes())])
                };
                message(7, vec![Value::Array(acts.iter().map(act).collect())])
            }
            Self::Acts { acts } => message(8, vec![strings(acts)]),
        }
    }

    pub(crate) fn decode(bytes: &[u8]) -> Option<Self> {
        let mut items = open(bytes)?;
        let reply = match items.uint()? {
            0 => Self::Equal,
            1 => Self::Frontier(Shown {
                heads: items.list(Items::head)?,
                evidence: items.list(|items| Some((items.log()?, items.digest()?)))?,
                notes: items.list(|items| Some((items.log()?, items.digest()?)))?,
                acts: items.digest()?,
            }),
            2 => Self::Page { entries: items.list(Items::entry)? },
            3 if items.0.len() == 0 => Self::Evidence { proof: None },
            3 => Self::Evidence { proof: Some(items.bytes()?) },
            4 => Self::Busy,
            5 => Self::Refused { reason: items.0.next()?.into_text().ok()? },
            6 => Self::Notes { notes: items.strings()? },
            7 => Self::ActList {
                acts: items.list(|items| Some((items.digest()?, items.digest()?)))?,
            },
            8 => Self::Acts { acts: items.strings()? },
            _ => return None,
        };
        items.close(reply)
    }
}

impl Rumour {
    pub(crate) fn encode(&self) -> Vec<u8> {
        match self {
            Self::Entry(entry) => message(0, entry_items(entry)),
            Self::Head(head) => message(1, head_items(head)),
            Self::Evidence(proof) => message(2, vec![bytes(proof)]),
            Self::Note(note) => message(3, vec![bytes(note)]),
            Self::Act(act) => message(4, vec![bytes(act)]),
        }
    }

    pub(crate) fn decode(bytes: &[u8]) -> Option<Self> {
        let mut items = open(bytes)?;
        let rumour = match items.uint()? {
            0 => Self::Entry(items.entry()?),
            1 => Self::Head(items.head()?),
            2 => Self::Evidence(items.bytes()?),
            3 => Self::Note(items.bytes()?),
            4 => Self::Act(items.bytes()?),
            _ => return None,
        };
        items.close(rumour)
    }
}

struct Items(std::vec::IntoIter<Value>);

impl Items {
    fn uint(&mut self) -> Option<u64> {
        u64::try_from(self.0.next()?.into_integer().ok()?).ok()
    }

    fn bytes(&mut self) -> Option<Vec<u8>> {
        self.0.next()?.into_bytes().ok()
    }

    fn bytes32(&mut self) -> Option<[u8; 32]> {
        self.bytes()?.try_into().ok()
    }

    fn digest(&mut self) -> Option<Digest> {
        self.bytes32().map(Digest::from_bytes)
    }

    fn log(&mut self) -> Option<LogId> {
        Some(LogId { key: self.bytes32()?, epoch: self.uint()? })
    }

    fn head(&mut self) -> Option<Head> {
        Some(Head { log: self.log()?, seq: self.uint()?, tip: Id::from_bytes(self.bytes32()?) })
    }

    fn entry(&mut self) -> Option<Entry> {
        Some(Entry { statement: self.bytes()?, body: self.bytes()? })
    }

    fn list<T>(&mut self, read: impl Fn(&mut Items) -> Option<T>) -> Option<Vec<T>> {
        let values = self.0.next()?.into_array().ok()?;
        let item = |value: Value| {
            let mut items = Items(value.into_array().ok()?.into_iter());
            let item = read(&mut items)?;
            items.close(item)
        };
        values.into_iter().map(item).collect()
    }

    fn strings(&mut self) -> Option<Vec<Vec<u8>>> {
        let values = self.0.next()?.into_array().ok()?.into_iter();
        values.map(|value| value.into_bytes().ok()).collect()
    }

    /// Nothing may be left over.
    fn close<T>(mut self, read: T) -> Option<T> {
        self.0.next().is_none().then_some(read)
    }
}

fn open(bytes: &[u8]) -> Option<Items> {
    let limits = Limits { bytes_max: BYTES_MAX, depth_max: 4, tag: None };
    Some(Items(decode(bytes, limits).ok()?.into_array().ok()?.into_iter()))
}

fn message(kind: u64, items: Vec<Value>) -> Vec<u8> {
    encode(&Value::Array([vec![kind.into()], items].concat()))
}

fn bytes(bytes: &[u8]) -> Value {
    Value::Bytes(bytes.to_vec())
}

fn strings(list: &[Vec<u8>]) -> Value {
    Value::Array(list.iter().map(|each| bytes(each)).collect())
}

fn log_items(log: &LogId) -> Vec<Value> {
    vec![bytes(&log.key), log.epoch.into()]
}

fn head_items(head: &Head) -> Vec<Value> {
    [log_items(&head.log), vec![head.seq.into(), bytes(head.tip.as_bytes())]].concat()
}

fn entry_items(entry: &Entry) -> Vec<Value> {
    vec![bytes(&entry.statement), bytes(&entry.body)]
}

#[cfg(test)]
mod tests;
