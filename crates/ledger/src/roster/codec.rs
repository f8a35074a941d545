//! The bytes of a roster.
//!
//! Version 0 has six fields and every later one nine; none is optional, so a roster has one spelling and
//! its hash may be taken of bytes written again. Invariant: `encode(decode(b)) == b`.

use chancery_encoding::{Digest, Fields, Limits, decode, encode};
use ciborium::Value;

use crate::act::{read_ids, read_places, write_ids, write_places};
use crate::key::KnownKeys;
use crate::roster::{Ending, Member, ROSTER_BYTES_MAX, Roster, RosterFlaw};

/// Map, list of endings, ending, its places, a place.
const DEPTH_MAX: usize = 5;

impl Roster {
    /// The deterministic bytes.
    pub fn encode(&self) -> Vec<u8> {
        let previous = self.previous.as_ref().map_or(Value::Null, write_digest);
        let mut fields = vec![
            (1.into(), self.network.clone().into()),
            (2.into(), self.version.into()),
            (3.into(), previous),
            (4.into(), write_states(&self.members)),
            (5.into(), write_states(&self.observers)),
            (6.into(), self.threshold.into()),
        ];
        if self.version > 0 {
            let suspended = self.suspended.iter().map(|state| state.as_str().into());
            fields.push((7.into(), Value::Array(suspended.collect())));
            fields.push((8.into(), Value::Array(self.endings.iter().map(write_ending).collect())));
            fields.push((9.into(), Value::Array(self.settles.iter().map(write_digest).collect())));
        }
        encode(&Value::Map(fields))
    }

    /// Reads a roster.
    ///
    /// # Errors
    /// The first flaw.
    pub fn decode(bytes: &[u8]) -> Result<Self, RosterFlaw> {
        Self::decode_knowing(bytes, &KnownKeys::default())
    }

    pub(crate) fn decode_knowing(bytes: &[u8], known: &KnownKeys) -> Result<Self, RosterFlaw> {
        let limits = Limits { bytes_max: ROSTER_BYTES_MAX, depth_max: DEPTH_MAX, tag: None };
        let value = decode(bytes, limits).map_err(RosterFlaw::Cbor)?;
        let mut fields = Fields::new(value, "roster").map_err(RosterFlaw::Field)?;
        let mut roster = Self {
            network: fields.text(1).map_err(RosterFlaw::Field)?,
            version: fields.uint(2).map_err(RosterFlaw::Field)?,
            previous: fields.bytes32_or_null(3).map_err(RosterFlaw::Field)?.map(Digest::from_bytes),
            members: read_states(fields.array(4).map_err(RosterFlaw::Field)?, known)?,
            observers: read_states(fields.array(5).map_err(RosterFlaw::Field)?, known)?,
            threshold: fields.uint(6).map_err(RosterFlaw::Field)?,
            suspended: Vec::new(),
            endings: Vec::new(),
            settles: Vec::new(),
        };
        if roster.version > 0 {
            let mut array = |key| fields.array(key).map_err(RosterFlaw::Field);
            roster.suspended = read_codes(array(7)?)?;
            roster.endings = array(8)?.into_iter().map(read_ending).collect::<Result<_, _>>()?;
            roster.settles = array(9)?.into_iter().map(read_digest).collect::<Result<_, _>>()?;
        }
        fields.finish().map_err(RosterFlaw::Field)?;
        roster.check()?;
        Ok(roster)
    }
}

fn write_digest(digest: &Digest) -> Value {
    Value::Bytes(digest.as_bytes().to_vec())
}

fn read_digest(item: Value) -> Result<Digest, RosterFlaw> {
    let Value::Bytes(bytes) = item else { return Err(RosterFlaw::Settles) };
    bytes.try_into().map(Digest::from_bytes).map_err(|_| RosterFlaw::Settles)
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

fn read_states(items: Vec<Value>, known: &KnownKeys) -> Result<Vec<Member>, RosterFlaw> {
    items.into_iter().enumerate().map(|(at, item)| read_state(at, item, known)).collect()
}

fn read_state(at: usize, item: Value, known: &KnownKeys) -> Result<Member, RosterFlaw> {
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
    Ok(Member { state, name, root: known.parse(root).map_err(RosterFlaw::Key)? })
}

fn read_codes(items: Vec<Value>) -> Result<Vec<chancery_record::StateCode>, RosterFlaw> {
    let code = |item: Value| {
        let text = item.into_text().map_err(|_| RosterFlaw::Suspended)?;
        text.parse().map_err(|_| RosterFlaw::Suspended)
    };
    items.into_iter().map(code).collect()
}

fn write_ending(ending: &Ending) -> Value {
    Value::Array(vec![
        ending.state.as_str().into(),
        write_ids(&ending.keeps),
        write_places(&ending.closed),
    ])
}

fn read_ending(item: Value) -> Result<Ending, RosterFlaw> {
    let Value::Array(parts) = item else { return Err(RosterFlaw::Ending) };
    let Ok([Value::Text(state), Value::Array(keeps), Value::Array(closed)]) =
        <[Value; 3]>::try_from(parts)
    else {
        return Err(RosterFlaw::Ending);
    };
    Ok(Ending {
        state: state.parse().map_err(|_| RosterFlaw::Ending)?,
        keeps: read_ids(keeps).map_err(|_| RosterFlaw::Ending)?,
        closed: read_places(closed).map_err(|_| RosterFlaw::Ending)?,
    })
}
