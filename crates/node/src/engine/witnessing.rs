//! Witnessing: the checkpoints that this node signs of its own log, and those of others that it cosigns.
//!
//! A checkpoint says what the own log has come to, and is made by count and by time while there is anything new.
//! A cosignature says that this node holds another's log: the disk thread compares, promises and syncs, and
//! only then is it signed here. The invariant: nothing is signed of the own log that is not durable, and nothing of
//! another's that was not promised first; and neither before peers have shown what they know of this node.

use chancery_ledger::checkpoint::{Checkpoint, SignedCheckpoint};
use chancery_ledger::key::SecretKey;
use chancery_ledger::log::LogId;
use chancery_replica::{Consistency, Input, Unsigned};

use super::{Completion, Engine};
use crate::clock::now_s;
use crate::config::CheckpointSection;
use crate::disk::{Job, Tree};

/// The keys and the state of witnessing.
pub(crate) struct Witness {
    key: SecretKey,
    every_entries: u64,
    every_ms: u64,
    /// Entries that the newest own checkpoint covers, and when it was signed or this node started.
    last: (u64, u64),
    /// Others' checkpoints that the disk looks at.
    under_way: Option<(u64, Vec<Option<SignedCheckpoint>>)>,
    /// A request that came before peers had shown what they know of this node.
    early: Option<(u64, Vec<Vec<u8>>)>,
}

impl Witness {
    pub(crate) fn new(key: SecretKey, every: &CheckpointSection, covered: u64) -> Witness {
        Witness {
            key,
            every_entries: every.every_entries,
            every_ms: every.every_seconds.saturating_mul(1000),
            last: (covered, 0),
            under_way: None,
            early: None,
        }
    }
}

impl Engine {
    /// When the next own checkpoint is due, if there is anything new and it may be signed.
    pub(super) fn checkpoint_due_ms(&self) -> Option<u64> {
        let (covered, at_ms) = self.witness.last;
        let fresh = self.store.tree_head(self.own_log).size.saturating_sub(covered);
        if fresh == 0 || self.signer.is_busy() || self.blocked().is_some() {
            return None;
        }
        let now = fresh >= self.witness.every_entries;
        Some(if now { self.clock.now_ms() } else { at_ms + self.witness.every_ms })
    }

    /// Signs a checkpoint of the own log when one is due.
    pub(super) async fn checkpoint(&mut self) {
        let now_ms = self.clock.now_ms();
        if self.checkpoint_due_ms().is_none_or(|due_ms| due_ms > now_ms) {
            return;
        }
        let head = self.store.tree_head(self.own_log);
        let directory = self.replica.directory();
        let checkpoint = Checkpoint {
            log: self.own_log,
            issuer: self.issuer.clone(),
            network: directory.network(),
            size: head.size,
            root: head.root,
            roster: directory.roster_hash(),
        };
        self.witness.last = (head.size, now_ms);
        match checkpoint.sign(self.signer.key()) {
            Ok(signed) => {
                tracing::debug!(size = head.size, root = %head.root, "a checkpoint of the own log is signed");
                self.feed(Input::Checkpointed { note: signed.encode() }).await;
            }
            Err(flaw) => tracing::error!(%flaw, "no checkpoint of the own log could be signed"),
        }
    }

    /// The machine wants checkpoints compared and cosigned.
    pub(super) fn cosign(&mut self, ticket: u64, notes: Vec<Vec<u8>>) {
        if self.replica.has_been_heard() {
            self.look_at(ticket, &notes);
        } else {
            self.witness.early = Some((ticket, notes));
        }
    }

    /// Takes up what came too early.
    pub(super) fn cosign_early(&mut self) {
        if self.witness.early.is_some()
            && self.replica.has_been_heard()
            && let Some((ticket, notes)) = self.witness.early.take()
        {
            self.look_at(ticket, &notes);
        }
    }

    fn look_at(&mut self, ticket: u64, notes: &[Vec<u8>]) {
        let directory = self.replica.directory();
        let signed: Vec<Option<SignedCheckpoint>> =
            notes.iter().map(|note| SignedCheckpoint::decode(note, directory).ok()).collect();
        let mut before: Option<LogId> = None;
        let own = self.certificate.witness_key.as_bytes();
        let trees = signed.iter().map(|signed| {
            let checkpoint = signed.as_ref()?.checkpoint();
            let (log, size) = (checkpoint.log, checkpoint.size);
            // The largest of a log comes first; and a line of this node's own under a larger one, which only
            // peers still knew, is as good as a promise.
            let is_first = before.replace(log) != Some(log);
            let promise =
                is_first && self.board.cosigned_by(own, log).is_none_or(|held| held <= size);
            Some(Tree { log, size, root: checkpoint.root, promise })
        });
        let trees = trees.collect();
        self.witness.under_way = Some((ticket, signed));
        if self.disk.order(Job::Promise { ticket, trees }).is_err() {
            self.witness.under_way = None;
            let outcomes = notes.iter().map(|_| Err(Unsigned::DiskFailed)).collect();
            self.inputs.push_back(Input::Cosigned { ticket, outcomes });
        }
    }

    /// What may be signed is promised, and on the disk.
    pub(super) async fn on_promised(&mut self, ticket: u64, outcomes: Vec<Result<(), Unsigned>>) {
        let Some((_, signed)) = self.witness.under_way.take_if(|(at, _)| *at == ticket) else {
            return;
        };
        let time = u64::try_from(now_s()).unwrap_or(0);
        let line = |(signed, outcome): (Option<SignedCheckpoint>, Result<(), Unsigned>)| {
            outcome?;
            let signed = signed.ok_or(Unsigned::Refused)?;
            self.line(signed, time)
        };
        let outcomes = signed.into_iter().zip(outcomes).map(line).collect();
        self.feed(Input::Cosigned { ticket, outcomes }).await;
    }

    fn line(&self, mut signed: SignedCheckpoint, time: u64) -> Result<Vec<u8>, Unsigned> {
        let cosignature = signed.cosign(&self.certificate, &self.witness.key, time);
        let cosignature = cosignature.map_err(|flaw| {
            tracing::error!(%flaw, "a checkpoint could not be cosigned");
            Unsigned::Refused
        })?;
        signed.add(cosignature);
        Ok(signed.encode())
    }

    /// The machine wants to know how two sizes of a log hang together.
    pub(super) fn prove_consistency(&self, ticket: u64, log: LogId, size: u64, of: u64) {
        let (store, completions) = (self.store.clone(), self.completions.clone());
        let prove = move || {
            let found = store.root_at(log, size).and_then(|root| {
                let proof = store.prove_consistency(log, size, of)?;
                Ok(Consistency { root, proof: proof.hashes().to_vec() })
            });
            let found =
                found.inspect_err(|error| tracing::error!(%log, %error, "no proof could be made"));
            // The loop has stopped: nobody needs it.
            let _ =
                completions.blocking_send(Completion::Consistency { ticket, found: found.ok() });
        };
        tokio::task::spawn_blocking(prove);
    }
}
