//! The rule about pages: a link to another page or folder of the repository leads there.

use std::path::{Component, Path, PathBuf};

use super::source::{files_ending, root};
use super::{Breach, expect_none};

/// The targets of the links of a page, each with its line.
fn targets(text: &str) -> Vec<(usize, &str)> {
    let mut found = Vec::new();
    for (index, line) in text.lines().enumerate() {
        let mut rest = line;
        while let Some((_, after)) = rest.split_once("](") {
            let target = after.split(')').next().unwrap_or_default();
            found.push((index + 1, target));
            rest = after;
        }
    }
    found
}

/// Where a target leads, from the root; nothing for one that leaves the repository or stays on the page.
fn place(page: &str, target: &str) -> Option<PathBuf> {
    let path = target.split('#').next().filter(|path| !path.is_empty())?;
    if path.contains("://") || path.starts_with("mailto:") {
        return None;
    }
    let mut place = PathBuf::new();
    for part in Path::new(page).parent()?.join(path).components() {
        match part {
            Component::ParentDir => {
                place.pop();
            }
            Component::Normal(name) => place.push(name),
            Component::CurDir | Component::RootDir | Component::Prefix(_) => {}
        }
    }
    Some(place)
}

fn breaches_of(page: &str, text: &str, is_there: impl Fn(&Path) -> bool) -> Vec<Breach> {
    let led = targets(text).into_iter();
    let led = led.filter_map(|(line, target)| Some((line, target, place(page, target)?)));
    led.filter(|(_, _, place)| !is_there(place))
        .map(|(line, target, _)| {
            Breach::new(format!("{page}:{line}"), format!("`{target}` leads nowhere"))
        })
        .collect()
}

#[test]
fn every_link_leads_somewhere() {
    let is_there = |place: &Path| root().join(place).exists();
    let pages = files_ending(".md");
    let found = pages.iter().flat_map(|(page, text)| breaches_of(page, text, is_there));
    expect_none(&found.collect::<Vec<_>>());
}

#[test]
fn the_rule_about_links_can_fail() {
    let is_there = |place: &Path| place == Path::new("docs/style.md");
    let good = "[a](style.md) [b](style.md#names) [c](#here) [d](https://example.org/x.md)\n";
    assert_eq!(breaches_of("docs/a.md", good, is_there), []);
    assert_eq!(breaches_of("docs/decisions/a.md", "[a](../style.md)", is_there), []);
    let bad = breaches_of("docs/a.md", "x\n[a](style.md) [b](../style.md)\n", is_there);
    assert_eq!(bad.len(), 1);
    assert_eq!(bad[0].place, "docs/a.md:2");
}
