//! The coverage of the Code: for each commitment the kinds that serve it, an example of each, and its commands.

use std::fmt::Write;

use super::{WRITTEN, block_of, example, kind::commands, parts::cell};
use crate::{kind::Kind, vocabulary::Vocabularies};

const OPENING: &str = "
# Commitments

The six commitments of the Code of Conduct, and the kinds of record by which a state keeps each. The
wording is that of the public summaries; `commitments` in a record says which of them it serves, one at
least of those of its kind, and `chancery report commitments` counts by it.
";

pub(crate) fn page() -> String {
    let mut page = WRITTEN.to_owned() + OPENING;
    let list = Vocabularies::shipped().list("commitment").expect("shipped");
    for word in list.current() {
        let _ = write!(page, "\n## {}: {}\n", word.word, word.about);
        let serve = |kind: &Kind| !any(*kind) && kind.commitments().contains(&word.word.as_str());
        write_kinds(&mut page, Kind::ALL.into_iter().filter(serve));
    }
    page.push_str("\n## Any of them\n\nWhat changes, translates or serves other records.\n");
    write_kinds(&mut page, Kind::ALL.into_iter().filter(|kind| any(*kind)));
    page
}

fn any(kind: Kind) -> bool {
    kind.commitments().len() == 6
}

fn write_kinds(page: &mut String, kinds: impl Iterator<Item = Kind>) {
    page.push_str("\n| kind | what it says | example | commands |\n| --- | --- | --- | --- |\n");
    for kind in kinds {
        let example = example(kind);
        let title = example["title"].as_str().expect("a title");
        // The commands that all kinds have stand on the page of each.
        let first = commands(kind).remove(0);
        let own = commands(kind).split_off(5);
        let commands: Vec<String> =
            [vec![first], own].concat().iter().map(|command| format!("`{command}`")).collect();
        let _ = writeln!(
            page,
            "| [{kind}](kinds/{kind}.md) | {} | [{}](kinds/{kind}.md#example) | {} |",
            cell(block_of(kind).about),
            cell(title),
            commands.join(", "),
        );
    }
}
