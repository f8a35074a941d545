//! Catch-up over loopback: a node that lacks a whole log, or the last hundredth of it.
//!
//! The figure is entries a second, durable and indexed, and its ratio to the signature checks a second
//! of the same cores, because every entry has to be checked once: a ratio of 1 would mean that reading,
//! sending, decoding, hashing, writing and syncing cost nothing.

use crate::baseline::verifications_per_second;
use crate::figures::figure;
use crate::ground::Ground;
use crate::served::Served;

/// Bytes of each body.
const BODY_BYTES: usize = 1024;

/// A page is asked for as soon as the peers are connected.
const CONFIG: &str = "catch_up_ms = 1000\n";

fn entries() -> u64 {
    std::env::var("CHANCERY_BENCH_ENTRIES").map_or(100_000, |text| text.parse().unwrap())
}

/// Everything is missing.
pub fn whole() {
    run("catch_up", 0);
}

/// The last hundredth is missing.
pub fn tail() {
    let entries = entries();
    run("catch_up_tail", entries - entries / 100);
}

fn cores() -> f64 {
    std::thread::available_parallelism().map_or(1.0, |cores| cores.get() as f64)
}

fn run(bench: &str, held: u64) {
    let entries = entries();
    let ground = Ground::new(&["EE", "KR", "NO"]);
    let giver = ground.dir("giver", "KR", &[], CONFIG);
    let staged = ground.dir("taker", "NO", &[], CONFIG);
    let into: &[_] = if held > 0 {
        &[(giver.as_path(), entries), (staged.as_path(), held)]
    } else {
        &[(giver.as_path(), entries)]
    };
    ground.fill("EE", BODY_BYTES, into);
    let checks_before = verifications_per_second();
    // Each of the two also holds its own founding statement, and the other's.
    let mut giving = Served::start(&giver, entries + 1);
    let before = giving.report();
    let mut text = std::fs::read_to_string(staged.join("config.toml")).unwrap();
    text = text.replace("peers = []", &format!("peers = [\"{}\"]", giving.address));
    std::fs::write(staged.join("config.toml"), text).unwrap();
    let mut taking = Served::start(&staged, entries + 2);
    let report = taking.wait_whole();
    // Machines are noisy: the better of two measurements is the stricter limit.
    let checks = verifications_per_second().max(checks_before);
    let number = |name: &str| report[name].as_f64().unwrap();
    let moved = (entries - held) as f64;
    let rate = moved / number("whole_s");
    let payload = (BODY_BYTES as f64) * moved;
    figure(
        bench,
        &format!(
            "{moved} entries of {BODY_BYTES} bytes in {:.2} s: {rate:.0} a second, {:.2} of {checks:.0} signature checks",
            number("whole_s"),
            rate / checks
        ),
        &[("entries_per_s", rate), ("checks_per_s", checks), ("ratio", rate / checks)],
    );
    let sender = giving.report();
    let cpu = |report: &serde_json::Value| report["cpu_s"].as_f64().unwrap();
    let spent = [cpu(&report), cpu(&sender) - cpu(&before)].map(|seconds| seconds * 1e6 / moved);
    figure(
        &format!("{bench}_cpu"),
        &format!(
            "{:.1} us of a core an entry in the receiver, {:.1} in the sender; a signature check takes {:.1}",
            spent[0],
            spent[1],
            cores() / checks * 1e6
        ),
        &[("receiver_us", spent[0]), ("sender_us", spent[1])],
    );
    let wire = number("bytes_in") + number("bytes_out");
    let disk = report["store_bytes"].as_f64().unwrap();
    figure(
        &format!("{bench}_wire"),
        &format!(
            "{:.0} bytes on the wire an entry, {:.3} of its body",
            wire / moved,
            wire / payload
        ),
        &[("bytes_per_entry", wire / moved), ("ratio", wire / payload)],
    );
    let held_payload = (BODY_BYTES as f64) * entries as f64;
    figure(
        &format!("{bench}_disk"),
        &format!(
            "{:.0} bytes on disk an entry, {:.3} of its body",
            disk / entries as f64,
            disk / held_payload
        ),
        &[("bytes_per_entry", disk / entries as f64), ("ratio", disk / held_payload)],
    );
    figure(
        &format!("{bench}_memory"),
        &format!(
            "{:.0} MiB at most in the receiver, {:.0} MiB in the sender (started with {:.0})",
            number("peak_kib") / 1024.0,
            sender["peak_kib"].as_f64().unwrap() / 1024.0,
            before["peak_kib"].as_f64().unwrap() / 1024.0
        ),
        &[("receiver_mib", number("peak_kib") / 1024.0)],
    );
}
