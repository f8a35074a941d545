//! The name in a path: a reference, an id, or the beginning of one.

use axum::{
    extract::{FromRequestParts, Path},
    http::request::Parts,
};

use crate::refusal::Refusal;

/// A reference has at most 17 characters and an id 64; nothing longer can be found.
const NAME_BYTES_MAX: usize = 64;

/// A name that is worth looking for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Name(pub(super) String);

impl<S: Send + Sync> FromRequestParts<S> for Name {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Refusal> {
        let hint = "write a reference such as EE-2026-0001, or at least eight digits of an id";
        match Path::<String>::from_request_parts(parts, state).await {
            Ok(Path(name)) if name.len() <= NAME_BYTES_MAX => Ok(Name(name)),
            Ok(Path(name)) => {
                Err(Refusal::bad_request(format!("a name of {} bytes is none", name.len()), hint))
            }
            Err(flaw) => Err(Refusal::bad_request(flaw.body_text(), hint)),
        }
    }
}
