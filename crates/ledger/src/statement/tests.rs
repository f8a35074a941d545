//! Laws of `statement`.
