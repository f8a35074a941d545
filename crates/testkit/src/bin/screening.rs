//! Measures screening on real lists, and names every pair that it gets wrong.
//!
//! `screening ../shared/data tests/screening/truth.csv` screens the vendors against the listed parties and
//! prints precision and recall at the default threshold, for the part of the truth that weights were tuned on
//! and for the part that was held out. Exits with 1 when either falls below 95 %, and with 2 on wrong arguments.
#![expect(clippy::print_stdout, clippy::print_stderr, reason = "it is a program for a terminal")]

use std::process::ExitCode;

use chancery_screening::Settings;
use chancery_testkit::{Measured, Measurement, Part, Tried};

const USAGE: &str = "\
usage: screening FOLDER TRUTH [--threshold N] [--below N] [--reasons]

  FOLDER          holds surveillance-vendors.json and screening-list.json
  TRUTH           pairs with what people say of them, as CSV
  --threshold N   in thousandths (the default of the settings)
  --below N       show so many pairs below the threshold, the nearest first (0)
  --reasons       say of each pair why";

/// What is asked of screening.
const WANTED: f64 = 0.95;

struct Arguments {
    folder: String,
    truth: String,
    settings: Settings,
    below: usize,
    told: Told,
}

/// How much is said of a pair.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Told {
    Score,
    Reasons,
}

fn arguments() -> Option<Arguments> {
    let mut given = std::env::args().skip(1);
    let (folder, truth) = (given.next()?, given.next()?);
    let mut arguments =
        Arguments { folder, truth, settings: Settings::default(), below: 0, told: Told::Score };
    while let Some(option) = given.next() {
        match option.as_str() {
            "--threshold" => arguments.settings.threshold = given.next()?.parse().ok()?,
            "--below" => arguments.below = given.next()?.parse().ok()?,
            "--reasons" => arguments.told = Told::Reasons,
            _ => return None,
        }
    }
    Some(arguments)
}

fn main() -> ExitCode {
    let Some(arguments) = arguments() else {
        eprintln!("{USAGE}");
        return ExitCode::from(2);
    };
    let file = |name: &str| std::fs::read(format!("{}/{name}", arguments.folder));
    let files = file("surveillance-vendors.json")
        .and_then(|vendors| Ok((vendors, file("screening-list.json")?)))
        .and_then(|lists| Ok((lists, std::fs::read_to_string(&arguments.truth)?)));
    let ((vendors, list), truth) = match files {
        Ok(files) => files,
        Err(error) => {
            eprintln!("cannot read the lists or the truth: {error}");
            return ExitCode::from(2);
        }
    };
    let measurement = match Measurement::read(&vendors, &list, &truth) {
        Ok(measurement) => measurement,
        Err(error) => {
            eprintln!("{error}");
            return ExitCode::from(2);
        }
    };
    report(&measurement, &arguments)
}

fn report(measurement: &Measurement, arguments: &Arguments) -> ExitCode {
    let settings = &arguments.settings;
    let (same, different) = measurement.said();
    println!("settings {}, threshold {}", settings.name(), settings.threshold);
    println!("truth: {same} pairs are one party, {different} are not");
    println!(
        "{:<8} {:>9} {:>7} {:>6} {:>6} {:>7} {:>9}",
        "part", "precision", "recall", "right", "wrong", "missed", "compared"
    );
    let parts = [("tuned", Some(Part::Tuned)), ("held", Some(Part::Held)), ("all", None)];
    let mut good = true;
    for (name, part) in parts {
        let measured = measurement.measure(settings, part, 0);
        println!(
            "{name:<8} {:>9.3} {:>7.3} {:>6} {:>6} {:>7} {:>9}",
            measured.precision(),
            measured.recall(),
            measured.right.len(),
            measured.wrong.len(),
            measured.missed.len(),
            measured.compared,
        );
        good &= part.is_some() || measured.precision() >= WANTED && measured.recall() >= WANTED;
    }
    named(&measurement.measure(settings, None, arguments.below), arguments.told);
    if good { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn named(measured: &Measured, told: Told) {
    let groups = [
        ("false hits", &measured.wrong),
        ("missed", &measured.missed),
        ("below the threshold", &measured.below),
    ];
    for (name, tried) in groups.into_iter().filter(|(_, tried)| !tried.is_empty()) {
        println!("\n{name}:");
        tried.iter().for_each(|tried| one(tried, told));
    }
}

fn one(tried: &Tried, told: Told) {
    let truth =
        tried.truth.as_ref().map_or("nobody has looked at it", |truth| truth.reason.as_str());
    println!(
        "  {:>4}  {} = {} ({})\n        {truth}",
        tried.comparison.score, tried.asked.1, tried.found.1, tried.found.0
    );
    if told == Told::Reasons {
        for reason in &tried.comparison.reasons {
            println!("        {:>+5} {}: {}", reason.weight, reason.feature.name(), reason.text);
        }
    }
}
