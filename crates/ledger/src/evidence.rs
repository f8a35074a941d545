//! Proof that an author signed two different statements for one place.
//!
//! Both statements travel, without their bodies, so anyone who has the author's key can check the
//! proof offline; who carries it does not matter. Invariant: an `Equivocation` holds two statements
//! of one key, epoch and seq with different ids, both verified, the smaller id first. So both
//! finders of one fork write the same pair.

#[cfg(test)]
mod tests;

use chancery_encoding::{FieldFlaw, Fields, Flaw, Limits, decode, encode};
use ciborium::Value;

use crate::log::{Id, Position};
use crate::roster::Directory;
use crate::statement::{Authentic, STATEMENT_BYTES_MAX, Statement, StatementFlaw};

/// Two statements and the map around them.
pub const EQUIVOCATION_BYTES_MAX: usize = 2 * STATEMENT_BYTES_MAX + 16;

/// Two statements at one place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Equivocation {
    position: Position,
    /// Smaller id first.
    ids: [Id; 2],
    prevs: [Option<Id>; 2],
    statements: [Vec<u8>; 2],
}

/// Why two statements prove nothing.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EquivocationFlaw {
    /// Not deterministic CBOR.
    #[error("the proof is not deterministic CBOR")]
    Cbor(#[source] Flaw),
    /// A field is missing, unknown or of another type.
    #[error("the proof is wrong")]
    Field(#[source] FieldFlaw),
    /// One of the statements is refused.
    #[error("a statement of the proof is refused")]
    Statement(#[source] StatementFlaw),
    /// The statements stand at different places.
    #[error("the statements stand at different places")]
    DifferentPlaces,
    /// Both are the same statement.
    #[error("both are the same statement")]
    SameStatement,
    /// The larger id comes first.
    #[error("the statements are not in the order of their ids")]
    Order,
    /// Nobody in the network has this statement key.
    #[error("no certificate names this statement key")]
    UnknownAuthor,
}

impl EquivocationFlaw {
    /// The stable name that vectors, metrics and logs use.
    pub fn name(&self) -> &'static str {
        match self {
            EquivocationFlaw::Cbor(_) => "proof-cbor",
            EquivocationFlaw::Field(_) => "proof-field",
            EquivocationFlaw::Statement(flaw) => flaw.name(),
            EquivocationFlaw::DifferentPlaces => "different-places",
            EquivocationFlaw::SameStatement => "same-statement",
            EquivocationFlaw::Order => "proof-order",
            EquivocationFlaw::UnknownAuthor => "unknown-author",
        }
    }
}

impl Equivocation {
    /// The proof that two authentic entries make.
    ///
    /// # Errors
    /// When they stand at different places or are the same statement.
    pub fn prove(one: &Authentic, other: &Authentic) -> Result<Self, EquivocationFlaw> {
        if one.position() != other.position() {
            return Err(EquivocationFlaw::DifferentPlaces);
        }
        let (first, second) = match one.id().cmp(&other.id()) {
            std::cmp::Ordering::Less => (one, other),
            std::cmp::Ordering::Equal => return Err(EquivocationFlaw::SameStatement),
            std::cmp::Ordering::Greater => (other, one),
        };
        Ok(Self {
            position: one.position(),
            ids: [first.id(), second.id()],
            prevs: [first.header().prev, second.header().prev],
            statements: [first.entry().statement.clone(), second.entry().statement.clone()],
        })
    }

    /// The deterministic bytes.
    pub fn encode(&self) -> Vec<u8> {
        encode(&Value::Map(vec![
            (1.into(), Value::Bytes(self.statements[0].clone())),
            (2.into(), Value::Bytes(self.statements[1].clone())),
        ]))
    }

    /// Reads a proof and verifies both statements with the author's key.
    ///
    /// # Errors
    /// The first flaw.
    pub fn decode(bytes: &[u8], directory: &Directory) -> Result<Self, EquivocationFlaw> {
        let limits = Limits { bytes_max: EQUIVOCATION_BYTES_MAX, depth_max: 1, tag: None };
        let value = decode(bytes, limits).map_err(EquivocationFlaw::Cbor)?;
        let mut fields = Fields::new(value, "proof").map_err(EquivocationFlaw::Field)?;
        let first = fields.bytes(1).map_err(EquivocationFlaw::Field)?;
        let second = fields.bytes(2).map_err(EquivocationFlaw::Field)?;
        fields.finish().map_err(EquivocationFlaw::Field)?;
        let one = Statement::decode(&first).map_err(EquivocationFlaw::Statement)?;
        let other = Statement::decode(&second).map_err(EquivocationFlaw::Statement)?;
        let position = one.header.position();
        if position != other.header.position() {
            return Err(EquivocationFlaw::DifferentPlaces);
        }
        match one.id.cmp(&other.id) {
            std::cmp::Ordering::Less => {}
            std::cmp::Ordering::Equal => return Err(EquivocationFlaw::SameStatement),
            std::cmp::Ordering::Greater => return Err(EquivocationFlaw::Order),
        }
        let author = directory.author(&position.log.key).ok_or(EquivocationFlaw::UnknownAuthor)?;
        one.verify(&author.key).map_err(EquivocationFlaw::Statement)?;
        other.verify(&author.key).map_err(EquivocationFlaw::Statement)?;
        Ok(Self {
            position,
            ids: [one.id, other.id],
            prevs: [one.header.prev, other.header.prev],
            statements: [first, second],
        })
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

    /// The one of two proofs against one log that everybody keeps: lowest place, then smallest ids,
    /// then smallest bytes, which differ only by signatures.
    #[must_use]
    pub fn smaller_of(self, other: Self) -> Self {
        if other.rank() < self.rank() { other } else { self }
    }

    fn rank(&self) -> (Position, [Id; 2], &[Vec<u8>; 2]) {
        (self.position, self.ids, &self.statements)
    }
}
