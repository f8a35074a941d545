//! Laws of threads, on a small cast of statements.

pub(crate) mod cast;
mod stories;
