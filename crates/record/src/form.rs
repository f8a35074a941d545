//! Forms: texts with a syntax, such as dates, codes and hashes.
//!
//! A form is data: pieces that are matched one after the other, each taking as much as it can,
//! without going back. That is all our syntaxes need, it cannot blow up on hostile text, and the
//! same pieces print as the regular expression of the schema. Invariant: `has_syntax` and
//! `regex` agree, which a test checks against a regular expression engine.

use std::fmt::Write;

mod table;
#[cfg(test)]
mod tests;

pub(crate) use table::*;

/// A syntax.
pub(crate) struct Form {
    /// Its name in the schema's `$defs`.
    pub(crate) name: &'static str,
    /// What it is, for the person whose text is refused.
    pub(crate) about: &'static str,
    pub(crate) example: &'static str,
    /// The ways to write it; one has to match.
    pub(crate) ways: &'static [&'static [Piece]],
    /// What the syntax alone cannot say: a day that the calendar has.
    pub(crate) meaning: Option<fn(&str) -> bool>,
}

/// A part of a syntax.
pub(crate) enum Piece {
    /// Exactly this.
    Exactly(&'static str),
    /// Characters of a class, bounds included.
    Run(&'static [(u8, u8)], usize, usize),
    /// Pieces over and over, bounds included.
    Group(&'static [Piece], usize, usize),
}

impl Form {
    pub(crate) fn matches(&self, text: &str) -> bool {
        self.has_syntax(text) && self.meaning.is_none_or(|meaning| meaning(text))
    }

    /// What the regular expression says too.
    fn has_syntax(&self, text: &str) -> bool {
        self.ways.iter().any(|way| take_all(way, text.as_bytes()).is_some_and(<[u8]>::is_empty))
    }

    /// The syntax as a regular expression of the common subset (ECMA-262, RE2, Rust).
    pub(crate) fn regex(&self) -> String {
        let ways: Vec<String> =
            self.ways.iter().map(|way| way.iter().map(Piece::regex).collect::<String>()).collect();
        format!("^(?:{})$", ways.join("|"))
    }
}

/// What is left after the pieces, if they match.
fn take_all<'a>(pieces: &[Piece], text: &'a [u8]) -> Option<&'a [u8]> {
    pieces.iter().try_fold(text, |rest, piece| piece.take(rest))
}

impl Piece {
    fn take<'a>(&self, text: &'a [u8]) -> Option<&'a [u8]> {
        match self {
            Piece::Exactly(exact) => text.strip_prefix(exact.as_bytes()),
            Piece::Run(class, min, max) => {
                let in_class = |byte: &&u8| class.iter().any(|(a, z)| (a..=z).contains(byte));
                let length = text.iter().take(*max).take_while(in_class).count();
                (length >= *min).then(|| &text[length..])
            }
            Piece::Group(pieces, min, max) => {
                let mut rest = text;
                for round in 0..*max {
                    match take_all(pieces, rest) {
                        Some(next) => rest = next,
                        None if round >= *min => break,
                        None => return None,
                    }
                }
                Some(rest)
            }
        }
    }

    fn regex(&self) -> String {
        match self {
            Piece::Exactly(exact) => exact.chars().map(escape).collect(),
            Piece::Run(class, min, max) => {
                let mut regex = String::from("[");
                for (a, z) in *class {
                    regex.push_str(&escape(char::from(*a)));
                    if a != z {
                        regex.push('-');
                        regex.push_str(&escape(char::from(*z)));
                    }
                }
                regex + "]" + &times(*min, *max)
            }
            Piece::Group(pieces, min, max) => {
                let inner: String = pieces.iter().map(Piece::regex).collect();
                format!("(?:{inner}){}", times(*min, *max))
            }
        }
    }
}

fn times(min: usize, max: usize) -> String {
    match (min, max) {
        (1, 1) => String::new(),
        (0, 1) => "?".to_owned(),
        _ if min == max => format!("{{{min}}}"),
        _ => format!("{{{min},{max}}}"),
    }
}

/// What is neither letter nor digit is written by its number, which means itself everywhere.
fn escape(character: char) -> String {
    let mut escaped = String::new();
    if character.is_ascii_alphanumeric() {
        escaped.push(character);
    } else {
        let _ = write!(escaped, "\\u{:04x}", u32::from(character));
    }
    escaped
}
