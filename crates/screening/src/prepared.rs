//! A card made ready to be compared: its names folded into words, words into sounds, numbers checked. It is made
//! once for each card, and compared many times.

use crate::{
    Card, NameKind, Schema,
    identifier::Number,
    lexicon::{Class, Classed, classed},
    script::Script,
    sound::sounds,
};

/// Names of one card that are compared. The US list has up to 96; above this a stranger decides what comparing costs.
const NAMES_MAX: usize = 128;

/// Words of one name. Names in print have up to some twenty.
pub(crate) const WORDS_MAX: usize = 24;

/// Numbers, addresses, owners and products of one card that are compared.
const FACTS_MAX: usize = 64;

/// A card, ready to be compared.
#[derive(Clone, Debug)]
pub struct Prepared {
    pub(crate) card: Card,
    pub(crate) names: Vec<Told>,
    pub(crate) numbers: Vec<Number>,
    pub(crate) products: Vec<String>,
    pub(crate) countries: Vec<String>,
    /// Distinct words of all names.
    words: Vec<String>,
}

/// A name, as it is compared.
#[derive(Clone, Debug)]
pub(crate) struct Told {
    /// Which of the card's names.
    pub(crate) at: usize,
    pub(crate) kind: NameKind,
    pub(crate) words: Vec<Heard>,
    /// All that is no legal form and no small word, in one.
    pub(crate) joined: String,
    /// What distinguishes it, in one, as sounds.
    pub(crate) core_sounds: Vec<u8>,
    /// The legal form's class.
    pub(crate) form: Option<&'static str>,
    pub(crate) script: Script,
}

/// A word, as it is compared.
#[derive(Clone, Debug)]
pub(crate) struct Heard {
    pub(crate) latin: String,
    pub(crate) class: Class,
    pub(crate) script: Script,
    pub(crate) sounds: Vec<u8>,
    /// Which letters are in it: a quick look at what cannot be alike.
    pub(crate) letters: u64,
}

impl Prepared {
    /// Makes a card ready. What goes beyond the bounds is left out.
    pub fn of(card: &Card) -> Prepared {
        let mut names: Vec<Told> = Vec::new();
        for (at, name) in card.names.iter().enumerate().take(NAMES_MAX) {
            let Some(told) = Told::of(at, name.kind, &name.value) else { continue };
            let known = |other: &Told| other.same_as(&told);
            if !names.iter().any(known) {
                names.push(told);
            }
        }
        let all = names.iter().flat_map(|name| &name.words);
        let mut words: Vec<String> = all.map(|word| word.latin.clone()).collect();
        words.sort_unstable();
        words.dedup();
        let upper = |country: &String| country.to_ascii_uppercase();
        let mut countries: Vec<String> = card.countries.iter().map(upper).collect();
        if countries.is_empty() {
            let addresses = card.addresses.iter().filter_map(|address| address.country.as_ref());
            countries = addresses.map(upper).collect();
        }
        countries.truncate(FACTS_MAX);
        countries.sort_unstable();
        countries.dedup();
        Prepared {
            names,
            numbers: card.identifiers.iter().take(FACTS_MAX).filter_map(Number::of).collect(),
            products: card.products.iter().take(FACTS_MAX).map(|product| folded(product)).collect(),
            countries,
            words,
            card: card.clone(),
        }
    }

    /// The card.
    pub fn card(&self) -> &Card {
        &self.card
    }

    /// The distinct words of its names, as [`Commonness`](crate::Commonness) counts them.
    pub fn words(&self) -> impl Iterator<Item = &str> {
        self.words.iter().map(String::as_str)
    }

    /// Whether it is known to be of that kind.
    pub(crate) fn schema(&self) -> Schema {
        self.card.schema
    }

    /// Whether a name is one short word beside a first name that lacks it, as abbreviations are.
    pub(crate) fn is_short_alias(&self, name: &Told) -> bool {
        let lacks = |first: &Told| !first.words.iter().any(|word| word.latin == name.joined);
        name.joined.len() <= 5 && name.at > 0 && self.names.first().is_some_and(lacks)
    }

    /// A name as it was written.
    pub(crate) fn written(&self, name: &Told) -> &str {
        &self.card.names[name.at].value
    }
}

impl Told {
    pub(crate) fn of(at: usize, kind: NameKind, value: &str) -> Option<Told> {
        let mut classed = classed(value);
        // `HiSilicon Technologies Co., Ltd (HiSilicon)` says its name twice.
        for at in (1..classed.len()).rev() {
            if matches!(classed[at].class, Class::Word | Class::Common)
                && classed[..at].iter().any(|before| before.piece.latin == classed[at].piece.latin)
            {
                classed.remove(at);
            }
        }
        let form = classed.iter().rev().find_map(|word| match word.class {
            Class::Form(class) if class != "company" && class != "branch" => Some(class),
            _ => None,
        });
        let said = |word: &&Classed| !matches!(word.class, Class::Form(_) | Class::Stop);
        let mut joined: String =
            classed.iter().filter(said).map(|word| word.piece.latin.as_str()).collect();
        if joined.is_empty() {
            joined = classed.iter().map(|word| word.piece.latin.as_str()).collect();
        }
        let script = classed.iter().find(said).or(classed.first())?.piece.script;
        joined.truncate(256);
        let distinct = |word: &&Classed| {
            matches!(word.class, Class::Word | Class::Common | Class::Letter | Class::Number)
        };
        let core: String =
            classed.iter().filter(distinct).map(|word| word.piece.latin.as_str()).collect();
        let core_sounds = sounds(&core, script);
        let words = classed.into_iter().take(WORDS_MAX).map(Heard::of).collect();
        Some(Told { at, kind, words, joined, core_sounds, form, script })
    }

    fn same_as(&self, other: &Told) -> bool {
        self.kind == other.kind
            && self.words.len() == other.words.len()
            && self
                .words
                .iter()
                .zip(&other.words)
                .all(|(a, b)| a.latin == b.latin && a.script == b.script)
    }
}

impl Heard {
    fn of(classed: Classed) -> Heard {
        let Classed { piece, class } = classed;
        let letters = piece.latin.bytes().fold(0, |letters, byte| letters | 1_u64 << (byte & 63));
        Heard {
            sounds: sounds(&piece.latin, piece.script),
            latin: piece.latin,
            class,
            script: piece.script,
            letters,
        }
    }
}

/// A text in Latin letters without spaces, for what is compared as a whole.
pub(crate) fn folded(text: &str) -> String {
    crate::fold::pieces(text).into_iter().map(|piece| piece.latin).collect()
}
