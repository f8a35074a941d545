//! A firm: one invented party of the trade, as many records would name it.
//!
//! It is a function of the seed and its number, so that a million records can name two hundred thousand of
//! them and nothing is kept in memory.

use crate::Dice;
use crate::corpus::tongue::{Pair, Tongue};

/// One party.
#[derive(Clone, Debug)]
pub struct Firm {
    /// Its registered name in its own script.
    pub native: String,
    /// The same in Latin letters; equal to it when that is its script.
    pub latin: String,
    /// Another name in use.
    pub alias: Option<String>,
    /// A name no longer in use.
    pub former: Option<String>,
    /// The state where it is registered.
    pub country: String,
    pub(crate) language: String,
    pub(crate) script: Option<String>,
    pub(crate) schema: &'static str,
    pub(crate) address: (String, String),
    pub(crate) register: Option<String>,
    pub(crate) lei: Option<String>,
    pub(crate) products: Vec<String>,
}

impl Firm {
    pub(crate) fn new(dice: &mut Dice, tongue: &Tongue) -> Self {
        let core = core(dice, tongue);
        let company = dice.percent(90);
        let city = picked(dice, &tongue.city);
        let (native, latin) = if company {
            let form = picked(dice, &tongue.forms);
            (form.native.replace('~', &core.native), form.latin.replace('~', &core.latin))
        } else {
            let gap = tongue.gap();
            let native = format!("{}{gap}{}", core.native, city.native);
            (native, format!("{} {}", core.latin, city.latin))
        };
        let way = picked(dice, &tongue.way);
        let number = dice.between(1, 240);
        let address = |way: &str, city: &str| format!("{way} {number}, {city}");
        let country = dice.pick(&tongue.countries).cloned().unwrap_or_default();
        let register = dice.percent(40).then(|| format!("{:08}", dice.below(100_000_000)));
        Self {
            alias: dice.percent(35).then(|| alias(dice, tongue, &core)),
            former: dice.percent(12).then(|| format!("{} {}", tongue.coin(dice).latin, core.latin)),
            schema: if company { "Company" } else { "PublicBody" },
            address: (address(&way.native, &city.native), address(&way.latin, &city.latin)),
            register: register.filter(|_| company),
            lei: dice.percent(if company { 18 } else { 0 }).then(|| lei(dice)),
            products: (0..dice.below(3)).map(|_| product(dice, tongue)).collect(),
            language: tongue.language.clone(),
            script: tongue.script.clone().filter(|_| tongue.is_foreign()),
            native,
            latin,
            country,
        }
    }
}

/// The name without its legal form: mostly a coined word with a line of business, sometimes only words
/// that many have.
fn core(dice: &mut Dice, tongue: &Tongue) -> Pair {
    let words = match dice.below(20) {
        0..=2 => vec![picked(dice, &tongue.lead), picked(dice, &tongue.line)],
        3..=5 => vec![picked(dice, &tongue.lead), tongue.coin(dice)],
        6..=7 => vec![tongue.coin(dice)],
        8..=9 => vec![tongue.coin(dice), picked(dice, &tongue.lead), picked(dice, &tongue.line)],
        _ => vec![tongue.coin(dice), picked(dice, &tongue.line)],
    };
    let native: Vec<&str> = words.iter().map(|word| word.native.as_str()).collect();
    let latin: Vec<&str> = words.iter().map(|word| word.latin.as_str()).collect();
    Pair { native: native.join(tongue.gap()), latin: latin.join(" ") }
}

/// Its first letters, its first word, or another word altogether.
fn alias(dice: &mut Dice, tongue: &Tongue, core: &Pair) -> String {
    let first = core.latin.split(' ').next().unwrap_or_default();
    match dice.below(3) {
        0 if core.latin.contains(' ') => {
            core.latin.split(' ').filter_map(|word| word.chars().next()).collect()
        }
        1 => format!("{first} {}", tongue.coin(dice).latin),
        _ => first.to_owned(),
    }
}

fn product(dice: &mut Dice, tongue: &Tongue) -> String {
    format!("{} {}", tongue.coin(dice).latin, dice.between(1, 99) * 100)
}

fn picked(dice: &mut Dice, from: &[Pair]) -> Pair {
    dice.pick(from).cloned().expect("because every tongue has parts of every kind")
}

/// A Legal Entity Identifier (ISO 17442) with its check digits.
fn lei(dice: &mut Dice) -> String {
    const SIGNS: &[u8] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    let stem = (0..14).filter_map(|_| dice.pick(SIGNS)).map(|sign| char::from(*sign));
    let stem: String = "9845".chars().chain(stem).collect();
    let remainder = stem.chars().chain("00".chars()).fold(0, |rest, sign| {
        let digit = sign.to_digit(36).unwrap_or(0);
        (rest * if digit < 10 { 10 } else { 100 } + digit) % 97
    });
    format!("{stem}{:02}", 98 - remainder)
}

/// A name as somebody in a hurry writes it: one letter is missing, doubled, changed, or has changed places.
pub(crate) fn misspelt(dice: &mut Dice, name: &str) -> String {
    let mut letters: Vec<char> = name.chars().collect();
    let inner: Vec<usize> = (1..letters.len().saturating_sub(1))
        .filter(|at| letters[at - 1..=at + 1].iter().all(|letter| letter.is_alphabetic()))
        .collect();
    let Some(&at) = dice.pick(&inner) else { return name.to_owned() };
    match dice.below(4) {
        0 => letters.swap(at, at + 1),
        1 => letters.insert(at, letters[at]),
        2 => letters[at] = letters[at - 1],
        _ => _ = letters.remove(at),
    }
    letters.into_iter().collect()
}
