//! The data directory of one node: what stands where, and how it is made.
//!
//! `init` refuses to overwrite and writes the configuration last, so that a directory with a
//! `config.toml` is whole. Invariant: the states' root keys never come here.

use std::path::{Path, PathBuf};

use chancery_ledger::act::ActFlaw;
use chancery_ledger::certificate::Certificate;
use chancery_ledger::roster::{GENESIS_BYTES_MAX, Genesis, GenesisFlaw};
use chancery_ledger::statement::Issuer;
use chancery_network::{Address, AddressError};

use crate::config::{Config, ConfigError};
use crate::file::{self, FileError, Privacy};
use crate::identity::{Identity, IdentityError};
use crate::passphrase::Passphrase;

mod install;
mod retire;
pub(crate) mod steps;
#[cfg(test)]
mod tests;

pub use install::Installed;
pub use retire::RetireError;

/// A directory that `init` made.
#[derive(Clone, Debug)]
pub struct DataDir(PathBuf);

/// Why a data directory was not made or opened.
#[derive(Debug, thiserror::Error)]
pub enum DirError {
    /// There is no configuration in it.
    #[error("{0} is not a data directory: it has no config.toml")]
    NotOne(PathBuf),
    /// It would overwrite one.
    #[error("{0} holds a data directory already, or part of one")]
    Exists(PathBuf),
    /// The certificate is another authority's.
    #[error("this data directory is that of {own}, and the certificate is one of {found}")]
    OtherAuthority {
        /// Whose directory it is.
        own: Issuer,
        /// Whose certificate it is.
        found: Issuer,
    },
    /// The certificate is there already.
    #[error("this certificate is installed already")]
    Installed,
    /// An address is none that a node can use.
    #[error("the address {text:?} is not usable")]
    Address {
        /// What was given.
        text: String,
        /// Why.
        source: AddressError,
    },
    /// A file in it could not be read or written.
    #[error("the data directory could not be read or written")]
    File(#[from] FileError),
    /// The genesis file could not be read.
    #[error("the genesis file could not be read")]
    GenesisFile(#[source] FileError),
    /// The genesis does not hold.
    #[error("the genesis file {path} does not hold")]
    Genesis {
        /// The file.
        path: PathBuf,
        /// Why.
        source: GenesisFlaw,
    },
    /// A founding roster, which has the hash of the genesis and none of its certificates.
    #[error("{0} is a founding roster: no node is certified in it")]
    Founding(PathBuf),
    /// The certificate is older than the one that is there.
    #[error("certificate {found} is older than the one that is installed, {own}")]
    Older {
        /// The serial of the one that is there.
        own: u64,
        /// The serial of the one that was given.
        found: u64,
    },
    /// A file does not hold an act of this network.
    #[error("{path} holds no act that counts here")]
    Act {
        /// The file.
        path: PathBuf,
        /// Why.
        source: ActFlaw,
    },
    /// The identity does not hold.
    #[error("the identity folder does not hold")]
    Identity(#[source] IdentityError),
    /// The configuration does not hold.
    #[error("the configuration does not hold")]
    Config(#[source] ConfigError),
}

impl DirError {
    /// What to do next.
    pub fn hint(&self) -> String {
        match self {
            DirError::NotOne(_) => "make one with `chancery init`, or name another with --dir".into(),
            DirError::Exists(_) => {
                "nothing was overwritten; choose another directory, or remove what an interrupted init left"
                    .into()
            }
            DirError::OtherAuthority { .. } => {
                "another authority has a data directory of its own: make one with `chancery init`".into()
            }
            DirError::Installed => "nothing has to be done; nothing was changed".into(),
            DirError::Address { .. } => {
                "write it like /ip4/192.0.2.7/udp/7420/quic-v1 or /ip6/2001:db8::7/tcp/7420".into()
            }
            DirError::File(source) | DirError::GenesisFile(source) => source.hint(),
            DirError::Genesis { .. } => {
                "ask for the file again, and compare the roster's hash by telephone".into()
            }
            DirError::Founding(_) => {
                "name the genesis file, which `chancery roster found --from` writes with all certificates"
                    .into()
            }
            DirError::Older { .. } => {
                "nothing was changed; name the folder with the newest certificate, as `chancery certificate show` says"
                    .into()
            }
            DirError::Act { source, .. } if source.is_early() => {
                "name the steps before it as well, each in its own file".into()
            }
            DirError::Act { .. } => "ask for the file again; it must be of the same network".into(),
            DirError::Identity(source) => source.hint(),
            DirError::Config(source) => source.hint(),
        }
    }
}

impl DataDir {
    /// Opens a directory that `init` made.
    ///
    /// # Errors
    /// When it has no configuration.
    pub fn open(path: &Path) -> Result<DataDir, DirError> {
        let dir = DataDir(path.to_path_buf());
        if !dir.config().is_file() {
            return Err(DirError::NotOne(path.to_path_buf()));
        }
        dir.finish_install()?;
        Ok(dir)
    }

    /// The directory itself.
    pub fn path(&self) -> &Path {
        &self.0
    }

    /// The node's own configuration.
    pub fn config(&self) -> PathBuf {
        self.0.join("config.toml")
    }

    /// The pinned genesis.
    pub fn genesis(&self) -> PathBuf {
        self.0.join("genesis.cbor")
    }

    /// The folder with keys and certificate.
    pub fn keys(&self) -> PathBuf {
        self.0.join("keys")
    }

    /// The own log, as a plain fsynced file.
    pub fn own_log(&self) -> PathBuf {
        self.0.join("own.log")
    }

    /// The versions of the roster that this node has seen, one file for each.
    pub fn acts(&self) -> PathBuf {
        self.0.join("acts")
    }

    /// The folder of calendars and procedures that take the place of the shipped ones.
    pub fn calendars(&self) -> PathBuf {
        self.0.join("calendars")
    }

    /// The folder of vocabulary packs that take the place of the shipped ones.
    pub fn vocabulary(&self) -> PathBuf {
        self.0.join("vocabulary")
    }

    /// The folder of the store.
    pub fn store(&self) -> PathBuf {
        self.0.join("store")
    }

    /// The folder of the indexes, which can be deleted at any time.
    pub fn search(&self) -> PathBuf {
        self.0.join("search")
    }

    /// The folder of the lists that this authority has loaded.
    pub fn lists(&self) -> PathBuf {
        self.0.join("lists")
    }

    /// The folder of the sealed files: drafts and notes.
    pub fn vault(&self) -> PathBuf {
        self.0.join("vault")
    }

    /// The Unix socket of the API.
    pub fn socket(&self) -> PathBuf {
        self.0.join("api.sock")
    }

    /// Reads and verifies the pinned genesis.
    ///
    /// # Errors
    /// When the file cannot be read or does not hold.
    pub fn read_genesis(&self) -> Result<Genesis, DirError> {
        read_genesis(&self.genesis())
    }

    /// Reads the configuration.
    ///
    /// # Errors
    /// When it does not hold.
    pub fn read_config(&self) -> Result<Config, DirError> {
        Config::load(&self.config()).map_err(DirError::Config)
    }
}

/// Reads and verifies a genesis file.
///
/// # Errors
/// When the file cannot be read or does not hold.
pub fn read_genesis(path: &Path) -> Result<Genesis, DirError> {
    decode_genesis(path, &genesis_bytes(path)?)
}

fn genesis_bytes(path: &Path) -> Result<Vec<u8>, DirError> {
    file::read(path, GENESIS_BYTES_MAX as u64).map_err(DirError::GenesisFile)
}

fn decode_genesis(path: &Path, bytes: &[u8]) -> Result<Genesis, DirError> {
    Genesis::decode(bytes).map_err(|source| DirError::Genesis { path: path.to_path_buf(), source })
}

/// What `init` makes a data directory from.
#[derive(Clone, Copy, Debug)]
pub struct Founding<'a> {
    /// The genesis file of the network.
    pub genesis: &'a Path,
    /// The folder with the node's keys and certificate.
    pub identity: &'a Path,
    /// Multiaddrs to listen on; none means those of the default.
    pub listen: &'a [String],
    /// Multiaddrs of peers, with or without their ids.
    pub peers: &'a [String],
    /// Files with acts that the genesis does not have and the identity needs: the steps to the roster under
    /// which its certificate was made.
    pub acts: &'a [PathBuf],
    /// Opens the keys for a check; locked keys without it are checked at the start. A file that it came from
    /// is named in the configuration.
    pub passphrase: Option<&'a Passphrase>,
}

/// A new data directory and whose it is.
#[derive(Debug)]
pub struct Founded {
    /// The directory.
    pub dir: DataDir,
    /// The pinned genesis.
    pub genesis: Genesis,
    /// The node's certificate.
    pub certificate: Certificate,
}

/// Makes a data directory; refuses to overwrite.
///
/// # Errors
/// When the directory exists, an address, the genesis or the identity does not hold, or a file cannot
/// be written.
pub fn init(path: &Path, founding: Founding<'_>) -> Result<Founded, DirError> {
    for text in founding.listen.iter().chain(founding.peers) {
        text.parse::<Address>()
            .map_err(|source| DirError::Address { text: text.clone(), source })?;
    }
    let dir = DataDir(path.to_path_buf());
    if [dir.config(), dir.keys(), dir.genesis()].iter().any(|part| part.exists()) {
        return Err(DirError::Exists(path.to_path_buf()));
    }
    // Read once: what was verified is what is pinned.
    let bytes = genesis_bytes(founding.genesis)?;
    let genesis = decode_genesis(founding.genesis, &bytes)?;
    if genesis.certificates().is_empty() {
        return Err(DirError::Founding(founding.genesis.to_path_buf()));
    }
    let (register, steps) = steps::given(&genesis, founding.acts)?;
    let certificate =
        Identity::check_folder(founding.identity, register.directory(), founding.passphrase)
            .map_err(DirError::Identity)?;
    // The node may be started from anywhere.
    let absolute = |file: &Path| std::path::absolute(file).unwrap_or_else(|_| file.to_path_buf());
    let passphrase_file = founding.passphrase.and_then(Passphrase::file).map(absolute);
    file::create_dir(path)?;
    file::create_dir(&dir.keys())?;
    Identity::copy_folder(founding.identity, &dir.keys()).map_err(DirError::Identity)?;
    file::create(&dir.genesis(), &bytes, Privacy::Public)?;
    steps::keep(&dir.acts(), &steps)?;
    let text = own_config(founding.listen, founding.peers, passphrase_file.as_deref());
    file::create(&dir.config(), text.as_bytes(), Privacy::Owner)?;
    Ok(Founded { dir, genesis, certificate })
}

/// The configuration that `init` writes: only what differs from the default.
fn own_config(listen: &[String], peers: &[String], passphrase_file: Option<&Path>) -> String {
    let quote = |text: &str| toml::Value::from(text).to_string();
    let list = |addresses: &[String]| {
        let quoted: Vec<String> = addresses.iter().map(|address| quote(address)).collect();
        format!("[{}]", quoted.join(", "))
    };
    let mut text = String::from(
        "# What differs from the default in this node. Every key: node-config/README.md\n\n",
    );
    if let Some(file) = passphrase_file.and_then(Path::to_str) {
        text.push_str(&format!("[keys]\npassphrase_file = {}\n\n", quote(file)));
    }
    text.push_str("[network]\n");
    if !listen.is_empty() {
        text.push_str(&format!("listen = {}\n", list(listen)));
    }
    text.push_str(&format!("peers = {}\n", list(peers)));
    text
}
