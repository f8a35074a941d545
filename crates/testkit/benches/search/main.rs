//! Search and screening, beside SQLite FTS5 over the same records in the same run.
//!
//! `cargo bench -p chancery-testkit --bench search -- --records 1000000` makes a corpus once, takes it in with
//! and without indexing, makes the indexes again, and asks ten kinds of questions, with facets and
//! without, and screens names, one by one and a thousand at once; each beside the peer. Without
//! `--records` it is small. Each step is a process of its own, so that memory is that step's alone.
//!
//! What is measured is printed and never asserted. What is asserted is that both sides find the same.

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a bench reports on the terminal")]
#![allow(clippy::disallowed_methods, reason = "a bench reads the clock")]
#![allow(missing_docs, unreachable_pub, reason = "a program, not a library")]
#![allow(clippy::unwrap_used, reason = "a bench that cannot go on stops")]
#![allow(clippy::cast_possible_truncation, reason = "figures for people")]

mod asked;
mod data;
mod fold;
mod indexes;
mod ingest;
mod memory;
mod ours;
mod peer;
mod peer_asked;
mod report;
mod stage;
mod subjects;
mod table;

use std::path::PathBuf;

/// Records when none are asked for: a bench by hand, and a test that it runs.
const BY_HAND: u64 = 20_000;
const AS_A_TEST: u64 = 1_200;

/// What was asked of the bench.
pub struct Settings {
    pub records: u64,
    pub seed: u64,
    /// Entries of each round of ingest.
    pub ingest: u64,
    /// Rounds of ingest in each mode.
    pub rounds: u32,
    /// Variants of each question.
    pub variants: usize,
    /// Names that are screened one by one.
    pub names: usize,
    pub under: PathBuf,
}

impl Settings {
    fn of(words: &[String]) -> Settings {
        let benched = words.iter().any(|word| word == "--bench");
        let number = |name: &str| {
            let at = words.iter().position(|word| word == name)?;
            Some(words.get(at + 1)?.replace('_', "").parse::<u64>().unwrap())
        };
        let records = number("--records").unwrap_or(if benched { BY_HAND } else { AS_A_TEST });
        Settings {
            records,
            seed: number("--seed").unwrap_or(1),
            ingest: number("--ingest").unwrap_or(records.min(100_000)),
            rounds: u32::try_from(number("--rounds").unwrap_or(if benched { 3 } else { 1 }))
                .unwrap(),
            variants: if benched { 200 } else { 6 },
            names: if benched { 2_000 } else { 40 },
            under: PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("search"),
        }
    }

    /// The words that give these settings again.
    pub fn words(&self) -> Vec<String> {
        let numbers = [
            ("--records", self.records),
            ("--seed", self.seed),
            ("--ingest", self.ingest),
            ("--rounds", u64::from(self.rounds)),
        ];
        numbers.iter().flat_map(|(name, number)| [(*name).to_owned(), number.to_string()]).collect()
    }
}

fn main() {
    let words: Vec<String> = std::env::args().skip(1).collect();
    if words.iter().any(|word| word == "--list") {
        return;
    }
    let settings = Settings::of(&words);
    match words.iter().position(|word| word == "--stage") {
        Some(at) => stage::run(&words[at + 1], &settings),
        None => report::run(&settings, &words),
    }
}
