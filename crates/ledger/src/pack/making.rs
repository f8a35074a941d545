//! Making a pack out of what a node holds.
//!
//! Pure: the same parts give the same bytes, wherever they are put together. Whoever makes one hands
//! over all that it has, in any order; what the record does not need is left out here, by the rule
//! by which it would be refused. Invariant: what leaves here verifies.

use std::collections::{BTreeMap, BTreeSet};

use super::later::{Cited, read};
use super::life::{Order, order};
use super::needed::Needs;
use super::release::judge_release;
use super::said::CHANGING;
use super::verify::judge;
use super::{Pack, PackFlaw};
use crate::act::ActId;
use crate::checkpoint::SignedCheckpoint;
use crate::evidence::Equivocation;
use crate::log::{Id, LogId, Position};
use crate::roster::{Directory, Genesis, Register};
use crate::statement::{Entry, Statement};
use crate::tree::Proof;

/// What a node holds about a record.
#[derive(Clone, Debug)]
pub struct Parts<'a> {
    /// The founding.
    pub genesis: &'a Genesis,
    /// All acts.
    pub register: &'a Register,
    /// The record's statement.
    pub statement: &'a [u8],
    /// Its body, if it is held and may be passed on.
    pub body: Option<&'a [u8]>,
    /// The checkpoint to prove it by.
    pub checkpoint: &'a SignedCheckpoint,
    /// The proof that the record is in its tree.
    pub inclusion: Proof,
    /// What the authority said later that may be about the record.
    pub later: Vec<Entry>,
    /// Proofs of equivocation, of any log.
    pub proofs: Vec<Equivocation>,
}

impl Pack {
    /// Puts a pack together, leaves out what the record does not need, and verifies the result.
    ///
    /// # Errors
    /// When the parts do not make a pack that verifies: such as a record that is revoked, a
    /// checkpoint of another log, or more than a pack may hold.
    pub fn assemble(parts: Parts<'_>) -> Result<Pack, PackFlaw> {
        let genesis = parts.genesis;
        let read = Pack::decode(&Self::put_together(parts)?.encode())?;
        read.verify(genesis)?;
        Ok(read)
    }

    /// The pack of these parts, whether it verifies or not.
    pub(crate) fn put_together(parts: Parts<'_>) -> Result<Pack, PackFlaw> {
        let Parts { genesis, register, checkpoint, .. } = parts;
        let directory = register.directory();
        let statement = Statement::decode(parts.statement).map_err(PackFlaw::Statement)?;
        let later = chosen_later(&statement, parts.later, directory);
        let logs = later.iter().map(|one| one.position.log);
        let logs: BTreeSet<LogId> = logs.chain([statement.header.log()]).collect();
        let policies = later.iter().filter_map(|one| one.policy);
        let policies = policies.chain(statement.header.policy()).collect();
        let keys = logs.iter().map(|log| log.key);
        let mut needs = Needs::new(register, keys, policies, checkpoint);
        let acts = register.acts().filter(|act| needs.take(act));
        Ok(Pack {
            network: genesis.roster().hash(),
            statement: parts.statement.to_vec(),
            body: parts.body.map(<[u8]>::to_vec),
            inclusion: parts.inclusion,
            checkpoint: checkpoint.encode(),
            acts: acts.map(|act| act.bytes().to_vec()).collect(),
            later: later.into_iter().map(|one| one.entry).collect(),
            proofs: chosen_proofs(parts.proofs, &logs),
        })
    }
}

/// A later entry that stands, and what it names.
struct Candidate {
    position: Position,
    id: Id,
    reference: String,
    target: Id,
    cited: Option<String>,
    policy: Option<ActId>,
    entry: Entry,
}

/// What names the record, what names one of these, and so on, in order.
fn chosen_later(record: &Statement, entries: Vec<Entry>, directory: &Directory) -> Vec<Candidate> {
    let mut about: BTreeMap<Id, Vec<Candidate>> = BTreeMap::new();
    for entry in entries {
        if let Some(candidate) = candidate(record, entry, directory) {
            about.entry(candidate.target).or_default().push(candidate);
        }
    }
    // By place, so that an entry that was handed over twice is there once.
    let mut chosen: BTreeMap<Order, Candidate> = BTreeMap::new();
    let mut open = vec![(record.id, record.header.reference.clone())];
    while let Some((id, reference)) = open.pop() {
        for candidate in about.remove(&id).unwrap_or_default() {
            if candidate.cited.as_ref().is_none_or(|cited| *cited == reference) {
                open.push((candidate.id, candidate.reference.clone()));
                chosen.entry(order(candidate.position)).or_insert(candidate);
            }
        }
    }
    chosen.into_values().collect()
}

fn candidate(record: &Statement, entry: Entry, directory: &Directory) -> Option<Candidate> {
    let statement = Statement::decode(&entry.statement).ok()?;
    let header = &statement.header;
    let bound = record.header.policy().filter(|_| header.log() == record.header.log());
    if !CHANGING.contains(&header.kind.as_str())
        || header.issuer != record.header.issuer
        || judge(&statement, directory).is_err()
        || judge_release(&statement, bound, directory).is_err()
    {
        return None;
    }
    let Cited { said, reference: cited } = read(&statement, &entry.body)?;
    Some(Candidate {
        position: said.position(),
        id: said.id,
        policy: said.header.policy(),
        reference: said.header.reference,
        target: said.target,
        cited,
        entry,
    })
}

/// One for each log, in the order of the logs.
fn chosen_proofs(proofs: Vec<Equivocation>, logs: &BTreeSet<LogId>) -> Vec<Vec<u8>> {
    let mut kept: BTreeMap<LogId, Equivocation> = BTreeMap::new();
    for proof in proofs {
        let log = proof.position().log;
        if logs.contains(&log) {
            let proof = match kept.remove(&log) {
                Some(held) => held.smaller_of(proof),
                None => proof,
            };
            kept.insert(log, proof);
        }
    }
    kept.values().map(Equivocation::encode).collect()
}
