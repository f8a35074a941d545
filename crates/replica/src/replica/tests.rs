//! Laws of `replica`.
