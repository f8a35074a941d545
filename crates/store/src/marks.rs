//! What stands beside a record's standing in a list: renewed, partly withdrawn, disputed, corroborated.
//!
//! Read off the index alone, because a list has ten thousand rows. What others say counts here only when
//! it stands itself, comes from another state, and is a drill about a drill or real about what is
//! real. The full story, with texts and reasons, is folded by `chancery-thread` from the bodies; a test
//! holds both against each other.

use std::collections::BTreeSet;

use chancery_record::StateCode;

use crate::index::facts::{Act, Aim, Stance};
use crate::index::{At, Index};
use crate::standing::{order, stands};

/// What stands beside a record's standing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Marks {
    /// Its originator has let it go on.
    pub renewed: bool,
    /// Its originator has taken parts of it back.
    pub partly_withdrawn: bool,
    /// Other states that contradict it.
    pub disputed_by: BTreeSet<StateCode>,
    /// Other states that have seen the same.
    pub corroborated_by: BTreeSet<StateCode>,
    /// What it is about is not held here yet.
    pub pending: bool,
}

/// The marks of the thread that an entry belongs to.
pub(crate) fn marks(index: &Index, at: At) -> Marks {
    let root = index.thread_root(at);
    let pending = index.row(root).aim.as_ref().is_some_and(|aim| index.by_id(aim.target).is_none());
    let mut marks = Marks { pending, ..Marks::default() };
    let thread = index.thread_of(root);
    for said in thread.iter().skip(1).filter(|said| stands(index, **said)) {
        match index.row(*said).aim.as_ref().map(|aim| aim.act) {
            Some(Act::Renew { .. }) => marks.renewed = true,
            Some(Act::WithdrawParts) => marks.partly_withdrawn = true,
            Some(Act::Correct { .. } | Act::Nothing | Act::Withdraw | Act::Remark(_)) | None => {}
        }
    }
    let own = index.log(root).issuer.state;
    for (by, aim) in thread.iter().flat_map(|version| index.about(*version)) {
        let state = index.log(by).issuer.state;
        if state != own && index.row(by).exercise == index.row(root).exercise && stands(index, by) {
            match stance(index, by, aim) {
                Some(Stance::Disputes) => marks.disputed_by.insert(state),
                Some(Stance::Corroborates) => marks.corroborated_by.insert(state),
                Some(Stance::Neutral) | None => false,
            };
        }
    }
    marks
}

/// What a remark says, as its author corrected it last; none when it is no remark.
fn stance(index: &Index, remark: At, aim: &Aim) -> Option<Stance> {
    let Act::Remark(first) = aim.act else { return None };
    let corrected = |at: &At| match index.row(*at).aim.as_ref()?.act {
        Act::Correct { stance, .. } if stands(index, *at) => Some((order(index, *at), stance)),
        _ => None,
    };
    let later = index.thread_of(remark);
    let last = later.iter().filter_map(corrected).max_by_key(|one| one.0);
    Some(last.map_or(first, |(_, stance)| stance))
}
