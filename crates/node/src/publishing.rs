//! From a record that somebody wrote to a record that may be sealed: the questions that need the store
//! and the roster, and every way in which a publication ends.
//!
//! A record names its target for people; what is sealed names it by id, so that it cannot come to mean
//! another record later. Only the originator may touch it; others comment.

use std::sync::Arc;

use chancery_ledger::act::ActId;
use chancery_ledger::approval::{Approval, ApprovalFlaw};
use chancery_ledger::statement::{Issuer, StatementFlaw};
use chancery_record::vocabulary::Vocabularies;
use chancery_record::{Record, Violation};
use chancery_replica::SigningBlock;
use chancery_store::{Store, StoreError};

use crate::disk::WriteError;

mod kin;
mod target;
#[cfg(test)]
mod tests;

pub use kin::KinError;

/// A record that may be sealed.
#[derive(Debug)]
pub(crate) struct Ready {
    pub(crate) record: Record,
    /// What officers have approved; none where the record is sealed as it stands.
    pub(crate) sealed: Option<Sealed>,
}

/// A body that officers have approved, to be published as it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Sealed {
    /// The bytes that every approval is about.
    pub(crate) body: Vec<u8>,
    /// The approvals, in the order in which a statement has them ([`Approval::order`]).
    pub(crate) approvals: Vec<Approval>,
    /// The policy that they were made under.
    pub(crate) policy: ActId,
}

/// Why a record was not published.
#[derive(Debug, thiserror::Error)]
pub enum PublishError {
    /// Sealed as it stands, it would reach others than it names.
    #[error("the record cannot be released: {} {}", .0.path, .0.wrong)]
    Unreleasable(Violation),
    /// It names another originator than this node.
    #[error("the record's originator is {named}, and this node signs for {own}")]
    OtherOriginator {
        /// As the record has it.
        named: String,
        /// This node's state and authority.
        own: Issuer,
    },
    /// It is about a record that is not here.
    #[error("its target {0} is not held here")]
    TargetMissing(String),
    /// Its target's reference stands for several records.
    #[error("its target {0} stands for several records")]
    TargetAmbiguous(String),
    /// Its target's id and reference are of different records.
    #[error("the target's id and its reference {0} name different records")]
    TargetTwofold(String),
    /// It is about a record of somebody else.
    #[error("its target {target} is a record of {issuer}: only its originator can say this of it")]
    TargetOfAnother {
        /// The target.
        target: String,
        /// Whose it is.
        issuer: Issuer,
    },
    /// It is about a record that has been withdrawn.
    #[error("its target {0} has been withdrawn, which cannot be undone")]
    TargetWithdrawn(String),
    /// Its kind says nothing about that kind.
    #[error("its target {target} is a {kind}, which a {about} cannot be about")]
    TargetOfOtherKind {
        /// The target.
        target: String,
        /// Its kind.
        kind: String,
        /// The kind of the record that names it.
        about: String,
    },
    /// Its authority has declared that a release needs two officers.
    #[error(
        "policy {serial} of this authority needs two officers for it, and nobody has approved it"
    )]
    TwoOfficers {
        /// The serial of the policy.
        serial: u64,
    },
    /// The approvals are not what the policy asks for.
    #[error("the approvals are not enough")]
    Approvals(#[source] ApprovalFlaw),
    /// The approvals were made under another policy than the one in force.
    #[error("the approvals were made under another policy than the one in force now")]
    PolicyChanged,
    /// The log is bound by a policy and none is in force: the root was replaced.
    #[error("this node's log names a policy, and none of this authority is in force any more")]
    PolicyGone,
    /// The approved bytes are no body, or one that would have to be changed before it is published.
    #[error("the approved body is not what would be published: {0}")]
    ApprovedBody(&'static str),
    /// It says to its own state what only another state can say.
    #[error("its target {0} is a record of this state, and only another state can say this of it")]
    TargetOwn(String),
    /// It answers a question that this state was not asked.
    #[error("its target {0} does not ask this state")]
    NotAsked(String),
    /// It is a drill about a real record, or the reverse.
    #[error("of it and its target {0}, one is an exercise and the other is not")]
    TargetInEarnest(String),
    /// It does not fit the records beside it.
    #[error(transparent)]
    Kin(KinError),
    /// This node must not sign now.
    #[error("this node must not sign now")]
    Blocked(#[source] SigningBlock),
    /// More wait to be signed than are kept waiting.
    #[error("too many records wait to be signed")]
    Busy,
    /// The statement would be refused everywhere.
    #[error("the statement would be refused")]
    Unsealable(#[source] StatementFlaw),
    /// The system gives no random numbers for the salt.
    #[error("the system gives no random numbers")]
    Randomness,
    /// It was not written, and so it was never signed.
    #[error("nothing was signed")]
    NotWritten(#[source] Arc<WriteError>),
    /// It is signed and kept, and not yet out.
    #[error("{reference} is signed and kept in the own log, and the store has no room for it yet")]
    Unsettled {
        /// Its reference.
        reference: String,
    },
    /// An earlier one waits for room, and nothing is signed before it is out.
    #[error("an earlier record waits for room on the disk: this one was not signed")]
    NoRoom,
    /// The store could not be read.
    #[error("the store could not be read")]
    Store(#[from] StoreError),
    /// The node has stopped.
    #[error("the node is stopping")]
    Stopped,
}

impl PublishError {
    /// What to do next.
    pub fn hint(&self) -> String {
        match self {
            PublishError::Unreleasable(violation) => format!("allowed: {}", violation.allowed),
            PublishError::OtherOriginator { own, .. } => format!(
                "publish it at that authority's node, or write originator.state \"{}\" and originator.authority \"{}\"",
                own.state, own.authority
            ),
            PublishError::TargetMissing(_) => {
                "check the reference with `chancery list`; a record that has not arrived yet cannot be touched"
                    .into()
            }
            PublishError::TargetAmbiguous(_) | PublishError::TargetTwofold(_) => {
                "write the whole id of the one that is meant: `chancery show` prints it".into()
            }
            PublishError::TargetOfAnother { issuer, .. } => {
                format!("tell {issuer}; others comment, they never edit")
            }
            PublishError::TargetWithdrawn(_) => "publish a new record instead".into(),
            PublishError::TargetOfOtherKind { about, .. } => {
                format!("docs/reference/kinds/{about}.md says what it can be about")
            }
            PublishError::TargetOwn(_) => "correct or withdraw the record instead".into(),
            PublishError::NotAsked(_) => "`chancery show` says whom it asks".into(),
            PublishError::TargetInEarnest(_) => {
                "write `exercise` as the target has it: a drill never answers a real record".into()
            }
            PublishError::TwoOfficers { .. } => {
                "write it as a draft with `chancery draft new`: two officers approve it, and one of them releases it".into()
            }
            PublishError::Approvals(_) => {
                "`chancery policy show` says who may approve as what; let the missing officer approve, and release again".into()
            }
            PublishError::PolicyChanged => {
                "`chancery policy show` has the one in force: let the officers approve again under it".into()
            }
            PublishError::PolicyGone => {
                "try again in a moment, if this node lost its acts: its peers give them back; if the state has a new root key, let it declare the officers: `chancery policy declare`, then `chancery policy submit`".into()
            }
            PublishError::ApprovedBody(_) => {
                "make the draft again, and let the officers approve what comes out".into()
            }
            PublishError::Kin(error) => error.hint(),
            PublishError::Blocked(block) => blocked_hint(block),
            PublishError::Busy => "try again in a moment".into(),
            PublishError::Unsealable(_) => "please report it: the node should have said so before".into(),
            PublishError::Randomness => "check the machine's entropy source".into(),
            PublishError::NotWritten(error) if error.is_full() => {
                "free some space on the disk and publish again".into()
            }
            PublishError::NotWritten(error) if matches!(**error, WriteError::Ahead { .. }) => {
                "start the node again: it takes up what its own file has, and goes on behind".into()
            }
            PublishError::NotWritten(_) => "see the node's log; `chancery fsck` says what is wrong".into(),
            PublishError::Unsettled { .. } => {
                "free some space on the disk: it goes out by itself; do not publish it again".into()
            }
            PublishError::NoRoom => {
                "free some space on the disk (a store keeps 8 MiB of it free), then publish this one again".into()
            }
            PublishError::Store(_) => "see the node's log; `chancery fsck` says what is wrong".into(),
            PublishError::Stopped => "start the node and publish again".into(),
        }
    }

    /// The stable name under which it is counted.
    pub(crate) fn name(&self) -> &'static str {
        match self {
            PublishError::Unreleasable(_) => "publish-unreleasable",
            PublishError::OtherOriginator { .. } => "publish-other-originator",
            PublishError::TargetMissing(_)
            | PublishError::TargetAmbiguous(_)
            | PublishError::TargetTwofold(_)
            | PublishError::TargetOfAnother { .. }
            | PublishError::TargetWithdrawn(_)
            | PublishError::TargetOwn(_)
            | PublishError::NotAsked(_)
            | PublishError::TargetInEarnest(_)
            | PublishError::TargetOfOtherKind { .. } => "publish-target",
            PublishError::TwoOfficers { .. }
            | PublishError::Approvals(_)
            | PublishError::PolicyChanged
            | PublishError::PolicyGone
            | PublishError::ApprovedBody(_) => "publish-unapproved",
            PublishError::Kin(_) => "publish-kin",
            PublishError::Blocked(_) => "publish-blocked",
            PublishError::Busy => "publish-busy",
            PublishError::Unsealable(_) | PublishError::Randomness => "publish-unsealable",
            PublishError::NotWritten(_) | PublishError::Unsettled { .. } | PublishError::NoRoom => {
                "publish-not-written"
            }
            PublishError::Store(_) => "publish-store",
            PublishError::Stopped => "publish-stopped",
        }
    }
}

fn blocked_hint(block: &SigningBlock) -> String {
    match block {
        SigningBlock::NoOwnLog => "start the node with the keys of an authority".into(),
        SigningBlock::Frozen { .. } => {
            "the log has forked: `chancery status` shows where; the state root closes it and opens a new epoch with `chancery recover`".into()
        }
        SigningBlock::Closed { .. } => {
            "`chancery status` says why; the state root opens another log with `chancery recover`, or with a new certificate".into()
        }
        SigningBlock::AwaitingPeers { .. } => {
            "connect a peer (`chancery peers`): until one has shown what it holds of this node's log, signing \
             could fork it; `chancery publish --override-own-frontier` signs all the same, and is safe only \
             where no peer can hold more than this node"
                .into()
        }
        SigningBlock::AwaitingAnswers { .. } | SigningBlock::Adopting { .. } => {
            "try again in a moment: the node is learning its own log from its peers; where that never ends, a \
             peer claims what nobody has: compare `chancery status` by telephone, and sign all the same with \
             `chancery publish --override-own-frontier` only when no peer can hold more than this node"
                .into()
        }
    }
}

/// Checks what the record itself cannot know, and fills in its target's id.
pub(crate) fn prepare(
    record: Record,
    own: &Issuer,
    store: &Store,
    words: &Vocabularies,
) -> Result<Ready, PublishError> {
    let (record, blockers) = blockers(record, own, store, words);
    match blockers.into_iter().next() {
        Some(first) => Err(first),
        None => Ok(Ready { record, sealed: None }),
    }
}

/// The record with the ids of all records that it names, and everything that keeps it from being sealed.
pub(crate) fn blockers(
    record: Record,
    own: &Issuer,
    store: &Store,
    words: &Vocabularies,
) -> (Record, Vec<PublishError>) {
    let mut wrong = Vec::new();
    wrong.extend(record.releasable(words).err().map(PublishError::Unreleasable));
    let named = (record.state(), record.authority());
    if named != (Some(own.state), Some(own.authority.as_str())) {
        let state = named.0.map(|state| state.to_string()).unwrap_or_default();
        let named = format!("{state}/{}", named.1.unwrap_or_default());
        wrong.push(PublishError::OtherOriginator { named, own: own.clone() });
    }
    let target =
        record.target().map(|target| target::resolve(&record, &target, own, store, &mut wrong));
    let record = match target {
        Some(Ok(id)) => record.with_target_id(&id),
        Some(Err(error)) => {
            wrong.push(error);
            record
        }
        None => record,
    };
    let record = kin::look(record, own, store, &mut wrong);
    (record, wrong)
}
