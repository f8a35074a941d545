//! A peer's standing: one integer, lowered by what it did wrong and raised by time. It decides
//! three things only: deal with the peer, leave it alone for a while, or hang up. It is bounded
//! below, so that no past is beyond repair.

use crate::Reason;

/// The standing of a peer that has done nothing wrong, and the highest there is.
pub(crate) const STANDING_BEST: i32 = 0;

/// At or below this nothing is asked of the peer: one bad signature and a little more.
pub(crate) const STANDING_BACK_OFF: i32 = -60;

/// At or below this the peer is hung up on: three malformed messages.
pub(crate) const STANDING_DISCONNECT: i32 = -120;

/// The lowest there is: twice the limit, so that the way back takes at most 8 minutes.
pub(crate) const STANDING_WORST: i32 = -240;

/// One point comes back in this time: from the hang-up limit to the back-off limit in 2 minutes.
pub(crate) const STANDING_POINT_MS: u64 = 2_000;

/// What to do with a peer of some standing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Conduct {
    /// Deal with it.
    Deal,
    /// Answer it, but ask nothing of it.
    BackOff,
    /// Hang up.
    Disconnect,
}

/// One peer's standing.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Standing {
    score: i32,
    /// When `score` was last brought up to date.
    as_of_ms: u64,
}

impl Standing {
    pub(crate) fn new(now_ms: u64) -> Self {
        Self { score: STANDING_BEST, as_of_ms: now_ms }
    }

    /// The score at `now_ms`, with what time has given back.
    pub(crate) fn score(&self, now_ms: u64) -> i32 {
        let points = now_ms.saturating_sub(self.as_of_ms) / STANDING_POINT_MS;
        let points = i32::try_from(points).unwrap_or(i32::MAX);
        self.score.saturating_add(points).min(STANDING_BEST)
    }

    pub(crate) fn conduct(&self, now_ms: u64) -> Conduct {
        match self.score(now_ms) {
            score if score <= STANDING_DISCONNECT => Conduct::Disconnect,
            score if score <= STANDING_BACK_OFF => Conduct::BackOff,
            _ => Conduct::Deal,
        }
    }

    /// Charges one refusal, and says what to do with the peer from now on.
    pub(crate) fn charge(&mut self, now_ms: u64, reason: Reason) -> Conduct {
        let score = self.score(now_ms);
        // Whole points only: what was earned of the next point is kept.
        let points = now_ms.saturating_sub(self.as_of_ms) / STANDING_POINT_MS;
        self.as_of_ms = self.as_of_ms.saturating_add(points.saturating_mul(STANDING_POINT_MS));
        self.score = score.saturating_sub(reason.cost()).max(STANDING_WORST);
        self.conduct(now_ms)
    }

    /// When the peer may be asked again; none when it may be asked now.
    pub(crate) fn deal_again_ms(&self, now_ms: u64) -> Option<u64> {
        if self.conduct(now_ms) == Conduct::Deal {
            return None;
        }
        let points = u64::try_from(STANDING_BACK_OFF - self.score(now_ms)).unwrap_or(0) + 1;
        Some(now_ms.saturating_add(points.saturating_mul(STANDING_POINT_MS)))
    }
}

#[cfg(test)]
mod tests;
