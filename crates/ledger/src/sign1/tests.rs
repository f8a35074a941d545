//! Laws of `sign1`.
