//! `[[watches.receivers]]`: where notices are sent. Only the operator's own file says so.

use std::collections::BTreeSet;
use std::net::IpAddr;
use std::path::PathBuf;

use serde::{Deserialize, Serialize};

/// Each is a task that reads the journal: an authority has a mailbox, a ticket system and a log.
pub(crate) const RECEIVERS_MAX: usize = 16;

/// A name is part of a path in the vault.
const NAME_CHARS_MAX: usize = 40;

/// Arguments of a command.
const ARGUMENTS_MAX: usize = 16;

/// `[watches]`
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct WatchesSection {
    /// Where notices are sent.
    pub receivers: Vec<ReceiverSection>,
}

/// One receiver: a command or a webhook.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct ReceiverSection {
    /// What it is called here.
    pub name: String,
    /// Program and arguments: it gets each notice on its standard input.
    #[serde(default)]
    pub command: Vec<String>,
    /// Where each notice is posted.
    #[serde(default)]
    pub url: String,
    /// File with the secret that signs what is posted, mode 0600.
    #[serde(default)]
    pub secret_file: PathBuf,
    /// File with the certificates (PEM) of those that vouch for an https receiver.
    #[serde(default)]
    pub roots_file: PathBuf,
    /// How much of a notice it gets.
    #[serde(default)]
    pub carries: Carries,
    /// The watches whose notices it gets, by name; none means all.
    #[serde(default)]
    pub watches: Vec<String>,
}

/// How much of a notice a receiver gets.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Carries {
    /// Number, watch, reference, id, kind, and what: enough to look it up on this node.
    #[default]
    Least,
    /// Everything, also whom and what the watch is about.
    All,
}

/// Why a receiver is none.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ReceiverFlaw {
    /// There are too many.
    #[error("there are {count} receivers; at most {RECEIVERS_MAX}")]
    TooMany {
        /// How many.
        count: usize,
    },
    /// The name is none.
    #[error("the name {0:?} is not 1 to {NAME_CHARS_MAX} of a-z, 0-9 and -")]
    Name(String),
    /// Two have one name.
    #[error("two receivers are called {0:?}")]
    Twice(String),
    /// It is both, or neither.
    #[error("{0:?} needs either a command or a url")]
    Neither(String),
    /// The command is no program that can be named.
    #[error("the command of {0:?} is not an absolute path with at most {ARGUMENTS_MAX} arguments")]
    Command(String),
    /// The URL is none.
    #[error("the url of {0:?} is no https:// or http:// address of a host")]
    Url(String),
    /// What is posted could be read by others on the way.
    #[error("the url of {0:?} is http and leaves this machine")]
    Open(String),
    /// Nobody vouches for the host.
    #[error("{0:?} is https and has no roots_file")]
    NoRoots(String),
    /// What is posted could be anybody's.
    #[error("{0:?} is a webhook and has no secret_file")]
    NoSecret(String),
}

impl ReceiverFlaw {
    /// What to do next.
    pub fn hint(&self) -> &'static str {
        match self {
            ReceiverFlaw::TooMany { .. } => "let one program pass notices on to the others",
            ReceiverFlaw::Name(_) | ReceiverFlaw::Twice(_) => "give it a short name of its own",
            ReceiverFlaw::Neither(_) => {
                "write command = [\"/path/to/program\"] or url = \"https://…\""
            }
            ReceiverFlaw::Command(_) => "no shell is asked: name the program with its whole path",
            ReceiverFlaw::Url(_) => {
                "write it like https://notices.example/chancery, without a user name"
            }
            ReceiverFlaw::Open(_) => {
                "use https, or an address of this machine such as http://127.0.0.1:8080/"
            }
            ReceiverFlaw::NoRoots(_) => {
                "name a PEM file with the certificate of whoever signed the host's"
            }
            ReceiverFlaw::NoSecret(_) => {
                "make one: (umask 077; echo whsec_$(head -c 32 /dev/urandom | base64) > FILE)"
            }
        }
    }
}

/// Every receiver, or what is wrong with the first that is none.
pub(crate) fn check(receivers: &[ReceiverSection]) -> Result<(), ReceiverFlaw> {
    if receivers.len() > RECEIVERS_MAX {
        return Err(ReceiverFlaw::TooMany { count: receivers.len() });
    }
    let mut names = BTreeSet::new();
    for receiver in receivers {
        let name = || receiver.name.clone();
        if !is_name(&receiver.name) {
            return Err(ReceiverFlaw::Name(name()));
        }
        if !names.insert(&receiver.name) {
            return Err(ReceiverFlaw::Twice(name()));
        }
        match (receiver.command.split_first(), receiver.url.is_empty()) {
            (Some((program, arguments)), true) => {
                let absolute = PathBuf::from(program).is_absolute();
                if !absolute || arguments.len() > ARGUMENTS_MAX {
                    return Err(ReceiverFlaw::Command(name()));
                }
            }
            (None, false) => check_url(receiver)?,
            (Some(_), false) | (None, true) => return Err(ReceiverFlaw::Neither(name())),
        }
    }
    Ok(())
}

fn is_name(name: &str) -> bool {
    let fits = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    (1..=NAME_CHARS_MAX).contains(&name.len()) && name.bytes().all(fits)
}

fn check_url(receiver: &ReceiverSection) -> Result<(), ReceiverFlaw> {
    let name = || receiver.name.clone();
    let uri: ureq::http::Uri = receiver.url.parse().map_err(|_| ReceiverFlaw::Url(name()))?;
    let (Some(scheme), Some(authority)) = (uri.scheme_str(), uri.authority()) else {
        return Err(ReceiverFlaw::Url(name()));
    };
    if authority.as_str().contains('@') || authority.host().is_empty() {
        return Err(ReceiverFlaw::Url(name()));
    }
    if receiver.secret_file.as_os_str().is_empty() {
        return Err(ReceiverFlaw::NoSecret(name()));
    }
    match scheme {
        "https" if receiver.roots_file.as_os_str().is_empty() => Err(ReceiverFlaw::NoRoots(name())),
        "https" => Ok(()),
        // A name could lead elsewhere tomorrow: only an address says that it stays here.
        "http" => {
            let host = authority.host().trim_start_matches('[').trim_end_matches(']');
            let here = host.parse().is_ok_and(|address: IpAddr| address.is_loopback());
            if here { Ok(()) } else { Err(ReceiverFlaw::Open(name())) }
        }
        _ => Err(ReceiverFlaw::Url(name())),
    }
}
