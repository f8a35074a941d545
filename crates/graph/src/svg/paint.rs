//! The marks on the paper: boxes by kind, dashed for what does not stand, and everything escaped.

use std::fmt::Write as _;

use layout::core::geometry::Point;

use super::{Bundle, FONT_PX, LEADING, PADDING_PX, SMALL_PX, counted, width};
use crate::{
    drawing::{Graph, Link, Node, Thing},
    label::{self, EXERCISE},
};

/// Around the whole.
const MARGIN_PX: f64 = 24.0;

/// For heading and notes.
const NOTE_PX: f64 = 18.0;

/// What shows names in many scripts on most machines; nothing is loaded.
const FONTS: &str =
    "'Noto Sans','Noto Sans CJK SC','Noto Sans Arabic','Noto Sans Hebrew','DejaVu Sans',sans-serif";

/// Fill and outline of each kind; told apart by shape as well, for eyes and printers that see no colour.
fn colours(node: &Node) -> (&'static str, &'static str) {
    if !node.stands {
        return ("#ffffff", "#8a8a8a");
    }
    match node.what {
        Thing::Party(_) => ("#e8f0fa", "#1f4e79"),
        Thing::Record(_) => ("#fdf8e1", "#7a6000"),
        Thing::Place { .. } => ("#e9f5e9", "#2e6b30"),
        Thing::Product { .. } => ("#f2ebfa", "#5b3a86"),
        Thing::List { .. } | Thing::Entry { .. } => ("#fbe9e7", "#8c2f20"),
    }
}

/// A place is round, a party has round corners, a record none.
fn corner(node: &Node, size: Point) -> f64 {
    match node.what {
        Thing::Place { .. } => size.y / 2.0,
        Thing::Party(_) => 8.0,
        Thing::Product { .. } => 3.0,
        Thing::Record(_) | Thing::List { .. } | Thing::Entry { .. } => 0.0,
    }
}

pub(super) fn node(node: &Node, lines: &[String], xy: Point, size: Point) -> String {
    let (fill, stroke) = colours(node);
    let thick = if node.distance == 0 { 3 } else { 1 };
    let dash = if node.stands { "" } else { " stroke-dasharray=\"5 4\"" };
    let ink = if node.stands { "#1a1a1a" } else { "#6a6a6a" };
    let mut svg = format!(
        "<g id=\"{}\"><title>{}</title><rect x=\"{:.1}\" y=\"{:.1}\" width=\"{:.1}\" height=\"{:.1}\" rx=\"{:.1}\" fill=\"{fill}\" stroke=\"{stroke}\" stroke-width=\"{thick}\"{dash}/>",
        node.id,
        escaped(&lines.join("; ")),
        xy.x,
        xy.y,
        size.x,
        size.y,
        corner(node, size),
    );
    for (at, line) in lines.iter().enumerate() {
        let y = xy.y + PADDING_PX + (counted(at) + 0.8) * f64::from(FONT_PX) * LEADING;
        let weight = if at == 0 || line == EXERCISE { " font-weight=\"bold\"" } else { "" };
        let ink = if line == EXERCISE { "#b00020" } else { ink };
        let x = xy.x + size.x / 2.0;
        svg += &text(
            (x, y),
            FONT_PX,
            &format!(" text-anchor=\"middle\"{weight} fill=\"{ink}\""),
            line,
        );
    }
    svg + "</g>\n"
}

pub(super) fn arrow(bundle: &Bundle<'_>, path: &[(Point, Point)], head: (bool, bool)) -> String {
    let [first, second, rest @ ..] = path else { return String::new() };
    let mut way = format!(
        "M {:.1} {:.1} C {:.1} {:.1}, {:.1} {:.1}, {:.1} {:.1}",
        first.0.x, first.0.y, first.1.x, first.1.y, second.0.x, second.0.y, second.1.x, second.1.y
    );
    for (control, point) in rest {
        write!(way, " S {:.1} {:.1}, {:.1} {:.1}", control.x, control.y, point.x, point.y)
            .expect("because writing to a String cannot fail");
    }
    let stands = bundle.edges.iter().any(|edge| edge.stands);
    let maybe = bundle.edges.iter().all(|edge| matches!(edge.link, Link::MayBe { .. }));
    let (stroke, dash) = match (stands, maybe) {
        (false, _) => ("#9a9a9a", " stroke-dasharray=\"6 4\""),
        (true, true) => ("#444444", " stroke-dasharray=\"2 3\""),
        (true, false) => ("#444444", ""),
    };
    let heads = match head {
        (true, true) => " marker-start=\"url(#tail)\" marker-end=\"url(#head)\"",
        (true, false) => " marker-start=\"url(#tail)\"",
        (false, true) => " marker-end=\"url(#head)\"",
        (false, false) => "",
    };
    let said = bundle.edges.iter().map(|edge| match label::edge(edge) {
        said if said.is_empty() => edge.rests(),
        said => format!("{said}: {}", edge.rests()),
    });
    let title = label::harmless(&said.collect::<Vec<_>>().join("; "), TITLE_CHARS_MAX);
    format!(
        "<g><title>{}</title><path d=\"{way}\" fill=\"none\" stroke=\"{stroke}\" stroke-width=\"1.2\"{dash}{heads}/></g>\n",
        escaped(&title)
    )
}

/// What a reader sees who points at an arrow: a few dozen versions.
const TITLE_CHARS_MAX: usize = 800;

/// What is written beside an arrow, on a ground of its own so that lines do not run through it.
pub(super) fn beside(bundle: &Bundle<'_>, middle: Point) -> String {
    let height = f64::from(SMALL_PX) * LEADING;
    let widest = bundle.labels.iter().map(|line| width(line, SMALL_PX)).fold(0.0, f64::max);
    let top = middle.y - counted(bundle.labels.len()) * height / 2.0;
    let mut svg = format!(
        "<rect x=\"{:.1}\" y=\"{top:.1}\" width=\"{:.1}\" height=\"{:.1}\" fill=\"#ffffff\" fill-opacity=\"0.85\"/>",
        middle.x - widest / 2.0,
        widest,
        counted(bundle.labels.len()) * height,
    );
    for (at, line) in bundle.labels.iter().enumerate() {
        let y = top + (counted(at) + 0.8) * height;
        svg += &text((middle.x, y), SMALL_PX, " text-anchor=\"middle\" fill=\"#333333\"", line);
    }
    svg + "\n"
}

/// The whole page: heading, picture, and under it what does not fit together and what was left out.
pub(super) fn page(graph: &Graph, layers: &str, (low, high): (Point, Point)) -> String {
    let name = label::harmless(&graph.asked, label::LINE_CHARS_MAX);
    let drill = if graph.nodes.iter().any(|node| node.exercise) {
        "; what is marked EXERCISE is a drill"
    } else {
        ""
    };
    let heading = format!("Around {name}, {} steps{drill}", graph.depth);
    let notes: Vec<String> = graph.notes().iter().map(|note| label::harmless(note, 160)).collect();
    let written = notes.iter().chain([&heading]).map(|note| width(note, FONT_PX));
    let wide = written.fold(high.x - low.x, f64::max) + 2.0 * MARGIN_PX;
    let tall = high.y - low.y + (counted(notes.len()) + 2.0) * NOTE_PX + 2.0 * MARGIN_PX;
    let (left, top) = (low.x - MARGIN_PX, low.y - MARGIN_PX - NOTE_PX);
    let mut svg = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{wide:.0}\" height=\"{tall:.0}\" viewBox=\"{left:.1} {top:.1} {wide:.1} {tall:.1}\" font-family=\"{FONTS}\">\n<title>{}</title>\n<defs>{}{}</defs>\n<rect x=\"{left:.1}\" y=\"{top:.1}\" width=\"{wide:.1}\" height=\"{tall:.1}\" fill=\"#ffffff\"/>\n",
        escaped(&heading),
        marker("head", 9, "0 0, 9 3, 0 6"),
        marker("tail", 0, "9 0, 9 6, 0 3"),
    );
    svg += &text((low.x, low.y - NOTE_PX), FONT_PX + 2, " font-weight=\"bold\"", &heading);
    svg.push('\n');
    svg += layers;
    for (at, note) in notes.iter().enumerate() {
        svg += &text(
            (low.x, high.y + (counted(at) + 1.5) * NOTE_PX),
            FONT_PX,
            " fill=\"#444444\"",
            note,
        );
        svg.push('\n');
    }
    svg + "</svg>\n"
}

fn marker(id: &str, reach: u16, points: &str) -> String {
    format!(
        "<marker id=\"{id}\" markerWidth=\"9\" markerHeight=\"6\" refX=\"{reach}\" refY=\"3\" orient=\"auto\" markerUnits=\"userSpaceOnUse\"><polygon points=\"{points}\" fill=\"#444444\"/></marker>"
    )
}

fn text((x, y): (f64, f64), font_px: u16, look: &str, said: &str) -> String {
    format!(
        "<text x=\"{x:.1}\" y=\"{y:.1}\" font-size=\"{font_px}\"{look}>{}</text>",
        escaped(said)
    )
}

/// As XML text. What XML does not allow at all is gone already (`label::harmless`).
fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for one in text.chars() {
        match one {
            '&' => safe += "&amp;",
            '<' => safe += "&lt;",
            '>' => safe += "&gt;",
            '"' => safe += "&quot;",
            '\'' => safe += "&#39;",
            one => safe.push(one),
        }
    }
    safe
}
