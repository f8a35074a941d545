//! What stays of a state that stops: which acts of its root go on standing, and where its logs end.
//!
//! Invariant: a log of a state that stops is closed where it is held, or stands in no ending at all, and then nothing
//! of it stands; so nothing is closed by guessing.

use chancery_ledger::{
    act::{ActId, Content, Withdrawal},
    key::PublicKey,
    log::{Head, LogId},
    roster::{Ending, Member, Roster},
};
use chancery_record::StateCode;

use crate::{command::papers::Papers, failure::Failure};

/// What becomes of the logs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Logs {
    /// They go on, under another root.
    GoOn,
    /// They end where they stand.
    End,
    /// They end, and nothing of what is not closed yet stands.
    Nothing,
}

/// What stays of `state` when its root stops being active.
pub(crate) fn ending(
    papers: &Papers,
    previous: &Roster,
    state: StateCode,
    logs: Logs,
) -> Result<Ending, Failure> {
    let member = previous.member(state).or(previous.observer(state));
    if let Some(withdrawal) = member.and_then(|one| withdrawal_of(papers, state, &one.root)) {
        // The state has said itself what stays of it.
        let says = &withdrawal.says;
        return Ok(Ending { state, keeps: says.keeps.clone(), closed: says.closed.clone() });
    }
    let root = member.map(|one| one.root);
    let keeps = root.map(|root| acts_of(papers, state, &root)).unwrap_or_default();
    let closed = match logs {
        Logs::GoOn => Vec::new(),
        Logs::End | Logs::Nothing => places(papers, state, logs)?,
    };
    Ok(Ending { state, keeps, closed })
}

/// Refuses a root that its state has burnt by withdrawing.
pub(crate) fn refuse_burnt(
    papers: &Papers,
    state: StateCode,
    root: &PublicKey,
) -> Result<(), Failure> {
    match withdrawal_of(papers, state, root) {
        None => Ok(()),
        Some(_) => Err(Failure::new(
            format!("the root key of {state} withdrew, and speaks for nobody any more"),
            "a state that rejoins makes a new root key: `chancery keys new root`",
        )),
    }
}

/// Whether the state has left by its own signature, and stands in the roster until the others sign the next version.
pub(crate) fn has_withdrawn(papers: &Papers, member: &Member) -> bool {
    withdrawal_of(papers, member.state, &member.root).is_some()
}

/// The withdrawal that this root signed.
fn withdrawal_of<'a>(
    papers: &'a Papers,
    state: StateCode,
    root: &PublicKey,
) -> Option<&'a Withdrawal> {
    papers.register.acts().find_map(|act| match act.content() {
        Content::Withdrawal(withdrawal)
            if withdrawal.says.state == state
                && root_in(papers, &withdrawal.says.under, state) == Some(*root) =>
        {
            Some(withdrawal.as_ref())
        }
        _ => None,
    })
}

/// The ids of everything that this root signed for its authorities, sorted.
pub(crate) fn acts_of(papers: &Papers, state: StateCode, root: &PublicKey) -> Vec<ActId> {
    let signed = |version| root_in(papers, &version, state) == Some(*root);
    let founding = papers.genesis.certificates().iter();
    let founding = founding
        .filter(|one| one.issuer.state == state && signed(one.made_under()))
        .map(chancery_ledger::certificate::Certificate::id);
    let later = papers.register.acts().filter_map(|act| match act.content() {
        Content::Certificate(one) if one.issuer.state == state && signed(one.made_under()) => {
            Some(act.id())
        }
        Content::Revocation(one) if one.says.issuer.state == state && signed(one.says.under) => {
            Some(act.id())
        }
        Content::Policy(one) if one.says.issuer.state == state && signed(one.says.under) => {
            Some(act.id())
        }
        _ => None,
    });
    let mut ids: Vec<ActId> = founding.chain(later).collect();
    ids.sort_unstable();
    ids.dedup();
    ids
}

fn root_in(
    papers: &Papers,
    version: &chancery_encoding::Digest,
    state: StateCode,
) -> Option<PublicKey> {
    let roster = papers.directory().known_roster(version)?;
    roster.member(state).or(roster.observer(state)).map(|one| one.root)
}

/// Where the logs of a state end: at their cut if they have one, else where they are held.
pub(crate) fn places(papers: &Papers, state: StateCode, logs: Logs) -> Result<Vec<Head>, Failure> {
    let mut places = Vec::new();
    for author in papers.directory().authors().filter(|one| one.issuer.state == state) {
        for log in author.logs() {
            match author.cut(log.epoch) {
                Some(Some((seq, tip))) => places.push(Head { log, seq, tip }),
                Some(None) => {}
                None if logs == Logs::Nothing => {}
                None => places.push(held(papers, log, &author.issuer.to_string())?),
            }
        }
    }
    places.sort_by_key(|head| head.log);
    Ok(places)
}

fn held(papers: &Papers, log: LogId, whose: &str) -> Result<Head, Failure> {
    papers.positions.of(log)?.ok_or_else(|| {
        Failure::new(
            format!("nothing says where log {log} of {whose} stands"),
            "give --positions FILE, which `chancery logs --json` prints on any node that holds it; only if no entry of \
             it shall stand, say so (see --help)",
        )
    })
}
