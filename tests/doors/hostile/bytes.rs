//! Messages of the wire, written by hand as a stranger would who has only read
//! `docs/spec/replication.md`: deterministic CBOR, arrays that begin with their kind.

use chancery_encoding::Digest;

/// The head of an item: its major type, and its argument in as few bytes as it takes.
fn begin(major: u8, argument: u64) -> Vec<u8> {
    let major = major << 5;
    let bytes = argument.to_be_bytes();
    match argument {
        0..=23 => vec![major | bytes[7]],
        24..=0xff => vec![major | 24, bytes[7]],
        0x100..=0xffff => [&[major | 25], &bytes[6..]].concat(),
        0x1_0000..=0xffff_ffff => [&[major | 26], &bytes[4..]].concat(),
        _ => [&[major | 27], &bytes[..]].concat(),
    }
}

pub(super) fn uint(value: u64) -> Vec<u8> {
    begin(0, value)
}

pub(super) fn bytes(value: &[u8]) -> Vec<u8> {
    [begin(2, value.len() as u64), value.to_vec()].concat()
}

pub(super) fn text(value: &str) -> Vec<u8> {
    [begin(3, value.len() as u64), value.as_bytes().to_vec()].concat()
}

pub(super) fn array(items: &[Vec<u8>]) -> Vec<u8> {
    [begin(4, items.len() as u64), items.concat()].concat()
}

/// The items of a head: log, epoch, seq, tip.
pub(super) fn head(log: &[u8; 32], seq: u64, tip: &[u8; 32]) -> [Vec<u8>; 4] {
    [bytes(log), uint(0), uint(seq), bytes(tip)]
}

pub(super) fn gossip_entry(statement: &[u8], body: &[u8]) -> Vec<u8> {
    array(&[uint(0), bytes(statement), bytes(body)])
}

pub(super) fn gossip_head(head: &[Vec<u8>; 4]) -> Vec<u8> {
    array(&[&[uint(1)], &head[..]].concat())
}

pub(super) fn gossip_evidence(proof: &[u8]) -> Vec<u8> {
    array(&[uint(2), bytes(proof)])
}

/// A frontier of one head, without evidence, checkpoints and acts.
pub(super) fn frontier(head: &[Vec<u8>; 4]) -> Vec<u8> {
    let no_acts = bytes(Digest::of(&array(&[])).as_bytes());
    array(&[uint(1), array(&[array(head)]), array(&[]), array(&[]), no_acts])
}

pub(super) fn gossip_note(note: &[u8]) -> Vec<u8> {
    array(&[uint(3), bytes(note)])
}

pub(super) fn gossip_act(act: &[u8]) -> Vec<u8> {
    array(&[uint(4), bytes(act)])
}

/// The answer that says: I hold nothing there.
pub(super) fn no_page() -> Vec<u8> {
    array(&[uint(2), array(&[])])
}

/// The answer that says: I hold what you hold.
pub(super) fn equal() -> Vec<u8> {
    array(&[uint(0)])
}

#[test]
fn what_is_written_by_hand_is_what_the_strict_scan_accepts() {
    use chancery_encoding::{Limits, check};

    let message = gossip_entry(&[1; 300], &[2; 70_000]);
    let limits = Limits { bytes_max: 100_000, depth_max: 4, tag: None };
    assert_eq!(check(&message, limits), Ok(()));
    assert_eq!(check(&frontier(&head(&[3; 32], 1 << 40, &[4; 32])), limits), Ok(()));
    assert_eq!(check(&text("liar!"), limits), Ok(()));
}
