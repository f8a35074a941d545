//! How a route refuses: a status, and the body that every error has.
//!
//! The one place where errors of the node become HTTP statuses: 403 not without a second officer, 404 nothing there, 409 ambiguous or blocked,
//! 413 too large, 422 not a record that may be published, 503 not now, 507 no space, 500 the node's own trouble.

use std::error::Error;

use axum::{
    Json,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use chancery_node::{
    PublishError, ReadError,
    answer::{
        AskError, DutyError, EnactError, EvidenceError, GraphError, ListError, SameError,
        ScreenError, WatchError,
    },
    causes,
    vocabulary::VocabularyError,
};
use chancery_record::Violation;

use crate::fault::{Fault, FaultPlace, FaultViolation};

/// What a route answers instead of what was asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Refusal {
    pub(crate) status: StatusCode,
    pub(crate) fault: Fault,
    /// Under which name it is counted; none where the node has counted it.
    reason: Option<&'static str>,
}

/// The name under which a refusal is counted, beside the answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Reason(pub(crate) &'static str);

impl Refusal {
    pub(crate) fn new(
        status: StatusCode,
        error: impl Into<String>,
        hint: impl Into<String>,
    ) -> Self {
        Refusal { status, fault: Fault::new(error, hint), reason: None }
    }

    /// The same, counted under this name.
    #[must_use]
    pub(crate) fn counted(self, reason: &'static str) -> Self {
        Refusal { reason: Some(reason), ..self }
    }

    /// A request that makes no sense.
    pub(crate) fn bad_request(error: impl Into<String>, hint: impl Into<String>) -> Self {
        Refusal::new(StatusCode::BAD_REQUEST, error, hint).counted("http-bad-request")
    }

    /// A record with something wrong in it.
    pub(crate) fn violations(violations: Vec<Violation>) -> Self {
        let mut refusal = Refusal::new(
            StatusCode::UNPROCESSABLE_ENTITY,
            format!("this is not a record: {} wrong", things(violations.len())),
            "mend each place; `chancery check FILE` says the same without a node",
        )
        .counted("http-not-a-record");
        refusal.fault.violations = violations.into_iter().map(FaultViolation::from).collect();
        refusal
    }

    /// A typed error of the node, with all its causes.
    pub(crate) fn of(status: StatusCode, error: &dyn Error, hint: String) -> Self {
        Refusal::new(status, causes(error), hint)
    }
}

fn things(count: usize) -> String {
    if count == 1 { "1 thing is".to_owned() } else { format!("{count} things are") }
}

impl From<ReadError> for Refusal {
    fn from(error: ReadError) -> Self {
        let status = match &error {
            ReadError::NotFound(_) => StatusCode::NOT_FOUND,
            ReadError::Ambiguous { .. } | ReadError::Unvouched => StatusCode::CONFLICT,
            ReadError::Stopped => StatusCode::SERVICE_UNAVAILABLE,
            ReadError::Store(_) | ReadError::Damaged(_) => StatusCode::INTERNAL_SERVER_ERROR,
        };
        Refusal::of(status, &error, error.hint())
    }
}

impl From<AskError> for Refusal {
    fn from(error: AskError) -> Self {
        let status = match &error {
            AskError::Query(flaw) => {
                let mut refusal =
                    Refusal::new(StatusCode::UNPROCESSABLE_ENTITY, flaw.to_string(), flaw.hint());
                refusal.fault.place = Some(FaultPlace { at: flaw.at, length: flaw.length });
                return refusal;
            }
            AskError::Limit { .. } | AskError::After(_) => StatusCode::BAD_REQUEST,
            AskError::Gone(_) => StatusCode::CONFLICT,
            AskError::Checking | AskError::Marks | AskError::Index(_) | AskError::Shut(_) => {
                StatusCode::SERVICE_UNAVAILABLE
            }
            AskError::Read(_) => StatusCode::INTERNAL_SERVER_ERROR,
        };
        Refusal::of(status, &error, error.hint())
    }
}

impl From<EvidenceError> for Refusal {
    fn from(error: EvidenceError) -> Self {
        match error {
            EvidenceError::Read(error) => error.into(),
            EvidenceError::Revoked(_) | EvidenceError::NoCheckpoint(_) | EvidenceError::Pack(_) => {
                Refusal::of(StatusCode::CONFLICT, &error, error.hint())
            }
        }
    }
}

impl From<DutyError> for Refusal {
    fn from(error: DutyError) -> Self {
        let status = match error {
            DutyError::Read(error) => return error.into(),
            DutyError::NoVersion { .. } | DutyError::NoAlert { .. } | DutyError::NoNotes { .. } => {
                StatusCode::NOT_FOUND
            }
            DutyError::NoText { .. } | DutyError::Length { .. } => StatusCode::UNPROCESSABLE_ENTITY,
            DutyError::TooLarge { .. } => StatusCode::CONFLICT,
            DutyError::Vault(ref error) if error.is_full() => StatusCode::INSUFFICIENT_STORAGE,
            DutyError::Vault(_) | DutyError::Unread { .. } => StatusCode::INTERNAL_SERVER_ERROR,
        };
        let hint = error.hint();
        Refusal::of(status, &error, hint).counted("http-duty")
    }
}

impl From<WatchError> for Refusal {
    fn from(error: WatchError) -> Self {
        let status = match error {
            WatchError::Read(error) => return error.into(),
            WatchError::NoWatch { .. } | WatchError::NoNotice { .. } => StatusCode::NOT_FOUND,
            WatchError::Taken { .. } | WatchError::TooMany => StatusCode::CONFLICT,
            WatchError::Length { .. }
            | WatchError::BadName
            | WatchError::Query { .. }
            | WatchError::NoParty
            | WatchError::TooManyParts { .. }
            | WatchError::Country { .. }
            | WatchError::Day { .. }
            | WatchError::Threshold => StatusCode::UNPROCESSABLE_ENTITY,
            WatchError::Vault(ref error) if error.is_full() => StatusCode::INSUFFICIENT_STORAGE,
            WatchError::Vault(_) | WatchError::Unread { .. } => StatusCode::INTERNAL_SERVER_ERROR,
        };
        let hint = error.hint();
        Refusal::of(status, &error, hint).counted("http-watch")
    }
}

impl From<GraphError> for Refusal {
    fn from(error: GraphError) -> Self {
        let status = match error {
            GraphError::Read(error) => return error.into(),
            GraphError::Same(error) => return error.into(),
            GraphError::Nobody { .. } | GraphError::NoParty { .. } => StatusCode::NOT_FOUND,
            GraphError::Length { .. } | GraphError::Bounds(_) => StatusCode::BAD_REQUEST,
        };
        let hint = error.hint();
        Refusal::of(status, &error, hint).counted("http-graph")
    }
}

impl From<SameError> for Refusal {
    fn from(error: SameError) -> Self {
        let status = match error {
            SameError::Read(error) => return error.into(),
            SameError::NoPair(_) => StatusCode::NOT_FOUND,
            SameError::Length { .. } => StatusCode::UNPROCESSABLE_ENTITY,
            SameError::Already { .. } | SameError::Steps { .. } | SameError::Busy => {
                StatusCode::CONFLICT
            }
            SameError::Ended => StatusCode::SERVICE_UNAVAILABLE,
            SameError::Vault(ref error) if error.is_full() => StatusCode::INSUFFICIENT_STORAGE,
            SameError::Vault(_) | SameError::Unread { .. } => StatusCode::INTERNAL_SERVER_ERROR,
        };
        let hint = error.hint();
        Refusal::of(status, &error, hint).counted("http-same")
    }
}

impl From<ListError> for Refusal {
    fn from(error: ListError) -> Self {
        let status = match &error {
            ListError::Unknown(_) | ListError::NoVersion { .. } => StatusCode::NOT_FOUND,
            ListError::OneVersion(_) | ListError::TooMany { .. } => StatusCode::CONFLICT,
            ListError::Loading(_) => StatusCode::BAD_REQUEST,
            ListError::Flaw(_)
            | ListError::Mapping(_)
            | ListError::Name(_)
            | ListError::NoRole
            | ListError::NeverAdverse => StatusCode::UNPROCESSABLE_ENTITY,
            ListError::NoIndex | ListError::Stopped => StatusCode::SERVICE_UNAVAILABLE,
            ListError::Damaged { .. } | ListError::File(_) | ListError::Index(_) => {
                StatusCode::INTERNAL_SERVER_ERROR
            }
        };
        Refusal::of(status, &error, error.hint())
    }
}

impl From<ScreenError> for Refusal {
    fn from(error: ScreenError) -> Self {
        let status = match error {
            ScreenError::Read(error) => return error.into(),
            ScreenError::Question(_) => StatusCode::BAD_REQUEST,
            ScreenError::Application(_) | ScreenError::TooMany { .. } => {
                StatusCode::UNPROCESSABLE_ENTITY
            }
            ScreenError::NoIndex | ScreenError::Stopped => StatusCode::SERVICE_UNAVAILABLE,
            ScreenError::Index(_) => StatusCode::INTERNAL_SERVER_ERROR,
        };
        let hint = error.hint();
        Refusal::of(status, &error, hint)
    }
}

impl From<PublishError> for Refusal {
    fn from(error: PublishError) -> Self {
        let status = match &error {
            PublishError::Unreleasable(_)
            | PublishError::OtherOriginator { .. }
            | PublishError::TargetMissing(_)
            | PublishError::TargetAmbiguous(_)
            | PublishError::TargetTwofold(_)
            | PublishError::TargetOfAnother { .. }
            | PublishError::TargetWithdrawn(_)
            | PublishError::Kin(_)
            | PublishError::TargetOwn(_)
            | PublishError::NotAsked(_)
            | PublishError::TargetInEarnest(_)
            | PublishError::TargetOfOtherKind { .. } => StatusCode::UNPROCESSABLE_ENTITY,
            // A program that is told this makes a draft of it.
            PublishError::TwoOfficers { .. } => StatusCode::FORBIDDEN,
            PublishError::Blocked(_)
            | PublishError::Approvals(_)
            | PublishError::PolicyChanged
            | PublishError::PolicyGone
            | PublishError::ApprovedBody(_) => StatusCode::CONFLICT,
            PublishError::Busy | PublishError::Stopped => StatusCode::SERVICE_UNAVAILABLE,
            PublishError::Unsettled { .. } | PublishError::NoRoom => {
                StatusCode::INSUFFICIENT_STORAGE
            }
            PublishError::NotWritten(why) if why.is_full() => StatusCode::INSUFFICIENT_STORAGE,
            PublishError::NotWritten(_)
            | PublishError::Unsealable(_)
            | PublishError::Randomness
            | PublishError::Store(_) => StatusCode::INTERNAL_SERVER_ERROR,
        };
        Refusal::of(status, &error, error.hint())
    }
}

impl From<EnactError> for Refusal {
    fn from(error: EnactError) -> Self {
        let status = match &error {
            EnactError::Refused(_) => StatusCode::UNPROCESSABLE_ENTITY,
            EnactError::Busy | EnactError::Stopped => StatusCode::SERVICE_UNAVAILABLE,
            EnactError::NotKept => StatusCode::INSUFFICIENT_STORAGE,
        };
        Refusal::of(status, &error, error.hint())
    }
}

impl From<VocabularyError> for Refusal {
    fn from(error: VocabularyError) -> Self {
        let status = match &error {
            VocabularyError::Sent(_) | VocabularyError::SentMisfit(_) => {
                StatusCode::UNPROCESSABLE_ENTITY
            }
            VocabularyError::Stopped => StatusCode::SERVICE_UNAVAILABLE,
            VocabularyError::File(_)
            | VocabularyError::NotText(_)
            | VocabularyError::Flaw { .. }
            | VocabularyError::Misfit { .. } => StatusCode::INTERNAL_SERVER_ERROR,
        };
        Refusal::of(status, &error, error.hint())
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let mut response = (self.status, Json(self.fault)).into_response();
        if let Some(reason) = self.reason {
            response.extensions_mut().insert(Reason(reason));
        }
        response
    }
}
