//! Chance documents and queries, of so few words that they meet.

use chancery_encoding::Digest;
use chancery_record::{Marking, StateCode, vocabulary::Vocabularies};
use proptest::{option, prelude::*, sample};
use time::{Date, Duration, macros::date};

use crate::{About, Code, Document, Field, Heard, Log, Named, Query, Text};

pub(super) const TODAY: Date = date!(2026 - 11 - 24);

const WORDS: [&str; 14] = [
    "spyware",
    "Spyware",
    "intercept",
    "NSO",
    "Group",
    "Intellexa",
    "监控",
    "監視機器",
    "Объект",
    "объект",
    "Société",
    "O’Neill",
    "cell-site",
    "5A001.f",
];

/// What a query may say besides the examples of the fields.
const ASKED: [&str; 22] = [
    "spyware",
    "inter*",
    "\"nso group\"",
    "监控",
    "监",
    "機器",
    "объект",
    "societe",
    "o'neill",
    "\"cell site\"",
    "5A001.f",
    "party:nso",
    "party:\"group nso\"",
    "withdrawn-party:group",
    "state:ee,fi",
    "kind:denial-*",
    "status:any",
    "is:disputed",
    "exercise:no",
    "tlp:<=green",
    "reference:EE-2026-0001",
    "*",
];

pub(super) fn read(text: &str) -> Query {
    let query = Query::parse(text, Vocabularies::shipped(), TODAY);
    query.unwrap_or_else(|flaw| panic!("{text}: {flaw}"))
}

fn text() -> impl Strategy<Value = String> {
    prop::collection::vec(sample::select(&WORDS[..]), 0..5).prop_map(|words| words.join(" "))
}

fn some(of: &'static [&'static str]) -> impl Strategy<Value = Vec<String>> {
    let count = 0..=of.len();
    sample::subsequence(of, count).prop_map(|words| words.into_iter().map(str::to_owned).collect())
}

fn party() -> impl Strategy<Value = Named> {
    let number = sample::select(vec!["HRB 12345", "529900T8BM49AURSDO55", "12-34"]);
    let numbers = prop::collection::vec(number, 0..2);
    (prop::collection::vec(text(), 1..3), numbers, any::<bool>()).prop_map(
        |(names, numbers, withdrawn)| Named {
            key: None,
            names,
            identifiers: numbers.into_iter().map(|it| ("lei".to_owned(), it.to_owned())).collect(),
            withdrawn,
        },
    )
}

fn code() -> impl Strategy<Value = Code> {
    let lists = vec!["eu-annex-i", "us-ccl", "gb-strategic"];
    let codes = vec!["5A001", "5A001.f", "5A001.f.2", "5A001.j", "4D004"];
    (sample::select(lists), sample::select(codes)).prop_map(|(list, code)| Code {
        list: list.to_owned(),
        edition: "x".to_owned(),
        code: code.to_owned(),
    })
}

/// A document that says nothing.
pub(super) fn blank() -> Document {
    Document {
        version: Digest::of(b""),
        root: Digest::of(b""),
        number: 1,
        cited: String::new(),
        reference: String::new(),
        state: state("EE"),
        authority: "foreign-trade".to_owned(),
        log: Log { key: [0; 32], epoch: 1 },
        seq: 0,
        issued_at_s: 0,
        kind: "threat-advisory".to_owned(),
        title: String::new(),
        texts: Vec::new(),
        parties: Vec::new(),
        products: Vec::new(),
        categories: Vec::new(),
        codes: Vec::new(),
        destinations: Vec::new(),
        rights: Vec::new(),
        marking: Some(Marking::Green),
        audience: vec!["members".to_owned()],
        exercise: false,
        heard: Heard::InForce,
        marks: Vec::new(),
        valid_until: None,
    }
}

prop_compose! {
    fn said()(
        title in text(),
        texts in prop::collection::vec((option::of(sample::select(vec!["en", "de-AT", "et"])), text()), 0..3),
        parties in prop::collection::vec(party(), 0..3),
        products in prop::collection::vec(text(), 0..2),
        categories in some(&["mobile-interception-identifiers", "facial-recognition"]),
        codes in prop::collection::vec(code(), 0..3),
        destinations in some(&["AE", "ZZ", "EE"]),
        rights in some(&["privacy", "life"]),
    ) -> Document {
        let texts = texts.into_iter().map(|(language, text)| Text {
            language: language.map(str::to_owned),
            text,
        });
        Document {
            title,
            texts: texts.collect(),
            parties,
            products,
            categories,
            codes,
            destinations,
            rights,
            ..blank()
        }
    }
}

prop_compose! {
    /// A document; its id comes of its number among the others.
    pub(super) fn document()(
        said in said(),
        state in sample::select(vec!["EE", "FI", "US"]),
        number in 1_u32..4,
        issued_at_s in sample::select(vec![1_700_000_000_i64, 1_704_067_199, 1_704_067_200, 1_795_000_000]),
        kind in sample::select(vec!["denial-notice", "threat-advisory", "of-tomorrow"]),
        marking in option::of(sample::select(&Marking::ALL[..])),
        audience in some(&["members", "public", "EE", "observers"]),
        exercise in any::<bool>(),
        heard in sample::select(vec![
            Heard::InForce, Heard::InForce, Heard::Corrected, Heard::Withdrawn, Heard::Forked, Heard::Revoked,
        ]),
        disputed in any::<bool>(),
        valid_for in option::of(-2_i64..3),
        running in 1_u32..30,
    ) -> Document {
        let reference = format!("{state}-2026-{running:04}");
        Document {
            number,
            cited: reference.clone(),
            reference,
            state: state.parse().expect("a state"),
            seq: u64::from(running),
            issued_at_s,
            kind: kind.to_owned(),
            marking,
            audience,
            exercise,
            heard,
            marks: exercise.then_some("exercise").into_iter().chain(disputed.then_some("disputed")).collect(),
            valid_until: valid_for.map(|days| TODAY + Duration::days(days)),
            ..said
        }
    }
}

/// Documents, each with an id of its own.
pub(super) fn documents() -> impl Strategy<Value = Vec<Document>> {
    prop::collection::vec(document(), 0..24).prop_map(|mut all| {
        for (place, document) in all.iter_mut().enumerate() {
            document.version = Digest::of(format!("version {place}").as_bytes());
            document.root = Digest::of(format!("root {}", place / 2).as_bytes());
        }
        all
    })
}

/// How many states hold it: some number that depends on nothing else.
pub(super) fn about(document: &Document) -> About {
    About { today: TODAY, held_by: u32::try_from(document.seq % 20).expect("small") }
}

pub(super) fn state(code: &str) -> StateCode {
    code.parse().expect("a state")
}

/// A condition as somebody might type it.
pub(super) fn condition() -> impl Strategy<Value = String> {
    let examples = Field::ALL.iter().filter(|field| field.name != "sort");
    let examples = examples.flat_map(|field| field.examples.iter().copied());
    let leaves: Vec<&str> = examples.chain(ASKED).collect();
    let leaf = sample::select(leaves).prop_map(str::to_owned);
    leaf.prop_recursive(4, 24, 3, |inner| {
        let two = (inner.clone(), inner.clone());
        prop_oneof![
            two.clone().prop_map(|(a, b)| format!("{a} {b}")),
            two.clone().prop_map(|(a, b)| format!("{a} AND {b}")),
            two.clone().prop_map(|(a, b)| format!("{a} OR {b}")),
            two.prop_map(|(a, b)| format!("({a} or {b}) {a}")),
            inner.clone().prop_map(|a| format!("-({a})")),
            inner.clone().prop_map(|a| format!("NOT ({a})")),
            inner.prop_map(|a| format!("({a})")),
        ]
    })
}
