//! A graph as an indented tree: each node once, where it is nearest; what is met again is named and not repeated.

use std::collections::{BTreeMap, BTreeSet};

use chancery_http::view::{EdgeView, GraphView, LinkView, ThingView};

use super::words;
use crate::screen::{counted, paragraph, visible};

/// Spaces a level. Six levels leave seventy columns to write in.
const INDENT: usize = 4;

/// The tree while it is written.
struct Telling<'a> {
    graph: &'a GraphView,
    number: BTreeMap<&'a str, usize>,
    children: BTreeMap<usize, Vec<usize>>,
    touching: BTreeMap<usize, Vec<&'a EdgeView>>,
    shown: BTreeSet<usize>,
    text: String,
}

/// The whole text.
pub(super) fn graph(graph: &GraphView) -> String {
    let records = graph.nodes.iter().filter(|node| matches!(node.what, ThingView::Record { .. }));
    let mut text = paragraph(
        "Around ",
        &visible(&format!(
            "{}: {} away at most, {}, {}, {}",
            graph.asked,
            counted(graph.depth, "step"),
            counted(graph.nodes.len(), "node"),
            counted(graph.edges.len(), "edge"),
            counted(records.count(), "record"),
        )),
    );
    if graph.nodes.iter().any(|node| node.exercise) {
        text += "what is marked [exercise] is a drill\n";
    }
    let mut telling = Telling::of(graph);
    for root in 0..graph.nodes.len() {
        // Whoever hangs on nobody is one that was asked about.
        if !telling.shown.contains(&root) && telling.is_root(root) {
            telling.text.push('\n');
            telling.node(root, "", 0);
        }
    }
    text += &telling.text;
    if !graph.notes.is_empty() {
        text.push('\n');
    }
    graph.notes.iter().for_each(|note| text += &paragraph("- ", &visible(note)));
    text
}

impl<'a> Telling<'a> {
    fn of(graph: &'a GraphView) -> Self {
        let number: BTreeMap<&str, usize> =
            graph.nodes.iter().enumerate().map(|(at, node)| (node.id.as_str(), at)).collect();
        let mut touching: BTreeMap<usize, Vec<&EdgeView>> = BTreeMap::new();
        let mut parent: BTreeMap<usize, usize> = BTreeMap::new();
        for edge in &graph.edges {
            let ends = (number.get(edge.from.as_str()), number.get(edge.to.as_str()));
            let (Some(from), Some(to)) = ends else { continue };
            if is_way(edge) {
                continue;
            }
            touching.entry(*from).or_default().push(edge);
            touching.entry(*to).or_default().push(edge);
            let (near, far) = if from < to { (*from, *to) } else { (*to, *from) };
            let nearest = parent.entry(far).or_insert(near);
            *nearest = near.min(*nearest);
        }
        let mut children: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for (child, parent) in &parent {
            if graph.nodes[*child].distance > 0 {
                children.entry(*parent).or_default().push(*child);
            }
        }
        Telling { graph, number, children, touching, shown: BTreeSet::new(), text: String::new() }
    }

    /// Places are told with their routes, and whatever hangs on nobody stands by itself.
    fn is_root(&self, at: usize) -> bool {
        let is_place = matches!(self.graph.nodes[at].what, ThingView::Place { .. });
        !is_place && !self.children.values().any(|children| children.contains(&at))
    }

    fn node(&mut self, at: usize, how: &str, level: usize) {
        self.shown.insert(at);
        let node = &self.graph.nodes[at];
        let margin = " ".repeat(level * INDENT);
        let label = if how.is_empty() { margin.clone() } else { format!("{margin}{how} ") };
        // The way to it and itself are one sentence, so that a long way does not push it off the page.
        self.text +=
            &paragraph(&margin, &visible(&format!("{}{}", label.trim_start(), words::node(node))));
        for more in words::more(node) {
            self.text += &paragraph(&format!("{margin}  "), &visible(&more));
        }
        if let ThingView::Record { cited, .. } = &node.what {
            for way in words::ways(self.graph, &self.number, cited) {
                self.text += &paragraph(&format!("{margin}  "), &visible(&way));
            }
        }
        let children = self.children.get(&at).cloned().unwrap_or_default();
        self.met_again(at, &children, level + 1);
        for child in children {
            let how = self.between(at, child);
            self.node(child, &how, level + 1);
        }
    }

    /// Everything that two neighbours have between them, in one sentence.
    fn between(&self, at: usize, other: usize) -> String {
        let touching = self.touching.get(&at).into_iter().flatten();
        let between = touching.filter(|edge| self.other(edge, at) == Some(other));
        let said: Vec<String> =
            between.map(|edge| words::way(edge, self.leaves(edge, at))).collect();
        said.join(" and ")
    }

    /// Neighbours that stand elsewhere in the tree and were shown before.
    fn met_again(&mut self, at: usize, children: &[usize], level: usize) {
        let touching = self.touching.get(&at).into_iter().flatten();
        let others: BTreeSet<usize> = touching.filter_map(|edge| self.other(edge, at)).collect();
        let parents =
            |other: &usize| self.children.get(other).is_some_and(|children| children.contains(&at));
        let again = others.iter().filter(|other| {
            self.shown.contains(other) && !parents(other) && !children.contains(other)
        });
        let margin = " ".repeat(level * INDENT);
        let mut text = String::new();
        for other in again {
            let node = &self.graph.nodes[*other];
            let said = format!("{} {} (shown above)", self.between(at, *other), words::name(node));
            text += &paragraph(&margin, &visible(&said));
        }
        self.text += &text;
    }

    fn other(&self, edge: &EdgeView, at: usize) -> Option<usize> {
        let (from, to) = (self.number.get(edge.from.as_str())?, self.number.get(edge.to.as_str())?);
        if *from == at { Some(*to) } else { (*to == at).then_some(*from) }
    }

    fn leaves(&self, edge: &EdgeView, at: usize) -> words::Side {
        match self.number.get(edge.from.as_str()) {
            Some(from) if *from == at => words::Side::Leaving,
            _ => words::Side::Reached,
        }
    }
}

/// Routes are told in the order of their stops, not as branches.
fn is_way(edge: &EdgeView) -> bool {
    matches!(edge.link, LinkView::Route { .. } | LinkView::Leg { .. } | LinkView::At { .. })
}

/// For the tests: the nodes of a graph by what they are.
#[cfg(test)]
pub(super) fn names(graph: &GraphView) -> Vec<String> {
    graph.nodes.iter().map(words::name).collect()
}
