//! What members tell each other of third ones: keys, and where they listen.
//!
//! A sighting is 32 bytes of key, one byte of count, and as many addresses, each one byte of length and a
//! binary multiaddr without its key. A report is sightings until it ends. It is a hint: whoever answers at
//! such an address must still prove the key, and be on the list.

use libp2p::Multiaddr;

use crate::bounds::{ADDRESSES_PER_PEER_MAX, REPORTED_PEERS_MAX};
use crate::{Address, PeerKey};

/// Where one member is said to be.
pub(crate) type Sighting = (PeerKey, Vec<Address>);

/// Why a report is not read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum ReportFlaw {
    #[error("the report ends inside a sighting")]
    Truncated,
    #[error("more than {REPORTED_PEERS_MAX} members")]
    TooManyPeers,
    #[error("more than {ADDRESSES_PER_PEER_MAX} addresses of one member")]
    TooManyAddresses,
}

/// Writes a report; what goes beyond the bounds is left out.
pub(crate) fn encode(sightings: &[Sighting]) -> Vec<u8> {
    let mut bytes = Vec::new();
    for (key, addresses) in sightings.iter().take(REPORTED_PEERS_MAX) {
        let places = addresses.iter().map(|address| address.place().to_vec());
        let short = places.filter_map(|place| Some((u8::try_from(place.len()).ok()?, place)));
        let chosen: Vec<_> = short.take(ADDRESSES_PER_PEER_MAX).collect();
        bytes.extend(key.0);
        bytes.push(u8::try_from(chosen.len()).expect("because the bound is under 256"));
        for (length, place) in chosen {
            bytes.push(length);
            bytes.extend(place);
        }
    }
    bytes
}

/// Reads a report. An address that this version cannot dial is passed over: a later one may.
pub(crate) fn decode(mut bytes: &[u8]) -> Result<Vec<Sighting>, ReportFlaw> {
    let mut sightings = Vec::new();
    while !bytes.is_empty() {
        if sightings.len() == REPORTED_PEERS_MAX {
            return Err(ReportFlaw::TooManyPeers);
        }
        let key = take(&mut bytes, 32)?.try_into().expect("because 32 bytes were taken");
        let count = usize::from(take(&mut bytes, 1)?[0]);
        if count > ADDRESSES_PER_PEER_MAX {
            return Err(ReportFlaw::TooManyAddresses);
        }
        let mut addresses = Vec::with_capacity(count);
        for _ in 0..count {
            let length = usize::from(take(&mut bytes, 1)?[0]);
            let place = take(&mut bytes, length)?.to_vec();
            let parsed = Multiaddr::try_from(place).ok();
            addresses.extend(parsed.and_then(|place| Address::from_multiaddr(&place).ok()));
        }
        sightings.push((PeerKey(key), addresses));
    }
    Ok(sightings)
}

fn take<'a>(bytes: &mut &'a [u8], count: usize) -> Result<&'a [u8], ReportFlaw> {
    let (taken, rest) = bytes.split_at_checked(count).ok_or(ReportFlaw::Truncated)?;
    *bytes = rest;
    Ok(taken)
}

#[cfg(test)]
mod tests;
