//! A graph as it is handed out: nodes, edges, and what was left out. Plain and in one order.
//!
//! Invariant: the same sources give the same graph, whatever the order in which they were read. Every edge
//! names the version of the record, the list or the decision that it rests on.

use crate::source::Cited;

/// The graph around a party.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Graph {
    /// What was asked about, as written.
    pub asked: String,
    /// How far the walk went.
    pub depth: usize,
    /// Whether it also went through what does not stand.
    pub all: bool,
    /// The nodes: those that match what was asked first, then by distance.
    pub nodes: Vec<Node>,
    /// The edges, by the places of their nodes.
    pub edges: Vec<Edge>,
    /// What people decided and does not fit together, or rests on what has changed.
    pub warnings: Vec<String>,
    /// What is not in it.
    pub left_out: LeftOut,
}

/// Somebody or something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Node {
    /// A name that is the same whenever the same thing is drawn: a letter and twelve hexadecimal digits.
    pub id: String,
    /// Steps from what was asked about.
    pub distance: usize,
    /// False when it is only reached through what does not stand, or does not stand itself.
    pub stands: bool,
    /// Whether nothing but drills speaks of it.
    pub exercise: bool,
    /// What it is.
    pub what: Thing,
}

/// What a node is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Thing {
    /// Somebody, or an owner.
    Party(Party),
    /// A version of a record.
    Record(RecordNode),
    /// A place on a route.
    Place {
        /// ISO 3166-1 alpha-2 or XK.
        country: String,
        /// The place, if it is named.
        place: Option<String>,
    },
    /// A product.
    Product {
        /// Its name as first written.
        name: String,
        /// Codes under which it stands.
        codes: Vec<String>,
    },
    /// A public list of which a record tells.
    List {
        /// Whose.
        state: String,
        /// Of which authority.
        authority: String,
        /// Its name.
        list: String,
    },
    /// A row of a list that is loaded here.
    Entry {
        /// The name of the list.
        list: String,
        /// The version of it.
        version: String,
        /// The row's own number.
        entry: String,
        /// The name there.
        name: String,
    },
}

/// A set of cards that are the same.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Party {
    /// Its names, the most used first.
    pub names: Vec<String>,
    /// Where it is registered.
    pub countries: Vec<String>,
    /// Its numbers: register and number.
    pub identifiers: Vec<String>,
    /// Whose records speak of it.
    pub states: Vec<String>,
    /// Whether it is only known as the owner of somebody.
    pub owner_only: bool,
    /// Why its cards are one: in words, with versions or decisions.
    pub joined: Vec<Joined>,
}

/// Why two cards are one party.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Joined {
    /// One of them.
    pub one: Cited,
    /// The other.
    pub other: Cited,
    /// Why, in words.
    pub why: String,
    /// The decision by which it is so, when people decided it.
    pub decision: Option<String>,
}

/// A version of a record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecordNode {
    /// Which version.
    pub cited: Cited,
    /// Whose.
    pub state: String,
    /// Of which authority.
    pub authority: String,
    /// Its kind.
    pub kind: String,
    /// Its title.
    pub title: String,
    /// How it stands.
    pub standing: String,
    /// What stands beside that.
    pub marks: Vec<String>,
}

/// A line between two nodes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edge {
    /// The place of the node that it leaves.
    pub from: usize,
    /// The place of the node that it reaches.
    pub to: usize,
    /// What it says.
    pub link: Link,
    /// The versions that say so; never empty, unless `rests_on` says more.
    pub sources: Vec<Cited>,
    /// So many more versions say the same.
    pub more_sources: usize,
    /// What else it rests on: the version of a list, a proposal.
    pub rests_on: Option<String>,
    /// False when it is said by nothing that stands.
    pub stands: bool,
    /// Whether only drills say so.
    pub exercise: bool,
}

/// What an edge says.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Link {
    /// The party is named in the record.
    NamedIn {
        /// As what.
        roles: Vec<String>,
    },
    /// The first owns a share of the second.
    Owns {
        /// How much, in hundredths of a per cent.
        share: Option<u16>,
        /// When that was so.
        as_of: Option<String>,
    },
    /// The record tells of a route that begins there.
    Route {
        /// Which of its routes.
        route: usize,
        /// What the place is on the route.
        role: String,
    },
    /// Goods went from the first place to the second.
    Leg {
        /// Which route of the record.
        route: usize,
        /// Which stop of it the second place is.
        stop: usize,
        /// What the second place is on the route.
        role: String,
        /// How they went.
        mode: Option<String>,
        /// When.
        date: Option<String>,
    },
    /// The party stands at the place on a route.
    At {
        /// Which route of the record.
        route: usize,
        /// Which stop.
        stop: usize,
        /// What the place is on the route.
        role: String,
    },
    /// The record is about the product.
    About,
    /// The party is on the list.
    ListedBy {
        /// What was done, when, and where it is published; or how well the row matches.
        how: String,
    },
    /// The two parties may be one.
    MayBe {
        /// How well they match, in thousandths.
        score: u16,
        /// Why, in words.
        reasons: Vec<String>,
    },
}

/// What is not in the graph, and how to see it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LeftOut {
    /// Nodes that were reached and had no room.
    pub nodes: usize,
    /// Lines that had no room.
    pub edges: usize,
    /// Parties and records at the edge, behind which nobody looked.
    pub at_the_edge: usize,
    /// Nodes behind which nobody looked because they do not stand.
    pub behind_fallen: usize,
    /// Records that name one of these parties and were not read.
    pub records: usize,
}

impl LeftOut {
    /// In sentences, each with the option that shows more.
    pub fn sentences(&self, depth: usize) -> Vec<String> {
        let mut said = Vec::new();
        if self.nodes > 0 || self.edges > 0 {
            said.push(format!(
                "{} and {} had no room: `--nodes N` makes room, up to {}",
                counted(self.nodes, "node"),
                counted(self.edges, "edge"),
                crate::bounds::NODES_MAX
            ));
        }
        if self.records > 0 {
            said.push(format!(
                "{} not read that name these parties: `--nodes N` reads more",
                were(self.records, "more record")
            ));
        }
        if self.at_the_edge > 0 {
            let more = match depth < crate::bounds::DEPTH_MAX {
                true => format!("`--depth {}` goes on", depth + 1),
                false => "name one of them to go on from there".to_owned(),
            };
            said.push(format!(
                "nobody looked behind {} at the edge: {more}",
                counted(self.at_the_edge, "node")
            ));
        }
        if self.behind_fallen > 0 {
            said.push(format!(
                "nobody looked behind what does not stand, {}: `--all` does",
                counted(self.behind_fallen, "node")
            ));
        }
        said
    }
}

fn counted(count: usize, what: &str) -> String {
    format!("{count} {what}{}", if count == 1 { "" } else { "s" })
}

fn were(count: usize, what: &str) -> String {
    format!("{} {}", counted(count, what), if count == 1 { "was" } else { "were" })
}

impl Edge {
    /// Which versions it rests on, and what else: `EE-2026-0001 v2, KR-2026-0004 v1`.
    pub fn rests(&self) -> String {
        let cited = self.sources.iter();
        let mut parts: Vec<String> =
            cited.map(|cited| format!("{} v{}", cited.reference, cited.number)).collect();
        if self.more_sources > 0 {
            parts.push(format!("and {} more", self.more_sources));
        }
        parts.extend(self.rests_on.clone());
        parts.join(", ")
    }
}

impl Graph {
    /// What a reader must know beside the drawing: what does not fit together, and what is not in it.
    pub fn notes(&self) -> Vec<String> {
        let mut notes = self.warnings.clone();
        notes.extend(self.left_out.sentences(self.depth));
        notes
    }
}
