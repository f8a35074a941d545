//! From a case to its file: steps, notes, and the evidence that both need.
//!
//! Invariant: a statement whose evidence is not there yet is named with the reason, never left out.

use std::collections::BTreeMap;

use chancery_ledger::log::Id;
use chancery_store::Lookup;

use super::desk::Cases;
use super::error::CaseError;
use super::file::{CASE_FILE_BYTES_MAX, CaseFile, Cited};
use super::folded::Case;
use super::verified::needed;
use crate::answer::Reliance;
use crate::causes;
use crate::desk::Desk;
use crate::duties::threads;
use crate::gathering::EvidenceError;
use crate::reading::ReadError;
use crate::telling;

/// What is read for a file in one go.
struct Read {
    case: Case,
    notes: Vec<Reliance>,
    steps: Vec<Vec<u8>>,
    cited: Vec<Cited>,
}

impl Cases {
    /// The case file of a case.
    ///
    /// # Errors
    /// When there is none, or it does not fit.
    pub async fn export(&self, name: &str) -> Result<Vec<u8>, CaseError> {
        let name = name.to_owned();
        let Read { case, notes, steps, cited } = self.work(move |desk| read(desk, &name)).await?;
        let (mut packs, mut missing) = (BTreeMap::new(), Vec::new());
        for id in needed(&cited, &case) {
            match self.desk.evidence(&id.to_string()).await {
                Ok(pack) => {
                    packs.insert(id, pack);
                }
                Err(EvidenceError::Read(ReadError::Stopped)) => return Err(CaseError::Stopped),
                Err(error) => missing.push((id, causes(&error))),
            }
        }
        let network = self.desk.genesis.roster().hash();
        let packs = packs.into_values().collect();
        let bytes =
            CaseFile { network, name: case.name, steps, notes, cited, packs, missing }.encode();
        if bytes.len() > CASE_FILE_BYTES_MAX {
            return Err(CaseError::TooLarge { bytes: bytes.len() });
        }
        Ok(bytes)
    }
}

fn read(desk: &Desk, name: &str) -> Result<Read, CaseError> {
    let case = desk.heard(name)?;
    let notes = desk.notes_of(&case)?;
    let steps = desk.cabinet.steps(&case.name)?.into_iter().map(|step| step.to_vec()).collect();
    let mut cited = Vec::new();
    for version in case.rests_on(&notes).keys() {
        let Ok(version) = version.parse::<Id>() else { continue };
        cited.push(Cited { version, root: root(desk, version)? });
    }
    cited.sort_unstable();
    Ok(Read { case, notes, steps, cited })
}

/// The first statement of the record of which this is a version.
fn root(desk: &Desk, version: Id) -> Result<Id, CaseError> {
    let Lookup::One(position) = desk.store.find(&version.to_string()) else { return Ok(version) };
    let thread = telling::fold(&desk.store, position)?;
    Ok(thread.map_or(version, |thread| threads::id_of(thread.root)))
}
