//! A key that verifies lines of notes: its name, what kind of signature it makes, and its bytes.
//!
//! Written for other tools as a `vkey`: `<name>+<8 hex digits of the id>+<base64 of kind and key>`.
//! Invariant: the id is that of name, kind and key, so one key has one spelling.

use std::fmt;
use std::str::FromStr;

use base64::{Engine, engine::general_purpose::STANDARD};
use chancery_encoding::Digest;

use crate::cosignature;
use crate::key::{BadSignature, KeyFlaw, PublicKey};

/// What a line's signature is over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SignatureKind {
    /// Over the text (type 0x01).
    Ed25519,
    /// Over the text and a time (type 0x04, c2sp.org/tlog-cosignature).
    Cosignature,
}

impl SignatureKind {
    fn byte(self) -> u8 {
        match self {
            SignatureKind::Ed25519 => 0x01,
            SignatureKind::Cosignature => 0x04,
        }
    }
}

/// A key of a name, for one kind of signature.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoteKey {
    name: String,
    kind: SignatureKind,
    key: PublicKey,
    id: [u8; 4],
}

/// Why something is not a note's key.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoteKeyFlaw {
    /// Empty, or with a space, a plus or a control character.
    #[error("the name of a note's key has no spaces, no plus and no control characters")]
    Name,
    /// Not `name+id+base64`.
    #[error("expected NAME+ID+KEY, with 8 hexadecimal digits and standard base64")]
    Form,
    /// A kind of signature that is not verified here.
    #[error("signatures of type {found:#04x} are not verified here; 0x01 and 0x04 are")]
    Kind {
        /// The kind's byte.
        found: u8,
    },
    /// The id is not that of name, kind and key.
    #[error("the id is not that of name and key: one of them was changed")]
    Id,
    /// The key may not verify.
    #[error("the key is refused")]
    Key(#[source] KeyFlaw),
}

impl NoteKey {
    /// The key of this name.
    ///
    /// # Errors
    /// When the name is not one.
    pub fn new(
        name: impl Into<String>,
        kind: SignatureKind,
        key: PublicKey,
    ) -> Result<Self, NoteKeyFlaw> {
        let name = name.into();
        if is_name(&name) { Ok(Self::named(name, kind, key)) } else { Err(NoteKeyFlaw::Name) }
    }

    /// The key of a name that is known to be one.
    pub(crate) fn named(name: String, kind: SignatureKind, key: PublicKey) -> Self {
        let hashed = [name.as_bytes(), &[b'\n', kind.byte()], key.as_bytes()].concat();
        let [a, b, c, d, ..] = *Digest::of(&hashed).as_bytes();
        Self { name, kind, key, id: [a, b, c, d] }
    }

    /// The name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The kind of signature.
    pub fn kind(&self) -> SignatureKind {
        self.kind
    }

    /// The key itself.
    pub fn key(&self) -> &PublicKey {
        &self.key
    }

    /// The id that its lines begin with.
    pub fn id(&self) -> [u8; 4] {
        self.id
    }

    /// Verifies a line's signature over `text`; the time that it names, if its kind has one.
    pub(super) fn verify(&self, text: &str, signature: &[u8]) -> Result<Option<u64>, BadSignature> {
        match self.kind {
            SignatureKind::Ed25519 => {
                let signature = signature.try_into().map_err(|_| BadSignature)?;
                self.key.verify(text.as_bytes(), signature).map(|()| None)
            }
            SignatureKind::Cosignature => {
                let (time, signature) = cosignature::split(signature).ok_or(BadSignature)?;
                let message = cosignature::message(time, text);
                self.key.verify(&message, &signature).map(|()| Some(time))
            }
        }
    }
}

/// The `vkey`.
impl fmt::Display for NoteKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let id = u32::from_be_bytes(self.id);
        let key = [&[self.kind.byte()], &self.key.as_bytes()[..]].concat();
        write!(f, "{}+{id:08x}+{}", self.name, STANDARD.encode(key))
    }
}

impl FromStr for NoteKey {
    type Err = NoteKeyFlaw;

    fn from_str(vkey: &str) -> Result<Self, NoteKeyFlaw> {
        let (name, rest) = vkey.split_once('+').ok_or(NoteKeyFlaw::Form)?;
        let (id, base64) = rest.split_once('+').ok_or(NoteKeyFlaw::Form)?;
        let bytes = STANDARD.decode(base64).map_err(|_| NoteKeyFlaw::Form)?;
        let (kind, key) = bytes.split_first().ok_or(NoteKeyFlaw::Form)?;
        let kind = match kind {
            0x01 => SignatureKind::Ed25519,
            0x04 => SignatureKind::Cosignature,
            found => return Err(NoteKeyFlaw::Kind { found: *found }),
        };
        let key = key.try_into().map_err(|_| NoteKeyFlaw::Form)?;
        let key = PublicKey::from_bytes(key).map_err(NoteKeyFlaw::Key)?;
        let known = Self::new(name, kind, key)?;
        if format!("{:08x}", u32::from_be_bytes(known.id)) != id {
            return Err(NoteKeyFlaw::Id);
        }
        Ok(known)
    }
}

/// Whether a name is one: no Unicode space, no plus, no control character, and not empty.
pub(super) fn is_name(name: &str) -> bool {
    let refused = |letter: char| letter.is_whitespace() || letter < ' ' || letter == '+';
    !name.is_empty() && !name.contains(refused)
}
