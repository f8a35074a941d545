//! `chancery keys new JOB --out FILE`: a secret key file of mode 0600, its public half, and the words to read out.

use std::path::PathBuf;

use chancery_node::keyring::{self, Job, MadeKey};
use clap::ValueEnum;
use serde_json::json;

use crate::{
    arguments::Place,
    command::secret::{Asked, Secret},
    exit::Exit,
    failure::Failure,
    screen::fields,
    words,
};

/// Make a key: a secret file for its owner alone, and beside it FILE.pub to pass on
#[derive(Debug, clap::Args)]
pub(crate) struct New {
    /// What the key is for
    #[arg(value_name = "JOB")]
    job: JobName,
    /// File for the secret key, such as root.pem; nothing is overwritten
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
    #[command(flatten)]
    secret: Secret,
    /// Write the secret key in plain text; for exercises, or a disk that is encrypted itself
    #[arg(long, conflicts_with = "passphrase_file")]
    no_passphrase: bool,
}

/// The jobs, each with its own key.
#[derive(Clone, Copy, Debug, ValueEnum)]
enum JobName {
    /// A state's offline key: signs rosters, certificates and revocations
    Root,
    /// Signs the statements of a node's log
    Statement,
    /// Cosigns other nodes' checkpoints
    Witness,
    /// Is the node's identity on the network
    Transport,
    /// Opens what is encrypted to a node (X25519)
    Reader,
    /// A person's approvals
    Officer,
}

impl JobName {
    fn job(self) -> Job {
        match self {
            JobName::Root => Job::Root,
            JobName::Statement => Job::Statement,
            JobName::Witness => Job::Witness,
            JobName::Transport => Job::Transport,
            JobName::Reader => Job::Reader,
            JobName::Officer => Job::Officer,
        }
    }

    fn name(self) -> &'static str {
        match self {
            JobName::Root => "root",
            JobName::Statement => "statement",
            JobName::Witness => "witness",
            JobName::Transport => "transport",
            JobName::Reader => "reader",
            JobName::Officer => "officer",
        }
    }

    fn advice(self) -> &'static str {
        match self {
            JobName::Root => {
                "keep it offline, with a second copy in another safe; read the words out to the other states, who keep \
                 the public file"
            }
            JobName::Statement | JobName::Witness | JobName::Transport | JobName::Reader => {
                "read the words out to whoever holds the root key, who certifies the public file"
            }
            JobName::Officer => "the secret file stays with the person",
        }
    }
}

impl New {
    pub(super) fn run(&self, place: &Place) -> Result<Exit, Failure> {
        // Before anybody thinks of a passphrase.
        keyring::check_free(&self.out)?;
        let passphrase = if self.no_passphrase {
            None
        } else {
            Some(self.secret.choose(&format!("the new {} key", self.job.name()))?)
        };
        let made = keyring::make(self.job.job(), &self.out, passphrase.as_ref())?;
        let asked = if passphrase.is_some() { Asked::Locked } else { Asked::Plain };
        self.tell(place, &made, asked)?;
        Ok(Exit::Done)
    }

    fn tell(&self, place: &Place, made: &MadeKey, asked: Asked) -> Result<(), Failure> {
        let key = made.public.as_bytes();
        let words = words::of_key(key);
        let document = json!({
            "job": self.job.name(),
            "secret_file": made.secret_file,
            "encrypted": asked == Asked::Locked,
            "public_file": made.public_file,
            "public_key": words::hex(key),
            "words": words,
        });
        let how = match asked {
            Asked::Locked => "mode 0600, opens with its passphrase alone",
            Asked::Plain => "mode 0600, NOT encrypted",
        };
        let pairs = [
            ("secret key", format!("{} ({how})", made.secret_file.display())),
            ("public key", made.public_file.display().to_string()),
            ("words", words),
        ];
        place.screen().answer(&document, |_| {
            fields(&pairs) + &crate::screen::paragraph("next: ", self.job.advice())
        })
    }
}
