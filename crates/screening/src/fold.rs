//! Folding: from a name as written to the words in it, each in Latin letters.
//!
//! Everything behind this file sees lower-case Latin letters and digits and the script they came from. It is
//! bounded before it works: whatever a stranger writes, a name is [`CHARS_MAX`] characters here.

use any_ascii::any_ascii;
use unicode_normalization::UnicodeNormalization;

use crate::script::Script;

#[cfg(test)]
mod tests;

/// The longest name of the US list has 381 characters; what comes behind this adds nothing to who it is.
const CHARS_MAX: usize = 400;

/// The longest words in print are German compounds of some sixty letters.
const WORD_MAX: usize = 64;

/// A word of a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Piece {
    /// As written, normalised and in lower case.
    pub(crate) written: String,
    /// The same in lower-case Latin letters and digits; never empty.
    pub(crate) latin: String,
    /// The script in which it was written.
    pub(crate) script: Script,
}

impl Piece {
    /// A piece, unless nothing of it can be written in Latin letters.
    pub(crate) fn of(written: &str, script: Script) -> Option<Piece> {
        let latin = match script {
            Script::Hebrew => hebrew(written),
            // The small tsu lengthens what follows.
            Script::Kana => latin(&written.replace(['ッ', 'っ'], "")),
            Script::Arabic => latin(without_article(written)),
            _ => latin(written),
        };
        (!latin.is_empty()).then(|| Piece { written: written.to_owned(), latin, script })
    }
}

/// A word in lower-case Latin letters and digits.
fn latin(written: &str) -> String {
    let ascii = any_ascii(written);
    let kept = ascii.chars().filter(char::is_ascii_alphanumeric).take(WORD_MAX);
    kept.map(|c| c.to_ascii_lowercase()).collect()
}

/// An Arabic word without what is written on to its front: the article, and `for the`.
fn without_article(written: &str) -> &str {
    let long = written.chars().count() > 4;
    let rest = ["ال", "لل"].iter().find_map(|front| written.strip_prefix(front));
    rest.filter(|_| long).unwrap_or(written)
}

/// Hebrew letters by their consonants. A waw is a vowel more often than a consonant, and a pe or a bet is
/// written alike in both its sounds.
fn hebrew(written: &str) -> String {
    let letter = |c: char| match c {
        'א' | 'ע' => "",
        'ב' => "b",
        'ג' => "g",
        'ד' => "d",
        'ה' => "h",
        'ו' => "w",
        'ז' => "z",
        'ח' => "kh",
        'ט' | 'ת' => "t",
        'י' => "y",
        'כ' | 'ך' | 'ק' => "k",
        'ל' => "l",
        'מ' | 'ם' => "m",
        'נ' | 'ן' => "n",
        'ס' => "s",
        'פ' | 'ף' => "p",
        'צ' | 'ץ' => "ts",
        'ר' => "r",
        'ש' => "sh",
        _ => "",
    };
    let letters: String = written.chars().map(letter).collect();
    let latin: String = if letters.is_empty() { latin(written) } else { letters };
    latin.chars().take(WORD_MAX).collect()
}

/// The words of a name, in order.
pub(crate) fn pieces(name: &str) -> Vec<Piece> {
    let mut runs: Vec<Run> = Vec::new();
    let mut open = false;
    let mut joiner = Joiner::Break;
    for c in name.chars().take(CHARS_MAX).nfkc().filter(|c| !is_mark(*c)).take(CHARS_MAX) {
        if !c.is_alphanumeric() {
            joiner = joiner.then(c, runs.last().map(|run| run.script));
            open &= joiner == Joiner::Glue;
            continue;
        }
        let script = Script::of(c);
        let begins = match runs.last() {
            Some(run) if open => !run.takes(script),
            Some(run) => !(joiner == Joiner::Dot && run.is_letter() && run.takes(script)),
            None => true,
        };
        match runs.last_mut() {
            Some(run) if !begins && joiner == Joiner::Glue && run.dotted && run.since == 1 => {
                // `J.Smith`: what came behind the last point was no single letter.
                let first = run.text.pop().map(String::from).unwrap_or_default();
                let script = run.script;
                runs.push(Run { text: first, script, since: 1, dotted: false });
                runs.last_mut().expect("because one was pushed").push(c, script, joiner);
            }
            Some(run) if !begins => run.push(c, script, joiner),
            _ => runs.push(Run::of(c, script)),
        }
        open = true;
        joiner = Joiner::Glue;
    }
    let written = runs.into_iter().map(|run| (run.text, run.script));
    written.filter_map(|(text, script)| Piece::of(&text, script)).collect()
}

/// What stands between two letters.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Joiner {
    /// Nothing, or what belongs to the word: an apostrophe, the gershayim of an abbreviation.
    Glue,
    /// A point or a stroke: joins single letters only, so `S.p.A.` and `A/S` are one word.
    Dot,
    /// Anything else.
    Break,
}

impl Joiner {
    fn then(self, c: char, script: Option<Script>) -> Joiner {
        match (self, c) {
            (
                Joiner::Glue,
                '\'' | '’' | '‘' | 'ʼ' | 'ʿ' | 'ʾ' | '`' | '׳' | '״' | '\u{200c}' | '\u{ad}',
            ) => Joiner::Glue,
            (Joiner::Glue, '"' | '”') if script == Some(Script::Hebrew) => Joiner::Glue,
            (Joiner::Glue, '.' | '/' | '．') => Joiner::Dot,
            _ => Joiner::Break,
        }
    }
}

/// A word in the making.
struct Run {
    text: String,
    script: Script,
    /// Letters since the last point.
    since: usize,
    /// Whether points have been dropped.
    dotted: bool,
}

impl Run {
    fn of(c: char, script: Script) -> Run {
        Run { text: c.to_lowercase().collect(), script, since: 1, dotted: false }
    }

    /// Whether a letter of that script can go on with it.
    fn takes(&self, script: Script) -> bool {
        let plain = |script| !matches!(script, Script::Han | Script::Kana | Script::Hangul);
        self.script == script
            || script == Script::Digit && plain(self.script)
            || self.script == Script::Digit && plain(script)
    }

    /// Whether it is a letter, or letters with points between.
    fn is_letter(&self) -> bool {
        self.since == 1
    }

    fn push(&mut self, c: char, script: Script, joiner: Joiner) {
        if joiner == Joiner::Dot {
            self.dotted = true;
            self.since = 0;
        }
        if self.script == Script::Digit {
            self.script = script;
        }
        self.since += 1;
        self.text.extend(c.to_lowercase());
    }
}

/// Marks on letters that the scripts of which sounds are compared can do without. Others, such as the vowel
/// signs of Indian scripts, are letters to the romanisation.
fn is_mark(c: char) -> bool {
    matches!(u32::from(c),
        0x300..=0x36F | 0x483..=0x489 | 0x591..=0x5BD | 0x5BF | 0x5C1..=0x5C2 | 0x5C4..=0x5C5 | 0x5C7
        | 0x610..=0x61A | 0x640 | 0x64B..=0x65F | 0x670 | 0x6D6..=0x6DC | 0x6DF..=0x6E8 | 0x6EA..=0x6ED
        | 0x1AB0..=0x1AFF | 0x1DC0..=0x1DFF | 0x200B | 0x200D..=0x200F | 0x202A..=0x202E | 0x2060..=0x206F
        | 0x20D0..=0x20FF | 0xFE00..=0xFE0F | 0xFE20..=0xFE2F | 0xFEFF)
}
