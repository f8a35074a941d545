//! Checkpoints that are signed, cosigned, merged and bent.

use chancery_encoding::Digest;

use super::{CHECKPOINT_BYTES_MAX, COSIGNATURES_MAX, Checkpoint, Merged, SignedCheckpoint};
use crate::certificate::Certificate;
use crate::note::Note;
use crate::roster::Register;
use crate::tests::cast::{certificate, directory, genesis, key, request, roster, statement_key};
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

/// What a witness signed stays signed when its node gets a new key.
#[test]
fn a_replaced_witness_key_still_verifies_and_the_new_one_too() {
    let mut renewal = request("NL");
    renewal.serial = 2;
    renewal.witness_key = key("NL second witness").public();
    renewal.transport_key = key("NL second transport").public();
    let renewal = Certificate::issue(&renewal, &key("NL root"), &roster()).unwrap();
    let mut register = Register::new(&genesis());
    register.insert(register.check(renewal.bytes()).unwrap());
    let mut whole = cosigned();
    let later = signed(7).cosign(&renewal, &key("NL second witness"), 0).unwrap();
    whole.add(later);
    let read = SignedCheckpoint::decode(&whole.encode(), register.directory()).unwrap();
    let states = read.cosigners().map(|each| each.issuer().state.as_str());
    assert_eq!(states.collect::<Vec<_>>(), ["KR", "NL", "NL"]);
    let early = SignedCheckpoint::decode(&whole.encode(), &directory());
    assert_eq!(early.unwrap_err().name(), "unknown-witness");
}

/// The lines that sort first are kept, whatever the order in which they come.
#[test]
fn more_cosignatures_than_a_note_has_lines_are_cut_alike_everywhere() {
    let named = |number: usize| {
        let mut request = request("NL");
        request.issuer.authority = format!("office-{number:03}");
        let certificate = Certificate::issue(&request, &key("NL root"), &roster()).unwrap();
        signed(7).cosign(&certificate, &key("NL witness"), 0).unwrap()
    };
    let all: Vec<_> = (0..COSIGNATURES_MAX + 2).map(named).collect();
    let (mut up, mut down) = (signed(7), signed(7));
    for (one, other) in all.iter().zip(all.iter().rev()) {
        up.add(one.clone());
        down.add(other.clone());
    }
    assert_eq!(up, down);
    assert_eq!(up.cosigners().len(), COSIGNATURES_MAX);
    assert_eq!(up.add(all[COSIGNATURES_MAX + 1].clone()), Merged::Unchanged);
    assert!(up.encode().len() <= CHECKPOINT_BYTES_MAX);
    assert!(Note::decode(&up.encode()).is_ok());
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
    let mut witness = request("KR");
    witness.issuer.authority = "a".repeat(63);
    let root = key("KR root");
    let witness = Certificate::issue(&witness, &root, &roster()).unwrap();
    let mut one = signed(7);
    let before = one.encode().len();
    one.add(one.cosign(&witness, &key("KR witness"), 0).unwrap());
    let line = one.encode().len() - before;
    assert_eq!((largest.text().len(), author.len(), line), (357, 357 + 1 + 320, 219));
    assert!(author.len() + COSIGNATURES_MAX * line <= CHECKPOINT_BYTES_MAX);
}
