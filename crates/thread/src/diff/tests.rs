//! Laws of the diff: it is empty exactly for equal texts, and complete; and how it reads.

use proptest::prelude::*;
use serde_json::{Map, Value, json};

use super::{Change, Edit, LINES_MAX, Piece, Step, VALUE_CHARS_MAX, diff, lines, words};
use crate::tests::cast::record;

/// The first text with the changes made to it: the plain reading of what a change means.
fn applied(before: &Value, changes: &[(&[Step], &Edit)]) -> Value {
    match before {
        Value::Object(map) => applied_to_object(map, changes),
        Value::Array(list) => applied_to_list(list, changes),
        other => other.clone(),
    }
}

fn applied_to_object(map: &Map<String, Value>, changes: &[(&[Step], &Edit)]) -> Value {
    let mut map = map.clone();
    let mut inside: std::collections::BTreeMap<&str, Vec<(&[Step], &Edit)>> = Default::default();
    for (path, edit) in changes {
        let Some((Step::Field(name), rest)) = path.split_first() else { panic!("no field") };
        match (rest, edit) {
            ([], Edit::Added { after }) => {
                assert!(map.insert(name.clone(), after.clone()).is_none());
            }
            ([], Edit::Removed { before }) => {
                assert_eq!(map.shift_remove(name).as_ref(), Some(before));
            }
            ([], Edit::Set { before, after }) => {
                assert_eq!(map.insert(name.clone(), after.clone()).as_ref(), Some(before));
            }
            _ => inside.entry(name).or_default().push((rest, edit)),
        }
    }
    for (name, changes) in inside {
        map[name] = applied(&map[name], &changes);
    }
    Value::Object(map)
}

fn applied_to_list(list: &[Value], changes: &[(&[Step], &Edit)]) -> Value {
    let mut old: Vec<Option<Value>> = list.iter().cloned().map(Some).collect();
    let mut placed = std::collections::BTreeMap::new();
    let mut inside: std::collections::BTreeMap<usize, Vec<(&[Step], &Edit)>> = Default::default();
    let mut moves = Vec::new();
    for (path, edit) in changes {
        match (path.split_first(), edit) {
            (None, Edit::Inserted { at, after }) => {
                placed.insert(*at, after.clone());
            }
            (None, Edit::TakenOut { at, before }) => {
                assert_eq!(old[*at].take().as_ref(), Some(before));
            }
            (None, Edit::Moved { from, to, .. }) => moves.push((*from, *to)),
            (Some((Step::Element { before, .. }, rest)), edit) => {
                inside.entry(*before).or_default().push((rest, edit));
            }
            other => panic!("{other:?} in a list"),
        }
    }
    for (at, changes) in inside {
        let changed = applied(old[at].as_ref().expect("it stays"), &changes);
        old[at] = Some(changed);
    }
    for (from, to) in moves {
        placed.insert(to, old[from].take().expect("it stays"));
    }
    let mut stays = old.into_iter().flatten();
    let mut list = Vec::new();
    loop {
        match placed.remove(&list.len()).or_else(|| stays.next()) {
            Some(value) => list.push(value),
            None => return Value::Array(list),
        }
    }
}

fn changes(before: &Value, after: &Value) -> Vec<Change> {
    diff(&record(before), &record(after))
}

fn said(before: &Value, after: &Value) -> Vec<String> {
    lines(&changes(before, after))
}

/// Values in which keys, names and equal elements come often.
fn value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        (0..4_i64).prop_map(Value::from),
        "[ab]{0,2}( [ab])?".prop_map(Value::from),
    ];
    leaf.prop_recursive(4, 48, 6, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(Value::from),
            prop::collection::btree_map("key|names|value|title|x|y", inner, 0..5)
                .prop_map(|map| Value::Object(map.into_iter().collect())),
        ]
    })
}

fn object() -> impl Strategy<Value = Value> {
    let fields = prop::collection::btree_map("title|parties|items|x", value(), 0..4);
    fields.prop_map(|map| Value::Object(map.into_iter().collect()))
}

/// A text, and another that was made from it: what people do.
fn edited() -> impl Strategy<Value = (Value, Value)> {
    let party = |key: usize, n: i64| json!({"key": format!("p{key}"), "n": n, "list": [n, key]});
    let list = prop::collection::vec((0..12_usize, 0..3_i64), 0..10);
    let parties = move |list: Vec<(usize, i64)>| json!({"parties": list.iter().map(|(key, n)| party(*key, *n)).collect::<Vec<_>>()});
    (list.clone(), list).prop_map(move |(one, other)| (parties(one), parties(other)))
}

fn check(before: &Value, after: &Value) -> Result<(), TestCaseError> {
    let changes = changes(before, after);
    prop_assert_eq!(changes.is_empty(), before == after);
    let all: Vec<(&[Step], &Edit)> =
        changes.iter().map(|change| (change.path.as_slice(), &change.edit)).collect();
    prop_assert_eq!(&applied(before, &all), after);
    prop_assert!(lines(&changes).len() <= LINES_MAX + 1);
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_changes_applied_to_one_text_give_the_other(before in object(), after in object()) {
        check(&before, &after)?;
    }

    #[test]
    fn lists_with_keys_survive_any_edit((before, after) in edited()) {
        check(&before, &after)?;
    }

    #[test]
    fn pieces_are_the_two_texts(before in "[a-c ]{0,40}|\\PC{0,20}", after in "[a-c ]{0,40}|\\PC{0,20}") {
        let pieces = words(&before, &after);
        let side = |leave: fn(&Piece) -> bool| -> String {
            let kept = pieces.iter().filter(|piece| !leave(piece));
            kept.map(|piece| match piece {
                Piece::Same(text) | Piece::Gone(text) | Piece::New(text) => text.as_str(),
            }).collect()
        };
        prop_assert_eq!(side(|piece| matches!(piece, Piece::New(_))), before);
        prop_assert_eq!(side(|piece| matches!(piece, Piece::Gone(_))), after);
    }
}

#[test]
fn a_party_that_is_put_in_at_the_top_is_one_change() {
    let party =
        |key: &str, name: &str| json!({"key": key, "names": [{"value": name, "kind": "legal"}]});
    let before = json!({"parties": [party("a", "Alpha"), party("b", "Beta")]});
    let after = json!({"parties": [party("c", "Gamma"), party("a", "Alpha"), party("b", "Beta")]});
    assert_eq!(changes(&before, &after).len(), 1);
    assert_eq!(said(&before, &after), ["party added: “Gamma” (key: c)"]);
    let before =
        json!({"parties": [{"names": [{"value": "Alpha"}]}, {"names": [{"value": "Beta"}]}]});
    let after = json!({"parties": [{"names": [{"value": "Beta"}]}]});
    assert_eq!(said(&before, &after), ["party removed: “Alpha”"], "without keys, by name");
}

#[test]
fn a_change_says_where_and_what_in_words_of_the_domain() {
    let before = json!({
        "title": "Intrusion software offered", "valid_until": "2026-12-31",
        "parties": [{"key": "intellexa", "names": [{"value": "Intellexa S.A.", "kind": "legal"}],
            "roles": ["vendor"]}],
        "handling": {"tlp": "TLP:AMBER"},
    });
    let after = json!({
        "title": "Intrusion software offered again", "valid_until": "2027-12-31",
        "parties": [{"key": "intellexa", "names": [{"value": "Intellexa S.A.", "kind": "legal"},
            {"value": "Sytrox", "kind": "alias"}], "roles": ["vendor", "broker"]}],
        "handling": {"tlp": "TLP:GREEN"},
    });
    assert_eq!(
        said(&before, &after),
        [
            "title: Intrusion software offered{+ again+}".replace("{+ again+}", " {+again+}"),
            "valid until: 2026-12-31 → 2027-12-31".into(),
            "party intellexa: name added: “Sytrox” (kind: alias)".into(),
            "party intellexa: role added: “broker”".into(),
            "handling: tlp: TLP:AMBER → TLP:GREEN".into(),
        ]
    );
}

#[test]
fn one_changed_word_of_a_page_is_shown_in_its_surroundings() {
    let page = |word: &str| {
        let filler = "and so the text goes on for a while ".repeat(30);
        json!({ "summary": format!("{filler}the {word} moved {filler}") })
    };
    let said = said(&page("goods"), &page("software"));
    assert_eq!(said.len(), 1);
    assert!(said[0].contains("the [-goods-] {+software+} moved"), "{}", said[0]);
    assert!(said[0].chars().count() < 200, "{}", said[0]);
}

#[test]
fn scripts_without_spaces_change_by_character() {
    let pieces = words("監視装置の輸出", "監視装置の販売");
    assert_eq!(
        pieces,
        [Piece::Same("監視装置の".into()), Piece::Gone("輸出".into()), Piece::New("販売".into()),]
    );
}

#[test]
fn what_a_stranger_wrote_is_shown_within_bounds() {
    let many = |from: u32| json!({"x": (from..from + 5_000).collect::<Vec<_>>()});
    let said_many = said(&many(0), &many(10_000));
    assert_eq!(said_many.len(), LINES_MAX + 1);
    assert_eq!(said_many[LINES_MAX], "and 9900 more changes");
    let long = |word: &str| json!({"summary": format!("{word} ").repeat(20_000)});
    let said_long = said(&long("a"), &long("b"));
    assert!(said_long[0].chars().count() <= VALUE_CHARS_MAX + 60);
}

#[test]
fn the_time_of_writing_is_a_change_and_no_news() {
    let text = |at: &str, title: &str| json!({"created_at": at, "title": title});
    let (one, other) = (text("2026-11-24T09:00:00Z", "x"), text("2026-11-24T09:05:00Z", "x"));
    assert_eq!(changes(&one, &other).len(), 1);
    assert_eq!(said(&one, &other), ["nothing that people read"]);
    let renamed = text("2026-11-24T09:05:00Z", "y");
    assert_eq!(said(&one, &renamed), ["title: x → y"]);
    assert!(said(&one, &one).is_empty());
}
