//! Rules about how code is written, as far as a scanner of names can see them.
//!
//! clippy sees more and runs in `.ci/run`; what stands here is what it has no lint for, or what
//! must hold in a run without it.

use super::source::{Source, sources};
use super::{Breach, expect_none};

/// What is refused in code that ships, and what to write instead.
const REFUSED: [(&str, &str); 4] = [
    (".unwrap()", "a panic without a reason: `expect(\"because …\")`, or a typed refusal"),
    ("fn get_", "`get_` says nothing: name what is returned"),
    ("todo!", "an unfinished branch ships as a panic"),
    ("unsafe", "nothing here needs it"),
];

/// tantivy's `Directory` gives this one its name.
const GIVEN: &str = "fn get_file_handle(";

fn refused(source: &Source) -> Vec<Breach> {
    let mut found = Vec::new();
    for (needle, what) in REFUSED {
        // `fn get_` is the beginning of a name, so it is looked for as text.
        let lines = source.code.lines().enumerate();
        let lines = lines.filter(|(_, line)| line.contains(needle) && !line.contains(GIVEN));
        let lines = lines.map(|(index, _)| index + 1);
        found.extend(lines.map(|line| Breach::new(format!("{}:{line}", source.path), what)));
    }
    found
}

/// An error that is a `String` cannot be matched, counted or translated.
fn errors_as_text(source: &Source) -> Vec<Breach> {
    let mut found = Vec::new();
    for (index, line) in source.code.lines().enumerate() {
        let squeezed: String = line.split_whitespace().collect();
        if squeezed.contains("Result<") && squeezed.contains(",String>") {
            let place = format!("{}:{}", source.path, index + 1);
            found.push(Breach::new(place, "an error as text: make it a small enum"));
        }
    }
    found
}

/// A call `open(path, true)` says nothing: a parameter that is yes or no is an enum of two names.
fn yes_or_no_parameters(source: &Source) -> Vec<Breach> {
    let mut found = Vec::new();
    for (at, _) in source.code.match_indices("fn ") {
        let rest = &source.code[at..];
        // serde's `Visitor` gives this one its signature.
        if rest.starts_with("fn visit_bool<") {
            continue;
        }
        let ends = rest.find(['{', ';']).unwrap_or(rest.len());
        let parameters = rest[..ends].split("->").next().unwrap_or_default();
        let squeezed: String = parameters.split_whitespace().collect();
        if squeezed.contains(":bool,") || squeezed.contains(":bool)") {
            let line = source.code[..at].lines().count().max(1);
            let place = format!("{}:{line}", source.path);
            found.push(Breach::new(
                place,
                "a parameter that is a bool: make it an enum of two names",
            ));
        }
    }
    found
}

fn in_what_ships(rule: fn(&Source) -> Vec<Breach>) -> Vec<Breach> {
    sources().iter().filter(|source| source.ships()).flat_map(rule).collect()
}

#[test]
fn nothing_that_ships_panics_without_a_reason() {
    expect_none(&in_what_ships(refused));
}

#[test]
fn no_error_is_text() {
    expect_none(&in_what_ships(errors_as_text));
}

#[test]
fn no_parameter_is_a_bool() {
    expect_none(&in_what_ships(yes_or_no_parameters));
}

#[test]
fn the_rules_about_habits_can_fail() {
    let source = |text: &str| Source::new("crates/ledger/src/log.rs", text);
    assert_eq!(
        refused(&source("//! x\nfn f() { g().unwrap(); }\n"))[0].place,
        "crates/ledger/src/log.rs:2"
    );
    assert_eq!(refused(&source("fn get_tip() {}")).len(), 1);
    assert!(refused(&source("fn get_file_handle(&self) {}")).is_empty());
    assert!(refused(&source("// .unwrap()\nlet x = \"todo!\"; y.unwrap_or(0);")).is_empty());
    assert_eq!(errors_as_text(&source("fn f() -> Result<u8, String> {")).len(), 1);
    assert!(errors_as_text(&source("fn f() -> Result<String, Flaw> {")).is_empty());
    assert_eq!(yes_or_no_parameters(&source("fn f(a: u8,\n  b: bool,\n) {}")).len(), 1);
    assert!(
        yes_or_no_parameters(&source("fn f(a: u8) -> bool { let b: bool = true; b }")).is_empty()
    );
}
