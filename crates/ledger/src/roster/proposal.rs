//! The next version of the roster, as people put it together.
//!
//! Nothing here is believed by anybody: what comes out is read by the same rules as a stranger's.
//! Invariant: [`RosterProposal::build`] gives only a roster that follows the version it began from.

use chancery_encoding::Digest;
use chancery_record::StateCode;

use crate::act::StepFlaw;
use crate::key::PublicKey;
use crate::roster::{Ending, Member, Roster, follow, least_threshold, stopped};

/// A version in the making.
#[derive(Clone, Debug)]
pub struct RosterProposal {
    previous: Roster,
    next: Roster,
    threshold: Option<u64>,
}

impl RosterProposal {
    /// Begins from the version that is to be followed; so far nothing is changed.
    pub fn after(previous: &Roster) -> Self {
        let next = Roster {
            version: previous.version + 1,
            previous: Some(previous.hash()),
            endings: Vec::new(),
            settles: Vec::new(),
            ..previous.clone()
        };
        Self { previous: previous.clone(), next, threshold: None }
    }

    /// Admits a member, or makes an observer one.
    #[must_use]
    pub fn admit(mut self, member: Member) -> Self {
        self = self.remove(member.state);
        self.next.members.push(member);
        self
    }

    /// Takes in an observer; one that was a member brings a new root key.
    #[must_use]
    pub fn observe(mut self, observer: Member) -> Self {
        self = self.remove(observer.state);
        self.next.observers.push(observer);
        self
    }

    /// Leaves a state out.
    #[must_use]
    pub fn remove(mut self, state: StateCode) -> Self {
        self.next.members.retain(|member| member.state != state);
        self.next.observers.retain(|observer| observer.state != state);
        self.lift(state)
    }

    /// Suspends a member.
    #[must_use]
    pub fn suspend(mut self, state: StateCode) -> Self {
        self = self.lift(state);
        self.next.suspended.push(state);
        self
    }

    /// Lifts a suspension.
    #[must_use]
    pub fn lift(mut self, state: StateCode) -> Self {
        self.next.suspended.retain(|suspended| *suspended != state);
        self
    }

    /// Gives a state another root key.
    #[must_use]
    pub fn replace_root(mut self, state: StateCode, root: PublicKey) -> Self {
        let states = self.next.members.iter_mut().chain(&mut self.next.observers);
        states.filter(|member| member.state == state).for_each(|member| member.root = root);
        self
    }

    /// Sets the threshold; otherwise it is the least that is more than two thirds.
    #[must_use]
    pub fn threshold(mut self, threshold: u64) -> Self {
        self.threshold = Some(threshold);
        self
    }

    /// Settles a version of another branch.
    #[must_use]
    pub fn settle(mut self, version: Digest) -> Self {
        self.next.settles.push(version);
        self
    }

    /// Says what stays of a state whose root stops being active.
    #[must_use]
    pub fn end(mut self, ending: Ending) -> Self {
        self.next.endings.retain(|other| other.state != ending.state);
        self.next.endings.push(ending);
        self
    }

    /// The states whose roots stop being active, and that need an ending.
    pub fn stopped(&self) -> Vec<StateCode> {
        stopped(&self.previous, &self.sorted()).into_iter().map(|one| one.state).collect()
    }

    /// The roster.
    ///
    /// # Errors
    /// When it is none, or does not follow the version that it began from.
    pub fn build(&self) -> Result<Roster, StepFlaw> {
        let roster = self.sorted();
        roster.check().map_err(StepFlaw::Roster)?;
        follow(&self.previous, self.previous.hash(), &roster)?;
        Ok(roster)
    }

    fn sorted(&self) -> Roster {
        let mut roster = self.next.clone();
        roster.members.sort_by_key(|member| member.state);
        roster.observers.sort_by_key(|observer| observer.state);
        roster.suspended.sort_unstable();
        roster.endings.sort_by_key(|ending| ending.state);
        roster.settles.sort_unstable();
        let least = least_threshold(roster.active_members().count());
        roster.threshold = self.threshold.unwrap_or(least);
        roster
    }
}
