//! What one state waits for from another, what an analyst relied on, and who is told what, between real nodes.

use std::fs;

use serde_json::{Value, json};

use crate::harness::{Network, Node, advisory, chancery, correction, eventually, withdrawal};

mod consultation;
mod reliance;

const STATES: [&str; 2] = ["EE", "KR"];
const OFTEN: &str = "catch_up_ms = 1_000\n[checkpoint]\nevery_seconds = 1\n";
