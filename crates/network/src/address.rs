//! Where a node may be reached: a multiaddr that this network can dial.
//!
//! Kept as a type of ours so that no other crate needs libp2p to speak of addresses. What parses is
//! an IP address with QUIC v1 or with plain TCP, and perhaps the key that is expected there.

use std::fmt;
use std::net::IpAddr;
use std::str::FromStr;

use libp2p::Multiaddr;
use libp2p::multiaddr::Protocol;

use crate::PeerKey;

/// `/ip4/192.0.2.7/udp/4747/quic-v1`, `/ip6/2001:db8::7/tcp/4747`, or one of these with `/p2p/<key>`.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Address {
    place: Multiaddr,
    ip: IpAddr,
    carrier: Carrier,
    key: Option<PeerKey>,
}

/// What carries the bytes at an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Carrier {
    /// QUIC v1 over UDP: first choice, since its key exchange is hybrid post-quantum.
    Quic,
    /// TCP with Noise and yamux: where UDP does not get through.
    Tcp,
}

/// Why a text or a multiaddr is no [`Address`].
#[derive(Debug, thiserror::Error)]
pub enum AddressError {
    /// It is not a multiaddr at all.
    #[error("not a multiaddr")]
    Syntax(#[source] libp2p::multiaddr::Error),
    /// It is a multiaddr of something else.
    #[error(
        "expected /ip4 or /ip6, then /udp/<port>/quic-v1 or /tcp/<port>, then perhaps /p2p/<key>, found {0}"
    )]
    Unsupported(String),
    /// It names a host, which nobody here looks up: whoever answers for the name would choose whom we dial.
    #[error(
        "host names are not looked up: write the IP address, as in /ip4/192.0.2.7/udp/4747/quic-v1, not {0}"
    )]
    HostName(String),
    /// The `/p2p` part names a key that is not Ed25519.
    #[error("the key in {0} is not an Ed25519 key")]
    KeyKind(String),
}

impl Address {
    /// Reads a multiaddr, refusing what this network cannot dial.
    pub(crate) fn from_multiaddr(address: &Multiaddr) -> Result<Address, AddressError> {
        let unsupported = || AddressError::Unsupported(address.to_string());
        let mut parts = address.iter();
        let host = parts.next().ok_or_else(unsupported)?;
        let ip = match host {
            Protocol::Ip4(ip) => IpAddr::V4(ip),
            Protocol::Ip6(ip) => IpAddr::V6(ip),
            Protocol::Dns(_) | Protocol::Dns4(_) | Protocol::Dns6(_) | Protocol::Dnsaddr(_) => {
                return Err(AddressError::HostName(address.to_string()));
            }
            _ => return Err(unsupported()),
        };
        let mut place = Multiaddr::from(ip);
        let carrier = match parts.next() {
            Some(Protocol::Tcp(port)) => {
                place.push(Protocol::Tcp(port));
                Carrier::Tcp
            }
            Some(Protocol::Udp(port)) if parts.next() == Some(Protocol::QuicV1) => {
                place.push(Protocol::Udp(port));
                place.push(Protocol::QuicV1);
                Carrier::Quic
            }
            _ => return Err(unsupported()),
        };
        let key = match parts.next() {
            None => None,
            Some(Protocol::P2p(peer)) => Some(
                PeerKey::from_peer_id(&peer)
                    .ok_or_else(|| AddressError::KeyKind(address.to_string()))?,
            ),
            Some(_) => return Err(unsupported()),
        };
        if parts.next().is_some() {
            return Err(unsupported());
        }
        Ok(Address { place, ip, carrier, key })
    }

    /// The key that is expected there, when the address names one.
    pub fn key(&self) -> Option<PeerKey> {
        self.key
    }

    /// The multiaddr without the key.
    pub(crate) fn place(&self) -> &Multiaddr {
        &self.place
    }

    /// The IP address.
    pub(crate) fn ip(&self) -> IpAddr {
        self.ip
    }

    /// The port of the carrier.
    pub(crate) fn port(&self) -> u16 {
        let ports = self.place.iter().find_map(|part| match part {
            Protocol::Tcp(port) | Protocol::Udp(port) => Some(port),
            _ => None,
        });
        ports.expect("because no address is made without a port")
    }

    /// Whether it means this machine, on whichever machine it is read.
    pub(crate) fn is_loopback(&self) -> bool {
        self.ip.to_canonical().is_loopback()
    }

    /// What carries the bytes there.
    pub(crate) fn carrier(&self) -> Carrier {
        self.carrier
    }

    /// The same place, with this key expected there.
    pub(crate) fn with_key(mut self, key: PeerKey) -> Address {
        self.key = Some(key);
        self
    }
}

impl FromStr for Address {
    type Err = AddressError;

    fn from_str(text: &str) -> Result<Address, AddressError> {
        let address = text.parse::<Multiaddr>().map_err(AddressError::Syntax)?;
        Address::from_multiaddr(&address)
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.key {
            None => self.place.fmt(f),
            Some(key) => write!(f, "{}/p2p/{key}", self.place),
        }
    }
}

impl fmt::Debug for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Address({self})")
    }
}

#[cfg(test)]
mod tests;
