//! What a pack that verifies shows, step by step, as values; who prints them chooses the words.
//!
//! Invariant: made only by `Pack::verify`, so whatever stands here was checked.

use chancery_encoding::Digest;
use chancery_record::StateCode;

use super::release::Release;
use super::status::{Dated, NoEffect, Status, WithdrawnPart};
use crate::certificate::Certificate;
use crate::log::{Id, Position};
use crate::statement::{Header, Issuer};

/// What a pack shows.
#[derive(Clone, Debug)]
pub struct Verdict {
    /// What the statement says about itself.
    pub header: Header,
    /// The statement's id.
    pub id: Id,
    /// Whether the body is in the pack.
    pub has_body: bool,
    /// The certificate that the author's key has.
    pub certificate: Certificate,
    /// Whether the genesis file has that certificate already.
    pub founded: bool,
    /// The version that the statement names.
    pub named_version: u64,
    /// What that version calls the author's state.
    pub state_name: String,
    /// The steps in the pack, by version.
    pub rosters: Vec<RosterStep>,
    /// Who let it out, under which policy; none when it names no policy.
    pub release: Option<Release>,
    /// The version in force, as the maker knew it.
    pub version: u64,
    /// The height of a fork of rosters that nobody has settled.
    pub halted_at: Option<u64>,
    /// The last place of the log that stands, when the log is closed.
    pub cut: Option<(u64, Id)>,
    /// Size of the log at the checkpoint.
    pub size: u64,
    /// Root of the tree at the checkpoint.
    pub root: Digest,
    /// How many hashes lead from the record to the root.
    pub hashes: usize,
    /// Who held the whole log up to the checkpoint.
    pub held: Held,
    /// What the authority said later, in its order.
    pub later: Vec<Later>,
    /// The places at which the author of one of these logs signed two histories.
    pub forks: Vec<Position>,
    /// Whether the record stands.
    pub status: Status,
    /// The parts that were withdrawn while the rest stands, in the order in which they were.
    pub withdrawn_parts: Vec<WithdrawnPart>,
    /// The last day on which it stands, as was said last; who asks on a later day finds it over.
    pub valid_until: Option<Dated>,
    /// When its authority looks at it again.
    pub review_due: Option<Dated>,
    /// The last renewal or review that has set one of the two.
    pub renewed_by: Option<Id>,
}

/// A version of the roster that came after the founding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RosterStep {
    /// The version.
    pub version: u64,
    /// Its hash.
    pub hash: Digest,
    /// The states whose roots signed it.
    pub signers: Vec<StateCode>,
}

/// Who held the log up to the checkpoint.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Held {
    /// The states that count, the author's own included, by code.
    pub states: Vec<StateCode>,
    /// Of so many: the members that are not suspended.
    pub of: usize,
    /// Every cosignature, in the order of the note.
    pub cosigners: Vec<Cosigner>,
}

/// A node that cosigned the checkpoint.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cosigner {
    /// Whose node.
    pub issuer: Issuer,
    /// Its witness key.
    pub key: [u8; 32],
    /// When, by its own clock, in seconds since 1970.
    pub time: u64,
    /// Why its state does not count for it, if so.
    pub uncounted: Option<Uncounted>,
}

/// Why a cosignature that holds does not count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Uncounted {
    /// The state only listens.
    Observer,
    /// The state is suspended.
    Suspended,
    /// The state is no longer in the roster, or has withdrawn.
    Gone,
    /// The node's own log is closed: its keys may be in other hands.
    Closed,
}

impl Uncounted {
    /// The word for it.
    pub fn name(self) -> &'static str {
        match self {
            Uncounted::Observer => "observer",
            Uncounted::Suspended => "suspended",
            Uncounted::Gone => "gone",
            Uncounted::Closed => "closed",
        }
    }
}

/// Something that the authority said later about the record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Later {
    /// Its id.
    pub id: Id,
    /// Its place.
    pub position: Position,
    /// `correction`, `withdrawal`, `renewal` or `denial-review`.
    pub kind: String,
    /// How people cite it.
    pub reference: String,
    /// When, in seconds since 1970.
    pub issued_at: i64,
    /// The id that it names.
    pub target: Id,
    /// Who let it out.
    pub release: Option<Release>,
    /// Why it changes nothing; none when it does what it says.
    pub no_effect: Option<NoEffect>,
}
