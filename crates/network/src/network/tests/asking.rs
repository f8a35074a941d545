//! Questions and their outcomes.

use std::collections::VecDeque;

use super::*;
use crate::bounds::{ASKS_MAX, ASKS_PER_PEER_MAX, BACKLOG_MAX, EVENTS_MAX};
use crate::{ANSWER_BYTES_MAX, FailReason, QUESTION_BYTES_MAX, SendError};

async fn failure(node: &mut Node) -> (u64, FailReason) {
    node.wait(|event| match event {
        Event::RequestFailed { ticket, reason } => Some((*ticket, *reason)),
        _ => None,
    })
    .await
}

async fn response(node: &mut Node) -> (u64, Vec<u8>) {
    node.wait(|event| match event {
        Event::Response { ticket, bytes } => Some((*ticket, bytes.clone())),
        _ => None,
    })
    .await
}

#[tokio::test]
async fn question_is_answered_by_either_carrier() {
    for listen in [QUIC, TCP] {
        let (mut first, mut second) = pair(listen).await;
        second.handle.ask(key(1), 77, b"what".to_vec()).await.unwrap();
        let (ticket, from, bytes) = first.request().await;
        assert_eq!((from, bytes.as_slice()), (key(2), &b"what"[..]));
        first.handle.answer(ticket, vec![5; 1 << 20]).await.unwrap();
        assert_eq!(response(&mut second).await, (77, vec![5; 1 << 20]));
        let traffic = second.handle.traffic();
        assert!(traffic.ask_bytes_in == 1 << 20 && traffic.ask_bytes_out == 4);
        assert!(traffic.stream_bytes_in > 1 << 20);
    }
}

#[tokio::test]
async fn longest_question_and_answer_go_through() {
    let (mut first, mut second) = pair(QUIC).await;
    second.handle.ask(key(1), 1, vec![1; QUESTION_BYTES_MAX]).await.unwrap();
    let (ticket, _, bytes) = first.request().await;
    assert_eq!(bytes.len(), QUESTION_BYTES_MAX);
    first.handle.answer(ticket, vec![2; ANSWER_BYTES_MAX]).await.unwrap();
    assert_eq!(response(&mut second).await.1.len(), ANSWER_BYTES_MAX);
}

#[tokio::test]
async fn too_long_is_refused_before_it_is_sent() {
    let (first, _second) = pair(QUIC).await;
    let refused = first.handle.ask(key(2), 1, vec![0; QUESTION_BYTES_MAX + 1]).await;
    assert!(matches!(refused, Err(SendError::TooLong { .. })));
    let refused = first.handle.answer(1, vec![0; ANSWER_BYTES_MAX + 1]).await;
    assert!(matches!(refused, Err(SendError::TooLong { .. })));
}

#[tokio::test]
async fn question_to_a_stranger_fails() {
    let (mut first, _second) = pair(QUIC).await;
    first.handle.ask(key(3), 5, vec![]).await.unwrap();
    assert_eq!(failure(&mut first).await, (5, FailReason::NotConnected));
}

#[tokio::test]
async fn question_fails_when_the_peer_goes() {
    let (mut first, mut second) = pair(QUIC).await;
    first.handle.ask(key(2), 6, vec![1]).await.unwrap();
    second.request().await;
    second.handle.stop().await;
    let (ticket, reason) = failure(&mut first).await;
    assert_eq!(ticket, 6);
    assert!(matches!(reason, FailReason::Closed | FailReason::NotConnected), "{reason}");
}

#[tokio::test]
async fn question_without_answer_times_out() {
    let (mut first, mut second) = pair(QUIC).await;
    first.handle.ask(key(2), 8, vec![1]).await.unwrap();
    let (ticket, ..) = second.request().await;
    let (failed, reason) = failure(&mut first).await;
    assert_eq!(failed, 8);
    assert!(matches!(reason, FailReason::TimedOut | FailReason::BrokenFrame), "{reason}");
    // Too late, and no harm.
    second.handle.answer(ticket, vec![]).await.unwrap();
    assert!(!second.handle.peers().await.unwrap().is_empty());
}

#[tokio::test]
async fn questions_in_flight_are_bounded() {
    let (first, second) = pair(QUIC).await;
    // Nobody takes the events here, so all but the few that fit the queue keep their slots.
    let ceiling = (ASKS_MAX + EVENTS_MAX) as u64;
    let mut tickets = 0..=ceiling;
    let refused = loop {
        let Some(ticket) = tickets.next() else { panic!("{ceiling} questions were taken") };
        match first.handle.ask(key(3), ticket, vec![]).await {
            Ok(()) => {}
            Err(error) => break error,
        }
    };
    assert_eq!(refused, SendError::Full);
    assert!(*tickets.start() > ASKS_MAX as u64, "{tickets:?}");
    drop(second);
}

/// Answers whatever comes, until it is dropped.
async fn answer_all(mut node: Node) {
    loop {
        let (ticket, _, bytes) = node.request().await;
        node.handle.answer(ticket, bytes).await.unwrap();
    }
}

#[tokio::test]
async fn many_questions_at_once_take_their_turns() {
    for listen in [QUIC, TCP] {
        let (first, mut second) = pair(listen).await;
        let answering = tokio::spawn(answer_all(first));
        let asked = 20 * ASKS_PER_PEER_MAX as u64;
        for ticket in 0..asked {
            let bytes = ticket.to_be_bytes().to_vec();
            second.handle.ask(key(1), ticket, bytes).await.unwrap();
        }
        let mut tickets = Vec::new();
        for _ in 0..asked {
            let (ticket, bytes) = response(&mut second).await;
            assert_eq!(bytes, ticket.to_be_bytes());
            tickets.push(ticket);
        }
        tickets.sort_unstable();
        assert_eq!(tickets, (0..asked).collect::<Vec<_>>());
        answering.abort();
    }
}

#[tokio::test]
async fn slow_node_is_not_flooded_and_loses_nothing() {
    let (mut first, mut second) = pair(QUIC).await;
    let asked = 2 * (EVENTS_MAX + BACKLOG_MAX) as u64;
    for ticket in 0..asked {
        second.handle.ask(key(1), ticket, vec![0; QUESTION_BYTES_MAX]).await.unwrap();
    }
    // The first takes no event before it must: what is on its way to it then is what may wait for it.
    let mut pending = VecDeque::from([first.request().await]);
    assert!(first.events.len() <= EVENTS_MAX);
    let mut answered = 0;
    while answered < asked {
        if let Some((ticket, ..)) = pending.pop_front() {
            first.handle.answer(ticket, vec![1]).await.unwrap();
            response(&mut second).await;
            answered += 1;
        } else {
            pending.push_back(first.request().await);
        }
    }
}

#[tokio::test]
async fn four_pages_in_flight_arrive_whole() {
    for listen in [QUIC, TCP] {
        let (first, mut second) = pair(listen).await;
        let answering = tokio::spawn(serve_pages(first));
        for ticket in 0..4 {
            second.handle.ask(key(1), ticket, vec![u8::try_from(ticket).unwrap()]).await.unwrap();
        }
        for next in 4..20 {
            let (ticket, page) = response(&mut second).await;
            assert!(page.len() == PAGE && page.iter().all(|b| u64::from(*b) == ticket));
            second.handle.ask(key(1), next, vec![u8::try_from(next).unwrap()]).await.unwrap();
        }
        answering.abort();
    }
}

const PAGE: usize = 1 << 20;

async fn serve_pages(mut node: Node) {
    loop {
        let (ticket, _, bytes) = node.request().await;
        node.handle.answer(ticket, vec![bytes[0]; PAGE]).await.unwrap();
    }
}
