//! What the vectors of watches need of receivers.

use serde_json::{Value, json};

use crate::config::Carries;
use crate::vault::Vault;
use crate::watches::error::WatchError;
use crate::watches::journal::Head;
use crate::watches::notice::Notice;
use crate::watches::receivers::cursor::Cursor;
use crate::watches::receivers::payload;
use crate::watches::receivers::signature::Secret;
use crate::watches::seen::Seen;

/// Reads a receiver's cursor as a node does.
pub(crate) fn reads_cursor(vault: &Vault, name: &str, series: &str) -> Result<(), WatchError> {
    let seen = Seen::nothing(time::macros::date!(2026 - 11 - 24));
    let head = Head { series: series.to_owned(), last: 9, looked: 0, seen };
    Cursor::begin(vault, name, &head).map(|cursor| assert_eq!(cursor.after, 1))
}

/// One delivery, with its headers.
pub(crate) fn delivery(carries: Carries, series: &str, notice: &Notice, at_s: i64) -> Value {
    let secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    let id = payload::id(series, notice.number);
    let body = payload::body(carries, &id, notice);
    let signature = Secret::read(secret.as_bytes()).unwrap().sign(&id, at_s, &body);
    json!({
        "secret": secret,
        "webhook-id": id,
        "webhook-timestamp": at_s,
        "body": String::from_utf8(body).unwrap(),
        "webhook-signature": signature,
    })
}
