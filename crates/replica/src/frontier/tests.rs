//! Laws of `frontier`.
