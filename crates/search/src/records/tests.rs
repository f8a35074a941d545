//! Laws of the index of records: it answers as the plain evaluator does, whatever was put in which order.

use std::collections::BTreeMap;

use chancery_encoding::Digest;
use chancery_query::{About, Document, Entitlement, Facet, Log, Query};
use chancery_record::Marking;
use chancery_record::vocabulary::Vocabularies;
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use time::Date;
use time::macros::date;

use super::*;
use made::{documents, entitlements, queries};

mod made;

pub(super) const TODAY: Date = date!(2026 - 11 - 24);

fn parse(text: &str) -> Query {
    Query::parse(text, Vocabularies::shipped(), TODAY)
        .unwrap_or_else(|flaw| panic!("{text}: {flaw}"))
}

/// Checkpoints of two of the three logs.
fn holding() -> Holding {
    let log = |n: u8| made::log(n);
    Holding::new([
        (log(0), Steps::new(vec![(4, 17), (9, 5)], 1)),
        (log(1), Steps::new(Vec::new(), 1)),
    ])
}

/// The records, each with its documents, put in several commits; some first with other documents.
fn index(path: &Path, all: &[Vec<Document>]) -> Records {
    let (records, _) = Records::open(path).unwrap();
    for (n, documents) in all.iter().enumerate() {
        let root = documents[0].root;
        if n % 3 == 0 {
            let mut before = documents.clone();
            before.iter_mut().for_each(|document| document.title = "earlier interception".into());
            records.put(&root, &before).unwrap();
        }
        if n % 4 == 1 {
            records.commit(&Watermark::default()).unwrap();
        }
        records.put(&root, documents).unwrap();
        if n % 5 == 2 {
            records.put(&Digest::of(&[7]), documents).unwrap();
        }
    }
    records.put(&Digest::of(&[7]), &[]).unwrap();
    records.commit(&Watermark::default()).unwrap();
    records
}

fn versions(hits: &[Hit], documents: &[Document]) -> Vec<Digest> {
    let at: BTreeMap<(Log, u64), Digest> =
        documents.iter().map(|it| ((it.log, it.seq), it.version)).collect();
    hits.iter().map(|hit| at[&(hit.log, hit.seq)]).collect()
}

fn as_the_oracle(
    records: &Records,
    documents: &[Document],
    text: &str,
    reader: &Entitlement,
) -> Result<(), TestCaseError> {
    let (query, holding) = (parse(text), holding());
    let about = |document: &Document| About {
        today: TODAY,
        held_by: holding.at(&document.log, document.seq),
    };
    let wanted = chancery_query::answer(documents, &query, &Facet::ALL, reader, about);
    let question = |limit, after| Question {
        query: &query,
        reader,
        facets: &Facet::ALL,
        today: TODAY,
        holding: &holding,
        limit,
        after,
    };
    let found = records.ask(&question(documents.len(), None)).unwrap().unwrap();
    prop_assert_eq!(versions(&found.hits, documents), wanted.versions.clone(), "{}", text);
    prop_assert_eq!(found.total, wanted.versions.len() as u64, "{}", text);
    prop_assert_eq!(found.hidden, wanted.hidden as u64, "{}", text);
    prop_assert_eq!(&found.facets, &wanted.facets, "{}", text);
    let mut paged = Vec::new();
    loop {
        let page = records.ask(&question(3, paged.last().copied())).unwrap().unwrap();
        prop_assert_eq!(page.total, found.total);
        if page.hits.is_empty() {
            break;
        }
        paged.extend(versions(&page.hits, documents));
    }
    prop_assert_eq!(paged, wanted.versions, "{}, by pages", text);
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn the_index_answers_as_the_oracle(
        all in documents(),
        asked in proptest::collection::vec((queries(), entitlements()), 12),
    ) {
        let dir = tempfile::tempdir().unwrap();
        let records = index(dir.path(), &all);
        let documents: Vec<Document> = all.into_iter().flatten().collect();
        for (text, reader) in asked {
            as_the_oracle(&records, &documents, &text, &reader)?;
        }
    }
}

#[test]
fn every_example_of_the_language_is_answered_as_by_the_oracle() {
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let all = documents().new_tree(&mut runner).unwrap().current();
    let dir = tempfile::tempdir().unwrap();
    let records = index(dir.path(), &all);
    let documents: Vec<Document> = all.into_iter().flatten().collect();
    let reader = Entitlement::member("EE".parse().unwrap());
    for field in chancery_query::Field::ALL {
        for example in field.examples {
            as_the_oracle(&records, &documents, example, &reader).unwrap();
        }
    }
}

#[test]
fn what_a_reader_may_not_see_changes_nothing_that_he_is_told() {
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let all = documents().new_tree(&mut runner).unwrap().current();
    let reader = Entitlement::member("FI".parse().unwrap()).up_to(Marking::Amber);
    let seen: Vec<Vec<Document>> = all
        .iter()
        .map(|record| record.iter().filter(|it| reader.admits(it)).cloned().collect::<Vec<_>>())
        .filter(|record: &Vec<Document>| !record.is_empty())
        .collect();
    let (one, other) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let (whole, part) = (index(one.path(), &all), index(other.path(), &seen));
    assert!(seen.len() < all.len());
    let holding = holding();
    for text in ["*", "interception", "status:any intel*", "party:nso sort:reference"] {
        let query = parse(text);
        let question = Question {
            query: &query,
            reader: &reader,
            facets: &Facet::ALL,
            today: TODAY,
            holding: &holding,
            limit: 100,
            after: None,
        };
        let (whole, part) = (whole.ask(&question).unwrap(), part.ask(&question).unwrap());
        let (whole, part) = (whole.unwrap(), part.unwrap());
        assert_eq!(whole.hits, part.hits, "{text}");
        assert_eq!((whole.total, whole.hidden), (part.total, part.hidden), "{text}");
        assert_eq!(whole.facets, part.facets, "{text}");
    }
}

#[test]
fn behind_a_version_that_is_no_hit_there_is_no_answer() {
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let all = documents().new_tree(&mut runner).unwrap().current();
    let dir = tempfile::tempdir().unwrap();
    let records = index(dir.path(), &all);
    let (query, holding) = (parse("*"), holding());
    let question = Question {
        query: &query,
        reader: &Entitlement::member("EE".parse().unwrap()),
        facets: &[],
        today: TODAY,
        holding: &holding,
        limit: 3,
        after: Some(Digest::of(b"nobody has this id")),
    };
    assert!(records.ask(&question).unwrap().is_none());
}

#[test]
fn a_log_that_is_forgotten_is_not_found_and_others_are() {
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let all = documents().new_tree(&mut runner).unwrap().current();
    let dir = tempfile::tempdir().unwrap();
    let records = index(dir.path(), &all);
    records.forget(&made::log(1));
    records.commit(&Watermark::default()).unwrap();
    let documents = all.into_iter().flatten();
    let left: Vec<Document> = documents.filter(|document| document.log != made::log(1)).collect();
    let reader = Entitlement::member("EE".parse().unwrap());
    as_the_oracle(&records, &left, "status:any", &reader).unwrap();
}

#[test]
fn merges_are_no_damage_and_change_no_answer() {
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let all = documents().new_tree(&mut runner).unwrap().current();
    let dir = tempfile::tempdir().unwrap();
    let (records, _) = Records::open(dir.path()).unwrap();
    let reader = Entitlement::member("EE".parse().unwrap());
    let mut put: Vec<Document> = Vec::new();
    // A segment for each, so that they are merged while they are searched.
    for record in &all {
        records.put(&record[0].root, record).unwrap();
        records.commit(&Watermark::default()).unwrap();
        put.extend(record.iter().cloned());
        as_the_oracle(&records, &put, "status:any", &reader).unwrap();
    }
    for _ in 0..50 {
        records.refresh().unwrap();
        as_the_oracle(&records, &put, "interception", &reader).unwrap();
    }
    let segments = records.views.last().parts.len();
    assert!(segments < all.len(), "{segments} of {}", all.len());
}
