//! How a node ends when it is told to: at once, whole, and without an error.

use std::thread;

use serde_json::json;

use crate::harness::{Network, Signal, advisory, chancery_with, eventually};

#[test]
fn a_node_stops_cleanly_on_ctrl_c_and_on_terminate() {
    let network = Network::create(&["EE"]);
    let mut node = network.node("EE");
    for signal in [Signal::Interrupt, Signal::Terminate] {
        node.start();
        let reference = node.published(&advisory("EE", "Before the end"));
        let status = node.stop_by(signal);
        assert!(status.success(), "{signal:?}: {status}\n{}", node.log());
        assert!(!node.socket().exists(), "{signal:?}: the socket is left behind");
        node.start();
        node.holds(&reference);
        node.stop();
    }
    node.start();
    assert_eq!(node.json(&["fsck"])["clean"], json!(true));
}

#[test]
fn a_stop_in_the_middle_of_publishing_keeps_every_promise() {
    let network = Network::create(&["EE"]);
    let mut node = network.node("EE");
    node.start();
    let dir = node.dir().to_str().expect("a plain path").to_owned();
    let record = advisory("EE", "One of many").to_string();
    let publish = || {
        let mut promised = Vec::new();
        loop {
            let answer = chancery_with(&["publish", "-", "--json", "--dir", &dir], &record, |_| {});
            if answer.code != Some(0) {
                // Refused with a reason, or nobody is there any more.
                answer.failure();
                return promised;
            }
            promised.push(answer.json()["reference"].as_str().expect("a reference").to_owned());
        }
    };
    let mut promised: Vec<String> = thread::scope(|scope| {
        let publishers: Vec<_> = (0..3).map(|_| scope.spawn(publish)).collect();
        eventually("some records to be published", || match node.json(&["list"]).as_array() {
            Some(list) if list.len() > 5 => Ok(()),
            other => Err(format!("{other:?}")),
        });
        assert!(node.stop_by(Signal::Terminate).success(), "{}", node.log());
        publishers.into_iter().flat_map(|each| each.join().expect("it ends by itself")).collect()
    });
    promised.sort();
    let count = promised.len();
    promised.dedup();
    assert_eq!(promised.len(), count, "one reference was promised twice");
    node.start();
    promised.iter().for_each(|reference| node.holds(reference));
    assert_eq!(node.json(&["fsck"])["clean"], json!(true));
}

#[test]
fn a_node_stops_although_somebody_watches_and_somebody_says_nothing() {
    use std::io::Write as _;
    use std::os::unix::net::UnixStream;

    let network = Network::create(&["EE"]);
    let mut node = network.node("EE");
    node.start();
    let mut watcher = UnixStream::connect(node.socket()).expect("because it runs");
    let question = b"GET /v1/events HTTP/1.1\r\nHost: chancery\r\n\r\n";
    watcher.write_all(question).expect("because it listens");
    let silent = UnixStream::connect(node.socket()).expect("because it runs");
    let status = node.stop_by(Signal::Terminate);
    assert!(status.success(), "{status}\n{}", node.log());
    drop((watcher, silent));
}

#[test]
fn a_node_that_was_killed_leaves_a_socket_that_the_next_one_takes_over() {
    let network = Network::create(&["EE"]);
    let mut node = network.node("EE");
    node.start();
    node.kill();
    assert!(node.socket().exists(), "a killed process removes nothing");
    node.ask(&["status", "--json"]).ended(5).failure();
    node.start();
    assert!(node.status().is_some());
}
