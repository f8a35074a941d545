//! Paged catch-up: which page to ask of whom, and what to do with the answer.
//!
//! Any range that is neither held, nor in line, nor asked for is a hole; holes are filled from the
//! lowest, several pages ahead, each from the least busy peer that says it holds the range. A page
//! that fails is a hole again. Bounds: pages per peer, pages in all, entries ahead of the chain,
//! and bytes that are not yet durable.

use std::ops::{Bound, Range};

use chancery_ledger::log::LogId;
use chancery_ledger::statement::Entry;

use crate::limits::{
    LOG_AHEAD_ENTRIES_MAX, PAGE_ENTRIES_MAX, PAGES_IN_FLIGHT_MAX, PAGES_IN_FLIGHT_PER_PEER_MAX,
    UNSAVED_BYTES_MAX,
};
use crate::questions::Question;
use crate::replica::{Alarm, Replica};
use crate::verifying::Verifying;
use crate::wire::Request;
use crate::{Output, PeerKey, Reason, Refusal};

impl Replica {
    /// Asks for what is missing, as far as the bounds allow.
    pub(crate) fn ask_pages(&mut self) {
        // The last is for the usual case of a long catch-up, every peer busy: this runs after each
        // input, and 193 logs of 193 peers are worth not looking through.
        if self.wanting.is_empty()
            || self.agenda.is_set(Alarm::Disk)
            || !self.peers.keys().any(|key| self.can_serve(*key))
        {
            return;
        }
        // Round and round over the logs, one page each, so that no log starves another.
        let mut idle = 0;
        while self.pages_in_flight < PAGES_IN_FLIGHT_MAX
            && self.unsaved_bytes < UNSAVED_BYTES_MAX
            && idle < self.wanting.len()
        {
            let after = self.cursor.map_or(Bound::Unbounded, Bound::Excluded);
            let next = self.wanting.range((after, Bound::Unbounded)).next();
            let Some(&log) = next.or_else(|| self.wanting.first()) else { return };
            self.cursor = Some(log);
            match self.ask_page(log) {
                Progress::Asked => idle = 0,
                Progress::Waiting => idle += 1,
                Progress::Nothing => {
                    self.wanting.remove(&log);
                }
            }
        }
    }

    fn ask_page(&mut self, id: LogId) -> Progress {
        let highest = self.peers.values().filter_map(|peer| peer.offers(&id));
        let Some(highest) = highest.map(|head| head.seq).max() else { return Progress::Nothing };
        let log = self.log_mut(id);
        if highest.min(log.ceiling().saturating_sub(1)) < log.chain.next_seq() || log.ceiling() == 0
        {
            return Progress::Nothing;
        }
        let ahead = log.chain.next_seq().saturating_add(LOG_AHEAD_ENTRIES_MAX);
        let Some((from, to)) = log.hole(ahead.min(highest + 1)) else { return Progress::Waiting };
        let source = log.source;
        let Some(peer) = self.server(id, from, source) else { return Progress::Waiting };
        let held = self.peers.get(&peer).and_then(|peer| peer.offers(&id));
        let to = to.min(held.map_or(to, |head| head.seq + 1));
        let log = self.log_mut(id);
        log.source = Some(peer);
        log.asked.insert(from, to);
        let request = Request::Page { log: id, from, count: to - from };
        self.ask(peer, Question::Page { log: id, from, to }, &request);
        self.pages_in_flight += 1;
        if let Some(peer) = self.peers.get_mut(&peer) {
            peer.pages_in_flight += 1;
        }
        Progress::Asked
    }

    /// Who is to serve this position: the log's present source while it can take more, so that
    /// several peers end up with different logs; else the least busy.
    fn server(&self, log: LogId, seq: u64, source: Option<PeerKey>) -> Option<PeerKey> {
        let able = |key: &PeerKey| {
            let offer = self.peers.get(key).and_then(|peer| peer.offers(&log));
            self.can_serve(*key) && offer.is_some_and(|head| head.seq >= seq)
        };
        if let Some(source) = source.filter(able) {
            return Some(source);
        }
        let keys = self.peers.iter().filter(|(key, _)| able(key));
        keys.min_by_key(|(key, peer)| (peer.pages_in_flight, **key)).map(|(&key, _)| key)
    }

    /// Whether one more page may be asked of the peer.
    fn can_serve(&self, key: PeerKey) -> bool {
        let pages = self.peers.get(&key).map_or(0, |peer| peer.pages_in_flight);
        pages < PAGES_IN_FLIGHT_PER_PEER_MAX && self.may_ask(key)
    }

    /// A range is a hole again.
    pub(crate) fn give_back(&mut self, log: LogId, from: u64) {
        if let Some(log) = self.logs.get_mut(&log) {
            log.asked.remove(&from);
        }
        self.wanting.insert(log);
    }

    pub(crate) fn on_page(
        &mut self,
        peer: PeerKey,
        log: LogId,
        range: Range<u64>,
        entries: Vec<Entry>,
        bytes: u64,
    ) {
        let refuse = |replica: &mut Self, reason| {
            let seq = Some(range.start);
            replica.refuse(Refusal { peer: Some(peer), log: Some(log), seq, reason });
            replica.give_back(log, range.start);
            replica.disprove(peer, log, range.start);
        };
        let count = entries.len() as u64;
        if count == 0 {
            return refuse(self, Reason::NotServed);
        }
        if count > range.end - range.start {
            return refuse(self, Reason::WrongPage);
        }
        let key = match self.author_key(&log) {
            Ok(key) => key,
            Err(reason) => return refuse(self, reason),
        };
        self.unsaved_bytes += bytes;
        self.resize(log, &range, count);
        let ticket = self.ticket();
        let verifying = Verifying::Page { peer, log, from: range.start, bytes };
        self.verifying.insert(ticket, verifying);
        let jobs = entries.into_iter().map(|entry| (entry, key)).collect();
        self.out.push(Output::Verify { ticket, jobs });
    }

    /// Learns from a page how many entries fit one, and gives back what it did not bring.
    fn resize(&mut self, id: LogId, range: &Range<u64>, count: u64) {
        let log = self.log_mut(id);
        let end = range.start + count;
        log.span = if end < range.end { count } else { (log.span * 2).min(PAGE_ENTRIES_MAX) };
        log.asked.insert(range.start, end);
    }
}

/// What came of trying to ask for a page of one log.
enum Progress {
    Asked,
    /// Everything is under way, or nobody who holds it can take more now.
    Waiting,
    /// No peer holds more.
    Nothing,
}

#[cfg(test)]
mod tests;
