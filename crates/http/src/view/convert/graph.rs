//! Graphs and pairs, from the node's answers.

use chancery_graph::drawing::{Edge, Graph, Joined, LeftOut, Link, Node, Party, RecordNode, Thing};
use chancery_graph::percent;
use chancery_graph::source::Cited;
use chancery_node::answer::{SamePair, SameProgress, SameRun, SameSide, SameStep};

use super::instant;
use crate::view::{
    CitedView, EdgeView, GraphView, JoinedView, LeftOutView, LinkView, NodeView, ProgressView,
    SamePairView, SameRunView, SameSideView, SameStepView, ThingView,
};

impl From<Graph> for GraphView {
    fn from(graph: Graph) -> Self {
        let notes = graph.notes();
        let LeftOut { nodes, edges, at_the_edge, behind_fallen, records } = graph.left_out;
        let id = |at: usize| graph.nodes.get(at).map(|node| node.id.clone()).unwrap_or_default();
        let edge = |edge: Edge| EdgeView {
            from: id(edge.from),
            to: id(edge.to),
            link: edge.link.into(),
            sources: edge.sources.into_iter().map(CitedView::from).collect(),
            more_sources: edge.more_sources,
            rests_on: edge.rests_on,
            stands: edge.stands,
            exercise: edge.exercise,
        };
        GraphView {
            edges: graph.edges.into_iter().map(edge).collect(),
            asked: graph.asked,
            depth: graph.depth,
            all: graph.all,
            nodes: graph.nodes.into_iter().map(NodeView::from).collect(),
            notes,
            left_out: LeftOutView { nodes, edges, at_the_edge, behind_fallen, records },
        }
    }
}

impl From<Node> for NodeView {
    fn from(node: Node) -> Self {
        let Node { id, distance, stands, exercise, what } = node;
        NodeView { id, distance, stands, exercise, what: what.into() }
    }
}

impl From<Thing> for ThingView {
    fn from(thing: Thing) -> Self {
        match thing {
            Thing::Party(Party { names, countries, identifiers, states, owner_only, joined }) => {
                let joined = joined.into_iter().map(JoinedView::from).collect();
                ThingView::Party { names, countries, identifiers, states, owner_only, joined }
            }
            Thing::Record(RecordNode { cited, state, authority, kind, title, standing, marks }) => {
                ThingView::Record {
                    cited: cited.into(),
                    state,
                    authority,
                    kind,
                    title,
                    status: standing,
                    marks,
                }
            }
            Thing::Place { country, place } => ThingView::Place { country, place },
            Thing::Product { name, codes } => ThingView::Product { name, codes },
            Thing::List { state, authority, list } => ThingView::List { state, authority, list },
            Thing::Entry { list, version, entry, name } => {
                ThingView::Entry { list, list_version: version, entry, name }
            }
        }
    }
}

impl From<Link> for LinkView {
    fn from(link: Link) -> Self {
        match link {
            Link::NamedIn { roles } => LinkView::NamedIn { roles },
            Link::Owns { share, as_of } => LinkView::Owns { percent: share.map(percent), as_of },
            Link::Route { route, role } => LinkView::Route { route, role },
            Link::Leg { route, stop, role, mode, date } => {
                LinkView::Leg { route, stop, role, mode, date }
            }
            Link::At { route, stop, role } => LinkView::At { route, stop, role },
            Link::About => LinkView::About,
            Link::ListedBy { how } => LinkView::ListedBy { how },
            Link::MayBe { score, reasons } => LinkView::MayBe { score, reasons },
        }
    }
}

impl From<Cited> for CitedView {
    fn from(cited: Cited) -> Self {
        let Cited { reference, number, version } = cited;
        CitedView { reference, number, version: version.to_string() }
    }
}

impl From<Joined> for JoinedView {
    fn from(joined: Joined) -> Self {
        let Joined { one, other, why, decision } = joined;
        JoinedView { one: one.into(), other: other.into(), why, decision }
    }
}

impl From<SamePair> for SamePairView {
    fn from(pair: SamePair) -> Self {
        SamePairView {
            name: pair.name,
            state: pair.state.as_str().to_owned(),
            score: pair.score,
            one: pair.one.into(),
            other: pair.other.into(),
            reasons: pair.reasons,
            settings: pair.settings,
            proposed_at: instant(pair.proposed_at_s),
            steps: pair.steps.into_iter().map(SameStepView::from).collect(),
            notes: pair.notes,
        }
    }
}

impl From<SameSide> for SameSideView {
    fn from(side: SameSide) -> Self {
        let SameSide { id, cited, party, name } = side;
        let card = id.card.to_string();
        SameSideView { state: id.state, cited: cited.into(), party, name, card }
    }
}

impl From<SameStep> for SameStepView {
    fn from(step: SameStep) -> Self {
        let SameStep { at_s, did, reason } = step;
        SameStepView { at: instant(at_s), did: did.as_str().to_owned(), reason }
    }
}

impl From<SameRun> for SameRunView {
    fn from(run: SameRun) -> Self {
        let SameRun { found, open, through, beyond, weighed } = run;
        let found = found.into_iter().map(SamePairView::from).collect();
        SameRunView { found, open, through, beyond, weighed }
    }
}

impl From<SameProgress> for ProgressView {
    fn from(progress: SameProgress) -> Self {
        let SameProgress { stage, done, total } = progress;
        ProgressView { stage: stage.to_owned(), done, total }
    }
}
