//! Laws of `signed_copy`.
