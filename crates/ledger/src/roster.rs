//! Who belongs: the member states, their root keys, and the observers.
//!
//! Version 0 is the founding roster; its hash names the network and every node pins it. Later
//! versions are signed by more than two thirds of the members, so no server and no person decides
//! who belongs. Invariant: a `Roster` has at least one member that is not suspended, no state or root
//! key stands in it twice, and its threshold is more than two thirds.

mod codec;
mod directory;
pub(crate) mod genesis;
mod proposal;
pub(crate) mod register;
mod rules;
mod succession;
#[cfg(test)]
mod tests;
mod versions;

use chancery_encoding::{Digest, FieldFlaw, Flaw};
use chancery_record::StateCode;

use crate::act::ActId;
use crate::key::{KeyFlaw, PublicKey};
use crate::log::Head;

pub use directory::{Author, Cut, Directory, Membership};
pub use genesis::{GENESIS_BYTES_MAX, Genesis, GenesisFlaw};
pub use proposal::RosterProposal;
pub use register::{ACTS_MAX, DoubleSigner, Halt, Learnt, Register};

pub(crate) use succession::{follow, stopped};
pub(crate) use versions::Versions;

/// 2 x 256 states at 128 + 40 bytes each are 86 KiB. With the signatures of 256 members at 101 bytes each, 26 KiB, it
/// must fit an act, or a step that everybody has added to would be one that nobody takes.
pub(crate) const ROSTER_BYTES_MAX: usize = 102 * 1024;

/// A state in the roster.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    /// The state.
    pub state: StateCode,
    /// Its name as it wants to be shown.
    pub name: String,
    /// Its offline root key.
    pub root: PublicKey,
}

/// What stays of a state whose root stops being active in a version: removed, suspended or replaced.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ending {
    /// The state.
    pub state: StateCode,
    /// Acts of the root that go on standing, sorted.
    pub keeps: Vec<ActId>,
    /// Where its logs end, sorted by log.
    pub closed: Vec<Head>,
}

/// One version of who belongs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Roster {
    /// The network's name.
    pub network: String,
    /// Counts up from 0.
    pub version: u64,
    /// The hash of the version before; none at 0.
    pub previous: Option<Digest>,
    /// The subscribing states, sorted by code.
    pub members: Vec<Member>,
    /// States that have not subscribed and may listen, sorted by code.
    pub observers: Vec<Member>,
    /// How many members that are not suspended must sign the next version.
    pub threshold: u64,
    /// Members that for now neither publish nor vote, sorted; none at version 0.
    pub suspended: Vec<StateCode>,
    /// What stays of those who stop being active in this version, sorted by state; none at version 0.
    pub endings: Vec<Ending>,
    /// Versions of other branches that this one settles, sorted; none at version 0.
    pub settles: Vec<Digest>,
}

/// Why bytes or members are not a roster.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RosterFlaw {
    /// Not deterministic CBOR.
    #[error("the roster is not deterministic CBOR")]
    Cbor(#[source] Flaw),
    /// A field is missing, unknown or of another type.
    #[error("the roster is wrong")]
    Field(#[source] FieldFlaw),
    /// An entry of members or observers is not `[state, name, root]`.
    #[error("entry {at} is not a state, a name and a root key")]
    Entry {
        /// Its place in its list, from 0.
        at: usize,
    },
    /// A root key that may not verify.
    #[error("a root key is refused")]
    Key(#[source] KeyFlaw),
    /// The members or observers are not sorted by state, or repeat one.
    #[error("the states are not sorted, or one is repeated")]
    Order,
    /// A root key for two states.
    #[error("one root key stands for two states")]
    KeyReused,
    /// No members, or more than are counted.
    #[error("{found} states are too few or too many")]
    Count {
        /// How many there are.
        found: usize,
    },
    /// A name that is empty, too long or not printable.
    #[error("a name is empty, too long or not printable")]
    Name,
    /// The threshold is not more than two thirds of the members that are not suspended.
    #[error("threshold {found} is not between {least} and {most}")]
    Threshold {
        /// What the roster says.
        found: u64,
        /// More than two thirds of the members that are not suspended.
        least: u64,
        /// All of them.
        most: u64,
    },
    /// Suspended states that are not sorted, repeated, or no members.
    #[error("the suspended states are not members, or not sorted")]
    Suspended,
    /// An ending that is not one, or endings that are not sorted.
    #[error("an ending is not a state, acts and places, or not sorted")]
    Ending,
    /// Settled versions that are not sorted.
    #[error("the settled versions are not digests, or not sorted")]
    Settles,
    /// A previous version at 0, or none above it.
    #[error("the previous version is there or missing against the rule")]
    Previous,
}

impl RosterFlaw {
    /// The stable name that vectors, metrics and logs use.
    pub fn name(&self) -> &'static str {
        match self {
            RosterFlaw::Cbor(_) => "roster-cbor",
            RosterFlaw::Field(_) => "roster-field",
            RosterFlaw::Entry { .. } => "state-entry",
            RosterFlaw::Key(flaw) => flaw.name(),
            RosterFlaw::Order => "state-order",
            RosterFlaw::KeyReused => "key-reused",
            RosterFlaw::Count { .. } => "state-count",
            RosterFlaw::Name => "roster-name",
            RosterFlaw::Threshold { .. } => "threshold",
            RosterFlaw::Previous => "previous",
            RosterFlaw::Suspended => "suspended",
            RosterFlaw::Ending => "ending",
            RosterFlaw::Settles => "settles",
        }
    }
}

impl Roster {
    /// The founding roster of a network: version 0, threshold just above two thirds.
    ///
    /// # Errors
    /// When the members do not make a roster.
    pub fn found(
        network: impl Into<String>,
        mut members: Vec<Member>,
        mut observers: Vec<Member>,
    ) -> Result<Self, RosterFlaw> {
        members.sort_by_key(|member| member.state);
        observers.sort_by_key(|member| member.state);
        let roster = Self {
            network: network.into(),
            version: 0,
            previous: None,
            threshold: least_threshold(members.len()),
            members,
            observers,
            suspended: Vec::new(),
            endings: Vec::new(),
            settles: Vec::new(),
        };
        roster.check()?;
        Ok(roster)
    }

    /// The hash that statements name and nodes pin.
    pub fn hash(&self) -> Digest {
        Digest::of(&self.encode())
    }

    /// The member with this code, suspended or not.
    pub fn member(&self, state: StateCode) -> Option<&Member> {
        find(&self.members, state)
    }

    /// The observer with this code.
    pub fn observer(&self, state: StateCode) -> Option<&Member> {
        find(&self.observers, state)
    }

    /// Whether the state is a member that is suspended.
    pub fn is_suspended(&self, state: StateCode) -> bool {
        self.suspended.binary_search(&state).is_ok()
    }

    /// The members that publish and vote.
    pub fn active_members(&self) -> impl Iterator<Item = &Member> {
        self.members.iter().filter(|member| !self.is_suspended(member.state))
    }

    /// The root key of a member or an observer.
    pub(crate) fn root_of(&self, state: StateCode) -> Option<&PublicKey> {
        self.member(state).or_else(|| self.observer(state)).map(|member| &member.root)
    }

    /// The member with this root key.
    pub(crate) fn member_of_root(&self, root: &[u8; 32]) -> Option<&Member> {
        self.members.iter().find(|member| member.root.as_bytes() == root)
    }

    /// Whether `key` is the root of a member or an observer.
    pub(crate) fn has_root(&self, key: &[u8; 32]) -> bool {
        self.members.iter().chain(&self.observers).any(|member| member.root.as_bytes() == key)
    }
}

fn find(states: &[Member], state: StateCode) -> Option<&Member> {
    states.binary_search_by_key(&state, |member| member.state).ok().map(|at| &states[at])
}

/// The least number that is more than two thirds: 25 members, 17.
fn least_threshold(members: usize) -> u64 {
    members as u64 * 2 / 3 + 1
}

/// Controls, line breaks, and what turns the direction of writing or is not seen at all: with
/// those a name shows as another one.
pub(crate) fn deceives(char: char) -> bool {
    char.is_control()
        || matches!(
            char,
            '\u{ad}' | '\u{61c}' | '\u{feff}'
                | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
        )
}
