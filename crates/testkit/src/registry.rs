//! Everything that was ever verified in a run, so that 25 nodes pay for one signature once.
//!
//! Invariant: what is answered from memory is what verification would say, because only exact
//! bytes that verified are remembered.

use std::collections::{BTreeMap, HashMap};

use chancery_encoding::Digest;
use chancery_ledger::evidence::Equivocation;
use chancery_ledger::key::PublicKey;
use chancery_ledger::log::{Id, Position};
use chancery_ledger::roster::Directory;
use chancery_ledger::statement::{Authentic, Entry, StatementFlaw};

/// What has been verified.
#[derive(Debug)]
pub(crate) struct Registry<'a> {
    directory: &'a Directory,
    authentic: HashMap<Vec<u8>, Authentic>,
    proofs: BTreeMap<Digest, Option<Position>>,
}

impl<'a> Registry<'a> {
    pub(crate) fn new(directory: &'a Directory) -> Self {
        Self { directory, authentic: HashMap::new(), proofs: BTreeMap::new() }
    }

    /// Remembers what its author has just sealed.
    pub(crate) fn enter(&mut self, entry: &Authentic) {
        self.authentic.insert(entry.entry().statement.clone(), entry.clone());
    }

    pub(crate) fn verify(
        &mut self,
        entry: Entry,
        key: &PublicKey,
    ) -> Result<Authentic, StatementFlaw> {
        if let Some(known) = self.authentic.get(&entry.statement)
            && known.entry().body == entry.body
            && known.header().key == *key.as_bytes()
        {
            return Ok(known.clone());
        }
        let authentic = entry.decode()?.authenticate(key)?;
        self.enter(&authentic);
        Ok(authentic)
    }

    /// Where an entry stands and what it is, when its bytes are signed by somebody in the network.
    pub(crate) fn identify(&mut self, entry: &Entry) -> Option<(Position, Id)> {
        if let Some(known) = self.authentic.get(&entry.statement) {
            return (known.entry().body == entry.body).then(|| (known.position(), known.id()));
        }
        let key = entry.clone().decode().ok()?.header().key;
        let key = self.directory.author(&key)?.key;
        let known = self.verify(entry.clone(), &key).ok()?;
        Some((known.position(), known.id()))
    }

    /// Where a proof says that its author lied; none when it proves nothing.
    pub(crate) fn proved(&mut self, proof: &[u8]) -> Option<Position> {
        let directory = self.directory;
        *self.proofs.entry(Digest::of(proof)).or_insert_with(|| {
            Equivocation::decode(proof, directory).ok().map(|proof| proof.position())
        })
    }
}
