//! Laws of `fsck`.
