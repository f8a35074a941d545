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
    roster::{Directory, Genesis, Member, Register, Roster},
};
use chancery_node::{causes, data_dir::read_genesis};

use super::input;
use crate::{exit::Exit, failure::Failure};

mod positions;

pub(crate) use positions::Positions;

/// As many files as a register holds acts.
const FILES_MAX: usize = chancery_ledger::roster::ACTS_MAX;

/// Where the papers are.
#[derive(Debug, clap::Args)]
pub(crate) struct Source {
    /// Genesis file of the network
    #[arg(long, value_name = "FILE")]
    genesis: PathBuf,
    /// Act since then (roster step, certificate, revocation, withdrawal), or a folder of them; once for each
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
    pub(crate) fn gather(&self) -> Result<Papers, Failure> {
        let positions = Positions::read(&self.positions)?;
        let (genesis, register) = self.offline(&self.genesis)?;
        Ok(Papers { genesis, register, positions })
    }

    fn offline(&self, genesis: &Path) -> Result<(Genesis, Register), Failure> {
        let genesis = read_genesis(genesis)?;
        let mut files = Vec::new();
        for path in &self.acts {
            if path.is_dir() { files.extend(listed(path)?) } else { files.push(path.clone()) }
        }
        if files.len() > FILES_MAX {
            return Err(Failure::new(
                format!("{} files are more than {FILES_MAX} acts", files.len()),
                "name a folder with acts and nothing else",
            ));
        }
        let read = |path: &PathBuf| input::read(path, input::ACT_BYTES_MAX);
        let acts = files.iter().map(read).collect::<Result<Vec<_>, _>>()?;
        let (register, refused) = Register::load(&genesis, &acts);
        match refused.first() {
            Some((at, flaw)) => Err(refused_by(&files[*at].display().to_string(), flaw)),
            None => Ok((genesis, register)),
        }
    }
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
