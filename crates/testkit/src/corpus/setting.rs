//! What all records of a corpus share: tongues, words of the vocabularies, and how often each is met.

use chancery_record::StateCode;
use chancery_record::vocabulary::{Vocabularies, Word};

use crate::Dice;
use crate::corpus::firm::Firm;
use crate::corpus::prose::Prose;
use crate::corpus::skew::Skew;
use crate::corpus::tongue::{Tongue, tongues};

/// Parties that a corpus of a million names; a smaller one has one for every five records.
const FIRMS_MAX: u64 = 200_000;
const FIRMS_MIN: u64 = 50;
const RECORDS_PER_FIRM: u64 = 5;

/// Where such things go, as far as anybody made this up: the head of the list is met most often.
const DESTINATIONS: [&str; 48] = [
    "AE", "TR", "EG", "SA", "KZ", "BY", "RU", "CN", "MM", "BD", "VN", "TH", "MX", "RW", "UG", "ET",
    "KE", "NG", "MA", "DZ", "TN", "JO", "LB", "IQ", "PK", "IN", "ID", "MY", "SG", "HK", "UZ", "TJ",
    "TM", "AZ", "GE", "AM", "RS", "HU", "VE", "CO", "PE", "HN", "SV", "ZM", "ZW", "TZ", "SD", "LY",
];

/// Everything that is the same for each record.
#[derive(Clone, Debug)]
pub(crate) struct Setting {
    pub(crate) seed: u64,
    pub(crate) tongues: Vec<Tongue>,
    pub(crate) tongues_skew: Skew,
    pub(crate) prose: Prose,
    pub(crate) states: Vec<StateCode>,
    pub(crate) states_skew: Skew,
    pub(crate) firms: Skew,
    pub(crate) categories: Vec<Word>,
    pub(crate) categories_skew: Skew,
    pub(crate) rights: Vec<String>,
    pub(crate) rights_skew: Skew,
    pub(crate) groups: Vec<String>,
    pub(crate) indicators: Vec<String>,
    destinations_skew: Skew,
}

impl Setting {
    pub(crate) fn new(seed: u64, records: u64, states: Vec<StateCode>) -> Self {
        let vocabularies = Vocabularies::shipped();
        let words = |name: &str| -> Vec<String> {
            vocabularies.current(name).map(|word| word.word.clone()).collect()
        };
        let firms = (records / RECORDS_PER_FIRM).clamp(FIRMS_MIN, FIRMS_MAX);
        let firms = usize::try_from(firms).expect("because it is at most two hundred thousand");
        let (tongues, tongues_skew) = tongues();
        let categories: Vec<Word> = vocabularies.current("technology").cloned().collect();
        let rights = words("right");
        Self {
            seed,
            tongues,
            tongues_skew,
            prose: Prose::new(),
            states_skew: Skew::new(states.len(), 3),
            states,
            firms: Skew::new(firms, 10),
            categories_skew: Skew::new(categories.len(), 3),
            categories,
            rights_skew: Skew::new(rights.len(), 2),
            rights,
            groups: words("affected-group"),
            indicators: words("risk-indicator"),
            destinations_skew: Skew::new(DESTINATIONS.len(), 3),
        }
    }

    /// The party of this number.
    pub(crate) fn firm(&self, number: usize) -> Firm {
        let mut dice = dice(self.seed, "firm", number as u64);
        let tongue = self.tongues_skew.place(&mut dice);
        Firm::new(&mut dice, &self.tongues[tongue])
    }

    pub(crate) fn destination(&self, dice: &mut Dice) -> &'static str {
        DESTINATIONS[self.destinations_skew.place(dice)]
    }

    /// An edition of a list: the one that the packs know, or an older one that they do not.
    #[allow(clippy::unused_self, reason = "it belongs to what records share")]
    pub(crate) fn edition(&self, dice: &mut Dice, list: &str) -> String {
        let known = Vocabularies::shipped()
            .control_list(list)
            .and_then(|list| list.editions.first())
            .map(|edition| edition.edition.clone())
            .filter(|_| dice.percent(75));
        known.unwrap_or_else(|| dice.between(2019, 2025).to_string())
    }
}

/// One of these words.
pub(crate) fn word(dice: &mut Dice, words: &[String]) -> String {
    dice.pick(words).cloned().unwrap_or_default()
}

/// Dice for one purpose and one number: what is drawn for another does not change what these roll.
pub(crate) fn dice(seed: u64, purpose: &str, number: u64) -> Dice {
    let purpose = purpose.bytes().fold(0u64, |sum, byte| sum.rotate_left(8) ^ u64::from(byte));
    let mut first = Dice::new(seed ^ purpose);
    Dice::new(first.roll() ^ number.wrapping_mul(0xd6e8_feb8_6659_fd93))
}
