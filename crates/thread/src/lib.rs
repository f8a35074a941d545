//! What became of a record.
//!
//! A thread is a record, what its originator later said to it, and what anybody says about it. This
//! crate folds the statements that are held into that: versions, standing, dates, withdrawn parts,
//! remarks, and what has no effect and why. The fold is a pure function of the set, so all nodes that
//! hold the same show the same. It knows no log and no key: whether a statement counts is told to it.
//!
//! Read in this order: [`Said`] (what goes in), [`Thread`] (what comes out), [`Standing`] (one word
//! for it), [`changed`] (what to tell whoever relied on it), [`diff`] (what changed between two texts), [`word`] (the words that decide).

mod changed;
pub mod clash;
pub mod dates;
pub mod diff;
mod does;
mod effect;
pub mod history;
mod life;
pub mod part;
pub mod remark;
mod role;
mod said;
mod standing;
#[cfg(test)]
mod tests;
mod thread;
mod tombstone;
pub mod verdict;
mod version;
pub mod word;

pub use changed::{Change, Changed, changed};
pub use effect::{Reason, WithoutEffect};
pub use said::{Issuer, Order, Place, Said, Statements};
pub use standing::{Marks, Standing};
pub use thread::Thread;
pub use tombstone::{Ending, Tombstone};
pub use version::{Version, VersionState};
