//! Laws of the reports: every total agrees with a plain recount of the facts.

use std::collections::BTreeSet;

use proptest::prelude::*;
use time::{Date, Duration, Month};

use super::*;
use crate::fact::{Change, ChangeKind, Denial, Question};

fn day(after: i64) -> Date {
    Date::from_calendar_date(2025, Month::January, 1).unwrap() + Duration::days(after)
}

fn some(words: &'static [&'static str]) -> impl Strategy<Value = Vec<String>> {
    let words: Vec<String> = words.iter().map(|word| (*word).to_owned()).collect();
    let most = words.len();
    proptest::sample::subsequence(words, 0..=most)
}

fn denial() -> impl Strategy<Value = Option<Denial>> {
    let some =
        (0_i64..800, some(&["EU 5A001.f", "catch-all: art-5"]), some(&["repression", "diversion"]));
    let some = some.prop_map(|(on, codes, grounds)| Denial {
        decided: day(on),
        act: "refuse".to_owned(),
        activity: "export".to_owned(),
        codes,
        grounds,
        value_band: None,
    });
    proptest::option::of(some)
}

fn questions() -> impl Strategy<Value = Vec<Question>> {
    let one = (0_i64..700, 0_i64..60, proptest::option::of(0_i64..90));
    let one = one.prop_map(|(asked, due, answered)| Question {
        procedure: "voluntary".to_owned(),
        asked: day(asked),
        due: day(asked + due),
        answered: answered.map(|days| day(asked + days)),
    });
    proptest::collection::vec(one, 0..4)
}

fn fact() -> impl Strategy<Value = Fact> {
    let changes = proptest::collection::vec((0_usize..4, 0_i64..800), 0..3);
    let words =
        (some(&["C1", "C3", "C6"]), some(&["intrusion", "jamming"]), some(&["AE", "SY", "TR"]));
    let plain = (0_usize..3, 0_usize..3, 0_i64..800, any::<bool>());
    (plain, words, changes, questions(), denial()).prop_map(
        |(plain, words, changes, questions, denial)| {
            let (kind, state, released, exercise) = plain;
            let (commitments, categories, destinations) = words;
            let changes = changes.into_iter();
            let change =
                |(kind, on): (usize, i64)| Change { kind: ChangeKind::ALL[kind], on: day(on) };
            Fact {
                kind: ["threat-advisory", "denial-notice", "=cmd()"][kind].to_owned(),
                state: ["EE", "KR", "US"][state].to_owned(),
                released: day(released),
                exercise,
                commitments,
                categories,
                destinations,
                changes: changes.map(change).collect(),
                questions,
                denial,
            }
        },
    )
}

fn cell(table: &Table, row: &str, column: &str) -> Option<u64> {
    let column = table.columns.iter().position(|head| head == column)?;
    match table.rows.iter().find(|line| line.label == row)?.cells[column] {
        Cell::Count(number) | Cell::Days(number) => Some(number),
        Cell::Suppressed | Cell::Nothing => None,
    }
}

proptest! {
    #[test]
    fn every_cell_agrees_with_a_plain_recount(facts in proptest::collection::vec(fact(), 0..60), drill in proptest::bool::ANY) {
        let period = Period::new(day(100), day(600)).unwrap();
        let counting = if drill { Counted::Drills } else { Counted::Real };
        let within = |fact: &&Fact| fact.exercise == drill && fact.released >= day(100) && fact.released <= day(600);
        let counted: Vec<&Fact> = facts.iter().filter(within).collect();
        let report = Report::of(ReportKind::Commitments, &facts, period, counting, 0);
        for word in ["C1", "C3", "C6"] {
            let bears = |fact: &&&Fact| fact.commitments.iter().any(|found| found == word);
            let plain = counted.iter().filter(bears).count() as u64;
            prop_assert_eq!(cell(&report.tables[0], word, "records").unwrap_or(0), plain);
            for state in ["EE", "KR", "US"] {
                let plain = counted.iter().filter(bears).filter(|fact| fact.state == state).count() as u64;
                prop_assert_eq!(cell(&report.tables[2], state, word).unwrap_or(0), plain);
            }
        }
        for table in &report.tables {
            let total = table.total.as_ref().and_then(|total| total.last()).copied();
            prop_assert_eq!(total, Some(Cell::Count(counted.len() as u64)));
        }
        let report = Report::of(ReportKind::Activity, &facts, period, counting, 0);
        let months: u64 = report.tables[2].rows.iter().map(|row| match row.cells[0] { Cell::Count(n) => n, _ => 0 }).sum();
        prop_assert_eq!(months, counted.len() as u64, "every record lies in one month");
        let answered = counted.iter().flat_map(|fact| &fact.questions).filter(|question| question.answered.is_some()).count() as u64;
        let asked = counted.iter().map(|fact| fact.questions.len()).sum::<usize>() as u64;
        let answers = &report.tables[6];
        let of = |column| cell(answers, "voluntary", column).unwrap_or(0);
        prop_assert_eq!(of("asked"), asked);
        prop_assert_eq!(of("in time") + of("late"), answered);
        prop_assert_eq!(of("unanswered"), asked - answered);
        let denied = |fact: &&Fact| fact.exercise == drill && fact.denial.as_ref().is_some_and(|denial| period.holds(denial.decided));
        let denials = facts.iter().filter(denied).count() as u64;
        let report = Report::of(ReportKind::Denials, &facts, period, counting, 0);
        prop_assert_eq!(cell(&report.tables[0], "refuse", "records").unwrap_or(0), denials);
    }

    #[test]
    fn csv_has_a_line_for_every_cell_and_no_formula(facts in proptest::collection::vec(fact(), 0..40)) {
        let period = Period::new(day(0), day(800)).unwrap();
        for kind in ReportKind::ALL {
            let report = Report::of(kind, &facts, period, Counted::Real, 5);
            let text = report.to_csv().unwrap();
            let mut reader = csv::Reader::from_reader(text.as_bytes());
            let lines: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
            let rows = |table: &Table| table.rows.len() + usize::from(table.total.is_some());
            let cells: usize = report.tables.iter().map(|table| table.columns.len() * rows(table)).sum();
            prop_assert_eq!(lines.len(), cells);
            let formulas: BTreeSet<&str> = lines.iter().flatten().filter(|field| field.starts_with('=')).collect();
            prop_assert!(formulas.is_empty());
        }
    }
}

#[test]
fn drills_are_counted_by_themselves_and_marked_on_every_line() {
    let facts = [Fact {
        kind: "threat-advisory".to_owned(),
        state: "EE".to_owned(),
        released: day(1),
        exercise: true,
        commitments: vec!["C3".to_owned()],
        categories: vec![],
        destinations: vec![],
        changes: vec![],
        questions: vec![],
        denial: None,
    }];
    let period = Period::new(day(0), day(31)).unwrap();
    let real = Report::of(ReportKind::Commitments, &facts, period, Counted::Real, 0);
    assert!(real.tables.iter().all(Table::is_empty));
    let drill = Report::of(ReportKind::Commitments, &facts, period, Counted::Drills, 0);
    let csv = drill.to_csv().unwrap();
    assert!(csv.lines().skip(1).all(|line| line.contains("EXERCISE")), "{csv}");
    assert_eq!(cell(&drill.tables[0], "C3", "records"), Some(1));
}

#[test]
fn a_word_that_is_no_report_names_those_that_are() {
    assert_eq!("denial".parse::<ReportKind>(), Err(UnknownReport("denial".to_owned())));
    assert_eq!("denials".parse::<ReportKind>(), Ok(ReportKind::Denials));
}
