//! Settings: the threshold, and what each feature may give or take. They are recorded with each result, so that
//! a score of five years ago can be made again.

use chancery_encoding::Digest;
use serde::{Deserialize, Serialize};

#[cfg(test)]
mod tests;

/// Threshold and weights, in thousandths of a score. What is missing in a file is as it is by default.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Settings {
    /// Below it a hit is not shown unless asked for.
    pub threshold: u16,
    /// At most this for a name marked as one that many may have.
    pub weak_name: u16,
    /// At least this for a name of several words that agrees in every one, however common they are.
    pub whole_name: u16,
    /// Per mille that are left of a score when one word of a longer name is all that agrees.
    pub one_word: u16,
    /// Per mille that are left when an alias that agrees is one short word, as abbreviations are.
    pub short_alias: u16,
    /// For a second name that agrees by itself.
    pub second_name: u16,
    /// For the same country, where the names agree in full: per mille of what is missing to certainty.
    pub same_country: u16,
    /// The same where they agree in part.
    pub same_country_part: u16,
    /// The same where they are only near one another.
    pub same_country_near: u16,
    /// Taken for countries that have nothing in common.
    pub other_country: u16,
    /// The same where one of them is a place in which companies register that work elsewhere.
    pub offshore_country: u16,
    /// Taken for a different number in a register in which a party has one.
    pub other_number: u16,
    /// Taken when one is a person and the other a company.
    pub other_kind: u16,
    /// Taken when one is a ship or aircraft and the other is none.
    pub vessel: u16,
    /// Taken for legal forms of different classes.
    pub other_form: u16,
    /// For the same address.
    pub same_address: u16,
    /// For the same product.
    pub same_product: u16,
    /// For the same owner of a half or more.
    pub same_owner: u16,
    /// For the same entry of a control list.
    pub same_code: u16,
    /// For an entry above or below it, or its equivalent in another list.
    pub related_code: u16,
    /// For the same category of technology.
    pub same_category: u16,
    /// For an item that is sold under the same name.
    pub product: u16,
    /// For a country on the way at which things were turned aside.
    pub diversion: u16,
    /// For the same destination, beside an item or a country on the way.
    pub same_destination: u16,
    /// Taken for another destination, beside an item or a country on the way.
    pub other_destination: u16,
    /// What a party scores when one that matches owns a half or more of it, at most.
    pub owned: u16,
    /// Per cent of a word's weight that an unmatched word costs where only one of the names has any.
    pub extra_words: u16,
    /// The same where both have: two names that both go on differently.
    pub different_words: u16,
}

impl Default for Settings {
    fn default() -> Settings {
        Settings {
            threshold: 700,
            weak_name: 600,
            whole_name: 720,
            one_word: 800,
            short_alias: 850,
            second_name: 80,
            same_country: 400,
            same_country_part: 400,
            same_country_near: 120,
            other_country: 150,
            offshore_country: 50,
            other_number: 350,
            other_kind: 300,
            vessel: 400,
            other_form: 20,
            same_address: 100,
            same_product: 80,
            same_owner: 60,
            same_code: 720,
            related_code: 700,
            same_category: 550,
            product: 850,
            diversion: 700,
            same_destination: 150,
            other_destination: 200,
            owned: 850,
            extra_words: 25,
            different_words: 100,
        }
    }
}

impl Settings {
    /// The rules in this program that the settings do not tell: raised whenever a score may change.
    pub const RULES: &'static str = "1";

    /// Name under which results are recorded: the version of the rules, and the beginning of the digest.
    pub fn name(&self) -> String {
        let digest = self.digest().to_string();
        format!("rules-{}/{}", Settings::RULES, &digest[..12])
    }

    /// Digest of everything that decides a score apart from the cards and the counts of words.
    pub fn digest(&self) -> Digest {
        let json = serde_json::to_string(self).expect("because numbers are always JSON");
        Digest::of(format!("chancery/screening/{}/{json}", Settings::RULES).as_bytes())
    }
}
