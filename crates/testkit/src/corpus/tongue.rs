//! A tongue: what names in one language and script are made of, each part with its Latin letters.
//!
//! The tables are `words/names.txt`. They are general words and syllables; the parties are invented.

use crate::Dice;
use crate::corpus::skew::Skew;

const NAMES: &str = include_str!("../../words/names.txt");

/// A part of a name as its script has it, and in Latin letters.
#[derive(Clone, Debug)]
pub(crate) struct Pair {
    pub(crate) native: String,
    pub(crate) latin: String,
}

/// One language in one script.
#[derive(Clone, Debug, Default)]
pub(crate) struct Tongue {
    /// BCP 47.
    pub(crate) language: String,
    /// ISO 15924; none is plain Latin.
    pub(crate) script: Option<String>,
    pub(crate) countries: Vec<String>,
    pub(crate) forms: Vec<Pair>,
    pub(crate) lead: Vec<Pair>,
    pub(crate) line: Vec<Pair>,
    part: Vec<Pair>,
    pub(crate) city: Vec<Pair>,
    pub(crate) way: Vec<Pair>,
    share: u64,
}

/// All tongues, with how many parties each has.
pub(crate) fn tongues() -> (Vec<Tongue>, Skew) {
    let mut all: Vec<Tongue> = Vec::new();
    for line in NAMES.lines().map(str::trim) {
        if let Some(head) = line.strip_prefix('[') {
            all.push(headed(head.trim_end_matches(']')));
        } else if let Some((what, pairs)) = line.split_once(": ")
            && let Some(tongue) = all.last_mut()
        {
            tongue.take(what, pairs.split(", ").map(pair).collect());
        }
    }
    let skew = Skew::weighted(all.iter().map(|tongue| tongue.share));
    (all, skew)
}

fn headed(head: &str) -> Tongue {
    let mut words = head.split(' ');
    let mut next = || words.next().unwrap_or_default().to_owned();
    let (language, script, countries, share) = (next(), next(), next(), next());
    Tongue {
        language,
        script: Some(script).filter(|script| script != "-"),
        countries: countries.split(',').map(str::to_owned).collect(),
        share: share.parse().unwrap_or(0),
        ..Tongue::default()
    }
}

fn pair(text: &str) -> Pair {
    let (native, latin) = text.split_once(" = ").unwrap_or((text, text));
    Pair { native: native.to_owned(), latin: latin.to_owned() }
}

impl Tongue {
    fn take(&mut self, what: &str, pairs: Vec<Pair>) {
        match what {
            "forms" => self.forms = pairs,
            "lead" => self.lead = pairs,
            "line" => self.line = pairs,
            "part" => self.part = pairs,
            "city" => self.city = pairs,
            "way" => self.way = pairs,
            _ => {}
        }
    }

    /// Whether its script is another than Latin.
    pub(crate) fn is_foreign(&self) -> bool {
        self.lead.first().is_some_and(|word| word.native != word.latin)
    }

    /// What stands between words.
    pub(crate) fn gap(&self) -> &'static str {
        if matches!(self.language.as_str(), "zh" | "ja") { "" } else { " " }
    }

    /// A word that nobody has used before, of two to four parts.
    pub(crate) fn coin(&self, dice: &mut Dice) -> Pair {
        let mut coined = Pair { native: String::new(), latin: String::new() };
        for _ in 0..dice.between(2, 4) {
            if let Some(part) = dice.pick(&self.part) {
                coined.native.push_str(&part.native);
                coined.latin.push_str(&part.latin);
            }
        }
        Pair { native: capital(&coined.native), latin: capital(&coined.latin) }
    }
}

fn capital(word: &str) -> String {
    let mut letters = word.chars();
    let first = letters.next().map(|letter| letter.to_uppercase().to_string());
    first.unwrap_or_default() + letters.as_str()
}
