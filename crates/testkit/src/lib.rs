//! What the tests of the whole workspace share, and the simulator of replication.
//!
//! - [`Cast`] is a fixed network of states with all their keys; [`Player`] is one of them, and
//!   seals entries. [`body_of`] makes bodies of a chosen length.
//! - [`Plan`] draws from a seed what a run does to the network; [`simulate`] runs it on a virtual
//!   clock, with real replicas on simulated disks and links, and gives an [`Outcome`].
//! - [`Corpus`] is up to millions of signed records with realistic skew, for benches and tests of search.
//! - [`Measurement`] holds screening against pairs of parties of which people said whether they are one.
//! - [`Invariant`] names what must hold after every step and at the end. A [`Mutation`] breaks one
//!   node on purpose, so that the checkers are known to be able to fail.
//!
//! The invariant of the crate: one seed, one story. Nothing here looks at a clock, draws a random
//! number of its own, or walks an unordered map.

mod dice;
mod queue;
mod story;
mod tally;

mod cast;
mod corpus;

mod disk;
mod invariant;
mod measure;
mod mutation;
mod notes;
mod plan;
mod registry;
#[cfg(test)]
mod tests;
mod trees;
mod wire;
mod world;

pub use cast::{CAST_MAX, Cast, ISSUED_AT_S, Player, body_of};
pub use corpus::{Corpus, Firm};
pub use dice::Dice;
pub use invariant::{Breach, Invariant};
pub use measure::{MeasureFlaw, Measured, Measurement, Part, Tried, Truth, Verdict};
pub use mutation::Mutation;
pub use plan::Plan;
pub use story::Telling;
pub use tally::Tally;
pub use world::{Outcome, prove_in_time, simulate};
