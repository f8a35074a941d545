//! The store's reading half: what peers page through, and what people ask.
//!
//! Questions about many entries are answered from the index alone; only entries themselves are
//! read from the disk. The invariant: an answer speaks of durable entries and of nothing else, and
//! a page has no gap.

use std::ops::Bound;

use chancery_ledger::act::ActId;
use chancery_ledger::log::{Head, Id, LogId, Position};
use chancery_ledger::statement::{CERTIFICATE_KIND, Entry, Header, Issuer};
use chancery_record::StateCode;

use crate::Store;
use crate::error::StoreError;
use crate::index::facts::Day;
use crate::index::{At, Index};
use crate::judged::Judge;
use crate::keys::{Place, Slot};
use crate::standing::{Standing, standing};
use crate::threads::{Stand, stand};
use crate::wanted::Word;

#[cfg(test)]
mod tests;

/// An id of 64 digits may be cut to its first 8, as people do: one in 2^32 is another's.
const ID_DIGITS_MIN: usize = 8;
const ID_DIGITS: usize = 64;
/// An author can give one reference to a thousand entries; nobody reads a thousand answers.
const MATCHES_MAX: usize = 64;

/// What an evidence pack carries of what was said later: all that can change whether a record stands.
const LATER_KINDS: [&str; 4] = ["correction", "withdrawal", "renewal", "denial-review"];

/// Rows read at once: 64 of at most 12 KiB are 768 KiB, within a page of 1 MiB.
const ROWS_MAX: usize = 64;

/// What a name stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Lookup {
    /// Nothing that is held.
    None,
    /// One entry.
    One(Position),
    /// Several, in the order of their positions, at most 64: two nodes of one state counted
    /// alike, an author forked, or a short id is too short.
    Many(Vec<Position>),
}

/// Which records to list.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Listing {
    /// Only this state's.
    pub state: Option<StateCode>,
    /// Only this kind, spelled as in the statement.
    pub kind: Option<String>,
    /// Only those issued at this time or later, in seconds since 1970, as their issuers say.
    pub since_s: Option<i64>,
    /// Only drills, or only what is real.
    pub exercise: Option<bool>,
    /// Only those that stand so.
    pub word: Option<Word>,
    /// The day for which it is asked; without one nothing is over.
    pub today: Option<Day>,
    /// What becomes of those that are over.
    pub expired: Expired,
    /// At most so many.
    pub limit: usize,
}

/// What a list does with records that are over. They are never left out of an audit.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Expired {
    /// Listed like the others.
    #[default]
    Shown,
    /// Left out and counted.
    Hidden,
}

/// One record of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// Where it stands.
    pub position: Position,
    /// Its id.
    pub id: Id,
    /// When it was issued, in seconds since 1970, as its issuer says.
    pub issued_at_s: i64,
    /// Its kind, known or not.
    pub kind: String,
    /// Who issued it.
    pub issuer: Issuer,
    /// How people cite it.
    pub reference: String,
    /// How it stands.
    pub stand: Stand,
}

impl Store {
    /// Every log's last durable entry, in the order of logs.
    pub fn heads(&self) -> Vec<Head> {
        self.index().heads()
    }

    /// A log's last durable entry.
    pub fn head(&self, log: LogId) -> Option<Head> {
        self.index().head(log)
    }

    /// The policy that a log's last durable entry names: it binds the log.
    ///
    /// # Errors
    /// When the disk does not give back what was written.
    pub fn policy(&self, log: LogId) -> Result<Option<ActId>, StoreError> {
        let Some(head) = self.head(log) else { return Ok(None) };
        let entry = self.entry(head.position())?;
        let header = entry.and_then(|entry| Header::of_stored(&entry.statement).ok());
        let damaged =
            || StoreError::Corrupt { detail: format!("{} does not read", head.position()) };
        Ok(header.ok_or_else(damaged)?.0.policy())
    }

    /// The proofs of equivocation that are kept, at most one a log.
    pub fn proofs(&self) -> Vec<Vec<u8>> {
        self.index().proofs()
    }

    /// Entries of a log in order, without a gap, from `from` on. At most so many, and at most so
    /// many bytes of statements and bodies, but one entry always if it is held.
    ///
    /// # Errors
    /// When the disk does not give back what was written.
    pub fn read(
        &self,
        log: LogId,
        from: u64,
        entries_max: u64,
        bytes_max: u64,
    ) -> Result<Vec<Entry>, StoreError> {
        let Some((slot, last)) = self.extent(log).filter(|(_, last)| *last >= from) else {
            return Ok(Vec::new());
        };
        let end = from.saturating_add(entries_max.max(1)).min(last + 1);
        let (mut entries, mut bytes) = (Vec::new(), 0_u64);
        let mut seq = from;
        while seq < end {
            let rows_max = usize::try_from(end - seq).unwrap_or(ROWS_MAX).min(ROWS_MAX);
            for raw in self.database.page(Bound::Included(Place { slot, seq }), rows_max)? {
                if raw.place != (Place { slot, seq }) {
                    return Err(missing(log, seq));
                }
                let entry = self.database.whole(&raw)?;
                bytes += (entry.statement.len() + entry.body.len()) as u64;
                if bytes > bytes_max && !entries.is_empty() {
                    return Ok(entries);
                }
                entries.push(entry);
                seq += 1;
            }
        }
        Ok(entries)
    }

    /// One entry.
    ///
    /// # Errors
    /// When the disk does not give back what was written.
    pub fn entry(&self, position: Position) -> Result<Option<Entry>, StoreError> {
        let Position { log, seq } = position;
        let Some((slot, _)) = self.extent(log).filter(|(_, last)| *last >= seq) else {
            return Ok(None);
        };
        let entry = self.database.entry(Place { slot, seq })?;
        entry.map(Some).ok_or_else(|| missing(log, seq))
    }

    /// What a name stands for: a reference, an id, or the first 8 or more digits of one.
    pub fn find(&self, name: &str) -> Lookup {
        let index = self.index();
        let digits = name.to_ascii_lowercase();
        let is_id = (ID_DIGITS_MIN..=ID_DIGITS).contains(&digits.len())
            && digits.bytes().all(|byte| byte.is_ascii_hexdigit());
        let found: Vec<At> = if is_id {
            index.with_id(&digits).take(MATCHES_MAX).collect()
        } else {
            index.with_reference(name).take(MATCHES_MAX).collect()
        };
        let mut found: Vec<Position> = found.into_iter().map(|at| index.position(at)).collect();
        found.sort_unstable();
        match found[..] {
            [] => Lookup::None,
            [one] => Lookup::One(one),
            _ => Lookup::Many(found),
        }
    }

    /// The newest records, by what their issuers say, and how many as new as these are left out because
    /// they are over. Certificates are entries, not records.
    pub fn list(&self, listing: &Listing) -> (Vec<Listed>, usize) {
        let index = self.index();
        let since = |at: &At| listing.since_s.is_none_or(|since| index.row(*at).issued_at >= since);
        let newest = index.newest().take_while(since).filter(|at| wanted(&index, *at, listing));
        let (mut list, mut hidden) = (Vec::new(), 0);
        let mut judge = Judge::new(&index);
        for at in newest {
            if list.len() >= listing.limit {
                break;
            }
            let stand = stand(&mut judge, at, listing.today);
            if listing.word.is_some_and(|word| !word.holds(&stand)) {
                continue;
            }
            // Who asks for what is expired sees it.
            let asked = listing.word == Some(Word::Expired);
            if stand.over && !asked && listing.expired == Expired::Hidden {
                hidden += 1;
            } else {
                list.push(listed(&index, at, stand));
            }
        }
        (list, hidden)
    }

    /// Whether an entry stands, whatever the day; nothing when it is not held.
    pub fn standing(&self, position: Position) -> Option<Standing> {
        let index = self.index();
        index.at(position).map(|at| standing(&mut Judge::new(&index), at, None))
    }

    /// The corrections and withdrawals that name an entry, or one of these, and so on, each once and
    /// whoever they are by. Nothing when it is not held.
    pub fn later(&self, position: Position) -> Vec<Position> {
        let index = self.index();
        let mut found: Vec<At> = index.at(position).into_iter().collect();
        let mut next = 0;
        // Claims name digests, so they form no ring; and each names one, so none is found twice.
        while let Some(at) = found.get(next).copied() {
            found.extend(index.naming(at).filter(|by| LATER_KINDS.contains(&index.kind(*by))));
            next += 1;
        }
        found.iter().skip(1).map(|at| index.position(*at)).collect()
    }

    /// How people cite an entry; nothing when it is not held.
    pub fn reference(&self, position: Position) -> Option<String> {
        let index = self.index();
        index.at(position).map(|at| index.row(at).reference.to_string())
    }

    /// The highest running number of the references of a state and year that is held; 0 if none.
    pub fn last_number(&self, state: StateCode, year: u16) -> u32 {
        self.index().last_number(state, year)
    }

    /// The log's key in the database, and its last durable seq.
    fn extent(&self, log: LogId) -> Option<(Slot, u64)> {
        let index = self.index();
        let number = index.log_at(log)?.number;
        Some((Slot { number, epoch: log.epoch }, index.head(log)?.seq))
    }
}

fn wanted(index: &Index, at: At, listing: &Listing) -> bool {
    let kind = index.kind(at);
    kind != CERTIFICATE_KIND
        && listing.kind.as_ref().is_none_or(|wanted| wanted == kind)
        && listing.state.is_none_or(|state| index.log(at).issuer.state == state)
        && listing.exercise.is_none_or(|exercise| index.row(at).exercise == exercise)
}

fn listed(index: &Index, at: At, stand: Stand) -> Listed {
    let row = index.row(at);
    Listed {
        position: index.position(at),
        id: row.id,
        issued_at_s: row.issued_at,
        kind: index.kind(at).to_owned(),
        issuer: index.log(at).issuer.clone(),
        reference: row.reference.to_string(),
        stand,
    }
}

fn missing(log: LogId, seq: u64) -> StoreError {
    StoreError::Corrupt { detail: format!("log {log}: entry {seq} is missing") }
}
