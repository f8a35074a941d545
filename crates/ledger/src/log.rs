//! Where a statement stands: its id, its place, and the log that it is the next entry of.
//!
//! A log is one statement key in one epoch; position orders, never a clock. [`Chain`] is the last rung
//! of the ladder: it admits what fits, and only that may be stored.

mod chain;
mod id;
pub(crate) mod position;

pub use chain::{Admissible, AdmissionFlaw, Chain, PolicyFlaw};
pub(crate) use chain::{judge_author, judge_cut, judge_policy};
pub use id::Id;
pub use position::{Head, LogId, POSITION_MAX, Position};
