//! Laws of skeletons.

use super::*;
use crate::vocabulary::Vocabularies;
use crate::{Kind, Record};

#[test]
fn every_kind_has_a_skeleton_with_its_required_fields_and_no_more() {
    for kind in Kind::ALL {
        let skeleton = skeleton(kind.as_str()).unwrap();
        assert_eq!(skeleton["kind"], json!(kind.as_str()));
        let wrong = Record::from_json(&skeleton.to_string(), Vocabularies::shipped()).unwrap_err();
        let missing = wrong.iter().find(|violation| violation.wrong == "is missing");
        assert!(missing.is_none(), "{kind}: {missing:?}");
    }
}

#[test]
fn skeleton_declares_nothing() {
    let skeleton = skeleton("threat-advisory").unwrap();
    let attested = skeleton["attestations"].as_object().unwrap();
    assert!(!attested.is_empty() && attested.values().all(|value| *value == json!(false)));
    assert_eq!(skeleton["personal_data"]["present"], Value::Null);
    assert_eq!(skeleton["schema_version"], json!(1));
}

#[test]
fn unknown_kind_has_none() {
    assert_eq!(skeleton("newer-kind"), None);
}
