//! The words that say little: legal forms, words of trade, places, and the small words between.
//!
//! `Ltd`, `GmbH`, `ООО` and `有限公司` say the same, and `Technologies` and `科技` too; each word has one
//! canonical form here, so that such words are compared by what they mean. The tables are our own
//! (`words/`), written in the letters of their languages and folded when they are first used.

use std::{collections::HashMap, sync::LazyLock};

use crate::{
    fold::{Piece, pieces},
    script::Script,
};

#[cfg(test)]
mod tests;

/// What a word does in a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Class {
    /// Distinguishes.
    Word,
    /// A legal form, by its class.
    Form(&'static str),
    /// A word of trade that many names have, by its meaning.
    Trade(&'static str),
    /// A line of business, by its meaning.
    Line(&'static str),
    /// A country, by its code, or a well-known place in it, as `CN/beijing`.
    Place(&'static str),
    /// A word that many choose for a name.
    Common,
    /// Joins others: and, of, the.
    Stop,
    /// Digits.
    Number,
    /// One letter.
    Letter,
}

/// A word with what it does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Classed {
    pub(crate) piece: Piece,
    pub(crate) class: Class,
}

struct Lexicon {
    /// By the words in Latin letters, joined with a space.
    phrases: HashMap<String, Class>,
    /// By what is written, for scripts without spaces.
    run_together: HashMap<String, Class>,
    /// What a written word is read as.
    known: HashMap<String, String>,
    /// Single long words, by what is left of them without one letter: what is misspelled is still known.
    misspelled: HashMap<String, (String, Class)>,
    /// The longest phrase, in words.
    words_max: usize,
    /// The longest entry without spaces, in characters.
    chars_max: usize,
}

static LEXICON: LazyLock<Lexicon> = LazyLock::new(|| {
    let mut lexicon = Lexicon {
        phrases: HashMap::new(),
        run_together: HashMap::new(),
        known: HashMap::new(),
        misspelled: HashMap::new(),
        words_max: 1,
        chars_max: 1,
    };
    lexicon.add_known(include_str!("../words/known.txt"));
    lexicon.add_all(include_str!("../words/forms.txt"), Class::Form);
    lexicon.add_all(include_str!("../words/trade.txt"), Class::Trade);
    lexicon.add_all(include_str!("../words/lines.txt"), Class::Line);
    lexicon.add_all(include_str!("../words/places.txt"), Class::Place);
    lexicon.add_all(include_str!("../words/common.txt"), |_| Class::Common);
    lexicon.add_all(include_str!("../words/small.txt"), |_| Class::Stop);
    lexicon
});

impl Lexicon {
    /// Takes in a table: lines of a meaning, a colon, and words with strokes between.
    fn add_all(&mut self, table: &'static str, class: fn(&'static str) -> Class) {
        for line in table.lines().filter(|line| !line.starts_with('#')) {
            let Some((meaning, words)) = line.split_once(": ") else { continue };
            for word in words.split(" | ") {
                self.add(class(meaning), word);
            }
        }
    }

    /// Takes in a table of names: what stands first is what the others are read as.
    fn add_known(&mut self, table: &'static str) {
        let names = table.lines().filter_map(|line| line.strip_prefix("known: "));
        for mut names in names.map(|names| names.split(" | ")) {
            let first = names.next().map(pieces).unwrap_or_default();
            let latin: String = first.iter().map(|piece| piece.latin.as_str()).collect();
            for name in names {
                let pieces = pieces(name);
                let [piece] = pieces.as_slice() else { continue };
                if piece.script.is_run_together() {
                    self.chars_max = self.chars_max.max(piece.written.chars().count());
                    self.run_together.entry(piece.written.clone()).or_insert(Class::Word);
                }
                self.known.entry(piece.written.clone()).or_insert_with(|| latin.clone());
            }
        }
    }

    fn add(&mut self, class: Class, word: &str) {
        let pieces = pieces(word);
        if let [piece] = pieces.as_slice()
            && piece.script.is_run_together()
        {
            self.chars_max = self.chars_max.max(piece.written.chars().count());
            self.run_together.entry(piece.written.clone()).or_insert(class);
            return;
        }
        self.words_max = self.words_max.max(pieces.len());
        if let [piece] = pieces.as_slice()
            && piece.latin.len() >= MISSPELLED_MIN
            && matches!(class, Class::Form(_) | Class::Trade(_) | Class::Line(_))
        {
            for left in without_one(&piece.latin) {
                self.misspelled.entry(left).or_insert_with(|| (piece.latin.clone(), class));
            }
        }
        let latin: Vec<&str> = pieces.iter().map(|piece| piece.latin.as_str()).collect();
        self.phrases.entry(latin.join(" ")).or_insert(class);
    }
}

/// The words of a name with what each does in it.
pub(crate) fn classed(name: &str) -> Vec<Classed> {
    let cut: Vec<Piece> = pieces(name).into_iter().flat_map(cut).collect();
    let mut classed = Vec::with_capacity(cut.len());
    let mut at = 0;
    while at < cut.len() {
        let (taken, class) = phrase_at(&cut[at..]);
        let mut piece = merged(&cut[at..at + taken]);
        if let Some(known) = LEXICON.known.get(&piece.written) {
            piece.latin.clone_from(known);
        }
        classed.push(Classed { piece, class });
        at += taken;
    }
    classed
}

/// The longest phrase of the lexicon at the beginning, or the first word by its form.
fn phrase_at(pieces: &[Piece]) -> (usize, Class) {
    let lexicon = &*LEXICON;
    if let Some(class) = lexicon.run_together.get(&pieces[0].written) {
        return (1, *class);
    }
    let mut phrase = String::new();
    let mut found = None;
    for (at, piece) in pieces.iter().take(lexicon.words_max).enumerate() {
        if at > 0 {
            phrase.push(' ');
        }
        phrase.push_str(&piece.latin);
        if let Some(class) = lexicon.phrases.get(&phrase) {
            found = Some((at + 1, *class));
        }
    }
    found.unwrap_or_else(|| (1, misspelled(&pieces[0]).unwrap_or_else(|| by_form(&pieces[0]))))
}

/// A shorter word that is one letter off is another word: `firma`, `forma`.
const MISSPELLED_MIN: usize = 7;

/// A word of trade or a form with one letter wrong, missing, too many, or two in each other's place: `Limtied`.
fn misspelled(piece: &Piece) -> Option<Class> {
    if piece.script != Script::Latin || piece.latin.len() + 1 < MISSPELLED_MIN {
        return None;
    }
    let known = |left: &String| LEXICON.misspelled.get(left);
    let near = |(word, class): &(String, Class)| {
        let same_first = word.as_bytes()[0] == piece.latin.as_bytes()[0];
        (same_first && strsim::osa_distance(word, &piece.latin) == 1).then_some(*class)
    };
    let whole = known(&piece.latin).into_iter();
    let lefts: Vec<String> = without_one(&piece.latin).collect();
    whole.chain(lefts.iter().filter_map(known)).find_map(near)
}

/// What is left of a word without each of its letters in turn. Words are of Latin letters here.
fn without_one(word: &str) -> impl Iterator<Item = String> {
    (0..word.len()).map(|at| [&word[..at], &word[at + 1..]].concat())
}

fn by_form(piece: &Piece) -> Class {
    match piece.latin.as_bytes() {
        bytes if bytes.iter().all(u8::is_ascii_digit) => Class::Number,
        [letter] if letter.is_ascii_alphabetic() && !piece.script.is_run_together() => {
            Class::Letter
        }
        _ => Class::Word,
    }
}

fn merged(pieces: &[Piece]) -> Piece {
    let mut merged = pieces[0].clone();
    for piece in &pieces[1..] {
        merged.written.push(' ');
        merged.written.push_str(&piece.written);
        merged.latin.push_str(&piece.latin);
    }
    merged
}

/// A run of characters without spaces, cut where the lexicon knows its words: places and forms in front,
/// anything at the end.
fn cut(piece: Piece) -> Vec<Piece> {
    if !piece.script.is_run_together() {
        return vec![piece];
    }
    let lexicon = &*LEXICON;
    let mut rest: Vec<char> = piece.written.chars().collect();
    let (mut front, mut back) = (Vec::new(), Vec::new());
    while let Some(length) = known(&rest, End::Front, lexicon) {
        let word: String = rest.drain(..length).collect();
        front.push(word);
    }
    while let Some(length) = known(&rest, End::Back, lexicon) {
        let word: String = rest.drain(rest.len() - length..).collect();
        back.push(word);
    }
    let middle: String = rest.into_iter().collect();
    let words = front.into_iter().chain([middle]).chain(back.into_iter().rev());
    words.filter_map(|word| Piece::of(&word, piece.script)).collect()
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum End {
    Front,
    Back,
}

/// The length of the longest known word at that end, if something is left beside it.
fn known(rest: &[char], end: End, lexicon: &Lexicon) -> Option<usize> {
    let longest = lexicon.chars_max.min(rest.len());
    // A single character is a word only when it stands alone: `주` ends many names.
    (2..=longest).rev().find(|length| {
        let word: String = match end {
            End::Front => rest[..*length].iter().collect(),
            End::Back => rest[rest.len() - length..].iter().collect(),
        };
        let class = lexicon.run_together.get(&word);
        match end {
            End::Front => matches!(class, Some(Class::Place(_) | Class::Form(_) | Class::Word)),
            End::Back => class.is_some(),
        }
    })
}
