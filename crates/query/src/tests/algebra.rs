//! The laws of AND, OR and NOT, and that a printed query is the same query.

use proptest::prelude::*;

use super::cast::{about, condition, document, read};
use crate::{Document, Seen};

fn holds(text: &str, document: &Document) -> bool {
    read(text).ask().holds(&Seen::new(document), &about(document))
}

proptest! {
    #[test]
    fn a_printed_query_is_read_as_the_same(text in condition()) {
        let query = read(&text);
        let print = query.to_string();
        let again = read(&print);
        prop_assert_eq!(query.ask(), again.ask(), "{} {}", text, print);
        prop_assert_eq!(query.sort(), again.sort());
        prop_assert_eq!(again.to_string(), print);
    }

    #[test]
    fn not_is_the_other_half(a in condition(), document in document()) {
        prop_assert_eq!(holds(&format!("-({a})"), &document), !holds(&a, &document));
    }

    #[test]
    fn and_is_both_and_or_is_either(a in condition(), b in condition(), document in document()) {
        let (has_a, has_b) = (holds(&a, &document), holds(&b, &document));
        prop_assert_eq!(holds(&format!("({a}) ({b})"), &document), has_a && has_b);
        prop_assert_eq!(holds(&format!("({a}) AND ({b})"), &document), has_a && has_b);
        prop_assert_eq!(holds(&format!("({a}) OR ({b})"), &document), has_a || has_b);
    }

    #[test]
    fn de_morgan(a in condition(), b in condition(), document in document()) {
        let neither = holds(&format!("-(({a}) OR ({b}))"), &document);
        prop_assert_eq!(neither, holds(&format!("-({a}) -({b})"), &document));
        let not_both = holds(&format!("-(({a}) ({b}))"), &document);
        prop_assert_eq!(not_both, holds(&format!("-({a}) OR -({b})"), &document));
    }

    #[test]
    fn without_a_status_an_answer_is_what_stands(a in condition(), document in document()) {
        let query = read(&a);
        let (seen, about) = (Seen::new(&document), about(&document));
        let stands = document.status(about.today) == crate::Status::InForce;
        let holds = query.ask().holds(&seen, &about);
        prop_assert_eq!(query.matches(&document, &about), holds && (stands || !query.hides()));
        prop_assert_eq!(query.would_match(&seen, &about), holds && !stands && query.hides());
    }

    #[test]
    fn every_word_of_a_document_finds_it(document in document()) {
        let texts = [document.title.clone()].into_iter().chain(document.products.clone());
        for text in texts.filter(|text| !text.is_empty()) {
            prop_assert!(holds(&format!("\"{text}\""), &document), "{}", text);
            for word in text.split(' ') {
                prop_assert!(holds(word, &document), "{} in {}", word, text);
                let begin: String = word.chars().take(2).filter(|c| c.is_alphanumeric()).collect();
                prop_assert!(holds(&format!("{begin}*"), &document), "{}* in {}", begin, text);
            }
        }
    }
}
