//! Frontier exchange: asking a peer whether it holds what we hold, and taking its answer.
//!
//! Equal digests end it after one small round trip. Otherwise the peer's whole frontier comes
//! back, and says what to pull, which tips differ, and which papers are missing here.

use chancery_encoding::Digest;
use chancery_ledger::log::{Head, LogId, POSITION_MAX};

use crate::papers::Want;
use crate::peer::{Link, Owed};
use crate::questions::{Asked, Question};
use crate::replica::{Alarm, Replica};
use crate::wire::{Holdings, Request};
use crate::{Output, PeerKey, Reason, Refusal};

/// After so many failures in a row the barrier waits no longer for a peer that is there and does
/// not answer: for good, or several could take turns at being waited for. What it says later still
/// counts. One lost answer in ten gives up an honest peer once in 1,600 starts; with nothing but
/// silence it takes 4 times `request_ms`.
const BARRIER_FAILURES_MAX: u32 = 4;

impl Replica {
    /// Asks a peer for its frontier, unless a question to it is under way.
    pub(crate) fn ask_sync(&mut self, key: PeerKey) {
        let next_ms = self.now_ms + self.dice.jittered(self.settings.sync_ms);
        self.agenda.set(Alarm::Sync(key), next_ms);
        if !self.may_ask(key) {
            return;
        }
        let heads = self.frontier.heads_digest();
        let papers = self.frontier.papers_digest();
        let now_ms = self.now_ms;
        let Some(peer) = self.peers.get_mut(&key) else { return };
        if let Some(ticket) = peer.question {
            let question = self.asked.get(&ticket).map(|asked| asked.question);
            if let Some(Question::Paper(_)) = question {
                peer.owed = Owed::Sync;
            }
            return;
        }
        peer.owed = Owed::Nothing;
        peer.synced_ms = Some(now_ms);
        let is_given_up = peer.failures >= BARRIER_FAILURES_MAX;
        let question = Question::Sync { heads };
        let ticket = self.ask(key, question, &Request::Sync { heads, papers });
        if let Some(peer) = self.peers.get_mut(&key) {
            peer.question = Some(ticket);
        }
        if !is_given_up {
            self.barrier.expect(key);
        }
    }

    /// Sends a request, and starts waiting for its answer.
    pub(crate) fn ask(&mut self, to: PeerKey, question: Question, request: &Request) -> u64 {
        let ticket = self.ticket();
        self.asked.insert(ticket, Asked { to, question });
        self.agenda.set(Alarm::Unanswered(ticket), self.now_ms + self.settings.request_ms);
        self.out.push(Output::Ask { ticket, to, bytes: request.encode() });
        ticket
    }

    /// Sees to it that the peer is asked soon, because it was seen to differ.
    pub(crate) fn sync_soon(&mut self, key: PeerKey) {
        if !self.may_ask(key) {
            return;
        }
        // At most four times in a period, however often the peer differs.
        let gap_ms = self.settings.sync_ms / 4;
        let synced_ms = self.peers.get(&key).and_then(|peer| peer.synced_ms);
        let earliest_ms = synced_ms.map_or(self.now_ms, |ms| self.now_ms.max(ms + gap_ms));
        let due_ms = earliest_ms + self.dice.below(gap_ms);
        self.agenda.bring_forward(Alarm::Sync(key), due_ms);
    }

    /// The peer holds what this node held when it asked.
    pub(crate) fn on_equal(&mut self, key: PeerKey, asked: Digest) {
        let unchanged = self.frontier.heads_digest() == asked;
        let heads = unchanged.then(|| self.frontier.heads());
        if let Some(peer) = self.peers.get_mut(&key) {
            peer.doubted.clear();
            peer.wants.clear();
            peer.acts_wanted.clear();
            if let Some(heads) = heads {
                // No more than these: what it once held beyond, it may have lost.
                peer.claims = heads.into_iter().map(|head| (head.log, head)).collect();
            }
        }
        let own = self.own.and_then(|own| self.logs.get(&own)).and_then(|log| log.settled());
        self.barrier.hear(key, own.map(|head| head.seq));
        self.answered(key);
    }

    /// Sees to it that everybody is asked soon, because something became known that all must have.
    pub(crate) fn sync_all_soon(&mut self) {
        let connected = self.peers.iter().filter(|(_, peer)| peer.link == Link::Up);
        let connected: Vec<PeerKey> = connected.map(|(&key, _)| key).collect();
        connected.into_iter().for_each(|key| self.sync_soon(key));
    }

    pub(crate) fn on_frontier(&mut self, key: PeerKey, holdings: Holdings) {
        let Holdings { heads, proofs, notes, acts } = holdings;
        if heads.iter().any(|head| head.seq > POSITION_MAX) {
            self.refuse_peer(key, Reason::BadFrontier);
            self.question_failed(key);
            return;
        }
        let papers = proofs.into_iter().map(|(log, digest)| (Want::Proof(log), digest));
        let papers =
            papers.chain(notes.into_iter().map(|(log, digest)| (Want::Notes(log), digest)));
        let papers = papers.filter(|(want, _)| want.log().is_none_or(|log| self.names(&log)));
        let wants = papers.chain([(Want::ActList, acts)]).collect();
        if let Some(peer) = self.peers.get_mut(&key) {
            peer.claims.clear();
            peer.doubted.clear();
            peer.wants = wants;
            peer.acts_wanted.clear();
        }
        let own = heads.iter().find(|head| Some(head.log) == self.own);
        self.barrier.hear(key, own.map(|head| head.seq));
        let (heads, strange): (Vec<Head>, Vec<Head>) =
            heads.into_iter().partition(|head| self.names(&head.log));
        // One refusal for all of them: each is a log line, and a liar has a thousand in one answer.
        for head in heads.into_iter().chain(strange.into_iter().take(1)) {
            self.on_claim(key, head);
        }
        if self.owes_own_notes(key) {
            return self.turn_ended(key);
        }
        self.answered(key);
    }

    /// Whether a certificate names the log's author; unlike [`Replica::author`] it looks up and does
    /// not compute, because a frontier asks a thousand times.
    fn names(&self, log: &LogId) -> bool {
        self.directory().author(&log.key).is_some_and(|author| author.has_opened(log.epoch))
    }

    /// A peer says that it holds a log up to here.
    pub(crate) fn on_claim(&mut self, key: PeerKey, head: Head) {
        if let Err(reason) = self.author(&head.log) {
            let refusal =
                Refusal { peer: Some(key), log: Some(head.log), seq: Some(head.seq), reason };
            self.out.push(Output::Refused(refusal));
            return;
        }
        if Some(head.log) == self.own {
            self.barrier.raise(key, head.seq);
        }
        if let Some(peer) = self.peers.get_mut(&key) {
            peer.claim(head);
        }
        let log = self.log_mut(head.log);
        if head.seq >= log.chain.next_seq() {
            self.wanting.insert(head.log);
        } else if head.seq < log.ceiling()
            && log.known_id(head.seq).is_some_and(|id| id != head.tip)
        {
            self.suspect(key, head.log, head.seq);
        }
    }

    fn answered(&mut self, key: PeerKey) {
        self.barrier.answered(key);
        self.turn_ended(key);
    }

    fn turn_ended(&mut self, key: PeerKey) {
        self.question_ended(key);
        self.end_turn(key);
    }

    /// A sync or a question for a paper was answered; the next question can be asked.
    pub(crate) fn question_ended(&mut self, key: PeerKey) {
        let Some(peer) = self.peers.get_mut(&key) else { return };
        peer.question = None;
        peer.failures = 0;
        match peer.owed {
            Owed::Sync => self.ask_sync(key),
            Owed::Nothing => self.ask_paper(key),
        }
    }

    /// A sync or a question for a paper came to nothing.
    pub(crate) fn question_failed(&mut self, key: PeerKey) {
        self.back_off(key);
        let may_ask = self.may_ask(key);
        let Some(peer) = self.peers.get_mut(&key) else { return };
        peer.question = None;
        if !may_ask || peer.failures >= BARRIER_FAILURES_MAX {
            self.barrier.stop_expecting(key);
        }
    }
}

#[cfg(test)]
mod tests;
