//! Laws of documents: what a thread gives to be searched.

use chancery_encoding::Digest;
use chancery_record::{Kind, Record, vocabulary::Vocabularies};
use chancery_thread::{Issuer, Order, Place, Said, Statements, Thread};
use serde_json::{Value, json};

use super::{Document, Heard, Log};
use crate::ask::{Exact, Within};

fn example(kind: Kind) -> Value {
    serde_json::from_str(kind.example()).expect("an example is JSON")
}

fn said(seq: u64, json: &Value) -> Said {
    let record = Record::from_json(&json.to_string(), Vocabularies::shipped());
    let record = record.unwrap_or_else(|flaws| panic!("{flaws:?}"));
    Said {
        id: id(seq),
        issuer: Issuer {
            state: record.state().expect("a state"),
            authority: record.authority().expect("an authority").to_owned(),
        },
        order: Order { epoch: 1, seq, key: [7; 32] },
        issued_at: 1_700_000_000 + i64::try_from(seq).expect("small") * 86_400,
        reference: format!("{}-2026-{:04}", record.state().expect("a state"), seq + 1),
        record,
        place: Place::Stands,
    }
}

fn id(seq: u64) -> Digest {
    Digest::of(&seq.to_be_bytes())
}

fn documents(said: &[Said]) -> Vec<Document> {
    let thread = Thread::of(&Statements::new(said), &said[0].id).expect("it is held");
    Document::of(&thread, |id| {
        let place = said.iter().find(|one| one.id == *id)?.order;
        Some((Log { key: place.key, epoch: place.epoch }, place.seq))
    })
}

fn withdrawal(seq: u64, root: &Said, parts: Option<Value>) -> Said {
    let mut json = example(Kind::Withdrawal);
    json["originator"] =
        json!({ "state": root.issuer.state.as_str(), "authority": root.issuer.authority });
    json["target"] = json!({ "id": root.id.to_string(), "reference": root.reference });
    json["exercise"] = json!(root.record.exercise());
    match parts {
        Some(parts) => json["parts"] = parts,
        None => {
            json.as_object_mut().expect("a map").remove("parts");
        }
    }
    said(seq, &json)
}

fn correction(seq: u64, root: &Said, replacement: Value) -> Said {
    let mut json = example(Kind::Correction);
    json["originator"] = replacement["originator"].clone();
    json["target"] = json!({ "id": root.id.to_string(), "reference": root.reference });
    json["exercise"] = replacement["exercise"].clone();
    json["handling"] = replacement["handling"].clone();
    json["replacement"] = replacement;
    said(seq, &json)
}

#[test]
fn every_kind_gives_a_document_with_its_title_and_text() {
    for kind in Kind::ALL {
        let mut json = example(kind);
        // What changes another record has no document of its own while that is held; here it is not.
        json["title"] = json!("Zanzibar");
        if kind == Kind::Translation || kind == Kind::DenialReview {
            continue;
        }
        let all = documents(&[said(0, &json)]);
        let [document] = &all[..] else { panic!("{kind} gives {} documents", all.len()) };
        assert_eq!(document.kind, kind.as_str());
        assert_eq!(document.title, "Zanzibar", "{kind}");
        if kind != Kind::Acknowledgement && kind != Kind::Withdrawal {
            assert!(!document.texts.is_empty(), "{kind} has no text");
        }
        assert!(document.texts.iter().all(|text| !text.text.contains("TLP:")), "{kind}");
    }
}

#[test]
fn a_correction_gives_two_versions_of_one_record() {
    let first = example(Kind::ThreatAdvisory);
    let mut second = first.clone();
    second["summary"] = json!("Quite another summary.");
    let root = said(0, &first);
    let all = documents(&[root.clone(), correction(1, &root, second)]);
    let heard: Vec<(u32, Heard)> = all.iter().map(|one| (one.number, one.heard)).collect();
    assert_eq!(heard, [(1, Heard::Corrected), (2, Heard::InForce)]);
    assert!(all.iter().all(|one| one.root == root.id && one.reference == root.reference));
    assert_eq!((all[1].version, all[1].seq), (id(1), 1));
    assert_ne!(all[0].cited, all[1].cited);
    assert_eq!(all[1].texts[0].text, "Quite another summary.");
}

#[test]
fn a_withdrawal_of_the_whole_leaves_its_text_withdrawn() {
    let root = said(0, &example(Kind::ThreatAdvisory));
    let all = documents(&[root.clone(), withdrawal(1, &root, None)]);
    assert_eq!(all.len(), 1);
    assert_eq!(all[0].heard, Heard::Withdrawn);
    assert!(!all[0].parties.is_empty());
}

#[test]
fn withdrawn_parts_are_in_no_text_and_withdrawn_parties_are_marked() {
    let mut json = example(Kind::ThreatAdvisory);
    let mut party = json["parties"][0].clone();
    party["key"] = json!("gone");
    party["names"] = json!([{ "value": "Xylophone Systems", "kind": "legal" }]);
    party["statement"] = json!("Xylophones everywhere.");
    party.as_object_mut().expect("a map").remove("identifiers");
    json["parties"].as_array_mut().expect("a list").push(party);
    let root = said(0, &json);
    let parts = json!({ "parties": ["gone"] });
    let all = documents(&[root.clone(), withdrawal(1, &root, Some(parts))]);
    let document = &all[0];
    assert_eq!(document.heard, Heard::InForce);
    assert!(document.marks.contains(&"partly-withdrawn"));
    let has = |within| document.texts_within(within).iter().any(|text| text.contains("Xylophone"));
    assert!(has(Within::WithdrawnParty));
    assert!(!has(Within::Party) && !has(Within::Anywhere) && !has(Within::Text));
}

#[test]
fn a_version_that_was_replaced_is_withdrawn_with_its_record() {
    let first = example(Kind::ThreatAdvisory);
    let root = said(0, &first);
    let mut second = first.clone();
    second["summary"] = json!("Quite another summary.");
    let all = [root.clone(), correction(1, &root, second), withdrawal(2, &root, None)];
    let heard: Vec<Heard> = documents(&all).iter().map(|one| one.heard).collect();
    assert_eq!(heard, [Heard::Withdrawn, Heard::Withdrawn]);
}

#[test]
fn each_version_has_its_own_last_day_and_the_current_one_that_of_its_renewals() {
    let mut first = example(Kind::ThreatAdvisory);
    first["valid_from"] = json!("2026-01-01");
    first["valid_until"] = json!("2027-01-31");
    let root = said(0, &first);
    let mut second = first.clone();
    second["valid_until"] = json!("2027-02-28");
    let correction = correction(1, &root, second);
    let mut renewal = example(Kind::Renewal);
    renewal["originator"] = first["originator"].clone();
    renewal["target"] = json!({ "id": root.id.to_string(), "reference": root.reference });
    renewal["exercise"] = first["exercise"].clone();
    renewal["valid_until"] = json!("2027-03-31");
    let until = |all: &[Said]| -> Vec<String> {
        let all = documents(all);
        all.iter().map(|one| one.valid_until.expect("a day").to_string()).collect()
    };
    assert_eq!(until(&[root.clone(), correction.clone()]), ["2027-01-31", "2027-02-28"]);
    let all = [root, correction, said(2, &renewal)];
    assert_eq!(until(&all), ["2027-01-31", "2027-03-31"]);
    assert!(documents(&all)[1].marks.contains(&"renewed"));
}

#[test]
fn a_route_ends_where_it_goes_and_where_it_was_said_to() {
    let mut json = example(Kind::ThreatAdvisory);
    json["destinations"] = json!(["EG"]);
    json["routes"] = json!([{ "legs": [
        { "country": "CA", "role": "origin" },
        { "country": "AE", "role": "stated-destination" },
        { "country": "TR", "role": "transit" },
        { "country": "BY", "role": "transhipment" },
    ] }]);
    let document = &documents(&[said(0, &json)])[0];
    assert_eq!(document.destinations, ["EG", "AE", "BY"]);
}

#[test]
fn a_denial_names_the_rights_for_which_it_was_made() {
    let mut json = example(Kind::DenialNotice);
    json.as_object_mut().expect("a map").remove("human_rights_concerns");
    json["grounds"] = json!([{ "criterion": "human-rights", "rights": ["privacy", "life"] }]);
    assert_eq!(documents(&[said(0, &json)])[0].rights, ["privacy", "life"]);
}

#[test]
fn a_question_is_about_the_goods_and_parties_of_its_transaction() {
    let mut json = example(Kind::ConsultationRequest);
    let denial = example(Kind::DenialNotice);
    json["transaction"] = json!({
        "items": denial["items"], "parties": denial["parties"], "destination": denial["destination"],
    });
    let (asked, denied) = (&documents(&[said(0, &json)])[0], &documents(&[said(0, &denial)])[0]);
    assert!(!denied.parties.is_empty() && !denied.codes.is_empty());
    assert_eq!(asked.parties, denied.parties);
    assert_eq!(asked.codes, denied.codes);
    assert!(asked.destinations.contains(&denied.destinations[0]));
}

#[test]
fn items_give_codes_with_all_above_them() {
    let document = &documents(&[said(0, &example(Kind::DenialNotice))])[0];
    assert!(!document.codes.is_empty());
    let under = document.values(Exact::Under);
    for code in &document.codes {
        let top = code.code.split('.').next().expect("a first part").to_lowercase();
        if !code.list.starts_with("wassenaar") {
            assert!(under.contains(&format!("{}/{top}", code.list)), "{under:?}");
            assert!(under.contains(&top), "{under:?}");
        }
    }
}
#[test]
fn what_people_wrote_is_text_and_how_it_is_graded_is_not() {
    let document = &documents(&[said(0, &example(Kind::ThreatAdvisory))])[0];
    let texts: Vec<&str> = document.texts.iter().map(|text| text.text.as_str()).collect();
    let has = |part: &str| texts.iter().any(|text| text.contains(part));
    // The summary, a claim, why a party stands there, a source, a category, a group.
    for part in [
        "EXERCISE. Written",
        "injected through such equipment",
        "according to the listing",
        "Citizen Lab",
        "network-filtering",
        "general-population",
    ] {
        assert!(has(part), "{part:?} in {texts:#?}");
    }
    for word in ["high", "A", "Company", "vendor", "add", "open", "agencies", "en", "17", "US"] {
        assert!(!texts.contains(&word), "{word:?} in {texts:#?}");
    }
}

#[test]
fn a_kind_of_tomorrow_is_read_as_well() {
    let mut one = said(0, &example(Kind::Sighting));
    let today = documents(&[one.clone()]).remove(0);
    let mut body = one.record.to_body([0; 16]);
    let at = body.windows(12).position(|it| it.ends_with(b"sighting") && it.starts_with(b"ind"));
    let at = at.expect("the kind stands behind its name") + 4;
    body[at..at + 8].copy_from_slice(b"sightinx");
    one.record = Record::from_body(&body).expect("a record");
    let tomorrow = documents(&[one]).remove(0);
    assert_eq!(tomorrow.kind, "sightinx");
    assert_eq!(Document { kind: today.kind.clone(), ..tomorrow }, today);
}
