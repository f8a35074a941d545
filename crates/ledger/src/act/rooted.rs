//! What one state root signs by itself: the frame that revocations, withdrawals and policies share.
//!
//! A `COSE_Sign1` whose content type says what it is, so that no act is taken for another or for a
//! statement. Invariant: a [`Rooted`] was signed by the root that its state has in the roster version that
//! it names.

use chancery_encoding::{Digest, FieldFlaw, Fields, Flaw, Limits, decode, encode};
use chancery_record::StateCode;
use ciborium::Value;

use crate::act::ActId;
use crate::key::{KeyFlaw, PublicKey, SecretKey};
use crate::roster::{Directory, Roster, Versions};
use crate::statement::Issuer;
use crate::statement::header::shown_time;
use crate::statement::sign1::{self, Sign1, Sign1Flaw};

/// Why what a root signed is refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RootedFlaw {
    /// Not a frame of ours.
    #[error("the act's frame is refused")]
    Frame(#[source] Sign1Flaw),
    /// The content type is that of something else.
    #[error("the content type is not that of this kind of act")]
    ContentType,
    /// The payload is not deterministic CBOR.
    #[error("the act's payload is not deterministic CBOR")]
    Payload(#[source] Flaw),
    /// A field of the payload is missing or of another type.
    #[error("the act's payload is wrong")]
    Field(#[source] FieldFlaw),
    /// State or authority is not one.
    #[error("the act names no known state and authority")]
    Issuer,
    /// A time, an epoch or a place that is not counted.
    #[error("a number of the act is out of range")]
    Range,
    /// The last place without its id, or the id without its place.
    #[error("the last place and its id are there together or not at all")]
    Place,
    /// A reason that is too long or does not print.
    #[error("the reason is too long or does not print")]
    Reason,
    /// A list of acts or places that is not sorted, or repeats one.
    #[error("a list of the act is not one of ids or places, or not sorted")]
    List,
    /// The officers of a policy are no list of them.
    #[error("the officers are not names, keys and roles, or not sorted")]
    Officers,
    /// An officer's key that may not verify.
    #[error("the key of an officer is refused")]
    Key(#[source] KeyFlaw),
    /// An officer's key that has another job, or is another officer's.
    #[error("the key of an officer stands for another officer, or has another job")]
    KeyReused,
    /// Two officers are needed, and no two could do it.
    #[error("two officers are needed, and no two of the policy could release anything")]
    TooFewOfficers,
    /// The kinds that need no second officer are no list of kinds.
    #[error(
        "the kinds that one officer may release are not kinds, not sorted, or have certificate or correction among them"
    )]
    Kinds,
    /// Made for another network.
    #[error("the act belongs to another network")]
    OtherNetwork,
    /// The roster version that it names is not known here.
    #[error("the act names a roster version that is not known here")]
    UnknownRoster,
    /// The state is not in that version.
    #[error("{0} is not in the roster that the act names")]
    NotInRoster(StateCode),
    /// Signed with a key that is not the state's root.
    #[error("the act does not name the root of its state")]
    WrongRoot,
    /// The signature does not verify.
    #[error("the signature of the act does not verify")]
    BadSignature,
}

impl RootedFlaw {
    /// The stable name that vectors, metrics and logs use.
    pub fn name(&self) -> &'static str {
        match self {
            RootedFlaw::Frame(flaw) => flaw.name(),
            RootedFlaw::ContentType => "content-type",
            RootedFlaw::Payload(_) => "payload-cbor",
            RootedFlaw::Field(_) => "payload-field",
            RootedFlaw::Issuer => "issuer",
            RootedFlaw::Range => "range",
            RootedFlaw::Place => "place",
            RootedFlaw::Reason => "reason",
            RootedFlaw::List => "list-order",
            RootedFlaw::Officers => "officers",
            RootedFlaw::Key(flaw) => flaw.name(),
            RootedFlaw::KeyReused => "key-reused",
            RootedFlaw::TooFewOfficers => "too-few-officers",
            RootedFlaw::Kinds => "kinds",
            RootedFlaw::OtherNetwork => "other-network",
            RootedFlaw::UnknownRoster => "unknown-roster",
            RootedFlaw::NotInRoster(_) => "not-in-roster",
            RootedFlaw::WrongRoot => "wrong-root",
            RootedFlaw::BadSignature => "bad-signature",
        }
    }
}

impl From<FieldFlaw> for RootedFlaw {
    fn from(flaw: FieldFlaw) -> Self {
        RootedFlaw::Field(flaw)
    }
}

/// What a state root says by itself.
pub trait Says: Sized {
    /// The content type of its frame.
    const MEDIA_TYPE: &str;
    /// Most bytes of it, with its frame.
    const BYTES_MAX: usize;

    /// The payload.
    fn write(&self) -> Vec<(Value, Value)>;

    /// Reads the payload.
    ///
    /// # Errors
    /// The first flaw.
    fn read(fields: &mut Fields) -> Result<Self, RootedFlaw>;

    /// The network, the state whose root says it, and the roster version that this is the root in.
    fn origin(&self) -> (Digest, StateCode, Digest);

    /// Whether it may be said in that roster version.
    ///
    /// # Errors
    /// Why not.
    fn fits(&self, _roster: &Roster) -> Result<(), RootedFlaw> {
        Ok(())
    }
}

/// What a state root says, verified.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rooted<T> {
    /// What it says.
    pub says: T,
    id: ActId,
    root: [u8; 32],
    bytes: Vec<u8>,
}

impl<T: Says> Rooted<T> {
    /// Signs what is asked with the state's root key.
    ///
    /// # Errors
    /// When the request breaks a rule that would have the act refused.
    pub fn issue(request: &T, root: &SecretKey, directory: &Directory) -> Result<Self, RootedFlaw> {
        let header = sign1::naming(T::MEDIA_TYPE, root.public().as_bytes());
        let bytes = sign1::sign(header, &encode(&Value::Map(request.write())), root);
        Self::decode(&bytes, directory.versions())
    }

    pub(crate) fn decode(bytes: &[u8], versions: &Versions) -> Result<Self, RootedFlaw> {
        let sign1 = Sign1::decode(bytes, T::BYTES_MAX).map_err(RootedFlaw::Frame)?;
        let root = sign1.named_key(T::MEDIA_TYPE).map_err(RootedFlaw::Frame)?;
        let root = root.ok_or(RootedFlaw::ContentType)?;
        let limits = Limits { bytes_max: T::BYTES_MAX, depth_max: 5, tag: None };
        let value = decode(&sign1.payload, limits).map_err(RootedFlaw::Payload)?;
        let says = T::read(&mut Fields::new(value, "payload").map_err(RootedFlaw::Field)?)?;
        let signed = sign1.signed();
        let (roster, named_root) = root_in(says.origin(), &root, versions)?;
        says.fits(roster)?;
        named_root.verify(&signed, sign1.signature()).map_err(|_| RootedFlaw::BadSignature)?;
        Ok(Self { says, id: ActId::of_signed(&signed), root, bytes: bytes.to_vec() })
    }
}

impl<T> Rooted<T> {
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

/// The version named and the root that the state has there, if it is the one that the frame names.
fn root_in<'a>(
    (network, state, under): (Digest, StateCode, Digest),
    named: &[u8; 32],
    versions: &'a Versions,
) -> Result<(&'a Roster, &'a PublicKey), RootedFlaw> {
    if network != versions.network() {
        return Err(RootedFlaw::OtherNetwork);
    }
    let roster = versions.roster(&under).ok_or(RootedFlaw::UnknownRoster)?;
    let root = roster.root_of(state).ok_or(RootedFlaw::NotInRoster(state))?;
    if root.as_bytes() == named { Ok((roster, root)) } else { Err(RootedFlaw::WrongRoot) }
}

/// The state and authority of fields `2` and `3`.
pub(crate) fn issuer(fields: &mut Fields) -> Result<Issuer, RootedFlaw> {
    let (state, authority) = (fields.text(2)?, fields.text(3)?);
    let state = state.parse().map_err(|_| RootedFlaw::Issuer)?;
    Issuer::new(state, authority).ok_or(RootedFlaw::Issuer)
}

/// A time of issue that can be shown.
pub(crate) fn issued_at(fields: &mut Fields, key: i64) -> Result<i64, RootedFlaw> {
    shown_time(fields.uint(key)?).ok_or(RootedFlaw::Range)
}
