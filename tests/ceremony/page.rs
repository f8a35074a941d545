//! A page as a list of what is done on it, and what it shows of the answers.
//!
//! A line that begins with `$` is done, with the lines that begin with `>` below it; what is indented after that is
//! what it shows, and `…` stands for any lines. `# Ctrl-C in the terminal of DIR` stops a node.

use std::collections::BTreeSet;

/// What is done.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Act {
    /// A node is started on this data directory, in a terminal of its own.
    Start(String),
    /// It is stopped.
    Stop(String),
    /// Anything else goes through a shell.
    Shell(String),
}

/// One thing done, and the lines shown under it.
#[derive(Debug)]
pub(super) struct Step {
    pub(super) act: Act,
    pub(super) shown: Vec<String>,
}

/// Commands that change nothing, so that they may be asked again until others have been heard.
const READING: [&str; 10] = [
    "list",
    "show",
    "verify",
    "status",
    "logs",
    "roster show",
    "roster history",
    "history",
    "due",
    "alerts",
];

impl Step {
    /// Whether the line may be run again.
    pub(super) fn only_reads(&self) -> bool {
        let Act::Shell(line) = &self.act else { return false };
        let Some(words) = line.strip_prefix("chancery ") else { return false };
        READING.iter().any(|command| words.starts_with(command)) && !words.contains(['>', ';', '|'])
    }
}

/// Everything that a page does, in its order.
pub(super) fn steps(page: &str) -> Vec<Step> {
    let mut steps: Vec<Step> = Vec::new();
    let mut is_within = false;
    for line in page.lines() {
        let Some(text) = line.strip_prefix("    ") else {
            is_within &= line.is_empty();
            continue;
        };
        if let Some(dir) = text.strip_prefix("# Ctrl-C in the terminal of ") {
            steps.push(Step { act: Act::Stop(dir.to_owned()), shown: Vec::new() });
        } else if let Some(line) = text.strip_prefix("$ ") {
            steps.push(Step { act: act(line), shown: Vec::new() });
            is_within = true;
        } else if let Some(step) = steps.last_mut().filter(|_| is_within) {
            match (text.strip_prefix("> "), &mut step.act) {
                (Some(more), Act::Shell(line)) => {
                    line.push('\n');
                    line.push_str(more);
                }
                _ => step.shown.push(text.to_owned()),
            }
        }
    }
    steps
}

fn act(line: &str) -> Act {
    match line.strip_prefix("chancery run --dir ") {
        Some(dir) => Act::Start(dir.to_owned()),
        None => Act::Shell(line.to_owned()),
    }
}

/// The first part that is shown and was not said, if there is one.
pub(super) fn missing(shown: &[String], said: &str) -> Option<String> {
    let said = masked(said);
    let mut from = 0;
    for part in shown.split(|line| line.trim() == "…").filter(|part| !part.is_empty()) {
        let wanted = masked(&part.join("\n"));
        let rest = said.get(from..).unwrap_or_default();
        let at = rest.windows(wanted.len().max(1)).position(|window| window == wanted);
        match at {
            Some(at) => from += at + wanted.len(),
            None if wanted.is_empty() => {}
            None => return Some(part.join("\n")),
        }
    }
    None
}

/// The words of fingerprints.
const LIST: &str = include_str!("../../crates/cli/src/words/list.txt");

/// The words of a text, with everything masked that two runs need not share. A run of words of the list is one.
fn masked(text: &str) -> Vec<String> {
    let fingerprints: BTreeSet<&str> = LIST.split_whitespace().collect();
    let mut words: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        if fingerprints.contains(word) {
            if words.last().is_none_or(|last| last != "~") {
                words.push("~".to_owned());
            }
        } else if !word.chars().all(|c| c == '-') {
            words.push(crate::walk::masked(word).trim_end().to_owned());
        }
    }
    words
}

#[test]
fn only_what_two_runs_need_not_share_is_masked() {
    let shown = |text: &str| text.lines().map(str::to_owned).collect::<Vec<_>>();
    let said = "  words  aardvark adroitness absurd\n         acme\nroster 1 of EE\nend\n";
    assert_eq!(missing(&shown("words  tumor unicorn"), said), None);
    assert_eq!(missing(&shown("…\nroster 2 of EE\n…"), said), None);
    assert_eq!(missing(&shown("roster 1 of FI"), said), Some("roster 1 of FI".to_owned()));
    assert!(missing(&shown("end\n…\nroster 1"), said).is_some(), "the order counts");
}

#[test]
fn page_is_read_as_people_read_it() {
    let page = "x\n\n    $ for s in a; do\n    >   echo $s\n    > done\n    a\n\n    $ chancery run --dir n/a\n    \
                ready\n    # Ctrl-C in the terminal of n/a\nx\n\n    not of it\n";
    let steps = steps(page);
    let acts: Vec<&Act> = steps.iter().map(|step| &step.act).collect();
    let shell = Act::Shell("for s in a; do\n  echo $s\ndone".to_owned());
    assert_eq!(acts, [&shell, &Act::Start("n/a".to_owned()), &Act::Stop("n/a".to_owned())]);
    assert_eq!(steps[0].shown, ["a"]);
    assert_eq!(steps[1].shown, ["ready"]);
}
