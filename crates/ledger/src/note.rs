//! Signed notes as the C2SP writes them (c2sp.org/signed-note): a text, and one line for each signature.
//!
//! The form that transparency logs, their witnesses and their checkers share. This layer reads any
//! note and verifies the lines of the keys that its caller knows; lines of others are kept and say
//! nothing. What a note of ours must look like is `checkpoint`'s matter. Invariant: a [`Note`] is
//! written again as the bytes that it was read from.

mod key;
mod line;
#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

use crate::key::BadSignature;

pub use key::{NoteKey, NoteKeyFlaw, SignatureKind};
pub use line::SignatureLine;

/// Most bytes of a note: 256 lines of ours take 56 KiB, and the text half a KiB; twice that.
pub const NOTE_BYTES_MAX: usize = 128 * 1024;

/// Most signature lines. The standard asks for at least 16; we have up to 255 witnesses and an author.
pub const SIGNATURE_LINES_MAX: usize = 256;

/// A note as read; nothing of it is believed yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    text: String,
    lines: Vec<SignatureLine>,
}

/// Why bytes are not a note, or not one to believe.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoteFlaw {
    /// More bytes than a note may have.
    #[error("a note has at most {NOTE_BYTES_MAX} bytes, found {found}")]
    Size {
        /// How many there are.
        found: usize,
    },
    /// Not UTF-8, or a control character other than the newline.
    #[error("the note is not plain UTF-8 text")]
    Characters,
    /// No empty line between text and signatures, or no newline at the end.
    #[error("the note is not a text, an empty line, and signature lines")]
    Form,
    /// More signatures than are looked at.
    #[error("a note has at most {SIGNATURE_LINES_MAX} signature lines, found {found}")]
    Count {
        /// How many there are.
        found: usize,
    },
    /// A line that is not dash, name and base64.
    #[error("signature line {at} is malformed")]
    Line {
        /// Its place, from 0.
        at: usize,
    },
    /// One known key signs twice.
    #[error("signature line {at} is the second of one key")]
    Repeated {
        /// Its place, from 0.
        at: usize,
    },
    /// A known key's signature does not verify.
    #[error("the signature in line {at} does not verify")]
    BadSignature {
        /// Its place, from 0.
        at: usize,
    },
    /// No known key has signed.
    #[error("no known key has signed the note")]
    Unsigned,
}

impl NoteFlaw {
    /// The stable name that vectors, metrics and logs use.
    pub fn name(&self) -> &'static str {
        match self {
            NoteFlaw::Size { .. } => "note-size",
            NoteFlaw::Characters => "note-characters",
            NoteFlaw::Form => "note-form",
            NoteFlaw::Count { .. } => "note-count",
            NoteFlaw::Line { .. } => "note-line",
            NoteFlaw::Repeated { .. } => "note-repeated",
            NoteFlaw::BadSignature { .. } => "bad-signature",
            NoteFlaw::Unsigned => "note-unsigned",
        }
    }
}

/// A line whose key is known and whose signature holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct VerifiedLine<'a> {
    /// Who signed.
    pub key: &'a NoteKey,
    /// When, in seconds since 1970, if the kind of signature says so.
    pub time: Option<u64>,
}

impl Note {
    /// A note of this text, which ends in a newline, and these signatures.
    pub(crate) fn new(text: String, lines: Vec<SignatureLine>) -> Self {
        Self { text, lines }
    }

    /// Reads a note.
    ///
    /// # Errors
    /// The first flaw.
    pub fn decode(bytes: &[u8]) -> Result<Self, NoteFlaw> {
        if bytes.len() > NOTE_BYTES_MAX {
            return Err(NoteFlaw::Size { found: bytes.len() });
        }
        let whole = std::str::from_utf8(bytes).map_err(|_| NoteFlaw::Characters)?;
        if whole.bytes().any(|byte| byte < 0x20 && byte != b'\n') {
            return Err(NoteFlaw::Characters);
        }
        // The text may have empty lines too; the last one parts it from the signatures.
        let gap = whole.rfind("\n\n").ok_or(NoteFlaw::Form)?;
        let (text, signatures) = (&whole[..=gap], &whole[gap + 2..]);
        let signatures = signatures.strip_suffix('\n').ok_or(NoteFlaw::Form)?;
        let found = signatures.split('\n').count();
        if found > SIGNATURE_LINES_MAX {
            return Err(NoteFlaw::Count { found });
        }
        let line = |(at, line)| SignatureLine::parse(line).ok_or(NoteFlaw::Line { at });
        let lines = signatures.split('\n').enumerate().map(line).collect::<Result<_, _>>()?;
        Ok(Self { text: text.to_owned(), lines })
    }

    /// The bytes.
    pub fn encode(&self) -> Vec<u8> {
        let mut whole = format!("{}\n", self.text);
        self.lines.iter().for_each(|line| line.write(&mut whole));
        whole.into_bytes()
    }

    /// What is signed: the lines of the text, each with its newline.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The signature lines, in order.
    pub fn lines(&self) -> &[SignatureLine] {
        &self.lines
    }

    /// Verifies every line of a known key; lines of others are passed over.
    ///
    /// # Errors
    /// When a known key's signature does not hold or stands twice, or there is none.
    pub fn verify<'a>(&self, known: &'a [NoteKey]) -> Result<Vec<VerifiedLine<'a>>, NoteFlaw> {
        let mut seen = BTreeSet::new();
        let mut verified = Vec::new();
        for (at, line) in self.lines.iter().enumerate() {
            let Some(key) = known.iter().find(|key| line.is_of(key)) else { continue };
            if !seen.insert((line.name(), line.key_id())) {
                return Err(NoteFlaw::Repeated { at });
            }
            let time = key
                .verify(&self.text, line.signature())
                .map_err(|BadSignature| NoteFlaw::BadSignature { at })?;
            verified.push(VerifiedLine { key, time });
        }
        if verified.is_empty() { Err(NoteFlaw::Unsigned) } else { Ok(verified) }
    }
}
