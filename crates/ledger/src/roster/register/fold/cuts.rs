//! Where logs end.
//!
//! Invariant: of several places the lowest counts, then the smaller id; that nothing stands is lower still.

use std::collections::BTreeMap;

use chancery_record::StateCode;

use crate::act::Content;
use crate::log::{Id, LogId};
use crate::roster::Cut;
use crate::roster::register::Register;
use crate::roster::register::fold::roots::Roots;
use crate::statement::Issuer;

/// Where logs end.
pub(super) struct Cuts<'a> {
    pub(super) revoked: BTreeMap<(&'a Issuer, LogId), Cut>,
    pub(super) closed: BTreeMap<(StateCode, LogId), (u64, Id)>,
}

impl<'a> Cuts<'a> {
    pub(super) fn of(register: &'a Register, roots: &Roots<'_>) -> Self {
        let mut revoked: BTreeMap<(&Issuer, LogId), Cut> = BTreeMap::new();
        for act in register.acts.values() {
            let Content::Revocation(revocation) = act.content() else { continue };
            let says = &revocation.says;
            if roots.stands(says.issuer.state, revocation.root(), &act.id()) {
                let cut = revoked.entry((&says.issuer, says.log)).or_insert(says.last);
                *cut = (*cut).min(says.last);
            }
        }
        let mut closed: BTreeMap<(StateCode, LogId), (u64, Id)> = BTreeMap::new();
        for ((state, _), ends) in &roots.ends {
            for head in ends.iter().flat_map(|end| end.closed) {
                let place = (head.seq, head.tip);
                let cut = closed.entry((*state, head.log)).or_insert(place);
                *cut = (*cut).min(place);
            }
        }
        Self { revoked, closed }
    }

    /// The lowest place that anything names, then the smaller id; nothing of a log is lower still.
    pub(super) fn cut(&self, issuer: &Issuer, log: LogId) -> Option<Cut> {
        let revoked = self.revoked.get(&(issuer, log)).copied();
        let closed = self.closed.get(&(issuer.state, log)).copied().map(Some);
        [revoked, closed].into_iter().flatten().min()
    }
}
