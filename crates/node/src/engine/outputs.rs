//! What the machine wants done, done.

use chancery_network::{PeerKey as NetworkKey, SendError, Verdict as NetworkVerdict};
use chancery_replica::{Input, Output, Refusal, Verdict, limits};

use super::{Completion, Engine};
use crate::acts;
use crate::disk::{Job, Note};

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
            Output::KeepAct { ticket, id, bytes } => self.keep_act(ticket, id, bytes),
            Output::KeepNote { ticket, log, size, root, bytes } => {
                self.order(ticket, Job::KeepNote { ticket, note: Note { log, size, root, bytes } });
            }
            Output::DropNotes { log, above } => {
                if self.disk.order(Job::DropNotes { log, above }).is_err() {
                    tracing::warn!(%log, "checkpoints that stand no more are dropped at the next start");
                }
            }
            Output::Cosign { ticket, notes } => self.cosign(ticket, notes),
            Output::ProveConsistency { ticket, log, size, of } => {
                self.prove_consistency(ticket, log, size, of);
            }
            Output::RosterChanged => self.on_roster_changed().await,
            Output::Mismatch { log, size } => tracing::error!(
                %log,
                size,
                state = self.state_of_log(log),
                "a checkpoint has another root than the entries held: its author shows others another log"
            ),
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
            Output::OwnFrontierKnown => tracing::info!(
                adopted = self.signer.adopted(),
                "peers have shown what they hold of the own log: signing is possible"
            ),
        }
    }

    pub(super) fn order(&mut self, ticket: u64, job: Job) {
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
        let directory = self.replica.directory();
        if positions.iter().any(|position| !acts::is_open(directory, position.log)) {
            // They were on their way to the disk when the acts changed: the log was not held then.
            self.store.close_logs(acts::cuts(directory, &self.store.heads()));
        }
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
pub(super) fn not_sent(outcome: Result<(), SendError>) {
    match outcome {
        Ok(()) | Err(SendError::Stopped | SendError::Full) => {}
        Err(error @ SendError::TooLong { .. }) => tracing::error!(%error, "not sent"),
    }
}
