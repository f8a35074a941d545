//! The configuration of one node: `node-config/default.toml`, overlaid with the data directory's own file.
//!
//! The default is the documentation, compiled in. A key that the default does not have is refused,
//! because a misspelt setting must not look like one that is in force.

use std::path::{Path, PathBuf};

use chancery_network::{Address, AddressError};
use chancery_screening::Settings;
use serde::{Deserialize, Serialize};

mod receiver;

pub(crate) use receiver::check as check_receivers;
pub use receiver::{Carries, ReceiverFlaw, ReceiverSection, WatchesSection};

/// The compiled-in default, which documents every key.
const DEFAULT: &str = include_str!("../../../node-config/default.toml");

/// A configuration file is a page, not a data set: 64 KiB is a thousand peers' addresses.
const FILE_BYTES_MAX: u64 = 64 * 1024;

/// Everything that an operator can set.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// How the node meets its peers.
    pub network: NetworkSection,
    /// What must hold before it signs.
    pub signing: SigningSection,
    /// How often it signs what its own log has come to.
    pub checkpoint: CheckpointSection,
    /// How it remembers.
    pub store: StoreSection,
    /// What counts when parties are compared.
    pub screening: Settings,
    /// How its keys are opened.
    pub keys: KeysSection,
    /// Where the notices of watches are sent.
    pub watches: WatchesSection,
    /// How long cases are kept.
    pub cases: CasesSection,
    /// What it says about itself.
    pub log: LogSection,
}

/// `[network]`
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct NetworkSection {
    /// Multiaddrs to listen on.
    pub listen: Vec<String>,
    /// Multiaddrs of peers to keep dialling.
    pub peers: Vec<String>,
    /// Whether to send and hear gossip.
    pub gossip: bool,
    /// Milliseconds between two comparisons of frontiers with each peer.
    pub catch_up_ms: u64,
}

/// `[signing]`
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct SigningSection {
    /// Peers that must have told us our own frontier before the first signature.
    pub barrier_peers: usize,
}

/// `[checkpoint]`
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct CheckpointSection {
    /// New entries after which a checkpoint is signed.
    pub every_entries: u64,
    /// Seconds after which one is signed if there is anything new.
    pub every_seconds: u64,
}

/// `[store]`
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct StoreSection {
    /// Bytes of memory for sled's cache.
    pub cache_bytes: u64,
}

/// `[keys]`
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct KeysSection {
    /// File with the passphrase; empty when there is none.
    pub passphrase_file: PathBuf,
}

/// `[cases]`
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct CasesSection {
    /// Years that a closed case is kept.
    pub retention_years: u64,
}

/// `[log]`
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct LogSection {
    /// For people or for machines.
    pub format: LogFormat,
    /// What is logged, in the notation of `tracing`.
    pub filter: String,
}

/// How log lines are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum LogFormat {
    /// For people.
    Text,
    /// One JSON object a line.
    Json,
}

/// Why a configuration is not taken.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// The file cannot be read.
    #[error("cannot read the configuration {path}")]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// The file is longer than a configuration can be.
    #[error("the configuration {path} is longer than {FILE_BYTES_MAX} bytes")]
    TooLong {
        /// The file.
        path: PathBuf,
    },
    /// The file is not TOML, or holds a key or a value that the node does not know.
    #[error("the configuration {path} does not fit")]
    Unfit {
        /// The file.
        path: PathBuf,
        /// Place and reason.
        source: Box<toml::de::Error>,
    },
    /// A value is outside its bounds.
    #[error("{key} is {found}, but must be {allowed}")]
    OutOfBounds {
        /// Dotted key.
        key: &'static str,
        /// What the file says.
        found: String,
        /// What is allowed.
        allowed: &'static str,
    },
    /// A receiver of notices is none.
    #[error("watches.receivers does not fit")]
    Receiver(#[from] ReceiverFlaw),
    /// An address is none that a node can use.
    #[error("{key} has the address {text:?}, which is not usable")]
    Address {
        /// Dotted key.
        key: &'static str,
        /// What the file says.
        text: String,
        /// Why.
        source: AddressError,
    },
}

impl ConfigError {
    /// What to do next.
    pub fn hint(&self) -> String {
        match self {
            ConfigError::Unreadable { .. } => {
                "name a data directory that `chancery init` made, with --dir".into()
            }
            ConfigError::TooLong { .. } => "is it the right file?".into(),
            ConfigError::Unfit { source, .. } => {
                format!("{}; every key is described in node-config/README.md", source.message())
            }
            ConfigError::Receiver(flaw) => flaw.hint().into(),
            ConfigError::OutOfBounds { .. } => "mend the value and start again".into(),
            ConfigError::Address { .. } => {
                "write it like /ip4/192.0.2.7/udp/7420/quic-v1 or /ip6/2001:db8::7/tcp/7420".into()
            }
        }
    }
}

impl Default for Config {
    fn default() -> Self {
        toml::from_str(DEFAULT).expect("because a test parses the compiled-in default")
    }
}

impl Config {
    /// Reads a node's own file over the default.
    ///
    /// # Errors
    /// When the file cannot be read, is not TOML, has a key that the default lacks, or a value out of bounds.
    pub fn load(path: &Path) -> Result<Config, ConfigError> {
        let unreadable = |source| ConfigError::Unreadable { path: path.to_path_buf(), source };
        if std::fs::metadata(path).map_err(unreadable)?.len() > FILE_BYTES_MAX {
            return Err(ConfigError::TooLong { path: path.to_path_buf() });
        }
        let text = std::fs::read_to_string(path).map_err(unreadable)?;
        let unfit =
            |source| ConfigError::Unfit { path: path.to_path_buf(), source: Box::new(source) };
        Config::overlay(&text).map_err(unfit)?.checked()
    }

    /// The default with `text` laid over it, key by key.
    fn overlay(text: &str) -> Result<Config, toml::de::Error> {
        let mut base: toml::Table =
            toml::from_str(DEFAULT).expect("because a test parses the compiled-in default");
        let own: toml::Table = toml::from_str(text)?;
        for (section, value) in own {
            match (base.get_mut(&section), value) {
                (Some(toml::Value::Table(under)), toml::Value::Table(over)) => under.extend(over),
                (_, value) => {
                    base.insert(section, value);
                }
            }
        }
        base.try_into()
    }

    fn checked(self) -> Result<Config, ConfigError> {
        check_addresses("network.listen", &self.network.listen)?;
        check_addresses("network.peers", &self.network.peers)?;
        check_receivers(&self.watches.receivers)?;
        check_points(&self.screening)?;
        let (network, checkpoint) = (&self.network, &self.checkpoint);
        let bounds = [
            (
                "network.catch_up_ms",
                network.catch_up_ms,
                100..=3_600_000,
                "from 100 to 3 600 000 milliseconds",
            ),
            (
                "signing.barrier_peers",
                self.signing.barrier_peers as u64,
                0..=1000,
                "from 0 to 1000 peers",
            ),
            (
                "checkpoint.every_entries",
                checkpoint.every_entries,
                1..=65_536,
                "from 1 to 65 536 entries",
            ),
            (
                "checkpoint.every_seconds",
                checkpoint.every_seconds,
                1..=86_400,
                "from 1 to 86 400 seconds",
            ),
            ("cases.retention_years", self.cases.retention_years, 1..=100, "from 1 to 100 years"),
            (
                "store.cache_bytes",
                self.store.cache_bytes,
                1 << 20..=u64::MAX,
                "at least 1 048 576 bytes",
            ),
        ];
        match bounds.into_iter().find(|(_, found, range, _)| !range.contains(found)) {
            Some((key, found, _, allowed)) => {
                Err(ConfigError::OutOfBounds { key, found: found.to_string(), allowed })
            }
            None => Ok(self),
        }
    }
}

/// A score has a thousand points, and so has whatever goes into it.
fn check_points(settings: &Settings) -> Result<(), ConfigError> {
    let value = serde_json::to_value(settings).expect("because settings are numbers with names");
    let points = value.as_object().into_iter().flatten();
    for (name, found) in points {
        if found.as_u64().is_none_or(|points| points > 1_000) {
            let (key, allowed) = ("a key of [screening]", "from 0 to 1000 thousandths");
            return Err(ConfigError::OutOfBounds {
                key,
                found: format!("{name} = {found}"),
                allowed,
            });
        }
    }
    Ok(())
}

fn check_addresses(key: &'static str, texts: &[String]) -> Result<(), ConfigError> {
    for text in texts {
        text.parse::<Address>().map_err(|source| ConfigError::Address {
            key,
            text: text.clone(),
            source,
        })?;
    }
    Ok(())
}

#[cfg(test)]
mod tests;
