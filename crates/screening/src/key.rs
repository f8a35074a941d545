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

/// Letters of a word without one that are kept: enough to tell words apart.
const LEFT_MAX: usize = 16;

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
    // A name of trade words alone, in any order.
    let mut said: Vec<&str> = name.said().map(|word| word.latin.as_str()).collect();
    if said.len() > 1 {
        said.sort_unstable();
        let mut bag = said.join(" ");
        bag.truncate(96);
        keys.push(Key::new('b', &bag));
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
        // The whole word too: what one spelling lacks the other has more.
        keys.push(Key::new('d', &word.latin[..word.latin.len().min(LEFT_MAX)]));
        for at in 0..word.latin.len().min(LEFT_MAX + 1) {
            let mut left = word.latin.clone();
            left.remove(at);
            left.truncate(LEFT_MAX);
            keys.push(Key::new('d', &left));
        }
    }
}

impl Told {
    /// The words that are no legal form and no small word.
    fn said(&self) -> impl Iterator<Item = &Heard> {
        self.words.iter().filter(|word| !matches!(word.class, Class::Form(_) | Class::Stop))
    }

    /// The first letters of these.
    pub(crate) fn initials(&self) -> String {
        self.said().filter_map(|word| word.latin.chars().next()).collect()
    }
}
