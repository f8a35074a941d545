//! Which tile a hash of the tree stands in, and how a tile is called (C2SP tlog-tiles, height 8).
//!
//! A tile of level L holds up to 256 hashes of complete trees of 2^(8L) leaves, side by side. All
//! hashes between two levels are computed from a tile. A full tile never changes; the last of a
//! level is partial, and when the tree grows a wider one takes its place, which begins with the
//! same hashes. Invariant: a tile has a hash or more, and none that a size of 64 bits cannot reach.

use super::subtree::Node;

/// The height of a tile: 8 bits of a place.
const HEIGHT: u32 = 8;

/// 2^8.
pub const TILE_HASHES_MAX: u16 = 1 << HEIGHT;

/// 256 hashes of 32 bytes.
pub const TILE_BYTES_MAX: usize = 256 * 32;

/// 8 bits of a size for each level: 64 / 8.
pub const TILE_LEVELS: u8 = 8;

/// A tile and how wide it is. Ordered by level, then from the left.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TileId {
    level: u8,
    index: u64,
    width: u16,
}

/// Text that is no tile's path.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("expected tile/LEVEL/NUMBER or tile/LEVEL/NUMBER.p/WIDTH, found {found:?}")]
pub struct TilePathFlaw {
    /// The beginning of the text.
    pub found: String,
}

/// `tile/7/x000/x000/x000/x000/x000/x000/x000.p/255` is longer than any.
const PATH_BYTES_MAX: usize = 64;

/// How many hashes a tree of `size` leaves has at a level.
pub(super) fn hashes_at(level: u8, size: u64) -> u64 {
    size.checked_shr(u32::from(level) * HEIGHT).unwrap_or(0)
}

/// The level of the hashes of complete trees of this height, where tiles hold them as they are.
pub(super) fn level_of(height: u32) -> Option<u8> {
    if height.is_multiple_of(HEIGHT) { u8::try_from(height / HEIGHT).ok() } else { None }
}

/// The height of the trees whose hashes tiles of a level hold.
pub(super) fn height_of(level: u8) -> u32 {
    u32::from(level) * HEIGHT
}

impl TileId {
    /// The tile as it is in a tree of `size` leaves; none when that tree has no such tile.
    pub fn in_tree(level: u8, index: u64, size: u64) -> Option<Self> {
        let before = index.checked_mul(u64::from(TILE_HASHES_MAX))?;
        let held = hashes_at(level, size).checked_sub(before)?.min(u64::from(TILE_HASHES_MAX));
        let width = u16::try_from(held).ok().filter(|width| *width > 0)?;
        Some(Self { level, index, width })
    }

    /// The tile that a node is computed from, as it is in a tree of `size` leaves, and the node's hashes in it.
    pub(super) fn under(node: Node, size: u64) -> Option<(Self, std::ops::Range<usize>)> {
        let level = u8::try_from(node.height / HEIGHT).ok()?;
        // Below 2^7 hashes, and a whole number of times in a tile: never astride two.
        let rises = node.height % HEIGHT;
        let first = node.index << rises;
        let id = Self::in_tree(level, first >> HEIGHT, size)?;
        let from = usize::try_from(first % u64::from(TILE_HASHES_MAX)).ok()?;
        Some((id, from..from + (1 << rises)))
    }

    /// 0 holds leaf hashes.
    pub fn level(&self) -> u8 {
        self.level
    }

    /// Its place in the level, from the left.
    pub fn index(&self) -> u64 {
        self.index
    }

    /// How many hashes it holds, 1 to 256.
    pub fn width(&self) -> u16 {
        self.width
    }

    /// Whether it never changes again.
    pub fn is_full(&self) -> bool {
        self.width == TILE_HASHES_MAX
    }

    /// How long it is.
    pub fn bytes(&self) -> usize {
        usize::from(self.width) * 32
    }

    /// The key of its place in a store, the same for all widths, so that a wider tile takes the
    /// place of a narrower: the level, then the index in 8 bytes, big end first.
    pub fn key(&self) -> [u8; 9] {
        let mut key = [self.level; 9];
        key[1..].copy_from_slice(&self.index.to_be_bytes());
        key
    }
}

/// The path under which C2SP logs serve it.
impl std::fmt::Display for TileId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "tile/{}", self.level)?;
        let groups = self.index.checked_ilog(1000).unwrap_or(0);
        for group in (1..=groups).rev() {
            write!(f, "/x{:03}", self.index / 1000_u64.pow(group) % 1000)?;
        }
        write!(f, "/{:03}", self.index % 1000)?;
        if self.is_full() { Ok(()) } else { write!(f, ".p/{}", self.width) }
    }
}

/// One tile, one spelling.
impl std::str::FromStr for TileId {
    type Err = TilePathFlaw;

    fn from_str(text: &str) -> Result<Self, TilePathFlaw> {
        let read = (text.len() <= PATH_BYTES_MAX).then(|| read_path(text)).flatten();
        // Signs, missing zeros and full tiles said to be partial are not what we write.
        read.filter(|id| id.to_string() == text)
            .ok_or_else(|| TilePathFlaw { found: text.chars().take(PATH_BYTES_MAX).collect() })
    }
}

fn read_path(text: &str) -> Option<TileId> {
    let (level, rest) = text.strip_prefix("tile/")?.split_once('/')?;
    let (place, width) = match rest.split_once(".p/") {
        Some((place, width)) => (place, width.parse().ok()?),
        None => (rest, TILE_HASHES_MAX),
    };
    let level: u8 = level.parse().ok()?;
    let index: u64 =
        place.replace("/x", "").replace('/', "").trim_start_matches('x').parse().ok()?;
    // The smallest tree that has it tells whether any can.
    let hashes = index.checked_mul(u64::from(TILE_HASHES_MAX))?.checked_add(u64::from(width))?;
    let leaves = hashes.checked_mul(1_u64.checked_shl(height_of(level))?)?;
    TileId::in_tree(level, index, leaves)
}
