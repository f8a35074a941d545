//! An address without a name: how much of what is asked stands in an address that is held.

use chancery_query::words;
use chancery_screening::{Card, Comparison, Feature, Reason, Settings};

/// An address of a town alone says nothing.
const WORDS_MIN: usize = 3;

/// The best pair of addresses, as a comparison.
pub(super) fn compare(asked: &Card, found: &Card, settings: &Settings) -> Comparison {
    let mut best = Comparison::default();
    for here in &asked.addresses {
        for there in &found.addresses {
            let (mut score, mut text) = both(&here.text, &there.text);
            if let (Some(a), Some(b)) = (&here.country, &there.country)
                && a != b
            {
                score = score.saturating_sub(settings.other_country);
                text += &format!(" The countries differ: {a} here, {b} there.");
            }
            if score > best.score {
                let weight = i16::try_from(score).unwrap_or(i16::MAX);
                let reason = Reason { feature: Feature::Address, weight, text };
                best = Comparison { score, reasons: vec![reason] };
            }
        }
    }
    best
}

/// The part of all words that both have. A number that only one of them has is another house.
fn both(here: &str, there: &str) -> (u16, String) {
    let (mut a, mut b) = (words(here), words(there));
    for words in [&mut a, &mut b] {
        words.sort_unstable();
        words.dedup();
    }
    let shared: Vec<&String> = a.iter().filter(|word| b.contains(word)).collect();
    if a.len() < WORDS_MIN || shared.len() < WORDS_MIN - 1 {
        return (0, String::new());
    }
    let weigh = |words: &mut dyn Iterator<Item = &String>| -> usize {
        // A house number tells more than a word of the street.
        words.map(|word| if word.bytes().any(|byte| byte.is_ascii_digit()) { 2 } else { 1 }).sum()
    };
    let shared_weight = weigh(&mut shared.iter().copied());
    // What is held is often longer: with the town, the code, the country.
    let smaller = weigh(&mut a.iter()).min(weigh(&mut b.iter()));
    let score = shared_weight * 1000 / smaller.max(1);
    let score = u16::try_from(score.min(1000)).unwrap_or(1000);
    let said = shared.iter().map(|word| word.as_str()).collect::<Vec<_>>().join(", ");
    (score, format!("«{here}» and «{there}» have in common: {said}."))
}
