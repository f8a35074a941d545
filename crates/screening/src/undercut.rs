//! Whether a denial that stands is of an essentially identical transaction.
//!
//! Article 2(22) of Regulation (EU) 2021/821 asks two things: items with essentially identical parameters or
//! technical characteristics, *and* the same end-user or consignee. Each is told by itself, with reasons.
//! Invariant: no test is ever said to hold for certain. Codes and names can agree, which a program sees;
//! whether two things are essentially identical is judged by a person, and so it is said.

use chancery_record::{Record, vocabulary::Vocabularies};
use serde::{Deserialize, Serialize};

use crate::{Application, Goods, GoodsCode, Participant, cards_of};

mod items;
mod person;
#[cfg(test)]
mod tests;

/// What was denied, as far as the two tests ask.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Denied {
    /// The items.
    pub items: Vec<Goods>,
    /// Who was to take part.
    pub parties: Vec<Participant>,
    /// Where it was to go.
    pub destination: Option<String>,
}

/// How alike two parties are, as the matcher says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Likeness {
    /// In thousandths.
    pub score: u16,
    /// From here on it counts as the same.
    pub threshold: u16,
    /// Why, a sentence each.
    pub reasons: Vec<String>,
}

/// How one of the two tests comes out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Test {
    /// What a program can compare agrees.
    Agrees,
    /// It cannot be told by a program.
    ToBeJudged,
    /// What a program can compare is another.
    Differs,
    /// One of the two does not say.
    NotSaid,
}

/// One of the two tests, with its reasons.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Tested {
    /// How it comes out.
    pub test: Test,
    /// Why, a sentence each.
    pub reasons: Vec<String>,
}

/// An application beside one denial.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Undercut {
    /// Essentially identical parameters or technical characteristics.
    pub items: Tested,
    /// The same end-user or consignee.
    pub person: Tested,
}

impl Test {
    /// The stable word.
    pub const fn as_str(self) -> &'static str {
        match self {
            Test::Agrees => "agrees",
            Test::ToBeJudged => "to-be-judged",
            Test::Differs => "differs",
            Test::NotSaid => "not-said",
        }
    }
}

impl Undercut {
    /// Compares an application with a denial; `alike` compares two parties, by their places in the two.
    pub fn of(
        application: &Application,
        denied: &Denied,
        words: &Vocabularies,
        alike: impl Fn(usize, usize) -> Likeness,
    ) -> Undercut {
        Undercut {
            items: items::tested(&application.items, &denied.items, words),
            person: person::tested(application, denied, alike),
        }
    }

    /// Whether its denier may have to be asked before a licence is granted: neither test is out of the question, and
    /// somebody of both is or may be the same. Items alone would name every denial of a kind of thing.
    pub fn concerns(&self) -> bool {
        self.items.test != Test::Differs
            && matches!(self.person.test, Test::Agrees | Test::ToBeJudged)
    }

    /// What to do, in a sentence.
    pub const fn advice(&self) -> &'static str {
        match (self.items.test, self.person.test) {
            (Test::Differs, _) | (_, Test::Differs) => {
                "the two do not look identical; nothing has to be asked"
            }
            (Test::Agrees, Test::Agrees) => {
                "both tests may hold: consult the state that denied before a licence is granted"
            }
            (Test::ToBeJudged | Test::NotSaid, Test::Agrees) => {
                "the end-user or consignee agrees: judge whether the items are essentially identical; if they may be, consult"
            }
            (_, Test::ToBeJudged | Test::NotSaid) => {
                "judge whether the end-user or consignee is the same; if it may be, consult"
            }
        }
    }
}

impl Denied {
    /// What a denial-notice says, as it reads now.
    pub fn of(record: &Record) -> Denied {
        let parties = cards_of(record).into_iter();
        Denied {
            items: record.parts(&["items"]).iter().map(goods).collect(),
            parties: parties.map(|it| Participant { roles: it.roles, card: it.card }).collect(),
            destination: record.text_at(&["destination"]).map(str::to_owned),
        }
    }
}

fn goods(item: &Record) -> Goods {
    let text = |name: &str| item.text_at(&[name]).map(str::to_owned);
    let code = |code: &Record| {
        Some(GoodsCode {
            list: code.text_at(&["list"])?.to_owned(),
            edition: code.text_at(&["edition"]).map(str::to_owned),
            code: code.text_at(&["code"])?.to_owned(),
        })
    };
    Goods {
        description: text("description").unwrap_or_default(),
        tech_category: text("tech_category"),
        product_names: item.texts_at(&["product_names"]).into_iter().map(str::to_owned).collect(),
        codes: item.parts(&["control_refs"]).iter().filter_map(code).collect(),
        technical_parameters: text("technical_parameters"),
    }
}
