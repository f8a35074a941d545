//! What one state waits for from another, what an analyst relied on, and who is told what, between real nodes.

use std::fs;
use std::io::{BufRead as _, BufReader};
use std::process::Stdio;

use serde_json::{Value, json};

use crate::harness::{
    ENVELOPE, Network, Node, Roots, advisory, chancery, command_at, correction, eventually,
    head_of, post, withdrawal,
};

mod consultation;
mod reliance;

const STATES: [&str; 2] = ["EE", "KR"];
const OFTEN: &str = "catch_up_ms = 1_000\n[checkpoint]\nevery_seconds = 1\n";

/// A record of this kind with the envelope of the example.
pub(crate) fn of_kind(kind: &str, state: &str, title: &str, fields: &Value) -> Value {
    let example = advisory(state, title);
    let mut record = json!({ "kind": kind });
    for name in ENVELOPE {
        record[name] = example[name].clone();
    }
    let more = fields.as_object().expect("an object").clone();
    record.as_object_mut().expect("an object").extend(more);
    record
}
