//! The door of the API: bytes on the socket that no client of ours would send.

use serde_json::Value;

use crate::harness::{Network, Then, advisory, exchange};

fn post(path: &str, body: &[u8]) -> Vec<u8> {
    let length = body.len();
    let head = format!(
        "POST {path} HTTP/1.1\r\nHost: chancery\r\nConnection: close\r\nContent-Length: {length}\r\n\r\n"
    );
    [head.as_bytes(), body].concat()
}

fn ask(method: &str, path: &str) -> Vec<u8> {
    format!("{method} {path} HTTP/1.1\r\nHost: chancery\r\nConnection: close\r\n\r\n").into_bytes()
}

/// What is sent, what it is, and the status that must come back.
fn table() -> Vec<(&'static str, Vec<u8>, u16)> {
    let records = "/v1/records";
    let long_name = format!("{records}/{}", "a".repeat(5_000));
    vec![
        ("broken JSON", post(records, b"{\"kind\": "), 422),
        ("no body", post(records, b""), 422),
        ("a body that is not UTF-8", post(records, b"{\"a\": \"\xff\"}"), 400),
        ("a record too long", post(records, &vec![b' '; 1024 * 1024 + 1]), 413),
        ("a waiver that there is not", post("/v1/records?override=everything", b"{}"), 400),
        ("a question that there is not", ask("GET", "/v1/records?colour=red"), 400),
        ("a limit below nothing", ask("GET", "/v1/records?limit=-1"), 400),
        ("a limit too high", ask("GET", "/v1/records?limit=4294967295"), 400),
        ("an unknown state", ask("GET", "/v1/records?state=ZZ"), 400),
        ("a date that is none", ask("GET", "/v1/records?since=yesterday"), 400),
        ("an unknown route", ask("GET", "/v2/records"), 404),
        ("a way out of the table", ask("GET", "/v1/records/..%2f..%2fkeys"), 404),
        ("an unknown name", ask("GET", "/v1/records/EE-2026-9999"), 404),
        ("a name too long", ask("GET", &long_name), 400),
        ("a wrong method", ask("DELETE", records), 405),
        ("another wrong method", ask("POST", "/v1/status"), 405),
    ]
}

#[test]
fn what_is_no_request_of_ours_is_refused_in_the_one_shape_of_errors() {
    let network = Network::create(&["EE"]);
    let mut node = network.node("EE");
    node.start();
    let kept = node.published(&advisory("EE", "Kept all the while"));
    for (what, bytes, status) in table() {
        let reply =
            exchange(&node.socket(), &bytes, Then::Listens).expect("because the node answers");
        let body: Value = serde_json::from_slice(&reply.body).unwrap_or_default();
        assert_eq!(reply.status, status, "{what}: {body}");
        for key in ["error", "hint"] {
            assert!(body[key].as_str().is_some_and(|text| !text.is_empty()), "{what}: {body}");
        }
        node.holds(&kept);
    }
}

#[test]
fn what_is_no_http_at_all_costs_its_sender_the_connection_and_nobody_else_anything() {
    let network = Network::create(&["EE"]);
    let mut node = network.node("EE");
    node.start();
    let long_head = format!("GET /v1/status HTTP/1.1\r\nX: {}\r\n\r\n", "x".repeat(1 << 20));
    let half = b"POST /v1/records HTTP/1.1\r\nHost: c\r\nContent-Length: 1000\r\n\r\n{\"kind\"";
    let rows: [&[u8]; 5] = [
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
        b"\0\0\0\0\0\0\0\0",
        b"GET",
        long_head.as_bytes(),
        half,
    ];
    for bytes in rows {
        let reply = exchange(&node.socket(), bytes, Then::HangsUp);
        let status = reply.map_or(0, |reply| reply.status);
        assert!(status == 0 || status >= 400, "{status} for {:?}", &bytes[..bytes.len().min(12)]);
        assert!(node.status().is_some(), "the node must go on serving\n{}", node.log());
    }
    let list = node.json(&["list"]);
    assert_eq!(list.as_array().map(Vec::len), Some(0), "half a record was taken: {list}");
}

#[test]
fn the_socket_and_the_directory_are_their_owners_alone() {
    use std::os::unix::fs::MetadataExt as _;

    let network = Network::create(&["EE"]);
    let mut node = network.node("EE");
    node.start();
    let mode =
        |path: &std::path::Path| std::fs::metadata(path).expect("because it is there").mode();
    assert_eq!(mode(&node.socket()) & 0o777, 0o600);
    assert_eq!(mode(node.dir()) & 0o777, 0o700);
}
