//! Runs seeds of the simulator and says what came of them.
//!
//! `simulate --seeds 1000 --replicas 25` runs the seeds 0 to 999 on all processors;
//! `simulate --seed N --replicas 25` runs one and tells its story. Exits with 1 when an invariant
//! did not hold, with the seed that shows it, and with 2 on wrong arguments.
#![expect(clippy::print_stdout, clippy::print_stderr, reason = "it is a program for a terminal")]

use std::process::ExitCode;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use chancery_testkit::{
    Breach, CAST_MAX, Cast, Outcome, Plan, Tally, Telling, prove_in_time, simulate,
};

const USAGE: &str = "\
usage: simulate [--seeds N] [--from SEED] [--replicas N] [--parted] [--json]
       simulate --seed SEED [--replicas N] [--parted] [--json]

  --seeds N       run so many seeds (100)
  --from SEED     the first of them (0)
  --seed SEED     run this one, and tell its story
  --replicas N    states in the network, 3 to 193 (5)
  --parted        only this: a liar shows the two sides of a cut different statements, and is
                  proved one by everybody within two rounds of catch-up after it
  --json          one JSON document instead of the text";

/// Between two lines of progress.
const PROGRESS: Duration = Duration::from_secs(10);

struct Arguments {
    seeds: u64,
    from: u64,
    seed: Option<u64>,
    replicas: usize,
    scene: Scene,
    form: Form,
}

/// What is played.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Scene {
    /// Everything that can go wrong.
    Storm,
    /// A liar on two sides of a cut.
    Parted,
}

impl Scene {
    fn play(self, cast: &Cast, seed: u64, replicas: usize, telling: Telling) -> Outcome {
        match self {
            Self::Storm => simulate(cast, Plan::of(seed, replicas), telling),
            Self::Parted => prove_in_time(cast, Plan::parted(seed, replicas), telling),
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    Text,
    Json,
}

/// What all seeds came to.
#[derive(Default)]
struct Total {
    runs: u64,
    tally: Tally,
    virtual_ms: u64,
    settled_ms: Vec<u64>,
    breaches: Vec<(u64, Breach)>,
}

impl Total {
    fn add(&mut self, outcome: Outcome) {
        self.runs += 1;
        self.tally.merge(&outcome.tally);
        self.virtual_ms += outcome.virtual_ms;
        match outcome.breach {
            Some(breach) => self.breaches.push((outcome.plan.seed, breach)),
            None => self.settled_ms.push(outcome.settled_ms),
        }
    }
}

fn main() -> ExitCode {
    let Some(arguments) = read_arguments(std::env::args().skip(1)) else {
        eprintln!("{USAGE}");
        return ExitCode::from(2);
    };
    let begin = now();
    let total = match arguments.seed {
        Some(seed) => tell_one(&arguments, seed),
        None => run_all(&arguments, begin),
    };
    report(&arguments, total, begin.elapsed())
}

fn read_arguments(mut words: impl Iterator<Item = String>) -> Option<Arguments> {
    let (scene, form) = (Scene::Storm, Form::Text);
    let mut read = Arguments { seeds: 100, from: 0, seed: None, replicas: 5, scene, form };
    while let Some(word) = words.next() {
        let mut number = || words.next()?.parse::<u64>().ok();
        match word.as_str() {
            "--seeds" => read.seeds = number()?,
            "--from" => read.from = number()?,
            "--seed" => read.seed = Some(number()?),
            "--replicas" => read.replicas = usize::try_from(number()?).ok()?,
            "--parted" => read.scene = Scene::Parted,
            "--json" => read.form = Form::Json,
            _ => return None,
        }
    }
    (3..=CAST_MAX).contains(&read.replicas).then_some(read)
}

#[expect(clippy::disallowed_methods, reason = "how long the run took, for the person who waits")]
fn now() -> Instant {
    Instant::now()
}

fn tell_one(arguments: &Arguments, seed: u64) -> Total {
    let cast = Cast::of(arguments.replicas);
    let outcome = arguments.scene.play(&cast, seed, arguments.replicas, Telling::Lines);
    if arguments.form == Form::Text {
        outcome.lines.iter().for_each(|line| println!("{line}"));
        println!("digest of the story: {}\n", outcome.digest);
    }
    let mut total = Total::default();
    total.add(outcome);
    total
}

fn run_all(arguments: &Arguments, begin: Instant) -> Total {
    let cast = Cast::of(arguments.replicas);
    let next = AtomicU64::new(arguments.from);
    let total = Mutex::new((Total::default(), begin));
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let end = arguments.from.saturating_add(arguments.seeds);
    std::thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                loop {
                    let seed = next.fetch_add(1, Ordering::Relaxed);
                    if seed >= end {
                        break;
                    }
                    let telling = Telling::Digest;
                    let outcome = arguments.scene.play(&cast, seed, arguments.replicas, telling);
                    let mut total = total.lock().unwrap_or_else(PoisonError::into_inner);
                    total.0.add(outcome);
                    if arguments.form == Form::Text && total.1.elapsed() > PROGRESS {
                        total.1 = now();
                        eprintln!("{} of {} seeds", total.0.runs, arguments.seeds);
                    }
                }
            });
        }
    });
    let (mut total, _) = total.into_inner().unwrap_or_else(PoisonError::into_inner);
    total.breaches.sort_by_key(|(seed, _)| *seed);
    total.settled_ms.sort_unstable();
    total
}

fn report(arguments: &Arguments, total: Total, wall: Duration) -> ExitCode {
    match arguments.form {
        Form::Text => print_text(arguments, &total, wall),
        Form::Json => print_json(arguments, &total, wall),
    }
    if total.breaches.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn print_text(arguments: &Arguments, total: &Total, wall: Duration) {
    let count = |name| total.tally.of(name);
    println!("{} seeds of {} replicas", total.runs, arguments.replicas);
    println!(
        "  faults    {} messages lost, {} partitions, {} crashes, {} restores from a backup, \
         {} failed writes, {} lies answered, {} lies gossiped",
        count("messages-lost"),
        count("partitions"),
        count("crashes"),
        count("restores"),
        count("disk-failures"),
        count("lies-answered"),
        count("lies-gossiped"),
    );
    println!(
        "  work      {} entries signed, {} stored, {} signatures checked, {} gossip messages \
         heard, {} requests",
        count("entries-signed"),
        count("entries-stored"),
        count("verified"),
        count("gossip-heard"),
        count("requests"),
    );
    println!("  lies      {} forks proved by every honest node", count("forks-proved"));
    println!(
        "  time      {} virtual, {} {} after the faults ended (median; worst {}); {:.1} s here",
        hours(total.virtual_ms),
        match arguments.scene {
            Scene::Storm => "equal",
            Scene::Parted => "proved",
        },
        seconds(percentile(&total.settled_ms, 50)),
        seconds(percentile(&total.settled_ms, 100)),
        wall.as_secs_f64(),
    );
    if arguments.seed.is_some() {
        println!("  counters");
        total.tally.iter().for_each(|(name, count)| println!("    {count:>9}  {name}"));
    }
    for (seed, breach) in total.breaches.iter().take(20) {
        println!("  BROKEN    seed {seed}: {breach}");
    }
    match total.breaches.first() {
        None => println!("all invariants hold"),
        Some((seed, _)) => println!(
            "{} seeds break an invariant; to see one: simulate --seed {seed} --replicas {}{}",
            total.breaches.len(),
            arguments.replicas,
            match arguments.scene {
                Scene::Storm => "",
                Scene::Parted => " --parted",
            },
        ),
    }
}

fn print_json(arguments: &Arguments, total: &Total, wall: Duration) {
    let broken: Vec<_> = total
        .breaches
        .iter()
        .map(|(seed, breach)| {
            let (invariant, what) = (breach.invariant.name(), &breach.what);
            serde_json::json!({ "seed": seed, "invariant": invariant, "what": what })
        })
        .collect();
    let counters: serde_json::Map<String, serde_json::Value> =
        total.tally.iter().map(|(name, count)| (name.to_owned(), count.into())).collect();
    let summary = serde_json::json!({
        "simulate": total.runs,
        "replicas": arguments.replicas,
        "virtual_ms": total.virtual_ms,
        "settled_median_ms": percentile(&total.settled_ms, 50),
        "settled_worst_ms": percentile(&total.settled_ms, 100),
        "wall_s": wall.as_secs_f64(),
        "counters": counters,
        "broken": broken,
    });
    println!("{summary}");
}

/// Of sorted figures; 0 of none.
fn percentile(sorted: &[u64], percent: usize) -> u64 {
    let last = sorted.len().saturating_sub(1);
    sorted.get(last * percent / 100).copied().unwrap_or(0)
}

fn seconds(ms: u64) -> String {
    format!("{:.1} s", Duration::from_millis(ms).as_secs_f64())
}

fn hours(ms: u64) -> String {
    format!("{:.1} h", Duration::from_millis(ms).as_secs_f64() / 3600.0)
}
