//! What two equal nodes cost each other when there is nothing to do, at 25 and at 193 logs.

use std::time::Duration;

use chancery_record::StateCode;

use crate::figures::figure;
use crate::ground::Ground;
use crate::served::Served;

/// Exchanges that are measured.
const PERIODS: u32 = 10;

/// The period between two exchanges.
const PERIOD: Duration = Duration::from_secs(1);

/// Both sizes.
pub fn idle() {
    for logs in [25, 193] {
        run(logs);
    }
}

fn run(logs: usize) {
    let all: Vec<&str> = StateCode::all().take(logs).map(StateCode::as_str).collect();
    let ground = Ground::new(&all);
    let config = "catch_up_ms = 1000\ngossip = false\n";
    let first = ground.dir("first", all[0], &[], config);
    let second = ground.dir("second", all[1], &[], config);
    for state in &all[2..] {
        ground.fill(state, 1024, &[(&first, 2), (&second, 2)]);
    }
    let entries = 2 * (logs as u64 - 2) + 2;
    let mut one = Served::start(&first, entries);
    Ground::point(&second, &one.address);
    let mut other = Served::start(&second, entries);
    other.wait_whole();
    one.wait_whole();
    std::thread::sleep(2 * PERIOD);
    let before = one.report();
    std::thread::sleep(PERIODS * PERIOD);
    let after = one.report();
    let grown = |name: &str| after[name].as_f64().unwrap() - before[name].as_f64().unwrap();
    let seconds = grown("uptime_s");
    let payload = (grown("payload_in") + grown("payload_out")) / seconds;
    let wire = (grown("bytes_in") + grown("bytes_out")) / seconds;
    figure(
        &format!("idle_{logs}_logs"),
        &format!(
            "{payload:.0} bytes of questions and answers a second, both ways; {wire:.0} with framing and pings"
        ),
        &[("payload_bytes_per_period", payload), ("wire_bytes_per_period", wire)],
    );
}
