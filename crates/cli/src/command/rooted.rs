//! A state's root key, opened for one signature.
//!
//! Invariant: a key that is no state's root in the roster in force signs nothing here.

use std::path::PathBuf;

use chancery_ledger::{key::SecretKey, roster::Member};
use chancery_node::keyring;

use super::{papers::Papers, secret::Secret};
use crate::failure::Failure;

/// The root key to sign with.
#[derive(Debug, clap::Args)]
pub(crate) struct RootKey {
    /// Secret file of the state's root key
    #[arg(long, value_name = "FILE")]
    key: PathBuf,
    #[command(flatten)]
    secret: Secret,
}

impl RootKey {
    /// Opens it, whoever's it is.
    pub(crate) fn open(&self) -> Result<SecretKey, Failure> {
        self.secret.open(&self.key, |passphrase| keyring::open_signer(&self.key, passphrase))
    }

    /// Opens it, and says whose root it is now.
    pub(crate) fn open_in(&self, papers: &Papers) -> Result<(SecretKey, Member), Failure> {
        let key = self.open()?;
        let member = papers.state_of(&key.public()).cloned().ok_or_else(|| {
            Failure::new(
                format!(
                    "the key in {} is not the root of any state in version {} of the roster",
                    self.key.display(),
                    papers.roster().version
                ),
                "is it the root key, of this network? `chancery roster show` lists the roots in words, and \
                 `chancery keys show` those of the file",
            )
        })?;
        Ok((key, member))
    }
}
