//! Laws of `header`.
