//! A page leaves nothing out, says what stands, and is never wider than the screen.

use chancery_http::view::ThreadView;
use serde_json::{Value, json};
use unicode_width::UnicodeWidthStr as _;

use super::{history, page};

const LONG: &str = "A text that goes on and on, so that it has to be broken more than once at a width of a \
    hundred columns, wherever it stands and however far it is indented under its label.";

/// A thread with something of everything: corrected, partly withdrawn, disputed, translated.
fn thread(text: Value) -> ThreadView {
    let statement = |number: u64| json!({"reference": format!("EE-2026-000{number}"), "id": format!("{number}").repeat(64)});
    let with = |mut base: Value, more: Value| {
        let more = more.as_object().unwrap().clone();
        base.as_object_mut().unwrap().extend(more);
        base
    };
    let at = "2026-11-24T09:00:00Z";
    let in_force = json!({"status": "in-force"});
    let version = |number: u64, state: &str, changes: Value| {
        with(
            statement(number),
            json!({"number": number, "issued_at": at, "state": state, "standing": in_force,
                "explanation": LONG, "changes": changes}),
        )
    };
    let remark = |number: u64, kind: &str, says: Value| {
        with(
            statement(number),
            json!({"kind": kind, "state": "FI", "authority": "authority", "at": at,
                "of": statement(2), "version": 2, "says": says}),
        )
    };
    let summary = with(
        statement(1),
        json!({"state": "EE", "authority": "authority", "kind": "threat-advisory", "title": "Title",
            "status": "corrected", "status_by": "EE-2026-0002", "exercise": true,
            "marking": "TLP:CLEAR", "issued_at": at, "epoch": 0, "seq": 1, "held_by": [],
            "members": 3, "reported_by": []}),
    );
    let act = |number: u64, did: &str| {
        with(statement(number), json!({"at": at, "did": did, "what": "", "explanation": LONG}))
    };
    let view = json!({
        "record": summary,
        "asked": statement(2),
        "today": "2026-11-24",
        "standing": in_force,
        "marks": [{"mark": "partly-withdrawn"}, {"mark": "disputed", "by": ["FI"]}],
        "valid_until": {"day": "2027-06-30", "by": statement(4)},
        "review_due": {"day": text["review_due"].as_str().unwrap_or("2028-01-01"), "by": statement(2)},
        "current": 2,
        "shown": 2,
        "text": text,
        "versions": [version(1, "replaced", json!([])), version(2, "current", json!(["summary: [-old-] {+new+}"]))],
        "withdrawn_parts": [{"part": "party", "key": "p3", "by": statement(3), "at": at,
            "reason": "delisted", "explanation": LONG, "said": {"names": [{"value": "Gone Ltd", "kind": "legal"}]}}],
        "acts": [act(1, "published"), act(2, "corrected"), act(3, "partly-withdrew")],
        "remarks": [
            remark(5, "dispute", json!({"stance": "disagree", "basis": LONG})),
            remark(6, "translation", json!({"language": "ar", "status": "courtesy", "stale": true,
                "title": "تحذير", "text": "تحذير من توريد تقنيات المراقبة ".repeat(12)})),
            remark(7, "kind-of-tomorrow", json!({"title": "Something new"})),
        ],
        "without_effect": [with(statement(8), json!({"kind": "withdrawal", "state": "KR",
            "authority": "authority", "at": at, "reason": "not-the-originator", "why": "only the originator can say this"}))],
        "related": [],
        "left_out": 2,
    });
    serde_json::from_value(view).unwrap()
}

/// As `show` asks for it.
fn page_of(view: &ThreadView) -> String {
    page(view, &[("released", "no policy declared: its node signed it alone".to_owned())])
}

fn advisory() -> Value {
    serde_json::from_str(include_str!("../../cases/06-finspy-false-end-user.json")).unwrap()
}

fn fits(text: &str) {
    for line in text.lines() {
        assert!(line.width() <= 100, "{} columns: {line}", line.width());
    }
}

/// Every text and number that stands in a value, without the envelope that is said in other words.
fn leaves(value: &Value, found: &mut Vec<String>) {
    match value {
        Value::String(text) => found.push(text.clone()),
        Value::Array(all) => all.iter().for_each(|one| leaves(one, found)),
        Value::Object(fields) => {
            let without = [
                "schema_version",
                "created_at",
                "kind",
                "attestations",
                "attribution",
                "list",
                // For programs; a person is told when a translation is stale.
                "of_hash",
                "act",
                "type",
                "schema",
                "title",
            ];
            let said = fields.iter().filter(|(name, _)| !without.contains(&name.as_str()));
            said.for_each(|(_, field)| leaves(field, found));
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// Without spaces, breaks, hyphens and capitals, which a page may set as it likes.
fn bare(text: &str) -> String {
    text.chars().filter(|one| one.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

#[test]
fn every_text_of_a_case_stands_on_its_page_and_the_page_fits() {
    let text = page_of(&thread(advisory()));
    fits(&text);
    let page = bare(&text);
    let mut said = Vec::new();
    leaves(&advisory(), &mut said);
    assert!(said.len() > 60, "the case is rich");
    for one in said.iter().filter(|one| one.len() > 2) {
        // Keys stand for the party that they name, codes of states for their names.
        assert!(page.contains(&bare(one)), "{one:?} is not on the page:\n{text}");
    }
}

#[test]
fn a_drill_says_so_first_and_last() {
    let text = page_of(&thread(advisory()));
    assert!(text.lines().next().unwrap().contains("EXERCISE"), "{text}");
    assert!(text.lines().last().unwrap().contains("EXERCISE"), "{text}");
    assert!(history(&thread(advisory())).lines().next().unwrap().contains("EXERCISE"));
}

#[test]
fn a_page_says_what_became_of_the_record_and_how_to_cite_it() {
    let text = page_of(&thread(advisory()));
    for said in [
        "You asked for EE-2026-0002, which is version 2 of it.",
        "2 of 2, EE-2026-0002, the current text",
        "partly withdrawn; disputed by FI",
        "2027-06-30, set by EE-2026-0004",
        "Party p3 (Gone Ltd (legal)): withdrawn on 2026-11-24 09:00 UTC by EE-2026-0003, delisted",
        "~ summary: [-old-] {+new+}",
        "FI/authority: Dispute: disagree (of v2)",
        "STALE",
        "FI/authority: Kind of tomorrow (of v2)",
        "KR/authority: Withdrawal",
        "only the originator can say this",
        "EE-2026-0001 v2 (id 22222222)",
        "2 statements of this thread are left out",
    ] {
        assert!(text.contains(said), "{said:?} is not on the page:\n{text}");
    }
}

#[test]
fn right_to_left_text_is_set_apart_line_by_line() {
    let text = page_of(&thread(advisory()));
    let arabic: Vec<&str> = text.lines().filter(|line| line.contains("المراقبة")).collect();
    assert!(arabic.len() > 2, "it is broken into lines");
    for line in arabic {
        assert_eq!(line.matches('\u{2068}').count(), 1, "{line}");
        assert!(line.ends_with('\u{2069}'), "{line}");
    }
}

#[test]
fn a_kind_of_tomorrow_is_shown_as_it_is() {
    let text = page_of(&thread(json!({"kind": "kind-of-tomorrow", "novel": {"deep": [1, "two"]}})));
    assert!(text.contains("does not know the kind"), "{text}");
    assert!(text.contains("novel") && text.contains("deep: 1, two"), "{text}");
    fits(&text);
}

#[test]
fn what_cannot_be_read_is_said() {
    let text = page_of(&thread(Value::Null));
    assert!(text.contains("cannot read the body"), "{text}");
}

#[test]
fn a_history_tells_acts_and_remarks_in_order_and_cites_every_version() {
    let text = history(&thread(advisory()));
    fits(&text);
    let place = |what: &str| text.find(what).unwrap_or_else(|| panic!("{what}: {text}"));
    assert!(place("Published") < place("Corrected"));
    assert!(place("Corrected") < place("Partly withdrew"));
    assert!(place("Partly withdrew") < place("Dispute"));
    assert!(place("EE-2026-0001 v1 (id 11111111)") < place("EE-2026-0001 v2 (id 22222222)"));
}
