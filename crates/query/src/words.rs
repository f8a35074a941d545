//! Words: how a text is divided and folded, in one place.
//!
//! The evaluator, the index and what is typed all go through [`words`], so a spelling that is found by one
//! is found by the others. Folding takes away what people leave out when they type: case, accents, vowel
//! points, forms of letters that differ only in shape. It does not transliterate and it drops no word.
//! Invariant: folding what is folded changes nothing.

mod fold;
#[cfg(test)]
mod tests;

use fold::Sort;

pub(crate) use fold::is_hebrew;

/// Longer words are cut, here and in the index alike: a name of ten thousand letters is no name, and a
/// term of the index has to stay small. The longest word of a dictionary has about 60 letters.
pub(crate) const WORD_CHARS_MAX: usize = 64;

/// The words of a text, in their order.
///
/// A script that is written without blanks gives its characters in overlapping pairs and the last one of
/// each run alone: `監視機器` is `監視`, `視機`, `機器`, `器`. So a part of a run is found as a phrase.
pub fn words(text: &str) -> Vec<String> {
    let mut cutter = Cutter::default();
    if text.is_ascii() {
        for byte in text.bytes() {
            if byte.is_ascii_alphanumeric() {
                cutter.letter(char::from(byte.to_ascii_lowercase()));
            } else {
                cutter.end();
            }
        }
    } else {
        let mut before = None;
        let mut folded = fold::folded(text).peekable();
        while let Some(c) = folded.next() {
            match fold::sort(c, before, folded.peek().copied()) {
                Sort::Letter => cutter.letter(c),
                Sort::Unspaced => cutter.unspaced(c),
                Sort::Nothing => continue,
                Sort::Break => cutter.end(),
            }
            before = Some(c);
        }
    }
    cutter.end();
    cutter.words
}

/// Whether a character is of a script that is written without blanks.
pub(crate) fn is_unspaced(c: char) -> bool {
    fold::is_unspaced(c)
}

#[derive(Default)]
struct Cutter {
    words: Vec<String>,
    word: String,
    chars: usize,
    /// The last character of a run without blanks.
    run: Option<char>,
}

impl Cutter {
    fn letter(&mut self, c: char) {
        self.end_run();
        if self.chars < WORD_CHARS_MAX {
            self.word.push(c);
        }
        self.chars += 1;
    }

    fn unspaced(&mut self, c: char) {
        self.end_word();
        if let Some(before) = self.run {
            self.words.push([before, c].iter().collect());
        }
        self.run = Some(c);
    }

    fn end(&mut self) {
        self.end_run();
        self.end_word();
    }

    fn end_run(&mut self) {
        if let Some(last) = self.run.take() {
            self.words.push(last.to_string());
        }
    }

    fn end_word(&mut self) {
        if !self.word.is_empty() {
            self.words.push(std::mem::take(&mut self.word));
        }
        self.chars = 0;
    }
}
