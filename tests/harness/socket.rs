//! The API socket of a node, spoken to with bytes: what a well-behaved client would never send has
//! to be sendable here.

use std::io::{Read as _, Write as _};
use std::net::Shutdown;
use std::os::unix::net::UnixStream;
use std::path::Path;

use serde_json::Value;

use super::wait::LONG;

/// What came back.
#[derive(Debug)]
pub(crate) struct Reply {
    pub(crate) status: u16,
    pub(crate) body: Vec<u8>,
}

impl Reply {
    /// The body as JSON.
    #[track_caller]
    pub(crate) fn json(&self) -> Value {
        let text = String::from_utf8_lossy(&self.body);
        serde_json::from_str(&text).unwrap_or_else(|error| panic!("not JSON ({error}): {text}"))
    }
}

/// What a client does once it has said what it has to say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Then {
    /// It waits for the answer.
    Listens,
    /// It closes its half, as one does that was cut off.
    HangsUp,
}

/// Sends the bytes as they are, and reads what comes until the server closes.
pub(crate) fn exchange(socket: &Path, bytes: &[u8], then: Then) -> std::io::Result<Reply> {
    let mut stream = UnixStream::connect(socket)?;
    stream.set_read_timeout(Some(LONG))?;
    // A server that refuses early closes its half while we still write.
    let sent = stream.write_all(bytes);
    if sent.is_ok() && then == Then::HangsUp {
        stream.shutdown(Shutdown::Write)?;
    }
    let mut answer = Vec::new();
    if let Err(error) = stream.read_to_end(&mut answer)
        && answer.is_empty()
    {
        return Err(error);
    }
    Ok(reply_of(&answer))
}

fn reply_of(answer: &[u8]) -> Reply {
    let end = answer.windows(4).position(|four| four == b"\r\n\r\n").unwrap_or(answer.len());
    let head = String::from_utf8_lossy(&answer[..end]).into_owned();
    let status = head.split(' ').nth(1).and_then(|code| code.parse().ok()).unwrap_or(0);
    let rest = answer.get(end + 4..).unwrap_or_default();
    let chunked = head.to_ascii_lowercase().contains("transfer-encoding: chunked");
    Reply { status, body: if chunked { unchunked(rest) } else { rest.to_vec() } }
}

fn unchunked(mut rest: &[u8]) -> Vec<u8> {
    let mut body = Vec::new();
    while let Some(end) = rest.windows(2).position(|two| two == b"\r\n") {
        let length = String::from_utf8_lossy(&rest[..end]);
        let length = usize::from_str_radix(length.trim(), 16).unwrap_or(0);
        let Some(chunk) = rest.get(end + 2..end + 2 + length) else { break };
        body.extend_from_slice(chunk);
        rest = rest.get(end + 4 + length..).unwrap_or_default();
    }
    body
}

/// One question of a client that behaves.
pub(crate) fn get(socket: &Path, path: &str) -> std::io::Result<Reply> {
    let question = format!("GET {path} HTTP/1.1\r\nHost: chancery\r\nConnection: close\r\n\r\n");
    exchange(socket, question.as_bytes(), Then::Listens)
}

/// Bytes that are submitted by a client that behaves.
pub(crate) fn post(socket: &Path, path: &str, body: &[u8]) -> std::io::Result<Reply> {
    let head = format!(
        "POST {path} HTTP/1.1\r\nHost: chancery\r\nConnection: close\r\nContent-Length: {}\r\n\r\n",
        body.len()
    );
    exchange(socket, &[head.as_bytes(), body].concat(), Then::Listens)
}
