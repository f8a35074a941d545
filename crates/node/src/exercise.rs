//! An exercise network: a genesis and one identity folder per state, all made on one machine.
//!
//! Real networks hold their ceremonies offline, each state alone with its root key. Here one command
//! makes every key, which is why the result is for exercises only.

use std::path::{Path, PathBuf};

use chancery_encoding::Digest;
use chancery_ledger::{Certificate, Genesis, KeyFlaw, Member, Roster, SecretKey};
use chancery_record::StateCode;
use zeroize::Zeroizing;

use crate::data_dir::DirError;
use crate::file::{self, FileError, Privacy};
use crate::identity;
use crate::passphrase::Passphrase;

/// The name of each state's one authority in an exercise.
const AUTHORITY: &str = "authority";

/// As many states as there are in the table of states is more than any exercise needs.
pub const EXERCISE_STATES_MAX: usize = 250;

/// What was made.
#[derive(Clone, Debug)]
pub struct CreatedNetwork {
    /// Name of the network.
    pub name: String,
    /// Hash of the roster, which every node pins.
    pub roster: Digest,
    /// The genesis file.
    pub genesis: PathBuf,
    /// Each state with its identity folder.
    pub identities: Vec<(StateCode, PathBuf)>,
}

/// Why no network was made.
#[derive(Debug, thiserror::Error)]
pub enum CreateError {
    /// No state, too many, or one twice.
    #[error("a network needs 1 to {EXERCISE_STATES_MAX} different states")]
    States,
    /// The system has no random numbers to give.
    #[error("the system gives no random numbers")]
    Randomness,
    /// A key could not be written as PEM.
    #[error("a key could not be written")]
    Key(#[source] KeyFlaw),
    /// A file could not be written, or is there already.
    #[error("the network could not be written")]
    File(#[from] FileError),
    /// The result does not verify.
    #[error("the network does not verify")]
    Unsound(#[source] DirError),
}

impl CreateError {
    /// What to do next.
    pub fn hint(&self) -> String {
        match self {
            CreateError::States => "name each state once, for example --state EE --state KR".into(),
            CreateError::Randomness => "check the machine's entropy source".into(),
            CreateError::Key(_) => "try another passphrase".into(),
            CreateError::File(source) => source.hint(),
            CreateError::Unsound(source) => source.hint(),
        }
    }
}

struct Keys {
    root: SecretKey,
    statement: SecretKey,
    witness: SecretKey,
    transport: SecretKey,
}

/// Makes an exercise network under `out`: `genesis.cbor`, and per state a folder with keys and certificate.
///
/// # Errors
/// When the states do not fit, or a file is there already or cannot be written.
pub fn create_network(
    name: &str,
    states: &[StateCode],
    out: &Path,
    passphrase: Option<&Passphrase>,
    now_s: i64,
) -> Result<CreatedNetwork, CreateError> {
    let mut states = states.to_vec();
    states.sort();
    let named = states.len();
    states.dedup();
    if states.is_empty() || states.len() != named || named > EXERCISE_STATES_MAX {
        return Err(CreateError::States);
    }
    let keys = states.iter().map(|_| fresh_keys()).collect::<Result<Vec<_>, _>>()?;
    let members = states
        .iter()
        .zip(&keys)
        .map(|(state, keys)| Member {
            state: *state,
            name: state.name().to_owned(),
            root: keys.root.public(),
        })
        .collect();
    let roster = Roster::genesis(name, members);
    file::create_dir(out)?;
    let mut certificates = Vec::new();
    let mut identities = Vec::new();
    for (state, keys) in states.iter().zip(&keys) {
        let certificate = certify(&roster, *state, keys, now_s);
        let folder = out.join(state.as_str());
        write_identity(&folder, keys, &certificate, passphrase)?;
        certificates.push(certificate);
        identities.push((*state, folder));
    }
    let path = out.join("genesis.cbor");
    let digest = roster.hash();
    let bytes = Genesis { roster, certificates }.encode();
    file::create(&path, &bytes, Privacy::Public)?;
    crate::data_dir::read_genesis(&path).map_err(CreateError::Unsound)?;
    Ok(CreatedNetwork { name: name.to_owned(), roster: digest, genesis: path, identities })
}

fn fresh_keys() -> Result<Keys, CreateError> {
    Ok(Keys { root: fresh()?, statement: fresh()?, witness: fresh()?, transport: fresh()? })
}

fn fresh() -> Result<SecretKey, CreateError> {
    let mut seed = Zeroizing::new([0; 32]);
    getrandom::fill(&mut *seed).map_err(|_| CreateError::Randomness)?;
    Ok(SecretKey::from_seed(&seed))
}

fn certify(roster: &Roster, state: StateCode, keys: &Keys, now_s: i64) -> Vec<u8> {
    Certificate {
        network: roster.hash(),
        state,
        authority: AUTHORITY.to_owned(),
        serial: 1,
        issued_at: now_s,
        statement: keys.statement.public().to_bytes(),
        witness: keys.witness.public().to_bytes(),
        transport: keys.transport.public().to_bytes(),
        roles: Vec::new(),
    }
    .issue(&keys.root)
}

fn write_identity(
    folder: &Path,
    keys: &Keys,
    certificate: &[u8],
    passphrase: Option<&Passphrase>,
) -> Result<(), CreateError> {
    file::create_dir(folder)?;
    let named = [
        (identity::ROOT, &keys.root),
        (identity::STATEMENT, &keys.statement),
        (identity::WITNESS, &keys.witness),
        (identity::TRANSPORT, &keys.transport),
    ];
    for (name, key) in named {
        let pem = key.to_pem(passphrase.map(Passphrase::text)).map_err(CreateError::Key)?;
        file::create(&folder.join(name), pem.as_bytes(), Privacy::Owner)?;
    }
    file::create(&folder.join(identity::CERTIFICATE), certificate, Privacy::Public)?;
    Ok(())
}
