//! The benches: how fast and how small, always beside a limit measured in the same run.
//!
//! A number alone says something about the machine; a ratio says something about the code. So each
//! figure stands beside what the same cores reach when they only check signatures, or what the same
//! disk reaches when it only syncs. Every figure is also printed as one line of JSON.
//!
//! `cargo bench -p chancery-testkit -- NAME…` runs some of them; `CHANCERY_BENCH_ENTRIES` changes the
//! size of the catch-up, which is 100,000 otherwise.
//!
//! The nodes are real: each is a process of its own, started from this same program.

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a bench reports on the terminal")]
#![allow(clippy::disallowed_methods, reason = "a bench reads the clock")]
#![allow(missing_docs, unreachable_pub, reason = "a program, not a library")]
#![allow(clippy::unwrap_used, reason = "a bench that cannot go on stops")]

mod baseline;
mod catch_up;
mod figures;
mod ground;
mod idle;
mod pack;
mod publish;
mod served;

fn main() {
    let words: Vec<String> = std::env::args().skip(1).filter(|word| word != "--bench").collect();
    if words.first().is_some_and(|word| word == "serve") {
        return served::serve(&words[1..]);
    }
    let benches: [(&str, fn()); 6] = [
        ("catch_up", catch_up::whole),
        ("catch_up_tail", catch_up::tail),
        ("idle", idle::idle),
        ("publish", publish::publish),
        ("pack_size", pack::size),
        ("pack_verify", pack::verify),
    ];
    for (name, bench) in benches {
        if words.is_empty() || words.iter().any(|word| word == name) {
            println!("\n{name}");
            bench();
        }
    }
}
