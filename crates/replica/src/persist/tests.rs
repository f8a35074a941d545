//! Laws of `persist`.
