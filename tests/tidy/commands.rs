//! The rule about commands: whatever a page or a message says to type is a command with these options.
//!
//! What there is stands in `docs/reference/cli.md`, which another test makes from the code.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use super::source::{files_ending, root, sources};
use super::{Breach, expect_none};

const REFERENCE: &str = "docs/reference/cli.md";

/// Every command takes these.
const EVERYWHERE: [&str; 4] = ["--dir", "--json", "--help", "--version"];

/// A command of the reference.
#[derive(Debug, Default, PartialEq, Eq)]
struct Command {
    options: BTreeSet<String>,
    /// It is nothing without one of its own commands.
    is_group: bool,
    /// It takes words beside its options.
    takes_words: bool,
}

/// All commands by their words.
fn commands(reference: &str) -> BTreeMap<String, Command> {
    let mut all: BTreeMap<String, Command> = BTreeMap::new();
    let mut name = String::new();
    for line in reference.lines() {
        if let Some(words) = line.strip_prefix("## `").and_then(|rest| rest.strip_suffix('`')) {
            words.clone_into(&mut name);
            all.insert(name.clone(), Command::default());
        }
        let Some(command) = all.get_mut(&name) else { continue };
        if line.starts_with("Usage: ") {
            command.is_group = line.ends_with("<COMMAND>");
            command.takes_words = takes_words(line);
        }
        let option = line.split_whitespace().find(|word| !word.starts_with('-') || word.len() > 3);
        command.options.extend(option.filter(|word| word.starts_with("--")).map(str::to_owned));
    }
    all
}

/// Whether a usage has an argument that is no option's value.
fn takes_words(usage: &str) -> bool {
    let words: Vec<&str> = usage.split_whitespace().collect();
    words.windows(2).any(|pair| {
        let is_argument = pair[1].starts_with(['<', '[']) && !pair[1].contains("--");
        is_argument && !pair[0].contains("--") && pair[1] != "[OPTIONS]"
    })
}

/// What is wrong with a line that somebody is told to type.
fn wrong(typed: &str, all: &BTreeMap<String, Command>) -> Option<String> {
    let words: Vec<&str> = typed.split_whitespace().collect();
    let longest = (1..=words.len().min(3)).rev();
    let named = longest.map(|count| (count, words[..count].join(" ")));
    let (count, name) = named.into_iter().find(|(_, name)| all.contains_key(name))?;
    let command = &all[&name];
    let rest = &words[count..];
    // A placeholder or a word in small letters tell each other apart: `COMMAND`, `{name}`, `…`.
    let is_word = |word: &&&str| word.chars().all(|c| c.is_ascii_lowercase() || c == '-');
    let first = rest.first().filter(is_word).filter(|word| !word.starts_with('-'));
    if let Some(word) = first.filter(|_| command.is_group || !command.takes_words) {
        return Some(format!("`{name}` has no command or argument `{word}`"));
    }
    let options = rest.iter().map(|word| word.split('=').next().unwrap_or(word));
    let options = options.filter(|word| word.starts_with("--") && word.len() > 2);
    let mut unknown = options.map(|word| word.trim_end_matches(|c: char| !c.is_alphanumeric()));
    unknown
        .find(|word| !EVERYWHERE.contains(word) && !command.options.contains(*word))
        .map(|word| format!("`{name}` has no option `{word}`"))
}

/// What stands in backticks in a line and begins with the name of the program, or is typed at a prompt.
fn typed(line: &str) -> Vec<&str> {
    if let Some(typed) = line.strip_prefix("    $ ").filter(|typed| typed.starts_with("chancery "))
    {
        let ends = typed.find(['|', ';', '>']).unwrap_or(typed.len());
        return vec![&typed[..ends]];
    }
    line.split('`').skip(1).step_by(2).filter(|span| span.starts_with("chancery ")).collect()
}

fn breaches_of(path: &str, text: &str, all: &BTreeMap<String, Command>) -> Vec<Breach> {
    let lines = text.lines().enumerate();
    let spans = lines.flat_map(|(index, line)| typed(line).into_iter().map(move |it| (index, it)));
    let found = spans.filter_map(|(index, span)| Some((index, wrong(span, all)?)));
    found.map(|(index, what)| Breach::new(format!("{path}:{}", index + 1), what)).collect()
}

#[test]
fn every_command_that_a_page_or_a_message_names_is_one() {
    let reference = fs::read_to_string(root().join(REFERENCE)).expect("because the page is there");
    let all = commands(&reference);
    assert!(all.len() > 60, "the reference has all commands");
    let pages = files_ending(".md").into_iter().filter(|(page, _)| page != REFERENCE);
    let code = sources().into_iter().filter(super::source::Source::ships);
    let texts = pages.chain(code.map(|source| (source.path, source.text)));
    let found: Vec<Breach> =
        texts.flat_map(|(path, text)| breaches_of(&path, &text, &all)).collect();
    expect_none(&found);
}

#[test]
fn the_rule_about_commands_can_fail() {
    let all = commands(
        "## `chancery draft`\nUsage: chancery draft <COMMAND>\n## `chancery draft new`\n\
         Usage: chancery draft new [OPTIONS]\n      --kind <KIND>\n  -h, --help\n",
    );
    let of = |line| -> Vec<String> {
        breaches_of("a.md", line, &all).iter().map(ToString::to_string).collect()
    };
    assert_eq!(
        of("`chancery draft new --kind x --dir d` and `chancery draft` or `chancery draft …`"),
        [""; 0]
    );
    assert_eq!(
        of("    $ chancery draft new --about x | wc --lines"),
        ["a.md:1: `chancery draft new` has no option `--about`"]
    );
    assert_eq!(
        of("`chancery draft new kind`"),
        ["a.md:1: `chancery draft new` has no command or argument `kind`"]
    );
    assert_eq!(
        of("see `chancery draft make d1`"),
        ["a.md:1: `chancery draft` has no command or argument `make`"]
    );
}
