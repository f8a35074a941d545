//! The words that somebody may have meant.

/// More would not fit a line.
const NEAREST_MAX: usize = 3;

/// Longer texts are no misspelt words; cutting them here bounds the comparison.
const WORD_CHARS_MAX: usize = 48;

/// Up to so many words are shown all rather than the nearest.
const SHOW_ALL_MAX: usize = 8;

/// The words nearest to a text, over spellings that each stand for a word; all of them when there are few.
pub(crate) fn nearest<'a>(
    text: &str,
    spellings: impl Iterator<Item = (&'a str, &'a str)>,
) -> Vec<String> {
    let text: String = text.chars().take(WORD_CHARS_MAX).flat_map(char::to_lowercase).collect();
    let mut all: Vec<(usize, &str)> = spellings
        .map(|(spelling, word)| {
            let spelling = spelling.to_lowercase();
            let part = text.chars().count() >= 3 && spelling.contains(&text);
            let far = strsim::osa_distance(&text, &spelling);
            (if part { far.min(1) } else { far }, word)
        })
        .collect();
    all.sort_unstable();
    let limit = 1 + text.chars().count() / 4;
    let mut words: Vec<String> = Vec::new();
    for (far, word) in &all {
        let known = words.iter().any(|one| one == word);
        if !known && *far <= limit && words.len() < NEAREST_MAX {
            words.push((*word).to_owned());
        }
    }
    if words.is_empty() && all.len() <= SHOW_ALL_MAX {
        words = all.into_iter().map(|(_, word)| word.to_owned()).collect();
    }
    words
}
