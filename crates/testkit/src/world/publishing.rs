//! Honest authors at work: ask whether they may sign, seal on their own chain, wait for the disk,
//! and only then tell the replica.

use std::rc::Rc;

use chancery_ledger::log::Chain;
use chancery_ledger::statement::Authentic;
use chancery_replica::{Input, SigningBlock};

use super::{Event, World};
use crate::disk::Held;
use crate::plan::Bodies;
use crate::{Mutation, body_of};

/// An author that may not sign now tries again after this time, at least and at most.
const AGAIN_MS: (u64, u64) = (700, 2_500);

impl World<'_> {
    pub(super) fn publish(&mut self, at: usize) {
        if self.queue.now_ms() > self.publish_until_ms {
            return;
        }
        let Some(node) = self.node(at) else { return };
        if node.to_publish == 0 {
            return;
        }
        match self.ready_to_sign(at) {
            Some(chain) => self.sign(at, chain),
            None => self.publish_later(at, AGAIN_MS),
        }
    }

    pub(super) fn publish_later(&mut self, at: usize, (least_ms, most_ms): (u64, u64)) {
        let delay_ms = self.dice.between(least_ms, most_ms);
        self.queue.after(delay_ms, Event::Publish { at });
    }

    /// The chain to sign on, when the node is up, idle, and may.
    pub(super) fn ready_to_sign(&mut self, at: usize) -> Option<Chain> {
        let node = self.node(at)?;
        let replica = node.replica.as_ref()?;
        if node.signing.is_some() {
            return None;
        }
        if node.is(Mutation::ForgetsBarrier) {
            return replica.own_chain();
        }
        match replica.may_sign() {
            Ok(()) => replica.own_chain(),
            Err(block) => {
                self.tally.count(match block {
                    SigningBlock::AwaitingPeers { .. } => "signing-awaits-peers",
                    SigningBlock::AwaitingAnswers { .. } => "signing-awaits-answers",
                    SigningBlock::Adopting { .. } => "signing-awaits-adoption",
                    SigningBlock::Frozen { .. }
                    | SigningBlock::Closed { .. }
                    | SigningBlock::NoOwnLog => "signing-refused",
                });
                None
            }
        }
    }

    pub(super) fn sign(&mut self, at: usize, mut chain: Chain) {
        let player = &self.cast.players()[at];
        let replica = self.node(at).and_then(|node| node.replica.as_ref());
        let Some(directory) = replica.map(|replica| replica.directory().clone()) else { return };
        let policy = directory.policy_in_force(&player.certificate().issuer);
        if chain.policy().is_some_and(|bound| directory.policy(&bound).is_none()) {
            // Its disk has lost the policy that binds its log: a peer will give it back.
            self.tally.count("signing-awaits-policy");
            return self.publish_later(at, AGAIN_MS);
        }
        let body = self.draw_body();
        let sealed = match policy.filter(|_| chain.next_seq() > 0) {
            Some(policy) => player.seal_under(&chain, body, policy),
            None => player.seal_next(&chain, body),
        };
        let sealed = sealed.expect("because its body is deterministic CBOR");
        if sealed.header().policy().is_some() {
            self.tally.count("entries-under-a-policy");
        }
        self.registry.enter(&sealed);
        let admissible =
            chain.admit(sealed, &directory).expect("because it was sealed on this very chain");
        let delay_ms = self.dice.between(1, self.weather.disk_ms);
        let Some(node) = self.node_mut(at) else { return };
        node.signing = Some(admissible);
        let life = node.life;
        self.queue.after(delay_ms, Event::Signed { at, life });
    }

    fn draw_body(&mut self) -> Vec<u8> {
        let large = self.plan.bodies == Bodies::Mixed;
        let bytes = match self.dice.below(100) {
            0 if large => 250_000,
            1..=4 if large => self.dice.between(33_000, 90_000),
            5..=20 if large => self.dice.between(2_000, 31_000),
            _ => self.dice.between(100, 900),
        };
        body_of(usize::try_from(bytes).unwrap_or(0), self.dice.roll())
    }

    /// The own entry is durable: from here on nobody may lose it.
    pub(super) fn on_signed(&mut self, at: usize, life: u64) {
        if !self.lives(at, life) {
            return;
        }
        let Some(entry) = self.node_mut(at).and_then(|node| node.signing.take()) else { return };
        self.put(at, &entry);
        let (position, id) = (entry.position(), entry.id());
        self.acknowledged.insert(position, id);
        self.tally.count("entries-signed");
        let name = self.name(at);
        self.tell(|| format!("{name} signs position {}", position.seq));
        self.feed(at, Input::Authored(entry));
        let Some(node) = self.node_mut(at) else { return };
        node.to_publish = node.to_publish.saturating_sub(1);
        if node.to_publish > 0 {
            let rest = node.to_publish + 1;
            let left_ms = self.plan.storm_ms.saturating_sub(self.queue.now_ms());
            self.publish_later(at, (10, (2 * left_ms / rest).max(500)));
        }
    }

    /// A long log that its author has already when the run starts; some others have parts of it.
    pub(super) fn write_history(&mut self, author: usize, entries: u64) {
        let player = &self.cast.players()[author];
        let mut chain = Chain::new(player.log());
        let mut history: Vec<Authentic> = Vec::new();
        for salt in 0..entries {
            let sealed = player
                .seal_next(&chain, body_of(200, salt))
                .expect("because its body is deterministic CBOR");
            chain
                .admit(sealed.clone(), self.cast.directory())
                .expect("because it was sealed on this very chain");
            self.registry.enter(&sealed);
            history.push(sealed);
        }
        for at in self.honest() {
            let share = if at == author {
                entries
            } else {
                self.dice.pick(&[0, 0, 3, entries / 2]).copied().unwrap_or(0)
            };
            let Some(node) = self.node_mut(at) else { continue };
            for entry in history.iter().take(usize::try_from(share).unwrap_or(0)) {
                let (id, leaf) = (entry.id(), entry.leaf());
                let held = Held { id, leaf, entry: Rc::new(entry.entry().clone()) };
                node.disk.append(entry.position(), held);
            }
            if at == author {
                node.own_left = Some(entries - 1);
            }
        }
        self.acknowledged.extend(history.iter().map(|entry| (entry.position(), entry.id())));
        self.tally.add("entries-signed", entries);
    }
}
