//! The words that somebody may have meant. Invariant: the work is bounded, however long the text is.

#[cfg(test)]
mod tests;

/// Longer texts are no misspelt words; cutting them here bounds the comparison.
const WORD_CHARS_MAX: usize = 48;

/// More would not fit a line.
const NEAREST_MAX: usize = 3;

/// The words that `text` may have meant, nearest first.
pub(crate) fn nearest<'a>(text: &str, words: impl Iterator<Item = &'a str>) -> Vec<&'a str> {
    let words = words.map(|word| (word, word));
    nearest_of(text, words)
}

/// The same, over spellings that each stand for a word; a word is named once.
pub(super) fn nearest_of<'a>(
    text: &str,
    spellings: impl Iterator<Item = (&'a str, &'a str)>,
) -> Vec<&'a str> {
    let text: Vec<char> = text.chars().take(WORD_CHARS_MAX).flat_map(char::to_lowercase).collect();
    let whole: String = text.iter().collect();
    let mut near: Vec<(usize, &str)> = spellings
        .filter_map(|(spelling, word)| {
            let spelling: Vec<char> = spelling.chars().flat_map(char::to_lowercase).collect();
            let far = distance(&text, &spelling);
            let contained =
                whole.len() >= 4 && spelling.iter().collect::<String>().contains(&whole);
            (contained || far <= 1 + text.len() / 4).then_some((far, word))
        })
        .collect();
    near.sort_unstable();
    let mut words: Vec<&str> = Vec::new();
    for (_, word) in near {
        if words.len() < NEAREST_MAX && !words.contains(&word) {
            words.push(word);
        }
    }
    words
}

/// Insertions, deletions and replacements that make one of the other (Levenshtein).
fn distance(one: &[char], other: &[char]) -> usize {
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (i, a) in one.iter().enumerate() {
        let mut corner = row[0];
        row[0] = i + 1;
        for (j, b) in other.iter().enumerate() {
            let replaced = corner + usize::from(a != b);
            corner = row[j + 1];
            row[j + 1] = replaced.min(row[j] + 1).min(corner + 1);
        }
    }
    row[other.len()]
}
