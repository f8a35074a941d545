//! The door of the network: somebody who is not in the roster dials, or something that is no node.

use std::io::{Read as _, Write as _};
use std::net::{Shutdown, TcpStream, UdpSocket};

use crate::harness::{Carrier, Network, Node, advisory, eventually};

#[test]
fn a_node_of_another_network_is_not_let_in_and_is_counted() {
    let (ours, theirs) = (Network::create(&["EE", "KR"]), Network::create(&["EE", "KR"]));
    let mut node = ours.node("EE");
    let mut stranger = theirs.node_among("KR", &[ours.place("EE")], "");
    node.start();
    stranger.start();
    eventually("the stranger to be refused", || {
        let status = node.status().unwrap_or_default();
        let refused = status["refusals"].as_object().is_some_and(|counted| !counted.is_empty());
        if refused { Ok(()) } else { Err(format!("{status}\n{}", node.log())) }
    });
    let status = node.status().expect("because it goes on serving");
    assert_eq!(status["peers"].as_u64(), Some(0), "{status}");
    assert_eq!(stranger.status().expect("it runs too")["peers"].as_u64(), Some(0));
    let mut member = ours.node("KR");
    member.start();
    node.sees(1);
}

/// The port of an address of ours.
fn port(place: &str) -> u16 {
    let number = place.split('/').find_map(|part| part.parse().ok());
    number.expect("because the address has a port")
}

fn counted(node: &Node, reason: &str, least: u64) {
    eventually(&format!("{reason} to be counted"), || match node.refusals(reason) {
        count if count >= least => Ok(()),
        _ => Err(format!("{:?}\n{}", node.status(), node.log())),
    });
}

#[test]
fn what_is_no_handshake_is_hung_up_on_and_counted() {
    let network = Network::create_over(Carrier::Tcp, &["EE"]);
    let mut node = network.node("EE");
    node.start();
    let rows: [&[u8]; 5] = [
        b"GET / HTTP/1.1\r\nHost: x\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
        b"\x13/multistream/1.0.0\n\x07/plain\n",
        b"\x13/multistream/1.0",
        &[0xff; 2_000],
    ];
    for (told, bytes) in (1..).zip(rows) {
        let place = ("127.0.0.1", port(network.place("EE")));
        let mut stream = TcpStream::connect(place).expect("because it listens");
        let mut said = Vec::new();
        // Whether it says something first or resets the connection at once is its choice.
        let told_it = stream.write_all(bytes).and_then(|()| stream.shutdown(Shutdown::Write));
        drop(told_it.and_then(|()| stream.read_to_end(&mut said)));
        counted(&node, "handshake-failed", told);
    }
    node.published(&advisory("EE", "All the same"));
}

#[test]
fn noise_on_the_udp_port_hurts_nobody() {
    let network = Network::create(&["EE", "KR"]);
    let (mut node, mut peer) = (network.node("EE"), network.node("KR"));
    node.start();
    let socket = UdpSocket::bind("127.0.0.1:0").expect("because there are ports");
    let place = ("127.0.0.1", port(network.place("EE")));
    for length in [0, 1, 20, 1_200, 9_000] {
        for fill in [0x00, 0x40, 0xc0, 0xff] {
            socket.send_to(&vec![fill; length], place).expect("because it fits a datagram");
        }
    }
    peer.start();
    node.sees(1);
    let reference = peer.published(&advisory("KR", "All the same"));
    node.holds(&reference);
}
