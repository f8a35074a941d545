//! Questions under way: which answer belongs to which, and what happens when none comes.

use chancery_encoding::Digest;
use chancery_ledger::log::LogId;

use crate::papers::Want;
use crate::replica::{Alarm, Replica};
use crate::wire::Answer;
use crate::{PeerKey, Reason, Refusal};

/// A request without an answer yet.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Asked {
    pub(crate) to: PeerKey,
    pub(crate) question: Question,
}

/// What was asked.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Question {
    /// For the frontier; ours had these digests.
    Sync { heads: Digest },
    /// For a paper.
    Paper(Want),
    /// For the entries of this range.
    Page { log: LogId, from: u64, to: u64 },
    /// For one entry, in search of a divergence.
    Probe { log: LogId, seq: u64 },
}

impl Replica {
    pub(crate) fn on_response(&mut self, ticket: u64, bytes: &[u8]) {
        let Some(asked) = self.take_asked(ticket) else {
            let refusal = Refusal { peer: None, log: None, seq: None, reason: Reason::LateAnswer };
            self.refuse(refusal);
            return;
        };
        let size = bytes.len() as u64;
        match (Answer::decode(bytes), asked.question) {
            (Err(flaw), _) => self.question_refused(asked, flaw.reason()),
            (Ok(Answer::Busy), _) => self.question_refused(asked, Reason::PeerBusy),
            (Ok(Answer::Refused { .. }), _) => self.question_refused(asked, Reason::PeerRefused),
            (Ok(Answer::Equal), Question::Sync { heads }) => self.on_equal(asked.to, heads),
            (Ok(Answer::Frontier(holdings)), Question::Sync { .. }) => {
                self.on_frontier(asked.to, holdings);
            }
            (Ok(answer), Question::Paper(want)) => self.on_paper_answer(asked, want, answer),
            (Ok(Answer::Page { entries }), Question::Page { log, from, to }) => {
                self.on_page(asked.to, log, from..to, entries, size);
            }
            (Ok(Answer::Page { entries }), Question::Probe { log, seq }) => {
                self.on_probe_answer(asked.to, log, seq, entries);
            }
            (Ok(_), _) => self.question_refused(asked, Reason::Malformed),
        }
    }

    /// The question will have no answer, or none in time.
    pub(crate) fn on_unanswered(&mut self, ticket: u64, reason: Reason) {
        if let Some(asked) = self.take_asked(ticket) {
            self.question_refused(asked, reason);
        }
    }

    fn take_asked(&mut self, ticket: u64) -> Option<Asked> {
        let asked = self.asked.remove(&ticket)?;
        self.agenda.clear(Alarm::Unanswered(ticket));
        if let Question::Page { .. } = asked.question {
            self.pages_in_flight -= 1;
            if let Some(peer) = self.peers.get_mut(&asked.to) {
                peer.pages_in_flight -= 1;
            }
        }
        Some(asked)
    }

    /// Gives the work back, so that another peer can take it, and charges this one.
    pub(crate) fn question_refused(&mut self, asked: Asked, reason: Reason) {
        let Asked { to, question } = asked;
        let (log, seq) = match question {
            Question::Sync { .. } => (None, None),
            Question::Paper(want) => (want.log(), None),
            Question::Page { log, from, .. } => (Some(log), Some(from)),
            Question::Probe { log, seq } => (Some(log), Some(seq)),
        };
        self.refuse(Refusal { peer: Some(to), log, seq, reason });
        match question {
            Question::Sync { .. } => self.question_failed(to),
            Question::Paper(want) => {
                if Some(want) == self.own.map(Want::Notes) {
                    self.barrier.unserved(to);
                }
                self.question_failed(to);
                self.paper_failed(to, want);
            }
            Question::Page { log, from, .. } => {
                self.give_back(log, from);
                if Some(log) == self.own {
                    self.barrier.unserved(to);
                }
                self.forget_claim(to, log);
            }
            Question::Probe { log, .. } => {
                self.forget_claim(to, log);
                self.probe_failed(log);
            }
        }
    }

    /// The peer was shown not to hold, from this place on, what it said that it holds.
    pub(crate) fn disprove(&mut self, peer: PeerKey, log: LogId, seq: u64) {
        if Some(log) == self.own {
            self.barrier.hear(peer, seq.checked_sub(1));
        }
        self.forget_claim(peer, log);
    }

    /// Asks nothing more of this log from this peer before it says something new.
    pub(crate) fn forget_claim(&mut self, peer: PeerKey, log: LogId) {
        if let Some(peer) = self.peers.get_mut(&peer) {
            peer.doubted.insert(log);
        }
        if let Some(log) = self.logs.get_mut(&log)
            && log.source == Some(peer)
        {
            log.source = None;
        }
        self.back_off(peer);
    }
}

#[cfg(test)]
mod tests;
