//! Who stands beside whom, and who may be one: graphs around a party, and what people decide about pairs.
//!
//! Records are folded and handed to `chancery-graph`, which draws and weighs. What people confirm or refuse
//! lies sealed in the vault. Invariant: nothing here leaves the node, and no record of anybody is changed; a
//! decision can be taken back, and what was said before stays readable.

mod asked;
mod book;
mod desk;
mod error;
mod run;
mod scan;
mod testimony;
#[cfg(test)]
mod tests;

pub(crate) use book::Same;
pub use error::{GraphError, SameError};
