//! From the line to the chain, from the chain to the disk, and what follows once it is durable.
//!
//! One batch at a time is with the disk; what is admitted meanwhile waits and makes the next. Only
//! then is anything shown, accepted or announced. What a failed batch held is not lost: the chains
//! go back to what is durable, and the rest is asked for again.

use std::collections::{BTreeMap, BTreeSet};

use chancery_ledger::act::ActId;
use chancery_ledger::log::{Admissible, AdmissionFlaw, Head, LogId, PolicyFlaw, Position};

use crate::limits::BATCH_ENTRIES_MAX;
use crate::log::{Origin, Ready, weight};
use crate::replica::{Alarm, Replica};
use crate::{Output, PeerKey, Reason, Refusal, Verdict};

/// What the disk was given.
#[derive(Debug)]
pub(crate) struct Batch {
    ticket: u64,
    positions: Vec<Position>,
    /// With the policies that they name.
    heads: BTreeMap<LogId, (Head, Option<ActId>)>,
    bytes: u64,
}

impl Replica {
    /// Admits what is next in line.
    pub(crate) fn admit_ready(&mut self, id: LogId) {
        let Some(log) = self.logs.get(&id) else { return };
        let (next, ceiling) = (log.chain.next_seq(), log.ceiling());
        let stale = log.ready.keys().filter(|&&seq| seq < next || seq >= ceiling);
        let stale: Vec<u64> = stale.copied().collect();
        for seq in stale {
            let Some(log) = self.logs.get(&id) else { return };
            let reason = if seq >= ceiling { log.stop() } else { Reason::Held };
            self.drop_ready(id, seq, reason);
        }
        loop {
            let Some(log) = self.logs.get_mut(&id) else { return };
            let next = log.chain.next_seq();
            let Some(ready) = log.step_out(next) else { return };
            self.admit(id, next, ready);
        }
    }

    fn admit(&mut self, id: LogId, seq: u64, ready: Ready) {
        let Ready { entry, from, origin } = ready;
        let (tip, bytes) = (entry.id(), weight(entry.entry()));
        let Some(log) = self.logs.get_mut(&id) else { return };
        if let Some((misfit, _)) = log.take_misfit(seq, tip) {
            self.unsaved_bytes -= bytes;
            if let Origin::Gossip { ticket } = origin {
                self.verdict(ticket, Reason::Fork.verdict());
            }
            let reason = Reason::Fork;
            self.refuse(Refusal { peer: Some(from), log: Some(id), seq: Some(seq), reason });
            return self.prove(&misfit, &entry);
        }
        if let Err(flaw) = log.chain.judge(&entry, self.acts.register().directory()) {
            self.unsaved_bytes -= bytes;
            self.not_admitted(id, seq, from, origin, &flaw);
            return self.keep_misfit(from, entry);
        }
        if let Ok(entry) = log.chain.admit(entry, self.acts.register().directory()) {
            log.note_admitted(tip);
            self.queue.push_back(entry);
            if let Origin::Gossip { ticket } = origin {
                self.wait_for_disk(id, seq, ticket);
            }
        }
    }

    fn not_admitted(
        &mut self,
        id: LogId,
        seq: u64,
        from: PeerKey,
        origin: Origin,
        flaw: &AdmissionFlaw,
    ) {
        let reason = reason(flaw);
        if let Origin::Gossip { ticket } = origin {
            self.verdict(ticket, reason.verdict());
        }
        // What the peer has shown beyond stands on this one.
        let Some(log) = self.logs.get(&id) else { return };
        let beyond = log.ready.iter().filter(|(_, ready)| ready.from == from);
        let beyond: Vec<u64> = beyond.map(|(&seq, _)| seq).collect();
        for seq in beyond {
            self.drop_ready(id, seq, reason);
        }
        if let (Reason::WrongPrev, Some(below)) = (reason, seq.checked_sub(1)) {
            self.suspect(from, id, below);
        }
        if matches!(reason, Reason::WrongRoster | Reason::UnknownPolicy) {
            // The peer may have the act that brings it.
            self.sync_soon(from);
        }
        self.refuse(Refusal { peer: Some(from), log: Some(id), seq: Some(seq), reason });
        self.disprove(from, id, seq);
        self.wanting.insert(id);
    }

    /// Takes an entry out of the line for good. The reason is not charged to anybody again.
    fn drop_ready(&mut self, id: LogId, seq: u64, reason: Reason) {
        let Some(ready) = self.logs.get_mut(&id).and_then(|log| log.step_out(seq)) else { return };
        self.unsaved_bytes -= weight(ready.entry.entry());
        if let Origin::Gossip { ticket } = ready.origin {
            self.verdict(ticket, Verdict::Ignore);
        }
        self.refuse(Refusal { peer: None, log: Some(id), seq: Some(seq), reason });
    }

    /// Hands the disk the next batch.
    pub(crate) fn flush(&mut self) {
        if self.batch.is_some() || self.queue.is_empty() || self.agenda.is_set(Alarm::Disk) {
            return;
        }
        let count = self.queue.len().min(BATCH_ENTRIES_MAX);
        let entries: Vec<Admissible> = self.queue.drain(..count).collect();
        let ticket = self.ticket();
        let mut batch = Batch {
            ticket,
            positions: Vec::with_capacity(count),
            heads: BTreeMap::new(),
            bytes: 0,
        };
        for entry in &entries {
            let Position { log, seq } = entry.position();
            batch.positions.push(entry.position());
            batch.heads.insert(log, (Head { log, seq, tip: entry.id() }, entry.policy()));
            batch.bytes += weight(entry.entry());
        }
        self.batch = Some(batch);
        self.out.push(Output::Persist { ticket, batch: entries });
    }

    pub(crate) fn on_persisted(&mut self, ticket: u64) {
        let Some(batch) = self.batch.take_if(|batch| batch.ticket == ticket) else {
            return self.on_kept(ticket);
        };
        self.unsaved_bytes -= batch.bytes;
        self.out.push(Output::Stored(batch.positions));
        for (id, (head, policy)) in batch.heads {
            let log = self.log_mut(id);
            if log.durable_next() <= head.seq {
                (log.durable, log.durable_policy) = (Some(head), policy);
            }
            self.find_floor(id);
            self.show(id);
            self.compare_durable(id, head.seq + 1);
            self.judging.insert(id);
            self.accept_waiting(id, head.seq);
            let log = self.log_mut(id);
            if log.settled().is_some_and(|head| log.announced.is_none_or(|seq| seq < head.seq)) {
                self.announce_soon(id);
            }
        }
    }

    /// Accepts the messages that have waited for positions up to here.
    fn accept_waiting(&mut self, id: LogId, seq: u64) {
        let log = self.log_mut(id);
        let later = log.waiting.split_off(&(seq + 1));
        let due = std::mem::replace(&mut log.waiting, later);
        for (seq, tickets) in due {
            if !tickets.is_empty() {
                let log = self.log_mut(id);
                log.announced = log.announced.max(Some(seq));
            }
            for ticket in tickets {
                self.agenda.clear(Alarm::Verdict { log: id, seq, ticket });
                self.resolve(ticket, Verdict::Accept);
            }
        }
    }

    pub(crate) fn on_persist_failed(&mut self, ticket: u64) {
        let Some(batch) = self.batch.take_if(|batch| batch.ticket == ticket) else {
            return self.on_not_kept(ticket);
        };
        self.unsaved_bytes -= batch.bytes;
        let mut lost: BTreeSet<LogId> = batch.heads.into_keys().collect();
        for entry in std::mem::take(&mut self.queue) {
            self.unsaved_bytes -= weight(entry.entry());
            lost.insert(entry.position().log);
        }
        self.agenda.set(Alarm::Disk, self.now_ms + self.settings.disk_retry_ms);
        for id in lost {
            let log = self.log_mut(id);
            log.fall_back(id);
            let next = log.durable_next();
            self.ignore_waiting_from(id, next);
            self.compare_in_line(id, next);
            self.wanting.insert(id);
            let reason = Reason::DiskFailed;
            self.refuse(Refusal { peer: None, log: Some(id), seq: Some(next), reason });
        }
    }

    /// This node has signed an entry, and it is durable.
    pub(crate) fn on_authored(&mut self, entry: Admissible) {
        let Position { log: id, seq } = entry.position();
        let head = Head { log: id, seq, tip: entry.id() };
        let log = self.own.filter(|own| *own == id).map(|own| self.log_mut(own));
        let next = log.as_ref().is_some_and(|log| {
            log.chain.next_seq() == seq && log.chain.tip() == entry.header().prev
        });
        let Some(log) = log.filter(|_| next) else {
            let reason = Reason::OwnMismatch;
            self.refuse(Refusal { peer: None, log: Some(id), seq: Some(seq), reason });
            return;
        };
        log.resume(head, entry.policy());
        let misfit = log.take_misfit(seq, head.tip);
        let stopped = (seq >= log.ceiling()).then(|| log.stop());
        self.touched.insert(id);
        // The log may have been stopped while this was on its way to the disk.
        self.find_floor(id);
        self.show(id);
        if let Some(reason) = stopped {
            self.refuse(Refusal { peer: None, log: Some(id), seq: Some(seq), reason });
            return;
        }
        self.publish_entry(head, entry.entry());
        if let Some((misfit, from)) = misfit {
            self.compare_shown(from, misfit);
        }
        // Said once more a little later, as a head, in case that the entry was lost on its way.
        self.agenda.bring_forward(Alarm::Announce(id), self.now_ms + self.settings.announce_ms);
    }
}

/// The reason that a flaw of an entry in its log counts as.
fn reason(flaw: &AdmissionFlaw) -> Reason {
    match flaw {
        AdmissionFlaw::UnknownAuthor => Reason::UnknownAuthor,
        AdmissionFlaw::WrongIssuer => Reason::WrongIssuer,
        AdmissionFlaw::FutureEpoch { .. } => Reason::FutureEpoch,
        AdmissionFlaw::WrongRoster => Reason::WrongRoster,
        AdmissionFlaw::Release(PolicyFlaw::Unknown) => Reason::UnknownPolicy,
        AdmissionFlaw::Release(_) => Reason::Unapproved,
        AdmissionFlaw::SeqGap { .. } => Reason::SeqGap,
        AdmissionFlaw::Held | AdmissionFlaw::Past { .. } => Reason::Held,
        AdmissionFlaw::Fork { .. } => Reason::Fork,
        AdmissionFlaw::WrongPrev { .. } => Reason::WrongPrev,
        AdmissionFlaw::Revoked => Reason::Revoked,
        AdmissionFlaw::NotFounded
        | AdmissionFlaw::Certificate(_)
        | AdmissionFlaw::OtherCertificate => Reason::WrongFounding,
        AdmissionFlaw::OtherLog | AdmissionFlaw::ObserverPublishes => Reason::Inadmissible,
    }
}

#[cfg(test)]
mod tests;
