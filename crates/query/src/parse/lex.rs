//! From a text to tokens, each with where it stands.
//!
//! Everything is a token: no text is refused here but a quotation without an end. What a token may mean in
//! its place is for the parser.

use crate::{
    flaw::{Flaw, Wrong},
    words::is_hebrew,
};

/// A piece of the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Token {
    pub(crate) at: usize,
    pub(crate) length: usize,
    pub(crate) what: What,
}

/// What a piece is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum What {
    /// `(`
    Open,
    /// `)`
    Close,
    /// A stroke right before what is not wanted.
    Minus,
    /// A name and a colon; the value is the next token, if that begins right behind.
    Field(String),
    /// A run without blanks.
    Bare(String),
    /// What stood between quotation marks.
    Quoted {
        /// The text.
        text: String,
        /// Whether a star stands right behind.
        star: Star,
    },
}

/// Whether a star stands behind a quotation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Star {
    Yes,
    No,
}

/// The marks that begin a quotation, each with those that end it. People paste what a word processor wrote.
const QUOTES: [(char, &[char]); 5] =
    [('"', &['"']), ('“', &['”', '“']), ('„', &['“', '”']), ('«', &['»']), ('»', &['«'])];

fn closers(c: char) -> Option<&'static [char]> {
    QUOTES.iter().find(|(open, _)| *open == c).map(|(_, close)| *close)
}

/// The tokens of a text.
pub(super) fn lex(text: &[char]) -> Result<Vec<Token>, Flaw> {
    let mut tokens = Vec::new();
    let mut at = 0;
    while at < text.len() {
        let from = at;
        let next = text.get(at + 1);
        let what = match text[at] {
            c if c.is_whitespace() || c.is_control() => {
                at += 1;
                continue;
            }
            '(' => single(&mut at, What::Open),
            ')' => single(&mut at, What::Close),
            '-' if next.is_some_and(|c| !c.is_whitespace() && !matches!(c, ')' | '-')) => {
                single(&mut at, What::Minus)
            }
            c if closers(c).is_some() => quoted(text, &mut at)?,
            _ => match field(text, at) {
                Some(name) => {
                    at += name.chars().count() + 1;
                    tokens.push(Token { at: from, length: at - from, what: What::Field(name) });
                    tokens.extend(value(text, &mut at)?);
                    continue;
                }
                None => What::Bare(bare(text, &mut at, Place::Free)),
            },
        };
        tokens.push(Token { at: from, length: at - from, what });
    }
    Ok(tokens)
}

fn single(at: &mut usize, what: What) -> What {
    *at += 1;
    what
}

/// What stands right behind a colon, if it is no bracket.
fn value(text: &[char], at: &mut usize) -> Result<Option<Token>, Flaw> {
    let from = *at;
    let what = match text.get(from) {
        Some('(' | ')') | None => return Ok(None),
        Some(c) if c.is_whitespace() || c.is_control() => return Ok(None),
        Some(c) if closers(*c).is_some() => quoted(text, at)?,
        Some(_) => What::Bare(bare(text, at, Place::Value)),
    };
    Ok(Some(Token { at: from, length: *at - from, what }))
}

/// The name of a field, when one begins here.
fn field(text: &[char], from: usize) -> Option<String> {
    let rest = &text[from..];
    let length =
        rest.iter().take_while(|c| c.is_ascii_alphabetic() || matches!(c, '-' | '_')).count();
    let named = length > 0 && rest[0].is_ascii_alphabetic() && rest.get(length) == Some(&':');
    named.then(|| rest[..length].iter().collect())
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    /// By itself: a bracket ends it.
    Free,
    /// Behind a colon: brackets may stand inside it, as in the codes of Japan.
    Value,
}

fn bare(text: &[char], at: &mut usize, place: Place) -> String {
    let (from, mut depth) = (*at, 0_usize);
    while let Some(c) = text.get(*at) {
        match c {
            '(' if place == Place::Value => depth += 1,
            ')' if depth > 0 => depth -= 1,
            '(' | ')' => break,
            c if c.is_whitespace() || c.is_control() => break,
            c if *at > from && closers(*c).is_some() && !is_inside(text, *at) => break,
            _ => {}
        }
        *at += 1;
    }
    text[from..*at].iter().collect()
}

fn quoted(text: &[char], at: &mut usize) -> Result<What, Flaw> {
    let from = *at;
    let ends = closers(text[from]).unwrap_or_default();
    let mut end = from + 1;
    while text.get(end).is_some_and(|c| !ends.contains(c) || is_inside(text, end)) {
        end += 1;
    }
    if end == text.len() {
        return Err(Flaw { at: from, length: end - from, wrong: Wrong::Quote });
    }
    let star = if text.get(end + 1) == Some(&'*') { Star::Yes } else { Star::No };
    *at = if star == Star::Yes { end + 2 } else { end + 1 };
    Ok(What::Quoted { text: text[from + 1..end].iter().collect(), star })
}

/// Hebrew writes abbreviations with a quotation mark before the last letter.
fn is_inside(text: &[char], at: usize) -> bool {
    let hebrew = |at: usize| text.get(at).copied().is_some_and(is_hebrew);
    text[at] == '"' && at > 0 && hebrew(at - 1) && hebrew(at + 1)
}
