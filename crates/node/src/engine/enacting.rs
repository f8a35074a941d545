//! Acts: those that operators submit, and what becomes of them.
//!
//! An act that is submitted is checked here first, so that whoever submits it learns at once what is wrong with
//! it; then it goes the way of all acts, through the machine. The invariant: whoever is told that an act was
//! taken is told when it is durable.

use chancery_encoding::Digest;
use chancery_ledger::act::{ActFlaw, ActId, ActKind};
use chancery_replica::Input;
use tokio::sync::oneshot;

use super::Engine;
use crate::answer::Enacted;
use crate::disk::Job;

/// Acts that operators wait for at once: each is a person.
const WAITING_MAX: usize = 64;

type Reply = oneshot::Sender<Result<Enacted, EnactError>>;

/// Why an act that was submitted was not taken.
#[derive(Debug, thiserror::Error)]
pub enum EnactError {
    /// It is none, or does not verify here.
    #[error("the act is refused")]
    Refused(#[source] ActFlaw),
    /// It could not be written.
    #[error("the act could not be kept")]
    NotKept,
    /// Too many are under way.
    #[error("too many acts are under way")]
    Busy,
    /// The node has stopped.
    #[error("the node is stopping")]
    Stopped,
}

impl EnactError {
    /// What to do next.
    pub fn hint(&self) -> String {
        match self {
            EnactError::Refused(flaw) if flaw.is_early() => {
                "submit the roster versions before it first: `chancery roster submit`".into()
            }
            EnactError::Refused(_) => {
                "nothing was changed; `chancery roster review` shows what a file says, and who must sign it".into()
            }
            EnactError::NotKept => {
                "free some space on the disk; the node tries again by itself, see its log".into()
            }
            EnactError::Busy => "try again in a moment".into(),
            EnactError::Stopped => "start the node and submit it again".into(),
        }
    }

    /// The stable name under which it is counted.
    pub(crate) fn name(&self) -> &'static str {
        match self {
            EnactError::Refused(flaw) => flaw.name(),
            EnactError::NotKept => "act-not-kept",
            EnactError::Busy => "act-busy",
            EnactError::Stopped => "act-stopped",
        }
    }
}

/// Acts on their way to the disk, and who waits for them.
#[derive(Default)]
pub(crate) struct Enacting {
    /// The machine's tickets.
    under_way: Vec<(u64, ActId)>,
    waiting: Vec<Waiting>,
}

struct Waiting {
    id: ActId,
    kind: ActKind,
    /// The copy that was held before.
    before: Option<Digest>,
    reply: Reply,
}

impl Engine {
    /// Takes an act of an operator.
    pub(super) async fn take_act(&mut self, bytes: Vec<u8>, reply: Reply) {
        if self.enacting.waiting.len() >= WAITING_MAX {
            return self.refuse_act(reply, EnactError::Busy);
        }
        let act = match self.replica.check_act(&bytes) {
            Ok(act) => act,
            Err(flaw) => {
                // The machine hears of it all the same: what does not count may still prove something.
                self.feed(Input::Enacted { bytes }).await;
                return self.refuse_act(reply, EnactError::Refused(flaw));
            }
        };
        let (id, kind) = (act.id(), act.kind());
        let before = self.copy_of(&id);
        self.feed(Input::Enacted { bytes }).await;
        if self.enacting.under_way.iter().any(|(_, under_way)| *under_way == id) {
            self.enacting.waiting.push(Waiting { id, kind, before, reply });
        } else if self.copy_of(&id).is_some() {
            let enacted = Enacted { kind: kind.name(), id: id.to_string(), is_new: false };
            // Whoever asked may have stopped waiting.
            let _ = reply.send(Ok(enacted));
        } else {
            self.refuse_act(reply, EnactError::Busy);
        }
    }

    /// The machine wants an act kept.
    pub(super) fn keep_act(&mut self, ticket: u64, id: ActId, bytes: Vec<u8>) {
        self.enacting.under_way.push((ticket, id));
        self.order(ticket, Job::KeepAct { ticket, id, bytes });
    }

    /// The machine knows what became of something that was to be kept.
    pub(super) fn settle_acts(&mut self, ticket: u64) {
        let Some(at) = self.enacting.under_way.iter().position(|(each, _)| *each == ticket) else {
            return;
        };
        let (_, id) = self.enacting.under_way.remove(at);
        let waiting = std::mem::take(&mut self.enacting.waiting);
        for waits in waiting {
            let held = self.copy_of(&waits.id);
            if held.is_some() && held != waits.before {
                let (kind, id) = (waits.kind.name(), waits.id.to_string());
                tracing::info!(kind, id, "an act of a state root was taken");
                let _ = waits.reply.send(Ok(Enacted { kind, id, is_new: true }));
            } else if waits.id == id && !self.is_under_way(&id) {
                self.refuse_act(waits.reply, EnactError::NotKept);
            } else {
                self.enacting.waiting.push(waits);
            }
        }
    }

    fn is_under_way(&self, id: &ActId) -> bool {
        self.enacting.under_way.iter().any(|(_, under_way)| under_way == id)
    }

    fn copy_of(&self, id: &ActId) -> Option<Digest> {
        self.replica.register().act(id).map(chancery_ledger::act::Act::digest)
    }

    fn refuse_act(&self, reply: Reply, error: EnactError) {
        tracing::warn!(%error, cause = crate::causes(&error), "an act was not taken");
        self.counters.count(error.name());
        let _ = reply.send(Err(error));
    }
}
