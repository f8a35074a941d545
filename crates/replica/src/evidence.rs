//! Proofs of equivocation: kept, passed on, and what they stop.
//!
//! A proof freezes its log at the place that was signed twice: nothing at or above it is admitted
//! any more, and everything else goes on. It counts at once, and is spoken of once it is durable.
//! Of several proofs against one log everybody keeps the smallest, so that all end with the same
//! bytes whatever came first. Who brings a proof does not matter: it proves itself.

use chancery_encoding::Digest;
use chancery_ledger::evidence::{Equivocation, EquivocationFlaw};
use chancery_ledger::log::{Head, LogId};

use crate::questions::Question;
use crate::replica::{Alarm, Replica};
use crate::wire::{Gossip, Request};
use crate::{Output, PeerKey, Reason, Refusal, Verdict};

/// A log that is stopped, and why.
#[derive(Debug)]
pub(crate) struct Freeze {
    proof: Equivocation,
    bytes: Vec<u8>,
    digest: Digest,
    /// The place before the fork, as far as it is held.
    floor: Option<Head>,
    /// The durable proof; an earlier, larger one while the smallest is on its way to the disk.
    kept: Option<Vec<u8>>,
    /// Gossip messages with this proof, whose verdict waits for the disk.
    pub(crate) waiting: Vec<u64>,
}

/// A proof on its way to the disk.
#[derive(Debug)]
pub(crate) struct KeepEvidence {
    log: LogId,
    digest: Digest,
    bytes: Vec<u8>,
}

/// What a proof that verifies was to this node.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Learnt {
    /// It is the smallest so far.
    Smallest,
    /// It is the one that is kept, or on its way to be.
    Known,
    /// A smaller one is known.
    Larger,
}

impl Freeze {
    fn new(proof: Equivocation) -> Self {
        let bytes = proof.encode();
        let digest = Digest::of(&bytes);
        Self { proof, bytes, digest, floor: None, kept: None, waiting: Vec::new() }
    }

    /// The place that was signed twice.
    pub(crate) fn seq(&self) -> u64 {
        self.proof.position().seq
    }

    pub(crate) fn floor(&self) -> Option<Head> {
        self.floor
    }

    pub(crate) fn set_floor(&mut self, floor: Option<Head>) {
        self.floor = floor;
    }

    pub(crate) fn digest(&self) -> Digest {
        self.digest
    }

    /// The proof as it may be shown: only once it is durable.
    pub(crate) fn kept(&self) -> Option<&Vec<u8>> {
        self.kept.as_ref()
    }

    pub(crate) fn is_kept(&self) -> bool {
        self.kept.as_ref() == Some(&self.bytes)
    }
}

impl Replica {
    /// Takes back a proof that the disk kept.
    pub(crate) fn recall(&mut self, proof: Equivocation) {
        let log = proof.position().log;
        if self.author(&log).is_err() || self.take_in(proof) != Learnt::Smallest {
            return;
        }
        if let Some(freeze) = self.logs.get_mut(&log).and_then(|log| log.freeze.as_mut()) {
            freeze.kept = Some(freeze.bytes.clone());
            let digest = freeze.digest;
            self.frontier.set_evidence(log, digest);
        }
        self.show(log);
    }

    /// Takes in a proof that was found or received, and has it kept when it is the smallest.
    pub(crate) fn learn(&mut self, proof: Equivocation) -> Learnt {
        let log = proof.position().log;
        let learnt = self.take_in(proof);
        if learnt == Learnt::Smallest {
            self.ignore_waiting_from(log, self.logs.get(&log).map_or(0, |log| log.ceiling()));
            self.show(log);
            self.touched.insert(log);
            self.keep_evidence(log);
        }
        learnt
    }

    fn take_in(&mut self, proof: Equivocation) -> Learnt {
        let id = proof.position().log;
        let fresh = Freeze::new(proof);
        let log = self.log_mut(id);
        let Some(known) = log.freeze.as_mut() else {
            log.freeze = Some(fresh);
            self.find_floor(id);
            return Learnt::Smallest;
        };
        if known.digest == fresh.digest {
            return Learnt::Known;
        }
        if known.proof.clone().smaller_of(fresh.proof.clone()) == known.proof {
            return Learnt::Larger;
        }
        let superseded = std::mem::replace(known, fresh);
        known.kept = superseded.kept;
        for ticket in superseded.waiting {
            self.resolve(ticket, Verdict::Ignore);
        }
        self.find_floor(id);
        Learnt::Smallest
    }

    /// Finds the last place before the fork, when more than that is held.
    pub(crate) fn find_floor(&mut self, id: LogId) {
        let Some(log) = self.logs.get_mut(&id) else { return };
        let Some(seq) = log.freeze.as_ref().map(Freeze::seq) else { return };
        let below = if log.durable_next() > seq { seq.checked_sub(1) } else { None };
        let floor = below.and_then(|seq| log.recent_id(seq).map(|tip| Head { log: id, seq, tip }));
        let Some(freeze) = log.freeze.as_mut() else { return };
        if freeze.floor.map(|head| head.seq) != below {
            freeze.floor = floor;
        }
        if freeze.floor.is_none() && below.is_some() {
            self.floors_wanted.insert(id);
        }
    }

    /// Hands the proof to the disk, one at a time for each log.
    fn keep_evidence(&mut self, log: LogId) {
        if self.agenda.is_set(Alarm::Disk) || self.keeping.values().any(|keep| keep.log == log) {
            return;
        }
        let freeze = self.logs.get(&log).and_then(|log| log.freeze.as_ref());
        let Some(freeze) = freeze.filter(|freeze| !freeze.is_kept()) else { return };
        let (digest, proof) = (freeze.digest, freeze.bytes.clone());
        let ticket = self.ticket();
        self.keeping.insert(ticket, KeepEvidence { log, digest, bytes: proof.clone() });
        self.out.push(Output::KeepEvidence { ticket, proof });
    }

    /// Tries again to keep what the disk did not take, and to read what it did not give.
    pub(crate) fn retry_evidence(&mut self) {
        let frozen = self.logs.iter().filter(|(_, log)| log.freeze.is_some());
        let frozen: Vec<LogId> = frozen.map(|(&id, _)| id).collect();
        for log in frozen {
            self.keep_evidence(log);
            self.find_floor(log);
        }
    }

    pub(crate) fn on_evidence_kept(&mut self, ticket: u64) {
        let Some(KeepEvidence { log: id, digest, bytes }) = self.keeping.remove(&ticket) else {
            return;
        };
        let freeze = self.logs.get_mut(&id).and_then(|log| log.freeze.as_mut());
        let Some(freeze) = freeze else { return };
        // Also when a smaller one has come since: this is the one that the disk has now.
        freeze.kept = Some(bytes.clone());
        self.frontier.set_evidence(id, digest);
        if freeze.digest != digest {
            self.keep_evidence(id);
            return;
        }
        let (position, waiting) = (freeze.proof.position(), std::mem::take(&mut freeze.waiting));
        self.out.push(Output::Frozen(position));
        if waiting.is_empty() {
            self.publish(&Gossip::Evidence(bytes));
        }
        for ticket in waiting {
            self.resolve(ticket, Verdict::Accept);
        }
    }

    pub(crate) fn on_evidence_not_kept(&mut self, ticket: u64) {
        let Some(KeepEvidence { log, .. }) = self.keeping.remove(&ticket) else { return };
        self.refuse(Refusal { peer: None, log: Some(log), seq: None, reason: Reason::DiskFailed });
        let retry_ms = self.now_ms + self.settings.disk_retry_ms;
        self.agenda.bring_forward(Alarm::Disk, retry_ms);
        let freeze = self.logs.get_mut(&log).and_then(|log| log.freeze.as_mut());
        let waiting = freeze.map(|freeze| std::mem::take(&mut freeze.waiting));
        for ticket in waiting.unwrap_or_default() {
            self.resolve(ticket, Verdict::Ignore);
        }
    }

    /// Reads a stranger's proof.
    ///
    /// Its author must be one of ours, or strangers could fill this node with logs.
    pub(crate) fn read_proof(&self, bytes: &[u8]) -> Result<Equivocation, Reason> {
        let proof = Equivocation::decode(bytes, &self.directory).map_err(|flaw| match flaw {
            EquivocationFlaw::UnknownAuthor => Reason::UnknownAuthor,
            _ => Reason::BadProof,
        })?;
        self.author(&proof.position().log)?;
        Ok(proof)
    }

    /// Asks a peer for the next proof that it has and this node wants.
    pub(crate) fn ask_proof(&mut self, key: PeerKey) {
        if !self.may_ask(key) {
            return;
        }
        let Some(peer) = self.peers.get_mut(&key).filter(|peer| peer.question.is_none()) else {
            return;
        };
        while let Some((log, digest)) = peer.proofs_wanted.pop_first() {
            let known = self.logs.get(&log).and_then(|log| log.freeze.as_ref());
            if known.is_some_and(|freeze| freeze.digest == digest) {
                continue;
            }
            let ticket = self.ask(key, Question::Proof { log }, &Request::Evidence { log });
            if let Some(peer) = self.peers.get_mut(&key) {
                peer.question = Some(ticket);
            }
            return;
        }
    }

    pub(crate) fn on_proof_answer(&mut self, key: PeerKey, log: LogId, proof: Option<Vec<u8>>) {
        let proof = proof.ok_or(Reason::NotServed).and_then(|bytes| self.read_proof(&bytes));
        let proof = proof.and_then(|proof| {
            if proof.position().log == log { Ok(proof) } else { Err(Reason::BadProof) }
        });
        match proof {
            Ok(proof) => {
                self.learn(proof);
                self.question_ended(key);
                self.ask_proof(key);
            }
            Err(reason) => {
                self.refuse(Refusal { peer: Some(key), log: Some(log), seq: None, reason });
                self.question_failed(key);
            }
        }
    }
}

#[cfg(test)]
mod tests;
