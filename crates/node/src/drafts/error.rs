//! Why a draft was not changed, approved or released: each with what to do next.

use crate::publishing::PublishError;
use crate::reading::ReadError;
use crate::vault::VaultError;

use super::draft::DraftState;
use super::gate::{Finding, Gate};

/// Why a draft was not changed, approved or released. Nothing has changed then.
#[derive(Debug, thiserror::Error)]
pub enum DraftError {
    /// There is no draft of that name.
    #[error("there is no draft {name}")]
    NotFound {
        /// What was asked for.
        name: String,
    },
    /// It does not read.
    #[error("the draft {name} is sealed rightly and does not read")]
    Damaged {
        /// Its name.
        name: String,
    },
    /// More than a node keeps.
    #[error("there are {most} drafts already")]
    TooMany {
        /// As many as there may be.
        most: usize,
    },
    /// The text is no JSON object.
    #[error("a draft's text is a JSON object")]
    NoObject,
    /// The text is longer than a record can be.
    #[error("a text of {bytes} bytes is longer than {most}")]
    TooLong {
        /// Its length.
        bytes: usize,
        /// What is allowed.
        most: usize,
    },
    /// The kind is not known.
    #[error("{kind:?} is no kind of record that this version can write")]
    UnknownKind {
        /// What was asked for.
        kind: String,
        /// Those that there are.
        known: Vec<String>,
    },
    /// The record to begin from is of a kind that this version does not know.
    #[error("the record to begin from cannot be read by this version")]
    Unreadable,
    /// Somebody else has changed it since it was read.
    #[error(
        "the draft {name} was changed since you read it: you had revision {read}, it has {found}"
    )]
    Changed {
        /// Its name.
        name: String,
        /// The revision that the change was made from.
        read: u64,
        /// The revision that it has.
        found: u64,
    },
    /// It stands elsewhere than this step asks for.
    #[error("the draft {name} is {}", .state.as_str())]
    State {
        /// Its name.
        name: String,
        /// Where it stands.
        state: DraftState,
        /// What to do next.
        next: &'static str,
    },
    /// It went out already.
    #[error("the draft {name} is released as {reference}")]
    Released {
        /// Its name.
        name: String,
        /// What it became.
        reference: String,
    },
    /// Somebody releases it just now.
    #[error("the draft {name} is being released just now")]
    Releasing {
        /// Its name.
        name: String,
    },
    /// The gate is closed.
    #[error("the draft {name} cannot go on: {}", things(.gate.blocks.len()))]
    Blocked {
        /// Its name.
        name: String,
        /// What blocks it.
        gate: Box<Gate>,
    },
    /// No policy says who its officers are.
    #[error("no policy is declared for {issuer}, so there are no officers whose approval counts")]
    NoPolicy {
        /// State and authority.
        issuer: String,
    },
    /// Another policy is in force than the one that was approved under.
    #[error(
        "the policy changed since the draft {name} was submitted: its approvals do not count any more"
    )]
    PolicyChanged {
        /// Its name.
        name: String,
    },
    /// The key is nobody's in the policy.
    #[error("the key {key}… is that of no officer in the policy of {issuer}")]
    NotAnOfficer {
        /// The first digits of the key.
        key: String,
        /// State and authority.
        issuer: String,
    },
    /// The officer may not do that.
    #[error("{officer} has the roles {}, and not {role}", .roles.join(", "))]
    RoleNotHeld {
        /// Its name in the policy.
        officer: String,
        /// As what it wanted to act.
        role: String,
        /// What it may.
        roles: Vec<String>,
    },
    /// The author releases.
    #[error("{officer} is the author of the draft {name}, and nobody releases a text of their own")]
    AuthorReleases {
        /// Its name in the policy.
        officer: String,
        /// The draft.
        name: String,
    },
    /// The same officer again, where a second one is needed.
    #[error(
        "{officer} has approved the draft {name} already, and two different officers are needed"
    )]
    SameOfficer {
        /// Its name in the policy.
        officer: String,
        /// The draft.
        name: String,
    },
    /// Nobody but the one has signed.
    #[error("the draft {name} cannot be released: {detail}")]
    SecondOfficerMissing {
        /// The draft.
        name: String,
        /// What the rule asks for.
        detail: String,
    },
    /// The signature is over something else.
    #[error("the signature is not over the text of the draft {name} as it stands now")]
    OtherText {
        /// The draft.
        name: String,
    },
    /// Not the form of a signature.
    #[error("that is no approval: a role, a key of 64 and a signature of 128 hexadecimal digits")]
    NoSignature,
    /// A rejection says why.
    #[error("a rejection needs a reason")]
    NoReason,
    /// The record that it is like or about cannot be had.
    #[error(transparent)]
    Read(#[from] ReadError),
    /// The vault did not do it.
    #[error(transparent)]
    Vault(#[from] VaultError),
    /// It was not published.
    #[error(transparent)]
    Publish(#[from] PublishError),
    /// The system gives no random numbers.
    #[error("the system gives no random numbers")]
    Randomness,
    /// The node has stopped.
    #[error("the node is stopping")]
    Stopped,
}

fn things(count: usize) -> String {
    if count == 1 { "1 thing blocks it".to_owned() } else { format!("{count} things block it") }
}

impl DraftError {
    /// What to do next.
    pub fn hint(&self) -> String {
        match self {
            DraftError::NotFound { .. } => "`chancery draft list` has them".into(),
            DraftError::Damaged { .. } => {
                "was it written by a newer release? put it back from a copy of the data directory, or drop it".into()
            }
            DraftError::TooMany { .. } => "drop those that nobody needs: `chancery draft drop`".into(),
            DraftError::NoObject => "write { … } with the fields of the record".into(),
            DraftError::TooLong { .. } => "what is larger is an attachment, named by its hash".into(),
            DraftError::UnknownKind { known, .. } => format!("known: {}", known.join(", ")),
            DraftError::Unreadable => "name another record, or begin with --kind".into(),
            DraftError::Changed { .. } => "read it again, and make your change in what stands there now".into(),
            DraftError::State { next, .. } => (*next).to_owned(),
            DraftError::Released { .. } => {
                "what is out is not changed: begin a correction or a withdrawal with `chancery draft new --about`".into()
            }
            DraftError::Releasing { .. } => "wait a moment, then look with `chancery draft show`".into(),
            DraftError::Blocked { .. } => "mend each place; `chancery draft check` lists them again".into(),
            DraftError::NoPolicy { .. } => {
                "without one a single officer publishes: `chancery release DRAFT` or `chancery publish FILE`; the state's \
                 root declares one with `chancery policy declare`"
                    .into()
            }
            DraftError::PolicyChanged { name } => {
                format!("its author submits it again: `chancery draft submit {name}`")
            }
            DraftError::NotAnOfficer { .. } => {
                "`chancery policy show` lists the officers; the state's root declares a new policy to enrol one".into()
            }
            DraftError::RoleNotHeld { .. } => {
                "another officer does it; `chancery policy show` lists who has which role".into()
            }
            DraftError::AuthorReleases { name, .. } => {
                format!("another officer with the role releaser releases it: `chancery release {name} --officer KEYFILE`")
            }
            DraftError::SameOfficer { name, .. } => {
                format!("a second officer approves or releases it; `chancery draft check {name}` says who may")
            }
            DraftError::SecondOfficerMissing { name, .. } => {
                format!("`chancery draft check {name}` says who still has to approve")
            }
            DraftError::OtherText { .. } => {
                "the text was changed, or the file is of another draft: read it again, and sign what stands there now".into()
            }
            DraftError::NoSignature => "send what the claim asks for, signed".into(),
            DraftError::NoReason => "say why with --reason: its author has to know what to change".into(),
            DraftError::Read(error) => error.hint(),
            DraftError::Vault(error) => error.hint(),
            DraftError::Publish(error) => error.hint(),
            DraftError::Randomness => "check the machine's entropy source".into(),
            DraftError::Stopped => "start the node and ask again".into(),
        }
    }

    /// What blocks, where that is the reason.
    pub fn findings(&self) -> &[Finding] {
        match self {
            DraftError::Blocked { gate, .. } => &gate.blocks,
            _ => &[],
        }
    }

    /// The stable name under which it is counted.
    pub(crate) fn name(&self) -> &'static str {
        match self {
            DraftError::NotFound { .. } => "draft-not-found",
            DraftError::Damaged { .. } | DraftError::Vault(_) | DraftError::Randomness => {
                "draft-vault"
            }
            DraftError::TooMany { .. } | DraftError::TooLong { .. } => "draft-too-much",
            DraftError::NoObject | DraftError::UnknownKind { .. } | DraftError::Unreadable => {
                "draft-text"
            }
            DraftError::Changed { .. }
            | DraftError::State { .. }
            | DraftError::Released { .. }
            | DraftError::Releasing { .. } => "draft-state",
            DraftError::Blocked { .. } => "draft-blocked",
            DraftError::NoPolicy { .. } | DraftError::PolicyChanged { .. } => "draft-policy",
            DraftError::NotAnOfficer { .. } | DraftError::RoleNotHeld { .. } => {
                "draft-not-an-officer"
            }
            DraftError::AuthorReleases { .. }
            | DraftError::SameOfficer { .. }
            | DraftError::SecondOfficerMissing { .. } => "draft-second-officer",
            DraftError::OtherText { .. } | DraftError::NoSignature => "draft-signature",
            DraftError::NoReason => "draft-no-reason",
            DraftError::Read(_) => "draft-read",
            DraftError::Publish(error) => error.name(),
            DraftError::Stopped => "draft-stopped",
        }
    }
}
