//! Laws of threads, on a small cast of statements.

mod cast;
mod stories;
