//! Laws of `key_file`.
