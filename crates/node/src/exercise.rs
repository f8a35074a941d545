//! An exercise network: a genesis and one identity folder per state, all made on one machine.
//!
//! Real networks hold their ceremonies offline, each state alone with its root key. Here one command
//! makes every key, which is why the result is for exercises only. Invariant: nothing that is there
//! already is overwritten, and what was made verifies.

use std::path::{Path, PathBuf};

use chancery_encoding::Digest;
use chancery_ledger::certificate::{Certificate, CertificateFlaw, CertificateRequest, Possession};
use chancery_ledger::key::{KeyFileFlaw, Lock, PublicFile, SecretKey};
use chancery_ledger::roster::{Genesis, GenesisFlaw, Member, Roster, RosterFlaw};
use chancery_ledger::statement::Issuer;
use chancery_record::StateCode;
use zeroize::Zeroizing;

use crate::file::{self, FileError, Privacy};
use crate::identity;
use crate::keyring::public_name;
use crate::passphrase::Passphrase;

#[cfg(test)]
mod tests;

/// The name of each state's one authority in an exercise.
pub const EXERCISE_AUTHORITY: &str = "authority";

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
    /// Something is there already.
    #[error("{0} is there already")]
    Exists(PathBuf),
    /// The system has no random numbers to give.
    #[error("the system gives no random numbers")]
    Randomness(#[source] getrandom::Error),
    /// The name or the states do not make a roster.
    #[error("the roster does not hold")]
    Roster(#[source] RosterFlaw),
    /// A certificate does not hold.
    #[error("the certificate of {state} does not hold")]
    Certificate {
        /// Whose.
        state: StateCode,
        /// Why.
        source: CertificateFlaw,
    },
    /// The whole does not hold.
    #[error("the genesis does not hold")]
    Genesis(#[source] GenesisFlaw),
    /// A key could not be written as PEM.
    #[error("a key could not be written")]
    Key(#[source] KeyFileFlaw),
    /// A file could not be written.
    #[error("the network could not be written")]
    File(#[from] FileError),
}

impl CreateError {
    /// What to do next.
    pub fn hint(&self) -> String {
        match self {
            CreateError::States => "name each state once, for example --state EE --state KR".into(),
            CreateError::Exists(_) => "nothing was overwritten; choose another place".into(),
            CreateError::Randomness(_) => "check the machine's entropy source".into(),
            CreateError::Roster(_) => {
                "a network's name is 1 to 128 bytes of text without control characters".into()
            }
            CreateError::Certificate { .. } | CreateError::Genesis(_) => {
                "remove what was written and try again".into()
            }
            CreateError::Key(_) => "try another passphrase".into(),
            CreateError::File(source) => source.hint(),
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
    let states = sorted(states)?;
    let path = out.join("genesis.cbor");
    let identities: Vec<(StateCode, PathBuf)> =
        states.iter().map(|state| (*state, out.join(state.as_str()))).collect();
    // Looked for before anything is written, so that a refusal leaves nothing behind.
    let places = identities.iter().map(|(_, folder)| folder).chain([&path]);
    if let Some(there) = places.into_iter().find(|place| place.exists()) {
        return Err(CreateError::Exists(there.clone()));
    }
    let keys = states.iter().map(|_| fresh_keys()).collect::<Result<Vec<_>, _>>()?;
    let member = |(state, keys): (&StateCode, &Keys)| Member {
        state: *state,
        name: state.name().to_owned(),
        root: keys.root.public(),
    };
    let members = states.iter().zip(&keys).map(member).collect();
    let roster = Roster::found(name, members, Vec::new()).map_err(CreateError::Roster)?;
    let certificates = states
        .iter()
        .zip(&keys)
        .map(|(state, keys)| certify(&roster, *state, keys, now_s))
        .collect::<Result<Vec<_>, _>>()?;
    let digest = roster.hash();
    let genesis = Genesis::new(roster, certificates.clone()).map_err(CreateError::Genesis)?;
    file::create_dir(out)?;
    for ((_, folder), (keys, certificate)) in identities.iter().zip(keys.iter().zip(&certificates))
    {
        write_identity(folder, keys, certificate, passphrase)?;
    }
    // Last: a network with a genesis is whole.
    file::create(&path, &genesis.encode(), Privacy::Public)?;
    Ok(CreatedNetwork { name: name.to_owned(), roster: digest, genesis: path, identities })
}

fn sorted(states: &[StateCode]) -> Result<Vec<StateCode>, CreateError> {
    let mut sorted = states.to_vec();
    sorted.sort();
    sorted.dedup();
    if sorted.len() != states.len() || !(1..=EXERCISE_STATES_MAX).contains(&sorted.len()) {
        return Err(CreateError::States);
    }
    Ok(sorted)
}

fn fresh_keys() -> Result<Keys, CreateError> {
    Ok(Keys { root: fresh()?, statement: fresh()?, witness: fresh()?, transport: fresh()? })
}

fn fresh() -> Result<SecretKey, CreateError> {
    let mut seed = Zeroizing::new([0; 32]);
    getrandom::fill(&mut *seed).map_err(CreateError::Randomness)?;
    Ok(SecretKey::from_seed(&seed))
}

fn certify(
    roster: &Roster,
    state: StateCode,
    keys: &Keys,
    now_s: i64,
) -> Result<Certificate, CreateError> {
    let issuer = Issuer::new(state, EXERCISE_AUTHORITY)
        .expect("because a test makes a network with this name");
    let three = [&keys.statement, &keys.witness, &keys.transport];
    let request = CertificateRequest {
        network: roster.hash(),
        possession: Some(Possession::sign(roster.hash(), &issuer, three)),
        issuer,
        serial: 1,
        issued_at: now_s,
        statement_key: keys.statement.public(),
        witness_key: keys.witness.public(),
        transport_key: keys.transport.public(),
        roles: Vec::new(),
        under: None,
        epoch: 0,
        reader_key: None,
    };
    Certificate::issue(&request, &keys.root, roster)
        .map_err(|source| CreateError::Certificate { state, source })
}

fn write_identity(
    folder: &Path,
    keys: &Keys,
    certificate: &Certificate,
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
        let mut salt = [0; 32];
        getrandom::fill(&mut salt).map_err(CreateError::Randomness)?;
        let lock = passphrase.map(|passphrase| Lock { passphrase: passphrase.text(), salt });
        let pem = key.to_pem(lock.as_ref()).map_err(CreateError::Key)?;
        let secret = folder.join(name);
        file::create(&secret, pem.as_bytes(), Privacy::Owner)?;
        let public = PublicFile::Ed25519(key.public()).to_pem();
        file::create(&public_name(&secret), public.as_bytes(), Privacy::Public)?;
    }
    file::create(&folder.join(identity::CERTIFICATE), certificate.bytes(), Privacy::Public)?;
    Ok(())
}
