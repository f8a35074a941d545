//! Where the library says that something stands, it is painted, node by node and arrow by arrow.

use layout::core::format::{ClipHandle, RenderBackend};
use layout::core::geometry::Point;
use layout::core::style::StyleAttr;

use super::{Bundle, Effort, paint};
use crate::drawing::Graph;

/// The library's own word for how a line is drawn; ours is in the edge.
type Dashed = bool;

/// A picture in the making. Arrows lie under nodes, and what is written beside arrows above both.
#[derive(Debug)]
pub(super) struct Canvas<'a> {
    graph: &'a Graph,
    labels: &'a [Vec<String>],
    bundles: &'a [Bundle<'a>],
    effort: Effort,
    arrows: String,
    nodes: String,
    texts: String,
    low: Point,
    high: Point,
}

impl<'a> Canvas<'a> {
    pub(super) fn new(
        graph: &'a Graph,
        labels: &'a [Vec<String>],
        bundles: &'a [Bundle<'a>],
        effort: Effort,
    ) -> Self {
        Canvas {
            graph,
            labels,
            bundles,
            effort,
            arrows: String::new(),
            nodes: String::new(),
            texts: String::new(),
            low: Point::zero(),
            high: Point::zero(),
        }
    }

    pub(super) fn finish(self) -> String {
        let layers = [self.arrows, self.nodes, self.texts].concat();
        paint::page(self.graph, &layers, (self.low, self.high))
    }

    fn covers(&mut self, at: Point) {
        self.low = Point::new(self.low.x.min(at.x), self.low.y.min(at.y));
        self.high = Point::new(self.high.x.max(at.x), self.high.y.max(at.y));
    }
}

/// The number that was handed in with a shape.
fn number(text: &str) -> Option<usize> {
    let digits: String = text.chars().take_while(char::is_ascii_digit).collect();
    digits.parse().ok()
}

/// The middle of a way: its first point is that of the first pair, every other one the second of its own.
fn middle(path: &[(Point, Point)]) -> Point {
    let point = |at: usize| if at == 0 { path[0].0 } else { path[at].1 };
    let last = path.len().saturating_sub(1);
    let (before, after) = (point(last / 2), point(last.div_ceil(2)));
    Point::new((before.x + after.x) / 2.0, (before.y + after.y) / 2.0)
}

impl RenderBackend for Canvas<'_> {
    fn draw_rect(
        &mut self,
        xy: Point,
        size: Point,
        _look: &StyleAttr,
        properties: Option<String>,
        _clip: Option<ClipHandle>,
    ) {
        let Some(at) = properties.as_deref().and_then(number) else { return };
        if let (Some(node), Some(lines)) = (self.graph.nodes.get(at), self.labels.get(at)) {
            self.covers(xy);
            self.covers(Point::new(xy.x + size.x, xy.y + size.y));
            self.nodes += &paint::node(node, lines, xy, size);
        }
    }

    fn draw_text(&mut self, xy: Point, text: &str, _look: &StyleAttr) {
        let Some(bundle) = number(text).and_then(|at| self.bundles.get(at)) else { return };
        self.covers(xy);
        self.texts += &paint::beside(bundle, xy);
    }

    fn draw_arrow(
        &mut self,
        path: &[(Point, Point)],
        _dashed: Dashed,
        head: (bool, bool),
        _look: &StyleAttr,
        properties: Option<String>,
        _text: &str,
    ) {
        let Some(at) = properties.as_deref().and_then(number) else { return };
        let Some(bundle) = self.bundles.get(at) else { return };
        for (one, other) in path {
            self.covers(*one);
            self.covers(*other);
        }
        self.arrows += &paint::arrow(bundle, path, head);
        if self.effort != Effort::Labelled && !bundle.labels.is_empty() {
            self.texts += &paint::beside(bundle, middle(path));
        }
    }

    fn draw_line(&mut self, _: Point, _: Point, _: &StyleAttr, _: Option<String>) {}

    fn draw_circle(&mut self, _: Point, _: Point, _: &StyleAttr, _: Option<String>) {}

    fn create_clip(&mut self, _: Point, _: Point, _: usize) -> ClipHandle {
        0
    }
}
