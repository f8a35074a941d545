//! Rules about files: their size, their name, and their first line.

use super::source::{Source, sources};
use super::{Breach, expect_none};

/// Above this a file does two things. What separates the houses worth learning from is the tail:
/// their pain is in the few files of thousands of lines.
const LINES_MAX: usize = 600;

/// Above this somebody should ask why; the run prints the list.
const LINES_ASK: usize = 400;

/// Names that say nothing, and so attract everything.
const NAMES_REFUSED: [&str; 12] = [
    "util", "utils", "helper", "helpers", "common", "misc", "type", "types", "manager", "managers",
    "shared", "stuff",
];

fn too_long(source: &Source, lines_max: usize) -> Option<Breach> {
    let lines = source.text.lines().count();
    let long = source.ships() && lines > lines_max;
    long.then(|| Breach::new(&source.path, format!("{lines} lines; at most {lines_max}: split it")))
}

fn without_front_page(source: &Source) -> Option<Breach> {
    let told = source.text.starts_with("//!");
    let what = "opens without `//!`: say what it is, why it exists, and what always holds";
    (!told).then(|| Breach::new(&source.path, what))
}

fn badly_named(source: &Source) -> Option<Breach> {
    let parts = source.path.trim_end_matches(".rs").split('/');
    let bad = parts.into_iter().find(|part| NAMES_REFUSED.contains(part))?;
    Some(Breach::new(&source.path, format!("`{bad}` says nothing: name it after what it holds")))
}

fn tests_inline(source: &Source) -> Vec<Breach> {
    let what =
        "tests stand inline: move them to `tests.rs` beside, so that the file keeps its size";
    let lines = source.lines_with("mod tests {");
    lines.map(|line| Breach::new(format!("{}:{line}", source.path), what)).collect()
}

#[test]
fn no_file_that_ships_is_too_long() {
    let all = sources();
    for note in all.iter().filter_map(|source| too_long(source, LINES_ASK)) {
        println!("note: {note}");
    }
    expect_none(&all.iter().filter_map(|source| too_long(source, LINES_MAX)).collect::<Vec<_>>());
}

#[test]
fn every_file_opens_with_what_it_is() {
    expect_none(&sources().iter().filter_map(without_front_page).collect::<Vec<_>>());
}

#[test]
fn every_file_is_named_after_what_it_holds() {
    expect_none(&sources().iter().filter_map(badly_named).collect::<Vec<_>>());
}

#[test]
fn no_tests_stand_inline() {
    expect_none(&sources().iter().flat_map(tests_inline).collect::<Vec<_>>());
}

#[test]
fn the_rules_about_files_can_fail() {
    let long = Source::new("crates/ledger/src/log.rs", &"//! x\n".repeat(LINES_MAX + 1));
    assert!(too_long(&long, LINES_MAX).is_some());
    let whole = Source::new("crates/ledger/src/log.rs", &"//! x\n".repeat(LINES_MAX));
    assert_eq!(too_long(&whole, LINES_MAX), None);
    let test = Source::new("crates/ledger/src/log/tests.rs", &"//! x\n".repeat(LINES_MAX + 1));
    assert_eq!(too_long(&test, LINES_MAX), None);

    assert!(without_front_page(&Source::new("a.rs", "// x\n//! y")).is_some());
    assert!(badly_named(&Source::new("crates/ledger/src/utils.rs", "")).is_some());
    assert!(badly_named(&Source::new("crates/ledger/src/common/log.rs", "")).is_some());
    let inline = Source::new("a.rs", "//! x\n#[cfg(test)]\nmod tests {\n}\n");
    assert_eq!(tests_inline(&inline)[0].place, "a.rs:3");
    assert!(tests_inline(&Source::new("a.rs", "//! `mod tests {`\nmod tests;\n")).is_empty());
}
