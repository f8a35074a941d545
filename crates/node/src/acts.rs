//! What the acts that a node holds mean for it: where logs are closed and why, and what it must tell of itself.
//!
//! Everything here is read off the register; nothing is decided. Invariant: a reason that is shown is the root's own
//! text where it gave one, and says who left otherwise.

use std::collections::BTreeMap;

use chancery_ledger::act::Content;
use chancery_ledger::certificate::Certificate;
use chancery_ledger::log::{Head, Id, LogId};
use chancery_ledger::roster::{Author, Cut, Directory, Membership, Register};
use chancery_store::witness::WitnessState;

#[cfg(test)]
mod tests;

/// Where logs are closed, as the store wants to know it; of a log that is held and that no certificate opens any more,
/// nothing stands.
pub(crate) fn cuts(directory: &Directory, held: &[Head]) -> Vec<(LogId, Option<(u64, Id)>)> {
    let orphans = held.iter().filter(|head| !is_open(directory, head.log));
    let orphans = orphans.map(|head| (head.log, None));
    orphans.chain(directory.authors().flat_map(cuts_of)).collect()
}

/// Whether a certificate opens the log.
pub(crate) fn is_open(directory: &Directory, log: LogId) -> bool {
    directory.author(&log.key).is_some_and(|author| author.has_opened(log.epoch))
}

fn cuts_of(author: &Author) -> impl Iterator<Item = (LogId, Cut)> {
    let key = *author.key.as_bytes();
    author.cuts.iter().map(move |(epoch, cut)| (LogId { key, epoch: *epoch }, *cut))
}

/// Why each closed log was closed.
pub(crate) fn reasons(register: &Register) -> BTreeMap<LogId, String> {
    let said = said(register);
    let closed = register.directory().authors().flat_map(|author| {
        cuts_of(author).map(|(log, cut)| (log, reason(&said, author, log, cut)))
    });
    closed.collect()
}

/// What roots have given as their reasons, by log and place.
type Said<'a> = BTreeMap<(LogId, Cut), &'a str>;

fn said(register: &Register) -> Said<'_> {
    let mut said = Said::new();
    for act in register.acts() {
        if let Content::Revocation(revocation) = act.content() {
            let says = &revocation.says;
            // Of several for one place the smallest id counts, which comes first.
            said.entry((says.log, says.last)).or_insert(&says.reason);
        }
    }
    said
}

fn reason(said: &Said<'_>, author: &Author, log: LogId, cut: Cut) -> String {
    let state = author.issuer.state;
    match (said.get(&(log, cut)), author.membership) {
        (Some(reason), _) => (*reason).to_owned(),
        (None, Membership::Suspended) => format!("{state} is suspended"),
        (None, Membership::Gone) => format!("{state} has left, or was removed"),
        (None, Membership::Member | Membership::Observer) => {
            format!("the root key of {state} was replaced")
        }
    }
}

/// What a node must tell its operator about itself.
pub(crate) fn alarms(
    register: &Register,
    own: LogId,
    certificate: &Certificate,
    witness: WitnessState,
) -> Vec<String> {
    let mut alarms = Vec::new();
    match register.directory().author(&own.key) {
        None => alarms.push(format!(
            "certificate {} of this node does not stand: nothing that it signs counts; it goes on reading",
            certificate.serial
        )),
        Some(author) => standing(register, author, own, certificate, &mut alarms),
    }
    if witness == WitnessState::Retired {
        alarms.push(
            "the witness key is retired, because what it has promised is lost: this node cosigns nothing; \
             `chancery witness` says how to get a new one"
                .to_owned(),
        );
    }
    alarms
}

fn standing(
    register: &Register,
    author: &Author,
    own: LogId,
    certificate: &Certificate,
    alarms: &mut Vec<String>,
) {
    let state = author.issuer.state;
    match author.membership {
        Membership::Member | Membership::Observer => {}
        Membership::Suspended => alarms.push(format!(
            "{state} is suspended: peers have closed their connections, and nothing new is accepted from this node"
        )),
        Membership::Gone => alarms.push(format!(
            "{state} is not in the network any more: peers have closed their connections; what was held can be read"
        )),
    }
    if let Some(cut) = author.cut(own.epoch) {
        let why = reason(&said(register), author, own, cut);
        let place = cut.map_or_else(
            || "nothing of it stands".to_owned(),
            |(seq, _)| format!("seq {seq} is the last place that stands"),
        );
        alarms.push(format!(
            "this node's log is closed ({why}): {place}. It signs nothing more and goes on reading; a new \
             certificate opens another log: `chancery recover`"
        ));
    }
    if author.epoch > own.epoch {
        alarms.push(format!(
            "the state root has opened epoch {} and this node signs in epoch {}: `chancery certificate install`",
            author.epoch, own.epoch
        ));
    } else if author.certificate.serial > certificate.serial {
        alarms.push(format!(
            "certificate {} is in force and this node has {}: `chancery certificate install`",
            author.certificate.serial, certificate.serial
        ));
    }
}
