//! Laws of `evidence`.
