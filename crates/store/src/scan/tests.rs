//! Laws of `scan`.
