//! What cargo says about the workspace: its crates, whom they name, and what the binary is built of.
//!
//! Cargo is asked once here, and its answers are turned into plain values, so that the rules are
//! pure functions and can be fed bad samples.

use std::process::Command;

use serde_json::Value;

use super::source::root;

/// What a dependency is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Use {
    /// It ships.
    Normal,
    /// It runs while building, and so could change what ships.
    Build,
    /// Only tests and benches see it.
    Dev,
}

/// One crate of the workspace.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Crate {
    /// The package, `chancery-ledger`.
    pub(super) package: String,
    /// The folder, `ledger`.
    pub(super) folder: String,
    /// Whether a registry would take it.
    pub(super) publishable: bool,
    /// The packages that it names, and what for.
    pub(super) named: Vec<(String, Use)>,
}

/// One package that the binary is built of.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Part {
    /// Name and version, `libp2p v0.57.1`.
    pub(super) package: String,
    /// Licence expression of its manifest, as written there.
    pub(super) licence: String,
}

fn cargo(arguments: &[&str]) -> String {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let output = Command::new(cargo).args(arguments).current_dir(root()).output();
    let output = output.expect("because a test of cargo is run by cargo");
    let complaint = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "cargo {}: {complaint}", arguments.join(" "));
    String::from_utf8(output.stdout).expect("because cargo writes UTF-8")
}

/// The crates of this workspace.
pub(super) fn crates() -> Vec<Crate> {
    let text = cargo(&["metadata", "--format-version", "1", "--no-deps", "--offline", "--locked"]);
    crates_of(&serde_json::from_str(&text).expect("because cargo writes JSON"))
}

/// The packages that the binary is built of on this platform; ours are not among them.
pub(super) fn parts() -> Vec<Part> {
    let tree = ["tree", "-p", "chancery-cli", "--edges", "normal,build", "--offline", "--locked"];
    let form = ["--prefix", "none", "--format", "{p}|{l}"];
    parts_of(&cargo(&[&tree[..], &form[..]].concat()))
}

/// The crates in an answer of `cargo metadata`.
pub(super) fn crates_of(metadata: &Value) -> Vec<Crate> {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let list = |value: &Value| value.as_array().cloned().unwrap_or_default();
    let named = |dependency: &Value| {
        let used = match dependency["kind"].as_str() {
            None => Use::Normal,
            Some("build") => Use::Build,
            Some(_) => Use::Dev,
        };
        (text(&dependency["name"]), used)
    };
    let one = |package: &Value| Crate {
        package: text(&package["name"]),
        folder: text(&package["manifest_path"]).rsplit(['/', '\\']).nth(1).unwrap_or("").to_owned(),
        publishable: package["publish"] != Value::Array(Vec::new()),
        named: list(&package["dependencies"]).iter().map(named).collect(),
    };
    list(&metadata["packages"]).iter().map(one).collect()
}

/// The packages in an answer of `cargo tree`, each once.
pub(super) fn parts_of(tree: &str) -> Vec<Part> {
    let mut parts = Vec::new();
    for line in tree.lines() {
        let Some((package, licence)) = line.split_once('|') else { continue };
        let package = package.split(" (").next().unwrap_or(package).trim();
        if !package.starts_with("chancery-") {
            let licence = licence.trim_end_matches("(*)").trim();
            parts.push(Part { package: package.to_owned(), licence: licence.to_owned() });
        }
    }
    parts.sort();
    parts.dedup();
    parts
}

#[test]
fn the_answers_of_cargo_are_understood() {
    let names: Vec<_> = crates().into_iter().map(|one| one.package).collect();
    assert!(names.contains(&"chancery-cli".to_owned()), "crates: {names:?}");
    let parts =
        parts_of("chancery-cli v0.1.0 (/x)|Apache-2.0\nsyn v2.0.1|MIT\nsyn v2.0.1|MIT (*)\n");
    assert_eq!(parts, [Part { package: "syn v2.0.1".into(), licence: "MIT".into() }]);
}
