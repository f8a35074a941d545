//! The data directory of one node: what stands where, and how it is made.
//!
//! `init` refuses to overwrite and writes the configuration last, so that a directory with a
//! `config.toml` is whole.

use std::path::{Path, PathBuf};

use chancery_ledger::{Genesis, GenesisFlaw};

use crate::config::{Config, ConfigError};
use crate::file::{self, FileError, Privacy};
use crate::identity::{Identity, IdentityError};

/// 193 members with three certificates each of at most 1 KiB, and their roster lines: under 1 MiB.
const GENESIS_BYTES_MAX: u64 = 1024 * 1024;

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
    #[error("{0} is a data directory already")]
    Exists(PathBuf),
    /// A file in it could not be read or written.
    #[error("the data directory could not be read or written")]
    File(#[from] FileError),
    /// The genesis does not hold.
    #[error("the genesis file {path} does not hold")]
    Genesis {
        /// The file.
        path: PathBuf,
        /// Why.
        source: GenesisFlaw,
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
            DirError::Exists(_) => "nothing was overwritten; choose another directory".into(),
            DirError::File(source) => source.hint(),
            DirError::Genesis { source, .. } => {
                format!("{source}; ask for the file again, and compare its hash by telephone")
            }
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

    /// The folder of the store.
    pub fn store(&self) -> PathBuf {
        self.0.join("store")
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
    let bytes = file::read(path, GENESIS_BYTES_MAX)?;
    Genesis::decode(&bytes).map_err(|source| DirError::Genesis { path: path.to_path_buf(), source })
}

/// Makes a data directory from a genesis and an identity folder; refuses to overwrite.
///
/// # Errors
/// When the directory exists, the genesis or the identity does not hold, or a file cannot be written.
pub fn init(
    dir: &Path,
    genesis: &Path,
    identity: &Path,
    listen: &[String],
    peers: &[String],
) -> Result<DataDir, DirError> {
    let made = DataDir(dir.to_path_buf());
    if made.config().exists() || made.keys().exists() || made.genesis().exists() {
        return Err(DirError::Exists(dir.to_path_buf()));
    }
    let known = read_genesis(genesis)?;
    Identity::check_folder(identity, &known).map_err(DirError::Identity)?;
    file::create_dir(dir)?;
    file::create_dir(&made.keys())?;
    file::create(&made.genesis(), &file::read(genesis, GENESIS_BYTES_MAX)?, Privacy::Public)?;
    Identity::copy_folder(identity, &made.keys()).map_err(DirError::Identity)?;
    let text = own_config(listen, peers);
    file::create(&made.config(), text.as_bytes(), Privacy::Owner)?;
    Ok(made)
}

/// The configuration that `init` writes: only what differs from the default.
fn own_config(listen: &[String], peers: &[String]) -> String {
    let list = |addresses: &[String]| {
        let quoted: Vec<String> =
            addresses.iter().map(|address| toml::Value::from(address.as_str()).to_string()).collect();
        format!("[{}]", quoted.join(", "))
    };
    let mut text = String::from(
        "# What differs from the default of this node. Every key: node-config/README.md\n\n[network]\n",
    );
    if !listen.is_empty() {
        text.push_str(&format!("listen = {}\n", list(listen)));
    }
    text.push_str(&format!("peers = {}\n", list(peers)));
    text
}
