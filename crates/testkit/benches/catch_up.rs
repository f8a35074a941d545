//! Catch-up over loopback: a node that lacks a whole log, or the last hundredth of it.
//!
//! The figure is entries a second, durable and indexed, and its ratio to the signature checks a second
//! of the same cores, because every entry has to be checked once: a ratio of 1 would mean that reading,
//! sending, decoding, hashing, writing and syncing cost nothing.

use serde_json::Value;

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

/// What is known when both nodes are done.
struct Done {
    bench: &'static str,
    entries: f64,
    moved: f64,
    checks: f64,
    taker: Value,
    giver_before: Value,
    giver_after: Value,
}

fn run(bench: &'static str, held: u64) {
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
    let giver_before = giving.report();
    Ground::point(&staged, &giving.address);
    let mut taking = Served::start(&staged, entries + 2);
    let taker = taking.wait_whole();
    let done = Done {
        bench,
        entries: entries as f64,
        moved: (entries - held) as f64,
        // Machines are noisy: the better of two measurements is the stricter limit.
        checks: verifications_per_second().max(checks_before),
        taker,
        giver_before,
        giver_after: giving.report(),
    };
    done.speed();
    done.size();
    done.memory();
}

fn number(report: &Value, name: &str) -> f64 {
    report[name].as_f64().unwrap()
}

impl Done {
    fn speed(&self) {
        let (bench, moved, checks) = (self.bench, self.moved, self.checks);
        let seconds = number(&self.taker, "whole_s");
        let rate = moved / seconds;
        figure(
            bench,
            &format!(
                "{moved} entries of {BODY_BYTES} bytes in {seconds:.2} s: {rate:.0} a second, {:.2} of {checks:.0} signature checks",
                rate / checks
            ),
            &[("entries_per_s", rate), ("checks_per_s", checks), ("ratio", rate / checks)],
        );
        let given = number(&self.giver_after, "cpu_s") - number(&self.giver_before, "cpu_s");
        let spent = [number(&self.taker, "cpu_s"), given].map(|seconds| seconds * 1e6 / self.moved);
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
    }

    fn size(&self) {
        let wire = number(&self.taker, "bytes_in") + number(&self.taker, "bytes_out");
        let (on_wire, on_disk) =
            (wire / self.moved, number(&self.taker, "store_bytes") / self.entries);
        let body = BODY_BYTES as f64;
        figure(
            &format!("{}_wire", self.bench),
            &format!("{on_wire:.0} bytes on the wire an entry, {:.3} of its body", on_wire / body),
            &[("bytes_per_entry", on_wire), ("ratio", on_wire / body)],
        );
        figure(
            &format!("{}_disk", self.bench),
            &format!("{on_disk:.0} bytes on disk an entry, {:.3} of its body", on_disk / body),
            &[("bytes_per_entry", on_disk), ("ratio", on_disk / body)],
        );
    }

    fn memory(&self) {
        let mib = |report: &Value| number(report, "peak_kib") / 1024.0;
        figure(
            &format!("{}_memory", self.bench),
            &format!(
                "{:.0} MiB at most in the receiver, {:.0} MiB in the sender (started with {:.0})",
                mib(&self.taker),
                mib(&self.giver_after),
                mib(&self.giver_before)
            ),
            &[("receiver_mib", mib(&self.taker))],
        );
    }
}
