//! A thread in the index: what its issuer said to a record later, and which of it has an effect.
//!
//! The rules are `chancery-thread`'s, asked with what the index keeps of each statement; so a list and
//! the fold that reads every body cannot say two things. A judge remembers what it has judged: a list
//! that meets a thread of a thousand corrections judges it once, and not once for each of them.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use chancery_encoding::Digest;
use chancery_ledger::log::Id;
use chancery_thread::Order;
use chancery_thread::verdict::{Claim, Does, Root, Verdict};

use crate::index::{At, Index};

/// The one kind that can be reviewed.
const DENIAL_KIND: &str = "denial-notice";

/// The record and everything that its issuer said of it later, and the verdict.
#[derive(Debug)]
pub(crate) struct Judged {
    /// The record first, then each behind what it is about; the numbers of the verdict.
    pub(crate) members: Vec<At>,
    pub(crate) claims: Vec<Claim>,
    pub(crate) verdict: Verdict,
    /// The members once more, to be looked up.
    set: BTreeSet<At>,
}

impl Judged {
    /// Whether an entry belongs to the thread.
    pub(crate) fn has(&self, at: At) -> bool {
        self.set.contains(&at)
    }

    pub(crate) fn root(&self) -> At {
        self.members[0]
    }

    /// Whether that number brings a text, with or without effect.
    pub(crate) fn is_text(&self, number: usize) -> bool {
        let corrects = |claim: &Claim| matches!(claim.does, Does::Correct { .. });
        number.checked_sub(1).is_none_or(|place| self.claims.get(place).is_some_and(corrects))
    }

    /// Whether that number is a text of the record.
    pub(crate) fn is_version(&self, number: usize) -> bool {
        self.verdict.is_version(&self.claims, number)
    }
}

/// Judges threads, each once.
pub(crate) struct Judge<'a> {
    pub(crate) index: &'a Index,
    /// For each entry of a judged thread, the thread and its number there.
    known: BTreeMap<At, (Rc<Judged>, usize)>,
}

impl<'a> Judge<'a> {
    pub(crate) fn new(index: &'a Index) -> Self {
        Judge { index, known: BTreeMap::new() }
    }

    /// The thread that an entry belongs to, and its number there.
    pub(crate) fn of(&mut self, at: At) -> (Rc<Judged>, usize) {
        if let Some((judged, number)) = self.known.get(&at) {
            return (Rc::clone(judged), *number);
        }
        let judged = Rc::new(judge(self.index, self.index.thread_root(at)));
        for (number, member) in judged.members.iter().enumerate() {
            self.known.insert(*member, (Rc::clone(&judged), number));
        }
        let number = judged.members.iter().position(|member| *member == at).unwrap_or(0);
        (judged, number)
    }
}

fn judge(index: &Index, root: At) -> Judged {
    let (mut members, mut claims) = (vec![root], Vec::new());
    let mut next = 0;
    while let Some(target) = members.get(next).copied() {
        for (at, does) in index.own_acts(target) {
            members.push(at);
            let stands = index.counts(at);
            let (id, order) = (digest(index.row(at).id), order(index, at));
            claims.push(Claim { id, order, target: next, does, stands, refused: None });
        }
        next += 1;
    }
    let row = index.row(root);
    let denial = index.kind(root) == DENIAL_KIND;
    let root = Root { id: digest(row.id), order: order(index, root), days: row.days, denial };
    let verdict = Verdict::of(root, &claims);
    Judged { set: members.iter().copied().collect(), members, claims, verdict }
}

/// Epoch before key: a new key comes with a new epoch. Position alone would sort by key.
pub(crate) fn order(index: &Index, at: At) -> Order {
    let position = index.position(at);
    Order { epoch: position.log.epoch, seq: position.seq, key: position.log.key }
}

fn digest(id: Id) -> Digest {
    Digest::from_bytes(*id.as_bytes())
}
