//! Answering other nodes' questions, from memory where it can be, from the disk where it must be.
//!
//! Every request gets exactly one answer. Only what is durable is served. Reads are bounded for
//! each peer and in all; beyond that the answer is `busy`, and the peer asks again or elsewhere.

use chancery_ledger::log::{Head, LogId};
use chancery_ledger::statement::Entry;

use crate::allowance::Taken;
use crate::limits::{
    ACT_LIST_PRICE, FRONTIER_PRICE, PAGE_BYTES_MAX, READS_MAX, READS_PER_PEER_MAX,
};
use crate::log::weight;
use crate::peer::Peer;
use crate::replica::Replica;
use crate::wire::{Answer, Request};
use crate::{Output, PeerKey, Reason, Refusal};

/// Why something is being read.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Reading {
    /// A page for a peer; the ticket is that of its request.
    Page { peer: PeerKey, ticket: u64, count: u64 },
    /// Our statement at a place, to compare with a peer's.
    Probe { log: LogId, seq: u64 },
    /// The last place that stands.
    Floor { log: LogId, seq: u64 },
}

impl Replica {
    pub(crate) fn on_request(&mut self, ticket: u64, from: PeerKey, bytes: &[u8]) {
        let request = if !self.knows(from) {
            Err(Reason::UnknownPeer)
        } else if !self.may_hear(from) {
            Err(Reason::PoorStanding)
        } else {
            Request::decode(bytes).map_err(|flaw| flaw.reason())
        };
        match request {
            Ok(Request::Sync { heads, papers }) => {
                let equal = self.frontier.heads_digest() == heads
                    && self.frontier.papers_digest() == papers;
                if equal {
                    return self.answer(ticket, Answer::Equal);
                }
                if self.is_spent(from, FRONTIER_PRICE) {
                    return self.answer(ticket, Answer::Busy);
                }
                let holdings = self.frontier.holdings();
                self.answer(ticket, Answer::Frontier(holdings));
                // It may be the one that holds more.
                self.sync_soon(from);
            }
            Ok(Request::Page { log, from: seq, count }) => {
                self.on_page_wanted(ticket, from, log, seq, count);
            }
            Ok(Request::Evidence { log }) => {
                let freeze = self.logs.get(&log).and_then(|log| log.freeze.as_ref());
                let proof = freeze.and_then(|freeze| freeze.kept()).cloned();
                self.answer(ticket, Answer::Evidence { proof });
            }
            Ok(Request::Notes { log }) => {
                let notes = self.logs.get(&log).map(|log| log.notes.kept().cloned().collect());
                self.answer(ticket, Answer::Notes { notes: notes.unwrap_or_default() });
            }
            Ok(Request::ActList) if self.is_spent(from, ACT_LIST_PRICE) => {
                self.answer(ticket, Answer::Busy);
            }
            Ok(Request::ActList) => self.answer(ticket, Answer::ActList { acts: self.act_list() }),
            Ok(Request::Acts { ids }) => {
                self.answer(ticket, Answer::Acts { acts: self.acts_of(&ids) });
            }
            Err(reason) => {
                self.refuse_peer(from, reason);
                self.answer(ticket, Answer::Refused { reason: reason.name().to_owned() });
            }
        }
    }

    /// Whether the peer has asked for more than it may. What it is read is bounded elsewhere; this is
    /// what is answered at once, and keeps the machine from everything else.
    fn is_spent(&mut self, from: PeerKey, price: u64) -> bool {
        let now_ms = self.now_ms;
        let peer = self.peers.entry(from).or_insert_with(|| Peer::new(now_ms));
        peer.asking.take(now_ms, price) == Taken::Spent
    }

    fn on_page_wanted(&mut self, ticket: u64, peer: PeerKey, log: LogId, from: u64, count: u64) {
        let held = self.logs.get(&log).map_or(0, |log| log.durable_next());
        if from >= held {
            return self.answer(ticket, Answer::Page { entries: Vec::new() });
        }
        let reads = self.reads;
        let now_ms = self.now_ms;
        let reader = self.peers.entry(peer).or_insert_with(|| Peer::new(now_ms));
        if reads >= READS_MAX || reader.reads >= READS_PER_PEER_MAX {
            return self.answer(ticket, Answer::Busy);
        }
        reader.reads += 1;
        self.reads += 1;
        let count = count.min(held - from);
        let read = self.ticket();
        self.reading.insert(read, Reading::Page { peer, ticket, count });
        self.out.push(Output::Read {
            ticket: read,
            log,
            from,
            entries_max: count,
            bytes_max: PAGE_BYTES_MAX,
        });
    }

    pub(crate) fn on_read(&mut self, ticket: u64, entries: Vec<Entry>) {
        match self.reading.remove(&ticket) {
            Some(Reading::Page { peer, ticket, count }) => {
                self.reads -= 1;
                if let Some(reader) = self.peers.get_mut(&peer) {
                    reader.reads -= 1;
                }
                // Its state was removed while the disk was at work.
                if !self.knows(peer) {
                    self.forget_stranger(peer);
                    let reason = Reason::UnknownPeer.name().to_owned();
                    return self.answer(ticket, Answer::Refused { reason });
                }
                // It was held when the read began: an empty page would be a lie about that.
                if entries.is_empty() {
                    let reason = Reason::DiskFailed;
                    self.refuse(Refusal { peer: None, log: None, seq: None, reason });
                    return self.answer(ticket, Answer::Busy);
                }
                self.answer(ticket, Answer::Page { entries: cut(entries, count) });
            }
            Some(Reading::Probe { log, seq }) => self.on_ours_read(log, seq, entries),
            Some(Reading::Floor { log, seq }) => self.on_floor_read(log, seq, entries),
            None => {}
        }
    }

    fn answer(&mut self, ticket: u64, answer: Answer) {
        self.out.push(Output::Answer { ticket, bytes: answer.encode() });
    }

    /// Reads the last places that stand where they are not known from memory.
    pub(crate) fn read_floors(&mut self) {
        while let Some(log) = self.floors_wanted.pop_first() {
            let ceiling = self.logs.get(&log).map_or(0, |log| log.ceiling());
            let Some(seq) = ceiling.checked_sub(1).filter(|_| ceiling != u64::MAX) else {
                continue;
            };
            let ticket = self.ticket();
            self.reading.insert(ticket, Reading::Floor { log, seq });
            self.out.push(Output::Read { ticket, log, from: seq, entries_max: 1, bytes_max: 1 });
        }
    }

    fn on_floor_read(&mut self, id: LogId, seq: u64, entries: Vec<Entry>) {
        let floor = entries.into_iter().next().and_then(|entry| entry.decode().ok());
        let floor = floor.filter(|ours| ours.position().log == id && ours.position().seq == seq);
        let Some(floor) = floor else {
            // Without its floor the log cannot be shown to anybody: try again.
            return self.disk_failed(Some(id), Some(seq));
        };
        let head = Head { log: id, seq, tip: floor.id() };
        // A smaller proof or another act may have moved it since.
        let log = self.logs.get_mut(&id);
        if let Some(log) = log.filter(|log| log.ceiling().checked_sub(1) == Some(seq)) {
            log.floor = Some(head);
            self.show(id);
        }
    }
}

/// Keeps a page within what was asked for and within its bound, whatever was read.
fn cut(mut entries: Vec<Entry>, count: u64) -> Vec<Entry> {
    let mut bytes = 0;
    let fits = entries.iter().take_while(|entry| {
        bytes += weight(entry);
        bytes <= PAGE_BYTES_MAX
    });
    let fits = fits.count().max(1).min(usize::try_from(count).unwrap_or(usize::MAX));
    entries.truncate(fits);
    entries
}

#[cfg(test)]
mod tests;
