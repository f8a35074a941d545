//! One frame of the own log file: marker, lengths, digest, statement, body.
//!
//! The digest covers the lengths as well as the bytes, so a flipped length is found like any
//! other flip. The marker exists so that, after damage, a reader can tell "the file ends in half
//! a frame" from "a good frame stands behind a bad one": the first is a crash while writing and
//! may be cut off, the second never is.

use sha2::{Digest as _, Sha256};

/// Starts every frame. Not meant to be unlikely in a body: a marker alone proves nothing.
const MARKER: &[u8; 4] = b"\xC4\xA7OE";
/// Marker, two lengths of four bytes, SHA-256.
pub(crate) const FRAME_HEADER_BYTES: usize = 4 + 4 + 4 + 32;
/// Well above the 4 KiB of a statement, so that the limit that counts stays the ledger's.
const STATEMENT_BYTES_MAX: usize = 16 * 1024;
/// Well above the 256 KiB of a body, for the same reason.
const BODY_BYTES_MAX: usize = 1024 * 1024;
/// A torn write is at most one frame: 44 + 16,384 + 1,048,576 bytes.
pub(crate) const FRAME_BYTES_MAX: usize = FRAME_HEADER_BYTES + STATEMENT_BYTES_MAX + BODY_BYTES_MAX;

/// A frame that was read back whole.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Frame<'a> {
    pub(crate) statement: &'a [u8],
    pub(crate) body: &'a [u8],
}

impl Frame<'_> {
    /// How many bytes it takes in the file.
    pub(crate) fn bytes(&self) -> usize {
        FRAME_HEADER_BYTES + self.statement.len() + self.body.len()
    }
}

/// The frame as it is written, or nothing when a part is longer than the format allows.
pub(crate) fn encode(statement: &[u8], body: &[u8]) -> Option<Vec<u8>> {
    if statement.len() > STATEMENT_BYTES_MAX || body.len() > BODY_BYTES_MAX {
        return None;
    }
    let lengths = lengths(statement, body)?;
    let mut out = Vec::with_capacity(FRAME_HEADER_BYTES + statement.len() + body.len());
    out.extend_from_slice(MARKER);
    out.extend_from_slice(&lengths);
    out.extend_from_slice(&digest(&lengths, statement, body));
    out.extend_from_slice(statement);
    out.extend_from_slice(body);
    Some(out)
}

/// The frame that starts at the first byte, or nothing when there is no whole, unharmed one.
pub(crate) fn decode(bytes: &[u8]) -> Option<Frame<'_>> {
    let (header, rest) = bytes.split_at_checked(FRAME_HEADER_BYTES)?;
    let lengths: [u8; 8] = header[4..12].try_into().ok()?;
    let statement_bytes = length(&lengths[..4], STATEMENT_BYTES_MAX)?;
    let body_bytes = length(&lengths[4..], BODY_BYTES_MAX)?;
    let (statement, rest) = rest.split_at_checked(statement_bytes)?;
    let (body, _) = rest.split_at_checked(body_bytes)?;
    let whole = &header[..4] == MARKER && header[12..] == digest(&lengths, statement, body);
    whole.then_some(Frame { statement, body })
}

/// Whether a whole frame starts anywhere after the first byte.
pub(crate) fn stands_behind(bytes: &[u8]) -> bool {
    bytes
        .windows(MARKER.len())
        .enumerate()
        .skip(1)
        .any(|(at, window)| window == MARKER && decode(&bytes[at..]).is_some())
}

fn lengths(statement: &[u8], body: &[u8]) -> Option<[u8; 8]> {
    let mut out = [0; 8];
    out[..4].copy_from_slice(&u32::try_from(statement.len()).ok()?.to_be_bytes());
    out[4..].copy_from_slice(&u32::try_from(body.len()).ok()?.to_be_bytes());
    Some(out)
}

fn length(bytes: &[u8], bytes_max: usize) -> Option<usize> {
    let value = u32::from_be_bytes(bytes.try_into().ok()?);
    usize::try_from(value).ok().filter(|value| *value <= bytes_max)
}

fn digest(lengths: &[u8; 8], statement: &[u8], body: &[u8]) -> [u8; 32] {
    let mut hash = Sha256::new();
    hash.update(lengths);
    hash.update(statement);
    hash.update(body);
    hash.finalize().into()
}
