//! The run: step after step, and a table at the end.

use std::collections::BTreeMap;
use std::process::Command;

use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::Settings;
use crate::stage::{Answers, ROWS_SCREENED};
use crate::table::{beside, figure, head, median};

pub fn run(settings: &Settings, words: &[String]) {
    std::fs::create_dir_all(&settings.under).unwrap();
    let benched = words.iter().any(|word| word == "--bench");
    let step = |name: &str| -> Value { step(settings, name, benched) };
    println!("search: {} records, seed {}", settings.records, settings.seed);
    let data = step("data");
    let body_bytes = number(&data, "body_bytes");
    ingest(settings, &step);
    let filled = step("fill");
    let rebuilt = step("rebuild");
    sizes(settings, body_bytes, &filled, &rebuilt);
    let loaded = step("peer-load");
    // What is not needed any more makes room.
    for gone in ["whole/store", "round"] {
        let _ = std::fs::remove_dir_all(settings.under.join(gone));
    }
    let rates = [
        number(&rebuilt, "entries") / number(&rebuilt, "taken_s"),
        number(&loaded, "documents") / number(&loaded, "taken_s"),
    ];
    figure(
        "peer_load",
        &format!(
            "SQLite took in {:.0} documents a second, into {:.2} of the bodies; ours were made again at {:.0} entries a second",
            rates[1],
            number(&loaded, "bytes") / body_bytes,
            rates[0]
        ),
        &[("documents_per_s", rates[1]), ("over_bodies", number(&loaded, "bytes") / body_bytes)],
    );
    let ours: Answers = value(step("ask"));
    let peer: Answers = value(step("peer-ask"));
    compare(&ours, &peer);
    for gone in ["whole", "peer"] {
        let _ = std::fs::remove_dir_all(settings.under.join(gone));
    }
}

/// A step in a process of its own.
fn step(settings: &Settings, name: &str, benched: bool) -> Value {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.args(["--stage", name]).args(settings.words());
    if benched {
        command.arg("--bench");
    }
    let output = command.stderr(std::process::Stdio::inherit()).output().unwrap();
    assert!(output.status.success(), "the step {name} ended with {}", output.status);
    let text = String::from_utf8(output.stdout).unwrap();
    serde_json::from_str(text.lines().last().unwrap()).unwrap()
}

fn value<T: DeserializeOwned>(value: Value) -> T {
    serde_json::from_value(value).unwrap()
}

fn number(value: &Value, name: &str) -> f64 {
    name.split('.').fold(value, |value, name| &value[name]).as_f64().unwrap()
}

/// Off and on by turns, so that what else the machine does falls on both alike.
fn ingest(settings: &Settings, step: &impl Fn(&str) -> Value) {
    let (mut off, mut on, mut level, mut behind) = (vec![], vec![], vec![], vec![]);
    for _ in 0..settings.rounds {
        let round = step("ingest-off");
        off.push(number(&round, "entries") / number(&round, "durable_s"));
        let round = step("ingest-on");
        on.push(number(&round, "entries") / number(&round, "durable_s"));
        level.push(number(&round, "entries") / number(&round, "level_s"));
        behind.push(number(&round, "behind"));
    }
    let ratios: Vec<f64> = off.iter().zip(&on).map(|(off, on)| on / off).collect();
    let (off, on, level, behind) = (median(off), median(on), median(level), median(behind));
    figure(
        "ingest",
        &format!(
            "ingest of {} entries: {off:.0} a second without indexing, {on:.0} with it, ratio {:.2}; indexed and all {level:.0} ({behind:.0} behind at the end)",
            settings.ingest,
            on / off
        ),
        &[
            ("off_per_s", off),
            ("on_per_s", on),
            ("ratio", on / off),
            ("median_of_ratios", median(ratios)),
            ("level_per_s", level),
            ("behind", behind),
        ],
    );
}

fn sizes(settings: &Settings, body_bytes: f64, filled: &Value, rebuilt: &Value) {
    let rate = number(rebuilt, "entries") / number(rebuilt, "taken_s");
    let (records, parties) = (number(rebuilt, "records_bytes"), number(rebuilt, "parties_bytes"));
    figure(
        "rebuild",
        &format!(
            "made again: {rate:.0} entries a second, {:.1} s in all",
            number(rebuilt, "taken_s")
        ),
        &[("entries_per_s", rate)],
    );
    figure(
        "size",
        &format!(
            "bodies {:.0} bytes a record; index of records {:.2} and of parties {:.2} of that; the store {:.2}",
            body_bytes / settings.records as f64,
            records / body_bytes,
            parties / body_bytes,
            number(filled, "store_bytes") / body_bytes
        ),
        &[
            ("records_over_bodies", records / body_bytes),
            ("parties_over_bodies", parties / body_bytes),
            ("body_bytes", body_bytes / settings.records as f64),
        ],
    );
    figure(
        "rebuild_memory",
        &format!(
            "memory of making it again: {:.0} MB at most, {:.0} MB with the store alone",
            number(rebuilt, "memory.peak_mb"),
            number(rebuilt, "before.now_mb")
        ),
        &[("peak_mb", number(rebuilt, "memory.peak_mb"))],
    );
}

fn compare(ours: &Answers, peer: &Answers) {
    head("question, a page of twenty");
    for (ours, peer) in ours.kinds.iter().zip(&peer.kinds) {
        beside("query", &ours.0, ours.1, peer.1);
    }
    head("the same with nine facets");
    for (ours, peer) in ours.kinds.iter().zip(&peer.kinds) {
        beside("facets", &ours.0, ours.2, peer.2);
    }
    head("screening");
    beside("screening", "one name", ours.screening, peer.screening);
    let rate = |rows_s: f64| ROWS_SCREENED as f64 / rows_s;
    figure(
        "rows",
        &format!(
            "{ROWS_SCREENED} rows: {:.0} a second, SQLite {:.0}; ratio of times {:.2}",
            rate(ours.rows_s),
            rate(peer.rows_s),
            ours.rows_s / peer.rows_s
        ),
        &[("rows_per_s", rate(ours.rows_s)), ("peer_rows_per_s", rate(peer.rows_s))],
    );
    let share = |found: (usize, usize)| found.0 as f64 / found.1.max(1) as f64;
    figure(
        "found",
        &format!(
            "of names whose party is known {:.3} were found, by SQLite {:.3}",
            share(ours.found),
            share(peer.found)
        ),
        &[("found", share(ours.found)), ("peer_found", share(peer.found))],
    );
    figure(
        "memory",
        &format!(
            "memory while asking: {:.0} MB at most, {:.0} of it no mapped file; SQLite {:.0} and {:.0}",
            ours.memory.peak_mb, ours.memory.own_mb, peer.memory.peak_mb, peer.memory.own_mb
        ),
        &[("peak_mb", ours.memory.peak_mb), ("own_mb", ours.memory.own_mb)],
    );
    agree(ours, peer);
}

/// The same questions have the same answers; or one of the two sides is wrong, and the bench with it.
fn agree(ours: &Answers, peer: &Answers) {
    let theirs: BTreeMap<&str, (i64, i64)> = peer
        .totals
        .iter()
        .map(|(text, total, hidden)| (text.as_str(), (*total, *hidden)))
        .collect();
    let differ: Vec<String> = ours
        .totals
        .iter()
        .filter(|(text, total, hidden)| theirs[text.as_str()] != (*total, *hidden))
        .map(|(text, total, hidden)| {
            format!("{text}: {total} + {hidden}, {:?}", theirs[text.as_str()])
        })
        .collect();
    println!(
        "  {} of {} questions have another answer on the other side",
        differ.len(),
        ours.totals.len()
    );
    assert!(differ.is_empty(), "{differ:#?}");
}
