//! The versions of the roster that are known, as a tree.
//!
//! Each is valid by itself for ever: statements and acts that name it can be verified, also where another
//! branch won. Invariant: every version but the founding one follows another that is here.

use std::collections::BTreeMap;
use std::sync::Arc;

use chancery_encoding::Digest;

use crate::roster::Roster;

/// All versions, by hash.
#[derive(Clone, Debug)]
pub(crate) struct Versions {
    network: Digest,
    known: BTreeMap<Digest, Arc<Roster>>,
}

impl Versions {
    pub(crate) fn new(founding: &Roster) -> Self {
        let network = founding.hash();
        Self { network, known: BTreeMap::from([(network, Arc::new(founding.clone()))]) }
    }

    /// The hash of the founding version.
    pub(crate) fn network(&self) -> Digest {
        self.network
    }

    pub(crate) fn roster(&self, hash: &Digest) -> Option<&Arc<Roster>> {
        self.known.get(hash)
    }

    pub(crate) fn all(&self) -> impl Iterator<Item = (&Digest, &Arc<Roster>)> {
        self.known.iter()
    }

    pub(crate) fn insert(&mut self, hash: Digest, roster: Arc<Roster>) {
        self.known.insert(hash, roster);
    }

    /// From a version down to the founding one.
    pub(crate) fn down_from(&self, tip: Digest) -> impl Iterator<Item = Digest> {
        let before = |hash: &Digest| self.known.get(hash).and_then(|roster| roster.previous);
        std::iter::successors(Some(tip), before)
    }

    /// The versions that none follows.
    pub(crate) fn tips(&self) -> Vec<Digest> {
        let followed: std::collections::BTreeSet<Digest> =
            self.known.values().filter_map(|roster| roster.previous).collect();
        self.known.keys().filter(|hash| !followed.contains(hash)).copied().collect()
    }
}
