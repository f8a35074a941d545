//! Rules about the front door of a crate: `lib.rs` is prose, `mod` lines and named `pub use`.
//!
//! A newcomer reads `lib.rs` first. It is a table of contents: what is behind each door stands
//! there by name, and each name has one path.

use super::source::{Source, sources};
use super::{Breach, expect_none};

/// More names than this and a crate has two subjects. A public module counts as one name.
const NAMES_MAX: usize = 25;

/// The statements of a front door, without comments and attributes.
fn statements(code: &str) -> Vec<String> {
    let mut plain = String::new();
    let mut depth = 0_usize;
    let mut chars = code.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '#' if depth == 0 && matches!(chars.peek(), Some('[' | '!')) => {
                chars.next_if_eq(&'!');
            }
            '[' => depth += 1,
            ']' => depth = depth.saturating_sub(1),
            _ if depth == 0 => plain.push(c),
            _ => {}
        }
    }
    let parts = plain.split(';').map(|part| part.split_whitespace().collect::<Vec<_>>().join(" "));
    parts.filter(|part| !part.is_empty()).collect()
}

/// The names that `pub use` and `pub mod` of a front door give out.
fn names(code: &str) -> Vec<String> {
    let mut names = Vec::new();
    for statement in statements(code) {
        if let Some(name) = statement.strip_prefix("pub mod ") {
            names.push(name.to_owned());
        }
        let Some(path) = statement.strip_prefix("pub use ") else { continue };
        let list = path.split_once('{').map_or(path, |(_, list)| list.trim_end_matches([' ', '}']));
        let parts = list.split(',').map(str::trim).filter(|part| !part.is_empty());
        names.extend(parts.map(|part| part.rsplit([':', ' ']).next().unwrap_or(part).to_owned()));
    }
    names
}

fn breaches_of(lib: &Source) -> Vec<Breach> {
    let mut found = Vec::new();
    let statements = statements(&lib.code);
    let is_mod = |text: &str| text.starts_with("mod ") || text.starts_with("pub mod ");
    for statement in &statements {
        let listed = is_mod(statement) || statement.starts_with("pub use ");
        if !listed || statement.contains("mod ") && statement.contains('{') {
            let head: String = statement.chars().take(40).collect();
            found.push(Breach::new(
                &lib.path,
                format!("`{head}…` is logic; it has a file of its own"),
            ));
        }
    }
    let own: Vec<&str> = statements
        .iter()
        .filter(|text| is_mod(text))
        .filter_map(|text| text.rsplit(' ').next())
        .collect();
    for path in statements.iter().filter_map(|text| text.strip_prefix("pub use ")) {
        let path = path.trim_start_matches("crate::").trim_start_matches("self::");
        let first = path.split("::").next().unwrap_or(path);
        if !own.contains(&first) {
            found.push(Breach::new(&lib.path, format!("`{first}` is re-exported but is not ours")));
        }
    }
    let names = names(&lib.code).len();
    if names > NAMES_MAX {
        found.push(Breach::new(&lib.path, format!("{names} exported names; at most {NAMES_MAX}")));
    }
    found
}

fn globs(source: &Source) -> Vec<Breach> {
    let lines = source.code.lines().enumerate();
    let globs =
        lines.filter(|(_, line)| line.trim_start().starts_with("pub use ") && line.contains('*'));
    globs
        .map(|(index, _)| {
            let place = format!("{}:{}", source.path, index + 1);
            Breach::new(place, "a glob re-export: name what goes out")
        })
        .collect()
}

fn is_front_door(source: &&Source) -> bool {
    source.path.ends_with("/src/lib.rs")
}

#[test]
fn every_front_door_is_a_table_of_contents() {
    let all = sources();
    expect_none(&all.iter().filter(is_front_door).flat_map(breaches_of).collect::<Vec<_>>());
}

#[test]
fn nothing_is_re_exported_by_glob() {
    let all = sources();
    expect_none(&all.iter().filter(|source| source.ships()).flat_map(globs).collect::<Vec<_>>());
}

#[test]
fn the_rules_about_exports_can_fail() {
    let lib = |text: &str| Source::new("crates/ledger/src/lib.rs", text);
    let good = "//! x\n#![doc = \"y\"]\n#[cfg(test)]\nmod a;\npub mod b;\n\npub use a::{\n    C,\n    D as E,\n};\npub use b::F;\n";
    assert_eq!(breaches_of(&lib(good)), []);
    assert_eq!(names(&lib(good).code), ["b", "C", "E", "F"]);

    assert_eq!(breaches_of(&lib("mod a;\nfn f() { g(); }\n")).len(), 2);
    assert_eq!(breaches_of(&lib("mod a { }\n")).len(), 1);
    assert_eq!(breaches_of(&lib("pub use coset::CoseSign1;\n")).len(), 1);
    let many: Vec<String> = (0..=NAMES_MAX).map(|number| format!("N{number}")).collect();
    let many = format!("mod a;\npub use a::{{{}}};\n", many.join(", "));
    assert_eq!(breaches_of(&lib(&many)).len(), 1);
    assert_eq!(globs(&lib("pub use a::*;\n")).len(), 1);
    assert!(globs(&lib("// pub use a::*;\nuse a::*;\n")).is_empty());
}
