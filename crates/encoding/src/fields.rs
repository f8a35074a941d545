//! Typed fields out of a map, each refusal naming its field.
//!
//! Every structure of ours is a map with small integer (or, inside foreign headers, text) keys.
//! Reading one by hand is the same dozen lines each time, and the line that is forgotten is the
//! one that checks a type. `Fields` takes each field once; what nobody took is either kept
//! ([`Fields::rest`]) or refused ([`Fields::finish`]), and the reader has to say which.

#[cfg(test)]
mod tests;

use ciborium::Value;

/// The key of a field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Key {
    /// An integer key.
    Int(i64),
    /// A text key.
    Text(String),
    /// Anything else; no field of ours has such a key.
    Other,
}

impl Key {
    /// Compares without making a `Key` of every entry on the way.
    fn names(&self, value: &Value) -> bool {
        match (self, value) {
            (Key::Int(key), Value::Integer(integer)) => i128::from(*integer) == i128::from(*key),
            (Key::Text(key), Value::Text(text)) => key == text,
            _ => false,
        }
    }
}

impl From<i64> for Key {
    fn from(key: i64) -> Self {
        Key::Int(key)
    }
}

impl From<&str> for Key {
    fn from(key: &str) -> Self {
        Key::Text(key.to_owned())
    }
}

impl From<&Value> for Key {
    fn from(key: &Value) -> Self {
        match key {
            Value::Integer(integer) => i64::try_from(*integer).map_or(Key::Other, Key::Int),
            Value::Text(text) => Key::Text(text.clone()),
            _ => Key::Other,
        }
    }
}

impl std::fmt::Display for Key {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Key::Int(key) => write!(f, "{key}"),
            Key::Text(key) => write!(f, "{key:?}"),
            Key::Other => f.write_str("of an unexpected type"),
        }
    }
}

/// A field that is not what it has to be.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("field {key} {fault}")]
pub struct FieldFlaw {
    /// Which field.
    pub key: Key,
    /// What is wrong with it.
    pub fault: FieldFault,
}

/// What can be wrong with a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FieldFault {
    /// It is not there.
    Missing,
    /// It is there and nobody knows it, in a structure that is closed.
    Unknown,
    /// It has another type.
    Expected(&'static str),
    /// It is a byte string of another length.
    Length {
        /// The length that it has to have.
        expected: usize,
        /// The length that it has.
        found: usize,
    },
}

impl std::fmt::Display for FieldFault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            FieldFault::Missing => f.write_str("is missing"),
            FieldFault::Unknown => f.write_str("is not known here"),
            FieldFault::Expected(expected) => write!(f, "is not {expected}"),
            FieldFault::Length { expected, found } => {
                write!(f, "has {found} bytes instead of {expected}")
            }
        }
    }
}

/// The fields of one map that nobody has taken yet.
#[derive(Clone, Debug)]
pub struct Fields {
    entries: Vec<(Value, Value)>,
}

impl Fields {
    /// The fields of `value`; `key` is where it was found, for the refusal.
    ///
    /// # Errors
    /// When `value` is not a map.
    pub fn new(value: Value, key: impl Into<Key>) -> Result<Self, FieldFlaw> {
        match value {
            Value::Map(entries) => Ok(Self { entries }),
            _ => Err(expected(key, "a map")),
        }
    }

    /// The value of `key` if it is there, whatever its type.
    pub fn optional(&mut self, key: impl Into<Key>) -> Option<Value> {
        let key = key.into();
        let at = self.entries.iter().position(|(name, _)| key.names(name))?;
        Some(self.entries.remove(at).1)
    }

    /// The value of `key`, whatever its type.
    ///
    /// # Errors
    /// When it is missing.
    pub fn value(&mut self, key: impl Into<Key>) -> Result<Value, FieldFlaw> {
        let key = key.into();
        self.optional(key.clone()).ok_or(FieldFlaw { key, fault: FieldFault::Missing })
    }

    /// An integer from 0 to 2^64 - 1.
    ///
    /// # Errors
    /// When it is missing or something else; so for all readers below.
    pub fn uint(&mut self, key: impl Into<Key>) -> Result<u64, FieldFlaw> {
        let key = key.into();
        uint(&self.value(key.clone())?, key)
    }

    /// An integer from 0 to 2^64 - 1, or null.
    pub fn uint_or_null(&mut self, key: impl Into<Key>) -> Result<Option<u64>, FieldFlaw> {
        let key = key.into();
        match self.value(key.clone())? {
            Value::Null => Ok(None),
            value => uint(&value, key).map(Some),
        }
    }

    /// An integer that fits 64 bits with its sign.
    pub fn int(&mut self, key: impl Into<Key>) -> Result<i64, FieldFlaw> {
        let key = key.into();
        let Value::Integer(integer) = self.value(key.clone())? else {
            return Err(expected(key, "an integer"));
        };
        i64::try_from(integer).map_err(|_| expected(key, "an integer of 64 bits"))
    }

    /// A byte string.
    pub fn bytes(&mut self, key: impl Into<Key>) -> Result<Vec<u8>, FieldFlaw> {
        let key = key.into();
        match self.value(key.clone())? {
            Value::Bytes(bytes) => Ok(bytes),
            _ => Err(expected(key, "a byte string")),
        }
    }

    /// A byte string of 32 bytes: a key or a digest.
    pub fn bytes32(&mut self, key: impl Into<Key>) -> Result<[u8; 32], FieldFlaw> {
        let key = key.into();
        bytes32(self.value(key.clone())?, key)
    }

    /// A byte string of 32 bytes, or null.
    pub fn bytes32_or_null(&mut self, key: impl Into<Key>) -> Result<Option<[u8; 32]>, FieldFlaw> {
        let key = key.into();
        match self.value(key.clone())? {
            Value::Null => Ok(None),
            value => bytes32(value, key).map(Some),
        }
    }

    /// A text string.
    pub fn text(&mut self, key: impl Into<Key>) -> Result<String, FieldFlaw> {
        let key = key.into();
        match self.value(key.clone())? {
            Value::Text(text) => Ok(text),
            _ => Err(expected(key, "a text string")),
        }
    }

    /// An array.
    pub fn array(&mut self, key: impl Into<Key>) -> Result<Vec<Value>, FieldFlaw> {
        let key = key.into();
        match self.value(key.clone())? {
            Value::Array(items) => Ok(items),
            _ => Err(expected(key, "an array")),
        }
    }

    /// A map, as fields again.
    pub fn map(&mut self, key: impl Into<Key>) -> Result<Fields, FieldFlaw> {
        let key = key.into();
        Fields::new(self.value(key.clone())?, key)
    }

    /// A field that may be left out: what `read` makes of it, if it is there.
    pub fn if_there<T>(
        &mut self,
        key: impl Into<Key>,
        read: impl FnOnce(&mut Self, Key) -> Result<T, FieldFlaw>,
    ) -> Result<Option<T>, FieldFlaw> {
        let key = key.into();
        let is_there = self.entries.iter().any(|(name, _)| key.names(name));
        is_there.then(|| read(self, key)).transpose()
    }

    /// What nobody took: fields of a newer version, to be kept as they are.
    pub fn rest(self) -> Vec<(Value, Value)> {
        self.entries
    }

    /// Ends a closed structure.
    ///
    /// # Errors
    /// When there is a field that nobody took.
    pub fn finish(self) -> Result<(), FieldFlaw> {
        match self.entries.first() {
            None => Ok(()),
            Some((key, _)) => Err(FieldFlaw { key: key.into(), fault: FieldFault::Unknown }),
        }
    }
}

fn expected(key: impl Into<Key>, what: &'static str) -> FieldFlaw {
    FieldFlaw { key: key.into(), fault: FieldFault::Expected(what) }
}

fn uint(value: &Value, key: Key) -> Result<u64, FieldFlaw> {
    let number = value.as_integer().and_then(|integer| u64::try_from(integer).ok());
    number.ok_or_else(|| expected(key, "an unsigned integer"))
}

fn bytes32(value: Value, key: Key) -> Result<[u8; 32], FieldFlaw> {
    let Value::Bytes(bytes) = value else {
        return Err(expected(key, "a byte string"));
    };
    <[u8; 32]>::try_from(bytes.as_slice()).map_err(|_| FieldFlaw {
        key,
        fault: FieldFault::Length { expected: 32, found: bytes.len() },
    })
}
