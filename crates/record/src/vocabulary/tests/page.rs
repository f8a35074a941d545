//! The shipped packs as a page for people.

use std::fmt::Write as _;

use super::*;
use crate::schema::tests::publish;

const OPENING: &str = "\
<!-- Written by a test from crates/record/packs. Change those. -->

# Vocabularies

Records are written in closed lists of words, so that what one state writes another one finds. These are the
packs of this version; a node may use other editions (`chancery vocabulary list`). What a pack is, and what may
change in one: [the specification](../spec/vocabulary.md). Where the words stand in records: [record.md](record.md).
Entries of control lists are hints to look, no classification: that one category stands in two lists does not say that
their texts agree.
";

fn cell(text: &str) -> String {
    text.replace('|', "\\|")
}

fn write_words(page: &mut String, list: &WordList) {
    let _ = write!(page, "\n### {}\n\n{}\n", list.name, list.about);
    if list.states {
        page.push_str("\nThe codes of all states are words of it too.\n");
    }
    let coded = list.words.iter().any(|word| !word.codes.is_empty());
    page.push_str(if coded {
        "\n| word | means | entries of control lists |\n| --- | --- | --- |\n"
    } else {
        "\n| word | means |\n| --- | --- |\n"
    });
    for word in &list.words {
        let mut means = word.about.clone();
        if !word.aliases.is_empty() {
            let _ = write!(means, " (looked for as {})", word.aliases.join(", "));
        }
        if let Some(Retired { day, instead }) = &word.retired {
            let _ = write!(means, "; retired since {day}");
            if let Some(instead) = instead {
                let _ = write!(means, ", write `{instead}`");
            }
        }
        let _ = write!(page, "| `{}` | {} |", word.word, cell(&means));
        if coded {
            let entry = |entry: &Entry| {
                let note = entry.note.as_ref().map(|note| format!(" ({note})")).unwrap_or_default();
                format!("{} {}{note}", entry.list, entry.code)
            };
            let entries: Vec<String> = word.codes.iter().map(entry).collect();
            let _ = write!(page, " {} |", cell(&entries.join("; ")));
        }
        page.push('\n');
    }
}

fn write_list(page: &mut String, list: &ControlList) {
    let editions: Vec<String> = list
        .editions
        .iter()
        .map(|edition| format!("{} (from {})", edition.edition, edition.effective))
        .collect();
    let unused: Vec<String> = list
        .unused
        .iter()
        .map(|unused| match &unused.instead {
            Some(instead) => format!("`{}`: {}; `{instead}` is meant", unused.code, unused.why),
            None => format!("`{}`: {}", unused.code, unused.why),
        })
        .collect();
    let _ = writeln!(
        page,
        "| `{}` | {} | {} | {} | {} |",
        list.list,
        list.numbering,
        cell(&editions.join("; ")),
        list.only_here.join(", "),
        cell(&unused.join("; "))
    );
}

fn page() -> String {
    let mut page = OPENING.to_owned();
    page.push_str("\n| pack | edition | from | source |\n| --- | --- | --- | --- |\n");
    for pack in shipped().packs() {
        let _ = writeln!(
            page,
            "| [{0}](#pack-{0}) | {1} | {2} | {3} |",
            pack.name(),
            pack.edition(),
            pack.effective(),
            cell(pack.source())
        );
    }
    for pack in shipped().packs() {
        let _ = write!(page, "\n## pack {}\n", pack.name());
        pack.vocabularies().iter().for_each(|list| write_words(&mut page, list));
        if !pack.lists().is_empty() {
            page.push_str("\n### Control lists\n\n| list | numbering | editions known | entries of this list alone | names nothing |\n| --- | --- | --- | --- | --- |\n");
            pack.lists().iter().for_each(|list| write_list(&mut page, list));
        }
    }
    page
}

#[test]
fn the_published_page_is_up_to_date() {
    publish("vocabularies.md", &page());
}
