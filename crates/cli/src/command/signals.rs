//! SIGINT and SIGTERM, which mean the same here: end what has begun, then stop.

use tokio::signal::unix::{Signal, SignalKind, signal};

use crate::failure::Failure;

/// Both signals; from now on neither ends the process by itself.
#[derive(Debug)]
pub(super) struct Signals {
    interrupt: Signal,
    terminate: Signal,
}

impl Signals {
    /// Takes them over.
    pub(super) fn new() -> Result<Signals, Failure> {
        let take = |kind| {
            signal(kind).map_err(|error| {
                Failure::of(&error, "the system gives no more resources: see `ulimit -a`")
            })
        };
        let interrupt = take(SignalKind::interrupt())?;
        Ok(Signals { interrupt, terminate: take(SignalKind::terminate())? })
    }

    /// Waits for the next of either.
    pub(super) async fn next(&mut self) {
        tokio::select! {
            _ = self.interrupt.recv() => {}
            _ = self.terminate.recv() => {}
        }
    }
}
