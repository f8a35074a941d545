//! A name never ends a string.

use proptest::prelude::*;

use crate::{
    bounds::Scope,
    decided::Decided,
    sample::{bounds, card, graph_of, named, record},
};

/// The strings of a text of DOT, as Graphviz reads them; none when one does not end.
fn strings(dot: &str) -> Option<(String, Vec<String>)> {
    let (mut outside, mut all) = (String::new(), Vec::new());
    let mut chars = dot.chars();
    while let Some(one) = chars.next() {
        if one != '"' {
            outside.push(one);
            continue;
        }
        let mut text = String::new();
        loop {
            match chars.next()? {
                '"' => break,
                '\\' => text.push(chars.next()?),
                one => text.push(one),
            }
        }
        all.push(text);
    }
    Some((outside, all))
}

fn dot_of(name: &str) -> String {
    let all = [record("EE-2026-0001", vec![named("a", card(&[name], "BG"))])];
    let graph = graph_of(name, &all, &Decided::default(), bounds(2, 9, Scope::Standing));
    graph.map(|graph| graph.to_dot()).unwrap_or_else(|_| "digraph chancery {\n}\n".to_owned())
}

#[test]
fn quotes_brackets_and_backslashes_stay_inside_their_string() {
    for name in [
        "Ekin \"]; evil [label=\"x",
        "Back\\slash Systems\\",
        "<b>Bold</b> &lt; Systems",
        "Orchid \u{202e}FZE\u{0} Trading",
        "شركة \"الصقر\" للأنظمة",
    ] {
        let dot = dot_of(name);
        let (outside, texts) = strings(&dot).expect("every string ends");
        assert!(!outside.contains("evil") && !outside.contains("Bold"), "{dot}");
        assert!(texts.len() >= 9, "{dot}");
        assert!(!dot.chars().any(|one| one.is_control() && one != '\n'), "{dot}");
    }
}

#[test]
fn whole_graph_in_dot() {
    let dot = dot_of("Kestrel Systems AD");
    assert!(
        dot.starts_with(
            "digraph chancery {\n  graph [rankdir=LR, label=\"Around Kestrel Systems AD, 2 steps\""
        ),
        "{dot}"
    );
    assert!(
        dot.contains(
            "[label=\"Kestrel Systems AD\\nBG; said by EE\", shape=box, style=\"rounded,bold\"]"
        ),
        "{dot}"
    );
    assert!(dot.contains("[label=\"vendor\", tooltip=\"EE-2026-0001 v1\"]"), "{dot}");
}

proptest! {
    #[test]
    fn any_name_makes_dot_that_reads(name in any::<String>()) {
        let dot = dot_of(&format!("Kestrel {name} Systems"));
        let (outside, _) = strings(&dot).expect("every string ends");
        let ours = |one: char| one.is_ascii_alphanumeric() || " \n=[],;{}->_/.:'`()".contains(one);
        prop_assert!(outside.chars().all(ours), "{outside}");
    }
}
