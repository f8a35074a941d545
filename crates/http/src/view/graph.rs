//! What the API says about graphs, and about pairs that may be one.

use serde::{Deserialize, Serialize};

/// The graph around a party.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GraphView {
    /// What was asked about, as written.
    pub asked: String,
    /// How far the walk went.
    pub depth: usize,
    /// Whether it also went through what does not stand.
    pub all: bool,
    /// Those that match what was asked first, then by distance.
    pub nodes: Vec<NodeView>,
    /// The edges, by the places of their nodes.
    pub edges: Vec<EdgeView>,
    /// What does not fit together and what is not in it, in sentences.
    pub notes: Vec<String>,
    /// The same in numbers.
    pub left_out: LeftOutView,
}

/// What is not in a graph.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LeftOutView {
    /// Nodes without room.
    pub nodes: usize,
    /// Edges without room.
    pub edges: usize,
    /// Nodes behind which nobody looked, because they are too far.
    pub at_the_edge: usize,
    /// Nodes behind which nobody looked, because they do not stand.
    pub behind_fallen: usize,
    /// Records that name one of the parties and were not read.
    pub records: usize,
}

/// Somebody or something.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NodeView {
    /// Its name in this and every other graph.
    pub id: String,
    /// Steps from what was asked about.
    pub distance: usize,
    /// Whether it stands, and is reached through what does.
    pub stands: bool,
    /// Whether nothing but drills speaks of it.
    pub exercise: bool,
    /// What it is.
    #[serde(flatten)]
    pub what: ThingView,
}

/// What a node is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "kebab-case")]
pub enum ThingView {
    /// Somebody, or an owner.
    Party {
        /// The most used first.
        names: Vec<String>,
        /// Where it is registered.
        countries: Vec<String>,
        /// Register and number.
        identifiers: Vec<String>,
        /// Whose records speak of it.
        states: Vec<String>,
        /// Whether it is only known as somebody's owner.
        owner_only: bool,
        /// Why its cards are one.
        joined: Vec<JoinedView>,
    },
    /// A version of a record.
    Record {
        /// Which.
        #[serde(flatten)]
        cited: CitedView,
        /// Whose.
        state: String,
        /// Of which authority.
        authority: String,
        /// Its kind.
        kind: String,
        /// Its title.
        title: String,
        /// `in-force`, `expired`, `withdrawn`, `forked` or `revoked`.
        status: String,
        /// What stands beside that.
        marks: Vec<String>,
    },
    /// A place on a route.
    Place {
        /// ISO 3166-1 alpha-2 or XK.
        country: String,
        /// The place, or null.
        place: Option<String>,
    },
    /// A product.
    Product {
        /// Its name.
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
        /// The list.
        list: String,
        /// The version of it.
        list_version: String,
        /// The row's own number.
        entry: String,
        /// The name there.
        name: String,
    },
}

/// An exact version.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CitedView {
    /// Reference of the record.
    pub reference: String,
    /// Which version: 1, 2 and so on.
    pub number: u64,
    /// Id of the statement that made it, hex.
    pub version: String,
}

/// Why two cards are one party.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct JoinedView {
    /// Where one of them stands.
    pub one: CitedView,
    /// Where the other stands.
    pub other: CitedView,
    /// Why.
    pub why: String,
    /// The pair by which people decided it, or null.
    pub decision: Option<String>,
}

/// A line between two nodes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EdgeView {
    /// Id of the node that it leaves.
    pub from: String,
    /// Id of the node that it reaches.
    pub to: String,
    /// What it says.
    #[serde(flatten)]
    pub link: LinkView,
    /// The versions that say so.
    pub sources: Vec<CitedView>,
    /// So many more say the same.
    pub more_sources: usize,
    /// What else it rests on, or null.
    pub rests_on: Option<String>,
    /// Whether something that stands says so.
    pub stands: bool,
    /// Whether only drills say so.
    pub exercise: bool,
}

/// What an edge says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "link", rename_all = "kebab-case")]
pub enum LinkView {
    /// The party is named in the record.
    NamedIn {
        /// As what.
        roles: Vec<String>,
    },
    /// The first owns a share of the second.
    Owns {
        /// In per cent, as text, or null.
        percent: Option<String>,
        /// When that was so, or null.
        as_of: Option<String>,
    },
    /// The record tells of a route that begins there.
    Route {
        /// Which.
        route: usize,
        /// What the place is on it.
        role: String,
    },
    /// Goods went from the first place to the second.
    Leg {
        /// Which route.
        route: usize,
        /// Which stop the second place is.
        stop: usize,
        /// What it is on the route.
        role: String,
        /// How they went, or null.
        mode: Option<String>,
        /// When, or null.
        date: Option<String>,
    },
    /// The party stands at the place on a route.
    At {
        /// Which route.
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
        /// What was done, when, where it is published; or how well the row matches.
        how: String,
    },
    /// The two parties may be one.
    MayBe {
        /// In thousandths.
        score: u16,
        /// Why.
        reasons: Vec<String>,
    },
}

/// A pair of parties that may be one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SamePairView {
    /// Its stable name.
    pub name: String,
    /// `open`, `confirmed` or `refused`.
    pub state: String,
    /// How sure the proposal was, in thousandths.
    pub score: u16,
    /// One party.
    pub one: SameSideView,
    /// The other.
    pub other: SameSideView,
    /// What spoke for it, and what against.
    pub reasons: Vec<String>,
    /// The settings with which it was weighed.
    pub settings: String,
    /// When, RFC 3339 in UTC.
    pub proposed_at: String,
    /// What people decided, the oldest first.
    pub steps: Vec<SameStepView>,
    /// What a reader must know now.
    pub notes: Vec<String>,
}

/// One side of a pair.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SameSideView {
    /// Whose record.
    pub state: String,
    /// Where it stands.
    #[serde(flatten)]
    pub cited: CitedView,
    /// Its key there, or its place.
    pub party: String,
    /// Its first name.
    pub name: String,
    /// The digest of its card, hex.
    pub card: String,
}

/// A decision.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SameStepView {
    /// When, RFC 3339 in UTC.
    pub at: String,
    /// `confirmed`, `refused`, or `open` when it was taken back.
    pub did: String,
    /// Why.
    pub reason: String,
}

/// A decision that is to be made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DecideView {
    /// `confirmed`, `refused`, or `open` to take back.
    pub did: String,
    /// Why.
    pub reason: String,
}

/// What a run has found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SameRunView {
    /// Pairs that are new, the surest first.
    pub found: Vec<SamePairView>,
    /// Pairs that wait for a decision now.
    pub open: usize,
    /// Whether all that was read has been weighed.
    pub through: bool,
    /// Records that were not read.
    pub beyond: usize,
    /// Parties that were weighed in this run.
    pub weighed: usize,
}
