//! One signature line: dash, name of the key, and base64 of the key's id and the signature.
//!
//! Invariant: a line has one spelling, because the base64 is read strictly.

use base64::{Engine, engine::general_purpose::STANDARD};

use super::NoteKey;
use super::key::is_name;

/// What a signature line begins with: em dash and space.
const DASH: &str = "\u{2014} ";

/// Bytes of the id that stand before the signature.
const KEY_ID_BYTES: usize = 4;

/// A signature line as read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignatureLine {
    name: String,
    key_id: [u8; KEY_ID_BYTES],
    signature: Vec<u8>,
}

impl SignatureLine {
    /// The line of a signature that `key` made.
    pub(crate) fn new(key: &NoteKey, signature: Vec<u8>) -> Self {
        Self { name: key.name().to_owned(), key_id: key.id(), signature }
    }

    pub(super) fn parse(line: &str) -> Option<Self> {
        let (name, base64) = line.strip_prefix(DASH)?.split_once(' ')?;
        let bytes = STANDARD.decode(base64).ok()?;
        let (key_id, signature) = bytes.split_first_chunk()?;
        let (key_id, signature) = (*key_id, signature.to_vec());
        let whole = is_name(name) && !signature.is_empty();
        whole.then(|| Self { name: name.to_owned(), key_id, signature })
    }

    pub(super) fn write(&self, out: &mut String) {
        let bytes = [&self.key_id[..], &self.signature].concat();
        out.extend([DASH, &self.name, " "]);
        STANDARD.encode_string(bytes, out);
        out.push('\n');
    }

    /// The name of the key that is said to have signed.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Its id: the beginning of a hash over name, kind and key.
    pub fn key_id(&self) -> [u8; 4] {
        self.key_id
    }

    /// The signature, in the form of the key's kind.
    pub fn signature(&self) -> &[u8] {
        &self.signature
    }

    /// Whether name and id are those of this key.
    pub fn is_of(&self, key: &NoteKey) -> bool {
        self.key_id == key.id() && self.name == key.name()
    }
}
