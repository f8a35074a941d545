//! Who gets a connection, by what carrier, and who does not.

use super::*;
use crate::{Refusal, Way};

fn refusal(event: &Event) -> Option<(Option<PeerKey>, Refusal)> {
    match event {
        Event::Refused { peer, reason, .. } => Some((*peer, *reason)),
        _ => None,
    }
}

fn connection(event: &Event) -> Option<PeerKey> {
    match event {
        Event::Connected(key) => Some(*key),
        _ => None,
    }
}

#[tokio::test]
async fn two_nodes_connect_by_quic() {
    let (first, _second) = pair(QUIC).await;
    let peers = first.handle.peers().await.unwrap();
    assert_eq!(peers.len(), 1);
    assert_eq!((peers[0].key, peers[0].way), (key(2), Way::Inbound));
    assert!(peers[0].address.as_ref().unwrap().to_string().contains("/quic-v1"));
}

#[tokio::test]
async fn two_nodes_connect_by_tcp() {
    let (_first, second) = pair(TCP).await;
    let peers = second.handle.peers().await.unwrap();
    assert_eq!(peers.len(), 1);
    assert_eq!((peers[0].key, peers[0].way), (key(1), Way::Outbound));
    assert!(peers[0].address.as_ref().unwrap().to_string().contains("/tcp/"));
}

#[tokio::test]
async fn address_without_key_is_enough() {
    let mut first = Node::start(1, settings(QUIC, &[2])).await;
    let mut wanted = settings(QUIC, &[1]);
    let text = first.address.to_string();
    wanted.peers = vec![text.split("/p2p/").next().unwrap().parse().unwrap()];
    let mut second = Node::start(2, wanted).await;
    first.connected(2).await;
    second.connected(1).await;
}

#[tokio::test]
async fn peer_outside_the_list_is_not_let_in() {
    for listen in [QUIC, TCP] {
        let mut first = Node::start(1, settings(listen, &[])).await;
        let mut wanted = settings(listen, &[1]);
        wanted.peers = vec![first.address.clone()];
        let mut second = Node::start(2, wanted).await;
        let (peer, reason) = first.wait(refusal).await;
        assert_eq!((peer, reason), (Some(key(2)), Refusal::NotAllowed));
        first.never(connection).await;
        second.never(connection).await;
    }
}

#[tokio::test]
async fn peer_outside_the_list_is_not_dialled() {
    for listen in [QUIC, TCP] {
        let mut first = Node::start(1, settings(listen, &[2])).await;
        let mut wanted = settings(listen, &[]);
        // Once by its key, which is seen before dialling, once by whoever answers.
        let text = first.address.to_string();
        let keyless = text.split("/p2p/").next().unwrap().parse().unwrap();
        wanted.peers = vec![first.address.clone(), keyless];
        let mut second = Node::start(2, wanted).await;
        for _ in 0..2 {
            let (peer, reason) = second.wait(refusal).await;
            assert_eq!((peer, reason), (Some(key(1)), Refusal::NotAllowed));
        }
        first.never(connection).await;
    }
}

#[tokio::test]
async fn node_of_another_network_is_refused() {
    let first = Node::start(1, settings(QUIC, &[2])).await;
    let mut wanted = settings(QUIC, &[1]);
    wanted.network = [8; 32];
    wanted.peers = vec![first.address.clone()];
    let mut second = Node::start(2, wanted).await;
    let (peer, reason) = second.wait(refusal).await;
    assert_eq!((peer, reason), (Some(key(1)), Refusal::WrongNetwork));
    second.never(connection).await;
}

#[tokio::test]
async fn another_key_than_expected_is_refused() {
    let mut first = Node::start(1, settings(QUIC, &[2])).await;
    let mut wanted = settings(QUIC, &[1, 3]);
    wanted.peers = vec![first.address.clone().with_key(key(3))];
    let mut second = Node::start(2, wanted).await;
    let (peer, reason) = second.wait(refusal).await;
    assert_eq!((peer, reason), (Some(key(1)), Refusal::WrongKey));
    first.never(connection).await;
}

#[tokio::test]
async fn taking_a_peer_off_the_list_closes_its_connection() {
    let (mut first, mut second) = pair(QUIC).await;
    first.handle.allow(keys(&[3])).await.unwrap();
    first.disconnected(2).await;
    second.disconnected(1).await;
    assert!(first.handle.peers().await.unwrap().is_empty());
}

#[tokio::test]
async fn disconnected_peer_is_kept_away() {
    let (mut first, mut second) = pair(QUIC).await;
    first.handle.disconnect(key(2)).await.unwrap();
    first.disconnected(2).await;
    second.disconnected(1).await;
    let (peer, reason) = first.wait(refusal).await;
    assert_eq!((peer, reason), (Some(key(2)), Refusal::HeldOff));
}

#[tokio::test]
async fn stopping_closes_the_connections() {
    let (first, mut second) = pair(QUIC).await;
    first.handle.stop().await;
    second.disconnected(1).await;
    assert!(first.handle.peers().await.is_err());
}

#[tokio::test]
async fn two_that_dial_each_other_keep_one_connection() {
    // Ports must be known beforehand: let the system choose them, then start again on them.
    let addresses = {
        let first = Node::start(1, settings(QUIC, &[2])).await;
        let second = Node::start(2, settings(QUIC, &[1])).await;
        first.handle.stop().await;
        second.handle.stop().await;
        [first.address, second.address]
    };
    let [first, second] = addresses;
    let mut one = settings(&freed(&first).await, &[2]);
    one.peers = vec![second.clone()];
    let mut two = settings(&freed(&second).await, &[1]);
    two.peers = vec![first];
    let (mut one, mut two) = tokio::join!(Node::start(1, one), Node::start(2, two));
    one.connected(2).await;
    two.connected(1).await;
    one.never(|event| matches!(event, Event::Disconnected(_)).then_some(())).await;
    assert_eq!(one.handle.peers().await.unwrap().len(), 1);
}
