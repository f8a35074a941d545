//! Who belongs: the member states, their root keys, and the observers.
//!
//! Version 0 is the founding roster; its hash names the network and every node pins it. Later
//! versions are signed by more than two thirds of the members, so no server and no person decides
//! who belongs. Invariant: a `Roster` has at least one member, no state or root key stands in it
//! twice, and its threshold is more than two thirds.

mod directory;
pub(crate) mod genesis;
#[cfg(test)]
mod tests;

use chancery_encoding::{Digest, FieldFlaw, Fields, Flaw, Limits, decode, encode};
use chancery_record::StateCode;
use ciborium::Value;

use crate::key::{KeyFlaw, PublicKey};

pub use directory::{Author, Directory, Membership};
pub use genesis::{GENESIS_BYTES_MAX, Genesis, GenesisFlaw};

/// Most member states and most observers: there are fewer than 200 states.
const STATES_MAX: usize = 256;

/// Longest name of a network or a state.
const NAME_BYTES_MAX: usize = 128;

/// 2 x 256 states at 128 + 40 bytes each are 86 KiB.
pub(crate) const ROSTER_BYTES_MAX: usize = 128 * 1024;

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
    /// How many members must sign the next version.
    pub threshold: u64,
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
    /// The threshold is not more than two thirds of the members.
    #[error("threshold {found} is not between {least} and {most}")]
    Threshold {
        /// What the roster says.
        found: u64,
        /// More than two thirds of the members.
        least: u64,
        /// All members.
        most: u64,
    },
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
        members.sort_by_key(|member| member.state.as_str());
        observers.sort_by_key(|member| member.state.as_str());
        let threshold = least_threshold(members.len());
        let network = network.into();
        let roster = Self { network, version: 0, previous: None, members, observers, threshold };
        roster.check()?;
        Ok(roster)
    }

    /// The deterministic bytes.
    pub fn encode(&self) -> Vec<u8> {
        let previous =
            self.previous.map_or(Value::Null, |digest| Value::Bytes(digest.as_bytes().to_vec()));
        encode(&Value::Map(vec![
            (1.into(), self.network.clone().into()),
            (2.into(), self.version.into()),
            (3.into(), previous),
            (4.into(), write_states(&self.members)),
            (5.into(), write_states(&self.observers)),
            (6.into(), self.threshold.into()),
        ]))
    }

    /// Reads a roster.
    ///
    /// # Errors
    /// The first flaw.
    pub fn decode(bytes: &[u8]) -> Result<Self, RosterFlaw> {
        let limits = Limits { bytes_max: ROSTER_BYTES_MAX, depth_max: 4, tag: None };
        let value = decode(bytes, limits).map_err(RosterFlaw::Cbor)?;
        let mut fields = Fields::new(value, "roster").map_err(RosterFlaw::Field)?;
        let roster = Self {
            network: fields.text(1).map_err(RosterFlaw::Field)?,
            version: fields.uint(2).map_err(RosterFlaw::Field)?,
            previous: fields.bytes32_or_null(3).map_err(RosterFlaw::Field)?.map(Digest::from_bytes),
            members: read_states(fields.array(4).map_err(RosterFlaw::Field)?)?,
            observers: read_states(fields.array(5).map_err(RosterFlaw::Field)?)?,
            threshold: fields.uint(6).map_err(RosterFlaw::Field)?,
        };
        fields.finish().map_err(RosterFlaw::Field)?;
        roster.check()?;
        Ok(roster)
    }

    /// The hash that statements name and nodes pin.
    pub fn hash(&self) -> Digest {
        Digest::of(&self.encode())
    }

    /// The hash of the network's founding roster, which certificates name.
    ///
    /// Only version 0 exists so far, so it is this roster's own hash.
    pub(crate) fn network_digest(&self) -> Digest {
        self.hash()
    }

    /// The member with this code.
    pub fn member(&self, state: StateCode) -> Option<&Member> {
        self.members.iter().find(|member| member.state == state)
    }

    /// The root key of a member or an observer.
    pub(crate) fn root_of(&self, state: StateCode) -> Option<&PublicKey> {
        let states = self.members.iter().chain(&self.observers);
        states.into_iter().find(|member| member.state == state).map(|member| &member.root)
    }

    /// Whether `key` is the root of a member or an observer.
    pub(crate) fn has_root(&self, key: &[u8; 32]) -> bool {
        self.members.iter().chain(&self.observers).any(|member| member.root.as_bytes() == key)
    }

    fn check(&self) -> Result<(), RosterFlaw> {
        for (states, least) in [(&self.members, 1), (&self.observers, 0)] {
            if !(least..=STATES_MAX).contains(&states.len()) {
                return Err(RosterFlaw::Count { found: states.len() });
            }
            if states.windows(2).any(|pair| pair[0].state.as_str() >= pair[1].state.as_str()) {
                return Err(RosterFlaw::Order);
            }
        }
        if self.observers.iter().any(|observer| self.member(observer.state).is_some()) {
            return Err(RosterFlaw::Order);
        }
        let everybody = || self.members.iter().chain(&self.observers);
        let roots: std::collections::BTreeSet<_> =
            everybody().map(|member| member.root.as_bytes()).collect();
        if roots.len() != self.members.len() + self.observers.len() {
            return Err(RosterFlaw::KeyReused);
        }
        let names = everybody().map(|member| &member.name).chain([&self.network]);
        if !names.into_iter().all(|name| is_name(name)) {
            return Err(RosterFlaw::Name);
        }
        let (least, most) = (least_threshold(self.members.len()), self.members.len() as u64);
        if !(least..=most).contains(&self.threshold) {
            return Err(RosterFlaw::Threshold { found: self.threshold, least, most });
        }
        if self.previous.is_none() != (self.version == 0) {
            return Err(RosterFlaw::Previous);
        }
        Ok(())
    }
}

/// The least number that is more than two thirds: 25 members, 17.
fn least_threshold(members: usize) -> u64 {
    members as u64 * 2 / 3 + 1
}

fn is_name(name: &str) -> bool {
    (1..=NAME_BYTES_MAX).contains(&name.len()) && !name.chars().any(deceives)
}

/// Controls, line breaks, and what turns the direction of writing or is not seen at all: with
/// those a name shows as another one.
fn deceives(char: char) -> bool {
    char.is_control()
        || matches!(
            char,
            '\u{ad}' | '\u{61c}' | '\u{feff}'
                | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
        )
}

fn write_states(states: &[Member]) -> Value {
    let entry = |member: &Member| {
        Value::Array(vec![
            member.state.as_str().into(),
            member.name.clone().into(),
            Value::Bytes(member.root.as_bytes().to_vec()),
        ])
    };
    Value::Array(states.iter().map(entry).collect())
}

fn read_states(items: Vec<Value>) -> Result<Vec<Member>, RosterFlaw> {
    items.into_iter().enumerate().map(|(at, item)| read_state(at, item)).collect()
}

fn read_state(at: usize, item: Value) -> Result<Member, RosterFlaw> {
    let flaw = RosterFlaw::Entry { at };
    let Value::Array(parts) = item else {
        return Err(flaw);
    };
    let Ok([Value::Text(state), Value::Text(name), Value::Bytes(root)]) =
        <[Value; 3]>::try_from(parts)
    else {
        return Err(flaw);
    };
    let state = state.parse().map_err(|_| flaw.clone())?;
    let root = root.try_into().map_err(|_| flaw)?;
    Ok(Member { state, name, root: PublicKey::from_bytes(root).map_err(RosterFlaw::Key)? })
}
