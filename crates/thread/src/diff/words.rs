//! Which words of a text changed.
//!
//! A page in which one word is another is read as that one word. The texts are cut into words, what
//! both begin and end with is set aside, and of the middle a longest common part is kept.

/// A run of one text or of both.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece {
    /// In both.
    Same(String),
    /// Only before.
    Gone(String),
    /// Only after.
    New(String),
}

/// 1,000 by 1,000 changed words take 2 MB for the moment of comparing. Beyond that the middle is
/// shown as replaced: nobody reads such a change word by word.
const CELLS_MAX: usize = 1_000_000;

/// The pieces, in order: those before are the first text, those after the second.
pub fn words(before: &str, after: &str) -> Vec<Piece> {
    let (old, new) = (tokens(before), tokens(after));
    let head = old.iter().zip(&new).take_while(|(one, other)| one == other).count();
    let rest = old.len().min(new.len()) - head;
    let tails = old.iter().rev().zip(new.iter().rev()).take(rest);
    let tail = tails.take_while(|(one, other)| one == other).count();
    let mut pieces = Pieces::default();
    old[..head].iter().for_each(|word| pieces.same(word));
    middle(&old[head..old.len() - tail], &new[head..new.len() - tail], &mut pieces);
    old[old.len() - tail..].iter().for_each(|word| pieces.same(word));
    pieces.finish()
}

fn middle(old: &[&str], new: &[&str], pieces: &mut Pieces) {
    if old.len().saturating_mul(new.len()) > CELLS_MAX {
        old.iter().for_each(|word| pieces.gone.push_str(word));
        new.iter().for_each(|word| pieces.new.push_str(word));
        return;
    }
    // `common[i][j]`: the length of a longest common part of what is left from i and j.
    let width = new.len() + 1;
    let mut common = vec![0_u16; (old.len() + 1) * width];
    for i in (0..old.len()).rev() {
        for j in (0..new.len()).rev() {
            common[i * width + j] = match old[i] == new[j] {
                true => common[(i + 1) * width + j + 1].saturating_add(1),
                false => common[(i + 1) * width + j].max(common[i * width + j + 1]),
            };
        }
    }
    let (mut i, mut j) = (0, 0);
    while i < old.len() || j < new.len() {
        if i < old.len() && j < new.len() && old[i] == new[j] {
            pieces.same(old[i]);
            (i, j) = (i + 1, j + 1);
        } else if j == new.len()
            || i < old.len() && common[(i + 1) * width + j] >= common[i * width + j + 1]
        {
            pieces.gone.push_str(old[i]);
            i += 1;
        } else {
            pieces.new.push_str(new[j]);
            j += 1;
        }
    }
}

/// Collects what changes until something stays.
#[derive(Default)]
struct Pieces {
    done: Vec<Piece>,
    gone: String,
    new: String,
}

impl Pieces {
    fn same(&mut self, word: &str) {
        self.flush();
        match self.done.last_mut() {
            Some(Piece::Same(text)) => text.push_str(word),
            _ => self.done.push(Piece::Same(word.to_owned())),
        }
    }

    fn flush(&mut self) {
        let (gone, new) = (std::mem::take(&mut self.gone), std::mem::take(&mut self.new));
        self.done.extend((!gone.is_empty()).then_some(Piece::Gone(gone)));
        self.done.extend((!new.is_empty()).then_some(Piece::New(new)));
    }

    fn finish(mut self) -> Vec<Piece> {
        self.flush();
        self.done
    }
}

/// Words, each with the space before it; scripts that write no spaces go by character.
fn tokens(text: &str) -> Vec<&str> {
    let mut tokens = Vec::new();
    let (mut begins, mut in_word) = (0, false);
    for (at, c) in text.char_indices() {
        let alone = without_spaces(c);
        if in_word && (c.is_whitespace() || alone) {
            tokens.push(&text[begins..at]);
            (begins, in_word) = (at, false);
        }
        if alone {
            let end = at + c.len_utf8();
            tokens.push(&text[begins..end]);
            begins = end;
        } else if !c.is_whitespace() {
            in_word = true;
        }
    }
    if begins < text.len() {
        tokens.push(&text[begins..]);
    }
    tokens
}

/// Thai, Lao, Tibetan, Myanmar, Khmer; kana and Chinese characters.
fn without_spaces(c: char) -> bool {
    matches!(
        c,
        '\u{e00}'..='\u{fff}'
            | '\u{1000}'..='\u{109f}'
            | '\u{1780}'..='\u{17ff}'
            | '\u{3040}'..='\u{30ff}'
            | '\u{3400}'..='\u{9fff}'
            | '\u{f900}'..='\u{faff}'
            | '\u{20000}'..='\u{3ffff}'
    )
}
