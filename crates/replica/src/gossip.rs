//! Gossip: what is taken from it, and the verdict on each message.
//!
//! `Reject` only for bytes that are provably bad whoever reads them; `Accept` only for what is
//! durable here; everything else is `Ignore`, and catch-up brings what it spoke of. Nothing that
//! has not been verified touches what is kept. Each message gets exactly one verdict, also when it
//! waits too long for the disk.

use chancery_ledger::log::{Head, LogId, POSITION_MAX};
use chancery_ledger::statement::{Authentic, Entry, StatementFlaw};

use crate::allowance::Taken;
use crate::evidence::Learnt;
use crate::limits::{
    GOSSIP_ACT_BYTES_PER_MESSAGE, GOSSIP_IN_FLIGHT_MAX, GOSSIP_NOTE_PRICE, GOSSIP_PROOF_PRICE,
    LOG_AHEAD_ENTRIES_MAX, UNSAVED_BYTES_MAX,
};
use crate::log::{Origin, Ready, weight};
use crate::peer::Peer;
use crate::replica::{Alarm, Replica};
use crate::verifying::{self, Verifying};
use crate::wire::Gossip;
use crate::{Output, PeerKey, Reason, Refusal, Verdict};

impl Replica {
    pub(crate) fn on_gossip(&mut self, ticket: u64, from: PeerKey, bytes: &[u8]) {
        let reason = if !self.knows(from) {
            Some(Reason::UnknownPeer)
        } else if !self.may_hear(from) {
            Some(Reason::PoorStanding)
        } else if self.gossip_in_flight >= GOSSIP_IN_FLIGHT_MAX
            || self.unsaved_bytes >= UNSAVED_BYTES_MAX
        {
            Some(Reason::Overloaded)
        } else {
            None
        };
        if let Some(reason) = reason {
            return self.turn_down(ticket, from, None, None, reason);
        }
        let read = Gossip::decode(bytes);
        if self.spend(from, read.as_ref().map_or(1, price)) == Taken::Spent {
            return self.turn_down(ticket, from, None, None, Reason::Overloaded);
        }
        match read {
            Ok(Gossip::Entry(entry)) => self.on_entry(ticket, from, entry),
            Ok(Gossip::Head(head)) => self.on_head(ticket, from, head),
            Ok(Gossip::Evidence(proof)) => self.on_evidence(ticket, from, &proof),
            Ok(Gossip::Note(note)) => self.on_note(ticket, from, &note),
            Ok(Gossip::Act(act)) => self.on_act(ticket, from, &act),
            Err(flaw) => self.turn_down(ticket, from, None, None, flaw.reason()),
        }
    }

    /// Only for members: what is remembered of peers is bounded by the roster.
    fn spend(&mut self, from: PeerKey, price: u64) -> Taken {
        let now_ms = self.now_ms;
        let peer = self.peers.entry(from).or_insert_with(|| Peer::new(now_ms));
        peer.allowance.take(now_ms, price)
    }

    /// Refuses a message, with the verdict that the reason deserves.
    pub(crate) fn turn_down(
        &mut self,
        ticket: u64,
        from: PeerKey,
        log: Option<LogId>,
        seq: Option<u64>,
        reason: Reason,
    ) {
        self.verdict(ticket, reason.verdict());
        self.refuse(Refusal { peer: Some(from), log, seq, reason });
    }

    fn on_head(&mut self, ticket: u64, from: PeerKey, head: Head) {
        let flaw = if head.seq > POSITION_MAX {
            Err(Reason::Malformed)
        } else {
            self.author(&head.log).map(|_| ())
        };
        if let Err(reason) = flaw {
            return self.turn_down(ticket, from, Some(head.log), Some(head.seq), reason);
        }
        self.on_claim(from, head);
        let log = self.log_mut(head.log);
        let settled = log.settled().is_some_and(|settled| settled.seq >= head.seq);
        let held = settled && log.known_id(head.seq) == Some(head.tip);
        self.verdict(ticket, if held { Verdict::Accept } else { Verdict::Ignore });
    }

    fn on_entry(&mut self, ticket: u64, from: PeerKey, entry: Entry) {
        let decoded = match entry.clone().decode() {
            Ok(decoded) => decoded,
            Err(flaw) => {
                return self.turn_down(ticket, from, None, None, verifying::reason(&flaw));
            }
        };
        let (position, tip) = (decoded.position(), decoded.id());
        let (id, seq) = (position.log, position.seq);
        let key = match self.author_key(&id) {
            Ok(key) => key,
            Err(reason) => return self.turn_down(ticket, from, Some(id), Some(seq), reason),
        };
        let log = self.log_mut(id);
        let reason = if seq >= log.ceiling() {
            Some(log.stop())
        } else if seq >= log.chain.next_seq().saturating_add(LOG_AHEAD_ENTRIES_MAX) {
            Some(Reason::TooFarAhead)
        } else if log.recent_id(seq) == Some(tip) {
            Some(Reason::Held)
        } else {
            None
        };
        if reason == Some(Reason::TooFarAhead) {
            // As good as an announcement: not believed, but asked about.
            self.on_claim(from, Head { log: id, seq, tip });
        }
        if let Some(reason) = reason {
            return self.turn_down(ticket, from, Some(id), Some(seq), reason);
        }
        self.gossip_in_flight += 1;
        let job = self.ticket();
        self.verifying.insert(job, Verifying::Gossip { peer: from, ticket });
        self.out.push(Output::Verify { ticket: job, jobs: vec![(entry, key)] });
    }

    pub(crate) fn on_gossip_verified(
        &mut self,
        from: PeerKey,
        ticket: u64,
        outcome: Result<Authentic, StatementFlaw>,
    ) {
        let entry = match outcome {
            Ok(entry) => entry,
            Err(flaw) => {
                return self.turn_down(ticket, from, None, None, verifying::reason(&flaw));
            }
        };
        let (position, tip) = (entry.position(), entry.id());
        let (id, seq) = (position.log, position.seq);
        if let Err(reason) = self.author(&id) {
            return self.turn_down(ticket, from, Some(id), Some(seq), reason);
        }
        let log = self.log_mut(id);
        let (next, durable) = (log.chain.next_seq(), log.durable_next());
        if seq >= log.ceiling() {
            let reason = log.stop();
            return self.turn_down(ticket, from, Some(id), Some(seq), reason);
        }
        if seq >= next {
            let origin = if seq == next { Origin::Gossip { ticket } } else { Origin::Early };
            if seq > next {
                self.turn_down(ticket, from, Some(id), Some(seq), Reason::SeqGap);
            }
            self.line_up(id, seq, Ready { entry, from, origin });
            self.on_claim(from, Head { log: id, seq, tip });
        } else if log.recent_id(seq) != Some(tip) {
            // Held already, or a second statement at its place: our copy tells.
            self.turn_down(ticket, from, Some(id), Some(seq), Reason::Held);
            self.compare_shown(from, entry);
        } else if seq < durable {
            self.verdict(ticket, Verdict::Accept);
        } else {
            self.wait_for_disk(id, seq, ticket);
        }
    }

    /// Puts an authentic entry in line for the chain. Two different ones at one place are a proof.
    pub(crate) fn line_up(&mut self, id: LogId, seq: u64, ready: Ready) {
        let (from, origin) = (ready.from, ready.origin);
        let bytes = weight(ready.entry.entry());
        let log = self.log_mut(id);
        if seq < log.chain.next_seq() {
            if log.recent_id(seq) != Some(ready.entry.id()) {
                self.compare_shown(from, ready.entry);
            }
            return;
        }
        if let Some(other) = log.ready.get(&seq) {
            if other.entry.id() != ready.entry.id() {
                let other = other.entry.clone();
                self.refuse(Refusal {
                    peer: Some(from),
                    log: Some(id),
                    seq: Some(seq),
                    reason: Reason::Fork,
                });
                self.prove(&other, &ready.entry);
            }
            if let Origin::Gossip { ticket } = origin {
                self.verdict(ticket, Verdict::Ignore);
            }
            return;
        }
        if log.has_room(&ready) {
            log.line_up(seq, ready);
            self.unsaved_bytes += bytes;
            self.touched.insert(id);
        } else {
            let reason = Reason::TooFarAhead;
            self.refuse(Refusal { peer: Some(from), log: Some(id), seq: Some(seq), reason });
        }
    }

    /// The verdict waits until the position is durable, or for too long.
    pub(crate) fn wait_for_disk(&mut self, id: LogId, seq: u64, ticket: u64) {
        self.gossip_in_flight += 1;
        self.log_mut(id).waiting.entry(seq).or_default().push(ticket);
        let due_ms = self.now_ms + self.settings.gossip_wait_ms;
        self.agenda.set(Alarm::Verdict { log: id, seq, ticket }, due_ms);
    }

    /// Gives a verdict that has waited. The caller has taken the ticket out of where it waited.
    pub(crate) fn resolve(&mut self, ticket: u64, verdict: Verdict) {
        self.gossip_in_flight -= 1;
        self.verdict(ticket, verdict);
    }

    /// Positions from here on will not become durable, or are not to be passed on.
    pub(crate) fn ignore_waiting_from(&mut self, id: LogId, seq: u64) {
        let Some(log) = self.logs.get_mut(&id) else { return };
        for (seq, tickets) in log.waiting.split_off(&seq) {
            for ticket in tickets {
                self.agenda.clear(Alarm::Verdict { log: id, seq, ticket });
                self.resolve(ticket, Verdict::Ignore);
            }
        }
    }

    /// A message has waited too long.
    pub(crate) fn expire(&mut self, id: LogId, seq: u64, ticket: u64) {
        let Some(log) = self.logs.get_mut(&id) else { return };
        let Some(tickets) = log.waiting.get_mut(&seq) else { return };
        let Some(at) = tickets.iter().position(|waiting| *waiting == ticket) else { return };
        tickets.swap_remove(at);
        self.resolve(ticket, Verdict::Ignore);
        let reason = Reason::Expired;
        self.refuse(Refusal { peer: None, log: Some(id), seq: Some(seq), reason });
    }

    fn on_evidence(&mut self, ticket: u64, from: PeerKey, bytes: &[u8]) {
        let proof = match self.read_proof(bytes) {
            Ok(proof) => proof,
            Err(reason) => return self.turn_down(ticket, from, None, None, reason),
        };
        let id = proof.position().log;
        let learnt = self.learn(proof);
        let freeze = self.log_mut(id).freeze.as_mut();
        let Some(freeze) = freeze else { return self.verdict(ticket, Verdict::Ignore) };
        if learnt == Learnt::Larger {
            self.verdict(ticket, Verdict::Ignore);
            self.sync_soon(from);
        } else if freeze.is_kept() {
            self.verdict(ticket, Verdict::Accept);
        } else {
            freeze.waiting.push(ticket);
            self.wait_for_paper(ticket);
        }
    }
}

/// What a message costs of its sender's allowance.
fn price(gossip: &Gossip) -> u64 {
    match gossip {
        Gossip::Entry(_) | Gossip::Head(_) => 1,
        Gossip::Evidence(_) => GOSSIP_PROOF_PRICE,
        Gossip::Note(_) => GOSSIP_NOTE_PRICE,
        Gossip::Act(act) => GOSSIP_PROOF_PRICE + act.len() as u64 / GOSSIP_ACT_BYTES_PER_MESSAGE,
    }
}

#[cfg(test)]
mod tests;
