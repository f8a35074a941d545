//! Laws of reading: what is understood, what is refused and where, and that printing is read as the same.

use chancery_record::vocabulary::Vocabularies;
use time::macros::date;

use crate::{Field, Flaw, Query};

fn read(text: &str) -> Result<Query, Flaw> {
    Query::parse(text, Vocabularies::shipped(), date!(2026 - 11 - 24))
}

fn printed(text: &str) -> String {
    read(text).unwrap_or_else(|flaw| panic!("{text}: {flaw}, {flaw:?}")).to_string()
}

#[test]
fn every_example_is_read_and_printed_as_the_same() {
    for field in Field::ALL {
        assert!(!field.examples.is_empty(), "{}", field.name);
        for example in field.examples {
            let query = read(example).unwrap_or_else(|flaw| panic!("{example}: {flaw}"));
            let again = read(&query.to_string());
            let again = again.unwrap_or_else(|flaw| panic!("{example}, {query}: {flaw}"));
            assert_eq!(query.ask(), again.ask(), "{example}, {query}");
            assert_eq!(query.to_string(), again.to_string(), "{example}");
        }
    }
}

#[test]
fn operators_bind_as_people_expect() {
    let cases = [
        ("a b", "\"a\" \"b\""),
        ("a b OR c d", "(\"a\" \"b\") OR (\"c\" \"d\")"),
        ("a and b", "\"a\" \"b\""),
        ("a or b", "\"a\" OR \"b\""),
        ("a not b", "\"a\" -\"b\""),
        ("a NOT b", "\"a\" -\"b\""),
        ("-a", "-\"a\""),
        ("NOT -a", "-(-\"a\")"),
        ("or", "\"or\""),
        ("a and", "\"a\" \"and\""),
        ("a (b OR (c))", "\"a\" (\"b\" OR \"c\")"),
        ("((a))", "\"a\""),
        ("Marks & Spencer", "\"Marks\" \"Spencer\""),
        ("intel*", "\"intel\"*"),
        ("\"cell site sim\"*", "\"cell site sim\"*"),
        ("“NSO Group”", "\"NSO Group\""),
        ("state:(EE OR fi)", "state:ee OR state:fi"),
        ("state:FI,EE", "state:ee,fi"),
        ("since:2024-01", "issued:2024-01-01.."),
        ("until:2024-02", "issued:..2024-02-29"),
        ("year:2024", "issued:2024-01-01..2024-12-31"),
        ("since:1m", "issued:2026-10-24.."),
        ("since:2w", "issued:2026-11-10.."),
        ("since:33m", "issued:2024-02-24.."),
        ("until:yesterday", "issued:..2026-11-23"),
        ("issued:>2024-01", "issued:2024-02-01.."),
        ("issued:<2024", "issued:..2023-12-31"),
        ("intel＊", "\"intel\"*"),
        ("held-by:>16", "held-by:17.."),
        ("TLP:AMBER", "tlp:amber"),
        ("a sort:oldest", "\"a\" sort:oldest"),
        ("exercise:no", "exercise:no"),
        ("reference:ee-2026-7", "reference:ee-2026-0007"),
        ("kind:denial-*,sighting", "kind:sighting,denial-*"),
        ("destination:\"United Arab Emirates\"", "destination:ae"),
        ("category:imsi-catcher", "category:mobile-interception-identifiers"),
        ("code:EU/5A001.f,US/5A980", "code:eu-annex-i/5A001.f OR code:us-ccl/5A980"),
        ("state：EE （a）", "state:ee \"a\""),
        ("party:בע\"מ", "party:\"בע\"מ\""),
        ("identifier:\"HRB 12345\"", "identifier:hrb12345"),
        ("party:nso,candiru*", "party:\"nso\" OR party:\"candiru\"*"),
        ("party:\"nso, candiru\"", "party:\"nso, candiru\""),
        ("lang:et,de", "lang:et OR lang:de"),
        ("*", "*"),
        ("", "*"),
    ];
    for (text, print) in cases {
        assert_eq!(printed(text), print, "{text}");
        assert_eq!(printed(print), print, "{text}");
    }
}

#[test]
fn flaws_point_at_what_is_wrong() {
    let cases = [
        ("stat:EE", 0, 4, "perhaps state"),
        ("kind:denial-notise", 5, 13, "perhaps denial-notice"),
        ("a \"b", 2, 2, "second quotation mark"),
        ("a (b", 2, 1, "close it"),
        ("a) b", 1, 1, "take it away"),
        ("since:2024-13", 6, 7, "2024-01-31"),
        ("issued:2024-06..2024-01", 7, 16, "turn the two ends"),
        ("held-by:many", 8, 4, "digits"),
        ("held-by:<0", 8, 2, "other end"),
        ("tlp:>red", 4, 4, "other end"),
        ("code:EU/5A", 5, 5, "code:EU/5A*"),
        ("state:EE,Estnia", 9, 6, "EE (Estonia)"),
        ("a OR", 2, 2, "both sides"),
        ("NOT", 0, 3, "behind it"),
        ("state:", 0, 6, "state:EE"),
        ("state: EE", 0, 6, "state:EE"),
        ("status:disputed", 7, 8, "is:disputed"),
        ("in*el", 2, 1, "intel*"),
        ("code:EU/5A001.i", 5, 10, "5A001.f.1"),
        ("id:xyz", 3, 3, "eight"),
        ("a (b sort:newest)", 2, 1, "at the end"),
        ("…", 0, 1, "letters or digits"),
    ];
    for (text, at, length, hint) in cases {
        let flaw = read(text).expect_err(text);
        assert_eq!((flaw.at, flaw.length), (at, length), "{text}: {flaw}");
        assert!(flaw.hint().contains(hint), "{text}: {}", flaw.hint());
    }
}

#[test]
fn what_was_read_into_a_query_is_said() {
    let cases = [
        ("a or b", 2, 2, "or was read as OR; in quotes it is a word"),
        ("category:spyware", 9, 7, "spyware was read as category:intrusion-c2-software"),
        ("state:Estonia", 6, 7, "Estonia was read as state:EE"),
        (
            "5A001.f",
            0,
            7,
            "5A001.f was read as words; the entry and what is below it: code:5A001.f",
        ),
        ("Marks & Spencer", 6, 1, "& has no letter and no digit, and is left out"),
        (
            "party:NSO Group",
            6,
            3,
            "only NSO is asked of party, and Group of anything; both: party:\"NSO Group\"",
        ),
    ];
    for (text, at, length, said) in cases {
        let query = read(text).expect(text);
        let notes: Vec<_> = query.notes().iter().map(|it| (it.at, it.length, &*it.said)).collect();
        assert_eq!(notes, [(at, length, said)], "{text}");
    }
    for text in ["a OR b", "\"a or b\"", "party:\"NSO Group\"", "party:NSO OR Group", "state:EE"] {
        assert!(read(text).expect(text).notes().is_empty(), "{text}");
    }
}

#[test]
fn months_ago_end_with_their_last_day() {
    let today = date!(2024 - 03 - 31);
    let query = Query::parse("issued:1m", Vocabularies::shipped(), today).expect("a query");
    assert_eq!(query.to_string(), "issued:2024-02-29..2024-02-29");
}
