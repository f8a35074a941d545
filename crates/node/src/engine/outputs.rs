//! What the machine wants done, done.

use chancery_ledger::log::LogId;
use chancery_network::{PeerKey as NetworkKey, SendError, Verdict as NetworkVerdict};
use chancery_replica::{Consistency, Input, Output, Refusal, Unsigned, Verdict, limits};

use super::{Completion, Engine};
use crate::disk::Job;

// What the machine may say has to fit what the network carries.
const _: () = assert!(limits::ANSWER_BYTES_MAX <= chancery_network::ANSWER_BYTES_MAX);
const _: () = assert!(limits::REQUEST_BYTES_MAX <= chancery_network::QUESTION_BYTES_MAX);
const _: () = assert!(limits::GOSSIP_BYTES_MAX <= chancery_network::GOSSIP_BYTES_MAX);

impl Engine {
    pub(super) async fn perform(&mut self, output: Output) {
        match output {
            Output::Ask { ticket, to, bytes } => {
                if let Err(error) = self.network.ask(NetworkKey(to.0), ticket, bytes).await {
                    tracing::debug!(ticket, %error, "a question was not sent");
                    self.inputs.push_back(Input::RequestFailed { ticket });
                }
            }
            Output::Answer { ticket, bytes } => {
                not_sent(self.network.answer(ticket, bytes).await);
            }
            Output::Publish { bytes } => not_sent(self.network.publish(bytes).await),
            Output::Verdict { ticket, verdict } => {
                not_sent(self.network.verdict(ticket, network_verdict(verdict)).await);
            }
            Output::Disconnect { peer } => {
                tracing::warn!(%peer, state = self.state_of(peer), "hanging up on a peer");
                not_sent(self.network.disconnect(NetworkKey(peer.0)).await);
            }
            Output::Verify { ticket, jobs } => {
                self.pool.verify(ticket, jobs, self.completions.clone());
            }
            Output::Persist { ticket, batch } => self.order(ticket, Job::Persist { ticket, batch }),
            Output::KeepEvidence { ticket, proof } => {
                self.order(ticket, Job::Keep { ticket, proof });
            }
            Output::KeepAct { ticket, id, bytes } => {
                self.order(ticket, Job::KeepAct { ticket, id: id.digest(), bytes });
            }
            Output::KeepNote { ticket, log, size, root, bytes } => {
                self.order(ticket, Job::KeepNote { ticket, log, size, root, bytes });
            }
            Output::DropNotes { log, above } => {
                // If there is no room they are dropped at the next start.
                let _ = self.disk.order(Job::DropNotes { log, above });
            }
            // Nothing is cosigned before the witness key is at work.
            Output::Cosign { ticket, notes } => {
                let outcomes = notes.iter().map(|_| Err(Unsigned::NotYet)).collect();
                self.inputs.push_back(Input::Cosigned { ticket, outcomes });
            }
            Output::ProveConsistency { ticket, log, size, of } => {
                let found = self.consistency(log, size, of);
                self.inputs.push_back(Input::Consistency { ticket, found });
            }
            Output::Read { ticket, log, from, entries_max, bytes_max } => {
                let (store, completions) = (self.store.clone(), self.completions.clone());
                let read = move || {
                    let entries = store.read(log, from, entries_max, bytes_max);
                    let entries = entries.unwrap_or_else(|error| {
                        tracing::error!(%log, from, %error, "entries could not be read");
                        Vec::new()
                    });
                    // The loop has stopped: nobody needs it.
                    let _ = completions.blocking_send(Completion::Read { ticket, entries });
                };
                tokio::task::spawn_blocking(read);
            }
            Output::Refused(refusal) => self.on_refused(&refusal),
            Output::Stored(positions) => self.on_stored(&positions),
            Output::Frozen(position) => tracing::error!(
                %position,
                "two statements were signed at one position: the log is frozen there, the proof is kept"
            ),
            Output::RosterChanged => self.on_roster_changed().await,
            Output::Mismatch { log, size } => tracing::error!(
                %log,
                size,
                "the author signed a checkpoint whose root is not that of the entries held here"
            ),
            Output::OwnFrontierKnown => tracing::info!(
                adopted = self.signer.adopted(),
                "peers have shown what they hold of the own log: signing is possible"
            ),
        }
    }

    /// What the tree over the entries held is at two sizes.
    fn consistency(&self, log: LogId, size: u64, of: u64) -> Option<Consistency> {
        let found = self.store.root_at(log, size).and_then(|root| {
            let proof = self.store.prove_consistency(log, size, of)?;
            Ok(Consistency { root, proof: proof.hashes().to_vec() })
        });
        found.inspect_err(|error| tracing::error!(%log, %error, "no proof could be made")).ok()
    }

    /// The directory is another one: who may connect, and what is shown as revoked, follow from it.
    async fn on_roster_changed(&mut self) {
        let directory = self.replica.directory();
        let allowed = directory.authors().filter(|author| {
            directory.by_transport(&author.transport).is_some_and(|owner| owner.key == author.key)
        });
        let allowed = allowed.map(|author| NetworkKey(author.transport)).collect();
        let cuts = directory.authors().flat_map(|author| {
            let log = |epoch| LogId { key: *author.key.as_bytes(), epoch };
            author.cuts.iter().map(move |(epoch, cut)| (log(*epoch), *cut))
        });
        self.store.close_logs(cuts);
        not_sent(self.network.allow(allowed).await);
    }

    fn order(&mut self, ticket: u64, job: Job) {
        if self.disk.order(job).is_err() {
            tracing::error!(
                ticket,
                "the disk thread takes no more work: see the log above, and restart"
            );
            self.inputs.push_back(Input::PersistFailed { ticket });
        }
    }

    fn on_refused(&mut self, refusal: &Refusal) {
        let Refusal { peer, log, seq, reason } = refusal;
        self.counters.count(reason.name());
        let peer = peer.map(|peer| peer.to_string()).unwrap_or_default();
        let log = log.map(|log| log.to_string()).unwrap_or_default();
        if reason.cost() > 0 {
            tracing::warn!(%reason, peer, log, seq, "refused");
        } else {
            tracing::debug!(%reason, peer, log, seq, "refused");
        }
    }

    fn on_stored(&mut self, positions: &[chancery_ledger::log::Position]) {
        for position in positions {
            if position.log == self.own_log {
                self.signer.note_stored(*position);
            }
            // An error says that nobody watches.
            let _ = self.arrivals.send(*position);
        }
    }
}

fn network_verdict(verdict: Verdict) -> NetworkVerdict {
    match verdict {
        Verdict::Accept => NetworkVerdict::Accept,
        Verdict::Ignore => NetworkVerdict::Ignore,
        Verdict::Reject => NetworkVerdict::Reject,
    }
}

/// Whatever is not sent comes back through catch-up; too long would be a fault of ours.
fn not_sent(outcome: Result<(), SendError>) {
    match outcome {
        Ok(()) | Err(SendError::Stopped | SendError::Full) => {}
        Err(error @ SendError::TooLong { .. }) => tracing::error!(%error, "not sent"),
    }
}
