//! What is said of a node and of an edge, in words.

use std::collections::BTreeMap;

use chancery_http::view::{
    CitedView, EdgeView, GraphView, JoinedView, LinkView, NodeView, ThingView,
};
use chancery_record::StateCode;

/// From which end an edge is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Side {
    /// From where it leaves.
    Leaving,
    /// From where it ends.
    Reached,
}

/// Other names of a party that are told; the JSON has all.
const NAMES_MAX: usize = 8;

/// Reasons that are told where two may be one; `chancery same show` has all.
const REASONS_MAX: usize = 3;

/// Its name alone.
pub(super) fn name(node: &NodeView) -> String {
    match &node.what {
        ThingView::Party { names, .. } => {
            names.first().cloned().unwrap_or_else(|| "(no name)".to_owned())
        }
        ThingView::Record { cited, .. } => version(cited),
        ThingView::Place { country, place } => {
            let country = country.parse().map_or_else(|_| country.clone(), named);
            place.as_ref().map_or(country.clone(), |place| format!("{place}, {country}"))
        }
        ThingView::Product { name, .. } => name.clone(),
        ThingView::List { state, authority, list } => format!("{list} of {state} {authority}"),
        ThingView::Entry { list, entry, .. } => format!("row {entry} of the list {list}"),
    }
}

fn named(state: StateCode) -> String {
    format!("{state} {}", state.name())
}

/// Its name, and in brackets what decides whether to go on reading.
pub(super) fn node(node: &NodeView) -> String {
    let mut said = name(node);
    let about = match &node.what {
        ThingView::Party { countries, states, owner_only, .. } => {
            let mut about = vec![if *owner_only { "an owner" } else { "party" }.to_owned()];
            about.extend((!countries.is_empty()).then(|| countries.join(", ")));
            about.push(format!("said by {}", states.join(", ")));
            about
        }
        ThingView::Record { kind, status, marks, .. } => {
            let mut about = vec![kind.clone(), status_word(status)];
            let marks = marks.iter().filter(|mark| *mark != "exercise");
            about.extend(marks.map(|mark| mark.replace('-', " ")));
            about
        }
        ThingView::Product { codes, .. } => {
            let codes = (!codes.is_empty()).then(|| codes.join(", "));
            ["product".to_owned()].into_iter().chain(codes).collect()
        }
        ThingView::Entry { name, list_version, .. } => {
            let version = list_version.chars().take(12).collect::<String>();
            vec![name.clone(), format!("version {version}")]
        }
        ThingView::Place { .. } | ThingView::List { .. } => Vec::new(),
    };
    if !about.is_empty() {
        said += &format!(" ({})", about.join("; "));
    }
    if !node.stands && !matches!(node.what, ThingView::Record { .. }) {
        said += " [does not stand]";
    }
    if node.exercise {
        said += " [exercise]";
    }
    if let ThingView::Record { title, .. } = &node.what {
        said += &format!(" {title}");
    }
    said
}

/// What does not stand is not overlooked.
fn status_word(status: &str) -> String {
    match status {
        "in-force" => "in force".to_owned(),
        other => other.to_uppercase(),
    }
}

/// What else is known of a party: other names, numbers, why its cards are one.
pub(super) fn more(node: &NodeView) -> Vec<String> {
    let ThingView::Party { names, identifiers, joined, .. } = &node.what else {
        return Vec::new();
    };
    let mut lines = Vec::new();
    if names.len() > 1 {
        let told: Vec<&str> = names.iter().skip(1).take(NAMES_MAX).map(String::as_str).collect();
        let more = names.len() - 1 - told.len();
        let more = if more > 0 { format!(", and {more} more") } else { String::new() };
        lines.push(format!("also: {}{more}", told.join("; ")));
    }
    if !identifiers.is_empty() {
        lines.push(format!("numbers: {}", identifiers.join("; ")));
    }
    for JoinedView { one, other, why, decision } in joined.iter().take(NAMES_MAX) {
        let by = decision.as_ref().map(|name| format!(" ({name})")).unwrap_or_default();
        lines.push(format!("one party in {} and {}: {why}{by}", version(one), version(other)));
    }
    lines
}

/// An edge as the way from one of its ends.
pub(super) fn way(edge: &EdgeView, side: Side) -> String {
    let said = match (&edge.link, side) {
        (LinkView::NamedIn { roles }, Side::Leaving) => {
            format!("is named in, as {},", roles.join(", "))
        }
        (LinkView::NamedIn { roles }, Side::Reached) => format!("names as {}", roles.join(", ")),
        (LinkView::Owns { percent, as_of }, side) => {
            let verb = if side == Side::Leaving { "owns" } else { "is owned by" };
            let share = percent.as_ref().map(|percent| format!("{percent} %"));
            let when = as_of.as_ref().map(|day| format!("as of {day}"));
            let about: Vec<String> = [share, when].into_iter().flatten().collect();
            match about.is_empty() {
                true => format!("{verb} {}", rests(edge)),
                false => format!("{verb} ({}) {}", about.join(", "), rests(edge)),
            }
        }
        (LinkView::About, Side::Leaving) => "is about".to_owned(),
        (LinkView::About, Side::Reached) => "is what this is about:".to_owned(),
        (LinkView::ListedBy { how }, Side::Leaving) => {
            format!("is listed: {how} {}", rests(edge))
        }
        (LinkView::ListedBy { how }, Side::Reached) => format!("lists: {how} {}", rests(edge)),
        (LinkView::MayBe { score, reasons }, _) => {
            let score = format!("{}.{:03}", score / 1_000, score % 1_000);
            let reasons: Vec<&str> = reasons.iter().take(REASONS_MAX).map(String::as_str).collect();
            format!("may be the same ({score}: {}) {} as", reasons.join("; "), rests(edge))
        }
        (
            LinkView::Route { route, .. }
            | LinkView::Leg { route, .. }
            | LinkView::At { route, .. },
            _,
        ) => {
            format!("is on route {route} with")
        }
    };
    let drill = if edge.exercise && !is_of_record(edge) { " [exercise]" } else { "" };
    let fallen = if edge.stands { "" } else { " [does not stand]" };
    format!("{said}{fallen}{drill}")
}

/// The record stands beside it and says so itself.
fn is_of_record(edge: &EdgeView) -> bool {
    matches!(edge.link, LinkView::NamedIn { .. } | LinkView::About)
}

fn rests(edge: &EdgeView) -> String {
    let mut parts: Vec<String> = edge.sources.iter().map(version).collect();
    if edge.more_sources > 0 {
        parts.push(format!("and {} more", edge.more_sources));
    }
    parts.extend(edge.rests_on.clone());
    format!("[{}]", parts.join(", "))
}

fn version(cited: &CitedView) -> String {
    format!("{} v{}", cited.reference, cited.number)
}

/// The routes of a version, each in the order of its stops: `route 1: US origin (Blue Coat) > AE …`.
pub(super) fn ways(
    graph: &GraphView,
    number: &BTreeMap<&str, usize>,
    cited: &CitedView,
) -> Vec<String> {
    let mut stops: BTreeMap<(usize, usize), String> = BTreeMap::new();
    let mut parties: BTreeMap<(usize, usize), String> = BTreeMap::new();
    let node = |id: &str| number.get(id).map(|at| name(&graph.nodes[*at])).unwrap_or_default();
    for edge in graph.edges.iter().filter(|edge| edge.sources.contains(cited)) {
        match &edge.link {
            LinkView::Route { route, role } => {
                stops.insert((*route, 1), format!("{}, {role}", node(&edge.to)));
            }
            LinkView::Leg { route, stop, role, mode, date } => {
                let how: Vec<&str> =
                    [mode, date].into_iter().flatten().map(String::as_str).collect();
                let how =
                    if how.is_empty() { String::new() } else { format!(" ({})", how.join(", ")) };
                stops.insert((*route, *stop), format!("{}, {role}{how}", node(&edge.to)));
            }
            LinkView::At { route, stop, .. } => {
                parties.insert((*route, *stop), node(&edge.from));
            }
            _ => {}
        }
    }
    let mut ways: BTreeMap<usize, Vec<String>> = BTreeMap::new();
    for ((route, stop), said) in stops {
        let party = parties.get(&(route, stop));
        let party = party.map(|party| format!(": {party}")).unwrap_or_default();
        ways.entry(route).or_default().push(format!("{said}{party}"));
    }
    ways.into_iter().map(|(route, stops)| format!("route {route}: {}", stops.join(" > "))).collect()
}
