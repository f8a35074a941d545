//! Screenings of a running node: what stands, what does not stand any more, lists, items, ways.

use chancery_interop::Format;
use chancery_record::Record;
use chancery_record::vocabulary::Vocabularies;
use chancery_screening::{Application, Card, Goods, GoodsCode, Leg, Name, NameKind, Participant};
use serde_json::{Value, json};
use std::time::Duration;

use super::*;
use crate::answer::{
    Barrier, Hit, HitSource, ListRole, Loading, Published, RecordSource, Screening, SubjectKind,
};
use crate::config::Config;
use crate::desk::Desk;
use crate::exercise;
use crate::node::Node;
use crate::tests::ground::data_dir;

/// Longer than any step takes on a busy machine.
const PATIENCE: Duration = Duration::from_secs(60);

const EXAMPLE: &str = include_str!("../../../../docs/reference/example-threat-advisory.json");
const WITHDRAWAL: &str = include_str!("../../../record/examples/withdrawal.json");

async fn start() -> (tempfile::TempDir, Node) {
    let (root, dir) = data_dir();
    let mut config = Config::load(&dir.config()).unwrap();
    config.network.listen = vec!["/ip4/127.0.0.1/udp/0/quic-v1".to_owned()];
    let node = Node::start(&dir, config).await.unwrap();
    (root, node)
}

async fn publish(desk: &Desk, mut fields: Value) -> Published {
    fields["originator"]["state"] = "EE".into();
    fields["originator"]["authority"] = exercise::EXERCISE_AUTHORITY.into();
    let record = Record::from_json(&fields.to_string(), Vocabularies::shipped()).unwrap();
    desk.publish(record, Barrier::Override).await.unwrap()
}

/// An advisory about a party, an item and a way.
fn advisory(party: &str) -> Value {
    let mut json: Value = serde_json::from_str(EXAMPLE).unwrap();
    json["parties"] = json!([{
        "key": "p1", "schema": "Company", "roles": ["vendor"], "statement": "It sells.",
        "names": [{ "value": party, "kind": "legal" }],
    }]);
    json["items"] = json!([{
        "key": "i1", "tech_category": "mobile-interception-identifiers", "product_names": ["Night Owl"],
        "control_refs": [{
            "list": "eu-annex-i", "edition": "2025/2003", "code": "5A001.f.2",
            "relation": "may-meet", "basis": "originator-inference",
        }],
    }]);
    json["routes"] = json!([{ "legs": [
        { "country": "FI", "role": "origin" },
        { "country": "AE", "role": "diversion-point" },
        { "country": "SY", "role": "actual-destination" },
    ] }]);
    json["destinations"] = json!(["SY"]);
    json
}

/// Waits until the indexer has read everything.
async fn indexed(desk: &Desk) {
    let waiting = async {
        while screened(desk, named("Nobody")).await.index.behind > 0 {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    tokio::time::timeout(PATIENCE, waiting).await.expect("the index does not follow");
}

fn named(name: &str) -> Application {
    let name = Name { value: name.to_owned(), kind: NameKind::Legal };
    let card = Card { names: vec![name], ..Card::default() };
    let roles = vec!["end-user".to_owned()];
    Application { parties: vec![Participant { roles, card }], ..Application::default() }
}

async fn screened(desk: &Desk, application: Application) -> Screening {
    desk.screen(application, Depth::Threshold).await.unwrap()
}

fn record(hit: &Hit) -> &RecordSource {
    match &hit.source {
        HitSource::Record(record) => record,
        HitSource::List(list) => panic!("an entry of {}", list.list),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_party_is_found_in_the_exact_version_with_reasons_and_how_it_stands() {
    let (_root, node) = start().await;
    let desk = node.desk();
    let published = publish(&desk, advisory("Borealis Interception OÜ")).await;
    indexed(&desk).await;
    let screening = screened(&desk, named("BOREALIS INTERCEPTION Ltd")).await;
    let hit = &screening.hits[0];
    let found = record(hit);
    assert_eq!(
        (&found.reference, &found.version),
        (&published.reference, &published.id.to_string())
    );
    assert_eq!((found.number, found.standing.as_str(), found.exercise), (1, "in-force", true));
    assert_eq!(
        (found.party.as_deref(), found.roles.as_slice()),
        (Some("p1"), &["vendor".to_owned()][..])
    );
    assert!(hit.score >= screening.settings.threshold && !hit.reasons.is_empty());
    assert!(!found.grades.is_empty());
    assert!(screened(&desk, named("Something Else Entirely")).await.hits.is_empty());
    node.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_withdrawn_is_told_apart() {
    let (_root, node) = start().await;
    let desk = node.desk();
    let published = publish(&desk, advisory("Borealis Interception OÜ")).await;
    let mut withdrawal: Value = serde_json::from_str(WITHDRAWAL).unwrap();
    withdrawal["target"] =
        json!({ "id": published.id.to_string(), "reference": published.reference });
    withdrawal.as_object_mut().unwrap().remove("parts");
    withdrawal["exercise"] = json!(true);
    publish(&desk, withdrawal).await;
    indexed(&desk).await;
    let screening = screened(&desk, named("Borealis Interception")).await;
    assert!(screening.hits.is_empty());
    assert_eq!(record(&screening.past[0]).standing, "withdrawn");
    node.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_is_asked_from_its_loading_to_its_removal() {
    let (_root, node) = start().await;
    let desk = node.desk();
    let loading = Loading {
        list: "vendors".to_owned(),
        format: Format::Galaxy,
        mapping: None,
        role: None,
        file: "vendors.json".to_owned(),
    };
    let text = |name: &str| format!(r#"{{"values": [{{"value": "{name}", "uuid": "u-1"}}]}}"#);
    let first =
        desk.load_list(loading.clone(), text("Wintego Systems").into_bytes()).await.unwrap();
    let screening = screened(&desk, named("Wintego Systems Ltd")).await;
    let HitSource::List(list) = &screening.hits[0].source else { panic!("no entry of a list") };
    assert_eq!((list.role, list.entry.as_str(), list.number), (ListRole::Reference, "u-1", 1));
    assert_eq!(list.version, first.version.version);
    assert_eq!(screening.lists[0].version, first.version.version);
    desk.load_list(loading, text("Other Name").into_bytes()).await.unwrap();
    let screening = screened(&desk, named("Wintego Systems Ltd")).await;
    assert!(screening.hits.is_empty(), "the new version does not have it");
    assert_eq!(screening.lists[0].number, 2);
    desk.remove_list("vendors".to_owned()).await.unwrap();
    assert!(screened(&desk, named("Other Name")).await.lists.is_empty());
    node.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_code_is_found_above_below_and_in_another_list_with_its_destination() {
    let (_root, node) = start().await;
    let desk = node.desk();
    publish(&desk, advisory("Borealis Interception OÜ")).await;
    indexed(&desk).await;
    let ask = |list: &str, code: &str, destination: Option<&str>| {
        let code = GoodsCode { list: list.to_owned(), edition: None, code: code.to_owned() };
        Application {
            destination: destination.map(str::to_owned),
            items: vec![Goods { codes: vec![code], ..Goods::default() }],
            ..Application::default()
        }
    };
    let hits = async |application| {
        let screening = screened(&desk, application).await;
        screening.hits.iter().map(|hit| (hit.subject.what, hit.score)).collect::<Vec<_>>()
    };
    assert_eq!(hits(ask("eu-annex-i", "5A001.f.2", Some("SY"))).await, [(SubjectKind::Item, 870)]);
    assert_eq!(hits(ask("eu-annex-i", "5A001.f", Some("SY"))).await, [(SubjectKind::Item, 850)]);
    assert_eq!(hits(ask("", "5A001.f.2", None)).await, [(SubjectKind::Item, 720)]);
    assert_eq!(hits(ask("wassenaar", "5.A.1.f.2", Some("SY"))).await, [(SubjectKind::Item, 850)]);
    assert!(
        hits(ask("eu-annex-i", "5A001.f.2", Some("NO"))).await.is_empty(),
        "another destination"
    );
    assert!(hits(ask("eu-annex-i", "5A001.j", Some("SY"))).await.is_empty());
    let all = desk.screen(ask("eu-annex-i", "5A001.f.2", Some("NO")), Depth::All).await.unwrap();
    assert_eq!((all.weak.len(), all.below), (1, 1));
    let odd = screened(&desk, ask("eu-annex-i", "banana", None)).await;
    assert_eq!(odd.not_asked[0].what, "eu-annex-i banana");
    node.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_country_on_the_way_is_found_where_things_were_turned_aside() {
    let (_root, node) = start().await;
    let desk = node.desk();
    publish(&desk, advisory("Borealis Interception OÜ")).await;
    indexed(&desk).await;
    let way = |countries: &[&str]| {
        let leg = |country: &&str| Leg { country: (*country).to_owned(), place: None };
        Application { route: countries.iter().map(leg).collect(), ..Application::default() }
    };
    let screening = screened(&desk, way(&["AE", "SY"])).await;
    assert_eq!((screening.hits[0].subject.text.as_str(), screening.hits[0].score), ("AE", 850));
    assert!(screened(&desk, way(&["NO", "SY"])).await.hits.is_empty());
    node.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_loaded_and_read_is_there_after_a_restart_and_without_the_index() {
    let (_root, dir) = data_dir();
    let mut config = Config::load(&dir.config()).unwrap();
    config.network.listen = vec!["/ip4/127.0.0.1/udp/0/quic-v1".to_owned()];
    let node = Node::start(&dir, config.clone()).await.unwrap();
    publish(&node.desk(), advisory("Borealis Interception OÜ")).await;
    let loading = Loading {
        list: "vendors".to_owned(),
        format: Format::Galaxy,
        mapping: None,
        role: None,
        file: "vendors.json".to_owned(),
    };
    let text = r#"{"values": [{"value": "Borealis Interception", "uuid": "u-1"}]}"#;
    node.desk().load_list(loading, text.into()).await.unwrap();
    node.stop().await;
    for torn in [false, true] {
        if torn {
            std::fs::remove_dir_all(dir.search()).unwrap();
        }
        let node = Node::start(&dir, config.clone()).await.unwrap();
        let desk = node.desk();
        let waiting = async {
            loop {
                let screening = screened(&desk, named("Borealis Interception")).await;
                if screening.hits.len() == 2 && screening.index.behind == 0 {
                    return screening;
                }
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
        };
        let screening =
            tokio::time::timeout(PATIENCE, waiting).await.expect("the index does not follow");
        assert_eq!(screening.lists.len(), 1);
        node.stop().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_asked_is_refused_or_said() {
    let (_root, node) = start().await;
    let desk = node.desk();
    let marks = format!("a{}", "\u{301}".repeat(10_000));
    let refused = desk.screen(named(&marks), Depth::Threshold).await.unwrap_err();
    assert_eq!(refused.name(), "application-too-long");
    let many = desk.screen_all(vec![named("x"); 65], Depth::Threshold).await.unwrap_err();
    assert_eq!(many.name(), "screening-too-many");
    let empty = Participant::default();
    let nobody = Application { parties: vec![empty], ..Application::default() };
    assert_eq!(screened(&desk, nobody).await.not_asked[0].what, "party 1");
    node.stop().await;
}

#[test]
fn a_code_is_cut_at_its_dots() {
    let cut: Vec<&str> = appearances::prefixes("5A001.f.2").collect();
    assert_eq!(cut, ["5A001", "5A001.f", "5A001.f.2"]);
}
