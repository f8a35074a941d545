//! Signatures being checked elsewhere, and what happens with the outcome.

use chancery_ledger::log::LogId;
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
            let entry = outcome.map_err(|flaw| reason(&flaw)).and_then(|entry| {
                let position = entry.position();
                let asked = position.log == id && position.seq == seq;
                if asked { Ok(entry) } else { Err(Reason::WrongPage) }
            });
            match entry {
                Ok(entry) => {
                    if Some(id) == self.own {
                        self.barrier.served(peer);
                    }
                    self.line_up(id, seq, Ready { entry, from: peer, origin: Origin::Page });
                }
                Err(reason) => {
                    let seq_refused = Some(seq);
                    self.refuse(Refusal {
                        peer: Some(peer),
                        log: Some(id),
                        seq: seq_refused,
                        reason,
                    });
                    self.disprove(peer, id, seq);
                    break;
                }
            }
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
