//! Which leaves make a subtree, and which complete nodes a subtree is made of.
//!
//! The leaves `[start, end)` are a subtree when `start` is a multiple of the smallest power of two
//! that is at least `end - start` (draft-ietf-plants-merkle-tree-certs section 4). Then its hash
//! is the root of the tree over these leaves alone, whatever follows them. The whole tree, every
//! leaf, every node and every earlier tree are subtrees, so one kind of proof serves them all.

/// The leaves `[start, end)`, well placed. An empty one stands anywhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Subtree {
    pub(super) start: u64,
    pub(super) end: u64,
}

/// Leaves that make no subtree.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SubtreeFlaw {
    /// It ends before it starts.
    #[error("the subtree ends at {end}, before its start {start}")]
    Order {
        /// Its first leaf.
        start: u64,
        /// One more than its last leaf.
        end: u64,
    },
    /// No node of any tree has these leaves.
    #[error("[{start}, {end}) is not a subtree: the start is no multiple of its width rounded up")]
    Place {
        /// Its first leaf.
        start: u64,
        /// One more than its last leaf.
        end: u64,
    },
}

impl SubtreeFlaw {
    /// The stable name that vectors, metrics and logs use.
    pub fn name(&self) -> &'static str {
        match self {
            SubtreeFlaw::Order { .. } => "subtree-order",
            SubtreeFlaw::Place { .. } => "subtree-place",
        }
    }
}

/// A tree of 2^height leaves, the `index`-th of its height.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Node {
    pub(super) height: u32,
    pub(super) index: u64,
}

impl Subtree {
    /// The subtree of the leaves `[start, end)`.
    ///
    /// # Errors
    /// When they make none.
    pub fn new(start: u64, end: u64) -> Result<Self, SubtreeFlaw> {
        let width = end.checked_sub(start).ok_or(SubtreeFlaw::Order { start, end })?;
        // Rounded up past 2^64 there is one multiple left, and that is 0.
        let placed = match width.checked_next_power_of_two() {
            Some(rounded) => width == 0 || start.is_multiple_of(rounded),
            None => start == 0,
        };
        if placed { Ok(Self { start, end }) } else { Err(SubtreeFlaw::Place { start, end }) }
    }

    /// The tree of the first `size` leaves.
    pub const fn first(size: u64) -> Self {
        Self { start: 0, end: size }
    }

    /// One leaf; none where no leaf can be.
    pub(super) fn leaf(index: u64) -> Option<Self> {
        Some(Self { start: index, end: index.checked_add(1)? })
    }

    /// Its first leaf.
    pub const fn start(&self) -> u64 {
        self.start
    }

    /// One more than its last leaf.
    pub const fn end(&self) -> u64 {
        self.end
    }

    /// Whether it has no leaf.
    pub const fn is_empty(&self) -> bool {
        self.start == self.end
    }

    /// The complete nodes that it is made of, from the left, each smaller than the one before.
    pub(super) fn nodes(self) -> impl Iterator<Item = Node> {
        let mut at = self.start;
        std::iter::from_fn(move || {
            let height = (self.end - at).checked_ilog2()?;
            let node = Node { height, index: at >> height };
            at += 1 << height;
            Some(node)
        })
    }
}
