//! Each format as its publisher writes it, rows that are refused with their reasons, and the real lists.

use chancery_screening::{NameKind, Schema};
use proptest::prelude::*;

use super::*;
use crate::{MappingFlaw, recognise};

fn entry<'a>(read: &'a Read, id: &str) -> &'a Entry {
    read.entries.iter().find(|entry| entry.id == id).unwrap()
}

fn reasons(flawed: &[Flawed]) -> Vec<(&str, &str)> {
    flawed.iter().map(|flawed| (flawed.place.as_str(), flawed.reason.as_str())).collect()
}

const PACKED: &str = r#"{"countsBySource": {}, "fieldKey": {"n": "name"},
  "tables": {"sources": ["Entity List (EL) - Bureau", "Other List (SDN) - Treasury Department"],
    "programmes": ["CYBER"], "licenceRequirements": ["All items."], "licencePolicies": ["Denial."], "urls": ["https://example.org/el"]},
  "entries": [
    {"n": "Northwind Optics", "a": ["NWO"], "s": 0, "c": ["EE"], "lr": 0, "lp": 0, "fr": "86 FR 1", "u": 0},
    {"n": "Northwind Optics", "s": 0, "c": ["REGION: NOWHERE"]},
    {"n": "DOE, Jane", "s": 1, "t": "Individual", "e": "77", "pg": 0},
    {"n": "Second Doe", "s": 1, "e": "77"},
    {"n": " ", "s": 1, "e": "78"},
    {"n": "Out of range", "s": 9},
    {"s": 0},
    {"n": "Türk Ltd", "s": 0, "c": ["UK", "Estonia"]}
  ]}"#;

#[test]
fn the_packed_list_is_read_with_what_its_tables_hold() {
    let read = read_list(PACKED.as_bytes(), Format::ConsolidatedPacked, None).unwrap();
    let first = entry(&read, "EL/Northwind Optics");
    assert_eq!(first.section.as_deref(), Some("Entity List (EL) - Bureau"));
    assert_eq!(first.note.as_deref(), Some("All items.; Denial."));
    assert_eq!(first.citation.as_deref(), Some("86 FR 1"));
    assert_eq!(first.url.as_deref(), Some("https://example.org/el"));
    assert_eq!(first.card.names[1].kind, NameKind::Alias);
    assert_eq!(first.card.addresses[0].country.as_deref(), Some("EE"));
    let person = entry(&read, "SDN/77");
    assert_eq!((person.card.schema, person.programme.as_deref()), (Schema::Person, Some("CYBER")));
    assert_eq!(person.card.identifiers[0].scheme, "ofac-uid");
    let turk: Vec<_> = entry(&read, "EL/Türk Ltd").card.addresses.iter().collect();
    assert_eq!(
        turk.iter().map(|it| it.country.as_deref().unwrap()).collect::<Vec<_>>(),
        ["GB", "EE"]
    );
}

#[test]
fn every_row_is_an_entry_or_is_refused_with_its_place_and_reason() {
    let read = read_list(PACKED.as_bytes(), Format::ConsolidatedPacked, None).unwrap();
    assert_eq!(
        reasons(&read.refused),
        [
            ("entry 4", "same-id"),
            ("entry 5", "no-name"),
            ("entry 6", "points-nowhere"),
            ("entry 7", "not-a-row"),
        ]
    );
    assert_eq!(read.entries.len() as u64 + read.refused_total, 8);
    // A name that serves as an id is told apart by its number, and a country that is none is kept as text.
    let second = entry(&read, "EL/Northwind Optics/2");
    assert_eq!(second.card.addresses[0].text, "REGION: NOWHERE");
    assert_eq!(reasons(&read.doubts), [("entry 2", "unknown-country")]);
}

#[test]
fn the_published_json_and_csv_give_the_same_ids() {
    let json = r#"{"total": 2, "results": [
      {"id": "abc", "source": "Entity List (EL) - Bureau of Industry and Security", "name": "Northwind Optics",
       "alt_names": ["NWO"], "addresses": [{"address": "1 Quay", "city": "Tallinn", "country": "EE"}],
       "federal_register_notice": "86 FR 1", "start_date": "2021-11-04", "license_policy": "Denial."},
      {"id": "def", "source": "Specially Designated Nationals (SDN) - Treasury Department", "entity_number": 77,
       "type": "Individual", "name": "DOE, Jane", "programs": ["CYBER2"],
       "ids": [{"type": "Registration Number", "number": "123", "country": "EE"}, {"type": "Passport", "number": "X"}]}]}"#;
    assert_eq!(recognise(json.as_bytes()), Some(Format::ConsolidatedJson));
    let read = read_list(json.as_bytes(), Format::ConsolidatedJson, None).unwrap();
    let optics = entry(&read, "abc");
    assert_eq!(optics.card.addresses[0].text, "1 Quay, Tallinn");
    assert_eq!(optics.since.as_deref(), Some("2021-11-04"));
    let jane = entry(&read, "SDN/77");
    let numbers: Vec<_> = jane.card.identifiers.iter().map(|it| it.scheme.as_str()).collect();
    assert_eq!(
        numbers,
        ["ofac-uid", "national-register"],
        "a passport is not the party's own number"
    );

    let csv = "source,entity_number,type,programs,name,alt_names,addresses,nationalities,vessel_flag,\
               federal_register_notice,start_date,source_list_url,license_requirement,license_policy,remarks\n\
               Specially Designated Nationals (SDN) - Treasury Department,77,Individual,CYBER2,\"DOE, Jane\",J. Doe; JD,\
               \"1 Quay, Tallinn, EE\",EE,,,2021-11-04,https://example.org,,,born somewhere\n";
    assert_eq!(recognise(csv.as_bytes()), Some(Format::ConsolidatedCsv));
    let read = read_list(csv.as_bytes(), Format::ConsolidatedCsv, None).unwrap();
    let jane = entry(&read, "SDN/77");
    assert_eq!(jane.card.names.len(), 3);
    assert_eq!(jane.card.schema, Schema::Person);
    assert_eq!(jane.note.as_deref(), Some("born somewhere"));
}

#[test]
fn a_galaxy_gives_synonyms_products_and_two_names_in_one() {
    let text = r#"{"type": "surveillance-vendor", "uuid": "u", "values": [
      {"value": "Left / Right Works", "uuid": "a-1", "description": "Sells.",
       "meta": {"synonyms": ["LR"], "products": ["EYE"], "official-refs": ["https://example.org"], "refs": ["https://example.com"]}},
      {"value": "Group 7 (G7)", "uuid": "a-2"}, {"uuid": "a-3"}]}"#;
    assert_eq!(recognise(text.as_bytes()), Some(Format::Galaxy));
    let read = read_list(text.as_bytes(), Format::Galaxy, None).unwrap();
    let names =
        |id| entry(&read, id).card.names.iter().map(|it| it.value.clone()).collect::<Vec<_>>();
    assert_eq!(names("a-1"), ["Left / Right Works", "Left", "Right Works", "LR"]);
    assert_eq!(names("a-2"), ["Group 7 (G7)", "Group 7", "G7"]);
    assert_eq!(entry(&read, "a-1").url.as_deref(), Some("https://example.org"));
    assert_eq!(entry(&read, "a-1").card.products, ["EYE"]);
    assert_eq!(reasons(&read.refused), [("entry 3", "not-a-row")]);
}

#[test]
fn follow_the_money_ties_owners_measures_and_addresses_to_their_party() {
    let text = concat!(
        r#"{"id":"p1","schema":"Company","caption":"Acme","properties":{"name":["Acme","Акме"],"weakAlias":["AC"],"jurisdiction":["ee"],"leiCode":["5493001KJTIIGC8Y1R12"],"addressEntity":["a1"]}}"#,
        "\n",
        r#"{"id":"p2","schema":"Person","properties":{"name":["Owner One"]}}"#,
        "\n",
        r#"{"id":"o1","schema":"Ownership","properties":{"owner":["p2"],"asset":["p1"],"percentage":["51.5"],"startDate":["2024-01-02"]}}"#,
        "\n",
        r#"{"id":"s1","schema":"Sanction","properties":{"entity":["p1"],"program":["CYBER"],"startDate":["2023"]}}"#,
        "\n",
        r#"{"id":"a1","schema":"Address","properties":{"full":["1 Quay"],"country":["ee"]}}"#,
        "\n",
        "not json\n",
        r#"{"id":"p3","schema":"Company","properties":{}}"#,
        "\n",
    );
    assert_eq!(recognise(text.as_bytes()), Some(Format::FollowTheMoney));
    let read = read_list(text.as_bytes(), Format::FollowTheMoney, None).unwrap();
    let acme = entry(&read, "p1");
    assert_eq!(acme.card.owners[0].name, "Owner One");
    assert_eq!(
        (acme.card.owners[0].share, acme.card.owners[0].as_of.as_deref()),
        (Some(5150), Some("2024-01-02"))
    );
    assert_eq!((acme.programme.as_deref(), acme.since.as_deref()), (Some("CYBER"), Some("2023")));
    assert_eq!(acme.card.addresses[0].text, "1 Quay");
    assert_eq!(acme.card.countries, ["EE"]);
    assert_eq!(reasons(&read.refused), [("line 6", "not-a-row"), ("line 7", "no-name")]);
    assert_eq!((read.entries.len(), read.passed_over), (2, 3));
}

const MAPPING: &str = r#"{"columns": {"id": "No", "name": "Name", "alias": ["AKA"], "schema": "Type", "country": "Land"},
  "identifiers": [{"column": "Reg", "scheme": "national-register", "country": "EE"}],
  "owner": {"name": "Owner", "share": "Share"}, "split": ";", "separator": ";", "schemas": {"Firma": "company"}}"#;

#[test]
fn a_table_is_read_by_its_mapping() {
    let mapping = Mapping::read(&MAPPING.replace("\"split\": \";\"", "\"split\": \"|\"")).unwrap();
    let text = "No;Name;AKA;Type;Land;Reg;Owner;Share\n1;Acme;A|B;Firma;ee;77;Boss;51 %\n2;Short\n;Other;;;;;Boss;lots\n";
    let read = read_list(text.as_bytes(), Format::Csv, Some(&mapping)).unwrap();
    let acme = entry(&read, "1");
    assert_eq!(acme.card.names.len(), 3);
    assert_eq!(acme.card.schema, Schema::Company);
    assert_eq!(acme.card.identifiers[0].country.as_deref(), Some("EE"));
    assert_eq!(acme.card.owners[0].share, Some(5100));
    assert_eq!(reasons(&read.refused), [("row 3", "not-a-row")]);
    assert_eq!(reasons(&read.doubts), [("row 4", "no-percentage")]);
    assert!(read.entries.iter().any(|entry| entry.id == "Other"));
}

#[test]
fn a_mapping_that_fits_nothing_is_refused() {
    let mapping = Mapping::read(MAPPING).unwrap();
    let missing = read_list(b"Name;Land\nAcme;EE\n", Format::Csv, Some(&mapping));
    assert!(matches!(missing, Err(ListFlaw::Column { column, .. }) if column == "No"));
    assert_eq!(read_list(b"Name\nAcme\n", Format::Csv, None), Err(ListFlaw::NoMapping));
    let flaw = |text: &str| Mapping::read(text).unwrap_err();
    assert_eq!(flaw(r#"{"columns": {"id": "No"}}"#), MappingFlaw::NoName);
    assert_eq!(
        flaw(r#"{"columns": {"name": "N"}, "separator": "\""}"#),
        MappingFlaw::Separator('"')
    );
    assert_eq!(flaw(r#"{"columns": {"name": "N"}, "split": ""}"#), MappingFlaw::Split);
    assert!(matches!(flaw(r#"{"columns": {"nom": "N"}}"#), MappingFlaw::Json { .. }));
    assert!(matches!(flaw(&" ".repeat(70_000)), MappingFlaw::TooLong { .. }));
}

#[test]
fn what_is_no_list_is_refused_as_a_whole() {
    let packed = |text: &str| {
        read_list(text.as_bytes(), Format::ConsolidatedPacked, None).unwrap_err().name()
    };
    assert_eq!(packed("{"), "list-json");
    assert_eq!(packed(r#"{"tables": {"sources": []}}"#), "list-no-rows");
    assert_eq!(packed(r#"{"tables": {"sources": []}, "entries": []}"#), "list-nothing");
    let galaxy = |bytes: &[u8]| read_list(bytes, Format::Galaxy, None).unwrap_err().name();
    assert_eq!(galaxy(b"\xff"), "list-not-text");
    assert_eq!(galaxy(format!("{}{}", "[".repeat(500), "]".repeat(500)).as_bytes()), "list-json");
    assert_eq!(recognise(b"hello"), None);
}

#[test]
fn a_row_longer_than_it_may_be_is_refused_and_the_rest_is_read() {
    let marks = "\u{301}".repeat(10_000);
    let many: Vec<String> = (0..600).map(|number| format!("\"alias {number}\"")).collect();
    let text = format!(
        r#"{{"values": [{{"value": "a{marks}", "uuid": "1"}}, {{"value": "Fine", "uuid": "2"}},
           {{"value": "Many", "uuid": "3", "meta": {{"synonyms": [{}]}}}}]}}"#,
        many.join(",")
    );
    let read = read_list(text.as_bytes(), Format::Galaxy, None).unwrap();
    assert_eq!(read.entries.len(), 1);
    assert_eq!(reasons(&read.refused), [("entry 1", "too-long"), ("entry 3", "too-many")]);
}

proptest! {
    #[test]
    fn no_bytes_make_a_reader_panic(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        let mapping = Mapping::read(r#"{"columns": {"name": "a"}}"#).unwrap();
        for format in Format::ALL {
            let _any = read_list(&bytes, format, Some(&mapping));
        }
    }

    #[test]
    fn the_order_of_rows_changes_nothing(mut names in proptest::collection::hash_set("[a-z]{1,8}", 1..20)) {
        let text = |names: &[String]| {
            let rows: Vec<String> = names.iter().map(|name| format!(r#"{{"value": "{name}", "uuid": "{name}"}}"#)).collect();
            format!(r#"{{"values": [{}]}}"#, rows.join(","))
        };
        let forth: Vec<String> = names.drain().collect();
        let back: Vec<String> = forth.iter().rev().cloned().collect();
        let read = |names: &[String]| read_list(text(names).as_bytes(), Format::Galaxy, None).unwrap().entries;
        prop_assert_eq!(read(&forth), read(&back));
    }
}

/// The lists that the project is tested with lie beside it; where they are not, this is skipped unless it must run.
fn shared(name: &str) -> Option<Vec<u8>> {
    let path = format!("{}/../../../shared/data/{name}", env!("CARGO_MANIFEST_DIR"));
    let bytes = std::fs::read(path).ok();
    assert!(
        bytes.is_some() || std::env::var_os("CHANCERY_REQUIRE_SHARED").is_none(),
        "{name} is missing"
    );
    bytes
}

#[test]
fn the_real_lists_are_read_to_the_last_row() {
    let Some(bytes) = shared("screening-list.json") else { return };
    assert_eq!(recognise(&bytes), Some(Format::ConsolidatedPacked));
    let read = read_list(&bytes, Format::ConsolidatedPacked, None).unwrap();
    assert_eq!((read.entries.len(), read.refused_total), (25_921, 0), "{:?}", read.refused);
    assert!(read.doubts_total < 100, "{:?}", read.doubts);
    let Some(bytes) = shared("surveillance-vendors.json") else { return };
    assert_eq!(recognise(&bytes), Some(Format::Galaxy));
    let read = read_list(&bytes, Format::Galaxy, None).unwrap();
    assert_eq!((read.entries.len(), read.refused_total), (615, 0));
}
