//! Taking a closed array apart, one typed item after the other.
//!
//! Messages are arrays and not maps: a frontier of 193 logs is repeated every few seconds, and a
//! third of a map would be its keys. The reader refuses what is missing, what is of another type
//! and what is left over.

use chancery_encoding::{Digest, Flaw, Limits, decode, encode};
use chancery_ledger::log::{Head, Id, LogId};
use ciborium::Value;

use crate::Reason;

/// Arrays of arrays of arrays: a message, its list, one item of it.
const DEPTH_MAX: usize = 4;

const BYTES: &str = "a byte string";

/// What is wrong with a message.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum WireFlaw {
    /// Longer than its kind may be.
    #[error("{found} bytes, at most {most} are allowed")]
    Oversize { found: usize, most: usize },
    /// Not deterministic CBOR.
    #[error("not deterministic CBOR")]
    Encoding(#[source] Flaw),
    /// Not shaped as a message.
    #[error("expected {0}")]
    Expected(&'static str),
    /// More items than a list may have.
    #[error("{found} items, at most {most} are allowed")]
    TooMany { found: usize, most: usize },
    /// A list that is not in order, or has one item twice.
    #[error("items out of order")]
    Unsorted,
}

impl WireFlaw {
    /// The stable name that the vectors use.
    #[cfg(test)]
    pub(crate) fn name(&self) -> &'static str {
        match self {
            Self::Oversize { .. } => "oversize",
            Self::Encoding(flaw) => flaw.kind.name(),
            Self::Expected(what) => what,
            Self::TooMany { .. } => "too-many",
            Self::Unsorted => "unsorted",
        }
    }

    /// The reason that it counts as.
    pub(crate) fn reason(&self) -> Reason {
        match self {
            Self::Oversize { .. } => Reason::Oversize,
            Self::Encoding(_) | Self::Expected(_) => Reason::Malformed,
            Self::TooMany { .. } | Self::Unsorted => Reason::BadFrontier,
        }
    }
}

/// The items of one array, taken in order.
pub(crate) struct Items(std::vec::IntoIter<Value>);

impl Items {
    /// Checks the bytes, and opens the outermost array.
    pub(crate) fn of_message(bytes: &[u8], bytes_max: usize) -> Result<Self, WireFlaw> {
        if bytes.len() > bytes_max {
            return Err(WireFlaw::Oversize { found: bytes.len(), most: bytes_max });
        }
        let limits = Limits { bytes_max, depth_max: DEPTH_MAX, tag: None };
        Self::of(decode(bytes, limits).map_err(WireFlaw::Encoding)?)
    }

    pub(crate) fn of(value: Value) -> Result<Self, WireFlaw> {
        match value {
            Value::Array(items) => Ok(Self(items.into_iter())),
            _ => Err(WireFlaw::Expected("an array")),
        }
    }

    pub(crate) fn uint(&mut self) -> Result<u64, WireFlaw> {
        match self.0.next() {
            Some(Value::Integer(integer)) => {
                u64::try_from(integer).map_err(|_| WireFlaw::Expected("an unsigned integer"))
            }
            _ => Err(WireFlaw::Expected("an unsigned integer")),
        }
    }

    pub(crate) fn bytes(&mut self) -> Result<Vec<u8>, WireFlaw> {
        match self.0.next() {
            Some(Value::Bytes(bytes)) => Ok(bytes),
            _ => Err(WireFlaw::Expected(BYTES)),
        }
    }

    pub(crate) fn bytes32(&mut self) -> Result<[u8; 32], WireFlaw> {
        digest_of(&self.bytes()?).map(|digest| *digest.as_bytes())
    }

    pub(crate) fn digest(&mut self) -> Result<Digest, WireFlaw> {
        self.bytes32().map(Digest::from_bytes)
    }

    pub(crate) fn text(&mut self) -> Result<String, WireFlaw> {
        match self.0.next() {
            Some(Value::Text(text)) => Ok(text),
            _ => Err(WireFlaw::Expected("a text string")),
        }
    }

    pub(crate) fn log(&mut self) -> Result<LogId, WireFlaw> {
        Ok(LogId { key: self.bytes32()?, epoch: self.uint()? })
    }

    pub(crate) fn head(&mut self) -> Result<Head, WireFlaw> {
        Ok(Head { log: self.log()?, seq: self.uint()?, tip: Id::from_bytes(self.bytes32()?) })
    }

    /// A list of arrays, at most `most` of them, each read whole by `read`.
    pub(crate) fn list<T>(
        &mut self,
        most: usize,
        read: impl Fn(&mut Items) -> Result<T, WireFlaw>,
    ) -> Result<Vec<T>, WireFlaw> {
        let Some(Value::Array(values)) = self.0.next() else {
            return Err(WireFlaw::Expected("an array"));
        };
        if values.len() > most {
            return Err(WireFlaw::TooMany { found: values.len(), most });
        }
        let mut list = Vec::with_capacity(values.len());
        for value in values {
            let mut items = Self::of(value)?;
            list.push(read(&mut items)?);
            items.finish()?;
        }
        Ok(list)
    }

    /// A list of byte strings, at most `most` of them.
    pub(crate) fn byte_strings(&mut self, most: usize) -> Result<Vec<Vec<u8>>, WireFlaw> {
        let Some(Value::Array(values)) = self.0.next() else {
            return Err(WireFlaw::Expected("an array"));
        };
        if values.len() > most {
            return Err(WireFlaw::TooMany { found: values.len(), most });
        }
        let bytes = |value: Value| value.into_bytes().map_err(|_| WireFlaw::Expected(BYTES));
        values.into_iter().map(bytes).collect()
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.as_slice().is_empty()
    }

    pub(crate) fn finish(mut self) -> Result<(), WireFlaw> {
        match self.0.next() {
            None => Ok(()),
            Some(_) => Err(WireFlaw::Expected("the end of an array")),
        }
    }
}

/// Writes one message.
pub(crate) fn message(kind: u64, items: impl IntoIterator<Item = Value>) -> Vec<u8> {
    let mut all = vec![Value::Integer(kind.into())];
    all.extend(items);
    encode(&Value::Array(all))
}

pub(crate) fn uint(number: u64) -> Value {
    Value::Integer(number.into())
}

pub(crate) fn bytes(bytes: &[u8]) -> Value {
    Value::Bytes(bytes.to_vec())
}

pub(crate) fn digest(digest: &Digest) -> Value {
    bytes(digest.as_bytes())
}

/// Reads what must be a digest.
pub(crate) fn digest_of(bytes: &[u8]) -> Result<Digest, WireFlaw> {
    let bytes = <[u8; 32]>::try_from(bytes);
    bytes.map(Digest::from_bytes).map_err(|_| WireFlaw::Expected("a byte string of 32 bytes"))
}

/// A list of byte strings.
pub(crate) fn byte_strings(list: Vec<Vec<u8>>) -> Value {
    Value::Array(list.into_iter().map(Value::Bytes).collect())
}

pub(crate) fn log(log: &LogId) -> [Value; 2] {
    [bytes(&log.key), uint(log.epoch)]
}

pub(crate) fn head(head: &Head) -> Vec<Value> {
    let [key, epoch] = log(&head.log);
    vec![key, epoch, uint(head.seq), bytes(head.tip.as_bytes())]
}
