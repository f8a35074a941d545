//! The graph as a picture: where things stand is layout-rs's answer, what they look like is ours.
//!
//! The library reads no text of ours: it is given sizes and numbers, and gives back places, so no name can
//! become markup. Its search for cycles takes exponential time when lines come in any order; nodes here have
//! an order, every line runs from an earlier to a later one, and lines are handed in by where they end, so
//! that there is never anything behind it to search.

use std::collections::BTreeMap;

use layout::core::base::Orientation;
use layout::core::color::Color;
use layout::core::geometry::{Point, Position};
use layout::core::style::{LineStyleKind, StyleAttr};
use layout::std_shapes::shapes::{Arrow, Element, LineEndKind, ShapeKind};
use layout::topo::layout::VisualGraph;

use crate::{
    drawing::{Edge, Graph, Link},
    label,
};

mod canvas;
mod paint;
#[cfg(test)]
mod tests;

use canvas::Canvas;

/// Of the writing on a node.
const FONT_PX: u16 = 12;

/// Of the writing beside a line.
const SMALL_PX: u16 = 10;

/// From one line of writing to the next.
const LEADING: f64 = 1.3;

/// Around the writing on a node.
const PADDING_PX: f64 = 9.0;

/// Around a node.
const HALO_X_PX: f64 = 40.0;
const HALO_Y_PX: f64 = 14.0;

/// Lines between the same two nodes are one arrow with so many of their labels.
const LABELS_MAX: usize = 3;

/// Up to so many arrows each label has a place of its own, which doubles what is laid out: a fifth of a second.
const LABELLED_MAX: usize = 60;

/// Up to so many nodes and arrows the library may look for the order with the fewest crossings, which takes the
/// square of them: half a second. Beyond, it takes the order of the walk, in some hundredths of one.
const ORDERED_MAX: usize = 450;

/// How much the layout may cost.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Effort {
    /// Labels have places, and lines cross as little as may be.
    Labelled,
    /// Lines cross as little as may be; labels stand on them.
    Ordered,
    /// Everything stands where it comes.
    Plain,
}

impl Effort {
    fn of(nodes: usize, arrows: usize) -> Effort {
        match (arrows <= LABELLED_MAX, nodes + arrows <= ORDERED_MAX) {
            (true, true) => Effort::Labelled,
            (_, true) => Effort::Ordered,
            (_, false) => Effort::Plain,
        }
    }
}

/// Several edges between the same two nodes, as one arrow.
#[derive(Debug)]
struct Bundle<'a> {
    /// The earlier node, and the later one.
    ends: (usize, usize),
    edges: Vec<&'a Edge>,
    labels: Vec<String>,
}

impl Graph {
    /// As SVG: one file that loads nothing.
    pub fn to_svg(&self) -> String {
        let labels: Vec<Vec<String>> = self.nodes.iter().map(label::node).collect();
        let bundles = bundles(self);
        let mut visual = VisualGraph::new(Orientation::LeftToRight);
        // Its own check of every line after every line is the second exponential search.
        visual.dag.set_validate(false);
        let effort = Effort::of(self.nodes.len(), bundles.len());
        let halo = halo_px(effort, &bundles);
        let handles: Vec<_> = (0..self.nodes.len())
            .map(|at| visual.add_node(element(at, &labels[at], halo)))
            .collect();
        for (number, bundle) in bundles.iter().enumerate() {
            let (from, to) = bundle.ends;
            visual.add_edge(arrow(number, bundle, effort), handles[from], handles[to]);
        }
        let mut canvas = Canvas::new(self, &labels, &bundles, effort);
        if !self.nodes.is_empty() {
            visual.do_it(false, effort == Effort::Plain, false, &mut canvas);
        }
        canvas.finish()
    }
}

/// The arrows, by where they end.
fn bundles(graph: &Graph) -> Vec<Bundle<'_>> {
    let mut between: BTreeMap<(usize, usize), Vec<&Edge>> = BTreeMap::new();
    for edge in &graph.edges {
        let (from, to) = (edge.from.min(edge.to), edge.from.max(edge.to));
        between.entry((to, from)).or_default().push(edge);
    }
    between.into_iter().map(|((to, from), edges)| bundle((from, to), edges)).collect()
}

fn bundle(ends: (usize, usize), edges: Vec<&Edge>) -> Bundle<'_> {
    let mut labels: Vec<String> = Vec::new();
    for said in edges.iter().map(|edge| label::edge(edge)).filter(|said| !said.is_empty()) {
        if !labels.contains(&said) {
            labels.push(said);
        }
    }
    if labels.len() > LABELS_MAX {
        let more = labels.len() - (LABELS_MAX - 1);
        labels.truncate(LABELS_MAX - 1);
        labels.push(format!("and {more} more"));
    }
    Bundle { ends, edges, labels }
}

/// Labels that have no place of their own stand between two nodes.
fn halo_px(effort: Effort, bundles: &[Bundle<'_>]) -> f64 {
    match effort {
        Effort::Labelled => HALO_X_PX,
        Effort::Ordered | Effort::Plain => {
            let said = bundles.iter().flat_map(|bundle| &bundle.labels);
            let widest = said.map(|line| width(line, SMALL_PX)).fold(0.0, f64::max);
            f64::max(HALO_X_PX, widest / 2.0)
        }
    }
}

fn element(number: usize, lines: &[String], halo_px: f64) -> Element {
    let widest = lines.iter().map(|line| width(line, FONT_PX)).fold(0.0, f64::max);
    let size = Point::new(
        widest + 2.0 * PADDING_PX,
        counted(lines.len()) * f64::from(FONT_PX) * LEADING + 2.0 * PADDING_PX,
    );
    let halo = Point::new(halo_px, HALO_Y_PX);
    Element {
        shape: ShapeKind::Box(String::new()),
        look: look(FONT_PX),
        orientation: Orientation::LeftToRight,
        pos: Position::new(Point::zero(), size, Point::zero(), halo),
        properties: Some(number.to_string()),
    }
}

fn arrow(number: usize, bundle: &Bundle<'_>, effort: Effort) -> Arrow {
    let forth = bundle.edges.iter().any(|edge| edge.from == bundle.ends.0);
    let back = bundle.edges.iter().any(|edge| edge.from == bundle.ends.1);
    let pointed = bundle.edges.iter().any(|edge| !matches!(edge.link, Link::MayBe { .. }));
    let end = |points| match points && pointed {
        true => LineEndKind::Arrow,
        false => LineEndKind::None,
    };
    let label = match effort {
        Effort::Labelled => placeholder(number, &bundle.labels),
        Effort::Ordered | Effort::Plain => String::new(),
    };
    Arrow::with_properties(
        end(back),
        end(forth),
        LineStyleKind::Normal,
        &label,
        &look(SMALL_PX),
        number.to_string(),
        &None,
        &None,
    )
}

/// The library takes each character to be as wide as the font is high. What it is given is as large as the
/// label, and begins with the number by which the label is found again.
fn placeholder(number: usize, labels: &[String]) -> String {
    if labels.is_empty() {
        return String::new();
    }
    let widest = labels.iter().map(|line| width(line, SMALL_PX)).fold(0.0, f64::max);
    let mut first = number.to_string();
    while counted(first.len()) * f64::from(SMALL_PX) < widest {
        first.push('.');
    }
    first + &"\n.".repeat(labels.len() - 1)
}

fn look(font_px: u16) -> StyleAttr {
    StyleAttr::new(Color::fast("black"), 1, None, 0, usize::from(font_px))
}

/// About how wide a text is: wide scripts take a whole square, most letters little more than half of it.
fn width(text: &str, font_px: u16) -> f64 {
    let squares: f64 = text.chars().map(square).sum();
    squares * f64::from(font_px)
}

fn square(one: char) -> f64 {
    match one {
        '\u{300}'..='\u{36f}' | '\u{200b}'..='\u{200f}' | '\u{2060}'..='\u{206f}' => 0.0,
        '\u{1100}'..='\u{115f}'
        | '\u{2e80}'..='\u{a4cf}'
        | '\u{ac00}'..='\u{d7a3}'
        | '\u{f900}'..='\u{faff}'
        | '\u{fe30}'..='\u{fe6f}'
        | '\u{ff00}'..='\u{ff60}'
        | '\u{1f000}'..='\u{3ffff}' => 1.0,
        'i' | 'j' | 'l' | 't' | 'f' | 'r' | '.' | ',' | ':' | ';' | '|' | '!' | '\'' | ' ' => 0.36,
        'm' | 'w' | 'M' | 'W' | '@' | '%' => 0.92,
        one if one.is_uppercase() => 0.72,
        _ => 0.6,
    }
}

fn counted(count: usize) -> f64 {
    f64::from(u32::try_from(count).unwrap_or(u32::MAX))
}
