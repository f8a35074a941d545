//! Laws of `roster`.
