//! Waiting for conditions, never for times.

use std::fmt::Display;
use std::thread;
use std::time::{Duration, Instant};

/// Longer than anything takes that works, on a machine that does other things as well.
pub(crate) const LONG: Duration = Duration::from_secs(90);

/// Short against what is waited for, long against one look.
const LOOK_EVERY: Duration = Duration::from_millis(25);

/// How long it has been waited.
pub(super) struct Patience(Instant);

impl Patience {
    #[allow(clippy::disallowed_methods, reason = "a test waits in real time, for real processes")]
    pub(super) fn begin() -> Self {
        Self(Instant::now())
    }

    /// Waits a moment; `false` when it has been too long.
    pub(super) fn wait(&self) -> bool {
        thread::sleep(LOOK_EVERY);
        self.0.elapsed() < LONG
    }
}

/// Looks until there is an answer, and says what the last look missed when there never is one.
///
/// # Panics
/// When [`LONG`] has passed.
pub(crate) fn eventually<T, E: Display>(what: &str, mut look: impl FnMut() -> Result<T, E>) -> T {
    let patience = Patience::begin();
    loop {
        match look() {
            Ok(found) => return found,
            Err(missing) => assert!(patience.wait(), "waited for {what}: {missing}"),
        }
    }
}
