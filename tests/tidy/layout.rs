//! The rule about the top level of the repository: exactly what was agreed, so that a newcomer's
//! first look is short.

use std::collections::BTreeSet;
use std::fs;

use super::source::root;
use super::{Breach, expect_none};

/// What must be there.
const REQUIRED: [&str; 14] = [
    ".ci",
    ".gitignore",
    "CHANGELOG.md",
    "Cargo.lock",
    "Cargo.toml",
    "LICENSE",
    "README.md",
    "clippy.toml",
    "crates",
    "docs",
    "node-config",
    "rust-toolchain.toml",
    "rustfmt.toml",
    "tests",
];

/// What may be there besides: the repository's own records, and what a build leaves.
const ALLOWED: [&str; 2] = [".git", "target"];

fn breaches_of(present: &BTreeSet<String>) -> Vec<Breach> {
    let missing = REQUIRED.iter().filter(|name| !present.contains(**name));
    let missing = missing.map(|name| Breach::new(*name, "missing at the top level"));
    let known = |name: &str| REQUIRED.contains(&name) || ALLOWED.contains(&name);
    let extra = present.iter().filter(|name| !known(name));
    missing.chain(extra.map(|name| Breach::new(name, "not agreed at the top level"))).collect()
}

#[test]
fn the_top_level_is_exactly_what_was_agreed() {
    let listing = fs::read_dir(root()).expect("because the root can be listed");
    let names = listing.map(|entry| entry.expect("because the root can be listed").file_name());
    expect_none(&breaches_of(&names.map(|name| name.to_string_lossy().into_owned()).collect()));
}

#[test]
fn the_rule_about_the_top_level_can_fail() {
    let mut present: BTreeSet<String> = REQUIRED.iter().map(ToString::to_string).collect();
    assert_eq!(breaches_of(&present), []);
    present.remove("LICENSE");
    present.insert("scripts".to_owned());
    let places: Vec<_> = breaches_of(&present).into_iter().map(|breach| breach.place).collect();
    assert_eq!(places, ["LICENSE", "scripts"]);
}
