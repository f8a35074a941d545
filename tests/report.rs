//! Reports over 10,000 records, held against a plain recount of what was written.
//!
//! The records are written into the store of a node that does not run, as if they had come from their authors; then
//! the real command asks the real node.

use std::collections::BTreeMap;
use std::path::Path;

use chancery_encoding::encode;
use chancery_ledger::key::SecretKey;
use chancery_ledger::log::{Admissible, Chain, LogId};
use chancery_ledger::roster::{Directory, Genesis};
use chancery_ledger::statement::{Draft, founding_entry};
use chancery_node::data_dir::read_genesis;
use chancery_record::Marking;
use chancery_store::Store;
use ciborium::Value;
use serde_json::{Value as Json, json};

use crate::duties::of_kind;
use crate::harness::{Network, Node, advisory, correction, withdrawal};

const STATES: [&str; 4] = ["EE", "KR", "NL", "US"];
/// EE reads; the others have written.
const AUTHORS: [&str; 3] = ["KR", "NL", "US"];
const RECORDS: u64 = 10_000;
/// 1 January 2025.
const START_S: i64 = 1_735_689_600;
const DAY_S: i64 = 86_400;
const KINDS: [&str; 5] =
    ["threat-advisory", "risk-advisory", "denial-notice", "best-practice", "capacity-offer"];
const COMMITMENTS: [&[&str]; 5] = [&["C1", "C3"], &["C3"], &["C1", "C3"], &["C4"], &["C5", "C6"]];
const DESTINATIONS: [&str; 6] = ["AE", "BY", "EG", "SY", "TR", "ZW"];
const TECHNOLOGIES: [&str; 3] =
    ["network-filtering", "intrusion-c2-software", "mobile-interception-identifiers"];
const ACTS: [&str; 3] = ["refuse", "annul", "revoke"];

/// What one generated record says, as far as it is counted.
#[derive(Clone, Copy)]
struct Written {
    state: &'static str,
    kind: usize,
    day: i64,
    destination: usize,
    technology: usize,
    act: usize,
    exercise: bool,
}

/// Numbers that look random and are the same every time (Knuth's MMIX generator).
struct Dice(u64);

impl Dice {
    fn below(&mut self, bound: usize) -> usize {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).expect("because 31 bits fit") % bound
    }
}

/// Skewed, as in life: most are of the first kinds and destinations, and a few words are rare.
fn generated() -> Vec<Written> {
    let mut dice = Dice(4);
    let mut skewed = |bound: usize| dice.below(bound).min(dice.below(bound));
    (0..RECORDS)
        .map(|at| Written {
            state: AUTHORS[skewed(AUTHORS.len())],
            kind: skewed(KINDS.len()),
            day: i64::try_from(at * 730 / RECORDS).expect("because it is small"),
            destination: if at % 2_003 == 0 { 5 } else { skewed(5) },
            technology: skewed(TECHNOLOGIES.len()),
            act: skewed(ACTS.len()),
            exercise: skewed(10) == 9,
        })
        .collect()
}

fn texts(words: &[&str]) -> Value {
    Value::Array(words.iter().map(|word| (*word).into()).collect())
}

fn body(written: &Written) -> Vec<u8> {
    let mut record = vec![
        ("kind".into(), KINDS[written.kind].into()),
        ("exercise".into(), written.exercise.into()),
        ("title".into(), "generated".into()),
        ("summary".into(), "x".repeat(800).into()),
        ("commitments".into(), texts(COMMITMENTS[written.kind])),
        ("tech_categories".into(), texts(&[TECHNOLOGIES[written.technology]])),
    ];
    let destination = DESTINATIONS[written.destination];
    if KINDS[written.kind] == "denial-notice" {
        let day = date(written.day);
        record.push(("act".into(), ACTS[written.act].into()));
        record.push(("act_date".into(), day.into()));
        record.push(("destination".into(), destination.into()));
    } else {
        record.push(("destinations".into(), texts(&[destination])));
    }
    let salt = Value::Bytes(vec![7; 16]);
    encode(&Value::Map(vec![("record".into(), Value::Map(record)), ("salt".into(), salt)]))
}

fn date(day: i64) -> String {
    let first = time::Date::from_calendar_date(2025, time::Month::January, 1).expect("a day");
    (first + time::Duration::days(day)).to_string()
}

/// Writes each author's records into the store of a node that does not run.
fn write(network: &Network, node: &Node, written: &[Written]) {
    let genesis: Genesis = read_genesis(&network.genesis()).expect("because it was just made");
    let directory = Directory::new(&genesis);
    let store = Store::open(&node.dir().join("store"), 64 << 20, &directory).expect("a store");
    for state in AUTHORS {
        let of_state = written.iter().filter(|one| one.state == state);
        let entries = log(&genesis, &directory, &network.identity(state), state, of_state);
        for batch in entries.chunks(1_000) {
            store.append(batch).expect("because there is room");
        }
    }
    store.sync().expect("because the disk is ours");
}

fn log<'a>(
    genesis: &Genesis,
    directory: &Directory,
    identity: &Path,
    state: &str,
    written: impl Iterator<Item = &'a Written>,
) -> Vec<Admissible> {
    let certificates = genesis.certificates().iter();
    let mut own = certificates.filter(|one| one.issuer.state.as_str() == state);
    let certificate = own.next().expect("because the state was founded with");
    let pem = std::fs::read_to_string(identity.join("statement.pem")).expect("an exercise key");
    let key = SecretKey::from_pem(&pem, None).expect("because it is not locked");
    let mut chain = Chain::new(LogId { key: *key.public().as_bytes(), epoch: 0 });
    let founding = founding_entry(certificate, 0, &key).expect("because it is ours");
    let mut entries = vec![chain.admit(founding, directory).expect("the first of its log")];
    for one in written {
        let seq = chain.next_seq();
        let draft = Draft {
            issuer: certificate.issuer.clone(),
            reference: format!("{state}-2025-{seq:04}"),
            issued_at: START_S + one.day * DAY_S,
            epoch: 0,
            seq,
            prev: chain.tip(),
            roster: directory.roster_hash(),
            kind: KINDS[one.kind].to_owned(),
            marking: Marking::Green,
            body: body(one),
            release: None,
        };
        let sealed = draft.seal(&key).expect("because it is well formed");
        entries.push(chain.admit(sealed, directory).expect("the next of its log"));
    }
    entries
}

fn table<'a>(report: &'a Json, name: &str) -> &'a Json {
    let tables = report["tables"].as_array().expect("tables");
    tables.iter().find(|table| table["name"] == json!(name)).expect("a table of that name")
}

/// What a column of a table says, by row.
fn column(table: &Json, name: &str) -> BTreeMap<String, u64> {
    let columns = table["columns"].as_array().expect("columns");
    let at = columns.iter().position(|column| column == name).expect("a column of that name");
    let rows = table["rows"].as_array().expect("rows").iter();
    let cell = |row: &Json| Some((row["label"].as_str()?.to_owned(), row["cells"][at].as_u64()?));
    rows.filter_map(cell).collect()
}

fn recount<'a>(
    written: impl Iterator<Item = &'a Written>,
    words: impl Fn(&Written) -> Vec<&'static str>,
) -> BTreeMap<String, u64> {
    let mut counts = BTreeMap::new();
    for word in written.flat_map(words) {
        *counts.entry(word.to_owned()).or_default() += 1;
    }
    counts
}

/// All of 2025, whole counts.
const YEAR: [&str; 6] = ["--from", "2025-01-01", "--to", "2025-12-31", "--small", "0"];

#[test]
fn reports_over_10_000_records_agree_with_a_plain_recount() {
    let written = generated();
    let network = Network::create(&STATES);
    let mut node = network.node("EE");
    write(&network, &node, &written);
    node.start();

    let asked = |report: &str| {
        let arguments: Vec<&str> = ["report", report].into_iter().chain(YEAR).collect();
        node.json(&arguments)
    };
    let of_2025 = || written.iter().filter(|one| one.day < 365 && !one.exercise);

    let commitments = asked("commitments");
    let counted = column(table(&commitments, "commitments"), "records");
    assert_eq!(counted, recount(of_2025(), |one| COMMITMENTS[one.kind].to_vec()));

    let activity = asked("activity");
    let kinds = column(table(&activity, "kinds"), "records");
    assert_eq!(kinds, recount(of_2025(), |one| vec![KINDS[one.kind]]));
    let destinations = column(table(&activity, "destinations"), "records");
    assert_eq!(destinations, recount(of_2025(), |one| vec![DESTINATIONS[one.destination]]));
    let months: u64 = column(table(&activity, "months"), "records").values().sum();
    assert_eq!(months, of_2025().count() as u64);
    let states = column(table(&activity, "kinds-by-state"), "records");
    assert_eq!(states, recount(of_2025(), |one| vec![one.state]));

    let denials = asked("denials");
    let denied = || of_2025().filter(|one| KINDS[one.kind] == "denial-notice");
    assert_eq!(
        column(table(&denials, "acts"), "records"),
        recount(denied(), |one| vec![ACTS[one.act]])
    );
    for technology in TECHNOLOGIES {
        let of = |one: &&Written| TECHNOLOGIES[one.technology] == technology;
        let there = recount(denied().filter(of), |one| vec![DESTINATIONS[one.destination]]);
        let mut shown = column(table(&denials, "destinations-by-technology"), technology);
        shown.retain(|_, count| *count > 0);
        assert_eq!(shown, there, "{technology}");
    }
    the_rare_one_is_kept_back(&node);
    it_leaves_as_files(&network, &node);
}

/// `ZW` was written five times in two years: in one year that is few enough to name somebody.
fn the_rare_one_is_kept_back(node: &Node) {
    let year = ["report", "activity", "--from", "2025-01-01", "--to", "2025-12-31"];
    let report = node.json(&year);
    let rows = table(&report, "destinations")["rows"].as_array().expect("rows").clone();
    let cell = |label: &str| {
        rows.iter().find(|row| row["label"] == json!(label)).map(|row| row["cells"][0].clone())
    };
    assert_eq!(cell("ZW"), Some(json!("suppressed")));
    let hidden = rows.iter().filter(|row| row["cells"][0] == json!("suppressed")).count();
    assert!(hidden >= 2, "one alone would be the total less the others: {rows:?}");
}

fn it_leaves_as_files(network: &Network, node: &Node) {
    let (csv, page) = (network.path("report.csv"), network.path("report.html"));
    let plain = |path: &Path| path.to_str().expect("a plain name").to_owned();
    let year = ["report", "denials", "--from", "2025-01-01", "--to", "2026-12-31"];
    let with = |flag: &str, path: &Path| {
        let path = plain(path);
        let arguments: Vec<&str> = year.into_iter().chain([flag, &path]).collect();
        node.ask(&arguments).ended(0);
        std::fs::read_to_string(&path).expect("because it was just written")
    };
    let csv = with("--csv", &csv);
    assert!(csv.starts_with("table,row,column,value,note\n"), "{}", &csv[..80]);
    assert!(csv.lines().any(|line| line.starts_with("acts,refuse,records,")), "{csv}");
    let page = with("--page", &page);
    assert!(
        page.contains("<svg") && page.contains("Denials by decision") && !page.contains("<script")
    );
    // What is there already is left alone.
    let path = plain(&network.path("report.csv"));
    let again: Vec<&str> = year.into_iter().chain(["--csv", &path]).collect();
    node.ask(&again).ended(1);
}

/// A record that is corrected and withdrawn, and a question to two states of which one answers: counted as drills,
/// because that is what they are, and nothing of them as real.
#[test]
fn changes_and_answers_are_counted_by_their_effect_and_drills_apart() {
    let network = Network::create(&["EE", "KR"]);
    let nodes = network.running("catch_up_ms = 1_000\n");
    let (estonia, korea) = (&nodes[0], &nodes[1]);
    let advice = estonia.published(&advisory("EE", "Counted once"));
    estonia.published(&correction("EE", &advice, "Counted once, corrected"));
    estonia.published(&withdrawal("EE", &advice));
    let today = time::OffsetDateTime::now_utc().date();
    let fields = json!({
        "description": "EXERCISE. A device.", "question": "EXERCISE. The same one?", "procedure": "voluntary",
        "asked_on": today.to_string(), "deadline": (today + time::Duration::days(30)).to_string(), "to": ["KR", "NL"],
    });
    let asked = estonia.published(&of_kind("consultation-request", "EE", "The same?", &fields));
    korea.holds(&asked);
    let answer = json!({ "target": { "reference": asked }, "answer": "no-view", "reasons": "EXERCISE. None." });
    let answered = korea.published(&of_kind("consultation-response", "KR", "No view", &answer));
    estonia.holds(&answered);

    let (from, to) = ((today - time::Duration::days(1)).to_string(), today.to_string());
    let asked = ["report", "activity", "--from", &from, "--to", &to, "--small", "0"];
    let drills = estonia.json(&[&asked[..], &["--exercise"]].concat());
    let changes = table(&drills, "changes");
    for head in ["corrections", "withdrawals"] {
        assert_eq!(column(changes, head).get("threat-advisory"), Some(&1), "{changes}");
    }
    let answers = table(&drills, "answers");
    let of = |head: &str| column(answers, head).get("voluntary").copied();
    assert_eq!((of("asked"), of("in time"), of("unanswered")), (Some(2), Some(1), Some(1)));
    assert_eq!(of("median days"), Some(0));
    let real = estonia.json(&asked);
    assert_eq!(table(&real, "kinds")["rows"], json!([]), "a drill counted as real");
}
