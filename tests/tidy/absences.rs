//! Rules about what a crate must not do, as far as the names in its sources show it.
//!
//! What a crate cannot name it cannot do: without a clock, a file or a socket the same inputs give
//! the same outputs, and a simulator can own the time. The levels are those of
//! `docs/architecture.md`.

use super::source::{Source, sources};
use super::{Breach, expect_none};

/// Crates that only compute.
const PURE: [&str; 10] = [
    "encoding",
    "record",
    "ledger",
    "procedure",
    "thread",
    "query",
    "screening",
    "interop",
    "graph",
    "replica",
];

/// Modules of `std` that a pure crate does not name. `store` may name files.
const OUTSIDE: [&str; 6] = ["fs", "io", "net", "env", "process", "thread"];

/// Words of clocks and chance.
const CLOCKS: [&str; 6] =
    ["SystemTime", "Instant", "now_utc", "now_local", "thread_rng", "getrandom"];

/// How a crate would print, or end the process. The log goes to standard error, and only through
/// `tracing`, which the node sets up.
const SPEECH: [&str; 8] = [
    "print!",
    "println!",
    "eprint!",
    "eprintln!",
    "dbg!",
    "process::exit",
    "process::abort",
    // With its bracket: what a program that is started gets for one is another thing.
    "stdout()",
];

/// The modules of `std` named on each line: `std::fs::File`, and also `std::{fs, io::Read}`.
fn std_modules(code: &str) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    for (at, _) in code.match_indices("std::") {
        let line = code[..at].matches('\n').count() + 1;
        let rest = &code[at + "std::".len()..];
        let parts = match rest.strip_prefix('{') {
            Some(group) => top_level(group),
            None => vec![rest],
        };
        let first = |part: &str| {
            let part = part.trim_start();
            let end = part.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(part.len());
            part[..end].to_owned()
        };
        found.extend(parts.into_iter().map(|part| (line, first(part))));
    }
    found
}

/// The parts of a group, up to its closing brace, without looking into groups inside it.
fn top_level(group: &str) -> Vec<&str> {
    let (mut parts, mut depth, mut begins) = (Vec::new(), 0_usize, 0);
    for (at, c) in group.char_indices() {
        match c {
            '{' => depth += 1,
            '}' if depth == 0 => {
                parts.push(&group[begins..at]);
                break;
            }
            '}' => depth -= 1,
            ',' if depth == 0 => {
                parts.push(&group[begins..at]);
                begins = at + 1;
            }
            _ => {}
        }
    }
    parts
}

fn breaches_of(source: &Source) -> Vec<Breach> {
    let Some(crate_name) = source.crate_name() else { return Vec::new() };
    let pure = PURE.contains(&crate_name);
    let mut found = Vec::new();
    if pure || crate_name == "store" {
        let refused = |module: &str| match module {
            "fs" | "io" | "thread" => pure,
            module => OUTSIDE.contains(&module),
        };
        let named = std_modules(&source.code).into_iter().filter(|(_, module)| refused(module));
        found.extend(named.map(|(line, module)| (line, format!("std::{module}"))));
        let words = CLOCKS.into_iter().chain(["tokio"]);
        found.extend(words.flat_map(|word| with_lines(source, word)));
    }
    // The simulator and the benches are commands as well.
    if !matches!(crate_name, "cli" | "testkit") {
        found.extend(SPEECH.into_iter().flat_map(|word| with_lines(source, word)));
    }
    let what = |(line, word): (usize, String)| {
        let place = format!("{}:{line}", source.path);
        Breach::new(place, format!("`{word}` has no place in {crate_name}"))
    };
    found.into_iter().map(what).collect()
}

fn with_lines(source: &Source, word: &'static str) -> Vec<(usize, String)> {
    source.lines_with(word).map(|line| (line, word.to_owned())).collect()
}

#[test]
fn lower_crates_only_compute_and_only_the_cli_speaks() {
    let all = sources();
    let shipped = all.iter().filter(|source| source.ships());
    expect_none(&shipped.flat_map(breaches_of).collect::<Vec<_>>());
}

#[test]
fn the_rules_about_absences_can_fail() {
    let count = |path: &str, text: &str| breaches_of(&Source::new(path, text)).len();
    assert_eq!(count("crates/ledger/src/log.rs", "use std::fs::File;\n"), 1);
    assert_eq!(count("crates/ledger/src/log.rs", "use std::{fmt, net::{IpAddr, A}, io};\n"), 2);
    assert_eq!(count("crates/ledger/src/log.rs", "use std::{fmt, collections::{env, B}};\n"), 0);
    assert_eq!(count("crates/replica/src/a.rs", "let now = std::time::Instant::now();\n"), 1);
    assert_eq!(count("crates/replica/src/a.rs", "use tokio::sync::mpsc;\n"), 1);
    assert_eq!(count("crates/store/src/a.rs", "use std::fs;\nuse std::io;\n"), 0);
    assert_eq!(count("crates/store/src/a.rs", "use std::net::TcpStream;\n"), 1);
    assert_eq!(count("crates/node/src/a.rs", "fn f() { println!(\"x\") }\n"), 1);
    assert_eq!(count("crates/http/src/a.rs", "fn f() { std::process::exit(1) }\n"), 1);
    assert_eq!(count("crates/node/src/a.rs", "fn f() { io::stdout().lock() }\n"), 1);
    assert_eq!(count("crates/node/src/a.rs", "fn f() { command.stdout(Stdio::null()) }\n"), 0);
    assert_eq!(count("crates/cli/src/a.rs", "fn f() { println!(\"x\") }\n"), 0);
    assert_eq!(count("crates/node/src/a.rs", "// println!\nlet a = \"stdout\";\n"), 0);
}
