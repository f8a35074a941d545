//! Laws of `key`.
