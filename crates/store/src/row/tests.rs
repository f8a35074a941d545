//! Laws of `row`.
