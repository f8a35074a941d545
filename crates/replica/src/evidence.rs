//! Proofs of equivocation: kept, passed on, and what they stop.
//!
//! A proof freezes its log at the place that was signed twice: nothing at or above it is admitted
//! any more, and everything else goes on. It counts at once, and is spoken of once it is durable.
//! Of several proofs against one log everybody keeps the smallest, so that all end with the same
//! bytes whatever came first. Who brings a proof does not matter: it proves itself.

use chancery_encoding::Digest;
use chancery_ledger::evidence::Equivocation;
use chancery_ledger::log::{Head, LogId};

use crate::papers::Paper;
use crate::replica::{Alarm, Replica};
use crate::wire::Gossip;
use crate::{Output, Reason, Verdict};

/// A log that is stopped, and why.
#[derive(Debug)]
pub(crate) struct Freeze {
    proof: Equivocation,
    bytes: Vec<u8>,
    digest: Digest,
    /// The durable proof; an earlier, larger one while the smallest is on its way to the disk.
    kept: Option<Vec<u8>>,
    /// Gossip messages with this proof, whose verdict waits for the disk.
    pub(crate) waiting: Vec<u64>,
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
        Self { proof, bytes, digest, kept: None, waiting: Vec::new() }
    }

    /// The place that was signed twice.
    pub(crate) fn seq(&self) -> u64 {
        self.proof.position().seq
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
            self.frontier.set_proof(log, digest);
        }
        self.show(log);
    }

    /// Takes in a proof that was found or received, and has it kept when it is the smallest.
    pub(crate) fn learn(&mut self, proof: Equivocation) -> Learnt {
        let log = proof.position().log;
        let learnt = self.take_in(proof);
        if learnt == Learnt::Smallest {
            self.stop_log(log);
            self.keep_evidence(log);
        }
        learnt
    }

    /// The log has a lower ceiling: what waits above it waits in vain, and nobody is shown it.
    pub(crate) fn stop_log(&mut self, log: LogId) {
        self.ignore_waiting_from(log, self.logs.get(&log).map_or(0, |log| log.ceiling()));
        self.drop_notes_above(log);
        self.show(log);
        self.touched.insert(log);
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
        self.resolve_papers(superseded.waiting, Verdict::Ignore);
        self.find_floor(id);
        Learnt::Smallest
    }

    /// Finds the last place that stands, when more than that is held.
    pub(crate) fn find_floor(&mut self, id: LogId) {
        let Some(log) = self.logs.get_mut(&id) else { return };
        let ceiling = log.ceiling();
        let below = if log.durable_next() > ceiling { ceiling.checked_sub(1) } else { None };
        if log.floor.map(|head| head.seq) != below {
            let tip = below.and_then(|seq| log.recent_id(seq));
            log.floor = below.zip(tip).map(|(seq, tip)| Head { log: id, seq, tip });
        }
        if log.floor.is_none() && below.is_some() {
            self.floors_wanted.insert(id);
        }
    }

    /// Hands the proof to the disk, one at a time for each log.
    pub(crate) fn keep_evidence(&mut self, log: LogId) {
        let under_way =
            |keeping: &Paper| matches!(keeping, Paper::Proof { log: of, .. } if *of == log);
        // A proof against somebody who is known no more says nothing to whoever writes it.
        let is_strange = self.author(&log).is_err();
        if is_strange || self.agenda.is_set(Alarm::Disk) || self.keeping.values().any(under_way) {
            return;
        }
        let freeze = self.logs.get_mut(&log).and_then(|log| log.freeze.as_mut());
        let Some(freeze) = freeze.filter(|freeze| !freeze.is_kept()) else { return };
        let (digest, proof) = (freeze.digest, freeze.bytes.clone());
        let ticket = self.keep(Paper::Proof { log, digest, bytes: proof.clone() });
        self.out.push(Output::KeepEvidence { ticket, proof });
    }

    pub(crate) fn on_evidence_kept(&mut self, id: LogId, digest: Digest, bytes: Vec<u8>) {
        let freeze = self.logs.get_mut(&id).and_then(|log| log.freeze.as_mut());
        let Some(freeze) = freeze else { return };
        // Also when a smaller one has come since: this is the one that the disk has now.
        freeze.kept = Some(bytes.clone());
        self.frontier.set_proof(id, digest);
        if freeze.digest != digest {
            self.keep_evidence(id);
            return;
        }
        let (position, waiting) = (freeze.proof.position(), std::mem::take(&mut freeze.waiting));
        self.out.push(Output::Frozen(position));
        if waiting.is_empty() {
            self.publish(&Gossip::Evidence(bytes));
        }
        self.resolve_papers(waiting, Verdict::Accept);
        self.sync_all_soon();
    }

    pub(crate) fn on_evidence_not_kept(&mut self, log: LogId) {
        let freeze = self.logs.get_mut(&log).and_then(|log| log.freeze.as_mut());
        let waiting = freeze.map(|freeze| std::mem::take(&mut freeze.waiting));
        self.resolve_papers(waiting.unwrap_or_default(), Verdict::Ignore);
    }

    /// Reads a stranger's proof.
    ///
    /// Its author must be one of ours, or strangers could fill this node with logs.
    pub(crate) fn read_proof(&self, bytes: &[u8]) -> Result<Equivocation, Reason> {
        let proof = Equivocation::decode(bytes, self.directory());
        let proof = proof.map_err(|flaw| match flaw.name() {
            "unknown-author" => Reason::UnknownAuthor,
            "future-epoch" => Reason::FutureEpoch,
            "unknown-roster" => Reason::UnknownRoster,
            _ => Reason::BadProof,
        })?;
        self.author(&proof.position().log)?;
        Ok(proof)
    }

    pub(crate) fn on_proof_answer(
        &mut self,
        log: LogId,
        proof: Option<Vec<u8>>,
    ) -> Result<(), Reason> {
        let proof = self.read_proof(&proof.ok_or(Reason::NotServed)?)?;
        if proof.position().log != log {
            return Err(Reason::BadProof);
        }
        self.learn(proof);
        Ok(())
    }
}

#[cfg(test)]
mod tests;
