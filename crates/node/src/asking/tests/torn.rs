//! Laws of a torn index, through a running node: it is said, nothing wrong is answered, and it heals.

use std::fs::{self, OpenOptions};
use std::path::{Path, PathBuf};

use chancery_encoding::Digest;
use chancery_search::Records;

use super::*;

/// Where the newest index lies.
fn folder(dir: &DataDir) -> PathBuf {
    let all = fs::read_dir(dir.search().join("records")).unwrap();
    all.map(|entry| entry.unwrap().path()).max().expect("an index")
}

fn files(dir: &DataDir, ending: &str) -> Vec<PathBuf> {
    let all = fs::read_dir(folder(dir)).unwrap().map(|entry| entry.unwrap().path());
    all.filter(|path| path.to_string_lossy().ends_with(ending)).collect()
}

fn flip(path: &Path) {
    let mut bytes = fs::read(path).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    fs::write(path, bytes).unwrap();
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let target = to.join(path.file_name().unwrap());
        if path.is_dir() {
            copy(&path, &target)
        } else {
            fs::copy(&path, &target).map(drop).unwrap()
        }
    }
}

/// A data directory with three records and a whole index, of a node that does not run.
async fn filled() -> (tempfile::TempDir, DataDir) {
    let (root, dir) = data_dir();
    let node = start(&dir).await;
    for n in 0..3 {
        publish(&node.desk(), &advisory(&format!("Number {n}"))).await;
        // A commit for each, so that there are several segments.
        current(&node.desk()).await;
    }
    node.stop().await;
    (root, dir)
}

/// Whatever is answered until the index is whole again is right for what was read, or refused.
async fn heals(desk: &Desk, what: &str) -> IndexStatus {
    let waiting = async {
        loop {
            let answer = desk.search(asked("number")).await;
            match answer {
                Ok(found) if found.behind == 0 => {
                    assert_eq!(found.total, 3, "{what}");
                    break;
                }
                Ok(found) => assert!(found.total <= 3, "{what}"),
                Err(
                    AskError::Checking | AskError::Marks | AskError::Index(_) | AskError::Shut(_),
                ) => {}
                Err(error) => panic!("{what}: {error:?}"),
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        current(desk).await
    };
    tokio::time::timeout(PATIENCE, waiting).await.unwrap_or_else(|_| panic!("{what}: never healed"))
}

/// A way to tear the index of a node that does not run.
type Tear = fn(&DataDir);

const FILES: [&str; 7] = ["meta.json", ".idx", ".pos", ".term", ".fast", ".store", ".fieldnorm"];

#[tokio::test(flavor = "multi_thread")]
async fn a_torn_index_is_said_and_made_again_at_the_next_start() {
    let tears: [(&str, Tear); 5] = [
        ("files removed", |dir| {
            FILES.iter().for_each(|it| fs::remove_file(&files(dir, it)[0]).unwrap())
        }),
        ("truncated", |dir| {
            let file = OpenOptions::new().write(true).open(&files(dir, ".term")[0]).unwrap();
            file.set_len(11).unwrap();
        }),
        ("another form", |dir| {
            let path = &files(dir, "meta.json")[0];
            let text = fs::read_to_string(path).unwrap().replace("records 1", "records 0");
            let content = text.rsplit_once('\n').unwrap().0;
            fs::write(path, format!("{content}\n{}", Digest::of(content.as_bytes()))).unwrap();
        }),
        ("half a commit, and no list of segments", |dir| {
            let segment = &files(dir, ".idx")[0];
            fs::copy(segment, segment.with_file_name("0123456789abcdef0123456789abcdef.idx"))
                .unwrap();
            fs::remove_file(&files(dir, "meta.json")[0]).unwrap();
        }),
        ("a folder of something else", |dir| {
            fs::remove_dir_all(folder(dir)).unwrap();
            fs::create_dir_all(dir.search().join("records/00000009")).unwrap();
            fs::write(dir.search().join("records/00000009/meta.json"), "{}").unwrap();
        }),
    ];
    for (what, tear) in tears {
        let (_root, dir) = filled().await;
        tear(&dir);
        let node = start(&dir).await;
        let status = heals(&node.desk(), what).await;
        assert!(status.flaw.is_some(), "{what}: it is said");
        node.stop().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_flipped_byte_in_any_file_is_said_and_made_again() {
    for ending in FILES {
        let (_root, dir) = filled().await;
        files(&dir, ending).iter().for_each(|path| flip(path));
        let node = start(&dir).await;
        let status = heals(&node.desk(), ending).await;
        assert!(status.flaw.is_some(), "{ending}: it is said");
        node.stop().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_left_of_a_commit_does_no_harm() {
    let (_root, dir) = filled().await;
    let segment = &files(&dir, ".idx")[0];
    fs::copy(segment, segment.with_file_name("0123456789abcdef0123456789abcdef.idx")).unwrap();
    fs::write(folder(&dir).join(".tmpabc"), "half").unwrap();
    let node = start(&dir).await;
    let status = heals(&node.desk(), "leftovers").await;
    assert_eq!(status.flaw, None, "nothing is wrong with it");
    node.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_index_that_is_gone_or_empty_is_made_without_a_word() {
    for remains in [None, Some("records"), Some("records/00000001")] {
        let (_root, dir) = filled().await;
        fs::remove_dir_all(dir.search()).unwrap();
        if let Some(remains) = remains {
            fs::create_dir_all(dir.search().join(remains)).unwrap();
        }
        let node = start(&dir).await;
        heals(&node.desk(), "gone").await;
        node.stop().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_index_ahead_of_the_store_is_made_again() {
    let (root, dir) = filled().await;
    let before = root.path().join("before");
    copy(&dir.store(), &before.join("store"));
    fs::copy(dir.own_log(), before.join("own.log")).unwrap();
    let node = start(&dir).await;
    publish(&node.desk(), &advisory("Number 3")).await;
    current(&node.desk()).await;
    node.stop().await;
    fs::remove_dir_all(dir.store()).unwrap();
    copy(&before.join("store"), &dir.store());
    fs::copy(before.join("own.log"), dir.own_log()).unwrap();
    let node = start(&dir).await;
    let status = heals(&node.desk(), "ahead").await;
    assert!(status.flaw.is_some_and(|flaw| flaw.what.contains("other entries")));
    node.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_index_of_another_store_is_made_again() {
    let ((_root, dir), (_other_root, other)) = (filled().await, filled().await);
    fs::remove_dir_all(dir.search()).unwrap();
    copy(&other.search(), &dir.search());
    let node = start(&dir).await;
    let status = heals(&node.desk(), "beside").await;
    assert!(status.flaw.is_some_and(|flaw| flaw.what.contains("other entries")));
    node.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_index_that_is_torn_under_way_is_said_and_made_again() {
    let tears: [(&str, Tear); 4] = [
        ("removed", |dir| fs::remove_file(&files(dir, ".idx")[0]).unwrap()),
        ("flipped", |dir| flip(&files(dir, ".fast")[0])),
        ("all gone", |dir| fs::remove_dir_all(dir.search()).unwrap()),
        ("the list of segments gone", |dir| fs::remove_file(&files(dir, "meta.json")[0]).unwrap()),
    ];
    for (what, tear) in tears {
        let (_root, dir) = filled().await;
        let node = start(&dir).await;
        heals(&node.desk(), what).await;
        tear(&dir);
        let first = node.desk().search(asked("number")).await;
        assert!(matches!(first, Err(AskError::Index(_))), "{what}: {first:?}");
        let status = heals(&node.desk(), what).await;
        assert!(status.flaw.is_some(), "{what}: it is said");
        node.stop().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_folder_that_cannot_be_used_is_said_and_tried_again() {
    let (_root, dir) = filled().await;
    fs::remove_dir_all(dir.search()).unwrap();
    fs::write(dir.search(), "no folder").unwrap();
    let node = start(&dir).await;
    let desk = node.desk();
    let shut = async {
        while !matches!(desk.index().await.state, IndexState::Unusable(_)) {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    tokio::time::timeout(PATIENCE, shut).await.expect("it is said");
    let refused = desk.search(asked("number")).await.unwrap_err();
    assert!(matches!(refused, AskError::Shut(_)), "{refused:?}");
    fs::remove_file(dir.search()).unwrap();
    heals(&desk, "unusable").await;
    node.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_index_that_another_process_writes_is_waited_for() {
    let (_root, dir) = filled().await;
    let (held, _) = Records::open(&dir.search().join("records")).unwrap();
    let node = start(&dir).await;
    let desk = node.desk();
    let refused = async {
        loop {
            if let Err(AskError::Shut(what)) = desk.search(asked("number")).await {
                return what;
            }
        }
    };
    let what = tokio::time::timeout(PATIENCE, refused).await.expect("it is said");
    assert!(what.contains("another process"), "{what}");
    drop(held);
    let status = heals(&desk, "locked").await;
    assert_eq!(status.flaw, None, "nothing was wrong with it");
    node.stop().await;
}
