//! What the record's authority said later about it: corrections and withdrawals.
//!
//! Invariant: each was signed by the same authority, stands, and names by id the record or another
//! of these; so all of them are about the record, directly or through what corrects it.

use std::collections::BTreeMap;

use chancery_record::{Record, Target};

use super::status::{Claim, order};
use super::verdict::Later;
use super::verify::{AuthorFlaw, judge};
use super::{Pack, PackFlaw};
use crate::log::Id;
use crate::roster::Directory;
use crate::statement::{Header, Statement, check_body};

/// What a later entry says, before it is known whether what it names is there.
struct Said {
    later: Later,
    /// The reference that it names beside the id.
    cited: Option<String>,
}

impl Pack {
    /// Verifies the later entries of a record that was verified.
    pub(super) fn verify_later(
        &self,
        record: &Header,
        id: Id,
        directory: &Directory,
    ) -> Result<Vec<Later>, PackFlaw> {
        let mut all: Vec<Said> = Vec::with_capacity(self.later.len());
        for (at, entry) in self.later.iter().enumerate() {
            let refused = |source| PackFlaw::LaterStatement { at, source };
            let statement = Statement::decode(&entry.statement).map_err(refused)?;
            check_body(&statement.header, &entry.body).map_err(refused)?;
            let header = &statement.header;
            Claim::of_kind(&header.kind).ok_or(PackFlaw::LaterKind { at })?;
            let before = all.last().map(|said| order(said.later.position));
            if before.is_some_and(|before| before >= order(header.position())) {
                return Err(PackFlaw::LaterOrder { at });
            }
            judge(&statement, directory).map_err(|flaw| later_author(at, flaw))?;
            if header.issuer != record.issuer {
                return Err(PackFlaw::LaterOfAnother { at });
            }
            let said = read(&statement, &entry.body).ok_or(PackFlaw::LaterTarget { at })?;
            all.push(said);
        }
        check_targets(record, id, &all)?;
        Ok(all.into_iter().map(|said| said.later).collect())
    }
}

fn later_author(at: usize, flaw: AuthorFlaw) -> PackFlaw {
    match flaw {
        AuthorFlaw::Signature(source) => PackFlaw::LaterStatement { at, source },
        AuthorFlaw::Admission(source) => PackFlaw::LaterAuthor { at, source },
    }
}

/// The id that a body names, and the reference beside it.
pub(super) fn target(body: &[u8]) -> Option<(Id, Option<String>)> {
    let Target { id, reference } = Record::from_body(body).ok()?.target()?;
    Some((id?.parse().ok()?, reference))
}

fn read(statement: &Statement, body: &[u8]) -> Option<Said> {
    let (target, cited) = target(body)?;
    let header = &statement.header;
    let later = Later {
        id: statement.id,
        position: header.position(),
        kind: header.kind.clone(),
        reference: header.reference.clone(),
        issued_at: header.issued_at,
        target,
    };
    Some(Said { later, cited })
}

fn check_targets(record: &Header, id: Id, all: &[Said]) -> Result<(), PackFlaw> {
    let mut references: BTreeMap<Id, &str> =
        all.iter().map(|said| (said.later.id, said.later.reference.as_str())).collect();
    references.insert(id, &record.reference);
    for (at, said) in all.iter().enumerate() {
        let named = references.get(&said.later.target).ok_or(PackFlaw::LaterTarget { at })?;
        if said.cited.as_ref().is_some_and(|cited| cited != named) {
            return Err(PackFlaw::LaterTarget { at });
        }
    }
    Ok(())
}
