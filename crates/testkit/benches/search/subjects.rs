//! Whom to screen: names as they stand in applications, of parties that records name and of others.

use chancery_screening::{Card, Name, NameKind, Schema};
use chancery_testkit::{Corpus, Dice, Firm};

/// A name to screen, with whom it is meant to be; nobody that is named if it was made up.
pub struct Subject {
    pub card: Card,
    pub meant: Option<String>,
}

/// So many names. Half are of parties as often as records name them; the others are written in another
/// script, misspelt, shortened to another name of theirs, or belong to nobody.
pub fn subjects(corpus: &Corpus, count: usize, seed: u64) -> Vec<Subject> {
    let strangers = Corpus::new(seed ^ 0x5eed, 1_000_000);
    let mut dice = Dice::new(seed);
    (0..count)
        .map(|_| {
            let stranger = dice.percent(20);
            let firm = if stranger { strangers.firm(&mut dice) } else { corpus.firm(&mut dice) };
            let written = written(&mut dice, &firm);
            let country = Some(firm.country.clone()).filter(|_| dice.percent(60));
            Subject {
                card: Card {
                    schema: Schema::Company,
                    names: vec![Name { value: written, kind: NameKind::Legal }],
                    countries: country.into_iter().collect(),
                    ..Card::default()
                },
                meant: (!stranger).then_some(firm.native),
            }
        })
        .collect()
}

fn written(dice: &mut Dice, firm: &Firm) -> String {
    match dice.below(10) {
        0..=4 => firm.native.clone(),
        5..=6 => firm.latin.clone(),
        7..=8 => Corpus::misspelt(dice, &firm.latin),
        _ => firm.alias.clone().unwrap_or_else(|| firm.latin.clone()),
    }
}
