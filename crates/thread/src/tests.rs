//! Laws of threads, on a small cast of statements.

pub(crate) mod cast;
mod generated;
mod laws;
mod oracle;
mod stories;
mod vectors;
