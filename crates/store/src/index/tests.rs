//! Laws of `index`.
