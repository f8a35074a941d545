//! Screening is as good as the pages say, on lists that others wrote.

use std::fs;

use chancery_screening::Settings;

use super::{Measurement, Part};

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
