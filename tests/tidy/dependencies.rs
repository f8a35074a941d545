//! Rules about what the binary is built of: how much, under which licences, and declared once.
//!
//! Every package is somebody else's code with our keys in reach, and minutes of building. A budget
//! makes a new one a decision: raise it in the same change that writes down why
//! (`docs/decisions/`).

use super::manifest::{Part, parts};
use super::source::files_ending;
use super::{Breach, expect_none};

/// Packages of others in the binary, on the platform with the most (Linux). Of them, libp2p with
/// QUIC brings about 230, and tantivy about 55.
const PARTS_MAX: usize = 425;

/// What may be in the binary without a question to a lawyer: it asks for its notice, and no more.
const LICENCES: [&str; 10] = [
    "Apache-2.0",
    "MIT",
    "MIT-0",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "BSL-1.0",
    "CC0-1.0",
    "ISC",
    "Unicode-3.0",
    "Zlib",
];

/// Whether the expression can be met with [`LICENCES`]: one side of every `OR`, and every `AND`.
fn is_fine(expression: &str) -> bool {
    let spelled = expression.replace('/', " OR ").replace("WITH LLVM-exception", "");
    let spelled = spelled.replace('(', " ( ").replace(')', " ) ");
    let mut words = spelled.split_whitespace().peekable();
    let fine = all_of(&mut words);
    fine && words.next().is_none()
}

type Words<'a> = std::iter::Peekable<std::str::SplitWhitespace<'a>>;

/// `OR` binds more weakly than `AND`.
fn all_of(words: &mut Words<'_>) -> bool {
    let mut any = every_of(words);
    while words.next_if_eq(&"OR").is_some() {
        any |= every_of(words);
    }
    any
}

fn every_of(words: &mut Words<'_>) -> bool {
    let mut every = one_of(words);
    while words.next_if_eq(&"AND").is_some() {
        every &= one_of(words);
    }
    every
}

fn one_of(words: &mut Words<'_>) -> bool {
    if words.next_if_eq(&"(").is_some() {
        let fine = all_of(words);
        return words.next_if_eq(&")").is_some() && fine;
    }
    words.next().is_some_and(|word| LICENCES.contains(&word))
}

fn over_budget(parts: &[Part], parts_max: usize) -> Option<Breach> {
    let count = parts.len();
    let what = format!("{count} packages of others in the binary; at most {parts_max}");
    (count > parts_max).then(|| Breach::new("Cargo.lock", what))
}

fn badly_licensed(part: &Part) -> Option<Breach> {
    let what = format!("its licence is {:?}, which is not agreed", part.licence);
    (!is_fine(&part.licence)).then(|| Breach::new(&part.package, what))
}

/// A version that stands in two manifests is two versions one day.
fn declared_twice(path: &str, manifest: &str) -> Vec<Breach> {
    let mut found = Vec::new();
    let mut within = false;
    for (index, line) in manifest.lines().enumerate() {
        if line.starts_with('[') {
            within = line.contains("dependencies]");
        } else if within && line.contains('=') && !line.trim_start().starts_with('#') {
            let squeezed: String = line.split_whitespace().collect();
            if !squeezed.contains("workspace=true") {
                let what = "has its own version: declare it in the workspace";
                found.push(Breach::new(format!("{path}:{}", index + 1), what));
            }
        }
    }
    found
}

#[test]
fn the_binary_is_built_of_no_more_than_the_budget() {
    let parts = parts();
    println!("packages of others in the binary: {}, at most {PARTS_MAX}", parts.len());
    expect_none(&over_budget(&parts, PARTS_MAX).into_iter().collect::<Vec<_>>());
}

#[test]
fn everything_in_the_binary_has_an_agreed_licence() {
    expect_none(&parts().iter().filter_map(badly_licensed).collect::<Vec<_>>());
}

#[test]
fn every_dependency_is_declared_once() {
    let manifests = files_ending("Cargo.toml");
    let crates = manifests.iter().filter(|(path, _)| path.starts_with("crates/"));
    expect_none(&crates.flat_map(|(path, text)| declared_twice(path, text)).collect::<Vec<_>>());
}

#[test]
fn the_rules_about_dependencies_can_fail() {
    let part = |licence: &str| Part { package: "x v1.0.0".into(), licence: licence.into() };
    assert!(over_budget(&[part("MIT"), part("ISC")], 1).is_some());
    assert_eq!(over_budget(&[part("MIT")], 1), None);

    for fine in ["MIT", "MIT/Apache-2.0", "(MIT OR GPL-3.0) AND Unicode-3.0", "GPL-2.0 OR ISC"] {
        assert_eq!(badly_licensed(&part(fine)), None, "of {fine}");
    }
    for bad in ["", "GPL-3.0", "MIT AND GPL-3.0", "(MIT AND GPL-3.0) OR AGPL-3.0", "MIT AND"] {
        assert!(badly_licensed(&part(bad)).is_some(), "of {bad}");
    }

    let good = "[package]\nversion = \"1\"\n[dependencies]\n# x = 1\na.workspace = true\nb = { workspace = true, features = [\"c\"] }\n";
    assert_eq!(declared_twice("Cargo.toml", good), []);
    assert_eq!(declared_twice("Cargo.toml", "[dev-dependencies]\na = \"1\"\n").len(), 1);
}
