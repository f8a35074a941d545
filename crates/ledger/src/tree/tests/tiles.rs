//! Laws of tiles: how they are called, which of them change, and which a proof needs.

use std::collections::BTreeSet;

use proptest::prelude::*;

use super::{Shelf, leaves};
use crate::tree::{
    RightEdge, Subtree, TILE_BYTES_MAX, TILE_LEVELS, TileFlaw, TileId, TiledTree, changed_tiles,
    grow, root_of, tiles_for,
};

fn tile(level: u8, index: u64, size: u64) -> TileId {
    TileId::in_tree(level, index, size).unwrap()
}

#[test]
fn a_tile_is_called_as_c2sp_says() {
    let cases = [
        (tile(0, 0, 1), "tile/0/000.p/1"),
        (tile(0, 0, 256), "tile/0/000"),
        (tile(0, 1, 300), "tile/0/001.p/44"),
        (tile(1, 0, 300), "tile/1/000.p/1"),
        (tile(0, 999, u64::MAX), "tile/0/999"),
        (tile(0, 1000, u64::MAX), "tile/0/x001/000"),
        (tile(0, 1_234_067, u64::MAX), "tile/0/x001/x234/067"),
        (tile(3, 1_234_067, u64::MAX), "tile/3/x001/x234/067"),
        (tile(7, 0, u64::MAX), "tile/7/000.p/255"),
        (tile(0, (1 << 56) - 1, u64::MAX), "tile/0/x072/x057/x594/x037/x927/935.p/255"),
    ];
    for (id, path) in cases {
        assert_eq!(id.to_string(), path);
        assert_eq!(path.parse(), Ok(id));
    }
}

#[test]
fn a_tile_has_one_spelling() {
    let refused = [
        "",
        "tile/0",
        "tile/0/",
        "tile/0/0",
        "tile/00/000",
        "tile/+0/000",
        "tile/0/x000/000",
        "tile/0/001/000",
        "tile/0/x001/x000",
        "tile/0/x001000",
        "tile/0/000.p/0",
        "tile/0/000.p/256",
        "tile/0/000.p/257",
        "tile/0/000.p/01",
        "tile/0/000.p/+1",
        "tile/0/000.p/1/",
        "/tile/0/000",
        "tile/7/000",
        "tile/8/000.p/1",
        "tile/0/x072/x057/x594/x037/x927/935",
        "tile/0/x072/x057/x594/x037/x927/936.p/1",
        "tile/0/x099/x999/x999/x999/x999/x999/x999/x999/x999/x999/x999/x999/999",
    ];
    for path in refused {
        assert!(path.parse::<TileId>().is_err(), "{path}");
    }
}

#[test]
fn a_tree_has_the_tiles_that_its_size_fills() {
    let widths = |size, index| TileId::in_tree(0, index, size).map(|id| id.width());
    assert_eq!(widths(0, 0), None);
    assert_eq!([0, 1, 2].map(|index| widths(256, index)), [Some(256), None, None]);
    assert_eq!([0, 1, 2].map(|index| widths(257, index)), [Some(256), Some(1), None]);
    assert_eq!(TileId::in_tree(TILE_LEVELS, 0, u64::MAX), None);
    assert_eq!(TileId::in_tree(0, u64::MAX, u64::MAX), None);
    assert_eq!(tile(0, 0, 256).bytes(), TILE_BYTES_MAX);
    assert_eq!(tile(2, 0x0102, u64::MAX).key(), [2, 0, 0, 0, 0, 0, 0, 1, 2]);
}

#[test]
fn one_by_one_and_all_at_once_leave_the_same_tiles() {
    let leaves = leaves(700);
    let mut shelf = Shelf::default();
    let mut edge = RightEdge::new();
    for leaf in &leaves {
        edge = shelf.append(&edge, std::slice::from_ref(leaf)).edge;
    }
    let at_once = Shelf::of(&leaves);
    assert_eq!(shelf.tiles, at_once.tiles);
    assert_eq!(edge.head().root, root_of(&leaves));
}

/// 65,536 leaves complete a tile of level 1 and begin one of level 2.
#[test]
fn a_third_level_begins_where_the_second_is_full() {
    let leaves = leaves(65_537);
    let (most, last) = leaves.split_at(65_535);
    let mut shelf = Shelf::default();
    let edge = shelf.append(&RightEdge::new(), most).edge;
    let growth = shelf.append(&edge, last);
    let names: Vec<_> = growth.tiles.iter().map(|(id, _)| id.to_string()).collect();
    assert_eq!(names, ["tile/0/255", "tile/0/256.p/1", "tile/1/000", "tile/2/000.p/1"]);
    let root = root_of(&leaves[..65_536]);
    assert_eq!(shelf.tiles[&tile(2, 0, 65_537).key()], root.as_bytes());

    let mut tree = TiledTree::new(65_537, |tile| shelf.read(tile));
    assert_eq!(tree.head(), Ok(growth.edge.head()));
    let proof = tree.prove_inclusion(40_000).unwrap();
    assert_eq!(proof.check_inclusion(40_000, &leaves[40_000], &growth.edge.head()), Ok(()));
}

#[test]
fn a_store_that_has_grown_still_proves_the_earlier_tree() {
    let leaves = leaves(600);
    let shelf = Shelf::of(&leaves);
    for size in [1, 255, 256, 257, 511, 512, 599] {
        let mut tree = TiledTree::new(size, |tile| shelf.read(tile));
        let first = usize::try_from(size).unwrap();
        let head = tree.head().unwrap();
        assert_eq!(head.root, root_of(&leaves[..first]));
        let proof = tree.prove_inclusion(size - 1).unwrap();
        assert_eq!(proof.check_inclusion(size - 1, &leaves[first - 1], &head), Ok(()));
    }
}

#[test]
fn a_tile_that_is_missing_or_of_another_length_is_named() {
    let shelf = Shelf::of(&leaves(300));
    let last = tile(0, 1, 300);
    let missing = |id: TileId| if id == last { None } else { shelf.read(id) };
    assert_eq!(TiledTree::new(300, missing).head(), Err(TileFlaw::Missing { tile: last }));
    for found in [0, 43 * 32, 44 * 32 - 1, 44 * 32 + 1, TILE_BYTES_MAX + 32] {
        let bent = |id: TileId| if id == last { Some(vec![0; found]) } else { shelf.read(id) };
        let flaw = TileFlaw::Length { tile: last, expected: 44 * 32, found };
        assert_eq!(TiledTree::new(300, bent).head(), Err(flaw));
    }
}

#[test]
fn nothing_is_appended_to_a_damaged_tile() {
    let leaves = leaves(65_536 + 256 + 21);
    let mut shelf = Shelf::default();
    let edge = shelf.append(&RightEdge::new(), &leaves).edge;
    // 256 more leaves change levels 0 and 1. Level 2 keeps its one hash and is not read.
    let more = super::leaves(256);
    shelf.asked();
    assert!(grow(&edge, &more, &|id| shelf.read(id)).is_ok());
    let read = shelf.asked();
    assert_eq!(read, [tile(0, 257, edge.size()), tile(1, 1, edge.size())]);
    for damaged in read {
        for bit in 0..damaged.bytes() * 8 {
            let bent = |id: TileId| {
                let mut bytes = shelf.read(id)?;
                bytes[bit / 8] ^= u8::from(id == damaged) << (bit % 8);
                Some(bytes)
            };
            let refused = grow(&edge, &more, &bent);
            assert_eq!(refused, Err(TileFlaw::Damaged { tile: damaged }));
        }
    }
}

#[test]
fn a_proof_reads_its_tiles_once_and_no_others() {
    for size in [1, 255, 256, 257, 600, 65_535, 65_792, 70_001] {
        let shelf = Shelf::of(&leaves(size));
        shelf.asked();
        for index in [0, 1, 255, 256, size / 2, size - 1] {
            let leaf = Subtree::new(index, index + 1).unwrap();
            for subtree in [leaf, Subtree::first(index + 1), Subtree::first(index)] {
                let Ok(expected) = tiles_for(subtree, size) else { continue };
                TiledTree::new(size, |id| shelf.read(id)).prove_subtree(subtree).unwrap();
                let mut read = shelf.asked();
                read.sort();
                assert_eq!(read, expected, "{subtree:?} of {size}");
            }
        }
    }
}

/// Two tiles for each level: over the leaf, and at the right edge. The bound is O(log n).
#[test]
fn a_proof_needs_two_tiles_for_each_level_at_most() {
    for bits in 0..53_u32 {
        for size in [1 << bits, (1 << bits) + 1, (2 << bits) - 1] {
            let levels = (u64::BITS - u64::leading_zeros(size)).div_ceil(8) as usize;
            for index in [0, size / 3, size / 2, size - 1] {
                let leaf = Subtree::new(index, index + 1).unwrap();
                assert!(tiles_for(leaf, size).unwrap().len() <= 2 * levels, "{index} of {size}");
                let earlier = Subtree::first(index);
                let needed = tiles_for(earlier, size).unwrap().len();
                assert!(needed <= 3 * levels, "{index} of {size}: {needed}");
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn an_append_changes_the_tiles_that_were_foretold(
        before in 0_u64..1500, more in 0_u64..1500,
    ) {
        let all = leaves(before + more);
        let (first, rest) = all.split_at(usize::try_from(before).unwrap());
        let mut shelf = Shelf::default();
        let edge = shelf.append(&RightEdge::new(), first).edge;
        let old = shelf.tiles.clone();
        let growth = shelf.append(&edge, rest);

        let foretold: Vec<_> = changed_tiles(before, before + more).collect();
        let changed: Vec<_> = growth.tiles.iter().map(|(id, _)| *id).collect();
        prop_assert_eq!(&changed, &foretold);
        for (id, bytes) in &growth.tiles {
            prop_assert_eq!(bytes.len(), id.bytes());
        }
        let keys: BTreeSet<_> = changed.iter().map(TileId::key).collect();
        for (key, bytes) in &shelf.tiles {
            prop_assert_eq!(old.get(key) != Some(bytes), keys.contains(key));
        }
        prop_assert_eq!(growth.edge.head().root, root_of(&all));
    }
}
