//! What stands behind a colon, read as its field takes it.

use chancery_record::{Kind, Reference, vocabulary::Vocabularies};
use time::Date;

use crate::{
    ask::{Ask, Day, End, Exact, Number, Pattern, Phrase, Term, Within},
    date,
    document::{number, small},
    field::{Field, Takes},
    flaw::Wrong,
    nearest::nearest,
};
use range::Range;

mod closed;
mod code;
mod range;
mod vocabulary;

/// What values are read against.
#[derive(Clone, Copy)]
pub(crate) struct Reading<'a> {
    pub(crate) vocabularies: &'a Vocabularies,
    pub(crate) today: Date,
}

/// A value that was read.
pub(crate) struct Value {
    pub(crate) ask: Ask,
    /// What was read into it.
    pub(crate) notes: Vec<String>,
    /// How many words and conditions it counts for.
    pub(crate) weight: usize,
}

/// What is wrong, and where in the value: the first character, and how many.
pub(crate) type Misread = (usize, usize, Wrong);

/// A value as it was written.
#[derive(Clone, Copy)]
pub(crate) struct Written<'a> {
    pub(crate) text: &'a str,
    /// Whether a star stands behind it.
    pub(crate) end: End,
    pub(crate) form: Form,
}

/// Whether a value stands in quotes: then a comma in it is a comma.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Form {
    Bare,
    Quoted,
}

/// A piece of a value, where it begins, and whether a star stands behind it.
#[derive(Clone, Copy)]
struct Piece<'a> {
    at: usize,
    text: &'a str,
    end: End,
}

impl Piece<'_> {
    fn wrong<T>(self, wrong: Wrong) -> Result<T, Misread> {
        Err((self.at, self.text.chars().count(), wrong))
    }
}

fn term(term: Term) -> Value {
    Value { ask: Ask::Term(term), notes: Vec::new(), weight: 1 }
}

impl Reading<'_> {
    pub(crate) fn value(self, field: &Field, written: Written<'_>) -> Result<Value, Misread> {
        let Written { text, end, .. } = written;
        let whole = Piece { at: 0, text, end };
        if text.trim().is_empty() {
            let wrong = Wrong::NoValue { field: field.name, example: field.examples[0] };
            return whole.wrong(wrong);
        }
        if end == End::Open && !takes_star(field.takes) {
            let length = text.chars().count();
            return Err((length, 1, Wrong::Star));
        }
        match field.takes {
            Takes::Words(within) => each(written, |piece| phrase(within, piece)),
            Takes::Word(exact, vocabulary) => self.word(field, (exact, vocabulary), written),
            Takes::Kind => self.kind(field, written),
            Takes::Whole(exact) => each(written, |piece| compared(exact, piece)),
            Takes::Code(reach) => each(written, |piece| self.code(reach, piece)),
            Takes::Status => closed::status(field, written),
            Takes::Mark => closed::mark(field, written),
            Takes::Exercise => closed::exercise(field, whole),
            Takes::Marking => closed::marking(field, whole),
            Takes::Days(day) => self.days(day, whole),
            Takes::Since => {
                let (first, _) = self.span(whole)?;
                Ok(term(Term::Days { day: Day::Issued, from: Some(first), to: None }))
            }
            Takes::Until => {
                let (_, last) = self.span(whole)?;
                Ok(term(Term::Days { day: Day::Issued, from: None, to: Some(last) }))
            }
            Takes::Year => self.year(whole),
            Takes::Number(which) => numbers(which, whole),
            // The parser takes it, because it is said of the whole query.
            Takes::Sort => whole.wrong(Wrong::Sort),
        }
    }

    fn span(self, piece: Piece<'_>) -> Result<(Date, Date), Misread> {
        match date::span(piece.text, self.today) {
            Some(span) => Ok(span),
            None => piece.wrong(Wrong::Date { text: piece.text.to_owned() }),
        }
    }

    fn days(self, day: Day, whole: Piece<'_>) -> Result<Value, Misread> {
        let range = Range::read(whole)?.map(|piece| self.span(piece))?;
        let (from, to) = range.ends(
            |(first, _)| Some(*first),
            |(_, last)| Some(*last),
            |(_, last)| last.next_day(),
            |(first, _)| first.previous_day(),
        );
        match (from, to) {
            (Some(from), Some(to)) if from > to => whole.wrong(Wrong::Backwards),
            _ => Ok(term(Term::Days { day, from, to })),
        }
    }

    fn year(self, whole: Piece<'_>) -> Result<Value, Misread> {
        let is_year = |piece: &str| piece.len() == 4 && piece.bytes().all(|b| b.is_ascii_digit());
        let range = Range::read(whole)?.map(|piece| match is_year(piece.text) {
            true => self.span(piece),
            false => piece.wrong(Wrong::Number { text: piece.text.to_owned() }),
        });
        range?;
        self.days(Day::Issued, whole)
    }

    fn kind(self, field: &Field, written: Written<'_>) -> Result<Value, Misread> {
        let mut one_of = Vec::new();
        for piece in pieces(written)? {
            let text = small(piece.text);
            let mut known = Kind::ALL.iter().map(|kind| kind.as_str());
            let fits = match piece.end {
                End::Open => known.any(|kind| kind.starts_with(&text)),
                End::Word => known.any(|kind| kind == text),
            };
            if !fits {
                let known = Kind::ALL.iter().map(|kind| (kind.as_str(), kind.as_str()));
                let nearest = nearest(&text, known);
                let text = piece.text.to_owned();
                return piece.wrong(Wrong::Word { field: field.name, text, nearest });
            }
            one_of.push(pattern(text, piece.end));
        }
        Ok(exactly(Exact::Kind, one_of))
    }
}

fn takes_star(takes: Takes) -> bool {
    match takes {
        Takes::Words(_) | Takes::Word(..) | Takes::Kind | Takes::Whole(_) | Takes::Code(_) => true,
        Takes::Status
        | Takes::Mark
        | Takes::Exercise
        | Takes::Marking
        | Takes::Days(_)
        | Takes::Since
        | Takes::Until
        | Takes::Year
        | Takes::Number(_)
        | Takes::Sort => false,
    }
}

/// The parts of a list with commas. A comma at an end is nothing.
fn pieces(written: Written<'_>) -> Result<Vec<Piece<'_>>, Misread> {
    let Written { text, end, form } = written;
    if form == Form::Quoted {
        return Ok(vec![Piece { at: 0, text, end }]);
    }
    let (mut at, mut pieces) = (0, Vec::new());
    let mut parts = text.split(',').peekable();
    while let Some(part) = parts.next() {
        let inner = parts.peek().and_then(|_| part.strip_suffix('*'));
        let end = match (inner, parts.peek()) {
            (Some(_), _) => End::Open,
            (None, Some(_)) => End::Word,
            (None, None) => end,
        };
        let text = inner.unwrap_or(part);
        if let Some(star) = text.chars().position(|c| c == '*') {
            return Err((at + star, 1, Wrong::Star));
        }
        if !text.is_empty() {
            pieces.push(Piece { at, text, end });
        }
        at += part.chars().count() + 1;
    }
    let nothing = || (0, text.chars().count(), Wrong::NoWord { text: text.to_owned() });
    if pieces.is_empty() { Err(nothing()) } else { Ok(pieces) }
}

/// One value, or any of several.
fn each(
    written: Written<'_>,
    read: impl Fn(Piece<'_>) -> Result<Value, Misread>,
) -> Result<Value, Misread> {
    let (mut asks, mut notes, mut weight) = (Vec::new(), Vec::new(), 0);
    for piece in pieces(written)? {
        let value = read(piece)?;
        asks.push(value.ask);
        notes.extend(value.notes);
        weight += value.weight;
    }
    Ok(Value { ask: Ask::or(asks), notes, weight })
}

fn phrase(within: Within, piece: Piece<'_>) -> Result<Value, Misread> {
    let Some(phrase) = Phrase::read(piece.text, piece.end) else {
        return piece.wrong(Wrong::NoWord { text: piece.text.to_owned() });
    };
    let weight = phrase.words().len();
    Ok(Value { weight, ..term(Term::Words { within, phrase }) })
}

fn pattern(text: String, end: End) -> Pattern {
    match end {
        End::Word => Pattern::Is(text),
        End::Open => Pattern::Begins(text),
    }
}

/// One of these, each once and in order, so that two spellings of one list are one query.
fn exactly(exact: Exact, mut one_of: Vec<Pattern>) -> Value {
    let weight = one_of.len();
    one_of.sort();
    one_of.dedup();
    Value { weight, ..term(Term::Exact { exact, one_of }) }
}

/// A reference as it is spelled, also of somebody who left out the noughts.
fn reference(text: &str) -> String {
    let plain = small(text).replace('"', " ");
    let mut parts = plain.splitn(3, '-');
    let (state, year) = (parts.next(), parts.next());
    let number = parts.next().and_then(|number| number.parse().ok());
    let spelled = || {
        let state = state?.to_uppercase().parse().ok()?;
        Some(Reference::new(state, year?.parse().ok()?, number?)?.to_string())
    };
    spelled().map_or(plain.clone(), |spelled| small(&spelled))
}

/// A text that is compared whole.
fn compared(exact: Exact, whole: Piece<'_>) -> Result<Value, Misread> {
    if let Some(star) = whole.text.chars().position(|c| c == '*') {
        return Err((whole.at + star, 1, Wrong::Star));
    }
    let text = match exact {
        Exact::Identifier => number(whole.text),
        Exact::Reference if whole.end == End::Word => reference(whole.text.trim()),
        _ => small(whole.text.trim()).replace('"', " "),
    };
    let hexadecimal = |text: &str| text.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'));
    let end = match exact {
        Exact::Id if !hexadecimal(&text) || !(8..=64).contains(&text.len()) => {
            return whole.wrong(Wrong::Id { text: whole.text.to_owned() });
        }
        // A part of an id is its beginning, also without a star.
        Exact::Id if text.len() < 64 => End::Open,
        Exact::Id => End::Word,
        _ if text.is_empty() => {
            return whole.wrong(Wrong::NoWord { text: whole.text.to_owned() });
        }
        _ => whole.end,
    };
    Ok(exactly(exact, vec![pattern(text, end)]))
}

fn numbers(number: Number, whole: Piece<'_>) -> Result<Value, Misread> {
    let read = |piece: Piece<'_>| match piece.text.parse::<u32>() {
        Ok(found) if piece.text.bytes().all(|byte| byte.is_ascii_digit()) => Ok(found),
        _ => piece.wrong(Wrong::Number { text: piece.text.to_owned() }),
    };
    let range = Range::read(whole)?.map(read)?;
    let below = |at: &u32| at.checked_sub(1);
    let (from, to) = range.ends(|at| Some(*at), |at| Some(*at), |at| at.checked_add(1), below);
    // Below nothing, and above everything, there is no number.
    let empty = range.is_strict() && from.is_none() && to.is_none();
    let (from, to) = (from.unwrap_or(0), to.unwrap_or(u32::MAX));
    match range {
        Range::Between(..) if from > to => whole.wrong(Wrong::Backwards),
        _ if from > to || empty => whole.wrong(Wrong::Beyond),
        _ => Ok(term(Term::Number { number, from, to })),
    }
}
