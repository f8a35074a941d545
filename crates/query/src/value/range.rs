//! Ranges: `3..5`, `3..`, `..5`, `>=3`, `<5`, or one value.

use super::{Misread, Piece};
use crate::flaw::Wrong;

/// A range as it was written.
#[derive(Clone, Copy)]
pub(super) enum Range<T> {
    Is(T),
    AtLeast(T),
    AtMost(T),
    Above(T),
    Below(T),
    Between(T, T),
}

impl<'a> Range<Piece<'a>> {
    pub(super) fn read(whole: Piece<'a>) -> Result<Self, Misread> {
        let behind =
            |length: usize| Piece { at: whole.at + length, text: &whole.text[length..], ..whole };
        let text = whole.text;
        if let Some((from, to)) = text.split_once("..") {
            let ends = (
                Piece { text: from, ..whole },
                Piece { at: whole.at + from.chars().count() + 2, text: to, ..whole },
            );
            return match (from.is_empty(), to.is_empty()) {
                (true, true) => whole.wrong(Wrong::Endless),
                (true, false) => Ok(Range::AtMost(ends.1)),
                (false, true) => Ok(Range::AtLeast(ends.0)),
                (false, false) => Ok(Range::Between(ends.0, ends.1)),
            };
        }
        Ok(match text {
            text if text.starts_with(">=") => Range::AtLeast(behind(2)),
            text if text.starts_with("<=") => Range::AtMost(behind(2)),
            text if text.starts_with('>') => Range::Above(behind(1)),
            text if text.starts_with('<') => Range::Below(behind(1)),
            text if text.starts_with('=') => Range::Is(behind(1)),
            _ => Range::Is(whole),
        })
    }
}

impl<T> Range<T> {
    pub(super) fn map<S>(
        self,
        mut read: impl FnMut(T) -> Result<S, Misread>,
    ) -> Result<Range<S>, Misread> {
        Ok(match self {
            Range::Is(one) => Range::Is(read(one)?),
            Range::AtLeast(one) => Range::AtLeast(read(one)?),
            Range::AtMost(one) => Range::AtMost(read(one)?),
            Range::Above(one) => Range::Above(read(one)?),
            Range::Below(one) => Range::Below(read(one)?),
            Range::Between(from, to) => Range::Between(read(from)?, read(to)?),
        })
    }

    /// Both ends, included. What is read may be longer than a point: a month has a first and a last day, one
    /// behind it and one before it.
    pub(super) fn ends<P>(
        &self,
        first: impl Fn(&T) -> Option<P>,
        last: impl Fn(&T) -> Option<P>,
        behind: impl Fn(&T) -> Option<P>,
        before: impl Fn(&T) -> Option<P>,
    ) -> (Option<P>, Option<P>) {
        match self {
            Range::Is(one) => (first(one), last(one)),
            Range::AtLeast(one) => (first(one), None),
            Range::AtMost(one) => (None, last(one)),
            Range::Above(one) => (behind(one), None),
            Range::Below(one) => (None, before(one)),
            Range::Between(from, to) => (first(from), last(to)),
        }
    }

    /// Whether the end itself is left out.
    pub(super) fn is_strict(&self) -> bool {
        matches!(self, Range::Above(_) | Range::Below(_))
    }
}
