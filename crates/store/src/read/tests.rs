//! Laws of `read`.
