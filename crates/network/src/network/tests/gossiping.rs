//! What is published, what is passed on, and what is not.

use super::*;
use crate::bounds::{BACKLOG_MAX, EVENTS_MAX};
use crate::{GOSSIP_BYTES_MAX, SendError, Verdict};

/// Nodes 1, 2 and 3, where 1 and 3 only know 2.
async fn line(listen: &str) -> [Node; 3] {
    let mut middle = Node::start(2, settings(listen, &[1, 3])).await;
    let mut ends = Vec::new();
    for seed in [1, 3] {
        let mut wanted = settings(listen, &[2]);
        wanted.peers = vec![middle.address.clone()];
        let mut node = Node::start(seed, wanted).await;
        node.connected(2).await;
        middle.connected(seed).await;
        ends.push(node);
    }
    let last = ends.pop().unwrap();
    let first = ends.pop().unwrap();
    [first, middle, last]
}

fn any_gossip(event: &Event) -> Option<()> {
    matches!(event, Event::Gossip { .. }).then_some(())
}

#[tokio::test]
async fn accepted_message_reaches_the_end_of_the_line() {
    let [first, mut middle, mut last] = line(QUIC).await;
    let message = vec![7; GOSSIP_BYTES_MAX];
    first.handle.publish(message.clone()).await.unwrap();
    let (ticket, bytes) = middle.gossip().await;
    assert_eq!(bytes, message);
    last.never(any_gossip).await;
    middle.handle.verdict(ticket, Verdict::Accept).await.unwrap();
    assert_eq!(last.gossip().await.1, message);
    assert_eq!(last.handle.traffic().gossip_bytes_in, GOSSIP_BYTES_MAX as u64);
}

#[tokio::test]
async fn message_without_a_good_verdict_is_not_passed_on() {
    let [first, mut middle, mut last] = line(QUIC).await;
    for verdict in [Verdict::Ignore, Verdict::Reject] {
        first.handle.publish(format!("{verdict:?}").into_bytes()).await.unwrap();
        let (ticket, _) = middle.gossip().await;
        middle.handle.verdict(ticket, verdict).await.unwrap();
    }
    last.never(any_gossip).await;
}

#[tokio::test]
async fn peer_that_sends_bad_messages_is_no_longer_heard() {
    let (mut first, second) = pair(QUIC).await;
    let mut tickets = Vec::new();
    for n in 0..4 {
        second.handle.publish(vec![n]).await.unwrap();
        tickets.push(first.gossip().await.0);
    }
    for ticket in tickets {
        first.handle.verdict(ticket, Verdict::Reject).await.unwrap();
    }
    // Commands are obeyed in order: after this answer the verdicts are known.
    first.handle.peers().await.unwrap();
    second.handle.publish(b"and now".to_vec()).await.unwrap();
    first.never(any_gossip).await;
}

#[tokio::test]
async fn same_bytes_are_one_message_whoever_publishes_them() {
    let [first, mut middle, last] = line(QUIC).await;
    first.handle.publish(b"same".to_vec()).await.unwrap();
    middle.gossip().await;
    last.handle.publish(b"same".to_vec()).await.unwrap();
    middle.never(any_gossip).await;
}

#[tokio::test]
async fn message_waits_for_the_first_subscriber() {
    let mut first = Node::start(1, settings(QUIC, &[2])).await;
    first.handle.publish(b"early".to_vec()).await.unwrap();
    let mut wanted = settings(QUIC, &[1]);
    wanted.peers = vec![first.address.clone()];
    let mut second = Node::start(2, wanted).await;
    first.connected(2).await;
    assert_eq!(second.gossip().await.1, b"early");
}

#[tokio::test]
async fn node_without_gossip_neither_sends_nor_receives() {
    let mut first = Node::start(1, settings(QUIC, &[2])).await;
    let mut wanted = settings(QUIC, &[1]);
    wanted.peers = vec![first.address.clone()];
    wanted.gossip = Gossip::Off;
    let mut second = Node::start(2, wanted).await;
    first.connected(2).await;
    second.connected(1).await;
    first.handle.publish(b"one".to_vec()).await.unwrap();
    second.handle.publish(b"two".to_vec()).await.unwrap();
    first.never(any_gossip).await;
    second.never(any_gossip).await;
    // Asking is untouched.
    second.handle.ask(key(1), 1, vec![3]).await.unwrap();
    assert_eq!(first.request().await.2, [3]);
}

#[tokio::test]
async fn too_long_a_message_is_refused() {
    let first = Node::start(1, settings(QUIC, &[])).await;
    let refused = first.handle.publish(vec![0; GOSSIP_BYTES_MAX + 1]).await;
    assert!(matches!(refused, Err(SendError::TooLong { .. })));
}

#[tokio::test]
async fn node_that_takes_no_events_holds_only_so_many() {
    let (mut first, second) = pair(QUIC).await;
    let published = 4 * (EVENTS_MAX + BACKLOG_MAX);
    for n in 0..published {
        second.handle.publish(n.to_be_bytes().to_vec()).await.unwrap();
    }
    timeout(PATIENCE, async {
        while first.events.len() < EVENTS_MAX {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    })
    .await
    .expect("because more was published than the queue holds");
    // Time for more to come, if anything let it.
    tokio::time::sleep(QUIET).await;
    let taken = first.handle.traffic().gossip_bytes_in / size_of::<usize>() as u64;
    assert!(taken <= (EVENTS_MAX + BACKLOG_MAX) as u64, "{taken} of {published}");
    // What it did not take is with the other, or lost as hints may be; the rest works as before.
    for _ in 0..taken {
        first.gossip().await;
    }
    second.handle.ask(key(1), 1, vec![3]).await.unwrap();
    assert_eq!(first.request().await.2, [3]);
}
