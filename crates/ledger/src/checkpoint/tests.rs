//! Checkpoints that are signed, cosigned, merged and bent.

use chancery_encoding::Digest;

use super::{CHECKPOINT_BYTES_MAX, Checkpoint, Merged, SignedCheckpoint};
use crate::tests::cast::{certificate, directory, key, roster, statement_key};
use crate::tests::forest::{self, cosignature, leaves};

fn checkpoint(size: u64) -> Checkpoint {
    forest::checkpoint(&leaves(u64::MAX, size))
}

fn signed(size: u64) -> SignedCheckpoint {
    forest::signed(&leaves(u64::MAX, size))
}

/// With the cosignatures of KR and NL.
fn cosigned() -> SignedCheckpoint {
    forest::cosigned(&leaves(u64::MAX, 7))
}

#[test]
fn a_checkpoint_with_cosignatures_is_read_as_it_was_written() {
    for whole in [signed(1), cosigned()] {
        let read = SignedCheckpoint::decode(&whole.encode(), &directory()).unwrap();
        assert_eq!(read, whole);
    }
    let states: Vec<_> = cosigned().cosigners().map(|each| each.issuer().to_string()).collect();
    assert_eq!(states, ["KR/foreign-trade", "NL/foreign-trade"]);
}

#[test]
fn every_single_bit_flip_is_refused() {
    let (directory, bytes) = (directory(), cosigned().encode());
    for bit in 0..bytes.len() * 8 {
        let mut bent = bytes.clone();
        bent[bit / 8] ^= 1 << (bit % 8);
        let read = SignedCheckpoint::decode(&bent, &directory);
        assert!(read.is_err(), "bit {bit} of {}", String::from_utf8_lossy(&bytes));
    }
}

#[test]
fn parts_of_a_checkpoint_can_be_passed_on() {
    let (directory, whole) = (directory(), cosigned());
    assert_eq!(whole.author_only_bytes(), signed(7).encode());
    let witness = *key("NL witness").public().as_bytes();
    let one = SignedCheckpoint::decode(&whole.with_only(&witness).unwrap(), &directory).unwrap();
    assert_eq!(one.cosigners().collect::<Vec<_>>(), [whole.cosignature_of(&witness).unwrap()]);
    assert_eq!(whole.with_only(&[0; 32]), None);
}

#[test]
fn merging_gives_the_same_in_any_order() {
    let part = |cosignatures: &[(&str, u64)]| {
        let mut part = signed(7);
        for (witness, later) in cosignatures {
            assert_eq!(part.add(cosignature(&signed(7), witness, *later)), Merged::Changed);
        }
        part
    };
    let parts = [part(&[("KR", 5)]), part(&[("NL", 9), ("KR", 3)]), part(&[]), part(&[("NL", 2)])];
    let whole = part(&[("KR", 3), ("NL", 2)]);
    for turn in 0..parts.len() {
        let mut order = parts.to_vec();
        order.rotate_left(turn);
        let mut merged = order.remove(0);
        order.into_iter().rev().for_each(|part| {
            merged.merge(part);
        });
        assert_eq!(merged, whole);
        assert_eq!(merged.merge(parts[turn].clone()), Merged::Unchanged);
    }
    assert_eq!(part(&[]).merge(signed(8)), Merged::OtherTree);
}

#[test]
fn a_copy_that_names_another_roster_is_merged_the_same_way_round() {
    let mut other = checkpoint(7);
    other.roster = Digest::from_bytes([0; 32]);
    let other = other.sign(&statement_key("EE")).unwrap();
    let (mut one, mut two) = (signed(7), other.clone());
    assert_eq!(one.merge(other.clone()), Merged::Changed);
    assert_eq!(two.merge(signed(7)), Merged::Unchanged);
    assert_eq!((&one, &two), (&other, &other));
    let read = SignedCheckpoint::decode(&other.encode(), &directory());
    assert_eq!(read.unwrap_err().name(), "unknown-roster");
}

#[test]
fn only_the_right_keys_sign() {
    let flaw = checkpoint(7).sign(&statement_key("KR")).unwrap_err();
    assert_eq!(flaw.name(), "other-statement-key");
    assert_eq!(checkpoint(0).sign(&statement_key("EE")).unwrap_err().name(), "checkpoint-size");
    let flaw = signed(7).cosign(&certificate("KR"), &key("NL witness"), 0).unwrap_err();
    assert_eq!(flaw.name(), "other-witness-key");
    let flaw = signed(7).cosign(&certificate("KR"), &key("KR witness"), u64::MAX).unwrap_err();
    assert_eq!(flaw.name(), "cosignature-time");
}

#[test]
fn the_largest_checkpoint_fits_its_bound() {
    let mut largest = checkpoint(1);
    largest.size = crate::log::POSITION_MAX;
    largest.log.epoch = crate::log::POSITION_MAX;
    largest.issuer.authority = "a".repeat(63);
    let author = largest.sign(&statement_key("EE")).unwrap().encode();
    let mut witness = crate::tests::cast::request("KR");
    witness.issuer.authority = "a".repeat(63);
    let root = key("KR root");
    let witness = crate::certificate::Certificate::issue(&witness, &root, &roster()).unwrap();
    let mut one = signed(7);
    let before = one.encode().len();
    one.add(one.cosign(&witness, &key("KR witness"), 0).unwrap());
    let line = one.encode().len() - before;
    assert!(author.len() + 255 * line <= CHECKPOINT_BYTES_MAX, "{} {line}", author.len());
}
