//! Watches: saved queries and watched parties, and the notices that they raise.
//!
//! A **watch** is kept in the vault ([`book`]). Behind every arrival the [`watcher`] looks at the threads that
//! were touched ([`touched`]), folds each of them as it was and as it is ([`fold`]), and asks every watch about
//! both ([`judge`]): what newly matches, what matched and changed, what ceased to match becomes a **notice**.
//! What is known of each log is a watermark ([`seen`]); because a thread is a pure fold of what is held, it
//! is all that has to be remembered. [`looking`] goes on from it step by step, [`journal`] keeps notices and watermark,
//! [`receivers`] tell them to programs of the operator's own.
//!
//! Invariants: numbers rise from 1 without a gap, and nothing is told before it is durable; a notice and the
//! watermark behind it become durable at one moment, so nothing is missed and nothing has two numbers. What
//! is watched leaves this node only by a receiver that its operator has configured, and is never logged.

mod book;
mod compiled;
mod desk;
mod digest;
mod error;
mod fold;
mod journal;
mod judge;
mod looking;
mod matching;
mod notice;
mod receivers;
mod round;
mod seen;
mod state;
#[cfg(test)]
mod tests;
mod touched;
mod watch;
mod watcher;
mod words;

pub use desk::Notices;
pub use digest::{DayDigest, DigestOf};
pub use error::WatchError;
pub use matching::Matching;
pub use notice::{Hit, Notice, Raised, Several};
pub use receivers::ReceiverState;
pub(crate) use receivers::Receivers;
pub(crate) use state::Watches;
pub use watch::{Licence, NewWatch, Watch, Watched};
pub(crate) use watcher::Watcher;
