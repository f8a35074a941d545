//! Searches: the index behind the arrivals, and the desk that asks it.
//!
//! The index is derived and says how far it has read. Whatever is wrong with it is said and made again from
//! the store while the node runs; until then a question is answered for what was read, with how much was not, or
//! it is refused. What is shown of a hit is read from the store again. Queries stay here: they are not
//! logged, not kept and not sent.

mod desk;
mod error;
mod index;
mod indexer;
mod reader;
mod shown;
mod snippet;
#[cfg(test)]
mod tests;

pub use error::AskError;
pub(crate) use index::Index;
pub(crate) use indexer::Indexer;
