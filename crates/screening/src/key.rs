//! Keys: short strings under which a card is found as a candidate. Two cards that could match share one.

use crate::{
    Card, NameKind, Prepared,
    lexicon::Class,
    prepared::{Heard, Told},
    sound::skeleton,
};

/// Keys of one card: as many as its names can have, a few for each word; what goes beyond is left out.
pub(crate) const KEYS_MAX: usize = 1024;

/// A key: a class, a colon, and what is looked up.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key(String);

impl Key {
    /// As it is stored.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    fn new(class: char, text: &str) -> Key {
        Key(format!("{class}:{text}"))
    }
}

/// The keys of a card, sorted, each once.
pub fn keys(card: &Card) -> Vec<Key> {
    Prepared::of(card).keys()
}

impl Prepared {
    /// The keys of the card, sorted, each once.
    pub fn keys(&self) -> Vec<Key> {
        let mut keys = Vec::new();
        for number in &self.numbers {
            keys.push(Key::new('n', &format!("{}/{}", number.scheme, number.value)));
        }
        for name in &self.names {
            of_name(name, &mut keys);
        }
        for product in self.products.iter().filter(|product| product.len() >= 4) {
            keys.push(Key::new('p', product));
        }
        for owner in &self.card.owners {
            if let Some(told) = Told::of(0, NameKind::Legal, &owner.name) {
                keys.push(Key::new('j', &told.joined));
            }
        }
        keys.truncate(KEYS_MAX);
        keys.sort_unstable();
        keys.dedup();
        keys
    }
}

fn of_name(name: &Told, keys: &mut Vec<Key>) {
    keys.push(Key::new('j', &name.joined));
    let whole = skeleton(&name.core_sounds);
    if whole.len() >= 2 {
        keys.push(Key::new('k', &whole));
    }
    for word in &name.words {
        if matches!(word.class, Class::Word | Class::Number) {
            of_word(word, keys);
        }
    }
    let initials = name.initials();
    if initials.len() >= 3 {
        keys.push(Key::new('a', &initials));
    }
}

fn of_word(word: &Heard, keys: &mut Vec<Key>) {
    keys.push(Key::new('w', &word.latin));
    let skeleton = skeleton(&word.sounds);
    if skeleton.len() >= 2 {
        keys.push(Key::new('s', &skeleton));
    }
    // A word that may itself be an abbreviation is looked up among the initials of others.
    if (3..=6).contains(&word.latin.len()) {
        keys.push(Key::new('a', &word.latin));
    }
    // A typo changes one letter: without it both spellings leave the same.
    if word.latin.len() >= 5 {
        for at in 0..word.latin.len().min(16) {
            let mut left = word.latin.clone();
            left.remove(at);
            left.truncate(16);
            keys.push(Key::new('d', &left));
        }
    }
}

impl Told {
    /// First letters of everything that is no legal form and no small word.
    pub(crate) fn initials(&self) -> String {
        let said =
            self.words.iter().filter(|word| !matches!(word.class, Class::Form(_) | Class::Stop));
        said.filter_map(|word| word.latin.chars().next()).collect()
    }
}
