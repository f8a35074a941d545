//! Files of applications in every form, and rows that are none.

use super::*;

fn read(text: &str) -> Vec<Row> {
    Applications::read(text).unwrap().collect()
}

fn one(text: &str) -> Application {
    let mut rows = read(text);
    assert_eq!(rows.len(), 1);
    rows.remove(0).application.unwrap()
}

const JSON: &str = r#"{"number": "L-1", "destination": "AE",
    "parties": [{"roles": ["end-user"], "names": [{"value": "Northwind"}]}]}"#;

#[test]
fn one_object_lines_and_a_list_say_the_same() {
    let pretty = one(JSON);
    let line = JSON.replace('\n', " ");
    let lines = read(&format!("{line}\n\n{line}\n"));
    let list = read(&format!("[{line}, {line}]"));
    assert_eq!(lines, list);
    assert_eq!(lines.iter().map(|row| row.number).collect::<Vec<_>>(), [1, 2]);
    assert_eq!(lines[1].application, Ok(pretty));
}

#[test]
fn a_row_that_is_none_does_not_end_the_file() {
    let line = JSON.replace('\n', " ");
    let rows = read(&format!("{{\"nonsense\": 1}}\n{line}\n{{\"number\": \"L-2\"}}\n"));
    let names: Vec<_> =
        rows.iter().map(|row| row.application.as_ref().err().map(ApplicationFlaw::name)).collect();
    assert_eq!(names, [Some("application-json"), None, Some("application-nothing")]);
}

#[test]
fn a_table_has_an_item_a_route_and_parties_by_role() {
    let application = one(
        "Number,Destination,End User,end_user_country,end-user-identifiers,consignee,codes,route,description,party aliases\n\
         L-7,SY,Ministry,SY,national-register/SY:12; lei:5493001KJTIIGC8Y1R12,Trader FZCO,EU/2025:5A001.f; 5A001.j,IE;AE Dubai;SY,Probe,Nickname\n",
    );
    assert_eq!(application.number.as_deref(), Some("L-7"));
    assert_eq!(application.items[0].codes[0].edition.as_deref(), Some("2025"));
    assert_eq!(
        (application.items[0].codes[1].list.as_str(), application.items[0].codes[1].code.as_str()),
        ("", "5A001.j")
    );
    assert_eq!(application.route[1].place.as_deref(), Some("Dubai"));
    let user = &application.parties[0];
    assert_eq!((user.roles[0].as_str(), user.card.countries[0].as_str()), ("end-user", "SY"));
    assert_eq!(user.card.identifiers[0].country.as_deref(), Some("SY"));
    assert_eq!(user.card.identifiers[1].scheme, "lei");
    assert_eq!(application.parties[1].roles, ["consignee"]);
    assert!(application.parties[2].roles.is_empty());
}

#[test]
fn a_table_with_semicolons_is_read() {
    assert_eq!(one("party;destination\nNorthwind;AE\n").destination.as_deref(), Some("AE"));
}

#[test]
fn what_is_wrong_with_a_file_is_said() {
    let flaw = |text: &str| Applications::read(text).unwrap_err().name();
    assert_eq!(flaw(""), "application-empty");
    assert_eq!(flaw("name of end user,what\nx,y\n"), "application-column");
    assert_eq!(flaw("{\"number\": 1}"), "application-json");
    assert_eq!(flaw("[1, 2"), "application-json");
}

#[test]
fn what_is_wrong_with_a_row_is_said() {
    let row = |head: &str, row: &str| {
        read(&format!("{head}\n{row}\n")).remove(0).application.unwrap_err().name()
    };
    assert_eq!(row("party,route", "x,Atlantis"), "application-country");
    assert_eq!(row("party,transaction-date", "x,24.11.2026"), "application-day");
    assert_eq!(row("party,party-identifiers", "x,12345"), "application-identifier");
    assert_eq!(row("party,destination", "x"), "application-table");
    let marks = format!("a{}", "\u{301}".repeat(10_000));
    assert_eq!(row("party", &marks), "application-too-long");
}
