//! What a ceremony starts from: the genesis file and the acts so far, from files or from a running node.
//!
//! Files are verified exactly as a node verifies what peers send. Invariant: [`Papers`] hold nothing that was refused;
//! an act that does not verify stops the command and is named.

use std::{
    fs,
    path::{Path, PathBuf},
};

use chancery_encoding::Digest;
use chancery_ledger::{
    act::ActFlaw,
    key::PublicKey,
    roster::{ACTS_MAX, Directory, Genesis, Member, Register, Roster},
};
use chancery_node::{causes, data_dir::DataDir, data_dir::read_genesis};

use super::input;
use crate::{arguments::Place, exit::Exit, failure::Failure};

mod positions;

pub(crate) use positions::Positions;

/// Where the papers are.
#[derive(Debug, clap::Args)]
pub(crate) struct Source {
    /// Folder that `chancery roster export` wrote, to work offline
    #[arg(long, value_name = "FOLDER", conflicts_with = "genesis")]
    papers: Option<PathBuf>,
    /// Genesis file, to work offline; without it and --papers the running node of --dir is asked
    #[arg(long, value_name = "FILE")]
    genesis: Option<PathBuf>,
    /// Act since then (roster step, certificate, revocation, withdrawal, policy), or a folder of them; once for each
    #[arg(long = "acts", value_name = "FILE|FOLDER")]
    acts: Vec<PathBuf>,
    /// Where logs stand, as `chancery logs --json` of a node says; once for each node that attests
    #[arg(long = "positions", value_name = "FILE")]
    positions: Vec<PathBuf>,
}

/// The network as far as it is known here.
#[derive(Debug)]
pub(crate) struct Papers {
    pub(crate) genesis: Genesis,
    pub(crate) register: Register,
    pub(crate) positions: Positions,
}

impl Source {
    /// Reads and verifies everything.
    pub(crate) async fn gather(&self, place: &Place) -> Result<Papers, Failure> {
        let mut positions = Positions::read(&self.positions)?;
        let mut acts = Acts::default();
        let genesis = if let Some(genesis) = &self.genesis {
            read_genesis(genesis)?
        } else if let Some(folder) = &self.papers {
            positions.add_file(&folder.join(POSITIONS))?;
            acts.add(&folder.join(ACTS))?;
            read_genesis(&folder.join(GENESIS))?
        } else {
            let genesis = DataDir::open(dir(place)?)?.read_genesis()?;
            let client = place.client()?;
            for act in client.acts().await? {
                acts.bytes.push(act.decoded()?);
                acts.names.push(format!("act {} of the node", act.id));
            }
            positions.add(client.logs().await?)?;
            genesis
        };
        for path in &self.acts {
            acts.add(path)?;
        }
        let register = acts.register(&genesis)?;
        Ok(Papers { genesis, register, positions })
    }
}

/// What stands in a folder of papers.
pub(crate) const GENESIS: &str = "genesis.cbor";
pub(crate) const ACTS: &str = "acts";
pub(crate) const POSITIONS: &str = "positions.json";

/// Acts that nobody has verified yet, and where each came from.
#[derive(Default)]
struct Acts {
    bytes: Vec<Vec<u8>>,
    names: Vec<String>,
}

impl Acts {
    /// A file, or all files of a folder.
    fn add(&mut self, path: &Path) -> Result<(), Failure> {
        for file in files(path)? {
            if self.bytes.len() >= ACTS_MAX {
                return Err(Failure::new(
                    format!("there are more than {ACTS_MAX} acts"),
                    "name a folder with the acts of one network and nothing else",
                ));
            }
            self.bytes.push(input::read(&file, input::ACT_BYTES_MAX)?);
            self.names.push(file.display().to_string());
        }
        Ok(())
    }

    fn register(&self, genesis: &Genesis) -> Result<Register, Failure> {
        let (register, refused) = Register::load(genesis, &self.bytes);
        match refused.first() {
            Some((at, flaw)) => Err(refused_by(&self.names[*at], flaw)),
            None => Ok(register),
        }
    }
}

/// The data directory, where nothing else says which network it is.
fn dir(place: &Place) -> Result<&Path, Failure> {
    place.dir_if_named().ok_or_else(|| {
        Failure::new(
            "nothing says which network it is",
            "give --papers FOLDER or --genesis FILE to work offline, or --dir DIR of a running node",
        )
        .ending(Exit::Usage)
    })
}

/// A file, or the acts of a folder.
pub(crate) fn files(path: &Path) -> Result<Vec<PathBuf>, Failure> {
    if path.is_dir() { listed(path) } else { Ok(vec![path.to_path_buf()]) }
}

/// The acts of a folder; other files there are somebody's notes.
fn listed(folder: &Path) -> Result<Vec<PathBuf>, Failure> {
    let failed = |error: std::io::Error| {
        Failure::new(
            format!("{} cannot be listed: {error}", folder.display()),
            "is the path right?",
        )
    };
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).map_err(failed)? {
        let path = entry.map_err(failed)?.path();
        if path.extension().is_some_and(|extension| extension == "cbor") {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}

/// An act that does not verify.
pub(crate) fn refused_by(what: &str, flaw: &ActFlaw) -> Failure {
    let hint = if flaw.is_early() {
        "it names a roster version that is missing here: add the step of that version with --acts"
    } else {
        "ask its author for the file again; do not rely on this one"
    };
    Failure::new(format!("{what} is refused ({}): {}", flaw.name(), causes(flaw)), hint)
        .ending(Exit::DoesNotVerify)
}

impl Papers {
    /// Who may say what.
    pub(crate) fn directory(&self) -> &Directory {
        self.register.directory()
    }

    /// The roster in force.
    pub(crate) fn roster(&self) -> &Roster {
        self.directory().roster()
    }

    /// The hash of the founding roster, which names the network.
    pub(crate) fn network(&self) -> Digest {
        self.directory().network()
    }

    /// The member or observer whose root this is in the roster in force.
    pub(crate) fn state_of(&self, root: &PublicKey) -> Option<&Member> {
        let roster = self.roster();
        roster.members.iter().chain(&roster.observers).find(|one| one.root == *root)
    }
}
