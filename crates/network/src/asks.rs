//! Questions of ours: which are under way, and which wait for their turn with a peer.
//!
//! A peer takes so many at once and drops the rest, so the rest waits here. Every question holds one of a
//! bounded number of slots from the moment it is asked until its outcome is with the node.

use std::collections::{HashMap, VecDeque};
use std::sync::Arc;

use libp2p::request_response::OutboundRequestId;

use crate::PeerKey;
use crate::bounds::ASKS_PER_PEER_MAX;
use crate::handle::Slot;

/// One question.
pub(crate) struct Ask {
    pub(crate) to: PeerKey,
    pub(crate) ticket: u64,
    pub(crate) bytes: Arc<Vec<u8>>,
    pub(crate) slot: Slot,
    pub(crate) tries_left: u8,
}

/// All questions without an outcome yet.
#[derive(Default)]
pub(crate) struct Asks {
    sent: HashMap<OutboundRequestId, Ask>,
    lines: HashMap<PeerKey, Line>,
}

/// The questions to one peer.
#[derive(Default)]
struct Line {
    under_way: usize,
    waiting: VecDeque<Ask>,
}

impl Asks {
    /// Puts a question at the end of its peer's line.
    pub(crate) fn queue(&mut self, ask: Ask) {
        self.lines.entry(ask.to).or_default().waiting.push_back(ask);
    }

    /// The next question that this peer may be asked; it is to be given back with [`Asks::sent`].
    pub(crate) fn next(&mut self, to: PeerKey) -> Option<Ask> {
        let line = self.lines.get_mut(&to)?;
        if line.under_way >= ASKS_PER_PEER_MAX {
            return None;
        }
        let ask = line.waiting.pop_front()?;
        line.under_way += 1;
        Some(ask)
    }

    /// The question is under way.
    pub(crate) fn sent(&mut self, id: OutboundRequestId, ask: Ask) {
        self.sent.insert(id, ask);
    }

    /// The question has come to something, or to nothing.
    pub(crate) fn settled(&mut self, id: OutboundRequestId) -> Option<Ask> {
        let ask = self.sent.remove(&id)?;
        if let Some(line) = self.lines.get_mut(&ask.to) {
            line.under_way = line.under_way.saturating_sub(1);
            if line.under_way == 0 && line.waiting.is_empty() {
                self.lines.remove(&ask.to);
            }
        }
        Some(ask)
    }

    /// The questions that still wait for a peer that is gone.
    pub(crate) fn abandoned(&mut self, to: PeerKey) -> VecDeque<Ask> {
        let line = self.lines.get_mut(&to);
        line.map(|line| std::mem::take(&mut line.waiting)).unwrap_or_default()
    }
}
