//! What stands beside a record's standing in a list: renewed, partly withdrawn, disputed, corroborated.
//!
//! Read off the index alone, because a list has ten thousand rows. What others say counts here only when
//! it stands itself, comes from another state, and is a drill about a drill or real about what is
//! real. The full story, with texts and reasons, is folded by `chancery-thread` from the bodies; a test
//! holds both against each other.

use std::collections::BTreeSet;

use chancery_record::StateCode;

use crate::index::At;
use crate::index::facts::Stance;
use crate::judged::{Judge, Judged};

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
pub(crate) fn marks(judge: &mut Judge<'_>, at: At) -> Marks {
    let index = judge.index;
    let (judged, _) = judge.of(at);
    let root = judged.root();
    let mut marks = Marks {
        renewed: judged.verdict.renewed_by.is_some(),
        partly_withdrawn: !judged.verdict.parts_by.is_empty(),
        pending: index.row(root).aim.as_ref().is_some_and(|aim| index.by_id(aim.target).is_none()),
        ..Marks::default()
    };
    let own = index.log(root).issuer.state;
    let remarks = judged.members.iter().flat_map(|version| index.about(*version));
    for (by, _) in remarks.filter(|(_, aim)| aim.does.is_none()) {
        let state = index.log(by).issuer.state;
        if state != own && index.row(by).exercise == index.row(root).exercise {
            match stance(judge, by, &judged) {
                Some(Stance::Disputes) => marks.disputed_by.insert(state),
                Some(Stance::Corroborates) => marks.corroborated_by.insert(state),
                Some(Stance::Neutral) | None => false,
            };
        }
    }
    marks
}

/// What a remark says of a thread, as its author corrected it last; none when it no longer does.
fn stance(judge: &mut Judge<'_>, remark: At, of: &Judged) -> Option<Stance> {
    let index = judge.index;
    let (judged, _) = judge.of(remark);
    let verdict = &judged.verdict;
    if verdict.end.is_some() || !index.counts(judged.root()) {
        return None;
    }
    let says = index.row(judged.members[verdict.current]).aim.as_deref()?.says;
    let named = index.by_id(says.of?)?;
    of.has(named).then_some(says.stance)
}
