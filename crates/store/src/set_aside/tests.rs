//! Laws of `set_aside`.
