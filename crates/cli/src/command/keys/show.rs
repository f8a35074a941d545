//! `chancery keys show FILE`: whose key it is, in words for the telephone; of a public or a secret file.

use std::path::PathBuf;

use chancery_ledger::key::PublicFile;
use chancery_node::keyring;
use serde_json::json;

use crate::{
    arguments::Place, command::secret::Secret, exit::Exit, failure::Failure, screen::fields, words,
};

/// Show a key's fingerprint in words, to compare with what its owner reads out
#[derive(Debug, clap::Args)]
pub(crate) struct Show {
    /// Public key file, or a secret one
    #[arg(value_name = "FILE")]
    file: PathBuf,
    #[command(flatten)]
    secret: Secret,
}

impl Show {
    pub(super) fn run(&self, place: &Place) -> Result<Exit, Failure> {
        let public = self
            .secret
            .open(&self.file, |passphrase| keyring::public_of(&self.file, passphrase))?;
        let algorithm = match public {
            PublicFile::Ed25519(_) => "Ed25519",
            PublicFile::X25519(_) => "X25519",
        };
        let key = public.as_bytes();
        let words = words::of_key(key);
        let document = json!({
            "file": self.file,
            "algorithm": algorithm,
            "public_key": words::hex(key),
            "words": words,
        });
        let pairs = [
            ("file", self.file.display().to_string()),
            ("algorithm", algorithm.to_owned()),
            ("public key", words::hex(key)),
            ("words", words),
        ];
        place.screen().answer(&document, |_| fields(&pairs))?;
        Ok(Exit::Done)
    }
}
