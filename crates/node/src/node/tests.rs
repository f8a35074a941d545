//! Laws of a running node: real networks on loopback, real stores.

use std::path::Path;

use chancery_record::vocabulary::Vocabularies;
use chancery_record::{Record, StateCode};

use super::*;
use crate::answer::{Arrival, Barrier, Filter, Standing};
use crate::data_dir::{Founding, init};
use crate::exercise::create_network;
use crate::publishing::PublishError;
use crate::reading::ReadError;

/// Longer than any step takes on a busy machine; a test that fails waits so long, and no other does.
const PATIENCE: Duration = Duration::from_secs(60);

/// A network of EE, KR and NO on disk.
struct Ground(tempfile::TempDir);

impl Ground {
    fn new() -> Ground {
        let root = tempfile::tempdir().unwrap();
        let states: Vec<StateCode> =
            ["EE", "KR", "NO"].iter().map(|state| state.parse().unwrap()).collect();
        create_network("test", &states, &root.path().join("network"), None, 1_700_000_000).unwrap();
        Ground(root)
    }

    fn path(&self) -> &Path {
        self.0.path()
    }

    fn dir(&self, state: &str, peers: &[String]) -> DataDir {
        let network = self.path().join("network");
        let founding = Founding {
            genesis: &network.join("genesis.cbor"),
            identity: &network.join(state),
            listen: &["/ip4/127.0.0.1/udp/0/quic-v1".to_owned()],
            peers,
            acts: &[],
            passphrase: None,
        };
        init(&self.path().join(state), founding).unwrap().dir
    }
}

async fn start(dir: &DataDir) -> Node {
    let mut config = Config::load(&dir.config()).unwrap();
    config.network.catch_up_ms = 500;
    Node::start(dir, config).await.unwrap()
}

/// An exercise advisory of a state, as small as the rules allow.
fn advisory(state: &str, title: &str) -> Record {
    let mut json: serde_json::Value = serde_json::from_str(EXAMPLE).unwrap();
    json["originator"]["state"] = state.into();
    json["originator"]["authority"] = crate::exercise::EXERCISE_AUTHORITY.into();
    json["title"] = title.into();
    Record::from_json(&json.to_string(), Vocabularies::shipped()).unwrap()
}

const EXAMPLE: &str = include_str!("../../../../docs/reference/example-threat-advisory.json");

/// Asks until the answer is there.
async fn until<T>(mut ask: impl AsyncFnMut() -> Option<T>) -> T {
    let asking = async {
        loop {
            if let Some(answer) = ask().await {
                return answer;
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    tokio::time::timeout(PATIENCE, asking).await.expect("it never came")
}

#[tokio::test(flavor = "multi_thread")]
async fn a_published_record_is_found_and_verified_at_another_node() {
    let ground = Ground::new();
    let first = start(&ground.dir("EE", &[])).await;
    let second = start(&ground.dir("KR", &[first.listening()[0].clone()])).await;
    let mut arrivals = second.desk().arrivals();
    let record = advisory("EE", "first");
    let published = first.desk().publish(record.clone(), Barrier::Await).await.unwrap();
    assert!(published.reference.starts_with("EE-") && published.reference.ends_with("-0001"));
    assert_eq!(published.position.seq, 1, "the certificate stands at 0");

    let arrival = tokio::time::timeout(PATIENCE, arrivals.next()).await.unwrap();
    let Some(Arrival::Record(summary)) = arrival else { panic!("{arrival:?}") };
    assert_eq!(summary.id, published.id);
    let desk = second.desk();
    let found = desk.find(&published.reference).await.unwrap();
    assert_eq!(found.record.unwrap().to_json(), record.to_json());
    let checks = desk.verify(&published.reference).await.unwrap();
    assert!(checks.iter().all(|check| check.ok), "{checks:?}");
    until(async || {
        let held = desk.find(&published.reference).await.unwrap().summary.reported_by;
        (held == ["EE", "KR"]).then_some(())
    })
    .await;
    first.stop().await;
    second.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_correction_and_a_withdrawal_are_seen_and_only_their_originator_makes_them() {
    let ground = Ground::new();
    let first = start(&ground.dir("EE", &[])).await;
    let second = start(&ground.dir("KR", &[first.listening()[0].clone()])).await;
    let desk = first.desk();
    let published = desk.publish(advisory("EE", "first"), Barrier::Await).await.unwrap();
    until(async || second.desk().find(&published.reference).await.ok()).await;

    let correction = |state: &str| {
        let replacement = advisory(state, "corrected").to_json();
        let mut json = replacement.clone();
        for part in [
            "summary",
            "priority",
            "tech_categories",
            "parties",
            "items",
            "routes",
            "human_rights_concerns",
            "assessment",
            "sources",
            "actions",
            "risk_indicators",
        ] {
            json.as_object_mut().unwrap().remove(part);
        }
        json["kind"] = "correction".into();
        json["target"] = serde_json::json!({ "id": published.id.to_string() });
        json["reason"] = "error".into();
        json["explanation"] = "A name was misspelt.".into();
        json["changes"] = serde_json::json!([{ "where": "$.title", "what": "The title." }]);
        json["replacement"] = replacement;
        json
    };
    let of_another =
        Record::from_json(&correction("KR").to_string(), Vocabularies::shipped()).unwrap();
    let refused = second.desk().publish(of_another, Barrier::Await).await.unwrap_err();
    assert!(matches!(refused, PublishError::TargetOfAnother { .. }), "{refused:?}");
    let corrected =
        Record::from_json(&correction("EE").to_string(), Vocabularies::shipped()).unwrap();
    let corrected = desk.publish(corrected, Barrier::Await).await.unwrap();
    let standing = until(async || {
        let found = second.desk().find(&published.reference).await.unwrap();
        (found.summary.standing != Standing::InForce).then_some(found.summary.standing)
    })
    .await;
    assert_eq!(standing, Standing::Corrected(corrected.reference));
    first.stop().await;
    second.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_signed_before_a_peer_has_shown_the_own_frontier() {
    let ground = Ground::new();
    let alone = start(&ground.dir("EE", &[])).await;
    let status = alone.desk().status().await.unwrap();
    assert!(status.signing_blocked.is_some());
    let refused = alone.desk().publish(advisory("EE", "first"), Barrier::Await).await.unwrap_err();
    assert!(matches!(refused, PublishError::Blocked(_)), "{refused:?}");
    assert!(refused.hint().contains("--override-own-frontier"));
    alone.desk().publish(advisory("EE", "first"), Barrier::Override).await.unwrap();
    alone.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_restored_copy_learns_its_own_log_and_does_not_fork_it() {
    let ground = Ground::new();
    let dir = ground.dir("EE", &[]);
    let first = start(&dir).await;
    let second_dir = ground.dir("KR", &[first.listening()[0].clone()]);
    let second = start(&second_dir).await;
    first.desk().publish(advisory("EE", "one"), Barrier::Await).await.unwrap();
    first.stop().await;
    let copy = ground.path().join("copy");
    copy_dir(dir.path(), &copy);
    // The port is new each time, so the second node is told by being started again.
    let first = start(&dir).await;
    second.stop().await;
    point(&second_dir, &first);
    let second = start(&second_dir).await;
    for title in ["two", "three"] {
        first.desk().publish(advisory("EE", title), Barrier::Await).await.unwrap();
    }
    until(async || second.desk().find("EE").await.err().and(third(&second).await)).await;
    first.stop().await;
    second.stop().await;

    let restored = start(&DataDir::open(&copy).unwrap()).await;
    point(&second_dir, &restored);
    let second = start(&second_dir).await;
    let next = restored.desk().publish(advisory("EE", "four"), Barrier::Await).await.unwrap();
    assert_eq!(next.position.seq, 4, "after one, two and three");
    assert_eq!(restored.desk().status().await.unwrap().own_adopted, 2);
    let found = until(async || second.desk().find(&next.reference).await.ok()).await;
    assert_eq!(found.summary.standing, Standing::InForce);
    restored.stop().await;
    second.stop().await;
}

async fn third(node: &Node) -> Option<()> {
    let filter = Filter { limit: 10, ..Filter::default() };
    (node.desk().list(filter).await.unwrap().records.len() == 3).then_some(())
}

fn point(dir: &DataDir, at: &Node) {
    let text = std::fs::read_to_string(dir.config()).unwrap();
    let lines = text.lines().filter(|line| !line.starts_with("peers"));
    let text: String = lines.map(|line| format!("{line}\n")).collect();
    std::fs::write(dir.config(), format!("{text}peers = [\"{}\"]\n", at.listening()[0])).unwrap();
}

fn copy_dir(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let (path, target) = (entry.path(), to.join(entry.file_name()));
        if path.is_dir() {
            copy_dir(&path, &target);
        } else {
            std::fs::copy(path, target).unwrap();
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_damaged_store_is_moved_aside_and_rebuilt() {
    let ground = Ground::new();
    let dir = ground.dir("EE", &[]);
    let node = start(&dir).await;
    let published = node.desk().publish(advisory("EE", "one"), Barrier::Override).await.unwrap();
    node.stop().await;
    let database = dir.store().join("db");
    let bytes = std::fs::read(&database).unwrap();
    std::fs::write(&database, vec![0xA5; bytes.len()]).unwrap();
    for conf in ["conf", "snap"] {
        let _ = std::fs::write(dir.store().join(conf), b"not what it was");
    }
    let node = start(&dir).await;
    let found = node.desk().find(&published.reference).await.unwrap();
    assert_eq!(found.summary.id, published.id);
    node.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_data_directory_has_one_node_at_a_time() {
    let ground = Ground::new();
    let dir = ground.dir("EE", &[]);
    let node = start(&dir).await;
    let second = Node::start(&dir, Config::load(&dir.config()).unwrap()).await.unwrap_err();
    assert!(matches!(second, StartError::Memory(_)), "{second:?}");
    node.stop().await;
    start(&dir).await.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_name_that_nothing_has_is_not_found() {
    let ground = Ground::new();
    let node = start(&ground.dir("EE", &[])).await;
    let missing = node.desk().find("EE-2026-0001").await.unwrap_err();
    assert!(matches!(missing, ReadError::NotFound(_)));
    node.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_check_of_a_damaged_store_names_the_damage_and_what_to_do() {
    let ground = Ground::new();
    let dir = ground.dir("EE", &[]);
    start(&dir).await.stop().await;
    let database = dir.store().join("db");
    let bytes = std::fs::read(&database).unwrap();
    std::fs::write(&database, vec![0xA5; bytes.len()]).unwrap();
    let mut tell = |_| std::ops::ControlFlow::Continue(());
    let problems = crate::checking::fsck(&dir, &mut tell).unwrap();
    assert_eq!(problems.len(), 1, "{problems:?}");
    assert!(problems[0].what.contains("damaged"), "{problems:?}");
    assert!(problems[0].action.contains("start the node"), "{problems:?}");
}
