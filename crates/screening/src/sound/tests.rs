//! Laws of sounds.
