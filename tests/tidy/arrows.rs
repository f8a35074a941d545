//! Rules about who may name whom: the tables of `docs/architecture.md`, held against the manifests.
//!
//! The page is the source of the rules: a crate that is not in its table is a breach, and so the
//! page cannot fall behind the code. Arrows point downward only, because a lower crate that knows
//! an upper one cannot be read, tested or replaced without it.

use std::collections::BTreeMap;
use std::fs;

use super::manifest::{Crate, Use, crates};
use super::source::root;
use super::{Breach, expect_none};

/// The level of a crate that only tests and benches name.
const DEV: u8 = u8::MAX;

/// What the page says.
#[derive(Debug, Default, PartialEq, Eq)]
struct Page {
    /// The level of each crate, by folder.
    levels: BTreeMap<String, u8>,
    /// Packages that only some crates may name.
    reserved: BTreeMap<String, Vec<String>>,
}

/// Reads the two tables: crate and level; package and the crates that may name it.
fn page_of(text: &str) -> Page {
    let mut page = Page::default();
    for line in text.lines().filter(|line| line.starts_with("| `")) {
        let cells: Vec<&str> = line.trim_matches('|').split('|').map(str::trim).collect();
        let [first, second, ..] = cells[..] else { continue };
        let level = if second == "dev" { Some(DEV) } else { second.parse().ok() };
        match level {
            Some(level) => {
                page.levels.insert(quoted(first).concat(), level);
            }
            None => {
                let holders = quoted(second);
                page.reserved.extend(quoted(first).into_iter().map(|it| (it, holders.clone())));
            }
        }
    }
    page
}

/// What stands between backticks in a cell.
fn quoted(cell: &str) -> Vec<String> {
    cell.split('`').skip(1).step_by(2).map(str::to_owned).collect()
}

fn breaches_of(one: &Crate, page: &Page) -> Vec<Breach> {
    let mut found = Vec::new();
    let mut breach = |what: String| found.push(Breach::new(&one.package, what));
    if one.package != format!("chancery-{}", one.folder) {
        breach(format!("lies in `{}`: the folder is the end of the name", one.folder));
    }
    if one.publishable {
        breach("could be published: write `publish.workspace = true`".to_owned());
    }
    let Some(level) = page.levels.get(&one.folder) else {
        breach("has no level in docs/architecture.md".to_owned());
        return found;
    };
    for (name, used) in &one.named {
        if let Some(ours) = name.strip_prefix("chancery-") {
            let Some(below) = page.levels.get(ours) else { continue };
            // Tests may borrow from below, and everybody's tests from the cast.
            let fits = below < level || *used == Use::Dev && *below == DEV;
            if !fits {
                breach(format!("names `{ours}`, which is not below it"));
            }
        } else if let Some(holders) = page.reserved.get(name)
            && *used != Use::Dev
            && !holders.contains(&one.folder)
        {
            breach(format!("names `{name}`, which only {} may", holders.join(", ")));
        }
    }
    found
}

fn page() -> Page {
    let path = root().join("docs/architecture.md");
    page_of(&fs::read_to_string(path).expect("because the page of the architecture is there"))
}

#[test]
fn arrows_point_downward_and_names_stay_where_they_belong() {
    let page = page();
    expect_none(&crates().iter().flat_map(|one| breaches_of(one, &page)).collect::<Vec<_>>());
}

#[test]
fn the_page_knows_no_crate_that_is_gone() {
    let crates = crates();
    let folders: Vec<&str> = crates.iter().map(|one| one.folder.as_str()).collect();
    let page = page();
    let gone = page.levels.keys().filter(|name| !folders.contains(&name.as_str()));
    let gone = gone.map(|name| Breach::new("docs/architecture.md", format!("no crate `{name}`")));
    expect_none(&gone.collect::<Vec<_>>());
}

/// The absences that no change of the page may loosen without a change here.
#[test]
fn the_page_reserves_what_was_agreed() {
    let reserved = page().reserved;
    let agreed = [("libp2p", "network"), ("sled", "store"), ("axum", "http"), ("clap", "cli")];
    for (package, holder) in agreed {
        assert_eq!(reserved.get(package), Some(&vec![holder.to_owned()]), "of {package}");
    }
}

#[test]
fn the_rules_about_arrows_can_fail() {
    let page = page_of(
        "| crate | level |\n| --- | --- |\n| `record` | 1 | x |\n| `store` | 3 | x |\n| `testkit` | dev | x |\n\n| `sled`, `fs2` | `store` | x |\n",
    );
    assert_eq!(page.levels["testkit"], DEV);
    assert_eq!(page.reserved["fs2"], ["store"]);

    let one = |folder: &str, name: &str, used: Use| Crate {
        package: format!("chancery-{folder}"),
        folder: folder.to_owned(),
        publishable: false,
        named: vec![(name.to_owned(), used)],
    };
    let good = [
        one("store", "chancery-record", Use::Normal),
        one("store", "sled", Use::Normal),
        one("record", "chancery-testkit", Use::Dev),
        one("record", "sled", Use::Dev),
        one("testkit", "chancery-store", Use::Normal),
    ];
    for one in &good {
        assert_eq!(breaches_of(one, &page), []);
    }
    let bad = [
        one("record", "chancery-store", Use::Normal),
        one("record", "chancery-store", Use::Dev),
        one("record", "chancery-record", Use::Build),
        one("store", "chancery-testkit", Use::Normal),
        one("record", "sled", Use::Normal),
        one("record", "fs2", Use::Build),
        one("query", "serde", Use::Normal),
        Crate { folder: "store2".into(), ..one("store", "serde", Use::Normal) },
        Crate { publishable: true, ..one("store", "serde", Use::Normal) },
    ];
    for one in &bad {
        assert!(!breaches_of(one, &page).is_empty(), "of {one:?}");
    }
}
