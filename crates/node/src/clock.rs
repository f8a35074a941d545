//! The one place where the project reads a clock.
//!
//! Everything below the node takes time as an argument, so that the simulator can own it. Wall
//! time is for people (order never rests on it); the monotonic clock drives retries and intervals.

use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

/// Seconds since 1970 (UTC), for dates that people read.
#[allow(clippy::disallowed_methods, reason = "this is the clock module")]
pub fn now_s() -> i64 {
    SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .map_or(0, |since| i64::try_from(since.as_secs()).unwrap_or(i64::MAX))
}

/// A day as one number, 20261101, as the store compares days.
pub(crate) type Day = std::num::NonZeroU32;

/// The day that it is now, in UTC: the same for all nodes, wherever they stand.
pub(crate) fn today() -> Day {
    day_of(now_s())
}

fn day_of(seconds: i64) -> Day {
    let date = time::OffsetDateTime::from_unix_timestamp(seconds).map(time::OffsetDateTime::date);
    let date = date.unwrap_or(time::Date::MAX);
    let year = u32::try_from(date.year()).unwrap_or(0);
    let number = year * 10_000 + u32::from(u8::from(date.month())) * 100 + u32::from(date.day());
    Day::new(number).expect("because a month is at least 1")
}

/// A clock that never goes back, counted from its start.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Uptime(Instant);

impl Uptime {
    /// Starts counting now.
    #[allow(clippy::disallowed_methods, reason = "this is the clock module")]
    pub(crate) fn start() -> Self {
        Uptime(Instant::now())
    }

    /// Milliseconds since the start.
    pub(crate) fn now_ms(self) -> u64 {
        u64::try_from(self.0.elapsed().as_millis()).unwrap_or(u64::MAX)
    }

    /// How long from now until `at_ms`; nothing when that has passed.
    pub(crate) fn until(self, at_ms: u64) -> Duration {
        Duration::from_millis(at_ms.saturating_sub(self.now_ms()))
    }
}

#[cfg(test)]
mod tests;
