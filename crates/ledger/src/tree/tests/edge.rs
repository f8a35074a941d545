//! Laws of the right edge and of the two hashes.

use chancery_encoding::Digest;

use super::leaves;
use super::oracle::Oracle;
use crate::log::POSITION_MAX;
use crate::tree::{
    EDGE_BYTES_MAX, EdgeFlaw, RightEdge, TreeHead, empty_root, leaf_hash, node_hash, root_of,
};

#[test]
fn the_hashes_are_those_of_rfc_9162() {
    let hex = |text: &str| text.parse::<Digest>().unwrap();
    let nothing = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
    assert_eq!(empty_root(), hex(nothing));
    let empty_leaf = "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d";
    assert_eq!(leaf_hash(&[]), hex(empty_leaf));
    // The root of 8 leaves that Certificate Transparency logs are tested with.
    let entries: [&[u8]; 8] = [
        b"",
        b"\x00",
        b"\x10",
        b"\x20\x21",
        b"\x30\x31",
        b"\x40\x41\x42\x43",
        b"\x50\x51\x52\x53\x54\x55\x56\x57",
        b"\x60\x61\x62\x63\x64\x65\x66\x67\x68\x69\x6a\x6b\x6c\x6d\x6e\x6f",
    ];
    let root = "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328";
    assert_eq!(root_of(&entries.map(leaf_hash)), hex(root));
}

#[test]
fn an_entry_does_not_pass_for_a_node() {
    let [left, right] = [leaf_hash(b"left"), leaf_hash(b"right")];
    let entry = [*left.as_bytes(), *right.as_bytes()].concat();
    assert_ne!(leaf_hash(&entry), node_hash(&left, &right));
}

#[test]
fn the_edge_has_the_root_of_the_recursion_at_every_size() {
    let mut oracle = Oracle::new(leaves(520));
    let mut edge = RightEdge::new();
    for (size, leaf) in (0..).zip(leaves(520)) {
        assert_eq!(edge.head(), TreeHead { size, root: oracle.root(0, size) });
        assert_eq!(root_of(&leaves(size)), edge.head().root);
        assert_eq!(edge.encode().len(), 8 + 32 * size.count_ones() as usize);
        assert_eq!(RightEdge::decode(&edge.encode()).as_ref(), Ok(&edge));
        edge.push(leaf);
    }
}

#[test]
fn an_edge_that_is_read_again_goes_on_as_if_nothing_had_happened() {
    let mut straight = RightEdge::new();
    let mut read_again = RightEdge::new();
    for leaf in leaves(70) {
        straight.push(leaf);
        read_again = RightEdge::decode(&read_again.encode()).unwrap();
        read_again.push(leaf);
        assert_eq!(read_again, straight);
    }
}

#[test]
fn an_edge_of_another_length_than_its_size_asks_for_is_refused() {
    let mut edge = RightEdge::new();
    leaves(11).into_iter().for_each(|leaf| edge.push(leaf));
    let bytes = edge.encode();
    for found in 0..bytes.len() {
        let refused = RightEdge::decode(&bytes[..found]);
        let expected = bytes.len();
        match found {
            0..8 => assert_eq!(refused, Err(EdgeFlaw::Short { found })),
            _ => assert_eq!(refused, Err(EdgeFlaw::Length { size: 11, expected, found })),
        }
    }
    let longer = [bytes, vec![0]].concat();
    assert!(matches!(RightEdge::decode(&longer), Err(EdgeFlaw::Length { .. })));
}

#[test]
fn no_edge_is_larger_than_a_log() {
    let largest = [&POSITION_MAX.to_be_bytes()[..], &[0; EDGE_BYTES_MAX - 8]].concat();
    assert_eq!(RightEdge::decode(&largest).unwrap().size(), POSITION_MAX);
    let size = POSITION_MAX + 1;
    let larger = [&size.to_be_bytes()[..], &[0; 32]].concat();
    assert_eq!(RightEdge::decode(&larger), Err(EdgeFlaw::Size { size }));
}
