//! Laws of `genesis`.
