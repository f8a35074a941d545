//! Documents, queries and readers made by chance, from few words, so that they meet.

use chancery_encoding::Digest;
use chancery_query::{Code, Document, Entitlement, Heard, Log, Named, Text};
use chancery_record::{Marking, StateCode};
use proptest::prelude::*;
use proptest::sample::{Index, select, subsequence};
use time::Duration;

use super::TODAY;

const WORDS: &[&str] = &[
    "interception",
    "Interception",
    "intel",
    "Intellexa",
    "NSO",
    "Group",
    "nso-group",
    "Überwachung",
    "uberwachung",
    "監視機器",
    "監視",
    "Пегас",
    "ПЕГАС",
    "מעקב",
    "مراقبة",
    "cell",
    "site",
    "simulator",
    "5A001.f",
    "EE-2026-0001",
    "l'Etat",
    "ab12",
];
const STATES: &[&str] = &["EE", "FI", "DE", "US"];
const LISTS: &[&str] = &["eu-annex-i", "wassenaar"];
const CODES: &[&str] = &["5A001", "5A001.f", "5A001.f.2", "4A005", "5.A.1.j"];
const CATEGORIES: &[&str] = &["mobile-interception-identifiers", "intrusion-software"];
const RIGHTS: &[&str] = &["privacy", "expression"];
const KINDS: &[&str] = &["threat-advisory", "denial-notice", "sighting", "of-another-time"];
const GROUPS: &[&str] = &["members", "observers", "public"];

pub(super) fn log(n: u8) -> Log {
    Log { key: [n; 32], epoch: u64::from(n % 2) }
}

fn some(of: &'static [&'static str], most: usize) -> impl Strategy<Value = Vec<String>> {
    subsequence(of, 0..=most.min(of.len()))
        .prop_map(|some| some.into_iter().map(str::to_owned).collect())
}

fn text() -> impl Strategy<Value = String> {
    proptest::collection::vec(select(WORDS), 0..5).prop_map(|words| words.join(" "))
}

fn party() -> impl Strategy<Value = Named> {
    let identifiers = proptest::option::of(select(&["HRB 12345", "529900T8BM49AURSDO55"][..]));
    (proptest::collection::vec(text(), 0..3), identifiers, any::<bool>()).prop_map(
        |(names, number, withdrawn)| Named {
            key: None,
            names,
            identifiers: number
                .map(|it| ("scheme".to_owned(), it.to_owned()))
                .into_iter()
                .collect(),
            withdrawn,
        },
    )
}

fn code() -> impl Strategy<Value = Code> {
    (select(LISTS), select(CODES)).prop_map(|(list, code)| Code {
        list: list.to_owned(),
        edition: String::new(),
        code: code.to_owned(),
    })
}

/// What it says.
fn said() -> impl Strategy<Value = Document> {
    let texts = proptest::collection::vec(
        (proptest::option::of(select(&["et", "de-AT", "en"][..])), text()),
        0..3,
    );
    let texts = texts.prop_map(|all| {
        let text = |(language, text): (Option<&str>, String)| Text {
            language: language.map(str::to_owned),
            text,
        };
        all.into_iter().map(text).collect::<Vec<_>>()
    });
    let names = (
        text(),
        texts,
        proptest::collection::vec(party(), 0..3),
        proptest::collection::vec(text(), 0..2),
    );
    let words = (
        some(CATEGORIES, 2),
        proptest::collection::vec(code(), 0..3),
        some(STATES, 2),
        some(RIGHTS, 2),
        select(KINDS),
    );
    (names, words).prop_map(|((title, texts, parties, products), words)| {
        let (categories, mut codes, destinations, rights, kind) = words;
        codes.sort();
        codes.dedup();
        Document {
            title,
            texts,
            parties,
            products,
            categories,
            codes,
            destinations,
            rights,
            ..blank(kind)
        }
    })
}

fn blank(kind: &str) -> Document {
    Document {
        version: Digest::of(&[]),
        root: Digest::of(&[]),
        number: 1,
        cited: String::new(),
        reference: String::new(),
        state: state("EE"),
        authority: "foreign-trade".to_owned(),
        log: log(0),
        seq: 0,
        issued_at_s: 0,
        kind: kind.to_owned(),
        title: String::new(),
        texts: Vec::new(),
        parties: Vec::new(),
        products: Vec::new(),
        categories: Vec::new(),
        codes: Vec::new(),
        destinations: Vec::new(),
        rights: Vec::new(),
        marking: None,
        audience: Vec::new(),
        exercise: false,
        heard: Heard::InForce,
        marks: Vec::new(),
        valid_until: None,
    }
}

fn state(code: &str) -> StateCode {
    code.parse().expect("because it is a state")
}

/// What stands around it.
fn document() -> impl Strategy<Value = Document> {
    let heard = [
        Heard::InForce,
        Heard::InForce,
        Heard::InForce,
        Heard::Corrected,
        Heard::Withdrawn,
        Heard::Forked,
        Heard::Revoked,
    ];
    let around = (
        select(STATES),
        proptest::option::of(select(&Marking::ALL[..])),
        subsequence(vec!["members", "observers", "public", "EE", "FI"], 0..=3),
        any::<bool>(),
        select(heard.to_vec()),
        subsequence(vec!["renewed", "disputed", "pending"], 0..=2),
        proptest::option::of(-2..3_i64),
        (0..4_i64, 0..5_i64, 0..3_u8),
    );
    (said(), around).prop_map(|(mut document, around)| {
        let (by, marking, audience, exercise, heard, marks, until, (years, seconds, n)) = around;
        document.state = state(by);
        document.marking = marking;
        document.audience = audience.into_iter().map(str::to_owned).collect();
        document.exercise = exercise;
        document.heard = heard;
        document.marks = marks;
        document.valid_until = until.map(|days| TODAY + Duration::days(days));
        document.issued_at_s = 1_640_000_000 + years * 31_000_000 + seconds;
        document.log = log(n);
        document
    })
}

/// Records of one to three versions, each with its own id and place.
pub(super) fn documents() -> impl Strategy<Value = Vec<Vec<Document>>> {
    let record = proptest::collection::vec(document(), 1..4);
    proptest::collection::vec((record, any::<bool>()), 1..30).prop_map(|all| {
        let mut places = [0; 3];
        let mut given = 0_u32;
        let mut name = |mut record: Vec<Document>, odd: bool| {
            let root = Digest::of(&given.to_be_bytes());
            // A reference that is none, or that two records share, is met in real logs as well.
            let reference = match odd {
                true => format!("file {}", given % 5),
                false => format!("EE-2026-{:04}", given % 20 + 1),
            };
            for (number, document) in (1..).zip(&mut record) {
                document.version = Digest::of(&given.to_be_bytes());
                given += 1;
                (document.root, document.number) = (root, number);
                document.reference.clone_from(&reference);
                document.cited = format!("EE-2026-{:04}", given + 100);
                let place = &mut places[usize::from(document.log.key[0])];
                document.seq = *place;
                *place += 1;
            }
            record
        };
        all.into_iter().map(|(record, odd)| name(record, odd)).collect()
    })
}

fn atom() -> impl Strategy<Value = String> {
    let word = select(WORDS).prop_map(str::to_owned);
    let pair = (select(WORDS), select(WORDS)).prop_map(|(one, other)| format!("\"{one} {other}\""));
    let open = (select(WORDS), select(WORDS)).prop_map(|(one, other)| {
        let begin: String = other.chars().take(3).collect();
        format!("\"{one} {begin}\"*")
    });
    let begin = select(&["int*", "ns*", "u*", "5a*", "監*", "ee-2026*", "s*"][..]);
    let begin = begin.prop_map(str::to_owned);
    let field = select(&["title", "text", "party", "withdrawn-party", "product"][..]);
    let within = (field, select(WORDS)).prop_map(|(field, word)| format!("{field}:\"{word}\""));
    let digits = (0..40_u32, 8..65_usize).prop_map(|(n, length)| {
        format!("id:{}", &Digest::of(&n.to_be_bytes()).to_string()[..length])
    });
    let fields = select(
        &[
            "state:EE",
            "state:EE,FI",
            "kind:denial-notice",
            "kind:threat-advisory",
            "category:mobile-*",
            "code:EU/5A001.f",
            "code:5A001",
            "code:5A*",
            "broader:5A001.f.2",
            "destination:DE",
            "right:privacy",
            "tlp:amber",
            "tlp:<=green",
            "status:any",
            "status:expired",
            "-status:in-force",
            "status:in-force",
            "is:disputed",
            "exercise:no",
            "exercise:yes",
            "since:2023-01",
            "until:2024",
            "year:2022..2023",
            "issued:2024",
            "valid-until:..2026-11-24",
            "valid-until:2026-11-25",
            "held-by:>=5",
            "held-by:1",
            "held-by:0",
            "reference:EE-2026-0003",
            "reference:EE-2026-*",
            "version:1",
            "version:>=2",
            "lang:de",
            "audience:public",
            "authority:foreign-trade",
            "identifier:\"HRB 12345\"",
            "*",
        ][..],
    );
    prop_oneof![
        3 => word,
        1 => pair,
        1 => open,
        1 => begin,
        1 => within,
        1 => digits,
        6 => fields.prop_map(str::to_owned),
    ]
}

/// Queries as people and machines write them.
pub(super) fn queries() -> impl Strategy<Value = String> {
    let tree = atom().prop_recursive(3, 12, 3, |inner| {
        let some = proptest::collection::vec(inner.clone(), 1..4);
        prop_oneof![
            some.clone().prop_map(|all| format!("({})", all.join(" "))),
            some.prop_map(|all| format!("({})", all.join(" OR "))),
            inner.prop_map(|one| format!("(NOT {one})")),
        ]
    });
    let sorts =
        ["", "sort:newest", "sort:oldest", "sort:relevance", "sort:held-by", "sort:reference"];
    (tree, select(sorts.to_vec())).prop_map(|(tree, sort)| format!("{tree} {sort}"))
}

pub(super) fn entitlements() -> impl Strategy<Value = Entitlement> {
    let state = proptest::option::of(select(STATES)).prop_map(|code| code.map(state));
    let groups = subsequence(GROUPS, 0..=3);
    (state, groups, any::<Index>()).prop_map(|(state, groups, marking)| Entitlement {
        marking_max: *marking.get(&Marking::ALL),
        state,
        groups: groups.into_iter().map(str::to_owned).collect(),
    })
}
