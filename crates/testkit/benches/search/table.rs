//! Printing: a table for people, and each figure as one line of JSON.

use std::time::Duration;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

/// Middle and 99th percentile of what was measured, in milliseconds.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct Spread {
    pub median_ms: f64,
    pub p99_ms: f64,
    pub worst_ms: f64,
    pub count: usize,
}

impl Spread {
    pub fn of(mut taken: Vec<Duration>) -> Spread {
        taken.sort_unstable();
        let at = |part: f64| {
            let place = (taken.len() as f64 * part) as usize;
            taken
                .get(place.min(taken.len().saturating_sub(1)))
                .map_or(0.0, |it| it.as_secs_f64() * 1e3)
        };
        Spread { median_ms: at(0.5), p99_ms: at(0.99), worst_ms: at(1.0), count: taken.len() }
    }
}

/// The middle one; of an even number the upper.
pub fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(0.0)
}

/// One figure.
pub fn figure(bench: &str, told: &str, fields: &[(&str, f64)]) {
    println!("  {told}");
    let mut line = Map::new();
    line.insert("bench".to_owned(), json!(format!("search_{bench}")));
    for (name, value) in fields {
        line.insert((*name).to_owned(), json!((value * 10_000.0).round() / 10_000.0));
    }
    println!("{}", Value::Object(line));
}

/// Two of them side by side, ours first.
pub fn beside(bench: &str, name: &str, ours: Spread, peer: Spread) {
    let ratio = ours.median_ms / peer.median_ms;
    let tail = ours.p99_ms / peer.p99_ms;
    let told = format!(
        "{name:<28} {:>8.3} {:>8.3}   {:>8.3} {:>9.3}   {ratio:>6.2} {tail:>6.2}",
        ours.median_ms, ours.p99_ms, peer.median_ms, peer.p99_ms
    );
    let fields = [
        ("median_ms", ours.median_ms),
        ("p99_ms", ours.p99_ms),
        ("peer_median_ms", peer.median_ms),
        ("peer_p99_ms", peer.p99_ms),
        ("ratio", ratio),
        ("p99_ratio", tail),
    ];
    figure(bench, &told, &fields);
}

/// The head over lines of [`beside`].
pub fn head(what: &str) {
    println!(
        "\n  {what:<28} {:>17}   {:>18}   {:>13}",
        "ours, ms", "SQLite FTS5, ms", "ours / SQLite"
    );
    println!(
        "  {:<28} {:>8} {:>8}   {:>8} {:>9}   {:>6} {:>6}",
        "", "median", "p99", "median", "p99", "median", "p99"
    );
}
