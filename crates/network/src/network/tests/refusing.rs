//! What does not belong is refused with its reason, and the node goes on.

use libp2p::StreamProtocol;
use tokio::io::AsyncWriteExt;
use tokio::net::TcpStream;

use super::rude::Rude;
use super::*;
use crate::behaviour::{ASK_PROTOCOL, REPORT_PROTOCOL};
use crate::bounds::HANDSHAKE_TIMEOUT;
use crate::bounds::{ESTABLISHED_PER_PEER_MAX, PENDING_INBOUND_MAX};
use crate::{ANSWER_BYTES_MAX, FailReason, QUESTION_BYTES_MAX, Refusal, StartError};

async fn refused(node: &mut Node, wanted: Refusal) -> Option<PeerKey> {
    node.wait(|event| match event {
        Event::Refused { peer, reason, .. } if *reason == wanted => Some(*peer),
        _ => None,
    })
    .await
}

/// That a member can still connect and ask.
async fn serves(node: &mut Node, seed: u8, listen: &str) {
    let mut wanted = settings(listen, &[1]);
    wanted.peers = vec![node.address.clone()];
    let mut member = Node::start(seed, wanted).await;
    member.connected(1).await;
    member.handle.ask(key(1), 1, b"still there?".to_vec()).await.unwrap();
    assert_eq!(node.request().await.2, b"still there?");
}

/// A length, and fewer or more bytes than it says.
fn frame(length: usize, bytes: usize) -> Vec<u8> {
    let mut frame = u32::try_from(length).unwrap().to_be_bytes().to_vec();
    frame.resize(4 + bytes, 7);
    frame
}

#[tokio::test]
async fn question_in_a_broken_frame_is_refused() {
    for listen in [QUIC, TCP] {
        for said in [frame(QUESTION_BYTES_MAX + 1, 100), frame(u32::MAX as usize, 0), frame(10, 9)]
        {
            let mut first = Node::start(1, settings(listen, &[2, 3])).await;
            let mut rude = Rude::new(3, &first.address, ASK_PROTOCOL, &said, &[]);
            let peer = rude.during(refused(&mut first, Refusal::BrokenFrame)).await;
            assert_eq!(peer, Some(key(3)));
            rude.during(serves(&mut first, 2, listen)).await;
            assert_eq!(first.handle.peers().await.unwrap().len(), 2, "the connection stays");
        }
    }
}

#[tokio::test]
async fn answer_in_a_broken_frame_is_refused() {
    for answered in [frame(ANSWER_BYTES_MAX + 1, 100), frame(10, 9)] {
        let mut first = Node::start(1, settings(QUIC, &[2, 3])).await;
        let mut rude = Rude::new(3, &first.address, ASK_PROTOCOL, &[], &answered);
        rude.during(first.connected(3)).await;
        first.handle.ask(key(3), 5, vec![1]).await.unwrap();
        let failure = first.wait(|event| match event {
            Event::RequestFailed { ticket, reason } => Some((*ticket, *reason)),
            _ => None,
        });
        assert_eq!(rude.during(failure).await, (5, FailReason::BrokenFrame));
        rude.during(serves(&mut first, 2, QUIC)).await;
    }
}

#[tokio::test]
async fn report_that_cannot_be_read_is_refused() {
    for answered in [frame(10, 10), frame(1 << 20, 0)] {
        let mut first = Node::start(1, settings(QUIC, &[2, 3])).await;
        let mut rude = Rude::new(3, &first.address, REPORT_PROTOCOL, &[], &answered);
        let peer = rude.during(refused(&mut first, Refusal::BrokenFrame)).await;
        assert_eq!(peer, Some(key(3)));
        rude.during(serves(&mut first, 2, QUIC)).await;
    }
}

#[tokio::test]
async fn report_question_with_content_is_refused() {
    let mut first = Node::start(1, settings(QUIC, &[3])).await;
    let mut rude = Rude::new(3, &first.address, REPORT_PROTOCOL, &frame(1, 1), &[]);
    assert_eq!(rude.during(refused(&mut first, Refusal::BrokenFrame)).await, Some(key(3)));
}

#[tokio::test]
async fn connections_to_one_peer_are_bounded() {
    let mut first = Node::start(1, settings(TCP, &[2, 3])).await;
    let mut rude = Rude::new(3, &first.address, ASK_PROTOCOL, &[], &[]);
    for _ in 0..ESTABLISHED_PER_PEER_MAX {
        rude.dial();
    }
    assert_eq!(rude.during(refused(&mut first, Refusal::TooManyConnections)).await, Some(key(3)));
    rude.during(serves(&mut first, 2, TCP)).await;
}

#[tokio::test]
async fn silent_strangers_are_bounded_and_leave_room_when_they_go() {
    let mut first = Node::start(1, settings(TCP, &[2])).await;
    let port = first.address.port();
    let mut strangers = Vec::new();
    for _ in 0..=PENDING_INBOUND_MAX {
        strangers.push(TcpStream::connect(("127.0.0.1", port)).await.unwrap());
    }
    assert_eq!(refused(&mut first, Refusal::TooManyConnections).await, None);
    drop(strangers);
    serves(&mut first, 2, TCP).await;
}

#[tokio::test]
async fn noise_on_the_port_is_refused() {
    let mut first = Node::start(1, settings(TCP, &[2])).await;
    let port = first.address.port();
    // Noise, another protocol, and half of a good beginning.
    for said in [&[0xff; 4000][..], b"GET / HTTP/1.1\r\n\r\n", b"\x13/multistream/1.0"] {
        let mut stream = TcpStream::connect(("127.0.0.1", port)).await.unwrap();
        stream.write_all(said).await.unwrap();
        drop(stream);
        assert_eq!(refused(&mut first, Refusal::Handshake).await, None);
    }
    serves(&mut first, 2, TCP).await;
}

#[tokio::test]
async fn noise_on_the_udp_port_is_ignored() {
    let mut first = Node::start(1, settings(QUIC, &[2])).await;
    let socket = tokio::net::UdpSocket::bind("127.0.0.1:0").await.unwrap();
    for length in [0, 1, 20, 1200, 60_000] {
        socket.send_to(&vec![0xff; length], ("127.0.0.1", first.address.port())).await.unwrap();
    }
    serves(&mut first, 2, QUIC).await;
}

#[tokio::test]
async fn port_of_a_running_node_is_not_shared() {
    for listen in [QUIC, TCP] {
        let first = Node::start(1, settings(listen, &[])).await;
        let text = first.address.place().to_string();
        let refused = Network::start(settings(&text, &[]), &mut [2; 32]).unwrap_err();
        let StartError::Listen { address, source } = refused;
        assert_eq!(address.to_string(), text);
        assert_eq!(source.kind(), std::io::ErrorKind::AddrInUse);
    }
}

#[tokio::test]
async fn ipv6_and_ipv4_may_share_a_port_number() {
    if std::net::TcpListener::bind("[::]:0").is_err() {
        return println!("skipped: this machine has no IPv6");
    }
    let first = Node::start(1, settings("/ip4/0.0.0.0/tcp/0", &[])).await;
    let port = first.address.port();
    first.handle.stop().await;
    freed(&first.address).await;
    let mut wanted = settings(&format!("/ip4/0.0.0.0/tcp/{port}"), &[]);
    wanted.listen.push(format!("/ip6/::/tcp/{port}").parse().unwrap());
    Node::start(1, wanted).await;
}

#[tokio::test]
async fn node_without_gossip_does_not_offer_it() {
    for gossip in [Gossip::On, Gossip::Off] {
        let mut wanted = settings(QUIC, &[3]);
        wanted.gossip = gossip;
        let first = Node::start(1, wanted).await;
        // An empty message of gossipsub: no bytes, as its length says.
        let protocol = StreamProtocol::new("/meshsub/1.1.0");
        let mut rude = Rude::new(3, &first.address, protocol, &[0], &[]);
        match gossip {
            // It is offered a moment after the connection stands.
            Gossip::On => while !rude.is_understood().await {},
            Gossip::Off => assert!(!rude.is_understood().await),
        }
    }
}

/// An idle TCP connection from an address of its own, kept as long as it is held.
async fn idle_from(source: &str, to: &Address) -> Option<tokio::net::TcpStream> {
    let socket = tokio::net::TcpSocket::new_v4().unwrap();
    socket.bind(format!("{source}:0").parse().unwrap()).unwrap();
    let place = format!("{}:{}", to.ip(), to.port()).parse().unwrap();
    timeout(QUIET, socket.connect(place)).await.ok()?.ok()
}

#[tokio::test]
async fn a_crowd_of_silent_strangers_keeps_no_member_out() {
    let mut first = Node::start(1, settings(TCP, &[2])).await;
    let mut crowd = Vec::new();
    for _ in 0..100 {
        crowd.extend(idle_from("127.0.0.2", &first.address).await);
    }
    let mut wanted = settings(TCP, &[1]);
    wanted.peers = vec![first.address.clone()];
    let mut second = Node::start(2, wanted).await;
    // Well before the strangers' handshakes are given up.
    let let_in = timeout(HANDSHAKE_TIMEOUT / 2, second.connected(1)).await;
    assert!(let_in.is_ok(), "the member is still outside");
    first.connected(2).await;
    drop(crowd);
}
