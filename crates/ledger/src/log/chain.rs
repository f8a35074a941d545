//! The last rung: an authentic entry that fits its log.
//!
//! A chain is one log's running tip. It admits entries in order, each naming its predecessor, so
//! holding the tip is holding everything below it; and each names the policy once one before it has, so
//! that the tip says which policy binds the log. Invariant: only `Chain::admit` makes an [`Admissible`], and
//! the chain moves exactly when it does.

mod policy;
#[cfg(test)]
mod tests;

use chancery_encoding::Digest;

use crate::act::ActId;
use crate::certificate::{Certificate, CertificateFlaw};
use crate::log::{Head, Id, LogId, Position};
use crate::roster::{Author, Directory};
use crate::statement::{Authentic, Entry, Header};

pub use policy::PolicyFlaw;
pub(crate) use policy::judge as judge_policy;

/// One log's running tip.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chain {
    log: LogId,
    tip: Option<(u64, Id)>,
    policy: Option<ActId>,
}

/// Why an authentic entry does not fit its log.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AdmissionFlaw {
    /// It belongs to another log than this chain's.
    #[error("the statement belongs to another log")]
    OtherLog,
    /// Nobody in the network has this statement key.
    #[error("no certificate names this statement key")]
    UnknownAuthor,
    /// The issuer is not the one that the certificate names.
    #[error("the issuer is not the one that the key is certified for")]
    WrongIssuer,
    /// A state publishes that is no member, or is suspended, in the roster that it names.
    #[error("the state may not publish under the roster that the statement names")]
    ObserverPublishes,
    /// The epoch has not been opened.
    #[error("epoch {found} has not been opened; the highest is {open}")]
    FutureEpoch {
        /// The statement's epoch.
        found: u64,
        /// The highest epoch that is open.
        open: u64,
    },
    /// It stands behind the place where its log was closed, or is another one at that place.
    #[error("the log was closed before this statement")]
    Revoked,
    /// Made under a roster that nobody here knows, or that is older than the certificate.
    #[error("the statement was made under a roster that is unknown, or older than the certificate")]
    WrongRoster,
    /// Entries between the tip and this one are missing.
    #[error("seq {found} leaves a gap; {expected} is next")]
    SeqGap {
        /// The next place.
        expected: u64,
        /// The statement's place.
        found: u64,
    },
    /// The same statement is the tip already.
    #[error("the statement is held already")]
    Held,
    /// A place below the tip: held, or a fork; only the store can tell.
    #[error("seq {found} is below the next place {next}")]
    Past {
        /// The next place.
        next: u64,
        /// The statement's place.
        found: u64,
    },
    /// Another statement stands at the tip: the author has signed two at one place.
    #[error("another statement stands at this place")]
    Fork {
        /// The statement that is held there.
        held: Id,
    },
    /// It is next, and does not name the tip: the author has forked below.
    #[error("the statement does not name the tip as its predecessor")]
    WrongPrev {
        /// What it names.
        found: Option<Id>,
    },
    /// The first statement is not a certificate.
    #[error("the first statement of a log is a certificate")]
    NotFounded,
    /// The certificate that is its body is refused.
    #[error("the certificate in the body is refused")]
    Certificate(#[source] CertificateFlaw),
    /// The certificate that is its body is for another key or authority.
    #[error("the certificate in the body is for another key or authority")]
    OtherCertificate,
    /// It was not released as its authority has declared.
    #[error("the statement was not released as its authority has declared")]
    Release(#[source] PolicyFlaw),
}

impl AdmissionFlaw {
    /// The stable name that vectors, metrics and logs use.
    pub fn name(&self) -> &'static str {
        match self {
            AdmissionFlaw::OtherLog => "other-log",
            AdmissionFlaw::UnknownAuthor => "unknown-author",
            AdmissionFlaw::WrongIssuer => "wrong-issuer",
            AdmissionFlaw::ObserverPublishes => "observer-publishes",
            AdmissionFlaw::FutureEpoch { .. } => "future-epoch",
            AdmissionFlaw::Revoked => "revoked",
            AdmissionFlaw::WrongRoster => "wrong-roster",
            AdmissionFlaw::SeqGap { .. } => "seq-gap",
            AdmissionFlaw::Held => "held",
            AdmissionFlaw::Past { .. } => "past",
            AdmissionFlaw::Fork { .. } => "fork",
            AdmissionFlaw::WrongPrev { .. } => "wrong-prev",
            AdmissionFlaw::NotFounded => "not-founded",
            AdmissionFlaw::Certificate(_) => "certificate",
            AdmissionFlaw::OtherCertificate => "other-certificate",
            AdmissionFlaw::Release(flaw) => flaw.name(),
        }
    }
}

impl Chain {
    /// A log of which nothing is held.
    pub const fn new(log: LogId) -> Self {
        Self { log, tip: None, policy: None }
    }

    /// A log that is held up to `head`, with the policy that the statement there names.
    pub const fn resume(head: Head, policy: Option<ActId>) -> Self {
        Self { log: head.log, tip: Some((head.seq, head.tip)), policy }
    }

    /// The log.
    pub const fn log(&self) -> LogId {
        self.log
    }

    /// The place that the next entry must have.
    pub fn next_seq(&self) -> u64 {
        self.tip.map_or(0, |(seq, _)| seq + 1)
    }

    /// The id that the next entry must name.
    pub fn tip(&self) -> Option<Id> {
        self.tip.map(|(_, id)| id)
    }

    /// The policy that binds the log: the next entry names it, or a newer one.
    pub fn policy(&self) -> Option<ActId> {
        self.policy
    }

    /// The tip with its place; none while nothing is held.
    pub fn head(&self) -> Option<Head> {
        self.tip.map(|(seq, tip)| Head { log: self.log, seq, tip })
    }

    /// Says whether [`Chain::admit`] would take this entry, without taking it.
    ///
    /// # Errors
    /// What `admit` would say.
    pub fn judge(&self, entry: &Authentic, directory: &Directory) -> Result<(), AdmissionFlaw> {
        let header = entry.header();
        if header.log() != self.log {
            return Err(AdmissionFlaw::OtherLog);
        }
        let author = directory.author(&header.key).ok_or(AdmissionFlaw::UnknownAuthor)?;
        // Another network's statement under the same key says nothing here, and is no second one.
        if !directory.knows_roster(&header.roster) {
            return Err(AdmissionFlaw::WrongRoster);
        }
        // A second statement at a place is evidence, whatever else is wrong with it.
        self.judge_held(header, entry.id())?;
        judge_cut(header, entry.id(), author)?;
        judge_author(header, author, directory)?;
        self.judge_next(header)?;
        if header.is_certificate() {
            judge_certificate(entry, author, directory)?;
        } else if header.seq == 0 {
            return Err(AdmissionFlaw::NotFounded);
        }
        policy::judge(header, self.policy, directory).map_err(AdmissionFlaw::Release)
    }

    /// Admits the next entry, and moves the tip to it.
    ///
    /// # Errors
    /// Why it does not fit; the chain has not moved.
    pub fn admit(
        &mut self,
        entry: Authentic,
        directory: &Directory,
    ) -> Result<Admissible, AdmissionFlaw> {
        self.judge(&entry, directory)?;
        self.tip = Some((entry.header().seq, entry.id()));
        self.policy = entry.header().policy();
        Ok(Admissible { entry })
    }

    fn judge_held(&self, header: &Header, id: Id) -> Result<(), AdmissionFlaw> {
        let (next, found) = (self.next_seq(), header.seq);
        match self.tip {
            Some((seq, tip)) if seq == found && tip == id => Err(AdmissionFlaw::Held),
            Some((seq, tip)) if seq == found => Err(AdmissionFlaw::Fork { held: tip }),
            Some((seq, _)) if found < seq => Err(AdmissionFlaw::Past { next, found }),
            _ => Ok(()),
        }
    }

    fn judge_next(&self, header: &Header) -> Result<(), AdmissionFlaw> {
        let (expected, found) = (self.next_seq(), header.seq);
        if found > expected {
            return Err(AdmissionFlaw::SeqGap { expected, found });
        }
        if header.prev != self.tip() {
            return Err(AdmissionFlaw::WrongPrev { found: header.prev });
        }
        Ok(())
    }
}

/// What was closed by position ends there, with the id that was named and no other.
pub(crate) fn judge_cut(header: &Header, id: Id, author: &Author) -> Result<(), AdmissionFlaw> {
    match author.cut(header.epoch) {
        None => Ok(()),
        Some(Some((seq, last))) if header.seq < seq || (header.seq, id) == (seq, last) => Ok(()),
        Some(_) => Err(AdmissionFlaw::Revoked),
    }
}

pub(crate) fn judge_author(
    header: &Header,
    author: &Author,
    directory: &Directory,
) -> Result<(), AdmissionFlaw> {
    if header.issuer != author.issuer {
        return Err(AdmissionFlaw::WrongIssuer);
    }
    let Some(since) = author.opened.get(&header.epoch) else {
        return Err(AdmissionFlaw::FutureEpoch { found: header.epoch, open: author.epoch });
    };
    let roster = directory.known_roster(&header.roster).ok_or(AdmissionFlaw::WrongRoster)?;
    if roster.version < *since {
        return Err(AdmissionFlaw::WrongRoster);
    }
    let state = author.issuer.state;
    let may_publish = roster.member(state).is_some() && !roster.is_suspended(state);
    if !may_publish && !header.is_certificate() {
        return Err(AdmissionFlaw::ObserverPublishes);
    }
    Ok(())
}

/// Place 0 of an epoch is a certificate that opens this epoch; later ones are the author's as well.
fn judge_certificate(
    entry: &Authentic,
    author: &Author,
    directory: &Directory,
) -> Result<(), AdmissionFlaw> {
    let body = entry.entry().body.as_slice();
    let header = entry.header();
    let fits = |certificate: &Certificate| {
        let same = certificate.statement_key == author.key && certificate.issuer == author.issuer;
        let opens = header.seq > 0 || certificate.epoch == header.epoch;
        if same && opens { Ok(()) } else { Err(AdmissionFlaw::OtherCertificate) }
    };
    // The usual case, the certificate that the directory has: no second verification.
    if body == author.certificate.bytes() {
        return fits(&author.certificate);
    }
    fits(&directory.read_certificate(body).map_err(AdmissionFlaw::Certificate)?)
}

/// An entry that fits its log; the only thing that may be stored, and after that passed on.
#[derive(Clone, Debug)]
pub struct Admissible {
    entry: Authentic,
}

impl Admissible {
    /// What the statement says about itself.
    pub fn header(&self) -> &Header {
        self.entry.header()
    }

    /// The statement's id.
    pub fn id(&self) -> Id {
        self.entry.id()
    }

    /// The hash of its leaf in the log's tree.
    pub fn leaf(&self) -> Digest {
        self.entry.leaf()
    }

    /// The statement's place.
    pub fn position(&self) -> Position {
        self.entry.position()
    }

    /// The policy that binds the log from here on.
    pub fn policy(&self) -> Option<ActId> {
        self.entry.header().policy()
    }

    /// The bytes as received.
    pub fn entry(&self) -> &Entry {
        self.entry.entry()
    }

    /// The bytes as received, without the rest.
    pub fn into_entry(self) -> Entry {
        self.entry.into_entry()
    }
}
