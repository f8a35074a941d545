//! Papers: what a node's driver does with acts and checkpoints, and how its witness signs.

use std::rc::Rc;

use chancery_encoding::Digest;
use chancery_ledger::act::ActId;
use chancery_ledger::checkpoint::{Checkpoint, SignedCheckpoint};
use chancery_ledger::log::LogId;
use chancery_ledger::tree::root_of;
use chancery_replica::{Consistency, Input, Replica, Unsigned};

use super::node::{Witness, Write};
use super::{Event, World};
use crate::cast::ISSUED_AT_S;
use crate::invariant::Invariant;
use crate::trees;

impl World<'_> {
    pub(super) fn keep_act(&mut self, at: usize, ticket: u64, id: ActId, bytes: Vec<u8>) {
        self.note_chatter(at, "keeps an act");
        self.story.note_bytes(&bytes);
        self.tally.count("acts-kept");
        self.write(at, ticket, Write::Act(id, bytes));
    }

    pub(super) fn keep_note(
        &mut self,
        at: usize,
        ticket: u64,
        log: LogId,
        tree: (u64, Digest),
        bytes: Vec<u8>,
    ) {
        self.note_chatter(at, "keeps a checkpoint");
        self.story.note_bytes(&bytes);
        let of_log = |write: &&Write| matches!(write, Write::Note(of, ..) if *of == log);
        let under_way = self.node(at).map_or(0, |node| node.writes.values().filter(of_log).count());
        if under_way > 0 {
            let name = self.name(at);
            self.breach(Invariant::Bounded, || format!("{name} writes two checkpoints of {log}"));
        }
        self.write(at, ticket, Write::Note(log, tree, bytes));
    }

    /// An own checkpoint is due: signed when there is anything new, and the node may sign.
    pub(super) fn checkpoint(&mut self, at: usize) {
        let is_over = self.queue.now_ms() > self.checkpoint_until_ms;
        if let Some(every_ms) = self.plan.checkpoint_ms.filter(|_| !is_over) {
            let delay_ms = self.dice.between(every_ms / 2, every_ms);
            self.queue.after(delay_ms, Event::Checkpoint { at });
            self.sign_checkpoint(at);
        }
    }

    fn sign_checkpoint(&mut self, at: usize) {
        let player = &self.cast.players()[at];
        let log = player.log();
        let Some(node) = self.node(at) else { return };
        let Some(replica) = node.replica.as_ref().filter(|replica| replica.may_sign().is_ok())
        else {
            return;
        };
        let size = node.disk.log(log).len() as u64;
        let covered = replica.checkpoints(&log).map(|signed| signed.checkpoint().size).max();
        if node.signing.is_some() || size <= covered.unwrap_or(0) {
            return;
        }
        let Some(leaves) = node.disk.leaves(log, size) else { return };
        let checkpoint = Checkpoint {
            log,
            issuer: player.certificate().issuer.clone(),
            network: self.cast.directory().network(),
            size,
            root: root_of(&leaves),
            roster: replica.directory().roster_hash(),
        };
        let signed = checkpoint.sign(player.statement_key());
        let note = signed.expect("because the log has entries and is its own").encode();
        self.tally.count("checkpoints-signed");
        self.feed(at, Input::Checkpointed { note });
    }

    pub(super) fn cosign(&mut self, at: usize, ticket: u64, notes: Vec<Vec<u8>>) {
        self.note_chatter(at, "cosigns");
        let delay_ms = self.dice.between(1, self.weather.disk_ms);
        let Some(node) = self.node_mut(at) else { return };
        let life = node.life;
        if node.cosigning.replace(ticket).is_some() {
            let name = self.name(at);
            self.breach(Invariant::Bounded, || format!("{name} cosigns two batches at once"));
        }
        self.queue.after(delay_ms, Event::Cosign { at, life, ticket, notes });
    }

    pub(super) fn on_cosign(&mut self, at: usize, life: u64, ticket: u64, notes: &[Vec<u8>]) {
        if !self.lives(at, life) {
            return;
        }
        let fails = self.dice.percent(self.weather.disk_failure_percent);
        let outcomes = notes
            .iter()
            .map(|note| if fails { Err(Unsigned::DiskFailed) } else { self.cosign_one(at, note) });
        let outcomes = outcomes.collect();
        if let Some(node) = self.node_mut(at) {
            node.cosigning = None;
        }
        self.feed(at, Input::Cosigned { ticket, outcomes });
    }

    /// Compares, promises, and then signs: as the store and the node do.
    fn cosign_one(&mut self, at: usize, note: &[u8]) -> Result<Vec<u8>, Unsigned> {
        let now_s = ISSUED_AT_S.unsigned_abs() + self.queue.now_ms() / 1_000;
        let (name, player) = (self.name(at), &self.cast.players()[at]);
        let node = self.node_mut(at).ok_or(Unsigned::DiskFailed)?;
        let replica = node.replica.as_ref().ok_or(Unsigned::DiskFailed)?;
        let author_only = crate::notes::author_only(note).ok_or(Unsigned::Refused)?;
        let mut signed = SignedCheckpoint::decode(&author_only, replica.directory())
            .map_err(|_| Unsigned::Refused)?;
        let Checkpoint { log, size, root, .. } = *signed.checkpoint();
        let leaves = node.disk.leaves(log, size).ok_or(Unsigned::NotYet)?;
        if root_of(&leaves) != root {
            self.tally.count("checkpoint-mismatches");
            return Err(Unsigned::Mismatch);
        }
        let promised = node.promises.get(&log).copied();
        if node.witness == Witness::Retired || promised.is_some_and(|(most, _)| most > size) {
            return Err(Unsigned::Refused);
        }
        if let Some((at_size, other)) = promised
            && at_size == size
            && other != root
        {
            let what = || format!("{name} would cosign two roots of {log} at {size}");
            self.breach(Invariant::OneCosignature, what);
            return Err(Unsigned::Refused);
        }
        node.promises.insert(log, (size, root));
        let line = signed.cosign(player.certificate(), player.witness_key(), now_s);
        signed.add(line.map_err(|_| Unsigned::Refused)?);
        self.tally.count("cosignatures");
        Ok(signed.encode())
    }

    pub(super) fn prove_consistency(
        &mut self,
        at: usize,
        ticket: u64,
        log: LogId,
        (size, of): (u64, u64),
    ) {
        let delay_ms = self.dice.between(1, self.weather.disk_ms);
        let Some(node) = self.node(at) else { return };
        let life = node.life;
        self.queue.after(delay_ms, Event::Consistency { at, life, ticket, log, size, of });
    }

    pub(super) fn on_consistency(
        &mut self,
        at: usize,
        life: u64,
        ticket: u64,
        (log, size, of): (LogId, u64, u64),
    ) {
        if !self.lives(at, life) {
            return;
        }
        let leaves = self.node(at).and_then(|node| node.disk.leaves(log, of));
        let found = leaves.zip(usize::try_from(size).ok()).map(|(leaves, size)| Consistency {
            root: root_of(&leaves[..size]),
            proof: trees::consistency(&leaves, size),
        });
        self.feed(at, Input::Consistency { ticket, found });
    }

    /// The first difference between the acts and the checkpoints of honest nodes.
    pub(super) fn papers_differ(
        &self,
        first: usize,
        others: &[usize],
    ) -> Option<(Invariant, String)> {
        let replica = |at: usize| self.node(at).and_then(|node| node.replica.as_ref());
        let one = replica(first)?;
        let rule = |replica: &Replica| {
            let register = replica.register();
            (register.digest(), register.directory().roster_hash(), register.halt())
        };
        let notes = |replica: &Replica| -> Vec<Vec<u8>> {
            let logs = self.cast.players().iter().map(crate::Player::log);
            logs.flat_map(|log| {
                replica.checkpoints(&log).map(SignedCheckpoint::encode).collect::<Vec<_>>()
            })
            .collect()
        };
        let (rules, held) = (rule(one), notes(one));
        for &at in others {
            let (here, there) = (self.name(first), self.name(at));
            let other = replica(at)?;
            if rule(other) != rules {
                let what = format!("{here} and {there} hold different acts");
                return Some((Invariant::ActsConverged, what));
            }
            if notes(other) != held {
                let what = format!("{here} and {there} hold different checkpoints");
                return Some((Invariant::NotesConverged, what));
            }
        }
        None
    }

    /// Drops checkpoints that stand no more, also those on their way: a disk works in order.
    pub(super) fn drop_notes(&mut self, at: usize, log: LogId, above: u64) {
        let Some(node) = self.node_mut(at) else { return };
        node.disk.drop_notes(log, above);
        for write in node.writes.values_mut() {
            if matches!(write, Write::Note(of, (size, _), _) if *of == log && *size > above) {
                *write = Write::Dropped;
            }
        }
    }

    /// Puts an act or a checkpoint on the disk.
    pub(super) fn settle_paper(&mut self, at: usize, write: Write) {
        if let Write::Act(id, bytes) = &write
            && self.register.act(id).is_none()
        {
            self.note_act(bytes);
        }
        let Some(node) = self.node_mut(at) else { return };
        match write {
            Write::Act(id, bytes) => node.disk.keep_act(id, Rc::new(bytes)),
            Write::Note(log, tree, bytes) => node.disk.keep_note(log, tree, Rc::new(bytes)),
            Write::Batch(_) | Write::Proof(_) | Write::Dropped => {}
        }
    }
}
