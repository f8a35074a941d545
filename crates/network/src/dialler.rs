//! Whom to dial, where, and when: the address book and the back-off, without clock or network.
//!
//! A configured address is tried for ever, and so is one where a member was reached or that it named
//! itself, as long as it is a member: nobody else is needed to find it again. What others report of it is
//! forgotten after enough failures, never displaces the former, and costs at most a dial: whoever answers
//! has to prove the member's key.
//! Waits double up to a bound and are drawn from the upper half, so that nodes that lost each other at
//! the same moment do not come back at the same moment.

mod member;
mod retry;

use std::collections::{BTreeMap, HashSet};

use self::member::{Member, is_believable};
pub(crate) use self::member::{Reach, Source};
use self::retry::{Retry, wait_ms};
use crate::bounds::{ADDRESSES_PER_PEER_MAX, DIALS_MAX, FORGET_AFTER_FAILURES, STABLE_MS};
use crate::{Address, PeerKey};

/// What a dial is for.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Goal {
    /// A member, wherever it is.
    Member(PeerKey),
    /// A place, whoever is there.
    Place(Address),
}

/// One dial to be made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Dial {
    pub(crate) goal: Goal,
    pub(crate) addresses: Vec<Address>,
}

/// The address book with the state of every attempt.
pub(crate) struct Dialler {
    own: PeerKey,
    members: BTreeMap<PeerKey, Member>,
    places: Vec<Place>,
    allowed: HashSet<PeerKey>,
    random: u64,
}

struct Place {
    address: Address,
    found: Option<PeerKey>,
    retry: Retry,
}

impl Dialler {
    /// A book of the configured addresses. The seed only spreads the waits.
    pub(crate) fn new(own: PeerKey, configured: Vec<Address>, seed: u64) -> Dialler {
        let mut dialler = Dialler {
            own,
            members: BTreeMap::new(),
            places: Vec::new(),
            allowed: HashSet::new(),
            random: seed,
        };
        for address in configured {
            match address.key() {
                Some(key) if key == own => {}
                Some(key) => dialler.members.entry(key).or_default().configured.push(address),
                None => {
                    dialler.places.push(Place { address, found: None, retry: Retry::default() })
                }
            }
        }
        dialler
    }

    /// Replaces the list of members; of others nothing is kept but their configured addresses. Whoever
    /// was refused before may be welcome now, so what failed is tried again at once.
    pub(crate) fn allow(&mut self, allowed: HashSet<PeerKey>) {
        self.members.retain(|key, member| {
            if !allowed.contains(key) {
                member.vouched.clear();
                member.heard.clear();
            }
            allowed.contains(key) || !member.configured.is_empty()
        });
        if !allowed.is_subset(&self.allowed) {
            self.places.iter_mut().for_each(|place| place.retry.due_ms = 0);
        }
        for key in allowed.difference(&self.allowed) {
            if let Some(member) = self.members.get_mut(key) {
                member.retry.due_ms = 0;
            }
        }
        self.allowed = allowed;
    }

    /// The dials that are due now; each is under way until it is reported back.
    pub(crate) fn due(
        &mut self,
        now_ms: u64,
        is_connected: impl Fn(&PeerKey) -> bool,
    ) -> Vec<Dial> {
        let mut dials = Vec::new();
        let mut room = DIALS_MAX.saturating_sub(self.under_way());
        for (key, member) in &mut self.members {
            let is_wanted = member.is_placed() && !is_connected(key);
            if room > 0 && is_wanted && member.retry.start(now_ms) {
                let addresses = member.choose();
                dials.push(Dial { goal: Goal::Member(*key), addresses });
                room -= 1;
            }
        }
        for place in &mut self.places {
            // Who was found there is dialled by key, until that has failed twice.
            let is_covered = place.found.is_some_and(|key| {
                let failures = self.members.get(&key).map(|member| member.retry.failures);
                is_connected(&key) || failures.is_some_and(|failures| failures < 2)
            });
            if room > 0 && !is_covered && place.retry.start(now_ms) {
                let addresses = vec![place.address.clone()];
                dials.push(Dial { goal: Goal::Place(place.address.clone()), addresses });
                room -= 1;
            }
        }
        dials
    }

    /// A dial came to nothing.
    pub(crate) fn failed(&mut self, goal: &Goal, now_ms: u64) {
        let random = self.random();
        match goal {
            Goal::Member(key) => {
                let Some(member) = self.members.get_mut(key) else { return };
                member.retry.fail(now_ms, random);
                if member.retry.failures >= FORGET_AFTER_FAILURES {
                    member.heard.clear();
                }
            }
            Goal::Place(_) => {
                if let Some(place) = self.place(goal) {
                    place.retry.fail(now_ms, random);
                    place.found = None;
                }
            }
        }
    }

    /// Somebody else answered at this address. If the member has others, they are tried at once.
    pub(crate) fn disproved(&mut self, goal: &Goal, address: &Address, now_ms: u64) {
        if let Goal::Member(key) = goal
            && let Some(member) = self.members.get_mut(key)
        {
            member.vouched.retain(|known| known.place() != address.place());
            member.heard.retain(|known| known.place() != address.place());
            if member.known().any(|known| known.place() != address.place()) {
                member.shunned = Some(address.clone());
                member.retry.is_under_way = false;
                member.retry.due_ms = now_ms;
                return;
            }
        }
        self.failed(goal, now_ms);
    }

    /// A dial found somebody at this address.
    pub(crate) fn reached(&mut self, goal: &Goal, key: PeerKey, address: Address) {
        match goal {
            Goal::Member(wanted) => {
                if let Some(member) = self.members.get_mut(wanted) {
                    member.retry.is_under_way = false;
                }
            }
            Goal::Place(_) => {
                if let Some(place) = self.place(goal) {
                    place.found = Some(key);
                    place.retry.is_under_way = false;
                }
            }
        }
        if self.allowed.contains(&key) {
            self.members.entry(key).or_default().remember(address.with_key(key), Source::Itself);
        }
    }

    /// The address turned out to be our own.
    pub(crate) fn found_self(&mut self, goal: &Goal) {
        self.places.retain(|place| *goal != Goal::Place(place.address.clone()));
    }

    /// There is a connection to this member now, whoever opened it.
    pub(crate) fn opened(&mut self, key: PeerKey, now_ms: u64) {
        if self.allowed.contains(&key) {
            let retry = &mut self.members.entry(key).or_default().retry;
            retry.connected_ms.get_or_insert(now_ms);
        }
    }

    /// The last connection to this member is gone.
    pub(crate) fn closed(&mut self, key: PeerKey, now_ms: u64) {
        let random = self.random();
        let member = self.members.get_mut(&key).map(|member| &mut member.retry);
        let since_ms = member.and_then(|retry| retry.connected_ms.take());
        let is_stable =
            since_ms.is_some_and(|since_ms| now_ms.saturating_sub(since_ms) >= STABLE_MS);
        let member = self.members.get_mut(&key).map(|member| &mut member.retry);
        let places = self.places.iter_mut().filter(|place| place.found == Some(key));
        for retry in member.into_iter().chain(places.map(|place| &mut place.retry)) {
            if is_stable {
                retry.failures = 0;
            }
            retry.wait(now_ms, random);
        }
    }

    /// Takes up where a member is said to be. Whether there was anything new in it.
    pub(crate) fn learn(
        &mut self,
        key: PeerKey,
        addresses: Vec<Address>,
        source: Source,
        reach: Reach,
        now_ms: u64,
    ) -> bool {
        if key == self.own || !self.allowed.contains(&key) {
            return false;
        }
        let random = self.random();
        let member = self.members.entry(key).or_default();
        let believed = addresses.into_iter().filter(|address| is_believable(address, reach));
        let mut is_new = false;
        for address in believed.take(ADDRESSES_PER_PEER_MAX) {
            is_new |= member.remember(address.with_key(key), source);
        }
        if is_new {
            let soon_ms = now_ms + wait_ms(0, random);
            member.retry.due_ms = member.retry.due_ms.min(soon_ms);
        }
        is_new
    }

    /// What we can tell another member of this one. Hearsay is not passed on.
    pub(crate) fn addresses(&self, key: &PeerKey, reach: Reach) -> Vec<Address> {
        let member = self.members.get(key).into_iter();
        let known = member.flat_map(|member| member.vouched.iter().chain(&member.configured));
        let told = known.filter(|address| is_believable(address, reach)).cloned();
        told.take(ADDRESSES_PER_PEER_MAX).collect()
    }

    fn place(&mut self, goal: &Goal) -> Option<&mut Place> {
        self.places.iter_mut().find(|place| *goal == Goal::Place(place.address.clone()))
    }

    fn under_way(&self) -> usize {
        let members = self.members.values().filter(|member| member.retry.is_under_way).count();
        members + self.places.iter().filter(|place| place.retry.is_under_way).count()
    }

    /// SplitMix64: enough to spread waits, and the same for the same seed.
    fn random(&mut self) -> u64 {
        self.random = self.random.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.random;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }
}

#[cfg(test)]
mod tests;
