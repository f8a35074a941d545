//! Frames with one thing bent, and everything else as it should be, the signature too.
//!
//! A refusal proves a rule only when nothing else is wrong with the bytes. So a forged frame is
//! signed after it is bent, with the right key, unless the signature is what is bent.

use chancery_encoding::encode;
use ciborium::Value;

use super::cast::statement_key;
use crate::key::SecretKey;
use crate::statement::Header;
use crate::statement::sign1::{ALGORITHM_ED25519, LABEL_ALGORITHM};

/// A frame in parts.
pub(crate) struct Forge {
    pub(crate) header: Value,
    pub(crate) unprotected: Value,
    pub(crate) payload: Vec<u8>,
    pub(crate) key: SecretKey,
}

impl Forge {
    /// The frame of a statement of EE.
    pub(crate) fn statement(header: &Header) -> Self {
        Self::new(header.write(), header.body_digest.as_bytes().to_vec(), statement_key("EE"))
    }

    pub(crate) fn new(mut header: Vec<(Value, Value)>, payload: Vec<u8>, key: SecretKey) -> Self {
        header.push((LABEL_ALGORITHM.into(), ALGORITHM_ED25519.into()));
        Self { header: Value::Map(header), unprotected: Value::Map(Vec::new()), payload, key }
    }

    /// Replaces or adds the field of the header that `path` leads to.
    pub(crate) fn with(mut self, path: &[Value], value: Value) -> Self {
        set(&mut self.header, path, value);
        self
    }

    /// Takes a field out of the header.
    pub(crate) fn without(mut self, path: &[Value]) -> Self {
        let (last, parents) = path.split_last().unwrap();
        let parent = parents.iter().fold(&mut self.header, |map, key| field(map, key));
        parent.as_map_mut().unwrap().retain(|(key, _)| key != last);
        self
    }

    pub(crate) fn protected(&self) -> Vec<u8> {
        encode(&self.header)
    }

    /// The signature over `protected` and the payload.
    pub(crate) fn signature(&self, protected: &[u8]) -> Vec<u8> {
        self.key.sign(&sig_structure(protected, &[], &self.payload)).to_vec()
    }

    /// The frame, signed.
    pub(crate) fn bytes(&self) -> Vec<u8> {
        self.bytes_of(self.protected())
    }

    /// The frame around other protected bytes, signed.
    pub(crate) fn bytes_of(&self, protected: Vec<u8>) -> Vec<u8> {
        let signature = self.signature(&protected);
        encode(&Value::Tag(18, Box::new(self.parts(protected, signature))))
    }

    /// The array of four without its tag.
    pub(crate) fn parts(&self, protected: Vec<u8>, signature: Vec<u8>) -> Value {
        Value::Array(vec![
            Value::Bytes(protected),
            self.unprotected.clone(),
            Value::Bytes(self.payload.clone()),
            Value::Bytes(signature),
        ])
    }
}

/// RFC 9052 section 4.4, written out a second time so that the first is tested.
pub(crate) fn sig_structure(protected: &[u8], external: &[u8], payload: &[u8]) -> Vec<u8> {
    encode(&Value::Array(vec![
        "Signature1".into(),
        Value::Bytes(protected.to_vec()),
        Value::Bytes(external.to_vec()),
        Value::Bytes(payload.to_vec()),
    ]))
}

/// Replaces or adds what `path` leads to.
pub(crate) fn set(map: &mut Value, path: &[Value], value: Value) {
    let (last, parents) = path.split_last().unwrap();
    let parent = parents.iter().fold(map, |map, key| field(map, key));
    let entries = parent.as_map_mut().unwrap();
    match entries.iter_mut().find(|(key, _)| key == last) {
        Some((_, old)) => *old = value,
        None => entries.push((last.clone(), value)),
    }
}

fn field<'a>(map: &'a mut Value, key: &Value) -> &'a mut Value {
    let entries = map.as_map_mut().unwrap();
    &mut entries.iter_mut().find(|(name, _)| name == key).unwrap().1
}
