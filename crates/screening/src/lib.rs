//! Whether two names are one party.
//!
//! A [`Card`] is what is known of a party, wherever it stands: in a record, in a list, in an application.
//! This crate compares cards and says in words why they match or do not. It knows no index, file or
//! clock: candidates are found elsewhere, and the same two cards always give the same answer.

mod application;
mod card;

pub use application::{Application, Goods, GoodsCode, Leg, Participant};
pub use card::{Address, Card, Identifier, Name, NameKind, Owner, Schema};
