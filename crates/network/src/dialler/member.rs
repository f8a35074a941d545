//! One member in the address book: where it may be, and who says so.
//!
//! Three lists, each bounded by itself, so that what others say can never push out what the member has
//! said or shown.

use std::net::{IpAddr, Ipv4Addr};

use super::retry::Retry;
use crate::Address;
use crate::bounds::ADDRESSES_PER_PEER_MAX;

/// Who says that a member is at an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Source {
    /// The member itself, over a connection on which it has proved its key.
    Itself,
    /// Another member.
    Another,
}

/// How far a report may be believed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reach {
    /// It came from this machine: loopback addresses mean the same to both of us.
    Loopback,
    /// It came from elsewhere.
    Elsewhere,
}

/// Its addresses, and the state of the attempts to reach it.
#[derive(Default)]
pub(super) struct Member {
    /// Where the operator says that it is.
    pub(super) configured: Vec<Address>,
    /// Where it was reached, or says itself that it listens. The newest stands first.
    pub(super) vouched: Vec<Address>,
    /// Where others say that it is. The newest stands first.
    pub(super) heard: Vec<Address>,
    /// Where somebody else answered: left out once, so that one wrong address does not hide the others.
    pub(super) shunned: Option<Address>,
    pub(super) retry: Retry,
}

impl Member {
    /// Every address, best vouched for first.
    pub(super) fn known(&self) -> impl Iterator<Item = &Address> {
        self.configured.iter().chain(&self.vouched).chain(&self.heard)
    }

    /// Whether there is anywhere to dial.
    pub(super) fn is_placed(&self) -> bool {
        self.known().next().is_some()
    }

    /// The addresses of one dial: all, but for one where somebody else has just answered.
    pub(super) fn choose(&mut self) -> Vec<Address> {
        let shunned = self.shunned.take();
        let is_shunned = |a: &&Address| shunned.as_ref().is_some_and(|s| s.place() == a.place());
        let chosen: Vec<Address> = self.known().filter(|a| !is_shunned(a)).cloned().collect();
        if chosen.is_empty() { self.known().cloned().collect() } else { chosen }
    }

    /// The newest stands first and the oldest of its kind makes room. Whether it is new.
    pub(super) fn remember(&mut self, address: Address, source: Source) -> bool {
        let stands_in = |list: &[Address]| list.iter().any(|a| a.place() == address.place());
        let is_new = !self.known().any(|known| known.place() == address.place());
        let is_vouched = stands_in(&self.configured) || stands_in(&self.vouched);
        let list = match source {
            _ if stands_in(&self.configured) => return false,
            Source::Another if is_vouched => return false,
            Source::Another => &mut self.heard,
            Source::Itself => {
                self.heard.retain(|known| known.place() != address.place());
                &mut self.vouched
            }
        };
        list.retain(|known| known.place() != address.place());
        list.insert(0, address);
        list.truncate(ADDRESSES_PER_PEER_MAX);
        is_new
    }
}

/// Nobody can be told to dial nowhere, everybody, or somebody else's loopback.
pub(super) fn is_believable(address: &Address, reach: Reach) -> bool {
    // An IPv4 address may come in the clothes of IPv6.
    let ip = address.ip().to_canonical();
    let is_all = ip == IpAddr::V4(Ipv4Addr::BROADCAST);
    let is_place = !ip.is_unspecified() && !ip.is_multicast() && !is_all && address.port() != 0;
    is_place && (!address.is_loopback() || reach == Reach::Loopback)
}
