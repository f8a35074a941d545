//! Putting new keys and a new certificate in the place of the old ones.
//!
//! After a rotation or a recovery the root has certified other keys. The whole folder is exchanged, so that
//! keys and certificate always belong together, and the old ones are kept beside. The invariant:
//! whenever the machine stops, `keys/` is the old folder or the new one, or opening puts the new one there.

use std::path::{Path, PathBuf};

use chancery_ledger::certificate::Certificate;

use super::{DataDir, DirError};
use crate::file::{self, FileError, Privacy};
use crate::identity::{Identity, KEY_BYTES_MAX, VAULT};
use crate::passphrase::Passphrase;

#[cfg(test)]
mod tests;

/// A node gets new keys once a year, or after a theft.
const BEFORE_MAX: u32 = 10_000;

/// What was installed.
#[derive(Debug)]
pub struct Installed {
    /// The certificate that the node will speak under.
    pub certificate: Certificate,
    /// Where the keys and the certificate from before are kept.
    pub before: PathBuf,
}

impl DataDir {
    /// Puts keys and certificate of `identity` in the place of this directory's; a running node goes on with
    /// the old ones until it is started again.
    ///
    /// # Errors
    /// When the folder does not hold, is another authority's or is there already, or a file cannot be written;
    /// nothing has changed then.
    pub fn install(
        &self,
        identity: &Path,
        passphrase: Option<&Passphrase>,
    ) -> Result<Installed, DirError> {
        let register = self.read_register(&self.read_genesis()?)?;
        let directory = register.directory();
        let certificate =
            Identity::check_folder(identity, directory, passphrase).map_err(DirError::Identity)?;
        let own =
            Identity::read_certificate(&self.keys(), directory).map_err(DirError::Identity)?;
        if own.issuer != certificate.issuer {
            let (own, found) = (own.issuer, certificate.issuer);
            return Err(DirError::OtherAuthority { own, found });
        }
        if own.bytes() == certificate.bytes() {
            return Err(DirError::Installed);
        }
        if own.serial > certificate.serial {
            let (own, found) = (own.serial, certificate.serial);
            return Err(DirError::Older { own, found });
        }
        let incoming = self.incoming();
        // What an interrupted install left is a copy, and not all of one.
        file::remove_dir(&incoming)?;
        let draft = self.path().join("keys.draft");
        file::remove_dir(&draft)?;
        file::create_dir(&draft)?;
        Identity::copy_folder(identity, &draft).map_err(DirError::Identity)?;
        self.keep_vault_key(&draft)?;
        file::rename(&draft, &incoming)?;
        let before = self.free_name()?;
        file::rename(&self.keys(), &before)?;
        file::rename(&incoming, &self.keys())?;
        Ok(Installed { certificate, before })
    }

    /// Puts a whole folder, that an install had no time to put there, in its place.
    pub(super) fn finish_install(&self) -> Result<(), DirError> {
        if !self.keys().exists() && self.incoming().exists() {
            file::rename(&self.incoming(), &self.keys())?;
        }
        Ok(())
    }

    /// The key of the vault is the data directory's and of no identity: it goes along as it is.
    fn keep_vault_key(&self, folder: &Path) -> Result<(), FileError> {
        let own = self.keys().join(VAULT);
        if !own.exists() {
            return Ok(());
        }
        let pem = file::read_private(&own, KEY_BYTES_MAX)?;
        file::create(&folder.join(VAULT), &pem, Privacy::Owner)
    }

    /// Whole, and next to be `keys/`.
    fn incoming(&self) -> PathBuf {
        self.path().join("keys.incoming")
    }

    fn free_name(&self) -> Result<PathBuf, FileError> {
        let name = |number| self.path().join(format!("identity.before-{number}"));
        let free = (1..=BEFORE_MAX).map(name).find(|path| std::fs::symlink_metadata(path).is_err());
        free.ok_or_else(|| FileError::Io {
            act: "name a folder like",
            path: name(BEFORE_MAX),
            source: std::io::ErrorKind::AlreadyExists.into(),
        })
    }
}
