//! Who stands beside whom.
//!
//! Parties, ownership, routes and records as a graph around one party, bounded in depth and size, and
//! drawn; and pairs of parties in different states' records that may be one. Pure: what was read from
//! records is given to it, and it changes nobody's record.
//!
//! Read in this order: [`source`] (what goes in), [`around`] (the walk), [`drawing`] (what comes out, and
//! how it is written), [`Decided`] (what people said about pairs).

mod bounds;
mod decided;
mod dot;
mod draw;
pub mod drawing;
mod groups;
mod holdings;
mod judge;
mod label;
mod links;
mod number;
mod people;
pub mod propose;
mod reach;
#[cfg(test)]
mod sample;
pub mod source;
mod svg;
mod union;
mod walk;

pub use bounds::{BadBounds, Bounds, DEPTH_DEFAULT, DEPTH_MAX, NODES_DEFAULT, NODES_MAX, Scope};
pub use decided::{Contradiction, Decided, Pair};
pub use holdings::{FOUND_MAX, Holdings};
pub use judge::Judge;
pub use label::{percent, thousandths};
pub use walk::{Ask, Found, Start, WalkError, around};
