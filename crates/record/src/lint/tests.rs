//! Laws of the lint: what it finds, and what it leaves alone.

use serde_json::json;

use super::find::{address, birth, person, telephone};
use crate::{
    Kind, Record,
    sample::{full, patched, tie},
    vocabulary::Vocabularies,
};

#[test]
fn the_finders_find_and_leave_alone() {
    let people = [
        "The director, Mr Example, signed.",
        "Frau Muster war dabei.",
        "interview with Dr. Beispiel",
        "Señora Ejemplo",
    ];
    let no_people = [
        "a delay of 20 ms Before that",
        "the MS Word file",
        "Mr, as a title, is avoided",
        "Intellexa S.A. and Cytrox AD",
        "five companies and two individuals",
        "Drive West",
    ];
    let births = ["born on 3 May 1971", "DOB: 1971-05-03", "date of birth 03.05.1971", "geb. 1971"];
    let no_births = [
        "the company was founded in 1971",
        "a reborn brand of 2019",
        "birth certificates are checked",
        "born of necessity, the rule of the second paragraph, as amended in 2021",
    ];
    let addresses = ["write to jane.doe@example.org.", "<a@b.co>", "mailto:jane@example.com"];
    let no_addresses = [
        "the handle @example",
        "https://user@example.org/x",
        "5A001.f@2025",
        "price @ 3.50",
        "meet @ noon",
    ];
    let numbers = [
        "call +49 89 1234567",
        "Tel. 089 123 45 67",
        "(+372) 612 3456",
        "phone: 555-123-4567",
        "Tel.:+4989123456",
        "mobile number 0171 2345678",
    ];
    let no_numbers = [
        "88 FR 46071, 18 July 2023",
        "86 FR 60759-60",
        "Regulation (EU) 2021/821 and 2025/2003",
        "FR Doc 2024-03674",
        "2024-02-27 to 2024-10-21",
        "5A001.f.2, 4D004",
        "LEI 529900T8BM49AURSDO55",
        "a fine of USD 2,800,000",
        "+15 more entries",
        "https://example.org/+4989123456789",
        "sha256 e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        "mobile networks of 2021 and 2022",
        "HS 8517.62 and 8525.89",
        "mobile 5G-2000000X devices",
    ];
    let check = |find: fn(&str) -> Option<&str>, hits: &[&str], others: &[&str]| {
        hits.iter().for_each(|text| assert!(find(text).is_some(), "missed: {text}"));
        others.iter().for_each(|text| assert_eq!(find(text), None, "{text}"));
    };
    check(person, &people, &no_people);
    check(birth, &births, &no_births);
    check(address, &addresses, &no_addresses);
    check(telephone, &numbers, &no_numbers);
}

#[test]
fn a_finding_has_its_path_and_refuses_nothing() {
    let mut record = patched(
        full(Kind::ThreatAdvisory),
        &[
            ("/summary", json!("Ask Mr Example, born 1971, at +49 89 1234567.")),
            ("/assessment/claims/0/text", json!("Sent from jane@example.org.")),
            ("/parties/0/schema", json!("Person")),
            ("/parties/0/later", json!(["Tel. 089 123 45 67"])),
            ("/sources/0/citation", json!("Tel. 089 123 45 67")),
        ],
    );
    tie(&mut record);
    let record = Record::from_json(&record.to_string(), Vocabularies::shipped()).expect("accepted");
    let found: Vec<String> = record.lint().into_iter().map(|one| one.path).collect();
    let expected = [
        "$.assessment.claims[0].text",
        "$.parties[0]",
        "$.parties[0].later[0]",
        "$.summary",
        "$.summary",
        "$.summary",
    ];
    assert_eq!(found, expected);
}

#[test]
fn where_an_office_is_reached_is_no_finding() {
    let record = Record::from_json(Kind::ContactPoint.example(), Vocabularies::shipped());
    assert_eq!(record.expect("valid").lint(), []);
}

#[test]
fn a_record_of_a_newer_kind_is_looked_at_as_well() {
    let mut record = full(Kind::Renewal);
    record["kind"] = json!("newer-kind");
    record["words"] = json!([{ "x": "jane@example.org" }]);
    let tree = crate::tree::from_json(&record.to_string()).expect("a tree");
    let mut report = crate::violation::Report::new();
    super::lint(&tree, &mut report);
    let found = report.finish();
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].path, "$.words[0].x");
}
