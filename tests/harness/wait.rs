//! Waiting for conditions, never for times.

use std::fmt::Display;
use std::thread;
use std::time::{Duration, Instant};

/// Longer than anything takes that works, on a machine that does other things as well.
pub(crate) const LONG: Duration = Duration::from_secs(90);

/// Short against what is waited for, long against one look.
pub(super) const LOOK_EVERY: Duration = Duration::from_millis(25);

/// Looks until there is an answer, and says what the last look missed when there never is one.
///
/// # Panics
/// When [`LONG`] has passed.
pub(crate) fn eventually<T, E: Display>(what: &str, mut look: impl FnMut() -> Result<T, E>) -> T {
    let began = Instant::now();
    loop {
        match look() {
            Ok(found) => return found,
            Err(missing) if began.elapsed() > LONG => panic!("waited for {what}: {missing}"),
            Err(_) => thread::sleep(LOOK_EVERY),
        }
    }
}
