//! Who speaks about whom: the way from a record to all that is said of it, and back.
//!
//! A claim stands under its target's id, whether or not the target is held: so one that came before its
//! target attaches when the target comes, and the set of entries alone decides. A claim costs about 16
//! bytes beside its row and some 80 for the first of a target; a relation takes 64 digits of a body,
//! so all claims together take about as much memory as their bodies take disk, whoever writes them.

use chancery_ledger::log::Id;
use chancery_thread::verdict::Does;

use super::facts::Aim;
use super::{At, Index};

/// How a statement names another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum How {
    /// As its target.
    Target,
    /// As one that it stands in relation to.
    Relation,
}

/// A statement that names another, found under that one's id.
#[derive(Debug, Clone, Copy)]
pub(super) struct Claim {
    at: At,
    how: How,
}

impl Index {
    /// Keeps whom a row names.
    pub(super) fn claim(&mut self, at: At, aim: Option<&Aim>, related: &[Id]) {
        let target = aim.map(|aim| (aim.target, How::Target));
        let related = related.iter().map(|id| (*id, How::Relation));
        for (id, how) in target.into_iter().chain(related) {
            self.claims.entry(id).or_default().push(Claim { at, how });
        }
    }

    /// The entry of this id, if it is held.
    pub(crate) fn by_id(&self, id: Id) -> Option<At> {
        let key = super::first(id.as_bytes());
        super::within(&self.by_id, key, key).find(|at| self.row(*at).id == id)
    }

    /// What names the id of this entry as its target, contradicting itself or not, in no order.
    pub(crate) fn naming(&self, target: At) -> impl Iterator<Item = At> {
        self.claims_of(self.row(target).id, How::Target)
    }

    /// What has this entry as its target, whoever it is by, in no order.
    pub(crate) fn about(&self, target: At) -> impl Iterator<Item = (At, &Aim)> {
        let reference = &self.row(target).reference;
        self.naming(target)
            .filter_map(|at| Some((at, self.row(at).aim.as_deref()?)))
            // Whoever names one id and another reference beside it contradicts itself.
            .filter(move |(_, aim)| aim.reference.as_ref().is_none_or(|named| named == reference))
    }

    /// What names this entry in a relation, in no order.
    pub(crate) fn related_to(&self, target: At) -> impl Iterator<Item = At> {
        self.claims_of(self.row(target).id, How::Relation)
    }

    /// What the entry's own issuer does to it, in no order. A drill does nothing to what is real, nor
    /// the reverse.
    pub(crate) fn own_acts(&self, target: At) -> impl Iterator<Item = (At, Does)> {
        let (issuer, exercise) = (&self.log(target).issuer, self.row(target).exercise);
        let own = move |at: At| self.log(at).issuer == *issuer && self.row(at).exercise == exercise;
        let about = self.about(target).filter(move |(at, _)| own(*at));
        about.filter_map(|(at, aim)| Some((at, aim.does?)))
    }

    /// The record whose thread the entry belongs to: up through what its issuer itself said of it.
    /// A remark is a record of its own.
    pub(crate) fn thread_root(&self, at: At) -> At {
        let mut root = at;
        // Ids are digests, so nothing leads back to where it came from.
        while let Some(up) = self.changed_by(root) {
            root = up;
        }
        root
    }

    /// The record that a reader who asks for this entry is shown: up through what could only be its
    /// originator's to say, also where somebody else said it.
    pub(crate) fn shown_root(&self, at: At) -> At {
        let mut root = at;
        while let Some(up) = self.target(root).filter(|_| self.is_originators(root)) {
            root = up;
        }
        root
    }

    /// What this entry is about, if that is held.
    pub(crate) fn target(&self, at: At) -> Option<At> {
        self.by_id(self.row(at).aim.as_deref()?.target)
    }

    fn is_originators(&self, at: At) -> bool {
        self.row(at).aim.as_deref().is_some_and(|aim| aim.does.is_some())
    }

    /// What this entry changes, if it is held and its own issuer's.
    fn changed_by(&self, at: At) -> Option<At> {
        let aim = self.row(at).aim.as_deref().filter(|aim| aim.does.is_some())?;
        let target = self.by_id(aim.target)?;
        let named = aim.reference.as_ref().is_none_or(|named| *named == self.row(target).reference);
        let alike = self.row(target).exercise == self.row(at).exercise;
        let own = alike && self.log(target).issuer == self.log(at).issuer;
        (own && named).then_some(target)
    }

    fn claims_of(&self, id: Id, how: How) -> impl Iterator<Item = At> {
        let claims = self.claims.get(&id).map_or(&[][..], Vec::as_slice);
        claims.iter().filter(move |claim| claim.how == how).map(|claim| claim.at)
    }
}
