//! Signatures being checked elsewhere, and what happens with the outcome.

use chancery_ledger::log::{LogId, Position};
use chancery_ledger::statement::{Authentic, StatementFlaw};

use crate::log::{Origin, Ready};
use crate::replica::Replica;
use crate::{PeerKey, Reason, Refusal};

/// Why something is being verified.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Verifying {
    /// A page of a log, from this position.
    Page { peer: PeerKey, log: LogId, from: u64, bytes: u64 },
    /// A gossip message.
    Gossip { peer: PeerKey, ticket: u64 },
    /// Our statement and a peer's at one position, to prove a fork.
    Fork { peer: PeerKey, log: LogId },
}

impl Replica {
    pub(crate) fn on_verified(
        &mut self,
        ticket: u64,
        outcomes: Vec<Result<Authentic, StatementFlaw>>,
    ) {
        match self.verifying.remove(&ticket) {
            Some(Verifying::Page { peer, log, from, bytes }) => {
                self.on_page_verified(peer, log, from, bytes, outcomes);
            }
            Some(Verifying::Gossip { peer, ticket }) => {
                self.gossip_in_flight -= 1;
                if let Some(outcome) = outcomes.into_iter().next() {
                    self.on_gossip_verified(peer, ticket, outcome);
                }
            }
            Some(Verifying::Fork { peer, log }) => self.on_fork_verified(peer, log, outcomes),
            None => {}
        }
    }

    fn on_page_verified(
        &mut self,
        peer: PeerKey,
        id: LogId,
        from: u64,
        bytes: u64,
        outcomes: Vec<Result<Authentic, StatementFlaw>>,
    ) {
        self.unsaved_bytes -= bytes;
        self.give_back(id, from);
        for (seq, outcome) in (from..).zip(outcomes) {
            match outcome.map_err(|flaw| reason(&flaw)) {
                Ok(entry) if entry.position() == (Position { log: id, seq }) => {
                    if Some(id) == self.own {
                        self.barrier.served(peer);
                    }
                    self.line_up(id, seq, Ready { entry, from: peer, origin: Origin::Page });
                }
                outcome => {
                    let reason = outcome.as_ref().err().copied().unwrap_or(Reason::WrongPage);
                    let seq_refused = Some(seq);
                    self.refuse(Refusal {
                        peer: Some(peer),
                        log: Some(id),
                        seq: seq_refused,
                        reason,
                    });
                    self.disprove(peer, id, seq);
                    if let Ok(entry) = outcome {
                        self.misplaced(peer, entry);
                    }
                    break;
                }
            }
        }
    }

    /// An author signed this, and a peer brought it in another's place. What stands at its own is
    /// the same, or a lie of the author.
    fn misplaced(&mut self, peer: PeerKey, entry: Authentic) {
        let Position { log: id, seq } = entry.position();
        let Some(log) = self.logs.get_mut(&id) else { return };
        if seq >= log.chain.next_seq() {
            self.keep_misfit(peer, entry);
        } else if log.recent_id(seq) != Some(entry.id()) {
            self.compare_shown(peer, entry);
        }
    }
}

/// The reason that a flaw of a statement counts as.
pub(crate) fn reason(flaw: &StatementFlaw) -> Reason {
    match flaw {
        StatementFlaw::TooLong { .. } | StatementFlaw::BodyTooLong { .. } => Reason::Oversize,
        StatementFlaw::BodyLength { .. } | StatementFlaw::BodyDigest => Reason::BodyMismatch,
        StatementFlaw::BadSignature => Reason::BadSignature,
        _ => Reason::BadStatement,
    }
}
