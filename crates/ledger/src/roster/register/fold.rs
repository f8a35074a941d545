//! From the set of acts to the directory.
//!
//! First: which roots are active in the version in force, and what the endings and withdrawals leave of
//! the others. Then: which acts stand. Then: the authors, with their epochs and cuts. Nothing here looks at
//! the order in which anything came. Invariant: a root that is not active gains nothing by signing.

use std::collections::BTreeMap;
use std::sync::Arc;

use chancery_record::StateCode;

use crate::act::{Act, ActId, Content};
use crate::certificate::Certificate;
use crate::log::{Head, Id, LogId};
use crate::roster::register::Register;
use crate::roster::succession::{Role, active_root, stopped};
use crate::roster::{Author, Cut, Directory, Membership, Roster, Versions};
use crate::statement::Issuer;

/// A root key of a state.
type Root = (StateCode, [u8; 32]);

impl Directory {
    pub(super) fn empty(versions: Arc<Versions>, roster: Arc<Roster>) -> Self {
        Self {
            roster_hash: versions.network(),
            versions,
            roster,
            authors: BTreeMap::new(),
            transports: BTreeMap::new(),
            witnesses: BTreeMap::new(),
        }
    }
}

pub(super) fn directory(register: &Register) -> Directory {
    let roster = register.history.last().expect("because the founding version is always in force");
    let mut directory = Directory::empty(Arc::new(register.versions.clone()), roster.clone());
    directory.roster_hash = roster.hash();
    let roots = Roots::of(register, roster);
    let claims = Claims::of(register, &roots);
    let cuts = Cuts::of(register, &roots);
    for (key, claim) in &claims.by_statement_key {
        let certificates = claims.of_owner(key, claim, |one| one.serial);
        if let Some(author) = author(&certificates, &roots, &cuts, &register.versions) {
            directory.authors.insert(*key, author);
        }
    }
    directory.witnesses = claims.witnesses();
    directory.transports = claims.transports(&directory.authors);
    directory
}

/// What is left of the acts of a root that is no longer active.
struct End<'a> {
    keeps: &'a [ActId],
    closed: &'a [Head],
    is_replaced: bool,
}

/// Which roots are active, and what is left of the others.
struct Roots<'a> {
    roster: &'a Roster,
    ends: BTreeMap<Root, Vec<End<'a>>>,
}

impl<'a> Roots<'a> {
    fn of(register: &'a Register, roster: &'a Roster) -> Self {
        let mut ends: BTreeMap<Root, Vec<End<'a>>> = BTreeMap::new();
        for pair in register.history.windows(2) {
            for one in stopped(&pair[0], &pair[1]) {
                let ending = pair[1].endings.iter().find(|ending| ending.state == one.state);
                let end = End {
                    keeps: ending.map(|ending| ending.keeps.as_slice()).unwrap_or_default(),
                    closed: ending.map(|ending| ending.closed.as_slice()).unwrap_or_default(),
                    is_replaced: one.is_replaced,
                };
                // The last one counts.
                ends.insert((one.state, *one.root.as_bytes()), vec![end]);
            }
        }
        ends.retain(|(state, root), _| !is_active(roster, *state, root));
        for act in register.acts.values() {
            let Content::Withdrawal(withdrawal) = act.content() else { continue };
            let says = &withdrawal.says;
            if is_active(roster, says.state, withdrawal.root()) {
                let end = End { keeps: &says.keeps, closed: &says.closed, is_replaced: false };
                ends.entry((says.state, *withdrawal.root())).or_default().push(end);
            }
        }
        Self { roster, ends }
    }

    fn ends(&self, state: StateCode, root: &[u8; 32]) -> &[End<'a>] {
        self.ends.get(&(state, *root)).map(Vec::as_slice).unwrap_or_default()
    }

    /// Whether the root speaks for its state now.
    fn speaks(&self, state: StateCode, root: &[u8; 32]) -> bool {
        is_active(self.roster, state, root) && self.ends(state, root).is_empty()
    }

    fn stands(&self, state: StateCode, root: &[u8; 32], id: &ActId) -> bool {
        let ends = self.ends(state, root);
        match ends {
            [] => is_active(self.roster, state, root),
            _ => ends.iter().all(|end| end.keeps.binary_search(id).is_ok()),
        }
    }

    fn membership(&self, state: StateCode) -> Membership {
        match active_root(self.roster, state) {
            Some((root, _)) if !self.speaks(state, root.as_bytes()) => Membership::Gone,
            Some((_, Role::Member)) => Membership::Member,
            Some((_, Role::Observer)) => Membership::Observer,
            None if self.roster.is_suspended(state) => Membership::Suspended,
            None => Membership::Gone,
        }
    }
}

fn is_active(roster: &Roster, state: StateCode, root: &[u8; 32]) -> bool {
    active_root(roster, state).is_some_and(|(active, _)| active.as_bytes() == root)
}

/// Where logs end.
struct Cuts<'a> {
    revoked: BTreeMap<(&'a Issuer, LogId), Cut>,
    closed: BTreeMap<(StateCode, LogId), (u64, Id)>,
}

impl<'a> Cuts<'a> {
    fn of(register: &'a Register, roots: &Roots<'_>) -> Self {
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
    fn cut(&self, issuer: &Issuer, log: LogId) -> Option<Cut> {
        let revoked = self.revoked.get(&(issuer, log)).copied();
        let closed = self.closed.get(&(issuer.state, log)).copied().map(Some);
        [revoked, closed].into_iter().flatten().min()
    }
}

/// The certificates that stand, by the keys that they claim.
struct Claims<'a> {
    by_statement_key: BTreeMap<[u8; 32], Vec<&'a Arc<Certificate>>>,
    by_witness_key: BTreeMap<[u8; 32], Vec<&'a Arc<Certificate>>>,
    /// Who had a key from the beginning: no later claim takes it from them.
    founding: BTreeMap<[u8; 32], &'a Issuer>,
}

impl<'a> Claims<'a> {
    fn of(register: &'a Register, roots: &Roots<'_>) -> Self {
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
        for certificate in register.founding.values().filter_map(stands) {
            let keys = certificate.keys().map(|key| (*key, &certificate.issuer));
            claims.founding.extend(keys);
            claims.add(certificate);
        }
        register.acts.values().filter_map(stands).for_each(|one| claims.add(one));
        claims
    }

    fn add(&mut self, certificate: &'a Arc<Certificate>) {
        let [statement, witness, _] = certificate.keys().map(|key| *key);
        self.by_statement_key.entry(statement).or_default().push(certificate);
        self.by_witness_key.entry(witness).or_default().push(certificate);
    }

    /// The issuer that a key belongs to: who had it first of all, or the only one that claims it.
    fn owner<'b>(
        &self,
        key: &[u8; 32],
        mut claimants: impl Iterator<Item = &'b Issuer> + Clone,
    ) -> Option<&'b Issuer>
    where
        'a: 'b,
    {
        if let Some(founder) = self.founding.get(key) {
            if let Some(same) = claimants.clone().find(|one| one == founder) {
                return Some(same);
            }
        }
        let first = claimants.next()?;
        claimants.all(|other| other == first).then_some(first)
    }

    /// The owner's certificates with this key, the one that counts first.
    fn of_owner<'b>(
        &self,
        key: &[u8; 32],
        claim: &'b [&'a Arc<Certificate>],
        rank: impl Fn(&Certificate) -> u64,
    ) -> Vec<&'b Arc<Certificate>> {
        let Some(owner) = self.owner(key, claim.iter().map(|one| &one.issuer)) else {
            return Vec::new();
        };
        let mut own: Vec<_> = claim.iter().filter(|one| one.issuer == *owner).copied().collect();
        own.sort_by_key(|one| (std::cmp::Reverse(rank(one)), one.id()));
        own
    }

    fn witnesses(&self) -> BTreeMap<[u8; 32], Arc<Certificate>> {
        let first = |(key, claim): (&[u8; 32], &Vec<&'a Arc<Certificate>>)| {
            let own = self.of_owner(key, claim, |one| one.serial);
            Some((*key, (*own.first()?).clone()))
        };
        self.by_witness_key.iter().filter_map(first).collect()
    }

    /// The transport keys of nodes that belong to the network now.
    fn transports(&self, authors: &BTreeMap<[u8; 32], Author>) -> BTreeMap<[u8; 32], [u8; 32]> {
        let mut claims: BTreeMap<[u8; 32], Vec<&Author>> = BTreeMap::new();
        for author in authors.values() {
            if author.membership.is_active() && !author.is_closed() {
                claims.entry(author.transport).or_default().push(author);
            }
        }
        let resolve = |(key, claim): ([u8; 32], Vec<&Author>)| {
            let owner = self.owner_of_transport(&key, &claim)?;
            let own = claim.iter().filter(|author| author.issuer == owner);
            let rank = |author: &&&Author| {
                (author.certificate.serial, std::cmp::Reverse(*author.key.as_bytes()))
            };
            Some((key, *own.max_by_key(rank)?.key.as_bytes()))
        };
        claims.into_iter().filter_map(resolve).collect()
    }

    fn owner_of_transport(&self, key: &[u8; 32], claim: &[&Author]) -> Option<Issuer> {
        let founder = self.founding.get(key).copied();
        let founder = founder.filter(|one| claim.iter().any(|author| author.issuer == **one));
        if let Some(founder) = founder {
            return Some(founder.clone());
        }
        let first = &claim.first()?.issuer;
        claim.iter().all(|author| author.issuer == *first).then(|| first.clone())
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
        *lasting.entry(one.epoch).or_insert(false) |= lasts;
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
