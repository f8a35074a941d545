//! The good packs of the vectors, as people read them: what became of a record is said in words.

use serde_json::Value;

use super::super::*;

/// The longest line that is promised.
const COLUMNS: usize = 100;

fn opened(name: &str) -> Opened {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../ledger/vectors/pack.json");
    let file: Value = serde_json::from_str(&std::fs::read_to_string(file).unwrap()).unwrap();
    let genesis = Genesis::decode(&unhex(file["genesis"].as_str().unwrap())).unwrap();
    let cases = file["cases"].as_array().unwrap();
    let case = cases.iter().find(|case| case["name"] == name).unwrap();
    let pack = Pack::decode(&unhex(case["pack"].as_str().unwrap())).unwrap();
    let verdict = pack.verify(&genesis).unwrap();
    Opened { genesis, result: Ok((pack, verdict)) }
}

fn unhex(text: &str) -> Vec<u8> {
    let bytes = |hex: &str| -> Vec<u8> {
        let pairs = (0..hex.len()).step_by(2);
        pairs.map(|at| u8::from_str_radix(&hex[at..at + 2], 16).unwrap()).collect()
    };
    let part = |part: &str| match part.split_once('*') {
        Some((byte, count)) => bytes(byte).repeat(count.parse().unwrap()),
        None => bytes(part),
    };
    text.split_whitespace().flat_map(part).collect()
}

/// Without the folding of lines.
fn told_in_one(name: &str) -> String {
    let text = told(Path::new("a.pack"), &opened(name).view());
    for line in text.lines() {
        assert!(line.chars().count() <= COLUMNS, "{line}");
    }
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn withdrawn_parts_are_named_with_reason_and_withdrawal() {
    let text = told_in_one("parties withdrawn in two steps");
    assert!(text.contains("status in-force, as far as was known"), "{text}");
    assert!(text.contains("parties p1, by EE-2026-0007 (listing-removed); parties p2"), "{text}");
    assert!(text.contains("parties p3, by EE-2026-0008 (error)"), "{text}");
    let view = opened("parties withdrawn in two steps").view();
    let json = serde_json::to_value(&view).unwrap();
    assert_eq!(json["withdrawn_parts"][2]["key"], "p3");
}

#[test]
fn renewed_days_are_said_and_what_has_no_effect_is_said_to_have_none() {
    let text = told_in_one("renewed, field by field");
    let days = "valid until 2028-06-30, review due 2027-03-31, as renewed";
    assert!(text.contains(days), "{text}");
    let text = told_in_one("renewed and corrected after the withdrawal");
    assert!(text.contains("status withdrawn by EE-2026-0007"), "{text}");
    assert!(text.contains("(without effect: after the withdrawal)"), "{text}");
}

#[test]
fn pack_of_what_is_about_another_record_says_that_the_other_has_its_own() {
    let other = "the record that this one is about stands";
    assert!(told_in_one("withdrawal in a pack of its own").contains(other));
    assert!(!told_in_one("plain").contains(other));
}

#[test]
fn page_shows_withdrawn_parts_and_days_as_well() {
    for (name, shown) in [
        ("parties withdrawn in two steps", "parties p3, by EE-2026-0008 (error)"),
        ("released by two officers", "author ann, releaser ben"),
        ("renewed, field by field", "valid until 2028-06-30"),
        ("renewed and corrected after the withdrawal", "(without effect: after-withdrawal)"),
    ] {
        let opened = opened(name);
        let (pack, verdict) = opened.result.as_ref().unwrap();
        let page = page::page(pack, verdict, &opened.genesis, "digest");
        assert!(page.contains(shown), "{name}: {page}");
    }
}

#[test]
fn approvals_are_named_by_role_and_pseudonym_with_the_policy() {
    let text = told_in_one("released by two officers");
    assert!(text.contains("policy 1 asks for two officers; author ann at 2026-11-24T"), "{text}");
    let by = "released by author ann, releaser ben (policy: two officers)";
    assert!(text.contains(by), "{text}");
    assert!(text.contains("that the policy was the newest"), "{text}");
    let json = serde_json::to_value(opened("released by two officers").view()).unwrap();
    assert_eq!(json["approvals"][1]["officer"], "ben");
    assert_eq!(json["policy"], "two officers");
    let text = told_in_one("corrected under a second policy");
    assert!(text.contains("(policy 2: two officers, author ann, releaser ben)"), "{text}");
    assert!(told_in_one("plain").contains("no approval (policy: none named)"));
}
