//! The words are those of the list that everybody has.

use std::collections::BTreeSet;

use super::*;

#[test]
fn list_has_two_words_for_each_byte_and_none_twice() {
    assert_eq!(LIST.len(), 256);
    let all: BTreeSet<String> =
        LIST.iter().flatten().map(|word| word.to_ascii_lowercase()).collect();
    assert_eq!(all.len(), 512);
}

/// The example that goes with the list: the fingerprint E582 94F2 E9A2 2748 6E8B 061B.
#[test]
fn example_of_the_list_reads_as_it_is_printed() {
    let mut bytes = [0; 32];
    bytes[..12]
        .copy_from_slice(&[0xe5, 0x82, 0x94, 0xf2, 0xe9, 0xa2, 0x27, 0x48, 0x6e, 0x8b, 0x06, 0x1b]);
    assert_eq!(
        of_digest(&Digest::from_bytes(bytes)),
        "topmost Istanbul Pluto vagabond treadmill Pacific brackish dictator goldfish Medusa \
         afflict bravado"
    );
}

#[test]
fn one_bit_changes_the_words() {
    assert_ne!(of_key(&[0; 32]), of_key(&[1; 32]));
}
