//! How large a graph may become, and how far the walk goes.
//!
//! A party may stand in every record that is held. What is left out is counted and said, with the option
//! that shows it.

/// Steps from the party that was asked about: a record is one, whoever it names is two.
pub const DEPTH_DEFAULT: usize = 2;

/// Six steps are three records in a row. Beyond that everybody stands beside everybody.
pub const DEPTH_MAX: usize = 6;

/// What fits on a page and is still read.
pub const NODES_DEFAULT: usize = 60;

/// Nobody reads a larger drawing.
pub const NODES_MAX: usize = 250;

/// So many lines a box: above that a drawing is black.
const EDGES_PER_NODE: usize = 4;

/// One party takes at most a third of the boxes with its records, so that there is room for whom they name.
const FAN_SHARE: usize = 3;

/// Versions that say the same are named up to here on one line.
pub(crate) const SOURCES_MAX: usize = 8;

/// Parties whose records are asked for in one walk: as many as boxes that a graph may have.
pub(crate) const ASKS_MAX: usize = NODES_MAX;

/// Versions that one walk keeps in memory: 20 KiB each makes 100 MiB at most, and usually a tenth of it.
pub(crate) const TESTIMONIES_MAX: usize = 5_000;

/// How far, and how much.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bounds {
    depth: usize,
    nodes: usize,
    scope: Scope,
}

/// What the walk goes through.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Scope {
    /// What stands. The rest is drawn where it touches that, and nothing behind it.
    #[default]
    Standing,
    /// Also what is expired, withdrawn, forked or revoked.
    All,
}

/// A bound that is asked for and is not had.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadBounds {
    /// Too deep.
    #[error("a depth of {0} is asked for: 1 to {DEPTH_MAX}")]
    Depth(usize),
    /// Too large.
    #[error("{0} nodes are asked for: 1 to {NODES_MAX}")]
    Nodes(usize),
}

impl Bounds {
    /// These bounds; what is not given is the default.
    ///
    /// # Errors
    /// When one is beyond what there is.
    pub fn new(
        depth: Option<usize>,
        nodes: Option<usize>,
        scope: Scope,
    ) -> Result<Bounds, BadBounds> {
        let (depth, nodes) = (depth.unwrap_or(DEPTH_DEFAULT), nodes.unwrap_or(NODES_DEFAULT));
        if !(1..=DEPTH_MAX).contains(&depth) {
            return Err(BadBounds::Depth(depth));
        }
        if !(1..=NODES_MAX).contains(&nodes) {
            return Err(BadBounds::Nodes(nodes));
        }
        Ok(Bounds { depth, nodes, scope })
    }

    /// Steps from the start.
    pub const fn depth(self) -> usize {
        self.depth
    }

    /// Boxes.
    pub const fn nodes(self) -> usize {
        self.nodes
    }

    /// What the walk goes through.
    pub const fn scope(self) -> Scope {
        self.scope
    }

    /// Lines.
    pub const fn edges(self) -> usize {
        self.nodes * EDGES_PER_NODE
    }

    /// Records of one party.
    pub(crate) const fn fan(self) -> usize {
        let share = self.nodes / FAN_SHARE;
        if share == 0 { 1 } else { share }
    }
}
