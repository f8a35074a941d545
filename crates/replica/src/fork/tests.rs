//! Laws of `fork`.
