//! What a graph is drawn from: what one version of one record says, and rows of lists.
//!
//! The node reads records and lists and hands them in; nothing here is read from a disk. Every piece
//! names the exact version that it comes from, so that every line of the drawing can be looked up.

use chancery_encoding::Digest;
use chancery_screening::Card;

/// An exact version of a record: what a citation names.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Cited {
    /// The reference of the record.
    pub reference: String,
    /// v1, v2 and so on.
    pub number: u64,
    /// The id of the statement that made it.
    pub version: Digest,
}

/// What one version of one record says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Testimony {
    /// Which version.
    pub cited: Cited,
    /// Whose record it is.
    pub state: String,
    /// Of which authority.
    pub authority: String,
    /// The kind of the record.
    pub kind: String,
    /// Its title.
    pub title: String,
    /// How it stands: `in-force`, `expired`, `withdrawn`, and so on.
    pub standing: String,
    /// Whether anything may rest on it: false for what is expired, withdrawn, forked or revoked.
    pub stands: bool,
    /// What stands beside that: `disputed`, `partly-withdrawn`, and so on.
    pub marks: Vec<String>,
    /// Whether it is a drill.
    pub exercise: bool,
    /// When it was issued, in seconds since 1970.
    pub issued_at_s: i64,
    /// Whom it names.
    pub parties: Vec<Named>,
    /// Names of products, each with the codes of its item.
    pub products: Vec<Product>,
    /// The ways that goods took.
    pub routes: Vec<Vec<Stop>>,
}

/// A party as a record names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Named {
    /// Its key in the record, if it has one.
    pub key: Option<String>,
    /// What it does.
    pub roles: Vec<String>,
    /// Who it is.
    pub card: Card,
    /// False when the originator has taken this party back.
    pub stands: bool,
    /// What authorities did about it, as the record tells.
    pub listings: Vec<Listing>,
}

/// What an authority did with an entry of a public list, as a record tells it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Listing {
    /// Whose list.
    pub state: String,
    /// Of which authority.
    pub authority: String,
    /// The list.
    pub list: String,
    /// `add`, `remove`, and so on.
    pub act: String,
    /// Where it is published.
    pub citation: String,
    /// From which day.
    pub effective: String,
}

/// A product that a record names.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Product {
    /// Its name.
    pub name: String,
    /// The codes of its item: list and code.
    pub codes: Vec<String>,
}

/// A place on a route.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Stop {
    /// ISO 3166-1 alpha-2 or XK.
    pub country: String,
    /// The place, in words.
    pub place: Option<String>,
    /// What the place is on the route.
    pub role: String,
    /// The key of the party there.
    pub party: Option<String>,
    /// How the goods left it.
    pub mode: Option<String>,
    /// When.
    pub date: Option<String>,
}

/// A row of a list that the authority has loaded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The name of the list.
    pub list: String,
    /// The digest of the version that was loaded.
    pub version: String,
    /// The row's own number.
    pub entry: String,
    /// Under which programme it is listed.
    pub programme: String,
    /// Since when, as written.
    pub since: String,
    /// Who it is.
    pub card: Card,
}

/// The card of a party as one state has it: what is confirmed and refused by people.
///
/// Two states may write the same card, and that is no proof that they mean one party.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CardId {
    /// Whose records have it.
    pub state: String,
    /// The digest of the card.
    pub card: Digest,
}

/// Whether anything may rest on something.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Footing {
    /// Nothing that it comes from stands.
    Fallen,
    /// Something does.
    Stands,
}

impl Footing {
    pub(crate) fn stands(self) -> bool {
        self == Footing::Stands
    }
}

impl Testimony {
    pub(crate) fn footing(&self) -> Footing {
        if self.stands { Footing::Stands } else { Footing::Fallen }
    }

    /// Of one of its parties: no better than its own.
    pub(crate) fn footing_of(&self, named: &Named) -> Footing {
        if self.stands && named.stands { Footing::Stands } else { Footing::Fallen }
    }
}
