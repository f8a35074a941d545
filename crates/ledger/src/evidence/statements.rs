//! Two statements for one place, without their bodies.
//!
//! Invariant: both are of one key, epoch and seq, have different ids, and are verified; the smaller id
//! comes first.

use std::cmp::Ordering;

use chancery_encoding::encode;
use ciborium::Value;

use super::EquivocationFlaw;
use crate::log::{Id, Position};
use crate::roster::Directory;
use crate::statement::{Authentic, Statement};

/// Two statements at one place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StatementPair {
    position: Position,
    /// Smaller id first.
    ids: [Id; 2],
    prevs: [Option<Id>; 2],
    statements: [Vec<u8>; 2],
}

impl StatementPair {
    pub(super) fn prove(one: &Authentic, other: &Authentic) -> Result<Self, EquivocationFlaw> {
        if one.position() != other.position() {
            return Err(EquivocationFlaw::DifferentPlaces);
        }
        let (first, second) = match one.id().cmp(&other.id()) {
            Ordering::Less => (one, other),
            Ordering::Equal => return Err(EquivocationFlaw::SameStatement),
            Ordering::Greater => (other, one),
        };
        Ok(Self {
            position: one.position(),
            ids: [first.id(), second.id()],
            prevs: [first.header().prev, second.header().prev],
            statements: [first.entry().statement.clone(), second.entry().statement.clone()],
        })
    }

    pub(super) fn read(
        first: Vec<u8>,
        second: Vec<u8>,
        directory: &Directory,
    ) -> Result<Self, EquivocationFlaw> {
        let one = Statement::decode(&first).map_err(EquivocationFlaw::Statement)?;
        let other = Statement::decode(&second).map_err(EquivocationFlaw::Statement)?;
        let position = one.header.position();
        if position != other.header.position() {
            return Err(EquivocationFlaw::DifferentPlaces);
        }
        match one.id.cmp(&other.id) {
            Ordering::Less => {}
            Ordering::Equal => return Err(EquivocationFlaw::SameStatement),
            Ordering::Greater => return Err(EquivocationFlaw::Order),
        }
        let author = directory.author(&position.log.key).ok_or(EquivocationFlaw::UnknownAuthor)?;
        // A key may serve in two networks, one of them an exercise: what was said there is no lie here.
        if ![&one, &other].iter().all(|half| directory.knows_roster(&half.header.roster)) {
            return Err(EquivocationFlaw::UnknownRoster);
        }
        one.verify(&author.key).map_err(EquivocationFlaw::Statement)?;
        other.verify(&author.key).map_err(EquivocationFlaw::Statement)?;
        Ok(Self {
            position,
            ids: [one.id, other.id],
            prevs: [one.header.prev, other.header.prev],
            statements: [first, second],
        })
    }

    pub(super) fn encode(&self) -> Vec<u8> {
        encode(&Value::Map(vec![
            (1.into(), Value::Bytes(self.statements[0].clone())),
            (2.into(), Value::Bytes(self.statements[1].clone())),
        ]))
    }

    /// The place that was signed twice.
    pub fn position(&self) -> Position {
        self.position
    }

    /// The two ids, the smaller first.
    pub fn ids(&self) -> [Id; 2] {
        self.ids
    }

    /// Whether this is where the log parts: both name the same predecessor.
    pub fn is_minimal(&self) -> bool {
        self.prevs[0] == self.prevs[1]
    }

    /// The smaller ids, then the smaller bytes, which differ only by signatures.
    pub(super) fn order(&self, other: &Self) -> Ordering {
        (self.ids, &self.statements).cmp(&(other.ids, &other.statements))
    }
}
