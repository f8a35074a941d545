//! Gossip: a flood over the links, without what was seen already, passed on by verdict only.

use std::rc::Rc;

use chancery_encoding::Digest;
use chancery_replica::{Input, Verdict};

use super::node::Heard;
use super::{Event, Seat, World};
use crate::Mutation;
use crate::invariant::Invariant;
use crate::plan::Weather;

/// A message that comes again within this time is dropped before anybody looks at it.
const DUPLICATE_MS: u64 = 60_000;

/// A verdict that comes later than this passes nothing on: the transport has forgotten.
const HISTORY_MS: u64 = 12_000;

impl World<'_> {
    /// A node publishes.
    pub(super) fn gossip(&mut self, at: usize, bytes: Vec<u8>) {
        self.story.note_bytes(&bytes);
        self.check_rumour(at, &bytes);
        self.note_chatter(at, "gossips");
        self.tally.count("gossip-published");
        let hash = Digest::of(&bytes);
        if self.is_fresh(at, hash) {
            self.spread(at, hash, &bytes.into(), None);
        }
    }

    /// Whether the node sees this for the first time in a while; from now on it has.
    fn is_fresh(&mut self, at: usize, hash: Digest) -> bool {
        let now_ms = self.queue.now_ms();
        let Some(node) = self.node_mut(at) else { return false };
        match node.seen.insert(hash, now_ms) {
            Some(seen_ms) if now_ms < seen_ms + DUPLICATE_MS => {
                node.seen.insert(hash, seen_ms);
                false
            }
            _ => true,
        }
    }

    fn spread(&mut self, at: usize, hash: Digest, bytes: &Rc<[u8]>, except: Option<usize>) {
        for to in self.links.neighbours(at) {
            if Some(to) != except && self.links.epoch(at, to).is_some() {
                self.check_out(at, to, "gossip");
                self.send_rumour(at, to, hash, bytes);
            }
        }
    }

    /// One copy to one neighbour, or by mishap two.
    pub(super) fn send_rumour(&mut self, from: usize, to: usize, hash: Digest, bytes: &Rc<[u8]>) {
        let copies = 1 + u64::from(self.dice.percent(self.weather.double_percent));
        self.tally.add("gossip-doubled", copies - 1);
        for _ in 0..copies {
            self.carry(from, to, |epoch| Event::Rumour {
                epoch,
                from,
                to,
                hash,
                bytes: Rc::clone(bytes),
            });
        }
    }

    pub(super) fn hear(&mut self, from: usize, to: usize, hash: Digest, bytes: &Rc<[u8]>) {
        if let Some(Seat::Liar(liar)) = self.seats.get_mut(to) {
            liar.hear(bytes, &mut self.registry);
            return;
        }
        if self.node(to).is_none_or(|node| node.replica.is_none()) || !self.is_fresh(to, hash) {
            return;
        }
        let since_ms = self.queue.now_ms();
        let Some(node) = self.node_mut(to) else { return };
        let ticket = node.next_ticket();
        node.heard.insert(ticket, Heard { from, hash, bytes: Rc::clone(bytes), since_ms });
        let from = self.cast.players()[from].peer();
        self.tally.count("gossip-heard");
        self.feed(to, Input::Gossip { ticket, from, bytes: bytes.to_vec() });
        self.check_gossip_bounds(to);
    }

    pub(super) fn on_verdict(&mut self, at: usize, ticket: u64, verdict: Verdict) {
        let name = self.name(at);
        self.story.note(&[ticket, verdict as u64]);
        let forgets =
            |node: &super::Node| node.is(Mutation::ForgetsVerdicts) && ticket.is_multiple_of(5);
        if self.node(at).is_some_and(forgets) {
            return;
        }
        let Some(heard) = self.node_mut(at).and_then(|node| node.heard.remove(&ticket)) else {
            let what = || format!("{name} gives a verdict on a message that waits for none");
            return self.breach(Invariant::OneVerdict, what);
        };
        let waited_ms = self.queue.now_ms() - heard.since_ms;
        let node = self.node(at);
        let most_ms = node.map_or(0, |node| node.settings.gossip_wait_ms)
            + self.plan.weather.verify_ms.max(Weather::CALM.verify_ms);
        if waited_ms > most_ms {
            let what = || format!("{name} gives a verdict after {waited_ms} ms");
            self.breach(Invariant::OneVerdict, what);
        }
        match verdict {
            Verdict::Accept => {
                self.check_rumour(at, &heard.bytes);
                if self.queue.now_ms() <= heard.since_ms + HISTORY_MS {
                    self.spread(at, heard.hash, &heard.bytes, Some(heard.from));
                }
            }
            Verdict::Ignore => self.tally.count("gossip-ignored"),
            Verdict::Reject => {
                self.tally.count("gossip-rejected");
                if self.node(heard.from).is_some() {
                    let from = self.name(heard.from);
                    self.breach(Invariant::HonestNeverBlamed, || {
                        format!("{name} rejects a message that {from} had accepted")
                    });
                }
            }
        }
    }
}
