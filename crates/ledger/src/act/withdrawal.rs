//! A state leaves, by its own signature alone.
//!
//! Its root is burnt from then on: a state that comes back brings a new one. It makes no roster version
//! and changes no threshold; the next version leaves the state out. Invariant: a `Withdrawal` was signed
//! by the root that its state has in the roster version that it names.

use chancery_encoding::{Digest, Fields};
use chancery_record::StateCode;
use ciborium::Value;

use crate::act::rooted::{Rooted, RootedFlaw, Says, issued_at};
use crate::act::{ActId, read_ids, read_places, write_ids, write_places};
use crate::log::Head;

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
pub type Withdrawal = Rooted<WithdrawalRequest>;

impl Says for WithdrawalRequest {
    const MEDIA_TYPE: &str = WITHDRAWAL_MEDIA_TYPE;
    const BYTES_MAX: usize = WITHDRAWAL_BYTES_MAX;

    fn write(&self) -> Vec<(Value, Value)> {
        vec![
            (1.into(), Value::Bytes(self.network.as_bytes().to_vec())),
            (2.into(), self.state.as_str().into()),
            (3.into(), self.issued_at.into()),
            (4.into(), Value::Bytes(self.under.as_bytes().to_vec())),
            (5.into(), write_ids(&self.keeps)),
            (6.into(), write_places(&self.closed)),
        ]
    }

    fn read(fields: &mut Fields) -> Result<Self, RootedFlaw> {
        Ok(WithdrawalRequest {
            network: Digest::from_bytes(fields.bytes32(1)?),
            state: fields.text(2)?.parse().map_err(|_| RootedFlaw::Issuer)?,
            issued_at: issued_at(fields, 3)?,
            under: Digest::from_bytes(fields.bytes32(4)?),
            keeps: read_ids(fields.array(5)?).map_err(|_| RootedFlaw::List)?,
            closed: read_places(fields.array(6)?).map_err(|_| RootedFlaw::List)?,
        })
    }

    fn origin(&self) -> (Digest, StateCode, Digest) {
        (self.network, self.state, self.under)
    }
}
