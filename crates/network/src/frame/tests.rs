//! Frames against what a stranger may send.

use futures::io::Cursor;

use serde_json::Value;

use super::*;
use crate::tests::{bytes, text, vectors};

async fn read(bytes: &[u8], bytes_max: usize) -> io::Result<Vec<u8>> {
    read_frame(&mut Cursor::new(bytes.to_vec()), bytes_max).await
}

#[tokio::test]
async fn frame_survives_a_round_trip() {
    for length in [0, 1, 70_000, 1 << 20] {
        let mut wire = Cursor::new(Vec::new());
        write_frame(&mut wire, &vec![7; length], 1 << 20).await.unwrap();
        assert_eq!(read(&wire.into_inner(), 1 << 20).await.unwrap(), vec![7; length]);
    }
}

fn bound(vector: &Value) -> usize {
    usize::try_from(vector["bytes_max"].as_u64().unwrap()).unwrap()
}

#[tokio::test]
async fn every_accepted_vector_is_read() {
    for vector in vectors("frame-accepted.json") {
        let payload = read(&bytes(&vector["hex"]), bound(&vector)).await;
        assert_eq!(payload.unwrap(), bytes(&vector["payload"]), "{}", vector["name"]);
    }
}

#[tokio::test]
async fn every_refused_vector_is_refused_for_its_reason() {
    for vector in vectors("frame-refused.json") {
        let error = read(&bytes(&vector["hex"]), bound(&vector)).await.unwrap_err();
        let expected = match text(&vector["flaw"]) {
            "too-long" => io::ErrorKind::InvalidData,
            "truncated" => io::ErrorKind::UnexpectedEof,
            "given-up" => io::ErrorKind::ConnectionAborted,
            flaw => panic!("no flaw of a frame: {flaw}"),
        };
        assert_eq!(error.kind(), expected, "{}", vector["name"]);
        assert_eq!(is_flaw(&error), text(&vector["flaw"]) != "given-up", "{}", vector["name"]);
    }
}

#[tokio::test]
async fn memory_follows_what_has_arrived() {
    let mut bytes = Cursor::new(Vec::new());
    write_frame(&mut bytes, &vec![7; (1 << 20) + 1], 1 << 21).await.unwrap();
    let frame = read(&bytes.into_inner(), 1 << 21).await.unwrap();
    assert_eq!(frame.capacity(), frame.len(), "and not a byte more");
}

#[tokio::test]
async fn too_long_a_frame_is_not_written() {
    let mut wire = Cursor::new(Vec::new());
    assert!(write_frame(&mut wire, &[0; 9], 8).await.is_err());
    assert!(wire.into_inner().is_empty());
}
