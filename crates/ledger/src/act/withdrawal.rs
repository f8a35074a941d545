//! A state leaves, by its own signature alone.
//!
//! Its root is burnt from then on: a state that comes back brings a new one. It makes no roster version
//! and changes no threshold; the next version leaves the state out. Invariant: a `Withdrawal` was signed
//! by the root that its state has in the roster version that it names.

use chancery_encoding::{Digest, Fields};
use chancery_record::StateCode;
use ciborium::Value;

use crate::act::rooted::{Rooted, RootedFlaw, issued_at};
use crate::act::{ActId, read_ids, read_places, write_ids, write_places};
use crate::key::SecretKey;
use crate::log::Head;
use crate::roster::{Directory, Versions};

/// Most bytes of a withdrawal: 1,000 acts of 34 bytes and 300 logs of 80 are 57 KiB.
const WITHDRAWAL_BYTES_MAX: usize = 64 * 1024;

pub(crate) const WITHDRAWAL_MEDIA_TYPE: &str = "application/vnd.chancery.withdrawal+cbor";

/// What a root says when its state leaves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WithdrawalRequest {
    /// The hash of the network's founding roster.
    pub network: Digest,
    /// The state that leaves.
    pub state: StateCode,
    /// When, in seconds since 1970; for people.
    pub issued_at: i64,
    /// The hash of the roster version that the root is that of the state in.
    pub under: Digest,
    /// The acts of this root that go on standing, sorted.
    pub keeps: Vec<ActId>,
    /// Where the state's logs end, sorted by log; of a log that is not here nothing stands.
    pub closed: Vec<Head>,
}

/// A verified withdrawal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Withdrawal {
    /// What it says.
    pub says: WithdrawalRequest,
    id: ActId,
    root: [u8; 32],
    bytes: Vec<u8>,
}

impl Withdrawal {
    /// Signs what is asked with the state's root key.
    ///
    /// # Errors
    /// When the request breaks a rule that would have the withdrawal refused.
    pub fn issue(
        request: &WithdrawalRequest,
        root: &SecretKey,
        directory: &Directory,
    ) -> Result<Self, RootedFlaw> {
        let bytes = Rooted::sign(write(request), WITHDRAWAL_MEDIA_TYPE, root);
        Self::decode(&bytes, directory.versions())
    }

    pub(crate) fn decode(bytes: &[u8], versions: &Versions) -> Result<Self, RootedFlaw> {
        let (rooted, mut fields) =
            Rooted::decode(bytes, WITHDRAWAL_BYTES_MAX, WITHDRAWAL_MEDIA_TYPE)?;
        let says = read(&mut fields)?;
        let id = rooted.verify(says.network, says.state, says.under, versions)?;
        Ok(Self { says, id, root: rooted.root(), bytes: bytes.to_vec() })
    }

    /// The act's id.
    pub fn id(&self) -> ActId {
        self.id
    }

    /// The bytes as received.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    pub(crate) fn root(&self) -> &[u8; 32] {
        &self.root
    }
}

fn write(says: &WithdrawalRequest) -> Vec<(Value, Value)> {
    vec![
        (1.into(), Value::Bytes(says.network.as_bytes().to_vec())),
        (2.into(), says.state.as_str().into()),
        (3.into(), says.issued_at.into()),
        (4.into(), Value::Bytes(says.under.as_bytes().to_vec())),
        (5.into(), write_ids(&says.keeps)),
        (6.into(), write_places(&says.closed)),
    ]
}

fn read(fields: &mut Fields) -> Result<WithdrawalRequest, RootedFlaw> {
    Ok(WithdrawalRequest {
        network: Digest::from_bytes(fields.bytes32(1)?),
        state: fields.text(2)?.parse().map_err(|_| RootedFlaw::Issuer)?,
        issued_at: issued_at(fields, 3)?,
        under: Digest::from_bytes(fields.bytes32(4)?),
        keeps: read_ids(fields.array(5)?).map_err(|_| RootedFlaw::List)?,
        closed: read_places(fields.array(6)?).map_err(|_| RootedFlaw::List)?,
    })
}
