//! Laws of `wire`.
