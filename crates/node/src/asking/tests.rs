//! Laws of searches through a running node: they find what is held, and say what is not found yet.

use std::time::Duration;

use chancery_ledger::log::Position;
use chancery_query::Facet;
use chancery_record::Record;
use chancery_record::vocabulary::Vocabularies;
use serde_json::{Value, json};
use tokio::sync::mpsc;

use crate::answer::{AskError, Asked, Barrier, IndexState, IndexStatus, Published, Searched};
use crate::config::Config;
use crate::data_dir::DataDir;
use crate::desk::Desk;
use crate::node::Node;
use crate::tests::ground::data_dir;

mod torn;

const EXAMPLE: &str = include_str!("../../../../docs/reference/example-threat-advisory.json");

/// Longer than any step takes on a busy machine; a test that fails waits so long, and no other does.
const PATIENCE: Duration = Duration::from_secs(60);

async fn start(dir: &DataDir) -> Node {
    let mut config = Config::load(&dir.config()).unwrap();
    config.network.listen = vec!["/ip4/127.0.0.1/udp/0/quic-v1".to_owned()];
    Node::start(dir, config).await.unwrap()
}

fn advisory(title: &str) -> Value {
    let mut json: Value = serde_json::from_str(EXAMPLE).unwrap();
    json["originator"]["authority"] = crate::exercise::EXERCISE_AUTHORITY.into();
    json["title"] = title.into();
    json
}

async fn publish(desk: &Desk, json: &Value) -> Published {
    let record = Record::from_json(&json.to_string(), Vocabularies::shipped()).unwrap();
    desk.publish(record, Barrier::Override).await.unwrap()
}

fn about(kind: &str, target: &Published, more: Value) -> Value {
    let example = advisory("");
    let mut json = json!({ "kind": kind, "target": { "id": target.id.to_string() } });
    for field in [
        "schema_version",
        "exercise",
        "title",
        "originator",
        "created_at",
        "handling",
        "attestations",
        "personal_data",
        "languages",
        "commitments",
    ] {
        json[field] = example[field].clone();
    }
    json["title"] = format!("A {kind}").into();
    more.as_object().unwrap().iter().for_each(|(name, value)| json[name] = value.clone());
    json
}

fn asked(query: &str) -> Asked {
    Asked { query: query.to_owned(), facets: Facet::ALL.to_vec(), limit: 20, ..Asked::default() }
}

fn titles(found: &Searched) -> Vec<&str> {
    found.hits.iter().map(|hit| hit.title.as_str()).collect()
}

/// Waits until the index has read everything.
async fn current(desk: &Desk) -> IndexStatus {
    let waiting = async {
        loop {
            let status = desk.index().await;
            if status.state == IndexState::Current {
                return status;
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    tokio::time::timeout(PATIENCE, waiting).await.expect("the index never caught up")
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_published_is_found_at_once_as_it_stands() {
    let (_root, dir) = data_dir();
    let node = start(&dir).await;
    let desk = node.desk();
    current(&desk).await;
    let first = publish(&desk, &advisory("Extraction of telephones")).await;
    let found = desk.search(asked("extraction")).await.unwrap();
    assert_eq!(titles(&found), ["Extraction of telephones"]);
    assert_eq!((found.total, found.hidden, found.behind), (1, 0, 0));
    assert_eq!(found.hits[0].snippets[0].found, "Extraction");
    assert_eq!(found.hits[0].held_by, 1);

    let replacement = advisory("Extraction of other telephones");
    let correction = about(
        "correction",
        &first,
        json!({
            "reason": "error",
            "explanation": "The title was wrong.",
            "changes": [{ "where": "$.title", "what": "The title." }],
            "replacement": replacement,
        }),
    );
    let second = publish(&desk, &correction).await;
    let found = desk.search(asked("extraction")).await.unwrap();
    assert_eq!(titles(&found), ["Extraction of other telephones"]);
    assert_eq!((found.total, found.hidden), (1, 1));
    assert_eq!((found.hits[0].id, found.hits[0].number), (second.id, 2));
    let found = desk.search(asked("extraction status:any sort:oldest")).await.unwrap();
    assert_eq!(found.total, 2);

    publish(
        &desk,
        &about("withdrawal", &first, json!({ "reason": "error", "explanation": "All of it." })),
    )
    .await;
    let found = desk.search(asked("title:extraction")).await.unwrap();
    assert_eq!((found.total, found.hidden), (0, 2));
    let found = desk.search(asked("status:withdrawn title:extraction")).await.unwrap();
    assert_eq!(found.total, 2);
    node.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_read_is_not_read_again_after_a_start() {
    let (_root, dir) = data_dir();
    let node = start(&dir).await;
    publish(&node.desk(), &advisory("First")).await;
    let before = current(&node.desk()).await;
    node.stop().await;
    let node = start(&dir).await;
    let after = current(&node.desk()).await;
    assert_eq!((after.index, after.flaw), (before.index, None));
    assert_eq!(desk_total(&node.desk(), "first").await, 1);
    node.stop().await;
}

async fn desk_total(desk: &Desk, query: &str) -> u64 {
    desk.search(asked(query)).await.unwrap().total
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_index_is_made_when_it_is_asked_for_and_progress_is_told() {
    let (_root, dir) = data_dir();
    let node = start(&dir).await;
    let desk = node.desk();
    for n in 0..3 {
        publish(&desk, &advisory(&format!("Number {n}"))).await;
    }
    let before = current(&desk).await;
    let (progress, mut told) = mpsc::channel(64);
    let status = desk.rebuild_index(progress).await;
    assert_eq!(status.state, IndexState::Current);
    assert_eq!((status.read, status.documents), (before.read, 3));
    assert_eq!(status.flaw, None, "nothing was wrong");
    while let Ok(told) = told.try_recv() {
        assert!(told.read <= told.held);
    }
    assert_eq!(desk_total(&desk, "number").await, 3);
    node.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_asked_is_refused() {
    let (_root, dir) = data_dir();
    let node = start(&dir).await;
    let desk = node.desk();
    publish(&desk, &advisory("One")).await;
    current(&desk).await;
    let refused = async |asked: Asked| desk.search(asked).await.unwrap_err();
    assert!(matches!(refused(asked("stat:EE")).await, AskError::Query(_)));
    let many = Asked { limit: 1_001, ..asked("one") };
    assert!(matches!(refused(many).await, AskError::Limit { max: 1_000, .. }));
    let no_id = Asked { after: Some("x".to_owned()), ..asked("one") };
    assert!(matches!(refused(no_id).await, AskError::After(_)));
    let gone = Asked { after: Some("00".repeat(32)), ..asked("one") };
    assert!(matches!(refused(gone).await, AskError::Gone(_)));
    node.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn hits_come_page_by_page() {
    let (_root, dir) = data_dir();
    let node = start(&dir).await;
    let desk = node.desk();
    for n in 0..5 {
        publish(&desk, &advisory(&format!("Number {n}"))).await;
    }
    let whole = desk.search(asked("number")).await.unwrap();
    assert_eq!((whole.total, whole.next), (5, None));
    let (mut paged, mut after) = (Vec::new(), None);
    loop {
        let page = desk.search(Asked { limit: 2, after, ..asked("number") }).await.unwrap();
        paged.extend(page.hits.iter().map(|hit| hit.id));
        after = page.next.map(|id| id.to_string());
        if after.is_none() {
            break;
        }
    }
    assert_eq!(paged, whole.hits.iter().map(|hit| hit.id).collect::<Vec<_>>());
    node.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_cut_takes_away_is_never_shown_as_in_force() {
    let (_root, dir) = data_dir();
    let node = start(&dir).await;
    let desk = node.desk();
    let published = publish(&desk, &advisory("Before the cut")).await;
    assert_eq!(desk_total(&desk, "cut").await, 1);
    let log = published.position.log;
    let first = Position { log, seq: 0 };
    let last = Some((0, desk.store.id_at(first).unwrap()));
    desk.store.close_logs([(log, last)]);
    let revoked = async {
        loop {
            match desk.search(asked("cut")).await {
                Ok(found) => assert_eq!(found.total, 0, "it does not stand"),
                Err(AskError::Marks) => {}
                Err(error) => panic!("{error:?}"),
            }
            if let Ok(found) = desk.search(asked("cut status:revoked")).await
                && found.behind == 0
            {
                return found;
            }
        }
    };
    let found = tokio::time::timeout(PATIENCE, revoked).await.expect("it is read again");
    assert_eq!((found.total, found.hits[0].status), (1, "revoked"));
    desk.store.close_logs([]);
    let stands = async || desk.search(asked("cut")).await.is_ok_and(|found| found.total == 1);
    let again = async { while !stands().await {} };
    tokio::time::timeout(PATIENCE, again).await.expect("it stands again");
    node.stop().await;
}
