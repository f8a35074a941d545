//! Laws of appending in memory: it is what appending to a disk is.

use proptest::prelude::*;

use super::{Shelf, leaves};
use crate::tree::{Appender, TILE_LEVELS, TileId, root_of};

#[test]
fn the_tiles_that_it_fills_and_holds_are_those_of_a_disk_over_two_levels() {
    // 256 x 256 fill a tile of level 1.
    let leaves = leaves(65_536 + 300);
    let shelf = Shelf::of(&leaves);
    let (mut appender, mut filled) = (Appender::new(), 0);
    for leaf in &leaves {
        appender.push(*leaf, |tile, bytes| {
            assert!(tile.is_full());
            assert_eq!(shelf.tiles.get(&tile.key()), Some(&bytes), "{tile}");
            filled += 1;
        });
    }
    assert_eq!(filled, 257 + 1);
    assert_eq!(appender.head().root, root_of(&leaves));
    let size = appender.size();
    for level in 0..TILE_LEVELS {
        for index in 0..300 {
            let Some(tile) = TileId::in_tree(level, index, size) else { continue };
            let held = appender.partial(tile);
            let expected = shelf.tiles.get(&tile.key()).filter(|_| !tile.is_full());
            assert_eq!(held, expected.map(Vec::as_slice), "{tile}");
        }
    }
}

proptest! {
    #[test]
    fn at_every_size_the_root_is_the_naive_one_and_earlier_tiles_are_served(count in 0_u64..1_100) {
        let leaves = leaves(count);
        let (mut appender, mut full) = (Appender::new(), Shelf::default());
        for leaf in &leaves {
            appender.push(*leaf, |tile, bytes| {
                full.tiles.insert(tile.key(), bytes);
            });
        }
        prop_assert_eq!(appender.head().root, root_of(&leaves));
        for size in [count / 2, count.saturating_sub(1), count] {
            let serve = |tile: TileId| {
                appender.partial(tile).map(<[u8]>::to_vec).or_else(|| full.read(tile))
            };
            let head = crate::tree::TiledTree::new(size, serve).head().unwrap();
            let earlier = &leaves[..usize::try_from(size).unwrap()];
            prop_assert_eq!(head.root, root_of(earlier));
        }
        let beyond = TileId::in_tree(0, count / 256, count + 1).unwrap();
        prop_assert_eq!(appender.partial(beyond), None);
    }
}
