//! Reads a stream of server-sent events (WHATWG HTML 9.2), one bounded event at a time.
//!
//! Invariant: a line or an event that outgrows its bound ends the stream instead of growing a buffer.

use std::collections::VecDeque;

use http_body_util::BodyExt;
use hyper::body::Incoming;
use serde::de::DeserializeOwned;

use super::ClientError;

#[cfg(test)]
mod tests;

/// One summary with its list of holders is below 8 KiB; a result of fsck names at most some hundred problems.
const EVENT_BYTES_MAX: usize = 1024 * 1024;

/// One event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// Its name; `message` where the stream gives none.
    pub name: String,
    /// Its data lines, joined.
    pub data: String,
}

impl Event {
    /// Reads the data as JSON.
    pub fn json<T: DeserializeOwned>(&self) -> Result<T, ClientError> {
        serde_json::from_str(&self.data)
            .map_err(|flaw| ClientError::NotUnderstood(flaw.to_string()))
    }
}

/// A stream of events that is being read.
#[derive(Debug)]
pub struct Events {
    body: Incoming,
    parser: Parser,
}

impl Events {
    pub(super) fn new(body: Incoming) -> Self {
        Events { body, parser: Parser::default() }
    }

    /// The next event, or nothing when the node has closed the stream.
    pub async fn next(&mut self) -> Result<Option<Event>, ClientError> {
        loop {
            if let Some(event) = self.parser.ready.pop_front() {
                return Ok(Some(event));
            }
            match self.body.frame().await {
                None => return Ok(None),
                Some(Err(broken)) => return Err(ClientError::Broken(broken)),
                Some(Ok(frame)) => {
                    if let Ok(bytes) = frame.into_data() {
                        self.parser.feed(&bytes)?;
                    }
                }
            }
        }
    }
}

/// Splits bytes into lines and lines into events; comments (keep-alives) vanish here.
#[derive(Debug, Default)]
struct Parser {
    line: Vec<u8>,
    name: String,
    data: String,
    ready: VecDeque<Event>,
}

impl Parser {
    fn feed(&mut self, bytes: &[u8]) -> Result<(), ClientError> {
        for &byte in bytes {
            if byte == b'\n' {
                let line = std::mem::take(&mut self.line);
                let line = String::from_utf8(line)
                    .map_err(|_| ClientError::NotUnderstood("an event is not UTF-8".into()))?;
                self.line(line.trim_end_matches('\r'));
            } else {
                self.line.push(byte);
            }
            if self.line.len() + self.data.len() > EVENT_BYTES_MAX {
                return Err(ClientError::TooLong);
            }
        }
        Ok(())
    }

    fn line(&mut self, line: &str) {
        if line.is_empty() {
            let (name, data) = (std::mem::take(&mut self.name), std::mem::take(&mut self.data));
            if !data.is_empty() {
                let name = if name.is_empty() { "message".into() } else { name };
                self.ready.push_back(Event { name, data });
            }
            return;
        }
        let (field, value) = line.split_once(':').unwrap_or((line, ""));
        let value = value.strip_prefix(' ').unwrap_or(value);
        match field {
            "event" => self.name = value.to_owned(),
            "data" => {
                if !self.data.is_empty() {
                    self.data.push('\n');
                }
                self.data.push_str(value);
            }
            // A comment has an empty field name; ids and retries are not used.
            _ => {}
        }
    }
}
