//! Rows that nothing else vouches for: each carries the digest of its key and its content.
//!
//! An entry is signed and a tile follows from entries; a note is opaque here, and a promise is our
//! own word. A row that was changed, or stands under another key, is therefore told from a good
//! one by itself. The invariant: [`read`] takes what [`write`] gives, under the same key only.

use chancery_encoding::Digest;

/// Key and content with the digest of both in front of the content.
pub(crate) fn write(key: &[u8], content: &[u8]) -> Vec<u8> {
    [digest(key, content).as_bytes(), content].concat()
}

/// The content, or nothing when it is not what was written under this key.
pub(crate) fn read<'a>(key: &[u8], value: &'a [u8]) -> Option<&'a [u8]> {
    let (found, content) = value.split_at_checked(32)?;
    (found == digest(key, content).as_bytes()).then_some(content)
}

/// A key of a kind has one length, so no key and content pass for another pair.
fn digest(key: &[u8], content: &[u8]) -> Digest {
    Digest::of(&[key, content].concat())
}
