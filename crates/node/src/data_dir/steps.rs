//! Acts as files: what a start has to know before the store is open.
//!
//! A node's own certificate may have been made under a later roster than the founding one, so the steps to it stand
//! beside the store, each in a file of its own, and so do the policies that its statements name. The other acts are in the store, and come from the peers.
//! Invariant: a file is written once and never changed, and what is read is verified from the genesis up.

use std::path::{Path, PathBuf};

use chancery_ledger::act::{ACT_BYTES_MAX, Act, ActId, ActKind};
use chancery_ledger::roster::{ACTS_MAX, Genesis, Register};

use super::{DataDir, DirError};
use crate::file::{self, FileError, Privacy};

#[cfg(test)]
mod tests;

/// Acts with their ids.
pub(crate) type Named = Vec<(ActId, Vec<u8>)>;

impl DataDir {
    /// Reads the acts that stand in files, and what follows from them. One that does not verify is left out.
    ///
    /// # Errors
    /// When a file cannot be read.
    pub fn read_register(&self, genesis: &Genesis) -> Result<Register, DirError> {
        Ok(Register::load(genesis, &self.read_acts()?).0)
    }

    /// The acts that stand in files, as they are.
    pub(crate) fn read_acts(&self) -> Result<Vec<Vec<u8>>, DirError> {
        let paths = file::list(&self.acts(), ACTS_MAX)?;
        Ok(paths.iter().map(|path| read(path)).collect::<Result<_, _>>()?)
    }
}

/// The register that these files give, with the ids and bytes of the acts; every one has to count.
pub(super) fn given(genesis: &Genesis, paths: &[PathBuf]) -> Result<(Register, Named), DirError> {
    let acts = paths.iter().map(|path| read(path)).collect::<Result<Vec<_>, _>>()?;
    let (register, refused) = Register::load(genesis, &acts);
    if let Some((at, source)) = refused.into_iter().next() {
        return Err(DirError::Act { path: paths[at].clone(), source });
    }
    let acts = register.acts().map(|act| (act.id(), act.bytes().to_vec())).collect();
    Ok((register, acts))
}

/// The steps and policies among the acts of a register: without a policy an own log that names it does not come back
/// from its file.
pub(crate) fn of(register: &Register) -> Named {
    let wanted = |act: &&Act| matches!(act.kind(), ActKind::Step | ActKind::Policy);
    let steps = register.acts().filter(wanted);
    steps.map(|act| (act.id(), act.bytes().to_vec())).collect()
}

/// Writes acts into a folder, each under its id; one that is there stays as it is.
pub(crate) fn keep(folder: &Path, acts: &[(ActId, Vec<u8>)]) -> Result<(), FileError> {
    for (id, bytes) in acts {
        let path = folder.join(format!("{id}.cbor"));
        if !path.exists() {
            file::create_dir(folder)?;
            file::create(&path, bytes, Privacy::Public)?;
        }
    }
    Ok(())
}

fn read(path: &Path) -> Result<Vec<u8>, FileError> {
    file::read(path, ACT_BYTES_MAX as u64)
}
