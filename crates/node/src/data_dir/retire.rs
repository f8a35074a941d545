//! Ending a witness key by hand, on the data directory of a node that does not run.
//!
//! Whoever puts back a backup of a whole directory takes back what the witness has promised, and nothing on the machine
//! remembers. Invariant: what is retired here is durable on return, and nothing is promised with that key again.

use chancery_store::Store;

use super::{DataDir, DirError};
use crate::identity::Identity;
use crate::opening::MemoryError;

/// Why a witness key was not retired.
#[derive(Debug, thiserror::Error)]
pub enum RetireError {
    /// It is not a data directory, or its genesis does not hold.
    #[error("the data directory cannot be used")]
    Dir(#[from] DirError),
    /// The store does not open, or could not be written.
    #[error("the witness key could not be retired")]
    Memory(#[from] MemoryError),
}

impl RetireError {
    /// What to do next.
    pub fn hint(&self) -> String {
        match self {
            RetireError::Dir(error) => error.hint(),
            RetireError::Memory(error) => error.hint(),
        }
    }
}

impl DataDir {
    /// Retires the witness key of this directory, and says which it was.
    ///
    /// # Errors
    /// When a node runs on it, or it cannot be read or written; the key is not retired then.
    pub fn retire_witness(&self) -> Result<[u8; 32], RetireError> {
        let config = self.read_config()?;
        let genesis = self.read_genesis()?;
        let register = self.read_register(&genesis)?;
        let directory = register.directory();
        let certificate =
            Identity::read_certificate(&self.keys(), directory).map_err(DirError::Identity)?;
        let key = *certificate.witness_key.as_bytes();
        let store = Store::open(&self.store(), config.store.cache_bytes, directory)
            .map_err(MemoryError::Store)?;
        store.retire_witness(&key).map_err(MemoryError::from)?;
        Ok(key)
    }
}
