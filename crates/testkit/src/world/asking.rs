//! Requests and answers between two peers, and what becomes of those that are lost.

use chancery_replica::{Input, PeerKey};

use super::links::Carried;
use super::node::{Asked, Asker};
use super::{Event, Seat, World};
use crate::Mutation;
use crate::invariant::Invariant;
use crate::wire::Ask;

/// The transport gives up on a request after this time, at least and at most; the replica itself
/// gives up after 20 s, so either may be first.
const GIVE_UP_MS: (u64, u64) = (10_000, 25_000);

/// Questions of one node in one second beyond which it asks for the sake of asking: the storms of
/// 25 nodes have seen 53.
const ASKS_PER_S_MAX: u64 = 400;

/// The ticket of a question that nobody waits for.
const NOBODY_WAITS: u64 = u64::MAX;

impl World<'_> {
    pub(super) fn ask(&mut self, at: usize, ticket: u64, to: PeerKey, bytes: Vec<u8>) {
        self.story.note_bytes(&bytes);
        let now_ms = self.queue.now_ms();
        let name = self.name(at);
        let (Some(ask), Some(&to)) = (Ask::decode(&bytes), self.by_peer.get(&to)) else {
            let what = || format!("{name} asks what is no question, or asks nobody");
            return self.breach(Invariant::WellFormed, what);
        };
        self.tally.count("requests");
        self.note_ask(at, to, &ask);
        self.check_out(at, to, "a question");
        let is_page = matches!(ask, Ask::Page { .. });
        let Some(node) = self.node_mut(at) else { return };
        let life = node.life;
        let (mute, chatters) = (node.is(Mutation::NeverAsks), node.is(Mutation::Chatters));
        let since_ms = now_ms + node.clock_ms;
        let (second, asks) = node.asks_this_s;
        let asks = if second == now_ms / 1_000 { asks + 1 } else { 1 };
        node.asks_this_s = (now_ms / 1_000, asks);
        if asks > ASKS_PER_S_MAX {
            let what = || format!("{name} asks {asks} questions in a second");
            self.breach(Invariant::NoLivelock, what);
        }
        let Some(node) = self.node_mut(at) else { return };
        node.asks.insert(ticket, Asked { to, ask: ask.clone(), since_ms });
        self.check_ask_bounds(at, to, &ask, bytes.len());
        if mute && is_page {
            self.queue.after(1, Event::Failed { at, life, ticket });
            return;
        }
        if chatters {
            for _ in 0..3 {
                self.note_ask(at, to, &ask);
                self.send_request(at, life, to, NOBODY_WAITS, bytes.clone());
            }
        }
        self.send_request(at, life, to, ticket, bytes);
    }

    fn send_request(&mut self, from: usize, life: u64, to: usize, ticket: u64, bytes: Vec<u8>) {
        let request = |epoch| {
            let bytes = bytes.clone();
            Event::Request { epoch, from, life, to, ticket, bytes }
        };
        let carried = self.carry(from, to, request);
        self.fail_unless_sent(carried, from, life, ticket);
    }

    fn fail_unless_sent(&mut self, carried: Carried, at: usize, life: u64, ticket: u64) {
        let delay_ms = match carried {
            Carried::Sent => return,
            Carried::NoLink => self.dice.between(1, 50),
            Carried::Lost => self.dice.between(GIVE_UP_MS.0, GIVE_UP_MS.1),
        };
        self.queue.after(delay_ms, Event::Failed { at, life, ticket });
    }

    pub(super) fn on_request(
        &mut self,
        epoch: u64,
        from: usize,
        life: u64,
        to: usize,
        ticket: u64,
        bytes: Vec<u8>,
    ) {
        if matches!(self.seats.get(to), Some(Seat::Liar(_))) {
            match self.lie_to(from, to, &bytes) {
                Some(bytes) => self.send_reply(to, &Asker { epoch, from, life, ticket }, bytes),
                None => self.fail_unless_sent(Carried::Lost, from, life, ticket),
            }
            return;
        }
        let Some(node) = self.node_mut(to) else { return };
        if node.replica.is_none() {
            return;
        }
        let mine = node.next_ticket();
        node.requests.insert(mine, Asker { epoch, from, life, ticket });
        let from = self.cast.players()[from].peer();
        self.feed(to, Input::Request { ticket: mine, from, bytes });
    }

    pub(super) fn answer(&mut self, at: usize, ticket: u64, bytes: Vec<u8>) {
        self.story.note_bytes(&bytes);
        let name = self.name(at);
        let Some(asker) = self.node_mut(at).and_then(|node| node.requests.remove(&ticket)) else {
            let what = || format!("{name} answers what nobody asked, or answers twice");
            return self.breach(Invariant::OneAnswer, what);
        };
        self.check_reply(at, &asker, &bytes);
        if !matches!(crate::wire::Reply::decode(&bytes), Some(crate::wire::Reply::Refused { .. })) {
            self.check_out(at, asker.from, "an answer");
        }
        self.send_reply(at, &asker, bytes.clone());
        if self.node(at).is_some_and(|node| node.is(Mutation::AnswersTwice)) {
            self.answer(at, ticket, bytes);
        }
    }

    fn send_reply(&mut self, at: usize, asker: &Asker, bytes: Vec<u8>) {
        let &Asker { epoch, from, life, ticket } = asker;
        // The connection that was asked over is gone: so is the question.
        if self.links.epoch(at, from) != Some(epoch) {
            return;
        }
        let carried = self.carry(at, from, |epoch| {
            let bytes = bytes.clone();
            Event::Reply { epoch, from: at, to: from, life, ticket, bytes }
        });
        self.fail_unless_sent(carried, from, life, ticket);
    }

    pub(super) fn on_reply(
        &mut self,
        from: usize,
        to: usize,
        life: u64,
        ticket: u64,
        bytes: Vec<u8>,
    ) {
        if let Some(Seat::Liar(liar)) = self.seats.get_mut(to) {
            liar.learn(&bytes, &mut self.registry);
            return;
        }
        if !self.lives(to, life) {
            return;
        }
        let Some(node) = self.node_mut(to) else { return };
        if let Some(asked) = node.asks.remove(&ticket) {
            debug_assert_eq!(asked.to, from, "an answer comes from whom was asked");
            self.feed(to, Input::Response { ticket, bytes });
        }
    }

    pub(super) fn on_failed(&mut self, at: usize, life: u64, ticket: u64) {
        if !self.lives(at, life) {
            return;
        }
        let asked = self.node_mut(at).and_then(|node| node.asks.remove(&ticket));
        if asked.is_some() {
            self.tally.count("requests-failed");
            self.feed(at, Input::RequestFailed { ticket });
        }
    }
}
