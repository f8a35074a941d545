//! Rules about words: nothing that ships, and no page, speaks of the machine that it was written on.

use super::source::{Source, files_ending, sources};
use super::{Breach, expect_none};

/// Folders of one machine. They mean nothing on another; a default that holds one fails elsewhere.
const FOLDERS_REFUSED: [&str; 3] = ["/work/", "/root/", "/home/"];

/// The folder for passing things belongs to everybody on the machine, so nothing that ships names it
/// (a temporary folder has its own call, which makes a private one). A page may, as an example.
const PASSING_FOLDER: &str = "/tmp/";

fn machine_words(path: &str, text: &str, words: &[&str]) -> Vec<Breach> {
    let mut found = Vec::new();
    for (index, line) in text.lines().enumerate() {
        for word in words.iter().filter(|word| names_folder(line, word)) {
            let place = format!("{path}:{}", index + 1);
            found.push(Breach::new(place, format!("names `{word}`, a folder of one machine")));
        }
    }
    found
}

/// The folder at the root, not a folder of the same name farther down (`docs/work/`).
fn names_folder(line: &str, folder: &str) -> bool {
    let inside = |c: char| c.is_alphanumeric() || matches!(c, '.' | '-' | '_' | '}' | '>');
    line.match_indices(folder).any(|(at, _)| !line[..at].ends_with(inside))
}

#[test]
fn nothing_that_ships_names_a_folder_of_one_machine() {
    let words: Vec<&str> = FOLDERS_REFUSED.into_iter().chain([PASSING_FOLDER]).collect();
    let all = sources();
    let shipped = all.iter().filter(|source| source.ships());
    expect_none(
        &shipped
            .flat_map(|Source { path, text, .. }| machine_words(path, text, &words))
            .collect::<Vec<_>>(),
    );
}

#[test]
fn no_page_and_no_configuration_names_a_folder_of_one_machine() {
    let pages = [".md", ".toml"].into_iter().flat_map(files_ending);
    let found = pages.flat_map(|(path, text)| machine_words(&path, &text, &FOLDERS_REFUSED));
    expect_none(&found.collect::<Vec<_>>());
}

#[test]
fn the_rules_about_words_can_fail() {
    let found = machine_words("a.rs", "//! x\nlet dir = \"/root/keys\";\n", &FOLDERS_REFUSED);
    assert_eq!(found[0].place, "a.rs:2");
    assert_eq!(machine_words("a.rs", "see docs/work/a and a/root/b\n", &FOLDERS_REFUSED), []);
}
