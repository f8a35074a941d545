//! What liars say: to those who ask them, and unasked.

use std::rc::Rc;

use chancery_encoding::{Digest, encode};
use chancery_ledger::log::{Head, Id, LogId};
use chancery_ledger::statement::{Authentic, Entry};
use chancery_replica::limits;
use ciborium::Value;

use super::liar::Liar;
use super::node::speaks;
use super::{Event, World};
use crate::plan::Lie;
use crate::registry::Registry;
use crate::wire::{Ask, Reply, Rumour, Shown};
use crate::{Cast, Dice, body_of};

/// Between two schemes of one liar, at least and at most.
const SCHEME_MS: (u64, u64) = (300, 3_000);

/// A liar's questions at once: more than anybody may ask.
const BURST: u64 = 20;

/// A flood of gossip: more than may be under way at once.
const FLOOD: usize = limits::GOSSIP_IN_FLIGHT_MAX + 50;

/// The highest position that there can be, and a little more.
const BEYOND: u64 = (1 << 53) + 3;

impl World<'_> {
    /// A liar signs something, says something, asks something.
    pub(super) fn scheme(&mut self, at: usize) {
        let cast = self.cast;
        let Some(super::Seat::Liar(liar)) = self.seats.get_mut(at) else { return };
        if liar.has_left() {
            return;
        }
        liar.grow(cast, &mut self.registry);
        let neighbours = self.links.neighbours(at);
        if speaks(&self.plan) {
            for &to in &neighbours {
                self.spread_lies(at, to);
            }
        }
        let Some(liar) = self.liar_mut(at) else { return };
        let asks = liar.questions(cast);
        if let Some(&to) = self.dice.pick(&neighbours) {
            for bytes in asks {
                let request = |epoch| {
                    let bytes = bytes.clone();
                    Event::Request { epoch, from: at, life: 0, to, ticket: 0, bytes }
                };
                self.carry(at, to, request);
            }
        }
        let delay_ms = self.dice.between(SCHEME_MS.0, SCHEME_MS.1);
        self.queue.after(delay_ms, Event::Scheme { at });
    }

    fn spread_lies(&mut self, at: usize, to: usize) {
        let cast = self.cast;
        let Some(liar) = self.liar_mut(at) else { return };
        for bytes in liar.rumours_for(to, cast) {
            self.tally.count("lies-gossiped");
            let bytes: Rc<[u8]> = bytes.into();
            self.send_rumour(at, to, Digest::of(&bytes), &bytes);
        }
    }

    /// A liar is asked.
    pub(super) fn lie_to(&mut self, from: usize, at: usize, bytes: &[u8]) -> Option<Vec<u8>> {
        let Some(super::Seat::Liar(liar)) = self.seats.get_mut(at) else { return None };
        let reply = liar.reply(from, &Ask::decode(bytes)?, self.cast, &mut self.registry);
        self.tally.count("lies-answered");
        reply
    }
}

impl Liar {
    /// What it gossips to this neighbour at once.
    fn rumours_for(&mut self, to: usize, cast: &Cast) -> Vec<Vec<u8>> {
        let count = if self.lie == Lie::Floods && self.dice.percent(10) { FLOOD } else { 1 };
        (0..count).filter_map(|_| self.rumour_for(to, cast)).collect()
    }

    fn rumour_for(&mut self, to: usize, cast: &Cast) -> Option<Vec<u8>> {
        if self.dice.percent(6) {
            return self.false_proof().map(|proof| Rumour::Evidence(proof).encode());
        }
        if self.dice.percent(15) {
            return self.checkpoint_for(to, cast).map(|note| Rumour::Note(note).encode());
        }
        match self.lie {
            Lie::ClaimsMore => {
                let log = any_log(cast, &mut self.dice);
                let seq = self.dice.below(60);
                Some(Rumour::Head(Head { log, seq, tip: any_id(&mut self.dice) }).encode())
            }
            Lie::Garbage => {
                let length = self.dice.index(300) + 1;
                Some(self.dice.bytes(length))
            }
            Lie::Forges | Lie::Floods => {
                let entry = self.loot().map(|[entry, _]| entry).or_else(|| self.truth(to))?;
                Some(Rumour::Entry(forge(entry, &mut self.dice)).encode())
            }
            Lie::Oversize => {
                let length = limits::GOSSIP_BYTES_MAX + self.dice.index(2_000);
                Some(Rumour::Evidence(self.dice.bytes(length)).encode())
            }
            Lie::Misfits => {
                let misfit = self.misfit(to, cast)?;
                Some(Rumour::Entry(misfit.into_entry()).encode())
            }
            Lie::TwoFaced
            | Lie::ManyFaced
            | Lie::Flickers
            | Lie::WrongPages
            | Lie::TwoTrees
            | Lie::FalseRoots
            | Lie::Mute => {
                let entry = self.truth(to)?;
                Some(Rumour::Entry(entry).encode())
            }
        }
    }

    /// Something that it has signed, mostly the newest.
    fn truth(&mut self, to: usize) -> Option<Entry> {
        let newest = self.dice.percent(60);
        let any = self.dice.roll();
        let branch = self.branch_for(to);
        let at = match branch.len().checked_sub(1)? {
            last if newest => last,
            last => usize::try_from(any).unwrap_or(0) % (last + 1),
        };
        Some(branch[at].entry().clone())
    }

    /// Signed by itself, and such as no log may have there.
    fn misfit(&mut self, to: usize, cast: &Cast) -> Option<Authentic> {
        let own = cast.players().iter().find(|player| player.log() == self.own())?;
        let other = &cast.players()[self.dice.index(cast.players().len())];
        let salt = self.dice.roll();
        let kind = self.dice.below(6);
        let id = any_id(&mut self.dice);
        let branch = self.branch_for(to);
        let (seq, prev) = branch.last().map(|last| (last.position().seq + 1, last.id()))?;
        let mut draft = own.draft(seq, Some(prev), body_of(150, salt));
        match kind {
            0 => draft.prev = Some(id),
            1 => draft.roster = Digest::of(&salt.to_le_bytes()),
            2 => draft.epoch = 1,
            3 => {
                draft.issuer = other.certificate().issuer.clone();
                draft.reference = format!("{}-2026-9999", other.state());
            }
            4 => draft.seq += 1_000,
            _ => (draft.seq, draft.prev) = (0, None),
        }
        draft.seal(own.statement_key()).ok()
    }

    /// Shaped as a proof, and none.
    fn false_proof(&mut self) -> Option<Vec<u8>> {
        let [one, other] = self.loot()?;
        let second = match self.dice.below(3) {
            0 => one.statement.clone(),
            1 => other.statement,
            _ => forge(one.clone(), &mut self.dice).statement,
        };
        Some(encode(&Value::Map(vec![
            (1.into(), Value::Bytes(one.statement)),
            (2.into(), Value::Bytes(second)),
        ])))
    }

    /// What it asks: mostly what it wants to know, sometimes what nobody may ask.
    fn questions(&mut self, cast: &Cast) -> Vec<Vec<u8>> {
        let log = any_log(cast, &mut self.dice);
        let from = self.hoarded(&log);
        let page = |from, count| Ask::Page { log, from, count }.encode();
        match self.dice.below(12) {
            0 => vec![page(from, 0)],
            1 => vec![page(BEYOND, 1)],
            2 => vec![page(0, limits::PAGE_ENTRIES_MAX + 1)],
            3 => vec![self.dice.bytes(40)],
            4 => vec![self.dice.bytes(limits::REQUEST_BYTES_MAX + 1)],
            5 => (0..BURST).map(|seq| page(seq, 8)).collect(),
            6 => vec![Ask::Evidence { log }.encode()],
            7 => {
                let digest = Digest::of(&from.to_le_bytes());
                vec![Ask::Sync { heads: digest, papers: digest }.encode()]
            }
            _ => vec![page(from, 64)],
        }
    }

    fn reply(
        &mut self,
        from: usize,
        ask: &Ask,
        cast: &Cast,
        registry: &mut Registry,
    ) -> Option<Vec<u8>> {
        match self.lie {
            Lie::Mute => return None,
            Lie::Garbage => {
                let length = self.dice.index(500) + 1;
                return Some(self.dice.bytes(length));
            }
            Lie::Oversize if self.dice.percent(30) => {
                return Some(vec![0; limits::ANSWER_BYTES_MAX + 1]);
            }
            _ => {}
        }
        let reply = match *ask {
            Ask::Sync { .. } => self.frontier_for(from, cast, registry),
            Ask::Page { log, from: seq, count } => self.page_for(from, log, seq, count, cast),
            Ask::Evidence { .. } => Reply::Evidence { proof: self.false_proof() },
            Ask::Notes { log } => Reply::Notes { notes: self.notes_for(from, log, cast) },
            Ask::ActList => Reply::ActList { acts: self.false_acts() },
            Ask::Acts { ref ids } => Reply::Acts { acts: self.acts_for(ids.len()) },
        };
        Some(reply.encode())
    }

    fn frontier_for(&mut self, peer: usize, cast: &Cast, registry: &mut Registry) -> Reply {
        let mut heads = self.heads_for(peer, registry);
        let mut evidence = Vec::new();
        match self.lie {
            Lie::ClaimsMore => {
                for player in cast.players() {
                    let (seq, tip) = (self.dice.below(50), any_id(&mut self.dice));
                    if self.dice.percent(40) {
                        heads.retain(|head| head.log != player.log());
                        heads.push(Head { log: player.log(), seq, tip });
                    }
                }
                heads.sort_by_key(|head| head.log);
                let noise = Digest::of(&self.dice.roll().to_le_bytes());
                evidence.push((any_log(cast, &mut self.dice), noise));
            }
            Lie::WrongPages if self.dice.percent(20) => heads.reverse(),
            _ => {}
        }
        let (notes, acts) = self.papers_for(cast);
        Reply::Frontier(Shown { heads, evidence, notes, acts })
    }

    fn page_for(&mut self, peer: usize, log: LogId, seq: u64, count: u64, cast: &Cast) -> Reply {
        let most = usize::try_from(count.min(64)).unwrap_or(0);
        let mut entries = self.entries_for(peer, log, seq);
        match self.lie {
            Lie::WrongPages => match self.dice.below(4) {
                0 => entries = self.entries_for(peer, log, seq + 1),
                1 => {
                    let other = any_log(cast, &mut self.dice);
                    entries = self.entries_for(peer, other, seq);
                }
                2 => entries.reverse(),
                _ => {
                    let first = entries.first().cloned();
                    entries.truncate(most);
                    entries.extend(first);
                    return Reply::Page { entries };
                }
            },
            Lie::Forges => {
                for entry in entries.iter_mut().take(most) {
                    if self.dice.percent(50) {
                        *entry = forge(entry.clone(), &mut self.dice);
                    }
                }
            }
            Lie::Misfits if log == self.own() && self.dice.percent(50) => {
                entries.truncate(most.saturating_sub(1));
                entries.extend(self.misfit(peer, cast).map(Authentic::into_entry));
            }
            _ => {}
        }
        entries.truncate(most);
        Reply::Page { entries }
    }
}

/// The same, with one bit wrong: in the signature, in the header or in the body.
fn forge(mut entry: Entry, dice: &mut Dice) -> Entry {
    let bytes = if dice.percent(30) { &mut entry.body } else { &mut entry.statement };
    let at = if dice.percent(50) { bytes.len().saturating_sub(1) } else { dice.index(bytes.len()) };
    if let Some(byte) = bytes.get_mut(at) {
        *byte ^= 1;
    }
    entry
}

fn any_log(cast: &Cast, dice: &mut Dice) -> LogId {
    cast.players()[dice.index(cast.players().len())].log()
}

fn any_id(dice: &mut Dice) -> Id {
    Id::from_bytes(*Digest::of(&dice.roll().to_le_bytes()).as_bytes())
}
