//! The laws of the walk: bounded, the same whatever the order, and nothing drawn without its version.

use std::collections::BTreeSet;

use proptest::prelude::*;

use super::*;
use crate::{
    bounds::Bounds,
    decided::Pair,
    drawing::{Link, Node, Party, Thing},
    holdings::Holdings,
    sample::{
        at, bounds, card, fallen, graph_of, id, judged, listed, named, numbered, owned, product,
        record, way,
    },
};

fn party(node: &Node) -> Option<&Party> {
    match &node.what {
        Thing::Party(party) => Some(party),
        _ => None,
    }
}

fn parties(graph: &Graph) -> Vec<&str> {
    graph.nodes.iter().filter_map(party).map(|party| party.names[0].as_str()).collect()
}

fn references(graph: &Graph) -> BTreeSet<&str> {
    let cited = graph.nodes.iter().filter_map(|node| match &node.what {
        Thing::Record(record) => Some(record.cited.reference.as_str()),
        _ => None,
    });
    cited.collect()
}

/// A small trade: a maker, its owner, a reseller and a buyer, told by three states.
fn trade() -> Vec<Testimony> {
    let maker = owned(
        numbered(card(&["Kestrel Systems AD"], "BG"), "national-register", "204711823"),
        "Falconer Holding Ltd",
        6_500,
    );
    let mut first = record(
        "EE-2026-0001",
        vec![listed(named("maker", maker)), named("reseller", card(&["Orchid Trading FZE"], "AE"))],
    );
    first.products = vec![product("GreyHeron")];
    first.routes = vec![way(&[
        ("BG", "origin", Some("maker")),
        ("AE", "diversion-point", Some("reseller")),
        ("SY", "actual-destination", None),
    ])];
    let second = record(
        "EE-2026-0002",
        vec![
            named("seller", card(&["Orchid Trading FZE"], "AE")),
            named("buyer", card(&["Bureau of Telecommunications Supply"], "SY")),
        ],
    );
    let third = record(
        "KR-2026-0001",
        vec![named(
            "a",
            numbered(card(&["Kestrel Systems"], "BG"), "national-register", "204711823"),
        )],
    );
    vec![first, second, third]
}

#[test]
fn walk_tells_owners_routes_products_lists_and_whom_records_name() {
    let graph =
        graph_of("Kestrel Systems", &trade(), &Decided::default(), bounds(4, 60, Scope::Standing))
            .unwrap();
    let names = parties(&graph);
    assert_eq!(names[0], "Kestrel Systems AD", "{names:?}");
    assert!(
        names.contains(&"Falconer Holding Ltd") && names.contains(&"Orchid Trading FZE"),
        "{names:?}"
    );
    assert!(
        names.contains(&"Bureau of Telecommunications Supply"),
        "through the reseller: {names:?}"
    );
    assert_eq!(
        references(&graph),
        BTreeSet::from(["EE-2026-0001", "EE-2026-0002", "KR-2026-0001"])
    );
    let first = party(&graph.nodes[0]).unwrap();
    assert_eq!(first.states, ["EE", "KR"], "one number in a register is one party");
    assert!(
        first.joined.iter().any(|joined| joined.why.contains("204711823")),
        "{:?}",
        first.joined
    );
    let has = |wanted: fn(&Link) -> bool| graph.edges.iter().any(|edge| wanted(&edge.link));
    assert!(has(|link| matches!(link, Link::Owns { share: Some(6_500), as_of: Some(_) })));
    assert!(has(
        |link| matches!(link, Link::Leg { stop: 3, role, .. } if role == "actual-destination")
    ));
    assert!(has(|link| matches!(link, Link::At { stop: 2, .. })));
    assert!(has(|link| matches!(link, Link::About)));
    assert!(has(|link| matches!(link, Link::ListedBy { how } if how.contains("88 FR 46071"))));
    // From an owner down to what it owns.
    let owner =
        graph_of("Falconer Holding", &trade(), &Decided::default(), bounds(1, 60, Scope::Standing))
            .unwrap();
    assert_eq!(parties(&owner), ["Falconer Holding Ltd", "Kestrel Systems AD"]);
    assert!(party(&owner.nodes[0]).unwrap().owner_only);
}

#[test]
fn depth_is_kept_and_what_lies_behind_is_said() {
    let near =
        graph_of("Kestrel Systems", &trade(), &Decided::default(), bounds(1, 60, Scope::Standing))
            .unwrap();
    assert!(!parties(&near).contains(&"Orchid Trading FZE"));
    assert!(near.left_out.at_the_edge > 0);
    assert!(near.notes().iter().any(|note| note.contains("`--depth 2`")), "{:?}", near.notes());
    let small =
        graph_of("Kestrel Systems", &trade(), &Decided::default(), bounds(4, 3, Scope::Standing))
            .unwrap();
    assert_eq!(small.nodes.len(), 3);
    assert!(
        small.left_out.nodes > 0 && small.notes().iter().any(|note| note.contains("`--nodes N`"))
    );
}

#[test]
fn two_states_that_write_one_name_may_mean_two_until_people_say() {
    let (mut all, second) =
        (trade(), record("NL-2026-0001", vec![named("x", card(&["Orchid Trading FZE"], "AE"))]));
    let (one, other) = (id(&all[0], 1), id(&second, 0));
    all.push(second);
    let with = |decided: &Decided| {
        graph_of("Orchid Trading", &all, decided, bounds(2, 60, Scope::Standing)).unwrap()
    };
    let maybe = |graph: &Graph| {
        graph.edges.iter().filter(|edge| matches!(edge.link, Link::MayBe { .. })).count()
    };
    let pair = || Pair { name: "s-1".to_owned(), one: one.clone(), other: other.clone() };

    let open = with(&Decided::default());
    assert_eq!((parties(&open)[..2].to_vec(), maybe(&open)), (vec!["Orchid Trading FZE"; 2], 1));
    let confirmed = with(&Decided::new([pair()], []));
    assert_eq!(maybe(&confirmed), 0);
    let first = party(&confirmed.nodes[0]).unwrap();
    assert_eq!(first.states, ["EE", "NL"]);
    assert!(
        first.joined.iter().any(|joined| joined.decision.as_deref() == Some("s-1")),
        "{:?}",
        first.joined
    );
    let refused = with(&Decided::new([], [pair()]));
    assert_eq!(
        (parties(&refused)[..2].to_vec(), maybe(&refused)),
        (vec!["Orchid Trading FZE"; 2], 0)
    );
    let both = with(&Decided::new([pair()], [Pair { name: "s-2".to_owned(), ..pair() }]));
    assert!(both.notes()[0].contains("s-2 was refused"), "{:?}", both.notes());
}

#[test]
fn two_that_one_record_lists_side_by_side_are_two() {
    let pair = vec![
        named("sa", card(&["Intellexa S.A."], "GR")),
        named("ltd", card(&["Intellexa Limited"], "IE")),
    ];
    let all = [record("EE-2026-0001", pair.clone()), record("EE-2026-0002", vec![pair[1].clone()])];
    let graph =
        graph_of("Intellexa", &all, &Decided::default(), bounds(2, 60, Scope::Standing)).unwrap();
    let both: BTreeSet<&str> = parties(&graph).into_iter().collect();
    assert_eq!(both, BTreeSet::from(["Intellexa S.A.", "Intellexa Limited"]));
}

#[test]
fn what_does_not_stand_is_drawn_and_is_no_path() {
    let mut all = trade();
    all[1] = fallen(all[1].clone());
    let asked = |scope| {
        graph_of("Kestrel Systems", &all, &Decided::default(), bounds(4, 60, scope)).unwrap()
    };
    let standing = asked(Scope::Standing);
    assert!(references(&standing).contains("EE-2026-0002"), "it is drawn");
    let node = standing
        .nodes
        .iter()
        .find(|node| matches!(&node.what, Thing::Record(it) if it.standing == "withdrawn"));
    assert!(!node.unwrap().stands);
    assert!(
        !parties(&standing).contains(&"Bureau of Telecommunications Supply"),
        "and nobody behind it"
    );
    assert!(standing.notes().iter().any(|note| note.contains("`--all`")), "{:?}", standing.notes());
    assert!(parties(&asked(Scope::All)).contains(&"Bureau of Telecommunications Supply"));

    // A party that was taken back from a record that stands.
    let mut all = trade();
    all[0].parties[1].stands = false;
    let graph =
        graph_of("Kestrel Systems", &all, &Decided::default(), bounds(4, 60, Scope::Standing))
            .unwrap();
    let edge = graph.edges.iter().find(|edge| !edge.stands).expect("drawn");
    assert!(matches!(edge.link, Link::NamedIn { .. }));
    assert!(!references(&graph).contains("EE-2026-0002"), "{:?}", references(&graph));
}

#[test]
fn whoever_is_not_named_has_no_graph() {
    let none =
        graph_of("Heron and Sons", &trade(), &Decided::default(), bounds(2, 60, Scope::Standing));
    assert!(none.unwrap_err().to_string().contains("Heron and Sons"));
}

#[test]
fn names_in_other_scripts_find_the_same_party() {
    let all = [
        record(
            "BG-2026-0001",
            vec![named("a", card(&["Кестрел Системс АД", "Kestrel Systems AD"], "BG"))],
        ),
        record(
            "BG-2026-0002",
            vec![
                named("b", card(&["Kestrel Sistems"], "BG")),
                named("c", at(card(&["株式会社日立"], "JP"), "1 Tokyo")),
            ],
        ),
    ];
    let graph =
        graph_of("Кестрел Системс", &all, &Decided::default(), bounds(2, 60, Scope::Standing))
            .unwrap();
    let first = party(&graph.nodes[0]).unwrap();
    assert!(first.names.iter().any(|name| name == "Kestrel Sistems"), "{:?}", first.names);
    assert!(parties(&graph).contains(&"株式会社日立"));
}

/// Records over few parties, so that cycles and hubs are the rule.
fn tangle() -> impl Strategy<Value = Vec<Testimony>> {
    const NAMES: [&str; 8] = [
        "Alder Optics",
        "Birch Networks",
        "Cedar Forensics",
        "Dogwood Radio",
        "Elm Analytics",
        "Fir Holdings",
        "Ginkgo Trading",
        "Hazel Systems",
    ];
    let one = (
        0_u8..3,
        proptest::collection::vec((0_usize..8, any::<bool>(), 0_usize..8), 1..4),
        any::<bool>(),
        any::<bool>(),
    );
    proptest::collection::vec(one, 1..12).prop_map(|all| {
        let records =
            all.into_iter().enumerate().map(|(number, (state, people, stands, routed))| {
                let state = ["EE", "KR", "NL"][usize::from(state)];
                let people =
                    people.into_iter().enumerate().map(|(key, (who, owned_too, owner))| {
                        let mut card = card(&[NAMES[who]], "BG");
                        if owned_too {
                            card = owned(card, NAMES[owner], 5_100)
                        }
                        named(&format!("k{key}"), card)
                    });
                let mut said = record(&format!("{state}-2026-{number:04}"), people.collect());
                if routed {
                    said.routes = vec![way(&[
                        ("BG", "origin", Some("k0")),
                        ("AE", "transit", None),
                        ("BG", "actual-destination", None),
                    ])];
                }
                if stands { said } else { fallen(said) }
            });
        records.collect()
    })
}

fn check(graph: &Graph, bounds: Bounds) -> Result<(), TestCaseError> {
    prop_assert!(graph.nodes.len() <= bounds.nodes() && graph.edges.len() <= bounds.edges());
    prop_assert!(graph.nodes.iter().all(|node| node.distance <= bounds.depth()));
    let ids: BTreeSet<&str> = graph.nodes.iter().map(|node| node.id.as_str()).collect();
    prop_assert_eq!(ids.len(), graph.nodes.len(), "each node once");
    for edge in &graph.edges {
        prop_assert!(!edge.sources.is_empty(), "every edge names a version: {:?}", edge);
        prop_assert!(edge.from < graph.nodes.len() && edge.to < graph.nodes.len());
    }
    Ok(())
}

proptest! {
    #[test]
    fn graph_is_bounded_and_the_same_whatever_the_order(
        all in tangle(), depth in 1_usize..5, nodes in 1_usize..40, everything in any::<bool>(), turn in any::<usize>(),
    ) {
        let scope = if everything { Scope::All } else { Scope::Standing };
        let bounds = bounds(depth, nodes, scope);
        let asked = all[0].parties[0].card.names[0].value.clone();
        let graph = graph_of(&asked, &all, &Decided::default(), bounds).unwrap();
        check(&graph, bounds)?;
        let mut turned = all.clone();
        turned.rotate_left(turn % all.len());
        prop_assert_eq!(&graph, &graph_of(&asked, &turned, &Decided::default(), bounds).unwrap());
        turned.reverse();
        prop_assert_eq!(&graph, &graph_of(&asked, &turned, &Decided::default(), bounds).unwrap());
        // The drawings hold whatever was drawn.
        let dot = graph.to_dot();
        prop_assert!(dot.ends_with("}\n"), "{}", dot);
        prop_assert!(graph.to_svg().ends_with("</svg>\n"));
    }

    #[test]
    fn answers_that_hold_only_what_was_asked_for_are_enough(all in tangle(), depth in 1_usize..5) {
        let bounds = bounds(depth, 40, Scope::Standing);
        let asked = all[0].parties[0].card.names[0].value.clone();
        let whole = graph_of(&asked, &all, &Decided::default(), bounds).unwrap();
        let start = Start { asked: asked.clone(), cards: vec![card(&[&asked], "BG")], exact: Vec::new() };
        let held = |work: &mut dyn FnMut(&Holdings<'_>, &Judge<'_>) -> Graph| {
            judged(|judge| work(&Holdings::new(judge, all.clone(), Vec::new()), judge))
        };
        let mut by_need = |holdings: &Holdings<'_>, judge: &Judge<'_>| {
            let find = |ask: &Ask| Ok::<_, std::convert::Infallible>(holdings.find(ask));
            around(&start, judge, &Decided::default(), bounds, find).unwrap()
        };
        let (lazy, again) = (held(&mut by_need), held(&mut by_need));
        // Whoever hands in more may let the walk see more, and never less.
        prop_assert!(references(&lazy).is_subset(&references(&whole)));
        check(&lazy, bounds)?;
        prop_assert_eq!(lazy, again);
    }
}
