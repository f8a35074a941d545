//! Laws of `certificate`.
