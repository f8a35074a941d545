//! Which certificates stand, and whose a key is that several claim.
//!
//! Invariant: a key of the genesis stays with its issuer, and any other belongs to whom it has signed for; what two
//! issuers claim alike is nobody's.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::act::{Act, Content};
use crate::certificate::Certificate;
use crate::roster::Author;
use crate::roster::register::Register;
use crate::roster::register::fold::roots::Roots;
use crate::statement::Issuer;

/// The certificates that stand, by the keys that they claim.
pub(super) struct Claims<'a> {
    pub(super) by_statement_key: BTreeMap<[u8; 32], Vec<&'a Arc<Certificate>>>,
    pub(super) by_witness_key: BTreeMap<[u8; 32], Vec<&'a Arc<Certificate>>>,
    /// Who had a key from the beginning: no later claim takes it from them.
    pub(super) founding: BTreeMap<[u8; 32], &'a Issuer>,
    /// For whom a key itself has signed.
    pub(super) proven: BTreeMap<[u8; 32], BTreeSet<&'a Issuer>>,
}

impl<'a> Claims<'a> {
    pub(super) fn of(register: &'a Register, roots: &Roots<'_>) -> Self {
        let mut claims = Self {
            by_statement_key: BTreeMap::new(),
            by_witness_key: BTreeMap::new(),
            founding: BTreeMap::new(),
            proven: BTreeMap::new(),
        };
        let stands = |act: &'a Act| {
            let stands =
                |one: &&Arc<Certificate>| roots.stands(one.issuer.state, one.root(), &act.id());
            certificate(act).filter(stands)
        };
        // Also of one that stands no more: another certificate may give its issuer the same keys.
        for one in register.founding.values().filter_map(certificate) {
            claims.founding.extend(one.keys().map(|key| (*key, &one.issuer)));
        }
        let known = register.founding.values().chain(register.acts.values());
        for one in known.filter_map(certificate).filter(|one| one.possession.is_some()) {
            for key in one.keys() {
                claims.proven.entry(*key).or_default().insert(&one.issuer);
            }
        }
        register.founding.values().filter_map(stands).for_each(|one| claims.add(one));
        register.acts.values().filter_map(stands).for_each(|one| claims.add(one));
        claims
    }

    pub(super) fn add(&mut self, certificate: &'a Arc<Certificate>) {
        let [statement, witness, _] = certificate.keys().map(|key| *key);
        self.by_statement_key.entry(statement).or_default().push(certificate);
        self.by_witness_key.entry(witness).or_default().push(certificate);
    }

    /// The issuer that a key belongs to: who had it first of all, or the only one that it has signed for, or the
    /// only one that claims it.
    pub(super) fn owner<'b>(
        &self,
        key: &[u8; 32],
        claimants: impl Iterator<Item = &'b Issuer> + Clone,
    ) -> Option<&'b Issuer> {
        let founder = self.founding.get(key);
        if let Some(same) = claimants.clone().find(|one| founder == Some(one)) {
            return Some(same);
        }
        let proven = self.proven.get(key);
        let is_proven = |one: &&Issuer| proven.is_some_and(|issuers| issuers.contains(*one));
        let mut signed_for = claimants.clone().filter(is_proven).peekable();
        if signed_for.peek().is_some() {
            return only(signed_for);
        }
        only(claimants)
    }

    /// The owner's certificates with this key, the one that counts first.
    pub(super) fn of_owner<'b>(
        &self,
        key: &[u8; 32],
        claim: &'b [&'a Arc<Certificate>],
        rank: impl Fn(&Certificate) -> u64,
    ) -> Vec<&'b Arc<Certificate>> {
        let Some(owner) = self.owner(key, claim.iter().map(|one| &one.issuer)) else {
            return Vec::new();
        };
        let mut own: Vec<_> = claim.iter().filter(|one| one.issuer == *owner).copied().collect();
        own.sort_by_key(|one| (Reverse(rank(one)), one.id()));
        own
    }

    pub(super) fn witnesses(&self) -> BTreeMap<[u8; 32], Arc<Certificate>> {
        let first = |(key, claim): (&[u8; 32], &Vec<&'a Arc<Certificate>>)| {
            let own = self.of_owner(key, claim, |one| one.serial);
            Some((*key, (*own.first()?).clone()))
        };
        self.by_witness_key.iter().filter_map(first).collect()
    }

    /// The transport keys of nodes that belong to the network now.
    pub(super) fn transports(
        &self,
        authors: &BTreeMap<[u8; 32], Author>,
    ) -> BTreeMap<[u8; 32], [u8; 32]> {
        let mut claims: BTreeMap<[u8; 32], Vec<&Author>> = BTreeMap::new();
        for author in authors.values() {
            if author.membership.is_active() && !author.is_closed() {
                claims.entry(author.transport).or_default().push(author);
            }
        }
        let resolve = |(key, claim): ([u8; 32], Vec<&Author>)| {
            let owner = self.owner(&key, claim.iter().map(|author| &author.issuer))?;
            let own = claim.iter().filter(|author| author.issuer == *owner);
            let rank =
                |author: &&&Author| (author.certificate.serial, Reverse(*author.key.as_bytes()));
            Some((key, *own.max_by_key(rank)?.key.as_bytes()))
        };
        claims.into_iter().filter_map(resolve).collect()
    }
}

fn certificate(act: &Act) -> Option<&Arc<Certificate>> {
    match act.content() {
        Content::Certificate(one) => Some(one),
        _ => None,
    }
}

/// The one that all are, if there are any.
fn only<'a>(mut issuers: impl Iterator<Item = &'a Issuer>) -> Option<&'a Issuer> {
    let first = issuers.next()?;
    issuers.all(|other| other == first).then_some(first)
}
