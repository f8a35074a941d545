//! The graph in the language of Graphviz, for whoever has his own tools.
//!
//! Invariant: a name never ends a string. Names are ours (a letter and digits), texts stand in double quotes
//! with quotes and backslashes escaped, and nothing is HTML.

use std::fmt::Write as _;

use crate::{
    drawing::{Edge, Graph, Link, Node, Thing},
    label,
};

#[cfg(test)]
mod tests;

impl Graph {
    /// As DOT.
    pub fn to_dot(&self) -> String {
        let mut dot = String::from("digraph chancery {\n");
        let title = label::harmless(&self.asked, label::LINE_CHARS_MAX);
        let title = quoted(&[format!("Around {title}, {} steps", self.depth)]);
        line(
            &mut dot,
            &format!("graph [rankdir=LR, label={title}, labelloc=t, charset=\"UTF-8\"]"),
        );
        line(&mut dot, "node [fontname=\"Noto Sans, DejaVu Sans, sans-serif\", fontsize=11]");
        line(&mut dot, "edge [fontname=\"Noto Sans, DejaVu Sans, sans-serif\", fontsize=9]");
        for node in &self.nodes {
            line(&mut dot, &format!("{} [{}]", node.id, of_node(node)));
        }
        for edge in &self.edges {
            let (from, to) = (&self.nodes[edge.from].id, &self.nodes[edge.to].id);
            line(&mut dot, &format!("{from} -> {to} [{}]", of_edge(edge)));
        }
        for said in self.notes() {
            line(&mut dot, &format!("// {}", label::harmless(&said, usize::MAX)));
        }
        dot + "}\n"
    }
}

fn line(dot: &mut String, text: &str) {
    writeln!(dot, "  {text}").expect("because writing to a String cannot fail");
}

fn of_node(node: &Node) -> String {
    let shape = match &node.what {
        Thing::Party(_) => "box",
        Thing::Record(_) => "note",
        Thing::Place { .. } => "ellipse",
        Thing::Product { .. } => "component",
        Thing::List { .. } | Thing::Entry { .. } => "folder",
    };
    let mut style: Vec<&str> = Vec::new();
    style.extend(matches!(node.what, Thing::Party(_)).then_some("rounded"));
    style.extend((!node.stands).then_some("dashed"));
    style.extend((node.distance == 0).then_some("bold"));
    let look = format!("label={}, shape={shape}", quoted(&label::node(node)));
    let look =
        if style.is_empty() { look } else { format!("{look}, style=\"{}\"", style.join(",")) };
    if node.stands { look } else { look + ", color=gray50, fontcolor=gray40" }
}

fn of_edge(edge: &Edge) -> String {
    let mut look = format!("label={}", quoted(&[label::edge(edge)]));
    write!(look, ", tooltip={}", quoted(&[edge.rests()]))
        .expect("because writing to a String cannot fail");
    if !edge.stands {
        look += ", style=dashed, color=gray50";
    } else if matches!(edge.link, Link::MayBe { .. }) {
        look += ", style=dotted, dir=none";
    }
    look
}

/// Lines as one string of DOT.
fn quoted(lines: &[String]) -> String {
    let mut text = String::from('"');
    for (at, line) in lines.iter().enumerate() {
        if at > 0 {
            text += "\\n";
        }
        for one in line.chars() {
            match one {
                '"' => text += "\\\"",
                '\\' => text += "\\\\",
                // Entities are read inside strings too: a name is never one.
                '&' => text += "&amp;",
                one if one.is_control() => {}
                one => text.push(one),
            }
        }
    }
    text.push('"');
    text
}
