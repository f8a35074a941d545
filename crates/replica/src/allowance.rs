//! How much one peer may gossip. What is useless to us costs an honest peer nothing, and so a
//! dishonest one could send it for ever; beyond its allowance a message is ignored unread, and
//! catch-up brings what it spoke of. An allowance fills with time, so that a burst of real news
//! passes.

use crate::limits::{GOSSIP_PER_PEER_BURST_MAX, GOSSIP_PER_PEER_PER_SECOND};

/// What is left of one peer's allowance, in thousandths of a message: a millisecond earns that much.
#[derive(Debug)]
pub(crate) struct Allowance {
    left_milli: u64,
    as_of_ms: u64,
}

const BURST_MILLI: u64 = GOSSIP_PER_PEER_BURST_MAX * 1_000;

/// What came of asking for a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Taken {
    /// The message may be read.
    Granted,
    /// It may not: the peer has said too much.
    Spent,
}

impl Allowance {
    pub(crate) fn new(now_ms: u64) -> Self {
        Self { left_milli: BURST_MILLI, as_of_ms: now_ms }
    }

    /// Takes the price of one message.
    pub(crate) fn take(&mut self, now_ms: u64, price: u64) -> Taken {
        let earned = now_ms.saturating_sub(self.as_of_ms);
        let earned_milli = earned.saturating_mul(GOSSIP_PER_PEER_PER_SECOND);
        self.left_milli = self.left_milli.saturating_add(earned_milli).min(BURST_MILLI);
        self.as_of_ms = now_ms;
        match self.left_milli.checked_sub(price.saturating_mul(1_000)) {
            Some(left_milli) => {
                self.left_milli = left_milli;
                Taken::Granted
            }
            None => Taken::Spent,
        }
    }
}

#[cfg(test)]
mod tests;
