//! Ports for nodes that are started, killed and started again at the same address.
//!
//! The system gives ephemeral ports to others in between; these lie below that range. One test
//! process begins where its id says, so that two on one machine rarely meet, and a port that is
//! taken is passed over.

use std::net::{Ipv4Addr, TcpListener, UdpSocket};
use std::sync::atomic::{AtomicU16, Ordering};

const FIRST: u16 = 20_000;
const COUNT: u16 = 12_000;

static NEXT: AtomicU16 = AtomicU16::new(0);

/// A port that is free for UDP and TCP now, and that nobody else in this process gets.
pub(crate) fn free() -> u16 {
    let begin = u16::try_from(std::process::id() % u32::from(COUNT)).unwrap_or(0);
    loop {
        let step = NEXT.fetch_add(1, Ordering::Relaxed);
        let port = FIRST + (begin + step) % COUNT;
        let place = (Ipv4Addr::LOCALHOST, port);
        if UdpSocket::bind(place).is_ok() && TcpListener::bind(place).is_ok() {
            return port;
        }
    }
}
