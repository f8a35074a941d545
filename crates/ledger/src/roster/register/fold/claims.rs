//! Which certificates stand, and whose a key is that several claim.
//!
//! Invariant: a key of the genesis stays with its issuer; any other that two issuers claim is nobody's.

use std::cmp::Reverse;
use std::collections::BTreeMap;
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
}

impl<'a> Claims<'a> {
    pub(super) fn of(register: &'a Register, roots: &Roots<'_>) -> Self {
        let mut claims = Self {
            by_statement_key: BTreeMap::new(),
            by_witness_key: BTreeMap::new(),
            founding: BTreeMap::new(),
        };
        let stands = |act: &'a Act| match act.content() {
            Content::Certificate(one) => {
                roots.stands(one.issuer.state, one.root(), &act.id()).then_some(one)
            }
            _ => None,
        };
        // Also of one that stands no more: another certificate may give its issuer the same keys.
        for act in register.founding.values() {
            if let Content::Certificate(one) = act.content() {
                claims.founding.extend(one.keys().map(|key| (*key, &one.issuer)));
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

    /// The issuer that a key belongs to: who had it first of all, or the only one that claims it.
    pub(super) fn owner<'b>(
        &self,
        key: &[u8; 32],
        mut claimants: impl Iterator<Item = &'b Issuer> + Clone,
    ) -> Option<&'b Issuer>
    where
        'a: 'b,
    {
        let founder = self.founding.get(key);
        if let Some(same) = claimants.clone().find(|one| founder == Some(one)) {
            return Some(same);
        }
        let first = claimants.next()?;
        claimants.all(|other| other == first).then_some(first)
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
            let owner = self.owner_of_transport(&key, &claim)?;
            let own = claim.iter().filter(|author| author.issuer == owner);
            let rank =
                |author: &&&Author| (author.certificate.serial, Reverse(*author.key.as_bytes()));
            Some((key, *own.max_by_key(rank)?.key.as_bytes()))
        };
        claims.into_iter().filter_map(resolve).collect()
    }

    pub(super) fn owner_of_transport(&self, key: &[u8; 32], claim: &[&Author]) -> Option<Issuer> {
        let founder = self.founding.get(key).copied();
        let founder = founder.filter(|one| claim.iter().any(|author| author.issuer == **one));
        if let Some(founder) = founder {
            return Some(founder.clone());
        }
        let first = &claim.first()?.issuer;
        claim.iter().all(|author| author.issuer == *first).then(|| first.clone())
    }
}
