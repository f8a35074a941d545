//! How far an index has read.
//!
//! It is written in the same commit as the documents, so that the two cannot disagree. It names, per log,
//! how many entries were read and the id of the last one: a store in which another statement stands there
//! is another store. Forks and cuts change what entries are worth without adding one; the digest of them
//! stands beside the logs.

use std::collections::BTreeMap;

use chancery_encoding::Digest;
use chancery_query::Log;
use serde::{Deserialize, Serialize};

#[cfg(test)]
mod tests;

/// How far one log has been read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reached {
    /// The log.
    pub log: Log,
    /// So many entries from its beginning.
    pub entries: u64,
    /// The id of the last of them.
    pub tip: Digest,
}

/// How far an index has read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Watermark {
    logs: BTreeMap<Log, (u64, Digest)>,
    marks: Digest,
}

/// As it stands in the commit.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Payload {
    form: String,
    marks: String,
    logs: Vec<Line>,
}

/// Key, epoch, entries, tip.
#[derive(Serialize, Deserialize)]
struct Line(String, u64, u64, String);

impl Default for Watermark {
    /// Nothing has been read, and nothing is marked.
    fn default() -> Watermark {
        Watermark { logs: BTreeMap::new(), marks: Digest::of(&[]) }
    }
}

impl Watermark {
    /// So far, under these marks. A log of which nothing has been read does not count.
    pub fn new(logs: impl IntoIterator<Item = Reached>, marks: Digest) -> Watermark {
        let read = logs.into_iter().filter(|reached| reached.entries > 0);
        let logs = read.map(|Reached { log, entries, tip }| (log, (entries, tip))).collect();
        Watermark { logs, marks }
    }

    /// The logs of which something has been read, in their order.
    pub fn logs(&self) -> impl Iterator<Item = Reached> {
        self.logs.iter().map(|(log, (entries, tip))| Reached {
            log: *log,
            entries: *entries,
            tip: *tip,
        })
    }

    /// How many entries of a log have been read.
    pub fn entries(&self, log: &Log) -> u64 {
        self.logs.get(log).map_or(0, |(entries, _)| *entries)
    }

    /// How many entries have been read in all.
    pub fn total(&self) -> u64 {
        self.logs.values().map(|(entries, _)| *entries).sum()
    }

    /// The digest of the forks and cuts under which the entries were read.
    pub fn marks(&self) -> Digest {
        self.marks
    }

    /// How many of these have not been read. Whoever holds less of a log than was read holds another one.
    pub fn behind(&self, held: impl IntoIterator<Item = (Log, u64)>) -> u64 {
        held.into_iter().map(|(log, held)| held.saturating_sub(self.entries(&log))).sum()
    }

    /// One digest for all of it, by which a result names what it was found in.
    pub fn digest(&self) -> Digest {
        Digest::of(self.payload("watermark").as_bytes())
    }

    /// As it stands in a commit of an index of this form.
    pub(crate) fn payload(&self, form: &str) -> String {
        let logs = self.logs.iter().map(|(log, (entries, tip))| {
            Line(Digest::from_bytes(log.key).to_string(), log.epoch, *entries, tip.to_string())
        });
        let payload =
            Payload { form: form.to_owned(), marks: self.marks.to_string(), logs: logs.collect() };
        serde_json::to_string(&payload).expect("because it is made of texts and numbers")
    }

    /// Form and watermark of a commit; none where it is not what [`Watermark::payload`] writes.
    pub(crate) fn of_payload(text: &str) -> Option<(String, Watermark)> {
        let Payload { form, marks, logs } = serde_json::from_str(text).ok()?;
        let line = |Line(key, epoch, entries, tip): Line| {
            let key = *key.parse::<Digest>().ok()?.as_bytes();
            Some((Log { key, epoch }, (entries, tip.parse().ok()?)))
        };
        let logs = logs.into_iter().map(line).collect::<Option<BTreeMap<_, _>>>()?;
        Some((form, Watermark { logs, marks: marks.parse().ok()? }))
    }
}
