//! Words beside each other, and how much of a text they are found in.

use crate::words::{is_hebrew, is_unspaced, words};

/// Words beside each other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Phrase {
    /// As it was written, without quotes.
    written: String,
    words: Vec<String>,
    end: End,
}

/// How the last word is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// The whole word.
    Word,
    /// Whatever begins so.
    Open,
}

impl Phrase {
    /// The phrase that a text stands for; none when there is no word in it.
    ///
    /// A text in a script without blanks has no end of a word: whatever follows in the same run may follow.
    pub(crate) fn read(text: &str, end: End) -> Option<Phrase> {
        let written = tidy(text);
        let mut words = words(&written);
        let last = words.last()?;
        let mut chars = last.chars();
        let alone = chars.next().filter(|c| chars.next().is_none() && is_unspaced(*c));
        let Some(alone) = alone else { return Some(Phrase { written, words, end }) };
        // A pair that ends with it is of the same run, and says all that it does.
        let before = words.iter().rev().nth(1);
        let paired = before.is_some_and(|before| {
            before.ends_with(alone)
                && before.chars().count() == 2
                && before.chars().all(is_unspaced)
        });
        if paired {
            words.pop();
        }
        let end = if paired { End::Word } else { End::Open };
        Some(Phrase { written, words, end })
    }

    /// As it was written.
    pub fn written(&self) -> &str {
        &self.written
    }

    /// The words, folded; never empty.
    pub fn words(&self) -> &[String] {
        &self.words
    }

    /// How the last of them is meant.
    pub fn end(&self) -> End {
        self.end
    }

    /// Whether the words of a text have these among them, side by side.
    pub fn is_in(&self, text: &[String]) -> bool {
        let (last, first) = self.words.split_last().expect("because a phrase has a word");
        text.windows(self.words.len()).any(|window| {
            let (end, begin) = window.split_last().expect("because the window is as long");
            begin == first
                && match self.end {
                    End::Word => end == last,
                    End::Open => end.starts_with(last.as_str()),
                }
        })
    }
}

/// One line, so that it can be printed between quotation marks; those that are letters of Hebrew stay.
fn tidy(text: &str) -> String {
    let chars: Vec<char> = text.chars().collect();
    let hebrew = |at: usize| chars.get(at).copied().is_some_and(is_hebrew);
    let plain = |(at, c): (usize, &char)| match c {
        '"' if at > 0 && hebrew(at - 1) && hebrew(at + 1) => '"',
        '"' => ' ',
        c if c.is_control() => ' ',
        c => *c,
    };
    let plain: String = chars.iter().enumerate().map(plain).collect();
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}
