//! Laws of `store`.
