//! The one client of the API: HTTP/1.1 over the Unix socket of a data directory.
//!
//! One connection per request: a local socket costs microseconds, and a client without a pool has no stale
//! connection to get wrong. Invariant: no answer is read beyond its bound, and none is waited for without end.

use std::{io, path::PathBuf, time::Duration};

use http_body_util::{BodyExt, Full, LengthLimitError, Limited};
use hyper::{HeaderMap, Method, Request, Response, StatusCode, body::Bytes, body::Incoming};
use hyper_util::rt::TokioIo;
use serde::de::DeserializeOwned;
use tokio::{net::UnixStream, time::timeout};

use crate::fault::Fault;

mod calls;
mod cases;
mod drafts;
mod duties;
mod events;
mod graphs;
mod lists;
mod reports;
mod search;
#[cfg(test)]
mod tests;
mod watches;

pub use calls::Listing;
pub use duties::Extent;
pub use events::{Event, Events};
pub use graphs::Around;
pub use reports::Asked;

/// A listing of 10,000 summaries of at most 1.5 KiB each stays below it.
const ANSWER_BYTES_MAX: usize = 16 * 1024 * 1024;

/// The slowest answer is a publication that waits for peers to report this node's own frontier.
const ANSWER_WAIT_MAX: Duration = Duration::from_secs(60);

/// A list of a hundred megabytes is read, written and indexed before it is answered.
const LOADING_WAIT_MAX: Duration = Duration::from_secs(1800);

/// Talks to the node of one data directory.
#[derive(Clone, Debug)]
pub struct Client {
    socket: PathBuf,
    wait: Duration,
}

/// The node could not be asked, or refused.
#[derive(Debug, thiserror::Error)]
pub enum ClientError {
    /// Nobody listens there.
    #[error("no node answers at {}", .socket.display())]
    NoNode {
        /// Socket that was tried.
        socket: PathBuf,
        /// Why the connection failed.
        source: io::Error,
    },
    /// The node answered with an error.
    #[error("{}", .fault.error)]
    Refused {
        /// HTTP status.
        status: u16,
        /// What the node says is wrong.
        fault: Fault,
    },
    /// The connection broke.
    #[error("the connection to the node broke")]
    Broken(#[source] hyper::Error),
    /// The answer took too long.
    #[error("the node did not answer within {wait_s} s")]
    TimedOut {
        /// How long it was waited for.
        wait_s: u64,
    },
    /// The answer is larger than this client reads.
    #[error("the node's answer is larger than this client reads")]
    TooLong,
    /// The answer is not what the API promises.
    #[error("the node's answer is not understood: {0}")]
    NotUnderstood(String),
}

impl ClientError {
    /// What to do next.
    pub fn hint(&self) -> String {
        match self {
            ClientError::NoNode { .. } => {
                "start it with `chancery run --dir DIR`, or name another directory".into()
            }
            ClientError::Refused { fault, .. } => fault.hint.clone(),
            ClientError::Broken(_) => "the node may have stopped: see its log".into(),
            ClientError::TimedOut { .. } => {
                "see the node's log; `chancery status` says if it waits".into()
            }
            ClientError::TooLong => "ask for less, for example with --limit".into(),
            ClientError::NotUnderstood(_) => {
                "the node may be another version: restart it with this binary".into()
            }
        }
    }
}

impl Client {
    /// A client of the node that listens on this socket; nothing is opened yet.
    pub fn new(socket: impl Into<PathBuf>) -> Self {
        Client { socket: socket.into(), wait: ANSWER_WAIT_MAX }
    }

    /// The same, that waits for what takes long.
    fn patient(&self) -> Client {
        Client { socket: self.socket.clone(), wait: LOADING_WAIT_MAX }
    }

    fn timed_out(&self) -> ClientError {
        ClientError::TimedOut { wait_s: self.wait.as_secs() }
    }

    async fn send(
        &self,
        method: Method,
        path: &str,
        body: Bytes,
    ) -> Result<Response<Incoming>, ClientError> {
        let stream = UnixStream::connect(&self.socket)
            .await
            .map_err(|source| ClientError::NoNode { socket: self.socket.clone(), source })?;
        let (mut sender, connection) = hyper::client::conn::http1::handshake(TokioIo::new(stream))
            .await
            .map_err(ClientError::Broken)?;
        // It ends by itself when the answer has been read or dropped.
        tokio::spawn(connection);
        let request = Request::builder()
            .method(method)
            .uri(path)
            .header("host", "node")
            .header("content-type", "application/json")
            .body(Full::new(body))
            .map_err(|flaw| ClientError::NotUnderstood(flaw.to_string()))?;
        timeout(self.wait, sender.send_request(request))
            .await
            .map_err(|_| self.timed_out())?
            .map_err(ClientError::Broken)
    }

    async fn bytes(&self, method: Method, path: &str, body: Bytes) -> Result<Bytes, ClientError> {
        Ok(self.whole(method, path, body, ANSWER_BYTES_MAX).await?.1)
    }

    async fn whole(
        &self,
        method: Method,
        path: &str,
        body: Bytes,
        bytes_max: usize,
    ) -> Result<(HeaderMap, Bytes), ClientError> {
        let response = self.send(method, path, body).await?;
        let (status, headers) = (response.status(), response.headers().clone());
        let bytes = timeout(self.wait, collect(response.into_body(), bytes_max))
            .await
            .map_err(|_| self.timed_out())??;
        if status.is_success() { Ok((headers, bytes)) } else { Err(refused(status, &bytes)) }
    }

    async fn json<T: DeserializeOwned>(
        &self,
        method: Method,
        path: &str,
        body: Bytes,
    ) -> Result<T, ClientError> {
        let bytes = self.bytes(method, path, body).await?;
        serde_json::from_slice(&bytes).map_err(|flaw| ClientError::NotUnderstood(flaw.to_string()))
    }

    async fn events(&self, path: &str) -> Result<Events, ClientError> {
        self.events_of(Method::GET, path).await
    }

    async fn events_of(&self, method: Method, path: &str) -> Result<Events, ClientError> {
        let response = self.send(method, path, Bytes::new()).await?;
        let status = response.status();
        if status.is_success() {
            return Ok(Events::new(response.into_body()));
        }
        Err(refused(status, &collect(response.into_body(), ANSWER_BYTES_MAX).await?))
    }
}

async fn collect(body: Incoming, bytes_max: usize) -> Result<Bytes, ClientError> {
    match Limited::new(body, bytes_max).collect().await {
        Ok(collected) => Ok(collected.to_bytes()),
        Err(flaw) => Err(match flaw.downcast::<hyper::Error>() {
            Ok(broken) => ClientError::Broken(*broken),
            Err(other) if other.is::<LengthLimitError>() => ClientError::TooLong,
            Err(other) => ClientError::NotUnderstood(other.to_string()),
        }),
    }
}

fn refused(status: StatusCode, bytes: &[u8]) -> ClientError {
    let fault = serde_json::from_slice(bytes).unwrap_or_else(|_| {
        Fault::new(format!("the node answered {status}"), "see the node's log")
    });
    ClientError::Refused { status: status.as_u16(), fault }
}
