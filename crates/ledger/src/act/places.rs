//! Lists of act ids and of places, as withdrawals and endings write them.
//!
//! Both ascend and repeat nothing, so that a list has one spelling. Invariant: what is read is sorted.

use ciborium::Value;

use crate::act::ActId;
use crate::log::{Head, Id, LogId, POSITION_MAX};

/// A list that is not one of ids or places, or not in order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct BadList;

pub(crate) fn write_ids(ids: &[ActId]) -> Value {
    Value::Array(ids.iter().map(|id| Value::Bytes(id.as_bytes().to_vec())).collect())
}

pub(crate) fn read_ids(items: Vec<Value>) -> Result<Vec<ActId>, BadList> {
    let read = |item: Value| bytes32(item).map(ActId::from_bytes);
    ascending(items.into_iter().map(read).collect::<Result<_, _>>()?)
}

/// `[key, epoch, seq, id]` each.
pub(crate) fn write_places(places: &[Head]) -> Value {
    let place = |head: &Head| {
        Value::Array(vec![
            Value::Bytes(head.log.key.to_vec()),
            head.log.epoch.into(),
            head.seq.into(),
            Value::Bytes(head.tip.as_bytes().to_vec()),
        ])
    };
    Value::Array(places.iter().map(place).collect())
}

/// Ascending by key and epoch, each log once.
pub(crate) fn read_places(items: Vec<Value>) -> Result<Vec<Head>, BadList> {
    let places: Vec<Head> = items.into_iter().map(read_place).collect::<Result<_, _>>()?;
    let sorted = places.windows(2).all(|pair| pair[0].log < pair[1].log);
    if sorted { Ok(places) } else { Err(BadList) }
}

fn read_place(item: Value) -> Result<Head, BadList> {
    let Value::Array(parts) = item else { return Err(BadList) };
    let Ok([key, Value::Integer(epoch), Value::Integer(seq), id]) = <[Value; 4]>::try_from(parts)
    else {
        return Err(BadList);
    };
    let epoch = u64::try_from(epoch).map_err(|_| BadList)?;
    let seq = u64::try_from(seq).map_err(|_| BadList)?;
    if epoch > POSITION_MAX || seq >= POSITION_MAX {
        return Err(BadList);
    }
    let log = LogId { key: bytes32(key)?, epoch };
    Ok(Head { log, seq, tip: Id::from_bytes(bytes32(id)?) })
}

fn bytes32(value: Value) -> Result<[u8; 32], BadList> {
    let Value::Bytes(bytes) = value else { return Err(BadList) };
    bytes.try_into().map_err(|_| BadList)
}

fn ascending(ids: Vec<ActId>) -> Result<Vec<ActId>, BadList> {
    if ids.windows(2).all(|pair| pair[0] < pair[1]) { Ok(ids) } else { Err(BadList) }
}
