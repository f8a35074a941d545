//! The tree shows each node once, says what it met before, and no name commands the terminal.

use chancery_http::view::GraphView;
use serde_json::{Value, json};
use unicode_width::UnicodeWidthStr as _;

use super::told::{graph, names};

fn cited(reference: &str) -> Value {
    json!({ "reference": reference, "number": 1, "version": "ab" })
}

fn party(id: &str, name: &str, distance: usize) -> Value {
    json!({
        "id": id, "distance": distance, "stands": true, "exercise": false, "what": "party",
        "names": [name, "Another name"], "countries": ["BG"], "identifiers": ["lei 5299"],
        "states": ["EE"], "owner_only": false, "joined": [],
    })
}

fn record(id: &str, reference: &str, status: &str) -> Value {
    let mut node = json!({
        "id": id, "distance": 1, "stands": status == "in-force", "exercise": true,
        "what": "record", "state": "EE", "authority": "authority", "kind": "threat-advisory",
        "title": "What it tells", "status": status, "marks": ["disputed"],
    });
    let fields = node.as_object_mut().expect("an object");
    fields.extend(cited(reference).as_object().expect("an object").clone());
    node
}

fn edge(from: &str, to: &str, link: Value) -> Value {
    let mut edge = json!({
        "from": from, "to": to, "sources": [cited("EE-2026-0001")], "more_sources": 0,
        "rests_on": null, "stands": true, "exercise": true,
    });
    edge.as_object_mut().expect("an object").extend(link.as_object().expect("an object").clone());
    edge
}

fn sample(name: &str) -> GraphView {
    let place = |id: &str, country: &str| {
        json!({
            "id": id, "distance": 2, "stands": true, "exercise": true, "what": "place",
            "country": country, "place": null,
        })
    };
    let named = json!({ "link": "named-in", "roles": ["vendor"] });
    let graph = json!({
        "asked": name, "depth": 2, "all": false,
        "nodes": [
            party("p1", name, 0),
            record("r1", "EE-2026-0001", "in-force"),
            record("r2", "EE-2026-0002", "withdrawn"),
            party("p2", "Orchid Trading FZE", 2),
            place("c1", "BG"),
            place("c2", "SY"),
        ],
        "edges": [
            edge("p1", "r1", named.clone()),
            edge("p1", "r2", named.clone()),
            edge("p2", "r1", named),
            edge("p2", "p1", json!({ "link": "owns", "percent": "65", "as_of": "2024-03" })),
            edge("r1", "c1", json!({ "link": "route", "route": 1, "role": "origin" })),
            edge("c1", "c2", json!({
                "link": "leg", "route": 1, "stop": 2, "role": "actual-destination",
                "mode": "air", "date": "2011-05",
            })),
            edge("p2", "c2", json!({ "link": "at", "route": 1, "stop": 2, "role": "x" })),
        ],
        "notes": ["2 nodes stand at the edge: `--depth 3` goes on"],
        "left_out": { "nodes": 0, "edges": 0, "at_the_edge": 2, "behind_fallen": 1, "records": 0 },
    });
    serde_json::from_value(graph).expect("because it is a graph")
}

#[test]
fn whole_tree() {
    let text = graph(&sample("Kestrel Systems AD"));
    let wanted = "\
Around Kestrel Systems AD: 2 steps away at most, 6 nodes, 7 edges, 2 records
what is marked [exercise] is a drill

Kestrel Systems AD (party; BG; said by EE)
  also: Another name
  numbers: lei 5299
    is named in, as vendor, EE-2026-0001 v1 (threat-advisory; in force; disputed) [exercise] What it
    tells
      route 1: BG Bulgaria, origin > SY Syrian Arab Republic, actual-destination (air, 2011-05):
      Orchid Trading FZE
    is named in, as vendor, EE-2026-0002 v1 (threat-advisory; WITHDRAWN; disputed) [exercise] What
    it tells
    is owned by (65 %, as of 2024-03) [EE-2026-0001 v1] [exercise] Orchid Trading FZE (party; BG;
    said by EE)
      also: Another name
      numbers: lei 5299
        is named in, as vendor, EE-2026-0001 v1 (shown above)

- 2 nodes stand at the edge: `--depth 3` goes on
";
    assert_eq!(text, wanted, "\n{text}");
}

#[test]
fn names_of_strangers_are_shown_and_obeyed_by_nobody() {
    for name in ["\u{1b}[2Jx\u{202e}y", "a\nb", "شركة الصقر", "株式会社ハヤブサ", &"長".repeat(400)]
    {
        let text = graph(&sample(name));
        assert!(!text.contains('\u{1b}') && !text.contains('\u{202e}'), "{text}");
        for line in text.lines() {
            assert!(line.width() <= 100, "{} {line}", line.width());
        }
    }
    assert_eq!(names(&sample("x")).len(), 6);
}
