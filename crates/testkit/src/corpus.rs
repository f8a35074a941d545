//! A corpus: as many records as are wished for, signed, as twenty-five states might have written them over
//! ten years.
//!
//! A few states, categories, destinations and parties are met all the time and most hardly ever; names
//! stand in nine scripts, with aliases, legal forms, addresses, numbers in registers and slips of the pen;
//! records are corrected, renewed, withdrawn whole or in part, seen by others and disputed. All of it is
//! invented. The invariant: one seed and one size, one corpus; and every record passes the check that a
//! node makes before it seals.

mod content;
mod firm;
mod part;
mod prose;
mod remark;
mod seal;
mod setting;
mod skew;
#[cfg(test)]
mod tests;
mod tongue;

use chancery_record::{Aim, Kind, StateCode};

use crate::Cast;
use crate::corpus::setting::{Setting, dice};

pub use firm::Firm;

/// Entries that are made together: what is said in them of others is about entries of earlier rounds.
const ROUND: u64 = 1024;

/// 2016-11-01T00:00:00Z, when the first is said to be written, and ten years, over which they are.
const FIRST_S: i64 = 1_477_958_400;
const SPAN_S: i64 = 10 * 365 * 86_400 + 20 * 86_400;

/// How often each kind is met, of a thousand.
const KINDS: [(Kind, u64); 13] = [
    (Kind::ThreatAdvisory, 310),
    (Kind::DenialNotice, 230),
    (Kind::RiskAdvisory, 90),
    (Kind::LegalMeasure, 35),
    (Kind::LicensingPractice, 45),
    (Kind::BestPractice, 20),
    (Kind::InformationRequest, 35),
    (Kind::Acknowledgement, 90),
    (Kind::Sighting, 40),
    (Kind::Dispute, 15),
    (Kind::Correction, 45),
    (Kind::Renewal, 20),
    (Kind::Withdrawal, 25),
];

/// Earlier entries that are looked at for one to speak of; the rarest state has one in a hundred.
const TRIES: u64 = 600;

/// A seed and a size.
#[derive(Debug)]
pub struct Corpus {
    cast: Cast,
    setting: Setting,
    records: u64,
}

/// What stands at a place of the corpus, before it is written.
#[derive(Clone, Debug)]
pub(crate) struct Place {
    pub(crate) number: u64,
    pub(crate) kind: Kind,
    state: usize,
    pub(crate) marking: &'static str,
    pub(crate) exercise: bool,
    pub(crate) tongue: usize,
    pub(crate) at_s: i64,
}

impl Corpus {
    /// So many records of this seed, by the states of the Code.
    pub fn new(seed: u64, records: u64) -> Self {
        let cast = Cast::of_the_code();
        let states = cast.players().iter().map(crate::Player::state).collect();
        Self { setting: Setting::new(seed, records, states), cast, records }
    }

    /// Who signs it.
    pub fn cast(&self) -> &Cast {
        &self.cast
    }

    /// A party that its records name, as often as they name it.
    pub fn firm(&self, dice: &mut crate::Dice) -> Firm {
        self.setting.firm(self.setting.firms.place(dice))
    }

    /// What the name of a party becomes under a hasty hand.
    pub fn misspelt(dice: &mut crate::Dice, name: &str) -> String {
        firm::misspelt(dice, name)
    }

    fn place(&self, number: u64) -> Place {
        let mut dice = dice(self.setting.seed, "place", number);
        let mut kind = drawn(&mut dice);
        // Nothing stands before the first round that could be spoken of.
        while number < ROUND && is_remark(kind) {
            kind = drawn(&mut dice);
        }
        let into = i128::from(number) * i128::from(SPAN_S) / i128::from(self.records.max(1));
        let marking = match dice.below(20) {
            0..=7 => "TLP:GREEN",
            8..=13 => "TLP:AMBER",
            14..=16 => "TLP:AMBER+STRICT",
            _ if kind == Kind::DenialNotice => "TLP:AMBER",
            _ => "TLP:CLEAR",
        };
        let foreign = dice.percent(35);
        Place {
            number,
            kind,
            state: self.setting.states_skew.place(&mut dice),
            marking,
            exercise: dice.percent(4),
            tongue: if foreign { self.setting.tongues_skew.place(&mut dice) } else { 0 },
            at_s: FIRST_S + i64::try_from(into).unwrap_or(0),
        }
    }

    /// The earlier record that this place speaks of; none when none is found soon.
    fn target_of(&self, place: &Place) -> Option<Place> {
        let mut dice = dice(self.setting.seed, "target", place.number);
        let before = place.number / ROUND * ROUND;
        let own = matches!(place.kind, Kind::Correction | Kind::Renewal | Kind::Withdrawal);
        (0..TRIES).find_map(|_| {
            // What is new is spoken of most.
            let back = if dice.percent(70) { before / 8 } else { before };
            let target = self.place(before.checked_sub(1 + dice.below(back.max(1)))?);
            let fits = match place.kind {
                Kind::Renewal | Kind::Withdrawal => {
                    matches!(target.kind, Kind::ThreatAdvisory | Kind::DenialNotice)
                }
                _ => !is_remark(target.kind),
            };
            let whose = (target.state == place.state) == own;
            (fits && whose && (!own || target.exercise == place.exercise)).then_some(target)
        })
    }
}

/// Whether it is about another record.
pub(crate) fn is_remark(kind: Kind) -> bool {
    matches!(kind.aim(), Aim::Any | Aim::Of(_))
}

fn drawn(dice: &mut crate::Dice) -> Kind {
    let mut left = dice.below(KINDS.iter().map(|(_, weight)| weight).sum());
    for (kind, weight) in KINDS {
        match left.checked_sub(weight) {
            Some(rest) => left = rest,
            None => return kind,
        }
    }
    Kind::ThreatAdvisory
}

impl Place {
    pub(crate) fn state(&self, setting: &Setting) -> StateCode {
        setting.states[self.state]
    }

    pub(crate) fn year(&self) -> i64 {
        civil(self.at_s).0
    }
}

/// A second as `2026-11-24T09:30:00Z`.
pub(crate) fn moment(at_s: i64) -> String {
    let second = at_s.rem_euclid(86_400);
    let (hour, minute, second) = (second / 3600, second / 60 % 60, second % 60);
    format!("{}T{hour:02}:{minute:02}:{second:02}Z", day(at_s))
}

/// Its day, `2026-11-24`.
pub(crate) fn day(at_s: i64) -> String {
    let (year, month, day) = civil(at_s);
    format!("{year:04}-{month:02}-{day:02}")
}

/// Year, month and day by the calendar (days since 0000-03-01, in eras of 400 years).
fn civil(at_s: i64) -> (i64, i64, i64) {
    let days = at_s.div_euclid(86_400) + 719_468;
    let (era, of_era) = (days.div_euclid(146_097), days.rem_euclid(146_097));
    let year = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year + year / 4 - year / 100);
    let month = (5 * of_year + 2) / 153;
    let day = of_year - (153 * month + 2) / 5 + 1;
    let month = if month < 10 { month + 3 } else { month - 9 };
    (era * 400 + year + i64::from(month <= 2), month, day)
}
