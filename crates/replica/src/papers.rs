//! Papers: what stands beside the logs. Acts of state roots, proofs of equivocation, checkpoints.
//!
//! All three go one way. A frontier tells by digests which a peer has; what differs is asked for, one
//! question at a time, acts first, because they say who may sign the rest. What verifies counts here
//! at once (an act: once it is durable), is handed to the disk, and is shown, served and accepted
//! once the disk has it. What a peer was asked for in vain is not asked for again before its digest
//! or ours changes, so that what cannot be agreed on does not keep anybody busy.

use chancery_encoding::Digest;
use chancery_ledger::log::LogId;

use crate::questions::{Asked, Question};
use crate::replica::{Alarm, Replica};
use crate::wire::{Answer, Request};
use crate::{PeerKey, Reason, Refusal, Verdict};

/// What can be wanted of a peer, in the order in which it is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Want {
    /// Which acts it has.
    ActList,
    /// The next of the acts that it has listed.
    Acts,
    /// Its proof against the author of a log.
    Proof(LogId),
    /// Its checkpoints of a log.
    Notes(LogId),
}

/// A paper on its way to the disk.
#[derive(Debug)]
pub(crate) enum Paper {
    /// A proof.
    Proof { log: LogId, digest: Digest, bytes: Vec<u8> },
    /// A checkpoint, as it is now.
    Note { log: LogId, size: u64, root: Digest, bytes: Vec<u8>, waiting: Vec<u64> },
    /// An act; what follows is known by its place in the line.
    Act,
}

impl Want {
    pub(crate) fn log(self) -> Option<LogId> {
        match self {
            Self::ActList | Self::Acts => None,
            Self::Proof(log) | Self::Notes(log) => Some(log),
        }
    }
}

impl Replica {
    /// Asks a peer for the next paper that it has and this node wants.
    pub(crate) fn ask_paper(&mut self, key: PeerKey) {
        if !self.may_ask(key) || self.peers.get(&key).is_none_or(|peer| peer.question.is_some()) {
            return;
        }
        if let Some(ids) = self.next_acts(key) {
            return self.ask_for(key, Want::Acts, &Request::Acts { ids });
        }
        let wants = self.peers.get(&key).map(|peer| peer.wants.clone()).unwrap_or_default();
        // What was once signed of the own log comes first: the barrier waits for it.
        let own = self.own.map(Want::Notes);
        let (first, rest): (Vec<_>, Vec<_>) =
            wants.into_iter().partition(|(want, _)| Some(*want) == own);
        for (want, theirs) in first.into_iter().chain(rest) {
            if want == Want::ActList && !self.may_fetch_acts(key) {
                continue;
            }
            if self.may_bring(key, want, theirs) {
                return self.ask_for(key, want, &request(want));
            }
            if let Some(peer) = self.peers.get_mut(&key) {
                peer.wants.remove(&want);
            }
        }
    }

    /// Whether what the peer has shown may be new here.
    fn may_bring(&self, key: PeerKey, want: Want, theirs: Digest) -> bool {
        let ours = self.held_of(want);
        let vain = self.peers.get(&key).and_then(|peer| peer.fruitless.get(&want));
        ours != theirs && vain != Some(&(theirs, ours))
    }

    /// Whether the peer has shown checkpoints of the own log that this node does not have: only with them it has
    /// shown all that it knows of that log.
    pub(crate) fn owes_own_notes(&self, key: PeerKey) -> bool {
        let Some(want) = self.own.map(Want::Notes) else { return false };
        let theirs = self.peers.get(&key).and_then(|peer| peer.wants.get(&want)).copied();
        theirs.is_some_and(|theirs| self.may_bring(key, want, theirs)) && self.barrier.believes(key)
    }

    /// What this node has of it, durable or not.
    fn held_of(&self, want: Want) -> Digest {
        let none = Digest::from_bytes([0; 32]);
        let log = want.log().and_then(|log| self.logs.get(&log));
        match want {
            Want::ActList | Want::Acts => self.acts.admitted_digest(),
            Want::Proof(_) => {
                log.and_then(|log| log.freeze.as_ref()).map_or(none, |freeze| freeze.digest())
            }
            Want::Notes(_) => log.and_then(|log| log.notes.digest()).unwrap_or(none),
        }
    }

    fn ask_for(&mut self, key: PeerKey, want: Want, request: &Request) {
        if let Want::ActList | Want::Acts = want {
            self.take_turn(key);
        }
        let ticket = self.ask(key, Question::Paper(want), request);
        if let Some(peer) = self.peers.get_mut(&key) {
            peer.question = Some(ticket);
        }
    }

    pub(crate) fn on_paper_answer(&mut self, asked: Asked, want: Want, answer: Answer) {
        let key = asked.to;
        let taken = match (want, answer) {
            (Want::ActList, Answer::ActList { acts }) => {
                self.on_act_list(key, &acts);
                Ok(())
            }
            (Want::Acts, Answer::Acts { acts }) => self.on_acts(key, acts),
            (Want::Proof(log), Answer::Evidence { proof }) => self.on_proof_answer(log, proof),
            (Want::Notes(log), Answer::Notes { notes }) => self.on_notes(key, log, notes),
            _ => Err(Reason::Malformed),
        };
        if let Err(reason) = taken {
            return self.question_refused(asked, reason);
        }
        self.note_taken(key, want);
        if Some(want) == self.own.map(Want::Notes) {
            self.barrier.answered(key);
        }
        self.question_ended(key);
        self.end_turn(key);
    }

    /// All that the peer has shown of it was taken: more of the same would bring nothing. A list of
    /// acts is taken when the acts on it are.
    fn note_taken(&mut self, key: PeerKey, want: Want) {
        let want = if want == Want::Acts { Want::ActList } else { want };
        let ours = self.held_of(want);
        let Some(peer) = self.peers.get_mut(&key) else { return };
        if want == Want::ActList && !peer.acts_wanted.is_empty() {
            return;
        }
        if let Some(theirs) = peer.wants.remove(&want) {
            peer.fruitless.insert(want, (theirs, ours));
        }
    }

    /// Hands a paper to the disk.
    pub(crate) fn keep(&mut self, paper: Paper) -> u64 {
        let ticket = self.ticket();
        self.keeping.insert(ticket, paper);
        ticket
    }

    pub(crate) fn on_kept(&mut self, ticket: u64) {
        match self.keeping.remove(&ticket) {
            Some(Paper::Proof { log, digest, bytes }) => self.on_evidence_kept(log, digest, bytes),
            Some(Paper::Note { log, size, root, bytes, waiting }) => {
                let verdict = self.on_note_kept(log, (size, root), bytes);
                self.resolve_papers(waiting, verdict);
            }
            Some(Paper::Act) => self.on_act_kept(ticket),
            None => {}
        }
    }

    pub(crate) fn on_not_kept(&mut self, ticket: u64) {
        let Some(paper) = self.keeping.remove(&ticket) else { return };
        let log = match paper {
            Paper::Proof { log, .. } => {
                self.on_evidence_not_kept(log);
                Some(log)
            }
            Paper::Note { log, waiting, .. } => {
                self.resolve_papers(waiting, Verdict::Ignore);
                self.on_note_not_kept(log);
                Some(log)
            }
            Paper::Act => {
                self.on_act_not_kept(ticket);
                None
            }
        };
        self.disk_failed(log, None);
    }

    /// The disk did not take something, or did not give it: it is asked again in a while.
    pub(crate) fn disk_failed(&mut self, log: Option<LogId>, seq: Option<u64>) {
        let retry_ms = self.now_ms + self.settings.disk_retry_ms;
        self.agenda.bring_forward(Alarm::Disk, retry_ms);
        self.refuse(Refusal { peer: None, log, seq, reason: Reason::DiskFailed });
    }

    /// Tries again to keep what the disk did not take, and to read what it did not give.
    pub(crate) fn retry_papers(&mut self) {
        self.keep_acts();
        let logs: Vec<LogId> = self.logs.keys().copied().collect();
        for log in logs {
            self.keep_evidence(log);
            self.keep_note(log);
            self.find_floor(log);
            self.judging.insert(log);
        }
    }

    /// The verdict on a message waits until the disk has its paper, or for too long.
    pub(crate) fn wait_for_paper(&mut self, ticket: u64) {
        self.gossip_in_flight += 1;
        self.papers_waiting.insert(ticket);
        let due_ms = self.now_ms + self.settings.gossip_wait_ms;
        self.agenda.set(Alarm::PaperVerdict(ticket), due_ms);
    }

    /// Gives verdicts that have waited, unless they have waited too long.
    pub(crate) fn resolve_papers(&mut self, tickets: Vec<u64>, verdict: Verdict) {
        for ticket in tickets {
            if self.papers_waiting.remove(&ticket) {
                self.agenda.clear(Alarm::PaperVerdict(ticket));
                self.resolve(ticket, verdict);
            }
        }
    }

    /// A message has waited too long for its paper.
    pub(crate) fn expire_paper(&mut self, ticket: u64) {
        if self.papers_waiting.remove(&ticket) {
            self.resolve(ticket, Verdict::Ignore);
            let reason = Reason::Expired;
            self.refuse(Refusal { peer: None, log: None, seq: None, reason });
        }
    }
}

fn request(want: Want) -> Request {
    match want {
        Want::ActList => Request::ActList,
        Want::Acts => Request::Acts { ids: Vec::new() },
        Want::Proof(log) => Request::Evidence { log },
        Want::Notes(log) => Request::Notes { log },
    }
}
