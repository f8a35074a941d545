//! Prose: free text that has the statistics of text and says nothing.
//!
//! The common words are a language's own, met as often as their place in the table says. One word in nine is
//! rare: coined from syllables, or a number, so that an index has a long tail of terms as real text gives it.

use crate::Dice;
use crate::corpus::skew::Skew;
use crate::corpus::tongue::Tongue;

const PROSE: &str = include_str!("../../words/prose.txt");

/// How flat the head is: the first word is a fiftieth of all, much as in print.
const HEAD: u64 = 8;

/// Of a hundred words so many are rare.
const RARE_PERCENT: u64 = 11;

/// The languages in which texts are written.
#[derive(Clone, Debug)]
pub(crate) struct Prose {
    tongues: Vec<(String, Vec<&'static str>, Skew)>,
}

impl Prose {
    pub(crate) fn new() -> Self {
        let mut tongues: Vec<(String, Vec<&'static str>, Skew)> = Vec::new();
        for line in PROSE.lines().map(str::trim).filter(|line| !line.starts_with('#')) {
            if let Some(head) = line.strip_prefix('[') {
                tongues.push((head.trim_end_matches(']').to_owned(), Vec::new(), Skew::new(0, 1)));
            } else if let Some((_, words, skew)) = tongues.last_mut() {
                words.extend(line.split_whitespace());
                *skew = Skew::new(words.len(), HEAD);
            }
        }
        Self { tongues }
    }

    /// Sentences of so many words together, in the language of a tongue.
    pub(crate) fn write(&self, dice: &mut Dice, tongue: &Tongue, words: u64) -> String {
        let found = self.tongues.iter().find(|(language, _, _)| *language == tongue.language);
        let Some((_, table, skew)) = found else { return String::new() };
        let (gap, stop) = if tongue.gap().is_empty() { ("", "。") } else { (" ", ". ") };
        let mut text = String::new();
        let mut left = 0;
        for _ in 0..words {
            if left == 0 {
                if !text.is_empty() {
                    text.push_str(stop);
                }
                left = dice.between(7, 22);
            } else {
                text.push_str(gap);
            }
            left -= 1;
            text.push_str(&word(dice, tongue, table, skew));
        }
        text.push_str(stop.trim_end());
        text
    }
}

fn word(dice: &mut Dice, tongue: &Tongue, table: &[&str], skew: &Skew) -> String {
    if !dice.percent(RARE_PERCENT) {
        return table[skew.place(dice)].to_owned();
    }
    match dice.below(4) {
        0 => dice.between(2, 99_999).to_string(),
        _ => tongue.coin(dice).native.to_lowercase(),
    }
}
