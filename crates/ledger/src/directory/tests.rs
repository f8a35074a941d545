//! Laws of `directory`.
