//! Laws of the protected header.

use chancery_encoding::Digest;
use chancery_record::{Marking, StateCode};
use ciborium::Value;
use proptest::prelude::*;

use super::{Header, ISSUED_AT_MAX, NAME_BYTES_MAX};
use crate::log::{Id, POSITION_MAX};
use crate::statement::sign1::Sign1;
use crate::statement::{Issuer, StatementFlaw};
use crate::tests::cast::{first_record, founding};
use crate::tests::forge::Forge;

fn read(forge: &Forge) -> Result<Header, StatementFlaw> {
    Header::read(&Sign1::decode(&forge.bytes(), 4096).unwrap())
}

fn header() -> Header {
    first_record("EE").header().clone()
}

fn refusal(bent: impl FnOnce(&mut Header)) -> Option<&'static str> {
    let mut header = header();
    bent(&mut header);
    read(&Forge::statement(&header)).err().map(|flaw| flaw.name())
}

#[test]
fn unknown_labels_claims_and_keys_are_left_alone() {
    let newer = Forge::statement(&header())
        .with(&[260.into()], "https://elsewhere.example".into())
        .with(&["newer".into()], Value::Array(vec![1.into()]))
        .with(&[15.into(), 4.into()], 1.into())
        .with(&["chancery".into(), 99.into()], "newer".into());
    assert_eq!(read(&newer), Ok(header()));
    assert_ne!(newer.protected(), Forge::statement(&header()).protected());
}

#[test]
fn unknown_kind_and_media_type_are_read_as_they_are() {
    let mut newer = header();
    newer.kind = "capacity-request".into();
    newer.media_type = "application/vnd.chancery.sealed+cbor".into();
    assert_eq!(read(&Forge::statement(&newer)), Ok(newer));
}

#[test]
fn every_field_is_needed() {
    let paths: [&[Value]; 15] = [
        &[1.into()],
        &[4.into()],
        &[15.into()],
        &[15.into(), 1.into()],
        &[15.into(), 2.into()],
        &[15.into(), 6.into()],
        &[258.into()],
        &[259.into()],
        &["chancery".into()],
        &["chancery".into(), 1.into()],
        &["chancery".into(), 2.into()],
        &["chancery".into(), 3.into()],
        &["chancery".into(), 4.into()],
        &["chancery".into(), 5.into()],
        &["chancery".into(), 7.into()],
    ];
    for path in paths {
        let flaw = read(&Forge::statement(&header()).without(path)).unwrap_err();
        assert_eq!(flaw.name(), "header-field", "{path:?}");
        let flaw = read(&Forge::statement(&header()).with(path, Value::Bool(true))).unwrap_err();
        assert_eq!(flaw.name(), "header-field", "{path:?}");
    }
    let unmarked = Forge::statement(&header()).without(&["chancery".into(), 6.into()]);
    assert_eq!(read(&unmarked).unwrap_err().name(), "header-field");
}

#[test]
fn place_is_counted_to_its_bound_and_no_further() {
    assert_eq!(refusal(|header| header.epoch = POSITION_MAX), None);
    assert_eq!(refusal(|header| header.epoch = POSITION_MAX + 1), Some("position-range"));
    assert_eq!(refusal(|header| header.seq = POSITION_MAX - 1), None);
    assert_eq!(refusal(|header| header.seq = POSITION_MAX), Some("position-range"));
    assert_eq!(refusal(|header| header.seq = u64::MAX), Some("position-range"));
}

#[test]
fn predecessor_is_named_above_place_0_and_only_there() {
    assert_eq!(refusal(|header| header.prev = None), Some("prev-presence"));
    assert_eq!(refusal(|header| header.seq = 0), Some("prev-presence"));
    assert_eq!(refusal(|header| (header.seq, header.prev) = (0, None)), None);
}

#[test]
fn time_is_one_that_can_be_shown() {
    for (time, flaw) in [
        (0, None),
        (ISSUED_AT_MAX, None),
        (-1, Some("issued-at")),
        (ISSUED_AT_MAX + 1, Some("issued-at")),
        (i64::MIN, Some("issued-at")),
    ] {
        assert_eq!(refusal(|header| header.issued_at = time), flaw, "{time}");
    }
}

#[test]
fn names_are_plain_and_short() {
    let longest = "x".repeat(NAME_BYTES_MAX);
    assert_eq!(refusal(|header| header.kind = longest.clone()), None);
    for bad in ["", "two words", "ka\u{308}se", "line\nbreak", "\u{202e}", &format!("{longest}x")] {
        assert_eq!(refusal(|header| header.kind = bad.into()), Some("name"), "{bad:?}");
        assert_eq!(refusal(|header| header.media_type = bad.into()), Some("name"), "{bad:?}");
        let reference = format!("EE-{bad}é");
        assert_eq!(refusal(|header| header.reference = reference), Some("name"), "{bad:?}");
    }
}

#[test]
fn reference_of_another_state_is_refused() {
    for reference in ["KR-2026-0001", "EE", "EE2026", "ee-2026-0001", "-EE-1"] {
        let found = refusal(|header| header.reference = reference.into());
        assert_eq!(found, Some("reference-of-another"), "{reference}");
    }
}

#[test]
fn certificate_is_one_by_kind_and_by_media_type_or_not_at_all() {
    let founding = founding("EE").header().clone();
    assert!(founding.is_certificate());
    let kind = founding.kind.clone();
    assert_eq!(refusal(|header| header.kind = kind), Some("kind-and-media-type"));
    let media_type = founding.media_type.clone();
    let found = refusal(|header| header.media_type = media_type);
    assert_eq!(found, Some("kind-and-media-type"));
}

#[test]
fn issuer_has_one_spelling() {
    let read = |text: &str| {
        let forge = Forge::statement(&header()).with(&[15.into(), 1.into()], text.into());
        read(&forge).map(|header| header.issuer.to_string())
    };
    let longest = format!("EE/{}", "x".repeat(63));
    for good in ["EE/foreign-trade", "EE/a.b-1", longest.as_str()] {
        assert_eq!(read(good).unwrap(), good);
    }
    let longer = format!("{longest}x");
    for bad in [
        "",
        "EE",
        "EE/",
        "/foreign-trade",
        "ee/foreign-trade",
        "ZZ/foreign-trade",
        "EE/Foreign",
        "EE/foreign trade",
        "EE/foreign/trade",
        "EE/-",
        "EE/.",
        "EE/é",
        " EE/a",
        &longer,
    ] {
        assert_eq!(read(bad), Err(StatementFlaw::Issuer), "{bad:?}");
    }
}

fn any_header() -> impl Strategy<Value = Header> {
    let states: Vec<StateCode> = StateCode::all().collect();
    let names = ("[a-z0-9][a-z0-9.-]{0,62}", "[!-~]{1,125}", "[!-~]{1,128}", "[!-~]{1,128}");
    let place = (0..=POSITION_MAX, 0..POSITION_MAX, any::<[u8; 32]>());
    let rest = (any::<[[u8; 32]; 3]>(), 0..=ISSUED_AT_MAX, 0..=262_144_u64);
    let markings = proptest::sample::select(&Marking::ALL[..]);
    (proptest::sample::select(states), names, place, rest, markings).prop_map(
        |(
            state,
            names,
            (epoch, seq, prev),
            ([key, roster, digest], issued_at, length),
            marking,
        )| {
            Header {
                key,
                issuer: Issuer::new(state, names.0).unwrap(),
                reference: format!("{state}-{}", names.1),
                issued_at,
                epoch,
                seq,
                prev: (seq > 0).then(|| Id::from_bytes(prev)),
                roster: Digest::from_bytes(roster),
                kind: names.2,
                marking,
                body_length: length,
                body_digest: Digest::from_bytes(digest),
                media_type: names.3,
                release: None,
            }
        },
    )
}

proptest! {
    #[test]
    fn what_is_written_reads_back(header in any_header()) {
        prop_assert_eq!(read(&Forge::statement(&header)), Ok(header));
    }
}
