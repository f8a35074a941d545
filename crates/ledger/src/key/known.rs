//! Keys that were parsed before.
//!
//! To parse a key costs as much as a verification, and a roster of ten years names the same roots in
//! 200 versions. Invariant: a key that is known here parses, and to the same.

use std::collections::HashMap;

use crate::key::{KeyFlaw, PublicKey};

/// Parsed keys, by their bytes.
#[derive(Clone, Debug, Default)]
pub(crate) struct KnownKeys(HashMap<[u8; 32], PublicKey>);

impl KnownKeys {
    pub(crate) fn parse(&self, bytes: [u8; 32]) -> Result<PublicKey, KeyFlaw> {
        self.0.get(&bytes).copied().map_or_else(|| PublicKey::from_bytes(bytes), Ok)
    }

    pub(crate) fn remember(&mut self, key: &PublicKey) {
        self.0.insert(*key.as_bytes(), *key);
    }
}
