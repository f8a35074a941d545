//! From the set of acts to the directory.
//!
//! First: which roots are active in the version in force, and what the endings and withdrawals leave of
//! the others. Then: which acts stand. Then: the authors, with their epochs and cuts. Nothing here looks at
//! the order in which anything came. Invariant: a root that is not active gains nothing by signing.

mod claims;
mod cuts;
mod policies;
mod roots;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use chancery_record::StateCode;

use crate::act::{Act, ActId, Content};
use crate::certificate::Certificate;
use crate::log::{Head, LogId};
use crate::roster::register::fork::{self, Decision, DoubleSigner, Halt};
use crate::roster::register::{Register, root_of};
use crate::roster::succession::active_root;
use crate::roster::{Author, Directory, Ending, Roster, Versions};

use claims::Claims;
use cuts::Cuts;
use roots::{End, Roots, is_active};

/// What follows from a set of acts.
#[derive(Clone, Debug)]
pub(super) struct Fold {
    /// The versions in force, from the founding one.
    pub(super) history: Vec<Arc<Roster>>,
    pub(super) directory: Directory,
    pub(super) halt: Option<Halt>,
    pub(super) double_signers: Vec<DoubleSigner>,
}

impl Fold {
    pub(super) fn of(register: &Register) -> Self {
        let Decision { history, parts } = fork::decide(&register.versions);
        let version = |hash| register.versions.roster(hash).cloned();
        let history: Vec<Arc<Roster>> = history.iter().filter_map(version).collect();
        let directory = directory(register, &history);
        let double_signers = fork::double_signers(register);
        let halt = parts.map(|(height, versions)| {
            let at = double_signers.iter().filter(|one| one.version == height);
            let states: BTreeSet<StateCode> = at.map(|one| one.state).collect();
            Halt { height, versions, double_signers: states.into_iter().collect() }
        });
        Self { history, directory, halt, double_signers }
    }
}

fn directory(register: &Register, history: &[Arc<Roster>]) -> Directory {
    let roots = Roots::of(register, history);
    let claims = Claims::of(register, &roots);
    let cuts = Cuts::of(register, &roots);
    let mut authors = BTreeMap::new();
    for (key, claim) in &claims.by_statement_key {
        let certificates = claims.of_owner(key, claim, |one| one.serial);
        if let Some(author) = author(&certificates, &roots, &cuts, &register.versions) {
            authors.insert(*key, author);
        }
    }
    let (policies, policies_in_force) = policies::of(register, &roots);
    Directory {
        versions: Arc::new(register.versions.clone()),
        roster: roots.roster.clone(),
        roster_hash: roots.roster.hash(),
        transports: claims.transports(&authors),
        witnesses: claims.witnesses(),
        policies,
        policies_in_force,
        authors,
    }
}

/// The certificates, revocations, withdrawals and policies that count, those of the genesis too.
pub(super) fn standing(register: &Register) -> BTreeSet<ActId> {
    let roots = Roots::of(register, &register.fold().history);
    let acts = register.founding.values().chain(register.acts.values());
    let stands = |act: &&Act| match act.content() {
        Content::Certificate(one) => roots.stands(one.issuer.state, one.root(), &act.id()),
        Content::Revocation(one) => roots.stands(one.says.issuer.state, one.root(), &act.id()),
        Content::Policy(one) => roots.stands(one.says.issuer.state, one.root(), &act.id()),
        Content::Withdrawal(one) => is_active(roots.roster, one.says.state, one.root()),
        Content::Step(_) | Content::DoubleSignature(_) => false,
    };
    acts.filter(stands).map(Act::id).collect()
}

/// What a proposal or a withdrawal says of a state, from what is known and held here.
pub(super) fn ending(register: &Register, state: StateCode, heads: &[Head]) -> Ending {
    let roots = Roots::of(register, &register.fold().history);
    let active = active_root(roots.roster, state).map(|(root, _)| *root.as_bytes());
    let stands = |act: &&Act| {
        root_of(act).is_some_and(|root| {
            Some(root) == active
                && state_of(act) == Some(state)
                && roots.stands(state, &root, &act.id())
        })
    };
    let all = register.founding.values().chain(register.acts.values());
    let mut keeps: Vec<ActId> = all.filter(stands).map(Act::id).collect();
    keeps.sort_unstable();
    let own = register.directory().authors().filter(|author| author.issuer.state == state);
    let places = own.flat_map(|author| {
        author.logs().filter_map(|log| {
            let held = heads.iter().find(|head| head.log == log).map(|head| (head.seq, head.tip));
            let (seq, tip) = author.cut(log.epoch).unwrap_or(held)?;
            Some(Head { log, seq, tip })
        })
    });
    let mut closed: Vec<Head> = places.collect();
    closed.sort_unstable();
    Ending { state, keeps, closed }
}

fn state_of(act: &Act) -> Option<StateCode> {
    match act.content() {
        Content::Certificate(certificate) => Some(certificate.issuer.state),
        Content::Revocation(revocation) => Some(revocation.says.issuer.state),
        Content::Withdrawal(withdrawal) => Some(withdrawal.says.state),
        Content::Policy(policy) => Some(policy.says.issuer.state),
        Content::Step(_) | Content::DoubleSignature(_) => None,
    }
}

/// The author that certificates of one key make, the one that counts first.
fn author(
    certificates: &[&Arc<Certificate>],
    roots: &Roots<'_>,
    cuts: &Cuts<'_>,
    versions: &Versions,
) -> Option<Author> {
    let certificate = *certificates.first()?;
    let issuer = &certificate.issuer;
    let membership = roots.membership(issuer.state);
    let mut opened: BTreeMap<u64, u64> = BTreeMap::new();
    let mut lasting: BTreeMap<u64, bool> = BTreeMap::new();
    for one in certificates {
        let height = versions.roster(&one.made_under())?.version;
        let since = opened.entry(one.epoch).or_insert(height);
        *since = (*since).min(height);
        let replaced = |end: &End<'_>| end.is_replaced;
        let lasts = roots.ends(issuer.state, one.root()).iter().all(replaced);
        // What closed with a root of before is not opened again by another: that takes a new epoch.
        *lasting.entry(one.epoch).or_insert(true) &= lasts;
    }
    let key = *certificate.statement_key.as_bytes();
    let cut = |(epoch, lasts): (&u64, &bool)| {
        let cut = cuts.cut(issuer, LogId { key, epoch: *epoch });
        // Fail closed: of a log that nobody speaks for, what nobody vouched for does not stand.
        let closed = cut.or_else(|| (!membership.is_active() || !lasts).then_some(None));
        closed.map(|cut| (*epoch, cut))
    };
    Some(Author {
        issuer: issuer.clone(),
        key: certificate.statement_key,
        transport: *certificate.transport_key.as_bytes(),
        epoch: *opened.keys().next_back()?,
        membership,
        certificate: certificate.clone(),
        cuts: lasting.iter().filter_map(cut).collect(),
        opened,
    })
}
