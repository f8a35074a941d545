//! One file that loads nothing, from which no name breaks out, and a layout that ends.

use proptest::prelude::*;

use super::Effort;
use crate::{
    bounds::Scope,
    decided::Decided,
    sample::{bounds, card, fallen, graph_of, named, product, record, way},
};

/// Whether the tags of a text close in order, and every `&` is one of the five of XML or a number.
fn is_well_formed(svg: &str) -> bool {
    let Some(body) = svg.strip_prefix("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n") else {
        return false;
    };
    let mut open: Vec<&str> = Vec::new();
    let mut rest = body;
    while let Some(at) = rest.find('<') {
        let Some(end) = rest[at..].find('>') else { return false };
        let tag = &rest[at + 1..at + end];
        if tag.contains('<') || tag.matches('"').count() % 2 == 1 {
            return false;
        }
        let name = tag.trim_start_matches('/').split([' ', '/']).next().unwrap_or_default();
        match (tag.starts_with('/'), tag.ends_with('/')) {
            (true, _) if open.pop() != Some(name) => return false,
            (false, false) => open.push(name),
            _ => {}
        }
        rest = &rest[at + end + 1..];
    }
    let entities = svg.split('&').skip(1);
    let known = ["lt;", "gt;", "amp;", "quot;", "#39;"];
    let allowed =
        |one: char| one == '\n' || !one.is_control() && !matches!(one, '\u{fffe}' | '\u{ffff}');
    open.is_empty()
        && entities.into_iter().all(|it| known.iter().any(|one| it.starts_with(one)))
        && svg.chars().all(allowed)
}

fn svg_of(name: &str) -> String {
    let mut said = record("EE-2026-0001", vec![named("a", card(&["Kestrel Systems", name], "BG"))]);
    said.title = name.to_owned();
    said.products = vec![product(name)];
    said.routes = vec![way(&[("BG", name, Some("a")), ("AE", name, None), ("BG", name, None)])];
    let all =
        [said, fallen(record("EE-2026-0002", vec![named("a", card(&["Kestrel Systems"], "BG"))]))];
    let graph =
        graph_of("Kestrel Systems", &all, &Decided::default(), bounds(2, 30, Scope::Standing));
    graph.unwrap().to_svg()
}

#[test]
fn no_name_breaks_out_of_the_picture() {
    for name in [
        "</text><script>alert(1)</script>",
        "\" onload=\"alert(1)",
        "]]> <!-- &nbsp; & ' \"",
        "Orchid \u{202e}FZE\u{0}\u{1b}[2J Trading",
        "شركة الصقر <b>",
        "株式会社ハヤブサ",
    ] {
        let svg = svg_of(name);
        assert!(is_well_formed(&svg), "{svg}");
        assert!(!svg.contains("<script") && !svg.contains("\" onload"), "{svg}");
        assert!(!svg.contains("href") && !svg.contains("<image"), "it loads nothing");
    }
}

#[test]
fn what_does_not_stand_is_dashed_and_says_so() {
    let svg = svg_of("GreyHeron");
    assert!(svg.contains("WITHDRAWN") && svg.contains("stroke-dasharray"), "{svg}");
    assert!(svg.contains("diversion") || svg.contains("route 1"), "{svg}");
}

/// Everybody beside everybody, where a search for cycles line by line would not end.
fn crowd(nodes: usize) -> crate::drawing::Graph {
    const KINDS: [&str; 5] = ["Optics", "Forensics", "Radio", "Analytics", "Freight"];
    let name = |at: usize| format!("Company{at} {}", KINDS[at % 5]);
    let all: Vec<_> = (0..120)
        .map(|number| {
            let here = (0..7).map(|step| {
                let who = name((number * (step + 1) + step * 31) % 200);
                named(&format!("k{step}"), card(&[&who], "BG"))
            });
            record(&format!("EE-2026-{number:04}"), here.collect())
        })
        .collect();
    let bounds = bounds(6, nodes, Scope::Standing);
    graph_of(&name(31), &all, &Decided::default(), bounds).unwrap()
}

#[test]
fn crowds_are_laid_out_with_as_much_effort_as_they_bear() {
    for (nodes, wanted) in [(12, Effort::Labelled), (60, Effort::Ordered), (150, Effort::Plain)] {
        let graph = crowd(nodes);
        assert!(graph.nodes.len() * 10 > nodes * 9, "{}", graph.nodes.len());
        assert_eq!(Effort::of(graph.nodes.len(), super::bundles(&graph).len()), wanted, "{nodes}");
        let svg = graph.to_svg();
        assert!(is_well_formed(&svg));
        assert_eq!(svg.matches(">vendor</text>").count(), graph.edges.len(), "each label once");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn any_name_makes_a_picture_that_reads(name in any::<String>()) {
        prop_assert!(is_well_formed(&svg_of(&name)));
    }
}
