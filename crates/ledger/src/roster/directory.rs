//! Who may sign what: the roster and the certificates, ready to be asked by key.
//!
//! Verification asks for an author with every statement, so keys are kept parsed. Invariant: every
//! author here has a certificate that was verified against the roster, and no key serves two
//! authorities.

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use chancery_encoding::Digest;
use chancery_record::StateCode;

use crate::certificate::{Certificate, CertificateFlaw};
use crate::key::PublicKey;
use crate::roster::genesis::AUTHORITIES_MAX;
use crate::roster::{Genesis, Member, Roster};
use crate::statement::Issuer;

/// The statement keys and transport keys that the network knows.
#[derive(Clone, Debug)]
pub struct Directory {
    roster: Roster,
    roster_hash: Digest,
    authors: BTreeMap<[u8; 32], Author>,
    /// Every certified key, whatever its job, to the statement key of its certificate.
    owners: BTreeMap<[u8; 32], [u8; 32]>,
}

/// An authority as its certificate describes it.
#[derive(Clone, Debug)]
pub struct Author {
    /// State and authority.
    pub issuer: Issuer,
    /// The statement key, parsed.
    pub key: PublicKey,
    /// The raw transport key of its node.
    pub transport: [u8; 32],
    /// The highest epoch that the state root has opened.
    pub epoch: u64,
    /// Whether the state may publish.
    pub membership: Membership,
    /// The whole certificate.
    pub certificate: Certificate,
}

/// How a state belongs to the network.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Membership {
    /// It has subscribed: it publishes and votes.
    Member,
    /// It listens.
    Observer,
}

impl Directory {
    /// The directory that a genesis file gives.
    pub fn new(genesis: &Genesis) -> Self {
        let roster = genesis.roster().clone();
        let roster_hash = roster.hash();
        let (authors, owners) = (BTreeMap::new(), BTreeMap::new());
        let mut directory = Self { roster, roster_hash, authors, owners };
        for certificate in genesis.certificates() {
            directory
                .enter(certificate.clone())
                .expect("because a genesis has no key twice and no more authorities than fit");
        }
        directory
    }

    /// The author of statements under this key.
    pub fn author(&self, statement_key: &[u8; 32]) -> Option<&Author> {
        self.authors.get(statement_key)
    }

    /// The author whose node has this transport key.
    pub fn by_transport(&self, transport_key: &[u8; 32]) -> Option<&Author> {
        let author = self.authors.get(self.owners.get(transport_key)?)?;
        (author.transport == *transport_key).then_some(author)
    }

    /// All authors, by statement key.
    pub fn authors(&self) -> impl Iterator<Item = &Author> {
        self.authors.values()
    }

    /// All certificates whose witness keys verify cosignatures.
    pub fn witnesses(&self) -> impl Iterator<Item = &Certificate> {
        self.authors().map(|author| &author.certificate)
    }

    /// Whether `hash` is that of a version of the roster that is known here.
    pub fn knows_roster(&self, hash: &Digest) -> bool {
        self.roster_hash == *hash
    }

    /// The hash of the roster in force.
    pub fn roster_hash(&self) -> Digest {
        self.roster_hash
    }

    /// The roster in force.
    pub fn roster(&self) -> &Roster {
        &self.roster
    }

    /// The member states.
    pub fn members(&self) -> &[Member] {
        &self.roster.members
    }

    /// The member with this code.
    pub fn member(&self, state: StateCode) -> Option<&Member> {
        self.roster.member(state)
    }

    /// Takes in a certificate: a new authority, or a higher serial for a known statement key.
    ///
    /// What is already known, or older, changes nothing.
    ///
    /// # Errors
    /// When it does not verify, or contradicts what is known.
    pub fn learn(&mut self, bytes: &[u8]) -> Result<(), CertificateFlaw> {
        self.enter(Certificate::decode(bytes, &self.roster)?)
    }

    fn enter(&mut self, certificate: Certificate) -> Result<(), CertificateFlaw> {
        let key = *certificate.statement_key.as_bytes();
        if let Some(known) = self.authors.get(&key).map(|author| &author.certificate) {
            if known.issuer != certificate.issuer {
                return Err(CertificateFlaw::Conflict);
            }
            if known.serial == certificate.serial && known.bytes() != certificate.bytes() {
                return Err(CertificateFlaw::Conflict);
            }
            if known.serial >= certificate.serial {
                return Ok(());
            }
        } else if self.authors.len() >= AUTHORITIES_MAX {
            return Err(CertificateFlaw::Full);
        }
        let taken = |owned: &[u8; 32]| self.owners.get(owned).is_some_and(|owner| *owner != key);
        if certificate.keys().into_iter().any(taken) {
            return Err(CertificateFlaw::Conflict);
        }
        self.owners.retain(|_, owner| *owner != key);
        self.owners.extend(certificate.keys().map(|owned| (*owned, key)));
        let membership = match self.roster.member(certificate.issuer.state) {
            Some(_) => Membership::Member,
            None => Membership::Observer,
        };
        self.authors.insert(
            key,
            Author {
                issuer: certificate.issuer.clone(),
                key: certificate.statement_key,
                transport: *certificate.transport_key.as_bytes(),
                // Opening an epoch is a signature of the root that does not exist yet.
                epoch: 0,
                membership,
                certificate,
            },
        );
        Ok(())
    }
}
