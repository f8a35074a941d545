//! `chancery witness`: what to do with the key that cosigns, when what it has promised is lost.
//!
//! A witness says of two trees of one log never both. A key whose promises are forgotten could; so it is retired, and
//! another takes its place under a new certificate.

use std::path::PathBuf;

use chancery_node::{
    data_dir::DataDir,
    keyring::{self, Job},
};
use clap::Subcommand;
use serde_json::json;

use super::secret::Secret;
use crate::{
    arguments::Place,
    exit::Exit,
    failure::Failure,
    screen::{fields, paragraph},
    words,
};

/// Retire the witness key of a node whose promises are lost, and make the next one
#[derive(Debug, clap::Args)]
pub(crate) struct Witness {
    #[command(subcommand)]
    act: Act,
}

#[derive(Debug, Subcommand)]
enum Act {
    Retire(Retire),
    New(New),
}

/// Retire the witness key of a stopped node for good, as after a restored backup; it reads and publishes on
#[derive(Debug, clap::Args)]
struct Retire {}

/// Make the witness key that takes the place of a retired one
#[derive(Debug, clap::Args)]
struct New {
    /// File for the secret key, such as new/witness.pem; nothing is overwritten
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
    #[command(flatten)]
    secret: Secret,
    /// Write the secret key in plain text; for exercises, or a disk that is encrypted itself
    #[arg(long, conflicts_with = "passphrase_file")]
    no_passphrase: bool,
}

const NEXT: &str = "the holder of the root key certifies the public file (`chancery certificate issue`, or `chancery \
                    recover` if the log is lost as well) and sends the certificate back; `chancery certificate \
                    install` puts both into the data directory";

impl Witness {
    pub(super) fn run(&self, place: &Place) -> Result<Exit, Failure> {
        match &self.act {
            Act::Retire(retire) => retire.run(place),
            Act::New(new) => new.run(place),
        }
    }
}

impl Retire {
    fn run(&self, place: &Place) -> Result<Exit, Failure> {
        let dir = DataDir::open(place.dir()?)?;
        let key = dir.retire_witness().map_err(|error| Failure::of(&error, error.hint()))?;
        let words = words::of_key(&key);
        let document = json!({ "retired": words::hex(&key), "words": words });
        place.screen().answer(&document, |_| {
            fields(&[
                ("retired", "this witness key cosigns nothing any more".to_owned()),
                ("words", words),
                ("goes on", "reading, publishing, and holding what others have signed".to_owned()),
            ]) + &paragraph("next: ", &format!("`chancery witness new` makes another; {NEXT}"))
        })?;
        Ok(Exit::Done)
    }
}

impl New {
    fn run(&self, place: &Place) -> Result<Exit, Failure> {
        keyring::check_free(&self.out)?;
        let passphrase = if self.no_passphrase {
            None
        } else {
            Some(self.secret.choose("the new witness key")?)
        };
        let made = keyring::make(Job::Witness, &self.out, passphrase.as_ref())?;
        let words = words::of_key(made.public.as_bytes());
        let document = json!({
            "secret_file": made.secret_file,
            "public_file": made.public_file,
            "public_key": words::hex(made.public.as_bytes()),
            "words": words,
        });
        place.screen().answer(&document, |_| {
            fields(&[
                ("secret key", made.secret_file.display().to_string()),
                ("public key", made.public_file.display().to_string()),
                ("words", words),
            ]) + &paragraph("next: ", NEXT)
        })?;
        Ok(Exit::Done)
    }
}
