//! A watermark: how far the watches have looked, in every log, and how things stood then.
//!
//! What a thread was at a watermark can be folded again from the entries that it covers, with the marks and
//! the day that it has. So the watermark is all that is remembered between two looks.

use std::collections::BTreeMap;

use chancery_ledger::log::{Id, LogId, Position};
use chancery_store::{Standing, Store};
use chancery_thread::Place;
use serde::{Deserialize, Serialize};
use time::Date;

use crate::board::Board;

/// How far a log was looked at, and what was known of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct LogSeen {
    /// The last entry that was looked at; none before the first.
    pub(crate) tip: Option<(u64, Id)>,
    /// What forks and closed logs make of its places.
    pub(crate) marks: Marks,
    /// For every checkpoint, in the order of sizes: entries covered, and states that hold them. Beyond the
    /// last of them the author alone does.
    pub(crate) held: Vec<(u64, u32)>,
    /// How many states hold what no checkpoint covers: the author's own, if it counts.
    pub(crate) held_beyond: u32,
}

/// From which place on a log does not stand.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Marks {
    /// From here on it is forked.
    pub(crate) forked_from: Option<u64>,
    /// From here on it is revoked, behind that last place.
    pub(crate) revoked_from: Option<(u64, Option<u64>)>,
}

/// How far everything was looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Seen {
    /// The day for which expiry was judged.
    pub(crate) day: Date,
    /// Every log that was looked at.
    pub(crate) logs: BTreeMap<LogId, LogSeen>,
}

impl Marks {
    fn place(self, seq: u64) -> Place {
        match (self.revoked_from, self.forked_from) {
            (Some((from, last)), _) if from <= seq => Place::Revoked { last },
            (_, Some(from)) if from <= seq => Place::Forked,
            _ => Place::Stands,
        }
    }

    /// The first place at which the two say different things.
    pub(crate) fn differs_from(self, other: Marks) -> Option<u64> {
        let firsts = [
            (self.forked_from, other.forked_from),
            (self.revoked_from.map(|(from, _)| from), other.revoked_from.map(|(from, _)| from)),
        ];
        let changed = firsts.into_iter().filter(|(a, b)| a != b);
        let first = changed.filter_map(|(a, b)| a.into_iter().chain(b).min()).min();
        let last = |marks: Marks| marks.revoked_from.map(|(_, last)| last);
        let renamed = last(self) != last(other);
        let from = self.revoked_from.map(|(from, _)| from).filter(|_| renamed);
        first.into_iter().chain(from).min()
    }
}

impl LogSeen {
    /// How many states hold the entry at this place.
    pub(crate) fn held_by(&self, seq: u64) -> u32 {
        let covering = self.held.iter().find(|(size, _)| *size > seq);
        covering.map_or(self.held_beyond, |(_, states)| *states)
    }

    /// The places below `end` that are held by another number of states, as ranges.
    pub(crate) fn held_otherwise(&self, other: &LogSeen, end: u64) -> Vec<std::ops::Range<u64>> {
        let mut cuts: Vec<u64> =
            self.held.iter().chain(&other.held).map(|(size, _)| *size).collect();
        cuts.extend([0, end]);
        cuts.retain(|cut| *cut <= end);
        cuts.sort_unstable();
        cuts.dedup();
        let ranges = cuts.windows(2).map(|pair| pair[0]..pair[1]);
        ranges.filter(|range| self.held_by(range.start) != other.held_by(range.start)).collect()
    }
}

impl Seen {
    /// Nothing was looked at yet.
    pub(crate) fn nothing(day: Date) -> Seen {
        Seen { day, logs: BTreeMap::new() }
    }

    /// All that is held now.
    pub(crate) fn now(store: &Store, board: &Board, day: Date) -> Seen {
        let rule = board.rule();
        let logs = store.heads().into_iter().map(|head| {
            let holders = |seq| {
                let holders = board.holders(&rule.directory, Position { log: head.log, seq });
                u32::try_from(holders.len()).unwrap_or(u32::MAX)
            };
            let sizes = board.sizes(head.log);
            let beyond = sizes.last().copied().unwrap_or(0).max(head.seq + 1);
            let held = sizes.into_iter().filter(|size| *size > 0);
            let seen = LogSeen {
                tip: Some((head.seq, head.tip)),
                marks: marks(store, head.log, head.seq),
                held: held.map(|size| (size, holders(size - 1))).collect(),
                held_beyond: holders(beyond),
            };
            (head.log, seen)
        });
        Seen { day, logs: logs.collect() }
    }

    /// Whether the entry at this place was looked at.
    pub(crate) fn covers(&self, position: Position) -> bool {
        let tip = self.logs.get(&position.log).and_then(|log| log.tip);
        tip.is_some_and(|(seq, _)| position.seq <= seq)
    }

    /// What had become of this place.
    pub(crate) fn place(&self, position: Position) -> Place {
        self.logs.get(&position.log).map_or(Place::Stands, |log| log.marks.place(position.seq))
    }

    /// How many states held the entry at this place.
    pub(crate) fn held_by(&self, position: Position) -> u32 {
        self.logs.get(&position.log).map_or(0, |log| log.held_by(position.seq))
    }

    /// How many entries were looked at.
    pub(crate) fn entries(&self) -> u64 {
        self.logs.values().filter_map(|log| log.tip).map(|(seq, _)| seq + 1).sum()
    }
}

/// Places of a log stand, then fork, then are revoked, and never the other way round: so the last one says
/// whether there is anything to look for, and halving finds where it begins.
fn marks(store: &Store, log: LogId, last: u64) -> Marks {
    let standing = |seq| store.standing(Position { log, seq });
    let is_revoked = |seq| matches!(standing(seq), Some(Standing::Revoked { .. }));
    let is_marked =
        |seq| matches!(standing(seq), Some(Standing::Forked | Standing::Revoked { .. }));
    if !is_marked(last) {
        return Marks::default();
    }
    let revoked_from = match standing(last) {
        Some(Standing::Revoked { last: stands }) => Some((first(last, is_revoked), stands)),
        _ => None,
    };
    let marked = first(last, is_marked);
    let forked = revoked_from.is_none_or(|(from, _)| marked < from);
    Marks { forked_from: forked.then_some(marked), revoked_from }
}

/// The first place for which it holds, of those up to `last`, for which it does.
fn first(last: u64, holds: impl Fn(u64) -> bool) -> u64 {
    let (mut low, mut high) = (0, last);
    while low < high {
        let middle = low + (high - low) / 2;
        if holds(middle) {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    low
}

/// One log of a watermark as it is sealed.
#[derive(Debug, Serialize, Deserialize)]
struct KeptLog {
    key: String,
    epoch: u64,
    tip: Option<(u64, String)>,
    #[serde(flatten)]
    marks: Marks,
    held: Vec<(u64, u32)>,
    held_beyond: u32,
}

/// A watermark as it is sealed.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Kept {
    day: String,
    logs: Vec<KeptLog>,
}

impl From<&Seen> for Kept {
    fn from(seen: &Seen) -> Kept {
        let log = |(log, seen): (&LogId, &LogSeen)| KeptLog {
            key: Id::from_bytes(log.key).to_string(),
            epoch: log.epoch,
            tip: seen.tip.map(|(seq, id)| (seq, id.to_string())),
            marks: seen.marks,
            held: seen.held.clone(),
            held_beyond: seen.held_beyond,
        };
        Kept { day: seen.day.to_string(), logs: seen.logs.iter().map(log).collect() }
    }
}

impl Kept {
    /// The watermark; none where this version cannot read it.
    pub(crate) fn seen(self) -> Option<Seen> {
        let form = time::macros::format_description!("[year]-[month]-[day]");
        let log = |kept: KeptLog| {
            let key: Id = kept.key.parse().ok()?;
            let tip = match kept.tip {
                Some((seq, id)) => Some((seq, id.parse().ok()?)),
                None => None,
            };
            let log = LogId { key: *key.as_bytes(), epoch: kept.epoch };
            let KeptLog { marks, held, held_beyond, .. } = kept;
            Some((log, LogSeen { tip, marks, held, held_beyond }))
        };
        Some(Seen {
            day: Date::parse(&self.day, &form).ok()?,
            logs: self.logs.into_iter().map(log).collect::<Option<_>>()?,
        })
    }
}
