//! Screening is as good as the pages say, on lists that others wrote.

use std::fs;

use chancery_screening::{Address, Card, Name, NameKind, Prepared, Schema, Settings, compare};

use super::{Measurement, Part, truth::fields};

/// The two lists; nothing, with the reason printed, where they are not at hand.
fn measurement() -> Option<Measurement> {
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/../..");
    let file = |name: &str| fs::read(format!("{root}/../shared/data/{name}"));
    let lists = file("surveillance-vendors.json").and_then(|vendors| {
        let list = file("screening-list.json")?;
        Ok((vendors, list))
    });
    let Ok((vendors, list)) = lists else {
        let required = std::env::var_os("CHANCERY_REQUIRE_SHARED").is_some();
        assert!(!required, "../shared/data is not there, and CHANCERY_REQUIRE_SHARED asks for it");
        println!("skipped: ../shared/data is not there");
        return None;
    };
    let truth = fs::read_to_string(format!("{root}/tests/screening/truth.csv")).unwrap();
    Some(Measurement::read(&vendors, &list, &truth).unwrap())
}

#[test]
fn precision_and_recall_on_real_lists() {
    let Some(measurement) = measurement() else { return };
    let (same, different) = measurement.said();
    assert!(same >= 60 && different >= 200, "{same} and {different}");
    let settings = Settings::default();
    for part in [None, Some(Part::Tuned), Some(Part::Held)] {
        let measured = measurement.measure(&settings, part, 0);
        let (precision, recall) = (measured.precision(), measured.recall());
        println!("{part:?}: precision {precision:.3}, recall {recall:.3}");
        for (what, tried) in measured
            .wrong
            .iter()
            .map(|tried| ("wrong", tried))
            .chain(measured.missed.iter().map(|tried| ("missed", tried)))
        {
            println!("  {what}: {} = {} {:?}", tried.asked.1, tried.found.1, tried.comparison);
        }
        assert!(precision >= 0.95, "{part:?}: precision {precision}");
        assert!(recall >= 0.95, "{part:?}: recall {recall}");
    }
}

#[test]
fn the_traps_of_the_lists_are_kept_out_and_nso_group_is_found() {
    let Some(measurement) = measurement() else { return };
    let measured = measurement.measure(&Settings::default(), None, 0);
    for trap in ["Ekin", "Horizon Technologies", "Horizon Robotics", "Zenith Technologies"] {
        let hits: Vec<_> = measured.wrong.iter().filter(|tried| tried.asked.1 == trap).collect();
        assert!(hits.is_empty(), "{hits:?}");
    }
    assert!(measured.right.iter().any(|tried| tried.found.0 == "EL/NSO Group"));
}

/// Names that were written down before they were tried, of parties that are listed and of firms that are not.
#[test]
fn other_names_find_whom_they_mean_and_nobody_else() {
    let Some(measurement) = measurement() else { return };
    let settings = Settings::default();
    let table = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/screening/asked.csv");
    let table = fs::read_to_string(table).unwrap();
    let plain = |name: &str| -> String {
        name.to_lowercase().chars().filter(|c| c.is_alphanumeric()).collect()
    };
    let (mut asked, mut wrong) = (0, Vec::new());
    for line in table.lines().skip(1) {
        let row = fields(line);
        let [value, country, wanted] = row.as_slice() else { panic!("{line}") };
        let country = Some(country.clone()).filter(|country| !country.is_empty());
        let card = Prepared::of(&Card {
            schema: Schema::Company,
            names: vec![Name { value: value.clone(), kind: NameKind::Legal }],
            addresses: vec![Address { text: String::new(), country }],
            ..Card::default()
        });
        let candidates = measurement.candidates(&card).into_iter();
        let hits = candidates.map(|at| &measurement.found[at]).filter(|(_, found)| {
            compare(&card, found, &measurement.commonness, &settings).score >= settings.threshold
        });
        let hits: Vec<_> = hits.map(|(entry, _)| &entry.card.names).collect();
        let meant = |names: &&Vec<Name>| {
            !wanted.is_empty() && names.iter().any(|name| plain(&name.value).contains(wanted))
        };
        asked += 1;
        if !hits.iter().all(meant) || hits.is_empty() != wanted.is_empty() {
            wrong.push((value.clone(), hits.len()));
        }
    }
    assert!(asked >= 80 && wrong.is_empty(), "{wrong:?}");
}
