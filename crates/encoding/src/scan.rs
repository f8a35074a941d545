//! The strict scan that stands in front of every decode.
//!
//! It exists because general CBOR readers accept many spellings of one value; a signature or a
//! hash then covers bytes that another reader would write differently. The scan allocates nothing,
//! so that a hostile length costs nothing either: every length is compared with the bytes that are
//! really there before anyone acts on it.
//!
//! Invariant: bytes that pass have exactly one value, and that value has exactly these bytes.

#[cfg(test)]
mod tests;

/// No caller may allow deeper nesting than this, whatever its [`Limits`] say.
///
/// Scan and decode recurse once a level. 64 levels at well under 1 KiB of stack each stay far
/// inside the 2 MiB of a spawned thread; the deepest structure of ours has 8.
pub const DEPTH_CEILING: usize = 64;

/// What the caller is prepared to read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Most bytes of the whole item.
    pub bytes_max: usize,
    /// Most arrays, maps and tags inside one another; a bare integer has depth 0.
    pub depth_max: usize,
    /// The one tag that may stand at the very top (18 for `COSE_Sign1`); none elsewhere.
    pub tag: Option<u64>,
}

/// Why bytes are not the deterministic CBOR that was asked for, and where.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{kind} at byte {offset}")]
pub struct Flaw {
    /// What is wrong.
    pub kind: FlawKind,
    /// Where the offending item starts, counted from the first byte.
    pub offset: usize,
}

/// The ways in which bytes can fail the scan.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FlawKind {
    /// The bytes end inside an item.
    Truncated,
    /// Something follows the one item.
    Trailing,
    /// A number or length is written in more bytes than it needs.
    NotShortest,
    /// An indefinite length, or the break that ends one.
    Indefinite,
    /// A map key that sorts before the key in front of it.
    UnsortedKeys,
    /// A map key for the second time.
    DuplicateKey,
    /// A floating-point number of any width.
    Float,
    /// A text string that is not UTF-8.
    BadUtf8,
    /// An encoding that RFC 8949 keeps in reserve or calls malformed.
    Reserved,
    /// A tag other than the one allowed at the top.
    TagNotAllowed,
    /// A simple value other than false, true and null.
    SimpleNotAllowed,
    /// More nesting than the limits allow.
    TooDeep,
    /// More bytes than the limits allow.
    TooLong,
}

impl FlawKind {
    /// The stable name that vectors, metrics and logs use.
    pub fn name(self) -> &'static str {
        match self {
            FlawKind::Truncated => "truncated",
            FlawKind::Trailing => "trailing",
            FlawKind::NotShortest => "not-shortest",
            FlawKind::Indefinite => "indefinite",
            FlawKind::UnsortedKeys => "unsorted-keys",
            FlawKind::DuplicateKey => "duplicate-key",
            FlawKind::Float => "float",
            FlawKind::BadUtf8 => "bad-utf8",
            FlawKind::Reserved => "reserved",
            FlawKind::TagNotAllowed => "tag-not-allowed",
            FlawKind::SimpleNotAllowed => "simple-not-allowed",
            FlawKind::TooDeep => "too-deep",
            FlawKind::TooLong => "too-long",
        }
    }
}

impl std::fmt::Display for FlawKind {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            FlawKind::Truncated => "the bytes end early",
            FlawKind::Trailing => "bytes follow the item",
            FlawKind::NotShortest => "a number is not in its shortest form",
            FlawKind::Indefinite => "an indefinite length",
            FlawKind::UnsortedKeys => "map keys are not sorted",
            FlawKind::DuplicateKey => "a map key is repeated",
            FlawKind::Float => "a floating-point number",
            FlawKind::BadUtf8 => "text is not UTF-8",
            FlawKind::Reserved => "a reserved encoding",
            FlawKind::TagNotAllowed => "a tag that is not allowed here",
            FlawKind::SimpleNotAllowed => "a simple value other than false, true and null",
            FlawKind::TooDeep => "nesting is too deep",
            FlawKind::TooLong => "too many bytes",
        })
    }
}

/// Scans one item that must fill `bytes` exactly, allocating nothing.
///
/// # Errors
/// The first [`Flaw`] in reading order.
pub fn check(bytes: &[u8], limits: Limits) -> Result<(), Flaw> {
    if bytes.len() > limits.bytes_max {
        return Err(Flaw { kind: FlawKind::TooLong, offset: limits.bytes_max });
    }
    let mut scan = Scan { bytes, at: 0, depth_max: limits.depth_max.min(DEPTH_CEILING) };
    scan.item(0, limits.tag)?;
    if scan.at < bytes.len() {
        return Err(Flaw { kind: FlawKind::Trailing, offset: scan.at });
    }
    Ok(())
}

/// The first byte of an item and the number behind it.
#[derive(Clone, Copy)]
pub(crate) struct Head {
    /// Major type, 0 to 7.
    pub(crate) major: u8,
    /// The number: a value, a length, a count, a tag, or a simple value.
    pub(crate) argument: u64,
}

/// Reads the head at `at` and gives it with the offset behind it.
pub(crate) fn head(bytes: &[u8], at: usize) -> Result<(Head, usize), Flaw> {
    let flaw = |kind| Flaw { kind, offset: at };
    let first = *bytes.get(at).ok_or(flaw(FlawKind::Truncated))?;
    let (major, info) = (first >> 5, first & 0x1f);
    let width = match info {
        0..=23 => return Ok((Head { major, argument: u64::from(info) }, at + 1)),
        24..=27 if major == 7 && info > 24 => return Err(flaw(FlawKind::Float)),
        24..=27 => 1usize << (info - 24),
        31 if matches!(major, 2..=5 | 7) => return Err(flaw(FlawKind::Indefinite)),
        _ => return Err(flaw(FlawKind::Reserved)),
    };
    let tail = bytes.get(at + 1..at + 1 + width).ok_or(flaw(FlawKind::Truncated))?;
    let argument = tail.iter().fold(0u64, |sum, byte| (sum << 8) | u64::from(*byte));
    let least = match width {
        1 if major == 7 => 32,
        1 => 24,
        2 => 1 << 8,
        4 => 1 << 16,
        _ => 1 << 32,
    };
    if argument < least {
        // A two-byte simple value below 32 is malformed, not merely long.
        let kind = if major == 7 { FlawKind::Reserved } else { FlawKind::NotShortest };
        return Err(flaw(kind));
    }
    Ok((Head { major, argument }, at + 1 + width))
}

struct Scan<'a> {
    bytes: &'a [u8],
    at: usize,
    depth_max: usize,
}

impl Scan<'_> {
    fn item(&mut self, depth: usize, tag: Option<u64>) -> Result<(), Flaw> {
        let start = self.at;
        let flaw = |kind| Flaw { kind, offset: start };
        let (Head { major, argument }, next) = head(self.bytes, start)?;
        self.at = next;
        if (4..=6).contains(&major) && depth >= self.depth_max {
            return Err(flaw(FlawKind::TooDeep));
        }
        match major {
            0 | 1 => Ok(()),
            2 | 3 => {
                let text = self.string(argument).ok_or(flaw(FlawKind::Truncated))?;
                if major == 3 && std::str::from_utf8(text).is_err() {
                    return Err(flaw(FlawKind::BadUtf8));
                }
                Ok(())
            }
            4 => {
                let count = self.count(argument, 1).ok_or(flaw(FlawKind::Truncated))?;
                (0..count).try_for_each(|_| self.item(depth + 1, None))
            }
            5 => {
                let count = self.count(argument, 2).ok_or(flaw(FlawKind::Truncated))?;
                self.entries(count, depth + 1)
            }
            6 if tag == Some(argument) => self.item(depth + 1, None),
            6 => Err(flaw(FlawKind::TagNotAllowed)),
            _ if (20..=22).contains(&argument) => Ok(()),
            _ => Err(flaw(FlawKind::SimpleNotAllowed)),
        }
    }

    /// Key order is the order of the encoded keys, so comparing slices is the whole test.
    fn entries(&mut self, count: usize, depth: usize) -> Result<(), Flaw> {
        let mut last: Option<(usize, usize)> = None;
        for _ in 0..count {
            let start = self.at;
            self.item(depth, None)?;
            let key = &self.bytes[start..self.at];
            if let Some((from, to)) = last {
                let kind = match key.cmp(&self.bytes[from..to]) {
                    std::cmp::Ordering::Greater => None,
                    std::cmp::Ordering::Equal => Some(FlawKind::DuplicateKey),
                    std::cmp::Ordering::Less => Some(FlawKind::UnsortedKeys),
                };
                if let Some(kind) = kind {
                    return Err(Flaw { kind, offset: start });
                }
            }
            last = Some((start, self.at));
            self.item(depth, None)?;
        }
        Ok(())
    }

    fn string(&mut self, length: u64) -> Option<&[u8]> {
        let end = self.at.checked_add(usize::try_from(length).ok()?)?;
        let string = self.bytes.get(self.at..end)?;
        self.at = end;
        Some(string)
    }

    /// A count that the remaining bytes could hold: every item takes at least one byte.
    fn count(&self, argument: u64, items_each: usize) -> Option<usize> {
        let count = usize::try_from(argument).ok()?;
        (count.checked_mul(items_each)? <= self.bytes.len() - self.at).then_some(count)
    }
}
