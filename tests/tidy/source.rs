//! The sources of this repository, read once and told apart: production or test, and of which crate.
//!
//! Every rule sees the same list, so no rule can forget a folder.

use std::fs;
use std::path::{Path, PathBuf};

use super::code::code_of;

/// What a file is for. Rules about panics, sizes and absences hold for what ships.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    /// It is compiled into a crate as its users see it.
    Production,
    /// It is a test, a bench or an example.
    Test,
}

/// One Rust file.
#[derive(Debug)]
pub(super) struct Source {
    /// From the root of the repository, with `/`.
    pub(super) path: String,
    /// As it stands on disk.
    pub(super) text: String,
    /// The text with comments and literals blanked out, line for line.
    pub(super) code: String,
}

impl Source {
    /// A source from memory: the bad samples of the rules are made this way.
    pub(super) fn new(path: &str, text: &str) -> Self {
        Self { path: path.to_owned(), text: text.to_owned(), code: code_of(text) }
    }

    /// The crate's short name (`ledger`), or nothing for the end-to-end tests.
    pub(super) fn crate_name(&self) -> Option<&str> {
        self.path.strip_prefix("crates/")?.split('/').next()
    }

    /// Told from where the file lies; the file has no say in it.
    pub(super) fn role(&self) -> Role {
        let mut folders = self.path.split('/');
        let test =
            folders.any(|part| matches!(part, "tests" | "tests.rs" | "benches" | "examples"));
        if test { Role::Test } else { Role::Production }
    }

    /// Whether the file ships.
    pub(super) fn ships(&self) -> bool {
        self.role() == Role::Production
    }

    /// The lines of code that hold `needle` as whole words, counted from 1.
    pub(super) fn lines_with<'a>(&'a self, needle: &'a str) -> impl Iterator<Item = usize> + 'a {
        let lines = self.code.lines().enumerate();
        lines.filter(move |(_, line)| has_word(line, needle)).map(|(index, _)| index + 1)
    }
}

/// Whether `needle` stands in `line` and is not the middle of a longer name.
fn has_word(line: &str, needle: &str) -> bool {
    let inside = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || c == '_');
    line.match_indices(needle).any(|(at, _)| {
        let opens = needle.starts_with(|c: char| c.is_alphanumeric());
        let closes = needle.ends_with(|c: char| c.is_alphanumeric());
        let before = opens && inside(line[..at].chars().next_back());
        let after = closes && inside(line[at + needle.len()..].chars().next());
        !before && !after
    })
}

/// The root of the workspace. `crates/cli` owns this test binary, two folders down.
pub(super) fn root() -> PathBuf {
    let cli = Path::new(env!("CARGO_MANIFEST_DIR"));
    cli.parent()
        .and_then(Path::parent)
        .expect("because crates/cli lies two folders down")
        .to_owned()
}

/// Every Rust file of the repository, in the order of their paths.
pub(super) fn sources() -> Vec<Source> {
    let rust = files_ending(".rs");
    rust.into_iter().map(|(path, text)| Source::new(&path, &text)).collect()
}

/// Every file of the repository with this ending: its path from the root, and its text.
pub(super) fn files_ending(ending: &str) -> Vec<(String, String)> {
    let root = root();
    let mut found = Vec::new();
    let mut folders = vec![root.clone()];
    while let Some(folder) = folders.pop() {
        let listing = fs::read_dir(&folder).expect("because the repository can be listed");
        for entry in listing {
            let path = entry.expect("because the repository can be listed").path();
            let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
            if path.is_dir() && !matches!(name, "target" | ".git") {
                folders.push(path);
            } else if path.is_file() && name.ends_with(ending) {
                let inside = path.strip_prefix(&root).expect("because the walk starts at the root");
                let inside = inside.to_string_lossy().replace('\\', "/");
                found.push((inside, fs::read_to_string(&path).expect("because sources are UTF-8")));
            }
        }
    }
    found.sort();
    found
}

#[test]
fn a_walk_of_the_repository_finds_every_crate_and_this_file() {
    let all = sources();
    assert!(all.iter().any(|source| source.path == "tests/tidy/source.rs"));
    let crates: std::collections::BTreeSet<_> = all.iter().filter_map(Source::crate_name).collect();
    let folders = fs::read_dir(root().join("crates")).expect("because crates/ exists").count();
    assert_eq!(crates.len(), folders);
}

#[test]
fn tests_are_told_from_what_ships_by_where_they_lie() {
    let role = |path| Source::new(path, "").role();
    assert_eq!(role("crates/ledger/src/log.rs"), Role::Production);
    assert_eq!(role("crates/ledger/src/log/tests.rs"), Role::Test);
    assert_eq!(role("crates/ledger/src/log/tests/vectors.rs"), Role::Test);
    assert_eq!(role("crates/testkit/benches/catch_up.rs"), Role::Test);
    assert_eq!(role("tests/main.rs"), Role::Test);
}

#[test]
fn a_word_inside_a_longer_name_is_another_word() {
    assert!(has_word("use sled::Db;", "sled"));
    assert!(!has_word("let bobsled = 1;", "sled"));
    assert!(!has_word("let sledge = 1;", "sled"));
    assert!(has_word("x.unwrap()", ".unwrap()"));
}
