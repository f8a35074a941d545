//! Laws of `standing`.
