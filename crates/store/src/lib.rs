//! What a node remembers: everybody's logs in two sled trees, its own log once more in a plain
//! file, and an index in memory that is derived and can always be rebuilt.
//!
//! The store does files and nothing else: no network, no clock, no asynchrony. Its one promise is
//! that what [`OwnLog::append`] or a sync has returned for is still there after a crash.

mod database;
mod disk;
mod error;
mod frame;
mod keys;
mod own_log;

pub use error::{OpenError, StoreError};
pub use own_log::{OwnLog, OwnLogError, Torn};
