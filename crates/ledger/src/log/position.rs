//! Where a statement stands: which log, and which place in it.
//!
//! Position orders, never a clock. A log is one statement key in one epoch; a restored backup that
//! signs again shows as two statements at one position, which is why heads carry the tip as well
//! as the height: equal heights over a fork are not equal.

use crate::log::Id;

/// Highest epoch, and one more than the highest place. Both stay exact in JSON readers that keep numbers as doubles: 2^53 - 1.
pub const POSITION_MAX: u64 = (1 << 53) - 1;

/// One log: a statement key and an epoch.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LogId {
    /// The raw statement public key.
    pub key: [u8; 32],
    /// The epoch, from 0; a new one is opened after loss or compromise.
    pub epoch: u64,
}

/// One place in one log.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Position {
    /// The log.
    pub log: LogId,
    /// The place, from 0.
    pub seq: u64,
}

/// The highest place that somebody holds of a log, and what stands there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Head {
    /// The log.
    pub log: LogId,
    /// The highest place held; everything below it is held too.
    pub seq: u64,
    /// The id of the statement there.
    pub tip: Id,
}

impl Head {
    /// The place of the tip.
    pub const fn position(&self) -> Position {
        Position { log: self.log, seq: self.seq }
    }
}

/// The first 8 digits of the key and the epoch: `1f2e3d4c/0`.
impl std::fmt::Display for LogId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.key[..4].iter().try_for_each(|byte| write!(f, "{byte:02x}"))?;
        write!(f, "/{}", self.epoch)
    }
}

impl std::fmt::Debug for LogId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        std::fmt::Display::fmt(self, f)
    }
}

impl std::fmt::Display for Position {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}/{}", self.log, self.seq)
    }
}
