//! The walk of the README, walked: its commands are run as they stand there, and what it shows of
//! their output is held against what they say today.
//!
//! Only what differs between two walks is masked: numbers, hashes and keys. Ports are replaced,
//! because those of the page may be taken.

use std::fs;
use std::path::Path;

use crate::harness::{Node, chancery_with, command, free_port};

/// One command of the page, and the lines shown under it.
struct Step {
    words: Vec<String>,
    shown: Vec<String>,
}

fn steps(page: &str) -> Vec<Step> {
    let mut steps: Vec<Step> = Vec::new();
    let mut within = false;
    for line in page.lines() {
        let Some(text) = line.strip_prefix("    ") else {
            within &= line.is_empty();
            continue;
        };
        if let Some(words) = text.strip_prefix("$ chancery ") {
            let words = words.split_whitespace().map(str::to_owned).collect();
            steps.push(Step { words, shown: Vec::new() });
            within = true;
        } else if let Some(step) = steps.last_mut().filter(|_| within) {
            step.shown.push(text.to_owned());
        }
    }
    steps
}

/// The text with everything masked that two walks need not share.
pub(crate) fn masked(text: &str) -> String {
    let mut out = String::new();
    for word in text.split_whitespace() {
        let pieces = word.split_inclusive(|c: char| !c.is_ascii_alphanumeric());
        for piece in pieces {
            let bare = piece.trim_end_matches(|c: char| !c.is_ascii_alphanumeric());
            let hex = bare.len() >= 8 && bare.bytes().all(|byte| byte.is_ascii_hexdigit());
            let key = bare.len() >= 40;
            // Also the pieces of an instant, `24T09` and `47Z`.
            let numeral = |byte: u8| byte.is_ascii_digit() || matches!(byte, b'T' | b'Z');
            let number =
                bare.starts_with(|c: char| c.is_ascii_digit()) && bare.bytes().all(numeral);
            out += if hex || key || number { "#" } else { bare };
            out += &piece[bare.len()..];
        }
        out.push(' ');
    }
    out
}

fn expect_shown(step: &Step, said: &str) {
    let said: Vec<String> = said.lines().map(masked).collect();
    for line in step.shown.iter().filter(|line| line.trim() != "…") {
        let wanted = masked(line);
        let line_is_there = said.contains(&wanted);
        assert!(
            line_is_there,
            "`chancery {}` does not say\n{line}\nbut\n{}",
            step.words.join(" "),
            said.join("\n")
        );
    }
}

#[test]
fn the_walk_of_the_readme_works_and_shows_what_it_says() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let page = fs::read_to_string(root.join("README.md")).expect("because the page is there");
    let (one, other) = (free_port().to_string(), free_port().to_string());
    let page = page.replace("7421", &one).replace("7422", &other);
    let folder = tempfile::Builder::new().prefix("chy-").tempdir().expect("because there is room");
    std::os::unix::fs::symlink(root.join("docs"), folder.path().join("docs"))
        .expect("because the folder is ours");

    let mut nodes: Vec<Node> = Vec::new();
    let mut reference = None;
    let steps = steps(&page);
    assert!(steps.len() > 10, "the page shows a walk");
    for mut step in steps {
        if let Some(reference) = &reference {
            let given = step.words.iter_mut().filter(|word| *word == "EE-2026-0001");
            given.for_each(|word| word.clone_from(reference));
        }
        let words: Vec<&str> = step.words.iter().map(String::as_str).collect();
        if let ["run", "--dir", dir] = words[..] {
            let mut node = Node::at(dir, folder.path().join(dir));
            let mut run = command(&words);
            run.current_dir(folder.path());
            node.start_as(run);
            crate::harness::eventually("a node to say that it is ready", || {
                let said = node.log();
                if said.contains("ready") { Ok(()) } else { Err(said) }
            });
            expect_shown(&step, &node.log());
            nodes.push(node);
            continue;
        }
        let answer = chancery_with(&words, "", |it| {
            it.current_dir(folder.path());
        })
        .ended(0);
        expect_shown(&step, &answer.out);
        if words[0] == "publish" {
            let printed = answer.out.split_whitespace().find(|word| word.starts_with("EE-"));
            let printed = printed.expect("because publish prints a reference");
            let printed = printed.trim_end_matches(',').to_owned();
            nodes.iter().for_each(|node| node.holds(&printed));
            reference = Some(printed);
        }
    }
    assert!(reference.is_some() && nodes.len() == 2, "the walk publishes between two nodes");
}

#[test]
fn only_what_two_walks_need_not_share_is_masked() {
    assert_eq!(masked("id   0123abcdef99  seq 1"), "id # seq # ");
    assert_eq!(masked("/ip4/127.0.0.1/udp/7421/quic-v1"), "/ip4/#.#.#.#/udp/#/quic-v1 ");
    assert_eq!(masked("status  in force"), "status in force ");
    let steps = steps("x\n\n    $ chancery list --dir a\n    one\n\n    two\nx\n\n    three\n");
    assert_eq!(steps.len(), 1);
    assert_eq!(steps[0].words, ["list", "--dir", "a"]);
    assert_eq!(steps[0].shown, ["one", "two"]);
}
