//! Laws of the tree.

use super::*;

fn paths(text: &str) -> Vec<String> {
    let flaws = from_json(text).expect_err("refused");
    flaws.into_iter().map(|violation| format!("{} {}", violation.path, violation.wrong)).collect()
}

#[test]
fn a_key_that_stands_twice_is_refused() {
    assert_eq!(paths(r#"{"a":1,"b":{"c":1,"c":2}}"#), ["$.b.c this key stands here twice"]);
}

#[test]
fn a_float_is_refused() {
    assert_eq!(paths(r#"{"a":[1,1.5]}"#), ["$.a[1] 1.5 has a fraction or an exponent"]);
    assert_eq!(paths(r#"{"a":1e3}"#), ["$.a 1000 has a fraction or an exponent"]);
}

#[test]
fn an_integer_that_readers_disagree_about_is_refused() {
    let max = format!("[{INTEGER_MAX},-{INTEGER_MAX}]");
    assert!(from_json(&max).is_ok());
    for beyond in ["9007199254740992", "-9007199254740992", "18446744073709551615"] {
        assert_eq!(paths(beyond).len(), 1, "{beyond}");
    }
}

#[test]
fn nesting_is_bounded() {
    let nested = |depth: usize| "[".repeat(depth) + &"]".repeat(depth);
    assert!(from_json(&nested(DEPTH_MAX)).is_ok());
    assert_eq!(paths(&nested(DEPTH_MAX + 1)).len(), 1);
    assert_eq!(paths(&nested(100_000)).len(), 1);
}

#[test]
fn values_are_bounded() {
    let many = |values: usize| format!("[{}]", vec!["0"; values].join(","));
    assert!(from_json(&many(VALUES_MAX - 1)).is_ok());
    assert_eq!(paths(&many(VALUES_MAX)).len(), 1);
}

#[test]
fn what_follows_the_record_is_refused() {
    for text in ["{} {}", "{}x", "", "{", "{\"a\":}", "nul"] {
        assert_eq!(paths(text).len(), 1, "{text}");
    }
}

#[test]
fn several_flaws_are_reported_at_once() {
    assert_eq!(paths(r#"{"a":1.5,"b":1,"b":2,"c c":[0.5]}"#).len(), 3);
}

#[test]
fn a_key_that_stands_twice_in_another_spelling_is_refused() {
    assert_eq!(paths(r#"{"tlp":1,"\u0074lp":2}"#), ["$.tlp this key stands here twice"]);
}

#[test]
fn a_number_of_any_size_is_refused_and_never_rounded() {
    for huge in ["123456789012345678901234567890", "-1e18", "1e400", "0.1", "-0"] {
        assert_eq!(paths(&format!("{{\"a\":{huge}}}")).len(), 1, "{huge}");
    }
}

#[test]
fn a_byte_order_mark_is_named() {
    assert_eq!(paths("\u{feff}{}"), ["$ begins with a byte order mark"]);
}

#[test]
fn half_a_surrogate_pair_is_refused() {
    assert_eq!(paths(r#"{"a":"\ud800"}"#).len(), 1);
    assert!(from_json(r#"{"a":"\ud83d\ude00"}"#).is_ok());
}

#[test]
fn a_text_beyond_the_bound_is_refused_unread() {
    let long = format!("[{}]", " ".repeat(json::JSON_BYTES_MAX));
    assert_eq!(paths(&long).len(), 1);
}

#[test]
fn a_broken_text_is_refused_where_it_breaks() {
    let flaws = from_json(r#"{"a":{"b":[1,2,}}"#).expect_err("broken");
    assert!(flaws[0].wrong.contains("line 1 column"), "{flaws:?}");
}
