//! `chancery network create`: an exercise network with every key, made on one machine.
//!
//! A real network holds its ceremony offline, each state alone with its root key; the answer says so.

use std::path::PathBuf;

use chancery_node::{
    exercise::{CreateError, CreatedNetwork, create_network},
    now_s,
};
use chancery_record::StateCode;
use clap::Subcommand;
use serde_json::{Value, json};

use super::input;
use crate::{arguments::Place, exit::Exit, failure::Failure, screen::fields};

/// Make the files of an exercise network
#[derive(Debug, clap::Args)]
pub(crate) struct Network {
    #[command(subcommand)]
    act: Act,
}

#[derive(Debug, Subcommand)]
enum Act {
    Create(Create),
}

/// Make a genesis, and per state a folder with its keys and certificate; for exercises only
#[derive(Debug, clap::Args)]
struct Create {
    /// Name of the network
    #[arg(long, value_name = "NAME")]
    name: String,
    /// Member state, by its two capital letters; once for each
    #[arg(long = "state", value_name = "STATE", required = true, value_delimiter = ',')]
    states: Vec<StateCode>,
    /// Directory to write to; nothing in it is overwritten
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
    /// File of mode 0600 whose first line encrypts the key files; or set CHANCERY_PASSPHRASE
    #[arg(long, value_name = "FILE")]
    passphrase_file: Option<PathBuf>,
}

impl Network {
    pub(super) fn run(&self, place: &Place) -> Result<Exit, Failure> {
        let Act::Create(create) = &self.act;
        create.run(place)
    }
}

impl Create {
    fn run(&self, place: &Place) -> Result<Exit, Failure> {
        let passphrase = input::passphrase(self.passphrase_file.as_deref())?;
        let made =
            create_network(&self.name, &self.states, &self.out, passphrase.as_ref(), now_s())
                .map_err(|error| {
                    let failure = Failure::of(&error, error.hint());
                    match error {
                        CreateError::States => failure.ending(Exit::Usage),
                        _ => failure,
                    }
                })?;
        place.screen().answer(&document(&made), |_| told(&made))?;
        Ok(Exit::Done)
    }
}

fn document(made: &CreatedNetwork) -> Value {
    let identities: Vec<Value> = made
        .identities
        .iter()
        .map(|(state, folder)| json!({ "state": state.as_str(), "folder": folder }))
        .collect();
    json!({
        "network": made.name,
        "roster": made.roster.to_string(),
        "genesis": made.genesis,
        "identities": identities,
    })
}

fn told(made: &CreatedNetwork) -> String {
    let mut lines = vec![
        ("network", format!("{}, {} members", made.name, made.identities.len())),
        ("roster", made.roster.to_string()),
        ("genesis", made.genesis.display().to_string()),
    ];
    for (state, folder) in &made.identities {
        lines.push(("identity", format!("{} ({})", folder.display(), state.name())));
    }
    let first = made.identities.first().map(|(_, folder)| folder.display().to_string());
    fields(&lines)
        + "\nfor exercises only: every root key was made here and lies beside the others\n"
        + &format!(
            "next: chancery init --dir DIR --genesis {} --identity {}\n",
            made.genesis.display(),
            first.unwrap_or_default()
        )
}
