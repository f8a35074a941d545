//! How nodes find each other, and find each other again.

use std::net::UdpSocket;

use super::*;
use crate::Way;

/// A node that knows only these addresses.
async fn knowing(seed: u8, listen: &str, allowed: &[u8], peers: &[&Address]) -> Node {
    let mut wanted = settings(listen, allowed);
    wanted.peers = peers.iter().copied().cloned().collect();
    Node::start(seed, wanted).await
}

fn keyless(address: &Address) -> Address {
    address.place().to_string().parse().unwrap()
}

async fn carrier(node: &Node) -> String {
    let peers = node.handle.peers().await.unwrap();
    peers.first().and_then(|peer| peer.address.clone()).map(|a| a.to_string()).unwrap_or_default()
}

#[tokio::test]
async fn two_that_know_only_a_third_find_each_other() {
    for listen in [QUIC, TCP] {
        let mut middle = Node::start(2, settings(listen, &[1, 3])).await;
        let known = keyless(&middle.address);
        let mut first = knowing(1, listen, &[2, 3], &[&known]).await;
        let mut last = knowing(3, listen, &[1, 2], &[&known]).await;
        middle.connected(1).await;
        middle.connected(3).await;
        first.connected(3).await;
        last.connected(1).await;
        // And they stay connected without it.
        middle.handle.stop().await;
        first.disconnected(2).await;
        last.handle.ask(key(1), 1, vec![5]).await.unwrap();
        assert_eq!(first.request().await.2, [5]);
    }
}

#[tokio::test]
async fn all_who_know_only_one_find_each_other() {
    let all = [1, 2, 3, 4, 5, 6, 7, 8];
    let hub = Node::start(1, settings(QUIC, &all)).await;
    let known = keyless(&hub.address);
    let mut nodes = vec![(1, hub)];
    for seed in &all[1..] {
        nodes.push((*seed, knowing(*seed, QUIC, &all, &[&known]).await));
    }
    for (own, node) in &mut nodes {
        for other in all.into_iter().filter(|other| other != own) {
            node.connected(other).await;
        }
    }
}

#[tokio::test]
async fn reported_stranger_is_not_dialled() {
    let mut middle = Node::start(2, settings(QUIC, &[1, 3, 4])).await;
    let known = middle.address.clone();
    let mut first = knowing(1, QUIC, &[2, 4], &[&known]).await;
    let mut stranger = knowing(3, QUIC, &[1, 2], &[&known]).await;
    for seed in [1, 3] {
        middle.connected(seed).await;
    }
    // The stranger hears of the first and tries; the first hears of the stranger and does not.
    let refused = first.wait(|event| match event {
        Event::Refused { peer, .. } => Some(*peer),
        _ => None,
    });
    assert_eq!(refused.await, Some(key(3)));
    stranger
        .never(|event| matches!(event, Event::Connected(k) if *k == key(1)).then_some(()))
        .await;
    first.never(|event| matches!(event, Event::Connected(k) if *k == key(3)).then_some(())).await;
}

#[tokio::test]
async fn peer_that_is_restarted_is_found_again() {
    for listen in [QUIC, TCP] {
        let (first, mut second) = pair(listen).await;
        first.handle.stop().await;
        second.disconnected(1).await;
        let mut again = Node::start(1, settings(&freed(&first.address).await, &[2])).await;
        second.connected(1).await;
        again.connected(2).await;
        let peers = second.handle.peers().await.unwrap();
        assert_eq!((peers.len(), peers[0].way), (1, Way::Outbound));
    }
}

#[tokio::test]
async fn peer_that_starts_late_is_found() {
    let place = {
        let early = Node::start(1, settings(TCP, &[2])).await;
        early.handle.stop().await;
        early.address
    };
    let mut second = knowing(2, TCP, &[1], &[&keyless(&place)]).await;
    second.never(|event| matches!(event, Event::Connected(_)).then_some(())).await;
    let _late = Node::start(1, settings(&freed(&place).await, &[2])).await;
    second.connected(1).await;
}

/// A node on a runtime of its own, which dies with it, without a word to anybody.
fn start_mortal(seed: u8, wanted: Settings) -> (tokio::runtime::Runtime, Handle) {
    let runtime =
        tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
    let (handle, mut events) =
        runtime.block_on(async { Network::start(wanted, &mut [seed; 32]).unwrap() });
    runtime.spawn(async move { while events.recv().await.is_some() {} });
    (runtime, handle)
}

#[test]
fn peer_that_is_killed_and_started_again_is_gossiped_with_again() {
    for listen in [QUIC, TCP] {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        // Whichever side dials, and whichever has the smaller key.
        for (mortal, other) in [(1, 2), (2, 1)] {
            let mut node = runtime.block_on(Node::start(other, settings(listen, &[mortal])));
            let mut wanted = settings(listen, &[other]);
            wanted.peers = vec![node.address.clone()];
            let (life, handle) = start_mortal(mortal, wanted.clone());
            runtime.block_on(node.connected(mortal));
            let place = runtime.block_on(handle.listeners()).unwrap().remove(0);
            life.shutdown_background();
            wanted.listen = vec![runtime.block_on(freed(&place)).parse().unwrap()];
            let (_life, handle) = start_mortal(mortal, wanted);
            runtime.block_on(async {
                node.disconnected(mortal).await;
                node.connected(mortal).await;
                handle.publish(b"back again".to_vec()).await.unwrap();
                assert_eq!(node.gossip().await.1, b"back again");
            });
        }
    }
}

/// A node 1 that listens on both carriers, and where.
async fn on_both() -> (Node, Vec<Address>) {
    let mut wanted = settings(QUIC, &[2]);
    wanted.listen.push(TCP.parse().unwrap());
    let mut node = Node::start(1, wanted).await;
    let second = node.wait(|event| match event {
        Event::Listening(address) => Some(address.clone()),
        _ => None,
    });
    let second = second.await;
    let both = vec![node.address.clone(), second];
    (node, both)
}

/// Whether a node that is new to these addresses ends up on QUIC within a moment. A machine may be so busy
/// now and then that TCP overtakes; were it preferred, QUIC would never win.
async fn wins_quic(first: &mut Node, addresses: &[Address]) -> bool {
    let borrowed: Vec<&Address> = addresses.iter().collect();
    let mut second = knowing(2, QUIC, &[1], &borrowed).await;
    second.connected(1).await;
    first.connected(2).await;
    let by_quic = async {
        while !carrier(&second).await.contains("/quic-v1") {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    let wins = timeout(Duration::from_secs(5), by_quic).await.is_ok();
    second.handle.stop().await;
    first.disconnected(2).await;
    wins
}

#[tokio::test]
async fn quic_is_tried_first() {
    let (mut first, both) = on_both().await;
    for attempt in 0.. {
        assert!(attempt < 10, "always TCP");
        if wins_quic(&mut first, &both).await {
            break;
        }
    }
}

#[tokio::test]
async fn quic_is_kept_of_two_connections() {
    // Without keys each address is a dial of its own.
    let (mut first, both) = on_both().await;
    let places: Vec<Address> = both.iter().map(keyless).collect();
    for attempt in 0.. {
        assert!(attempt < 10, "always TCP");
        if wins_quic(&mut first, &places).await {
            break;
        }
    }
}

#[tokio::test]
async fn tcp_is_the_fallback_where_udp_is_lost() {
    let first = Node::start(1, settings(TCP, &[2])).await;
    // Takes every packet and says nothing, as a firewall does.
    let hole = UdpSocket::bind("127.0.0.1:0").unwrap();
    let text =
        format!("/ip4/127.0.0.1/udp/{}/quic-v1/p2p/{}", hole.local_addr().unwrap().port(), key(1));
    let lost = text.parse().unwrap();
    let mut second = knowing(2, QUIC, &[1], &[&lost, &first.address]).await;
    second.connected(1).await;
    assert!(carrier(&second).await.contains("/tcp/"));
}

#[tokio::test]
async fn own_address_among_the_configured_is_harmless() {
    let place = {
        let early = Node::start(1, settings(QUIC, &[2])).await;
        early.handle.stop().await;
        early.address
    };
    let mut second = Node::start(2, settings(QUIC, &[1])).await;
    let listen = freed(&place).await;
    let mut first = knowing(1, &listen, &[2], &[&keyless(&place), &place, &second.address]).await;
    first.connected(2).await;
    second.connected(1).await;
    first.never(|event| matches!(event, Event::Refused { .. }).then_some(())).await;
}
