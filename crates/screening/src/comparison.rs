//! What comparing two cards gives: a score, and the reasons for it in words.

use serde::{Deserialize, Serialize};

/// The outcome of comparing two cards.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Comparison {
    /// In thousandths: 1,000 is certain, 0 is nothing in favour.
    pub score: u16,
    /// What made it so, the weightiest first.
    pub reasons: Vec<Reason>,
}

/// One thing that speaks for or against two cards being one party.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reason {
    /// What was looked at.
    pub feature: Feature,
    /// What it gave or took, in thousandths of a score.
    pub weight: i16,
    /// The same as a sentence, with names as they were written.
    pub text: String,
}

/// What is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Feature {
    /// All that is known is the same.
    Equal,
    /// A name.
    Name,
    /// A second name that agrees by itself.
    SecondName,
    /// A name that says little: a short or common word.
    CommonName,
    /// A number in a register.
    Identifier,
    /// The country of registration.
    Country,
    /// The kind of party.
    Schema,
    /// An address.
    Address,
    /// A product.
    Product,
    /// Who owns it.
    Owner,
    /// The legal form.
    Form,
    /// An entry of a control list.
    Code,
    /// The category of technology.
    Category,
    /// The destination.
    Route,
    /// A country on the way.
    Leg,
}

impl Feature {
    /// Its stable name.
    pub fn name(self) -> &'static str {
        match self {
            Feature::Equal => "equal",
            Feature::Name => "name",
            Feature::SecondName => "second-name",
            Feature::CommonName => "common-name",
            Feature::Identifier => "identifier",
            Feature::Country => "country",
            Feature::Schema => "schema",
            Feature::Address => "address",
            Feature::Product => "product",
            Feature::Owner => "owner",
            Feature::Form => "form",
            Feature::Code => "code",
            Feature::Category => "category",
            Feature::Route => "route",
            Feature::Leg => "leg",
        }
    }
}

impl Comparison {
    /// Adds a reason and what it weighs.
    pub(crate) fn add(&mut self, feature: Feature, weight: i32, text: String) {
        let weight = i16::try_from(weight.clamp(-1000, 1000)).expect("because it was clamped");
        self.reasons.push(Reason { feature, weight, text });
    }

    /// The same with its reasons in order.
    pub(crate) fn ordered(mut self) -> Comparison {
        self.reasons.sort_by_key(|reason| std::cmp::Reverse(reason.weight.unsigned_abs()));
        self
    }
}
