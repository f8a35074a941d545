//! The routes about drafts, one method each.

use hyper::{Method, body::Bytes};
use serde_json::{Value, json};

use super::{Client, ClientError, calls::escape};
use crate::view::{ClaimView, DraftView, GateView, ReleasedView, SuggestionView};
use chancery_node::answer::Signed;

impl Client {
    /// Begins a draft from `kind`, and one of `record`, `like`, `about`.
    pub async fn begin_draft(&self, beginning: &Value) -> Result<DraftView, ClientError> {
        self.json(Method::POST, "/v1/drafts", beginning.to_string().into()).await
    }

    /// Every draft, without its text.
    pub async fn drafts(&self) -> Result<Vec<DraftView>, ClientError> {
        self.json(Method::GET, "/v1/drafts", Bytes::new()).await
    }

    /// One draft.
    pub async fn draft(&self, name: &str) -> Result<DraftView, ClientError> {
        self.json(Method::GET, &path(name, ""), Bytes::new()).await
    }

    /// Writes the text of a draft, made from this revision.
    pub async fn write_draft(
        &self,
        name: &str,
        record: &Value,
        revision: u64,
    ) -> Result<DraftView, ClientError> {
        let path = path(name, &format!("?revision={revision}"));
        self.json(Method::PUT, &path, record.to_string().into()).await
    }

    /// Drops a draft.
    pub async fn drop_draft(&self, name: &str) -> Result<DraftView, ClientError> {
        self.json(Method::DELETE, &path(name, ""), Bytes::new()).await
    }

    /// What stands between a draft and its release.
    pub async fn gate(&self, name: &str) -> Result<GateView, ClientError> {
        self.json(Method::GET, &path(name, "/gate"), Bytes::new()).await
    }

    /// What could stand in a draft.
    pub async fn suggestions(&self, name: &str) -> Result<Vec<SuggestionView>, ClientError> {
        self.json(Method::GET, &path(name, "/suggestions"), Bytes::new()).await
    }

    /// What an officer signs in this role.
    pub async fn claim(&self, name: &str, role: &str) -> Result<ClaimView, ClientError> {
        let asked = json!({ "role": role }).to_string();
        self.json(Method::POST, &path(name, "/claim"), asked.into()).await
    }

    /// Gives the signature of an author or a reviewer.
    pub async fn approve(&self, name: &str, signed: &Signed) -> Result<DraftView, ClientError> {
        let signed = json!(signed).to_string();
        self.json(Method::POST, &path(name, "/approvals"), signed.into()).await
    }

    /// Gives a draft back, with the reason and the signature over it.
    pub async fn reject(
        &self,
        name: &str,
        reason: &str,
        signed: &Signed,
    ) -> Result<DraftView, ClientError> {
        let rejection = json!({ "reason": reason, "signed": signed }).to_string();
        self.json(Method::POST, &path(name, "/rejection"), rejection.into()).await
    }

    /// Releases a draft, with the signature of a releaser where the policy asks for one.
    pub async fn release(
        &self,
        name: &str,
        signed: Option<&Signed>,
    ) -> Result<ReleasedView, ClientError> {
        let signed = json!(signed).to_string();
        self.json(Method::POST, &path(name, "/release"), signed.into()).await
    }

    /// The same without waiting until peers have reported this node's own frontier.
    pub async fn release_overriding(
        &self,
        name: &str,
        signed: Option<&Signed>,
    ) -> Result<ReleasedView, ClientError> {
        let signed = json!(signed).to_string();
        let path = path(name, "/release?override=own-frontier");
        self.json(Method::POST, &path, signed.into()).await
    }
}

fn path(name: &str, rest: &str) -> String {
    format!("/v1/drafts/{}{rest}", escape(name))
}
