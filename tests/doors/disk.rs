//! A disk without room: what does not fit is refused with its reason, and the node goes on serving.
//!
//! The limit on the size of a file stands for the full disk: it needs no rights, and the writes
//! fail at the same place.

use std::process::Command;

use serde_json::{Value, json};

use crate::harness::{Network, advisory, command_at, eventually};

/// Room for the store to begin with, and for some records; far less than what is tried.
const FILE_BYTES_MAX: u64 = 24 * 1024 * 1024;

/// 200 of a quarter of a MiB would be 50 MiB.
const TRIES: usize = 200;

/// The command, under a limit that the shell sets; the signal is ignored, so that writes fail.
fn limited(command: &Command) -> Command {
    let mut shell = Command::new("sh");
    let script = format!("trap '' XFSZ; ulimit -f {} && exec \"$@\"", FILE_BYTES_MAX / 512);
    shell.args(["-c", &script, "sh"]).arg(command.get_program()).args(command.get_args());
    shell.env_remove("CHANCERY_DIR").env_remove("CHANCERY_PASSPHRASE");
    shell
}

/// Whether this system can set the limit at all.
#[allow(clippy::print_stdout, reason = "a skipped test says why")]
fn limits_work() -> bool {
    let status = Command::new("sh").args(["-c", "trap '' XFSZ; ulimit -f 100"]).status();
    let works = status.is_ok_and(|status| status.success());
    if !works {
        println!("skipped: this system's shell sets no limit on the size of a file");
    }
    works
}

fn large(state: &str) -> Value {
    let mut record = advisory(state, "Takes much room");
    record["x-filler"] = json!(vec!["z".repeat(1_000); 200]);
    record
}

#[test]
fn a_full_disk_refuses_with_its_reason_and_the_node_goes_on_serving() {
    if !limits_work() {
        return;
    }
    let network = Network::create(&["EE"]);
    let mut node = network.node("EE");
    node.start_as(limited(&command_at(&["run"], node.dir())));
    let large = large("EE");

    let mut kept = Vec::new();
    let refused = (0..TRIES).find_map(|_| {
        let answer = node.publish(&large);
        match answer.code {
            Some(0) => {
                kept.push(answer.json()["reference"].as_str().unwrap_or_default().to_owned())
            }
            _ => return Some(answer),
        }
        None
    });
    let refused = refused.expect("because the limit is far below what was tried");
    let (error, hint) = refused.ended(1).failure();
    assert!(hint.contains("space"), "{error} / {hint}");
    assert!(node.refusals("publish-not-written") > 0, "{:?}", node.status());
    assert!(!kept.is_empty(), "nothing was kept before the disk was full");
    for reference in &kept {
        assert_eq!(node.json(&["verify", reference])["verified"], json!(true));
    }
    node.stop();

    // With room again it goes on where it was.
    node.start();
    let reference = node.published(&advisory("EE", "Room again"));
    kept.iter().chain([&reference]).for_each(|reference| node.holds(reference));
    assert_eq!(node.json(&["fsck"])["clean"], json!(true));
}

#[test]
fn a_node_whose_disk_is_full_receives_no_more_and_catches_up_when_there_is_room() {
    if !limits_work() {
        return;
    }
    let network = Network::create(&["EE", "KR"]);
    let often = "catch_up_ms = 1_000\n";
    let (mut node, mut other) = (network.node_with("EE", often), network.node_with("KR", often));
    node.start_as(limited(&command_at(&["run"], node.dir())));
    other.start();
    node.sees(1);
    let large = large("KR");
    let mut published = Vec::new();
    eventually("the disk to be full", || {
        assert!(published.len() < TRIES, "the limit is far below what was tried");
        published.push(other.published(&large));
        if node.refusals("disk-failed") > 0 { Ok(()) } else { Err(node.log()) }
    });
    // It holds what it held, answers, and says what is the matter.
    assert!(!node.json(&["list"]).as_array().expect("a list").is_empty());
    assert!(node.log().contains("no room on the disk"), "{}", node.log());
    node.stop();
    node.start();
    published.iter().for_each(|reference| node.holds(reference));
    assert_eq!(node.json(&["fsck"])["clean"], json!(true));
}
