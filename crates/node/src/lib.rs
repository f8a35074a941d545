//! The process: configuration, keys, the one event loop, shutdown, telemetry.
//!
//! A node is a data directory that runs. [`data_dir::DataDir`] names its files, [`config::Config`] says how it runs,
//! [`Node::start`] opens it and [`Desk`] is the only way to ask it. Inside, one loop owns the
//! replication machine; a disk thread writes, a pool checks signatures, the network carries bytes.
//!
//! Only this crate reads a clock, draws random numbers and knows where keys lie.

mod clock;
pub mod config;
pub mod data_dir;
pub mod exercise;
mod file;
mod identity;
pub mod keyring;
pub mod passphrase;
pub mod telemetry;
pub mod vocabulary;

mod acts;
mod asking;
mod board;
mod case;
mod cases;
mod causes;
pub mod checking;
mod checks;
mod counters;
mod disk;
mod drafts;
mod duties;
mod engine;
mod facts;
mod gathering;
mod graphs;
mod lists;
mod node;
mod opening;
mod pool;
mod publishing;
mod reading;
mod screening;
mod telling;
#[cfg(test)]
mod tests;
mod vault;
mod watches;

pub mod answer;
mod desk;

pub use causes::causes;
pub use checks::check_copy;
pub use clock::now_s;
pub use desk::{Arrivals, Desk};
pub use disk::WriteError;
pub use file::FileError;
pub use node::{Node, StartError};
pub use opening::MemoryError;
pub use publishing::{KinError, PublishError};
pub use reading::ReadError;
