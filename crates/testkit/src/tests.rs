//! Laws that need more than one crate, and no node.

mod packs;
