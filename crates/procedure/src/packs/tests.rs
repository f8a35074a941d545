//! Every pack that ships is read, every flaw is found, and the days that ship are the days that are known.

use std::collections::BTreeSet;

use serde_json::Value;
use time::{Date, Duration, Month};

use super::*;
use crate::day::day;

const VECTORS: &str = include_str!("../../vectors/pack.json");

/// Those of the Code, as its announcement names them.
const SUBSCRIBED: &str =
    "AL AU BG CA CR HR CZ DK EC EE FI FR DE JP XK LV NL NZ MK NO KR SK ES GB US";

fn on(text: &str) -> Date {
    day(text).expect("a day")
}

fn name_of(flaw: &PackFlaw) -> &'static str {
    match flaw {
        PackFlaw::Size(_) => "size",
        PackFlaw::Json(_) => "json",
        PackFlaw::Other(_) => "other",
        PackFlaw::Count(_) => "count",
        PackFlaw::Calendar(flaw) => match flaw {
            CalendarFlaw::State(_) => "state",
            CalendarFlaw::Years(..) => "years",
            CalendarFlaw::Weekend(_) => "weekend",
            CalendarFlaw::Day(_) => "day",
            CalendarFlaw::Twice(_) => "twice",
            CalendarFlaw::TooMany(_) => "too-many",
        },
        PackFlaw::Profile(flaw) => match flaw {
            ProfileFlaw::Slug(_) => "slug",
            ProfileFlaw::Twice(_) => "slug-twice",
            ProfileFlaw::Long(_) => "long",
            ProfileFlaw::Days(_) => "days",
        },
    }
}

#[test]
fn each_vector_is_refused_for_its_one_flaw() {
    let vectors: Value = serde_json::from_str(VECTORS).unwrap();
    for base in ["calendar", "procedures"] {
        let text = vectors["base"][base].to_string();
        Packs::shipped().replace(&text).expect("the base has no flaw");
    }
    let refused = vectors["refused"].as_array().unwrap();
    assert_eq!(refused.len(), 18, "every vector is used");
    for vector in refused {
        let mut pack = vectors["base"][vector["of"].as_str().unwrap()].clone();
        let put = vector["put"].as_object().unwrap();
        pack.as_object_mut().unwrap().extend(put.clone());
        let mut packs = Packs::shipped();
        let flaw = packs.replace(&pack.to_string()).expect_err(&vector["name"].to_string());
        assert_eq!(name_of(&flaw), vector["flaw"], "{}: {flaw}", vector["name"]);
        assert_eq!(packs, Packs::shipped(), "a pack that is refused changes nothing");
    }
    let long = " ".repeat(PACK_BYTES_MAX + 1);
    assert_eq!(name_of(&Packs::shipped().replace(&long).unwrap_err()), "size");
}

#[test]
fn every_subscribing_state_has_a_calendar_of_seven_years_with_its_source() {
    let packs = Packs::shipped();
    let states: BTreeSet<String> = packs.calendars().map(|c| c.state().to_string()).collect();
    let named: BTreeSet<String> = SUBSCRIBED.split(' ').map(str::to_owned).collect();
    assert_eq!(states, named);
    for calendar in packs.calendars() {
        assert!((2024..=2030).all(|year| calendar.covers(year)), "{}", calendar.state());
        assert!(!calendar.covers(2023) && !calendar.covers(2031));
        assert!(!calendar.source().is_empty() && !calendar.edition().is_empty());
        for year in 2024..=2030 {
            let first = Date::from_calendar_date(year, Month::January, 1).unwrap();
            assert!(!calendar.works(first), "{} works on {first}", calendar.state());
            let last = Date::from_calendar_date(year, Month::December, 31).unwrap();
            let days = calendar.between(first, last);
            assert!((230..=258).contains(&days), "{} in {year}: {days}", calendar.state());
        }
    }
}

#[test]
fn words_of_the_three_procedures_are_those_of_the_law() {
    let packs = Packs::shipped();
    let of = |slug: &str| packs.procedure(slug).cloned().unwrap();
    let sixteen = of("eu-2021-821-art-16");
    assert_eq!((sixteen.working_days, sixteen.cap_days), (Some(10), Some(30)));
    assert_eq!(sixteen.silence.as_str(), "not-identical");
    assert_eq!(of("eu-2021-821-art-14").working_days, Some(10));
    assert_eq!(of("eu-2021-821-art-14").silence.as_str(), "no-objection");
    assert_eq!((of("voluntary").working_days, of("voluntary").silence.as_str()), (None, "nothing"));
    assert_eq!(packs.procedure("eu-2021-821-art-15"), None);
}

/// Easter Sunday of the Gregorian calendar (Meeus, Jones and Butcher).
fn easter(year: i32) -> Date {
    let (a, b, c) = (year % 19, year / 100, year % 100);
    let (d, e) = (b / 4, b % 4);
    let g = (8 * b + 13) / 25;
    let h = (19 * a + b - d - g + 15) % 30;
    let (i, k) = (c / 4, c % 4);
    let l = (32 + 2 * e + 2 * i - h - k) % 7;
    let m = (a + 11 * h + 19 * l) / 433;
    let month = (h + l - 7 * m + 90) / 25;
    let day = (h + l - 7 * m + 33 * month + 19) % 32;
    let month = Month::try_from(u8::try_from(month).unwrap()).unwrap();
    Date::from_calendar_date(year, month, u8::try_from(day).unwrap()).unwrap()
}

/// Easter Sunday of the Julian calendar, as a day of ours (Meeus; 13 days until 2099).
fn orthodox_easter(year: i32) -> Date {
    let d = (19 * (year % 19) + 15) % 30;
    let e = (2 * (year % 4) + 4 * (year % 7) - d + 34) % 7;
    let (month, day) = ((d + e + 114) / 31, (d + e + 114) % 31 + 1);
    let month = Month::try_from(u8::try_from(month).unwrap()).unwrap();
    let julian = Date::from_calendar_date(year, month, u8::try_from(day).unwrap()).unwrap();
    julian + Duration::days(13)
}

#[test]
fn days_around_easter_are_where_the_moon_puts_them() {
    assert_eq!(easter(2026), on("2026-04-05"));
    assert_eq!(orthodox_easter(2024), on("2024-05-05"));
    let packs = Packs::shipped();
    let free = |state: &str, day: Date| !packs.calendar(state.parse().unwrap()).works(day);
    for year in 2024..=2030 {
        let (sunday, orthodox) = (easter(year), orthodox_easter(year));
        let friday = sunday - Duration::days(2);
        let monday = sunday + Duration::DAY;
        for state in "AU CA CZ DK EC EE FI DE LV NZ NO SK ES GB".split(' ') {
            assert!(free(state, friday), "Good Friday {friday} in {state}");
        }
        for state in "AU HR CZ DK FI FR DE LV NL NZ NO SK GB".split(' ') {
            assert!(free(state, monday), "Easter Monday {monday} in {state}");
        }
        let ascension = sunday + Duration::days(39);
        for state in "DK FI FR DE NL NO".split(' ') {
            assert!(free(state, ascension), "Ascension {ascension} in {state}");
        }
        for state in ["BG", "MK", "XK"] {
            assert!(free(state, orthodox + Duration::DAY), "Orthodox Easter {orthodox} in {state}");
        }
        for state in ["US", "KR", "JP"] {
            assert!(!free(state, friday), "Good Friday {friday} in {state}");
        }
    }
}

#[test]
fn days_of_the_states_are_those_that_everybody_knows() {
    let packs = Packs::shipped();
    let free = |state: &str, text: &str| !packs.calendar(state.parse().unwrap()).works(on(text));
    for year in 2024..=2030 {
        assert!(free("EE", &format!("{year}-02-24")), "Estonia's independence");
        assert!(free("KR", &format!("{year}-10-03")), "Korea's foundation");
        assert!(free("FR", &format!("{year}-07-14")), "Bastille day");
        assert!(free("JP", &format!("{year}-11-03")), "Culture day");
    }
    // A federal holiday on a Saturday is kept on the Friday, one on a Sunday on the Monday (5 U.S.C. 6103).
    assert!(free("US", "2026-07-03") && !free("US", "2026-07-06"));
    assert!(free("US", "2027-07-05") && free("US", "2027-12-31"));
    // The fourth Thursday of November, and the last Monday of May.
    assert!(free("US", "2026-11-26") && free("US", "2026-05-25"));
    // Danes gave Great Prayer Day up from 2024 on.
    assert!(!free("DK", "2024-04-26"));
    // Seoul's Chuseok of 2025, with the day that stands for its Sunday.
    for text in ["2025-10-06", "2025-10-07", "2025-10-08", "2025-10-09"] {
        assert!(free("KR", text), "{text}");
    }
    assert!(!free("KR", "2025-10-10"));
    // A Saturday that Latvia works for a bridge day.
    assert!(!free("LV", "2025-05-10") && free("LV", "2025-05-02"));
    let may_move = packs.calendar("XK".parse().unwrap());
    assert!(may_move.holiday(on("2026-05-27")).unwrap().estimated);
}

#[test]
fn state_without_a_calendar_has_weekends_and_covers_no_year() {
    let calendar = Packs::shipped().calendar("SE".parse().unwrap());
    assert!(!calendar.covers(2026));
    assert!(calendar.works(on("2026-12-25")) && !calendar.works(on("2026-12-26")));
}

#[test]
fn pack_replaces_one_state_whole_and_leaves_the_others() {
    let mut packs = Packs::shipped();
    let text = r#"{"pack":"calendar","name":"calendar-ee","edition":"2027","state":"EE","scope":"national",
        "source":"the State Gazette","from_year":2026,"to_year":2026,"weekend":["sunday"],
        "holidays":[{"day":"2026-02-25","name":"A day"}]}"#;
    assert_eq!(packs.replace(text).unwrap(), Replaced::Calendar("EE".parse().unwrap()));
    let calendar = packs.calendar("EE".parse().unwrap());
    assert!(calendar.works(on("2026-02-24")) && !calendar.works(on("2026-02-25")));
    assert!(calendar.works(on("2026-02-21")), "a Saturday");
    assert!(!calendar.covers(2027));
    let others = |packs: &Packs| packs.calendars().filter(|c| c.state().as_str() != "EE").count();
    assert_eq!(others(&packs), others(&Packs::shipped()));
}
