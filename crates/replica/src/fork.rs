//! Finding where a peer's copy of a log parts from ours, and proving it.
//!
//! Two copies that differ at one place are alike below some place and differ from there on, because
//! each statement names the one before it. So the place is found by halving, with pages of one
//! entry; then both statements there are verified, and make the proof. An authentic statement that
//! came by itself at a place that is held needs no halving: its place is the place. Nobody may ever
//! show it again, so it is given up for nothing less than our own statement.
//!
//! Invariant: at most one search a log, each with one step under way, and [`SEARCHES_MAX`] in all
//! beside those that are certain to end in a proof.

use chancery_ledger::evidence::Equivocation;
use chancery_ledger::log::{Id, LogId, Position};
use chancery_ledger::statement::{Authentic, Entry, StatementFlaw};

use crate::limits::SEARCHES_MAX;
use crate::log::{Origin, Ready};
use crate::questions::Question;
use crate::reading::Reading;
use crate::replica::Replica;
use crate::verifying::{self, Verifying};
use crate::wire::Request;
use crate::{Output, PeerKey, Reason, Refusal};

/// Our own statement is read so often before what was shown is given up: of a disk that fails three
/// times in ten one lie in forty is lost, and a damaged place keeps nobody busy.
const SHOWN_READS_MAX: u32 = 3;

/// A search for the lowest place at which a peer's log differs from ours.
#[derive(Debug)]
pub(crate) struct Search {
    peer: PeerKey,
    /// Below this both are alike.
    low: u64,
    /// Here they differ, by what the peer has said.
    high: u64,
    /// The statement that came by itself; none when the peer has only said that it differs.
    shown: Option<Authentic>,
    /// Reads of our own that failed.
    failed_reads: u32,
    /// What stood at the suspected place here when the search began.
    ours: Option<Id>,
    /// The peer's statement at the place that is being compared.
    theirs: Option<Theirs>,
}

#[derive(Debug)]
struct Theirs {
    seq: u64,
    id: Id,
    entry: Entry,
}

impl Search {
    fn new(peer: PeerKey, shown: Option<Authentic>) -> Self {
        Self { peer, low: 0, high: 0, shown, failed_reads: 0, ours: None, theirs: None }
    }

    fn probed(&self) -> u64 {
        self.low + (self.high - self.low) / 2
    }
}

impl Replica {
    /// A peer was seen to hold something else at this place than this node.
    pub(crate) fn suspect(&mut self, peer: PeerKey, log: LogId, seq: u64) {
        if !self.may_search(log, seq) || !self.may_ask(peer) {
            return;
        }
        let ours = self.logs.get(&log).and_then(|log| log.known_id(seq));
        self.searches.insert(log, Search { ours, high: seq, ..Search::new(peer, None) });
        self.probe(log);
    }

    /// An authentic statement came for a place that is held: is it the one that is held?
    pub(crate) fn compare_shown(&mut self, peer: PeerKey, entry: Authentic) {
        let Position { log: id, seq } = entry.position();
        let Some(log) = self.logs.get(&id).filter(|log| seq < log.ceiling()) else { return };
        // Another stands there, so this ends in a proof, and only a liar makes it take a place.
        let certain = log.contradicts(&entry);
        match self.searches.get(&id).map(|search| search.shown.clone()) {
            // Whichever of them is ours.
            Some(Some(other)) if other.position() == entry.position() => {
                return self.prove(&other, &entry);
            }
            Some(Some(other)) if !certain || log.contradicts(&other) => return,
            // What a peer says may come to nothing, and so may what is perhaps only old; this is here.
            Some(_) => {}
            None if certain || self.searches.len() < SEARCHES_MAX => {}
            None => return,
        }
        let theirs = Some(Theirs { seq, id: entry.id(), entry: entry.entry().clone() });
        let search = Search { low: seq, high: seq, theirs, ..Search::new(peer, Some(entry)) };
        self.searches.insert(id, search);
        self.read_ours(id, seq);
    }

    /// An authentic statement fits nowhere now: it waits for what comes to stand in its place.
    pub(crate) fn keep_misfit(&mut self, peer: PeerKey, entry: Authentic) {
        let Position { log: id, seq } = entry.position();
        let log = self.logs.get_mut(&id).filter(|log| seq < log.ceiling());
        let Some(other) = log.and_then(|log| log.keep_misfit(entry.clone(), peer)) else { return };
        let reason = Reason::Fork;
        self.refuse(Refusal { peer: Some(peer), log: Some(id), seq: Some(seq), reason });
        self.prove(&other, &entry);
    }

    fn may_search(&self, log: LogId, seq: u64) -> bool {
        self.searches.len() < SEARCHES_MAX
            && !self.searches.contains_key(&log)
            && self.logs.get(&log).is_some_and(|log| seq < log.ceiling())
    }

    fn probe(&mut self, log: LogId) {
        let Some(search) = self.searches.get(&log) else { return };
        let (peer, seq) = (search.peer, search.probed());
        if !self.may_ask(peer) {
            self.end_search(log);
            return;
        }
        let request = Request::Page { log, from: seq, count: 1 };
        self.ask(peer, Question::Probe { log, seq }, &request);
    }

    pub(crate) fn end_search(&mut self, log: LogId) {
        self.searches.remove(&log);
    }

    /// A probe came to nothing. What was shown meanwhile needs none.
    pub(crate) fn probe_failed(&mut self, log: LogId) {
        if self.searches.get(&log).is_some_and(|search| search.shown.is_none()) {
            self.end_search(log);
        }
    }

    pub(crate) fn on_probe_answer(
        &mut self,
        peer: PeerKey,
        log: LogId,
        seq: u64,
        entries: Vec<Entry>,
    ) {
        let expected = |search: &&mut Search| {
            search.shown.is_none() && search.peer == peer && search.probed() == seq
        };
        let Some(search) = self.searches.get_mut(&log).filter(expected) else { return };
        match read_probe(log, seq, entries) {
            Ok(theirs) => {
                search.theirs = Some(theirs);
                self.read_ours(log, seq);
            }
            Err(reason) => {
                self.refuse(Refusal { peer: Some(peer), log: Some(log), seq: Some(seq), reason });
                self.forget_claim(peer, log);
                self.end_search(log);
            }
        }
    }

    fn read_ours(&mut self, log: LogId, seq: u64) {
        let ticket = self.ticket();
        self.reading.insert(ticket, Reading::Probe { log, seq });
        self.out.push(Output::Read { ticket, log, from: seq, entries_max: 1, bytes_max: 1 });
    }

    /// Our own statement at the probed place has been read.
    pub(crate) fn on_ours_read(&mut self, log: LogId, seq: u64, entries: Vec<Entry>) {
        let Some(search) = self.searches.get_mut(&log) else { return };
        let Some(theirs) = search.theirs.take_if(|theirs| theirs.seq == seq) else { return };
        let Ok(ours) = read_probe(log, seq, entries) else {
            let on_its_way = self.logs.get(&log).is_some_and(|log| log.durable_next() <= seq);
            search.failed_reads += u32::from(!on_its_way);
            if search.shown.is_none() || search.failed_reads >= SHOWN_READS_MAX {
                // The disk failed: the next exchange of frontiers begins anew.
                self.end_search(log);
                return;
            }
            // Nobody may ever show it again: it waits for the disk, as ours does.
            search.theirs = Some(theirs);
            if !on_its_way {
                self.read_ours(log, seq);
            }
            return;
        };
        let (peer, claimed) = (search.peer, search.shown.is_none());
        // A write that failed may have left another statement here than the peer was held against.
        let same = search.ours == Some(ours.id);
        match (search.low == search.high, theirs.id == ours.id) {
            (true, false) => self.verify_fork(peer, log, ours, theirs),
            (true, true) => {
                self.end_search(log);
                if claimed && same {
                    let reason = Reason::Inconsistent;
                    let seq = Some(seq);
                    self.refuse(Refusal { peer: Some(peer), log: Some(log), seq, reason });
                    self.forget_claim(peer, log);
                }
            }
            (false, alike) => {
                if alike {
                    search.low = seq + 1;
                } else {
                    search.high = seq;
                }
                self.probe(log);
            }
        }
    }

    /// Places below this are durable now: what was shown for one of them can be compared.
    pub(crate) fn compare_durable(&mut self, log: LogId, next: u64) {
        let waits = |search: &&Search| search.shown.is_some() && search.high < next;
        if let Some(seq) = self.searches.get(&log).filter(waits).map(|search| search.high) {
            self.read_ours(log, seq);
        }
    }

    /// What was on its way to the disk did not get there. What was to be compared with it takes its
    /// place in line, and ours meets it there when it comes again.
    pub(crate) fn compare_in_line(&mut self, log: LogId, next: u64) {
        let waits = |search: &&Search| search.shown.is_some() && search.high >= next;
        if self.searches.get(&log).filter(waits).is_none() {
            return;
        }
        let Some(Search { peer, high, shown: Some(entry), .. }) = self.searches.remove(&log) else {
            return;
        };
        self.line_up(log, high, Ready { entry, from: peer, origin: Origin::Early });
    }

    fn verify_fork(&mut self, peer: PeerKey, log: LogId, ours: Theirs, theirs: Theirs) {
        let Ok(key) = self.author_key(&log) else { return self.end_search(log) };
        let seq = Some(theirs.seq);
        self.refuse(Refusal { peer: Some(peer), log: Some(log), seq, reason: Reason::Fork });
        let ticket = self.ticket();
        self.verifying.insert(ticket, Verifying::Fork { peer, log });
        let jobs = vec![(ours.entry, key), (theirs.entry, key)];
        self.out.push(Output::Verify { ticket, jobs });
    }

    pub(crate) fn on_fork_verified(
        &mut self,
        peer: PeerKey,
        log: LogId,
        outcomes: Vec<Result<Authentic, StatementFlaw>>,
    ) {
        let mut outcomes = outcomes.into_iter();
        match (outcomes.next(), outcomes.next()) {
            (Some(Ok(ours)), Some(Ok(theirs))) => {
                self.end_search(log);
                self.prove(&ours, &theirs);
            }
            (Some(Ok(_)), Some(Err(flaw))) => {
                let reason = verifying::reason(&flaw);
                self.refuse(Refusal { peer: Some(peer), log: Some(log), seq: None, reason });
                self.forget_claim(peer, log);
                self.probe_failed(log);
            }
            // What this node stored does not verify: fsck is for that, not a proof.
            _ => self.end_search(log),
        }
    }

    /// Makes a proof of two authentic statements at one place, unless they are the same.
    pub(crate) fn prove(&mut self, one: &Authentic, other: &Authentic) {
        if let Ok(proof) = Equivocation::prove(one, other)
            // Others must take it as well: not what the key said in another network.
            && self.read_proof(&proof.encode()).is_ok()
        {
            self.learn(proof);
        }
    }
}

/// Decodes a page of one entry that must stand at this place.
fn read_probe(log: LogId, seq: u64, entries: Vec<Entry>) -> Result<Theirs, Reason> {
    let mut entries = entries.into_iter();
    let entry = entries.next().ok_or(Reason::NotServed)?;
    if entries.next().is_some() {
        return Err(Reason::WrongPage);
    }
    let decoded = entry.clone().decode().map_err(|flaw| verifying::reason(&flaw))?;
    let position = decoded.position();
    if position.log != log || position.seq != seq {
        return Err(Reason::WrongPage);
    }
    Ok(Theirs { seq, id: decoded.id(), entry })
}

#[cfg(test)]
mod tests;
