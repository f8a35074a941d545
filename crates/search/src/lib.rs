//! What is found.
//!
//! Indexes on disk, of records and of parties. They are derived from what the store holds, carry a
//! watermark that says how far they have read, and can be made again by one command. The invariant: an
//! answer is of exactly the entries up to the watermark, or there is none.

mod error;
mod folder;
mod parties;
mod records;
mod sealed;
#[cfg(test)]
mod tests;
mod watermark;

pub use error::{Flaw, IndexError};
pub use folder::Found;
pub use parties::{Appearance, Aspect, Candidate, Listed, Look, Parties, Seen};
pub use records::{Answer, Hit, Holding, Question, Records, Steps};
pub use watermark::{Reached, Watermark};
