//! The way from the root of a tree down to a subtree of it, and what stands beside the way.
//!
//! This is the one place that knows the shape of a proof: who makes a proof hashes what stands
//! beside the way, and who checks it folds the same list from below. The recursion of RFC 9162
//! (2.1.3.1, 2.1.4.1) is walked downward here; folding it upward gives the answers of the
//! algorithms of 2.1.3.2 and 2.1.4.2, and the tests hold both against each other.

use super::subtree::Subtree;

/// One step down: which sister the way leaves aside.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Step {
    pub(super) sister: Subtree,
    pub(super) side: Side,
}

/// Where the sister stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Side {
    /// Left of the way, and of the subtree.
    Left,
    /// Right of the way.
    Right,
    /// Left of the way, and itself a part of the subtree, which is ragged here.
    Inside,
}

/// The whole way.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Way {
    /// From the root down. At most one for each bit of a size: 64.
    pub(super) steps: Vec<Step>,
    /// Where it ends.
    pub(super) foot: Subtree,
}

impl Way {
    /// The way down to `subtree` in a tree of `size` leaves; none when it is empty or not in it.
    pub(super) fn down(subtree: Subtree, size: u64) -> Option<Self> {
        if subtree.is_empty() || subtree.end > size {
            return None;
        }
        let (mut here, mut goal) = (Subtree::first(size), subtree);
        let mut steps = Vec::new();
        while here != goal {
            // The goal is smaller than `here`, so `here` has two leaves or more.
            let middle = here.start + (1 << (here.end - here.start - 1).ilog2());
            let (left, right) = (
                Subtree { start: here.start, end: middle },
                Subtree { start: middle, end: here.end },
            );
            if goal.end <= middle {
                steps.push(Step { sister: right, side: Side::Right });
                here = left;
            } else if goal.start >= middle {
                steps.push(Step { sister: left, side: Side::Left });
                here = right;
            } else {
                // It is well placed and crosses the middle, so it starts where `here` does.
                steps.push(Step { sister: left, side: Side::Inside });
                (here, goal) = (right, Subtree { start: middle, end: goal.end });
            }
        }
        Some(Self { steps, foot: here })
    }

    /// Whether the checker knows the hash at the foot: then it is the subtree itself. Otherwise
    /// the foot is only its last part, and the proof begins with it.
    pub(super) fn foot_is_known(&self) -> bool {
        self.steps.iter().all(|step| step.side != Side::Inside)
    }

    /// What the proof holds the hashes of, in its order.
    pub(super) fn beside(&self) -> impl Iterator<Item = Subtree> {
        let foot = (!self.foot_is_known()).then_some(self.foot);
        foot.into_iter().chain(self.steps.iter().rev().map(|step| step.sister))
    }
}
