//! Content that nothing else vouches for carries the digest of its key and itself.
//!
//! An entry is signed and a tile follows from entries; a paper is opaque here, and a promise is our
//! own word. What was changed, or stands under another key, is therefore told from what is good by
//! itself. The invariant: [`read`] takes what [`write`] gives, under the same key only.

use chancery_encoding::Digest;

/// The content, and in front of it the digest of key and content.
pub(crate) fn write(key: &[u8], content: &[u8]) -> Vec<u8> {
    [digest(key, content).as_bytes(), content].concat()
}

/// The content, or nothing when it is not what was written under this key.
pub(crate) fn read<'a>(key: &[u8], value: &'a [u8]) -> Option<&'a [u8]> {
    let (found, content) = value.split_at_checked(32)?;
    (found == digest(key, content).as_bytes()).then_some(content)
}

/// Of a key and what stands there. A key of a kind has one length, so no pair passes for another.
fn digest(key: &[u8], content: &[u8]) -> Digest {
    Digest::of(&[key, content].concat())
}
