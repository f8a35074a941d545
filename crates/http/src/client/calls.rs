//! One method per route, so that paths and queries are spelled in one place.

use std::fmt::Write as _;

use hyper::{Method, body::Bytes};

use super::{ANSWER_BYTES_MAX, Client, ClientError, Events};
use crate::routes::HIDDEN;
use crate::view::{
    ActView, EnactedView, ListView, LoadedView, LogView, PeerView, PublishedView, RecordView,
    RosterView, StatusView, ThreadView, VerificationView,
};

#[cfg(test)]
mod tests;

/// What a listing is narrowed to; everything left out narrows nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Listing {
    /// Only records of this state.
    pub state: Option<String>,
    /// Only records of this kind.
    pub kind: Option<String>,
    /// Only records issued at or after this date or instant, RFC 3339.
    pub since: Option<String>,
    /// At most so many.
    pub limit: Option<usize>,
    /// `yes` for drills only, `no` for what is real only.
    pub exercise: Option<String>,
    /// A status or a mark.
    pub status: Option<String>,
    /// `hide` leaves out what is over and counts it.
    pub expired: Option<String>,
}

impl Listing {
    fn query(&self) -> String {
        let limit = self.limit.map(|limit| limit.to_string());
        let pairs = [
            ("state", self.state.as_ref()),
            ("kind", self.kind.as_ref()),
            ("since", self.since.as_ref()),
            ("limit", limit.as_ref()),
            ("exercise", self.exercise.as_ref()),
            ("status", self.status.as_ref()),
            ("expired", self.expired.as_ref()),
        ];
        let mut query = String::new();
        for (name, value) in pairs {
            if let Some(value) = value {
                query.push(if query.is_empty() { '?' } else { '&' });
                query.push_str(name);
                query.push('=');
                query.push_str(&escape(value));
            }
        }
        query
    }
}

impl Client {
    /// Signs and publishes the record in this JSON text.
    pub async fn publish(&self, json: String) -> Result<PublishedView, ClientError> {
        self.json(Method::POST, "/v1/records", json.into()).await
    }

    /// Publishes without waiting until peers have reported this node's own frontier.
    pub async fn publish_overriding(&self, json: String) -> Result<PublishedView, ClientError> {
        self.json(Method::POST, "/v1/records?override=own-frontier", json.into()).await
    }

    /// Records held, newest first.
    pub async fn list(&self, listing: &Listing) -> Result<ListView, ClientError> {
        let path = format!("/v1/records{}", listing.query());
        let (headers, bytes) =
            self.whole(Method::GET, &path, Bytes::new(), ANSWER_BYTES_MAX).await?;
        let hidden = headers.get(HIDDEN).and_then(|hidden| hidden.to_str().ok()?.parse().ok());
        let records = serde_json::from_slice(&bytes)
            .map_err(|flaw| ClientError::NotUnderstood(flaw.to_string()))?;
        Ok(ListView { records, hidden: hidden.unwrap_or(0) })
    }

    /// One record by reference, id or the beginning of an id.
    pub async fn show(&self, name: &str) -> Result<RecordView, ClientError> {
        self.json(Method::GET, &format!("/v1/records/{}", escape(name)), Bytes::new()).await
    }

    /// The thread of one record, with the text of the version of that number or of the current one.
    pub async fn thread(
        &self,
        name: &str,
        version: Option<usize>,
    ) -> Result<ThreadView, ClientError> {
        let query = version.map(|version| format!("?version={version}")).unwrap_or_default();
        let path = format!("/v1/records/{}/thread{query}", escape(name));
        self.json(Method::GET, &path, Bytes::new()).await
    }

    /// Verifies one record from the bytes that the node holds.
    pub async fn verify(&self, name: &str) -> Result<VerificationView, ClientError> {
        let path = format!("/v1/records/{}/verification", escape(name));
        self.json(Method::GET, &path, Bytes::new()).await
    }

    /// The signed copy of one record, for `chancery verify FILE`.
    pub async fn copy(&self, name: &str) -> Result<Bytes, ClientError> {
        let path = format!("/v1/records/{}/copy", escape(name));
        self.bytes(Method::GET, &path, Bytes::new()).await
    }

    /// The evidence pack of one record, for `chancery evidence verify FILE`.
    pub async fn evidence(&self, name: &str) -> Result<Bytes, ClientError> {
        let path = format!("/v1/records/{}/evidence", escape(name));
        self.bytes(Method::GET, &path, Bytes::new()).await
    }

    /// Peers of the roster, connected or not.
    pub async fn peers(&self) -> Result<Vec<PeerView>, ClientError> {
        self.json(Method::GET, "/v1/peers", Bytes::new()).await
    }

    /// The node at a glance.
    pub async fn status(&self) -> Result<StatusView, ClientError> {
        self.json(Method::GET, "/v1/status", Bytes::new()).await
    }

    /// Where each log stands.
    pub async fn logs(&self) -> Result<Vec<LogView>, ClientError> {
        self.json(Method::GET, "/v1/logs", Bytes::new()).await
    }

    /// Submits an act of a state root.
    pub async fn enact(&self, act: Vec<u8>) -> Result<EnactedView, ClientError> {
        self.json(Method::POST, "/v1/acts", act.into()).await
    }

    /// Every act that is held, in an order in which each can be checked.
    pub async fn acts(&self) -> Result<Vec<ActView>, ClientError> {
        self.json(Method::GET, "/v1/acts", Bytes::new()).await
    }

    /// Takes a vocabulary pack, given as JSON text, into use.
    pub async fn load_vocabulary(&self, json: String) -> Result<LoadedView, ClientError> {
        self.json(Method::POST, "/v1/vocabularies", json.into()).await
    }

    /// The roster in force, and all before it.
    pub async fn roster(&self) -> Result<RosterView, ClientError> {
        self.json(Method::GET, "/v1/roster", Bytes::new()).await
    }

    /// Records as they become durable at the node: events `arrival` and `lag`.
    pub async fn watch(&self) -> Result<Events, ClientError> {
        self.events("/v1/events").await
    }

    /// Checks the whole store: events `progress`, then one `result` or `fault`.
    pub async fn fsck(&self) -> Result<Events, ClientError> {
        self.events("/v1/fsck").await
    }
}

/// Percent-encodes everything but the unreserved characters of RFC 3986, so that a name is one path segment.
pub(super) fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            escaped.push(char::from(byte));
        } else {
            write!(escaped, "%{byte:02X}").expect("because writing to a String cannot fail");
        }
    }
    escaped
}
