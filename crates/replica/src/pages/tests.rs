//! Laws of `pages`.
