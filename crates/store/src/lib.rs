//! What a node remembers: everybody's logs in two sled trees, its own log once more in a plain
//! file, and an index in memory that is derived and can always be rebuilt.
//!
//! The store does files and nothing else: no network, no clock, no asynchrony. Its one promise is
//! that what [`OwnLog::append`] or a sync has returned for is still there after a crash.

mod database;
mod digested;
mod disk;
mod error;
mod frame;
mod fsck;
mod index;
mod judged;
mod keys;
mod marker;
mod marks;
mod own_log;
mod papers;
mod problem;
mod prove;
mod read;
mod row;
mod scan;
mod set_aside;
mod standing;
mod store;
mod threads;
pub mod touched;
mod tree;
pub mod vault;
mod wanted;
pub mod witness;

#[cfg(test)]
mod tests;

pub use error::{OpenError, StoreError};
pub use fsck::{Progress, Stage};
pub use marks::Marks;
pub use own_log::{OwnLog, OwnLogError, Torn};
pub use papers::{NOTE_SIZES_MAX, PAPER_BYTES_MAX, Paper};
pub use problem::Problem;
pub use read::{Expired, Listed, Listing, Lookup};
pub use set_aside::set_aside;
pub use standing::Standing;
pub use store::Store;
pub use threads::{Stand, Thread};
pub use wanted::Word;
