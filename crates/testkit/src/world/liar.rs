//! A state that lies: what it has signed, what it has picked up, and to whom it shows what.
//!
//! A liar has no replica; it is a script. It signs with a real key of the roster, so what it
//! signs is believed; what others signed it can only break or withhold.

use std::collections::BTreeMap;

use chancery_ledger::log::{Chain, Head, LogId};
use chancery_ledger::statement::{Authentic, CERTIFICATE_KIND, Entry};

use crate::plan::Lie;
use crate::registry::Registry;
use crate::wire::{Reply, Rumour};
use crate::{Cast, Dice, body_of};

/// A branch grows by no more than this during a run.
const BRANCH_ENTRIES_MAX: usize = 14;

/// A liar.
pub(super) struct Liar {
    pub(super) lie: Lie,
    pub(super) dice: Dice,
    at: usize,
    own: LogId,
    /// From this position on the branches differ.
    fork_at: usize,
    /// No branch grows longer.
    entries_max: usize,
    /// What it has signed: one log, or several that part.
    branches: Vec<Vec<Authentic>>,
    /// What it has picked up of others' logs.
    hoard: BTreeMap<LogId, Vec<Entry>>,
    presence: Presence,
}

#[derive(PartialEq, Eq)]
enum Presence {
    Here,
    Left,
}

impl Liar {
    pub(super) fn new(cast: &Cast, at: usize, lie: Lie, mut dice: Dice) -> Self {
        let faces = match lie {
            Lie::TwoFaced | Lie::Flickers => 2,
            Lie::ManyFaced => cast.players().len(),
            _ => 1,
        };
        Self {
            lie,
            at,
            own: cast.players()[at].log(),
            fork_at: dice.index(6),
            entries_max: BRANCH_ENTRIES_MAX,
            branches: vec![Vec::new(); faces],
            hoard: BTreeMap::new(),
            presence: Presence::Here,
            dice,
        }
    }

    pub(super) fn leave(&mut self) {
        self.presence = Presence::Left;
    }

    pub(super) fn has_left(&self) -> bool {
        self.presence == Presence::Left
    }

    pub(super) fn own(&self) -> LogId {
        self.own
    }

    /// The branch that this peer is shown.
    pub(super) fn branch_for(&mut self, peer: usize) -> &[Authentic] {
        let faces = self.branches.len();
        let face = match self.lie {
            Lie::Flickers => self.dice.index(faces),
            _ => peer % faces,
        };
        &self.branches[face]
    }

    /// Signs a long log, of which at most two branches part somewhere along it.
    pub(super) fn deepen(&mut self, cast: &Cast, registry: &mut Registry, entries: usize) {
        self.entries_max = entries + BRANCH_ENTRIES_MAX;
        self.fork_at = self.dice.index(entries);
        self.branches.truncate(2);
        for face in 0..self.branches.len() {
            let shared = if face > 0 { self.fork_at } else { 0 };
            self.branches[face] = self.branches[0][..shared].to_vec();
            while self.branches[face].len() < entries {
                let sealed = self.seal_on(face, cast);
                registry.enter(&sealed);
                self.branches[face].push(sealed);
            }
        }
    }

    /// Signs on, on each branch or only on some.
    pub(super) fn grow(&mut self, cast: &Cast, registry: &mut Registry) {
        for face in 0..self.branches.len() {
            if self.branches[face].len() < self.entries_max && self.dice.percent(70) {
                let sealed = self.seal_on(face, cast);
                registry.enter(&sealed);
                self.branches[face].push(sealed);
            }
        }
    }

    fn seal_on(&self, face: usize, cast: &Cast) -> Authentic {
        let player = &cast.players()[self.at];
        let branch = &self.branches[face];
        let parted = branch.len() >= self.fork_at;
        let salt = (branch.len() as u64) << 8 | if parted { face as u64 } else { 0 };
        let sealed = match branch.last() {
            None if parted && face > 0 => {
                let mut draft = player.draft(0, None, player.certificate().bytes().to_vec());
                CERTIFICATE_KIND.clone_into(&mut draft.kind);
                draft.issued_at += i64::try_from(face).unwrap_or(0);
                draft.seal(player.statement_key())
            }
            None => player.seal_next(&Chain::new(self.own), Vec::new()),
            Some(last) => {
                let head = Head { log: self.own, seq: last.position().seq, tip: last.id() };
                player.seal_next(&Chain::resume(head, None), body_of(200, salt))
            }
        };
        sealed.expect("because its body is deterministic CBOR")
    }

    /// Picks up what passes by.
    pub(super) fn hear(&mut self, bytes: &[u8], registry: &mut Registry) {
        if let Some(Rumour::Entry(entry)) = Rumour::decode(bytes) {
            self.pick_up(entry, registry);
        }
    }

    pub(super) fn learn(&mut self, bytes: &[u8], registry: &mut Registry) {
        if let Some(Reply::Page { entries }) = Reply::decode(bytes) {
            entries.into_iter().for_each(|entry| self.pick_up(entry, registry));
        }
    }

    fn pick_up(&mut self, entry: Entry, registry: &mut Registry) {
        let Some((position, _)) = registry.identify(&entry) else { return };
        let log = self.hoard.entry(position.log).or_default();
        if position.log != self.own && position.seq == log.len() as u64 {
            log.push(entry);
        }
    }

    /// How much it has picked up of a log.
    pub(super) fn hoarded(&self, log: &LogId) -> u64 {
        self.hoard.get(log).map_or(0, |log| log.len() as u64)
    }

    /// Something that somebody else has signed, and after what.
    pub(super) fn loot(&mut self) -> Option<[Entry; 2]> {
        let logs: Vec<&Vec<Entry>> = self.hoard.values().filter(|log| log.len() > 1).collect();
        let log = self.dice.pick(&logs)?;
        let at = self.dice.index(log.len() - 1);
        Some([log[at].clone(), log[at + 1].clone()])
    }

    /// What it holds of a log for this peer, from a position on.
    pub(super) fn entries_for(&mut self, peer: usize, log: LogId, from: u64) -> Vec<Entry> {
        let from = usize::try_from(from).unwrap_or(usize::MAX);
        if log == self.own {
            let branch = self.branch_for(peer);
            return branch.iter().skip(from).map(|sealed| sealed.entry().clone()).collect();
        }
        self.hoard.get(&log).into_iter().flatten().skip(from).cloned().collect()
    }

    /// What it says that it holds, if it says that truly.
    pub(super) fn heads_for(&mut self, peer: usize, registry: &mut Registry) -> Vec<Head> {
        let mut heads = BTreeMap::new();
        for entry in self.hoard.values().filter_map(|log| log.last()) {
            if let Some((position, tip)) = registry.identify(entry) {
                heads.insert(position.log, Head { log: position.log, seq: position.seq, tip });
            }
        }
        if let Some(last) = self.branch_for(peer).last() {
            let (position, tip) = (last.position(), last.id());
            heads.insert(position.log, Head { log: position.log, seq: position.seq, tip });
        }
        heads.into_values().collect()
    }
}
