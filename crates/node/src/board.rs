//! What the loop shows to the desk without being asked: who may speak, and what the checkpoints prove.
//!
//! The loop alone writes here, when acts or checkpoints have become durable; readers take what stands and
//! never wait for the loop. The invariant: whoever counts as a holder has a line in a checkpoint
//! that was verified, and is counted by the directory that stands now.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, PoisonError, RwLock};

use chancery_encoding::Digest;
use chancery_ledger::checkpoint::SignedCheckpoint;
use chancery_ledger::log::{LogId, Position};
use chancery_ledger::roster::{Directory, Membership, Register};
use chancery_ledger::statement::Issuer;
use chancery_record::StateCode;
use chancery_store::NOTE_SIZES_MAX;

use crate::acts;
use crate::answer::{CheckpointView, Cosigner, Holder};

#[cfg(test)]
mod tests;

/// Directory and checkpoints, for all to read.
#[derive(Debug)]
pub(crate) struct Board {
    rule: RwLock<Arc<Rule>>,
    /// Of each log the newest checkpoints, by size.
    checkpoints: RwLock<BTreeMap<LogId, BTreeMap<u64, Known>>>,
}

/// Who may speak, and why logs are closed.
#[derive(Debug)]
pub(crate) struct Rule {
    pub(crate) directory: Directory,
    pub(crate) reasons: BTreeMap<LogId, String>,
}

impl Rule {
    fn of(register: &Register) -> Arc<Rule> {
        let (directory, reasons) = (register.directory().clone(), acts::reasons(register));
        Arc::new(Rule { directory, reasons })
    }
}

/// A checkpoint of one size.
#[derive(Clone, Debug)]
struct Known {
    root: Digest,
    /// Witness key and time of each cosignature.
    lines: Vec<([u8; 32], u64)>,
    /// When this node got to know it, in seconds since 1970.
    seen_s: u64,
}

impl Board {
    pub(crate) fn new(register: &Register) -> Board {
        Board { rule: RwLock::new(Rule::of(register)), checkpoints: RwLock::new(BTreeMap::new()) }
    }

    /// What stands now.
    pub(crate) fn rule(&self) -> Arc<Rule> {
        Arc::clone(&self.rule.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Puts what follows from these acts in its place.
    pub(crate) fn learn(&self, register: &Register) {
        *self.rule.write().unwrap_or_else(PoisonError::into_inner) = Rule::of(register);
    }

    /// A checkpoint is durable here, with the cosignatures that it has now.
    pub(crate) fn pin(&self, signed: &SignedCheckpoint, now_s: u64) {
        let checkpoint = signed.checkpoint();
        let lines =
            signed.cosigners().map(|line| (*line.witness().as_bytes(), line.time())).collect();
        let mut all = self.checkpoints.write().unwrap_or_else(PoisonError::into_inner);
        let sizes = all.entry(checkpoint.log).or_default();
        let seen_s = sizes.get(&checkpoint.size).map_or(now_s, |known| known.seen_s);
        sizes.insert(checkpoint.size, Known { root: checkpoint.root, lines, seen_s });
        while sizes.len() > NOTE_SIZES_MAX {
            sizes.pop_first();
        }
    }

    /// Checkpoints of a log over more entries than these stand no more.
    pub(crate) fn drop_above(&self, log: LogId, above: u64) {
        let mut all = self.checkpoints.write().unwrap_or_else(PoisonError::into_inner);
        if let Some(sizes) = all.get_mut(&log) {
            sizes.retain(|size, _| *size <= above);
        }
    }

    /// The sizes of the checkpoints of a log that are kept, from the smallest up.
    pub(crate) fn sizes(&self, log: LogId) -> Vec<u64> {
        let all = self.checkpoints.read().unwrap_or_else(PoisonError::into_inner);
        all.get(&log).map(|sizes| sizes.keys().copied().collect()).unwrap_or_default()
    }

    /// The size of the largest checkpoint of a log.
    pub(crate) fn newest(&self, log: LogId) -> Option<u64> {
        let all = self.checkpoints.read().unwrap_or_else(PoisonError::into_inner);
        all.get(&log)?.last_key_value().map(|(size, _)| *size)
    }

    /// The size of the largest checkpoint of a log that this witness has a line under.
    pub(crate) fn cosigned_by(&self, witness: &[u8; 32], log: LogId) -> Option<u64> {
        let all = self.checkpoints.read().unwrap_or_else(PoisonError::into_inner);
        let mut sizes = all.get(&log)?.iter().rev();
        let by = sizes.find(|(_, known)| known.lines.iter().any(|(line, _)| line == witness));
        by.map(|(size, _)| *size)
    }

    /// The member states that have proved that they hold this place, in the order of their codes.
    pub(crate) fn holders(&self, directory: &Directory, position: Position) -> Vec<Holder> {
        let mut earliest: BTreeMap<String, Option<u64>> = BTreeMap::new();
        {
            let all = self.checkpoints.read().unwrap_or_else(PoisonError::into_inner);
            let sizes = all.get(&position.log).into_iter();
            let covering = sizes.flat_map(|sizes| sizes.range(position.seq + 1..));
            for (witness, at_s) in covering.flat_map(|(_, known)| &known.lines) {
                let Some(issuer) = counted(directory, witness) else { continue };
                let by_s = earliest.entry(issuer.state.to_string()).or_insert(Some(*at_s));
                *by_s = by_s.map(|by_s| by_s.min(*at_s));
            }
        }
        // Its own author holds what it has signed, whatever others' nodes have seen of it since.
        let author = directory.author(&position.log.key).map(|author| author.issuer.state);
        if let Some(state) = author.filter(|state| is_counted(directory, *state)) {
            earliest.insert(state.to_string(), None);
        }
        earliest.into_iter().map(|(state, by_s)| Holder { state, by_s }).collect()
    }

    /// How many states hold what of a log: up to each of these places, without it, so many, and beyond them so many.
    pub(crate) fn held(&self, directory: &Directory, log: LogId) -> (Vec<(u64, u32)>, u32) {
        // Its own author holds what it has signed.
        let author = directory.author(&log.key).map(|author| author.issuer.state);
        let mut states: BTreeSet<StateCode> =
            author.filter(|state| is_counted(directory, *state)).into_iter().collect();
        let count = |states: &BTreeSet<StateCode>| u32::try_from(states.len()).unwrap_or(u32::MAX);
        let beyond = count(&states);
        let all = self.checkpoints.read().unwrap_or_else(PoisonError::into_inner);
        let mut steps = Vec::new();
        // Whoever holds more entries holds these as well.
        for (size, known) in all.get(&log).into_iter().flatten().rev() {
            let counted = known.lines.iter().filter_map(|(witness, _)| counted(directory, witness));
            states.extend(counted.map(|issuer| issuer.state));
            steps.push((*size, count(&states)));
        }
        (steps, beyond)
    }

    /// What is shown of the newest checkpoint of a log.
    pub(crate) fn checkpoint(
        &self,
        directory: &Directory,
        log: LogId,
        now_s: u64,
    ) -> Option<CheckpointView> {
        let (size, known) = {
            let all = self.checkpoints.read().unwrap_or_else(PoisonError::into_inner);
            all.get(&log)?.last_key_value().map(|(size, known)| (*size, known.clone()))?
        };
        let cosigned_s = known.lines.iter().map(|(_, at_s)| *at_s).min();
        let mut cosigners: Vec<Cosigner> = known
            .lines
            .iter()
            .filter_map(|(witness, at_s)| {
                let Issuer { state, authority, .. } = counted(directory, witness)?;
                let (state, authority) = (state.to_string(), authority.clone());
                Some(Cosigner { state, authority, at_s: *at_s })
            })
            .collect();
        cosigners.sort_by(|a, b| (&a.state, &a.authority).cmp(&(&b.state, &b.authority)));
        let own = directory.author(&log.key).map(|author| author.issuer.state.to_string());
        let lagging = with_nodes(directory)
            .into_iter()
            .filter(|state| Some(state) != own.as_ref())
            .filter(|state| !cosigners.iter().any(|cosigner| cosigner.state == *state))
            .collect();
        let age_s = now_s.saturating_sub(cosigned_s.unwrap_or(known.seen_s));
        let root = known.root.to_string();
        Some(CheckpointView { size, root, cosigned_s, age_s, cosigners, lagging })
    }
}

/// Member states of the roster in force that are not suspended, which are those that "of 25 states" counts.
pub(crate) fn states_counted(directory: &Directory) -> usize {
    let members = directory.members().iter();
    members.filter(|member| is_counted(directory, member.state)).count()
}

fn is_counted(directory: &Directory, state: StateCode) -> bool {
    directory.member(state).is_some() && !directory.roster().is_suspended(state)
}

/// Whose witness this is, if it counts: a member that is not suspended, whose node's log is not closed.
fn counted<'a>(directory: &'a Directory, witness: &[u8; 32]) -> Option<&'a Issuer> {
    let certificate = directory.certificate_of_witness(witness)?;
    let author = directory.author(certificate.statement_key.as_bytes())?;
    (author.membership == Membership::Member && !author.is_closed()).then_some(&author.issuer)
}

/// The states whose nodes could cosign.
fn with_nodes(directory: &Directory) -> BTreeSet<String> {
    directory
        .authors()
        .filter(|author| author.membership == Membership::Member && !author.is_closed())
        .map(|author| author.issuer.state.to_string())
        .collect()
}
