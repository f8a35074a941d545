//! From checked bytes to a tree of values, and back.
//!
//! The tree is ciborium's `Value`; the reading and writing are our own, because ciborium neither
//! sorts map keys nor refuses anything, and a second reader behind the scan could disagree with
//! it about what the bytes mean.
//!
//! Invariant: `encode(decode(b)) == b` for all bytes that decode.

#[cfg(test)]
pub(crate) mod tests;

use ciborium::Value;

use crate::scan::{Flaw, Head, Limits, check, head};

/// Checks `bytes` and reads them.
///
/// # Errors
/// The [`Flaw`] that [`check`] finds.
pub fn decode(bytes: &[u8], limits: Limits) -> Result<Value, Flaw> {
    check(bytes, limits)?;
    read(bytes, &mut 0)
}

/// Reads one item of bytes that have passed the scan, and moves `at` behind it.
fn read(bytes: &[u8], at: &mut usize) -> Result<Value, Flaw> {
    let (Head { major, argument }, next) = head(bytes, *at)?;
    *at = next;
    let length = usize::try_from(argument).unwrap_or(usize::MAX);
    Ok(match major {
        0 => Value::Integer(argument.into()),
        1 => Value::Integer(negative(argument)),
        2 => Value::Bytes(slice(bytes, at, length).to_vec()),
        3 => Value::Text(String::from_utf8_lossy(slice(bytes, at, length)).into_owned()),
        4 => {
            // The scan has seen all the items, so the count is at most the bytes that are here.
            let mut items = Vec::with_capacity(length.min(bytes.len()));
            for _ in 0..length {
                items.push(read(bytes, at)?);
            }
            Value::Array(items)
        }
        5 => {
            let mut entries = Vec::with_capacity(length.min(bytes.len()));
            for _ in 0..length {
                entries.push((read(bytes, at)?, read(bytes, at)?));
            }
            Value::Map(entries)
        }
        6 => Value::Tag(argument, Box::new(read(bytes, at)?)),
        _ if argument == 22 => Value::Null,
        _ => Value::Bool(argument == 21),
    })
}

fn slice<'a>(bytes: &'a [u8], at: &mut usize, length: usize) -> &'a [u8] {
    let start = *at;
    *at = start.saturating_add(length).min(bytes.len());
    &bytes[start..*at]
}

/// Major type 1 carries `-1 - argument`, which reaches beyond `i64`.
fn negative(argument: u64) -> ciborium::value::Integer {
    ciborium::value::Integer::try_from(-1 - i128::from(argument))
        .expect("because CBOR's integers are those of major types 0 and 1")
}

/// Writes `value` deterministically: shortest forms, map entries sorted by their encoded keys.
///
/// It never fails, and it never drops anything: a float, a tag or a repeated key is written, and
/// [`check`] refuses it at the next door.
pub fn encode(value: &Value) -> Vec<u8> {
    let mut out = Vec::new();
    write(&mut out, value);
    out
}

fn write(out: &mut Vec<u8>, value: &Value) {
    match value {
        Value::Integer(integer) => {
            let number = i128::from(*integer);
            let (major, argument) = if number < 0 { (1, -1 - number) } else { (0, number) };
            write_head(out, major, u64::try_from(argument).unwrap_or(u64::MAX));
        }
        Value::Bytes(bytes) => {
            write_head(out, 2, bytes.len() as u64);
            out.extend_from_slice(bytes);
        }
        Value::Text(text) => {
            write_head(out, 3, text.len() as u64);
            out.extend_from_slice(text.as_bytes());
        }
        Value::Array(items) => {
            write_head(out, 4, items.len() as u64);
            items.iter().for_each(|item| write(out, item));
        }
        Value::Map(entries) => write_map(out, entries),
        Value::Tag(tag, inner) => {
            write_head(out, 6, *tag);
            write(out, inner);
        }
        Value::Bool(truth) => out.push(if *truth { 0xf5 } else { 0xf4 }),
        Value::Null => out.push(0xf6),
        other => ciborium::into_writer(other, out).expect("because a Vec takes every write"),
    }
}

fn write_map(out: &mut Vec<u8>, entries: &[(Value, Value)]) {
    write_head(out, 5, entries.len() as u64);
    let mut keyed: Vec<(Vec<u8>, &Value)> =
        entries.iter().map(|(key, value)| (encode(key), value)).collect();
    keyed.sort_by(|left, right| left.0.cmp(&right.0));
    for (key, value) in keyed {
        out.extend_from_slice(&key);
        write(out, value);
    }
}

fn write_head(out: &mut Vec<u8>, major: u8, argument: u64) {
    let high = major << 5;
    let wide = argument.to_be_bytes();
    match argument {
        0..=23 => out.push(high | wide[7]),
        24..=0xff => out.extend_from_slice(&[high | 24, wide[7]]),
        0x100..=0xffff => {
            out.push(high | 25);
            out.extend_from_slice(&wide[6..]);
        }
        0x1_0000..=0xffff_ffff => {
            out.push(high | 26);
            out.extend_from_slice(&wide[4..]);
        }
        _ => {
            out.push(high | 27);
            out.extend_from_slice(&wide);
        }
    }
}
