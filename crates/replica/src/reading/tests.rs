//! Laws of `reading`.
