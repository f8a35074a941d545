//! `chancery roster found`: the genesis file of a network whose states make their keys themselves.
//!
//! In two steps, because a certificate names the founding roster: first the states, then, from that file, the
//! certificates. The roster and its hash are the same in both. Nothing is overwritten.

use std::path::{Path, PathBuf};

use chancery_encoding::Digest;
use chancery_ledger::{
    certificate::Certificate,
    roster::{Genesis, Member, Roster},
};
use chancery_node::{data_dir::read_genesis, keyring};
use serde_json::{Value, json};

use super::named::NamedState;
use crate::{
    arguments::Place,
    command::input,
    exit::Exit,
    failure::Failure,
    screen::{fields, paragraph, visible},
    words,
};

/// Found a network: first from its states' root keys, then with their certificates
#[derive(Debug, clap::Args)]
#[command(group = clap::ArgGroup::new("who").required(true).multiple(false))]
pub(crate) struct Found {
    /// Name of the network, in any script
    #[arg(long, value_name = "NAME", group = "who", requires = "states")]
    name: Option<String>,
    /// Founding member: its code, its name, and the public file of its root key; once for each
    #[arg(long = "state", value_name = "EE=NAME=FILE")]
    states: Vec<NamedState>,
    /// State that listens and has not subscribed; once for each
    #[arg(long = "observer", value_name = "EE=NAME=FILE", conflicts_with = "from")]
    observers: Vec<NamedState>,
    /// Founding file that was made in the first step
    #[arg(
        long,
        value_name = "FILE",
        group = "who",
        conflicts_with = "states",
        requires = "certificates"
    )]
    from: Option<PathBuf>,
    /// Certificate of an authority's node; once for each
    #[arg(long = "certificate", value_name = "FILE")]
    certificates: Vec<PathBuf>,
    /// File to write
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
}

impl Found {
    pub(super) fn run(&self, place: &Place) -> Result<Exit, Failure> {
        let roster = match (&self.from, &self.name) {
            (Some(from), _) => read_genesis(from)?.roster().clone(),
            (None, Some(name)) => self.roster(name)?,
            (None, None) => return Err(no_roster()),
        };
        let certificates = self
            .certificates
            .iter()
            .map(|path| certificate(path, &roster))
            .collect::<Result<Vec<_>, _>>()?;
        let genesis = Genesis::new(roster, certificates).map_err(|flaw| {
            Failure::of(&flaw, "each authority has one certificate here, and every key one job")
        })?;
        let bytes = genesis.encode();
        keyring::write_paper(&self.out, &bytes)?;
        self.tell(place, &genesis, Digest::of(&bytes))?;
        Ok(Exit::Done)
    }

    fn roster(&self, name: &str) -> Result<Roster, Failure> {
        let members = read(&self.states)?;
        let observers = read(&self.observers)?;
        Roster::found(name, members, observers).map_err(|flaw| {
            Failure::of(
                &flaw,
                "each state stands once, with a root key of its own and a name that prints",
            )
        })
    }

    fn tell(&self, place: &Place, genesis: &Genesis, hash: Digest) -> Result<(), Failure> {
        let roster = genesis.roster();
        let certificates = genesis.certificates().len();
        place.screen().answer(&document(&self.out, genesis, hash), |_| {
            let mut pairs = vec![
                ("network", roster.network.clone()),
                ("file", self.out.display().to_string()),
                ("roster", roster.hash().to_string()),
                ("words", words::of_digest(&roster.hash())),
                ("threshold", format!("{} of {} members", roster.threshold, roster.members.len())),
            ];
            for (label, states) in [("member", &roster.members), ("observer", &roster.observers)] {
                for one in states {
                    let words = words::of_key(one.root.as_bytes());
                    pairs.push((label, format!("{}, {}: {words}", one.state, one.name)));
                }
            }
            pairs.push(("certificates", certificates.to_string()));
            if certificates > 0 {
                pairs.push(("file hash", hash.to_string()));
            }
            fields(&pairs)
                + &warning(&uncertified(genesis))
                + &paragraph("next: ", next(certificates))
        })
    }
}

fn next(certificates: usize) -> &'static str {
    if certificates == 0 {
        "every state compares the words of its own root key, and all read the words of the roster to each other; then \
         each issues its certificates with `chancery certificate issue --genesis FILE`"
    } else {
        "give this very file to every state; before `chancery init` each compares the words of the roster, and the file \
         hash, because the words of the roster do not tell two genesis files of it apart"
    }
}

/// The members without a node here, once the file has any certificates.
fn uncertified(genesis: &Genesis) -> Vec<&Member> {
    let certificates = genesis.certificates();
    let has_none = |one: &&Member| certificates.iter().all(|other| other.issuer.state != one.state);
    let members = genesis.roster().members.iter();
    members.filter(|_| !certificates.is_empty()).filter(has_none).collect()
}

fn warning(states: &[&Member]) -> String {
    let one = |state: &&Member| {
        let told = format!("no node of {} ({}) is certified in this file", state.state, state.name);
        paragraph("warning: ", &visible(&told))
    };
    states.iter().map(one).collect()
}

fn document(out: &Path, genesis: &Genesis, hash: Digest) -> Value {
    let roster = genesis.roster();
    let state = |member: &Member| {
        json!({
            "state": member.state.as_str(),
            "name": member.name,
            "root": words::hex(member.root.as_bytes()),
            "words": words::of_key(member.root.as_bytes()),
        })
    };
    let certified: Vec<String> =
        genesis.certificates().iter().map(|one| one.issuer.to_string()).collect();
    let uncertified: Vec<&str> =
        uncertified(genesis).iter().map(|one| one.state.as_str()).collect();
    json!({
        "network": roster.network,
        "file": out,
        "file_hash": hash.to_string(),
        "roster": roster.hash().to_string(),
        "words": words::of_digest(&roster.hash()),
        "threshold": roster.threshold,
        "members": roster.members.iter().map(state).collect::<Vec<_>>(),
        "observers": roster.observers.iter().map(state).collect::<Vec<_>>(),
        "certificates": certified,
        "uncertified": uncertified,
    })
}

fn read(states: &[NamedState]) -> Result<Vec<Member>, Failure> {
    states.iter().map(NamedState::member).collect()
}

fn certificate(path: &Path, roster: &Roster) -> Result<Certificate, Failure> {
    let bytes = input::read(path, input::ACT_BYTES_MAX)?;
    Certificate::decode(&bytes, roster).map_err(|flaw| {
        Failure::new(
            format!("{} does not hold: {}", path.display(), chancery_node::causes(&flaw)),
            "its state issues it again, with `chancery certificate issue` and this founding file",
        )
        .ending(Exit::DoesNotVerify)
    })
}

fn no_roster() -> Failure {
    Failure::new(
        "nothing says which states found the network",
        "give --name and --state for each, or --from the file of the first step",
    )
    .ending(Exit::Usage)
}
