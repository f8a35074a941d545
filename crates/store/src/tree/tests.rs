//! Laws of counting tiles.

use chancery_ledger::tree::changed_tiles;
use proptest::prelude::*;

use super::{filled_between, is_filled};

proptest! {
    #[test]
    fn as_many_tiles_are_filled_as_change_and_are_full(before in 0_u64..200_000, more in 0_u64..70_000) {
        let after = before + more;
        let full: Vec<_> = changed_tiles(before, after).filter(|tile| tile.is_full()).collect();
        prop_assert_eq!(filled_between(before, after), full.len() as u64);
        for tile in full {
            prop_assert!(is_filled(tile.level(), tile.index(), after));
            prop_assert!(!is_filled(tile.level(), tile.index(), before));
        }
    }
}
