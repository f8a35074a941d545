//! How long a publication takes, beside what the disk takes for the same number of bytes.

use std::time::Instant;

use chancery_node::answer::Barrier;
use chancery_node::{Node, config::Config, data_dir::DataDir};
use chancery_record::Record;
use chancery_record::vocabulary::Vocabularies;

use crate::baseline::sync_ms;
use crate::figures::{figure, median};
use crate::ground::Ground;

/// Publications measured.
const TIMES: usize = 200;

/// The example that the documentation shows.
const EXAMPLE: &str = include_str!("../../../docs/reference/example-threat-advisory.json");

/// One after the other, and sixty-four at once.
pub fn publish() {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    let example: serde_json::Value = serde_json::from_str(EXAMPLE).unwrap();
    let state = example["originator"]["state"].as_str().unwrap().to_owned();
    let other = if state == "NO" { "KR" } else { "NO" };
    let ground = Ground::new(&[&state, other]);
    let dir = DataDir::open(&ground.dir("node", &state, &[], "")).unwrap();
    let raw_ms = sync_ms(ground.path(), 2048, TIMES);
    let record = Record::from_json(EXAMPLE, Vocabularies::shipped()).unwrap();
    runtime.block_on(async {
        let node = Node::start(&dir, Config::load(&dir.config()).unwrap()).await.unwrap();
        let desk = node.desk();
        let mut taken = Vec::new();
        for _ in 0..TIMES {
            let start = Instant::now();
            desk.publish(record.clone(), Barrier::Override).await.unwrap();
            taken.push(start.elapsed().as_secs_f64() * 1000.0);
        }
        let one_ms = median(taken);
        figure(
            "publish",
            &format!(
                "{one_ms:.2} ms one by one, {:.1} of the {raw_ms:.2} ms of a raw sync",
                one_ms / raw_ms
            ),
            &[("publish_ms", one_ms), ("sync_ms", raw_ms), ("ratio", one_ms / raw_ms)],
        );
        let start = Instant::now();
        let all: Vec<_> = (0..TIMES)
            .map(|_| {
                let (desk, record) = (desk.clone(), record.clone());
                tokio::spawn(async move { desk.publish(record, Barrier::Override).await.unwrap() })
            })
            .collect();
        for each in all {
            each.await.unwrap();
        }
        let rate = TIMES as f64 / start.elapsed().as_secs_f64();
        figure(
            "publish_together",
            &format!(
                "{rate:.0} a second when many wait, {:.2} of one raw sync each",
                rate * raw_ms / 1000.0
            ),
            &[("publications_per_s", rate), ("ratio", rate * raw_ms / 1000.0)],
        );
        node.stop().await;
    });
}
