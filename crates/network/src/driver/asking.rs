//! Questions and answers of the node: in the order in which they were asked, so many at once, each with
//! exactly one outcome.

use std::sync::Arc;

use libp2p::request_response::{Event as Exchange, Message, OutboundFailure, ResponseChannel};

use super::Driver;
use crate::asks::Ask;
use crate::bounds::ANSWERS_MAX;
use crate::frame::{Question, is_flaw};
use crate::handle::Slot;
use crate::{Event, FailReason, PeerKey, Refusal};

/// A question that dies with its connection is asked once more if there is another connection.
const TRIES: u8 = 2;

impl Driver {
    pub(super) fn ask(&mut self, to: PeerKey, ticket: u64, bytes: Vec<u8>, slot: Slot) {
        let bytes = Arc::new(bytes);
        self.queue_ask(Ask { to, ticket, bytes, slot, tries_left: TRIES });
    }

    fn queue_ask(&mut self, ask: Ask) {
        // Sending to somebody who is not connected would make libp2p dial, outside our back-off.
        if !self.peers.is_identified(&ask.to) || ask.tries_left == 0 {
            return self.fail_ask(ask, FailReason::NotConnected);
        }
        let to = ask.to;
        self.asks.queue(ask);
        self.send_asks(to);
    }

    fn send_asks(&mut self, to: PeerKey) {
        while let Some(mut ask) = self.asks.next(to) {
            ask.tries_left -= 1;
            let question = Question::Whole(Arc::clone(&ask.bytes));
            let id = self.swarm.behaviour_mut().ask.send_request(&to.peer_id(), question);
            self.asks.sent(id, ask);
        }
    }

    /// Fails what waits for a peer that is gone; what is under way fails by itself.
    pub(super) fn abandon_asks(&mut self, to: PeerKey) {
        for ask in self.asks.abandoned(to) {
            self.fail_ask(ask, FailReason::NotConnected);
        }
    }

    fn fail_ask(&mut self, ask: Ask, reason: FailReason) {
        self.outbox.settle(Event::RequestFailed { ticket: ask.ticket, reason }, ask.slot);
    }

    pub(super) fn on_ask(&mut self, event: Exchange<Question, Vec<u8>>) {
        match event {
            Exchange::Message { peer, message, .. } => match message {
                Message::Request { request, channel, .. } => {
                    let Some(from) = PeerKey::from_peer_id(&peer) else { return };
                    self.on_question(from, request, channel);
                }
                Message::Response { request_id, response } => {
                    let Some(ask) = self.asks.settled(request_id) else { return };
                    let event = Event::Response { ticket: ask.ticket, bytes: response };
                    self.outbox.settle(event, ask.slot);
                    self.send_asks(ask.to);
                }
            },
            Exchange::OutboundFailure { request_id, error, .. } => {
                let Some(ask) = self.asks.settled(request_id) else { return };
                let (to, reason) = (ask.to, fail_reason(&error));
                tracing::debug!(peer = %to, %error, "a question came to nothing");
                if reason == FailReason::BrokenFrame {
                    self.refuse(Some(to), None, Refusal::BrokenFrame);
                }
                if reason == FailReason::Closed && ask.tries_left > 0 {
                    self.queue_ask(ask);
                } else {
                    self.fail_ask(ask, reason);
                }
                self.send_asks(to);
            }
            Exchange::InboundFailure { peer, error, .. } => {
                tracing::debug!(%peer, %error, "a peer's question came to nothing");
            }
            Exchange::ResponseSent { .. } => {}
        }
    }

    fn on_question(
        &mut self,
        from: PeerKey,
        question: Question,
        channel: ResponseChannel<Vec<u8>>,
    ) {
        // Dropping the channel ends the exchange.
        let Question::Whole(bytes) = question else {
            return self.refuse(Some(from), None, Refusal::BrokenFrame);
        };
        if self.answers.len() >= ANSWERS_MAX {
            tracing::warn!(%from, answers_max = ANSWERS_MAX, "question dropped: too many");
            return;
        }
        let ticket = self.ticket();
        self.answers.insert(ticket, channel);
        let bytes = Arc::unwrap_or_clone(bytes);
        self.hand_up(from, Event::Request { ticket, from, bytes });
    }
}

fn fail_reason(error: &OutboundFailure) -> FailReason {
    match error {
        OutboundFailure::DialFailure => FailReason::NotConnected,
        OutboundFailure::Timeout => FailReason::TimedOut,
        OutboundFailure::UnsupportedProtocols => FailReason::Unsupported,
        OutboundFailure::Io(error) if is_flaw(error) => FailReason::BrokenFrame,
        OutboundFailure::ConnectionClosed | OutboundFailure::Io(_) => FailReason::Closed,
    }
}
