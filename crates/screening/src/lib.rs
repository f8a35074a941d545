//! Whether two names are one party.
//!
//! A [`Card`] is what is known of a party, wherever it stands: in a record ([`cards_of`]), in a list, in an
//! application. This crate compares cards and says in words why they match or do not. It knows no index, file or
//! clock: candidates are found elsewhere by their [`keys`], and the same two cards, with the same [`Settings`] and
//! [`Commonness`], always give the same answer.
//!
//! Read in this order: [`Card`], [`Prepared`] (a card made ready once), [`compare`], [`Comparison`].

mod application;
mod card;
mod commonness;
mod compare;
mod comparison;
mod described;
mod fold;
mod identifier;
mod key;
mod lexicon;
mod names;
mod prepared;
mod script;
mod settings;
mod sound;
mod taken;
pub mod undercut;

pub use application::{Application, Goods, GoodsCode, Leg, Participant};
pub use card::{Address, Card, Identifier, Name, NameKind, Owner, Schema};
pub use commonness::Commonness;
pub use compare::compare;
pub use comparison::{Comparison, Feature, Reason};
pub use described::Described;
pub use key::{Key, keys};
pub use prepared::Prepared;
pub use settings::Settings;
pub use taken::{Taken, cards_of};
