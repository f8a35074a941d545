//! The Merkle tree over a log (RFC 9162 section 2.1, SHA-256), in tiles (C2SP tlog-tiles).
//!
//! The root of a tree stands for all its leaves in order, so one signature under a root covers a
//! whole log; a proof of some 20 hashes shows that a leaf is in it, or that a longer tree kept
//! every leaf of a shorter one. A leaf entry is the `Sig_structure` of a statement.
//!
//! - [`RightEdge`] is all that a writer has to remember: 8 bytes and one hash for each set bit of the size.
//! - [`grow`] appends: the edge moves on, and the tiles that the leaves complete or change come out.
//!   [`Appender`] does so where the right side never left the memory, and gives full tiles only.
//! - [`TiledTree`] makes proofs from tiles, each read at most once; [`Proof`] checks them.
//!
//! The invariant: what a proof must look like follows from sizes and places alone ([`Subtree`]).
//! So a proof is refused for its length before anything is hashed, and no two proofs of one thing
//! verify. Nothing here does I/O: a tile store is a closure `Fn(TileId) -> Option<Vec<u8>>`.
//! The format is in `docs/spec/tree.md`.

mod appender;
mod edge;
mod grow;
mod hash;
mod path;
mod proof;
mod subtree;
mod tile;
mod tiled;

#[cfg(test)]
mod tests;

pub use appender::Appender;
pub use edge::{EDGE_BYTES_MAX, EdgeFlaw, RightEdge, TreeHead};
pub use grow::{Growth, changed_tiles, grow};
pub use hash::{empty_root, leaf_hash, node_hash, root_of};
pub use proof::{PROOF_BYTES_MAX, PROOF_HASHES_MAX, Proof, ProofFlaw};
pub use subtree::{Subtree, SubtreeFlaw};
pub use tile::{TILE_BYTES_MAX, TILE_HASHES_MAX, TILE_LEVELS, TileId, TilePathFlaw};
pub use tiled::{TileFlaw, TiledTree, tiles_for};
