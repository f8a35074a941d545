//! One text out of checked bytes, without building the tree.
//!
//! A verifier wants two or three fields of a body that it does not otherwise read, once for every
//! statement; a tree of everything would cost as much as the signature. Invariant: on bytes that
//! pass [`check`](crate::check) it finds what a decode would find; on others it finds something or
//! nothing, and never panics.

#[cfg(test)]
mod tests;

use crate::scan::{DEPTH_CEILING, Head, head};

/// The text at `path`, which leads through maps by text keys; none when something else is there.
pub fn text_at<'a>(bytes: &'a [u8], path: &[&str]) -> Option<&'a str> {
    text(bytes, place_of(bytes, path)?).map(|(text, _)| text)
}

/// The texts of the array at `path`; none when something else is there, or something else among them.
pub fn texts_at<'a>(bytes: &'a [u8], path: &[&str]) -> Option<Vec<&'a str>> {
    let (Head { major: 4, argument }, mut at) = head(bytes, place_of(bytes, path)?).ok()? else {
        return None;
    };
    let mut texts = Vec::new();
    for _ in 0..argument {
        let (found, next) = text(bytes, at)?;
        texts.push(found);
        at = next;
    }
    Some(texts)
}

/// Where the value at `path` starts.
fn place_of(bytes: &[u8], path: &[&str]) -> Option<usize> {
    path.iter().try_fold(0, |at, key| value_of(bytes, at, key))
}

/// Where the value of `key` starts in the map at `at`.
fn value_of(bytes: &[u8], at: usize, key: &str) -> Option<usize> {
    let (Head { major: 5, argument }, mut at) = head(bytes, at).ok()? else {
        return None;
    };
    for _ in 0..argument {
        if let Some((found, next)) = text(bytes, at)
            && found == key
        {
            return Some(next);
        }
        at = skip(bytes, at, 0)?;
        at = skip(bytes, at, 0)?;
    }
    None
}

/// The text at `at` and the place behind it.
fn text(bytes: &[u8], at: usize) -> Option<(&str, usize)> {
    let (Head { major: 3, argument }, at) = head(bytes, at).ok()? else {
        return None;
    };
    let end = at.checked_add(usize::try_from(argument).ok()?)?;
    Some((std::str::from_utf8(bytes.get(at..end)?).ok()?, end))
}

/// The place behind the item at `at`.
fn skip(bytes: &[u8], at: usize, depth: usize) -> Option<usize> {
    let (Head { major, argument }, next) = head(bytes, at).ok()?;
    if depth > DEPTH_CEILING {
        return None;
    }
    let items = match major {
        2 | 3 => return next.checked_add(usize::try_from(argument).ok()?),
        4 => argument,
        5 => argument.checked_mul(2)?,
        6 => 1,
        _ => 0,
    };
    // An item that is not there ends the loop, so a hostile count costs nothing.
    (0..items).try_fold(next, |at, _| skip(bytes, at, depth + 1))
}
