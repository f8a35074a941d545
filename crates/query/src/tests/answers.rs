//! Laws of answers: nothing that is kept from a reader shows, and every order is one.

use chancery_record::Marking;
use proptest::{prelude::*, sample};

use super::cast::{about, blank, condition, documents, read, state};
use crate::{Document, Entitlement, Facet, Sort, answer};

fn readers() -> impl Strategy<Value = Entitlement> {
    let who = sample::select(vec!["EE", "FI", "US"]);
    (who, sample::select(&Marking::ALL[..]), 0_u8..3).prop_map(|(who, marking, kind)| {
        let reader = match kind {
            0 => Entitlement::member(state(who)),
            1 => Entitlement::observer(state(who)),
            _ => Entitlement { state: None, ..Entitlement::observer(state(who)) },
        };
        reader.up_to(marking)
    })
}

fn sorted(sort: Option<Sort>, text: &str) -> String {
    sort.map_or_else(|| text.to_owned(), |sort| format!("{text} sort:{}", sort.as_str()))
}

proptest! {
    #[test]
    fn what_is_kept_from_a_reader_changes_nothing(
        all in documents(),
        text in condition(),
        reader in readers(),
        sort in proptest::option::of(sample::select(&Sort::ALL[..])),
    ) {
        let query = read(&sorted(sort, &text));
        let admitted: Vec<Document> = all.iter().filter(|it| reader.admits(it)).cloned().collect();
        prop_assert_eq!(
            answer(&all, &query, &Facet::ALL, &reader, about),
            answer(&admitted, &query, &Facet::ALL, &reader, about)
        );
    }

    #[test]
    fn an_answer_does_not_depend_on_how_documents_lie(
        all in documents(),
        text in condition(),
        sort in proptest::option::of(sample::select(&Sort::ALL[..])),
    ) {
        let query = read(&sorted(sort, &text));
        let reader = Entitlement::member(state("EE"));
        let mut other = all.clone();
        other.reverse();
        prop_assert_eq!(
            answer(&all, &query, &Facet::ALL, &reader, about),
            answer(&other, &query, &Facet::ALL, &reader, about)
        );
    }

    #[test]
    fn totals_and_facets_add_up(all in documents(), text in condition()) {
        let reader = Entitlement::member(state("EE"));
        let found = answer(&all, &read(&text), &Facet::ALL, &reader, about);
        let status = format!("({text}) status:any");
        let with_hidden = answer(&all, &read(&status), &[], &reader, about);
        prop_assert_eq!(with_hidden.versions.len(), found.versions.len() + found.hidden);
        prop_assert_eq!(with_hidden.hidden, 0);
        for (facet, tally) in &found.facets {
            let counted: usize = tally.values.iter().map(|(_, count)| count).sum();
            // Each document has one of these, and may have many of the others.
            if matches!(facet, Facet::State | Facet::Kind | Facet::Status | Facet::Year) {
                prop_assert_eq!(counted, found.versions.len());
            }
            prop_assert!(tally.values.is_sorted_by(|a, b| (b.1, &a.0) < (a.1, &b.0)));
        }
    }

    #[test]
    fn a_value_of_a_facet_asks_for_as_many_as_it_counts(all in documents(), text in condition()) {
        let reader = Entitlement::member(state("EE"));
        let facets = [Facet::State, Facet::Category, Facet::Right, Facet::Year, Facet::Status];
        let found = answer(&all, &read(&text), &facets, &reader, about);
        for (facet, tally) in &found.facets {
            for (value, count) in &tally.values {
                let asked = format!("({text}) {}:{value}", facet.as_str());
                let fewer = answer(&all, &read(&asked), &[], &reader, about);
                prop_assert_eq!(fewer.versions.len(), *count, "{}", asked);
            }
        }
    }
}

#[test]
fn relevance_goes_by_title_then_names_then_text() {
    let text = |text: &str| crate::Text { language: None, text: text.to_owned() };
    let query = read("zebra");
    let points = |document: &Document| query.points(&crate::Seen::new(document));
    let title = Document { title: "A zebra".to_owned(), ..blank() };
    let product = Document { products: vec!["Zebra 5".to_owned()], ..blank() };
    let prose = Document { texts: vec![text("zebras"), text("the zebra")], ..blank() };
    assert_eq!([points(&title), points(&product), points(&prose), points(&blank())], [8, 4, 1, 0]);
    assert_eq!(read("-zebra").points(&crate::Seen::new(&title)), 0);
    assert_eq!(read("title:zebra").sort(), Sort::Newest);
    assert_eq!(query.sort(), Sort::Relevance);
}
