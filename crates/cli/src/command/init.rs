//! `chancery init`: a data directory with its configuration, keys and pinned genesis. Overwrites nothing.

use std::path::PathBuf;

use chancery_node::{
    data_dir::DataDir,
    data_dir::{Founded, Founding, init},
};
use serde_json::json;

use super::{input, papers};
use crate::{
    arguments::Place,
    exit::Exit,
    failure::Failure,
    screen::{fields, visible},
};

/// Make a data directory with its configuration; refuses to overwrite one
#[derive(Debug, clap::Args)]
pub(crate) struct Init {
    /// Genesis file of the network, which the node pins
    #[arg(long, value_name = "FILE")]
    genesis: PathBuf,
    /// Folder with the node's keys and certificate; its root key is left where it is
    #[arg(long, value_name = "FOLDER")]
    identity: PathBuf,
    /// Address to listen on, such as /ip4/0.0.0.0/udp/7420/quic-v1; once for each
    #[arg(long, value_name = "ADDR")]
    listen: Vec<String>,
    /// Address of a peer, such as /ip4/192.0.2.7/udp/7420/quic-v1; its id may be left out
    #[arg(long = "peer", value_name = "ADDR")]
    peers: Vec<String>,
    /// Act since the genesis, or a folder of them: at least the roster version that the certificate was made under
    #[arg(long = "acts", value_name = "FILE|FOLDER")]
    acts: Vec<PathBuf>,
    /// File of mode 0600 with the passphrase of the key files; or set CHANCERY_PASSPHRASE
    #[arg(long, value_name = "FILE")]
    passphrase_file: Option<PathBuf>,
}

impl Init {
    pub(super) fn run(&self, place: &Place) -> Result<Exit, Failure> {
        let passphrase = input::passphrase(self.passphrase_file.as_deref())?;
        let mut acts = Vec::new();
        for path in &self.acts {
            acts.extend(papers::files(path)?);
        }
        let founding = Founding {
            genesis: &self.genesis,
            identity: &self.identity,
            listen: &self.listen,
            peers: &self.peers,
            acts: &acts,
            passphrase: passphrase.as_ref(),
        };
        let Founded { dir, genesis, certificate } = init(place.dir()?, founding)?;
        let roster = genesis.roster();
        let issuer = &certificate.issuer;
        let document = json!({
            "dir": dir.path(),
            "config": dir.config(),
            "state": issuer.state.as_str(),
            "authority": issuer.authority,
            "network": roster.network,
            "members": roster.members.len(),
            "roster": roster.hash().to_string(),
        });
        let pairs = [
            ("data directory", dir.path().display().to_string()),
            ("configuration", dir.config().display().to_string()),
            ("node of", format!("{issuer} ({})", issuer.state.name())),
            ("network", format!("{}, {} members", roster.network, roster.members.len())),
            ("roster", format!("{}, now pinned", roster.hash())),
        ];
        place.screen().answer(&document, |_| fields(&pairs) + &next(&dir))?;
        Ok(Exit::Done)
    }
}

fn next(dir: &DataDir) -> String {
    visible(&format!("next: chancery run --dir {}", dir.path().display())) + "\n"
}
