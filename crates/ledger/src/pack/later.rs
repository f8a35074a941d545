//! What the record's authority said later about it: corrections, withdrawals, renewals, reviews.
//!
//! Invariant: each was signed by the same authority, stands, and names by id the record or another
//! of these; so all of them are about the record, directly or through what corrects it.

use std::collections::BTreeMap;

use chancery_record::{Record, Target};

use super::life::order;
use super::release::{Release, judge_release};
use super::said::{CHANGING, Said};
use super::verify::{AuthorFlaw, judge};
use super::{Pack, PackFlaw};
use crate::log::Id;
use crate::roster::Directory;
use crate::statement::{Header, Statement, check_body};

/// What an entry says, and the reference that it names beside the id.
pub(super) struct Cited {
    pub(super) said: Said,
    pub(super) reference: Option<String>,
}

impl Cited {
    fn released(self, release: Option<Release>) -> Self {
        Self { said: Said { release, ..self.said }, ..self }
    }
}

impl Pack {
    /// Verifies the later entries of a record that was verified.
    pub(super) fn verify_later(
        &self,
        record: &Header,
        id: Id,
        directory: &Directory,
    ) -> Result<Vec<Said>, PackFlaw> {
        let mut all: Vec<Option<Cited>> = Vec::with_capacity(self.later.len());
        let mut before = None;
        // What names the record stands behind it in its log, whatever place it claims: an id is a digest.
        let mut bound = BTreeMap::from([(record.log(), record.policy())]);
        for (at, entry) in self.later.iter().enumerate() {
            let refused = |source| PackFlaw::LaterStatement { at, source };
            let statement = Statement::decode(&entry.statement).map_err(refused)?;
            check_body(&statement.header, &entry.body).map_err(refused)?;
            let header = &statement.header;
            if !CHANGING.contains(&header.kind.as_str()) {
                return Err(PackFlaw::LaterKind { at });
            }
            let own = order(header.position());
            if before.replace(own).is_some_and(|before| before >= own) {
                return Err(PackFlaw::LaterOrder { at });
            }
            judge(&statement, directory).map_err(|flaw| later_author(at, flaw))?;
            if header.issuer != record.issuer {
                return Err(PackFlaw::LaterOfAnother { at });
            }
            let named = bound.entry(header.log()).or_default();
            let release = judge_release(&statement, *named, directory)
                .map_err(|flaw| later_author(at, flaw))?;
            *named = header.policy();
            let cited = read(&statement, &entry.body);
            all.push(cited.map(|cited| cited.released(release)));
        }
        with_targets(record, id, all)
    }
}

fn later_author(at: usize, flaw: AuthorFlaw) -> PackFlaw {
    match flaw {
        AuthorFlaw::Signature(source) => PackFlaw::LaterStatement { at, source },
        AuthorFlaw::Admission(source) => PackFlaw::LaterAuthor { at, source },
    }
}

/// What an entry says; none when it names no id.
pub(super) fn read(statement: &Statement, body: &[u8]) -> Option<Cited> {
    let record = Record::from_body(body).ok()?;
    let Target { id, reference } = record.target()?;
    let said = Said::new(statement, id?.parse().ok()?, Some(&record));
    Some(Cited { said, reference })
}

/// What the entries say, when each names the record or another of them.
fn with_targets(record: &Header, id: Id, all: Vec<Option<Cited>>) -> Result<Vec<Said>, PackFlaw> {
    let named = all.iter().flatten().map(|one| (one.said.id, one.said.header.reference.clone()));
    let mut references: BTreeMap<Id, String> = named.collect();
    references.insert(id, record.reference.clone());
    let checked = |(at, one): (usize, Option<Cited>)| {
        let Cited { said, reference } = one.ok_or(PackFlaw::LaterTarget { at })?;
        let named = references.get(&said.target).ok_or(PackFlaw::LaterTarget { at })?;
        match reference {
            Some(cited) if cited != *named => Err(PackFlaw::LaterTarget { at }),
            _ => Ok(said),
        }
    };
    all.into_iter().enumerate().map(checked).collect()
}
