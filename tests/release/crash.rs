//! Drafts outlive the process, whenever it ends, and go out once.

use std::fs;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::Duration;

use serde_json::{Value, json};

use super::{Authority, TITLE, record, text};
use crate::harness::chancery;

#[test]
fn restart_and_kill_between_submission_and_release_keep_draft_and_approvals() {
    let mut desk = Authority::new();
    desk.declare(1);
    let draft = desk.draft(&record());
    desk.signs(&["draft", "submit", &draft], "anna").ended(0);
    let before = desk.shown(&draft);
    desk.nodes[0].kill();
    desk.nodes[0].start();
    assert_eq!(desk.shown(&draft), before);
    desk.signs(&["approve", &draft], "boris").ended(0);
    let before = desk.shown(&draft);
    desk.nodes[0].stop();
    desk.nodes[0].start();
    assert_eq!(desk.shown(&draft), before);
    desk.nodes[0].sees(1);
    let released = desk.signs(&["release", &draft], "clara").ended(0).json();
    desk.nodes[1].holds(released["reference"].as_str().unwrap());
}

/// Killed at some moment of a release, a draft is out or it is not; asked again, it goes out, and once.
#[test]
fn draft_whose_release_was_cut_off_is_released_once() {
    let mut desk = Authority::new();
    desk.declare(1);
    for (round, delay_ms) in [5, 15, 25, 35, 50, 80].into_iter().enumerate() {
        let title = format!("{TITLE} {round}");
        let mut record = record();
        record["title"] = json!(title);
        let draft = desk.draft(&record);
        desk.signs(&["draft", "submit", &draft], "anna").ended(0);
        let releasing = {
            let (dir, key) = (desk.nodes[0].dir().to_owned(), desk.network.path("clara.pem"));
            let draft = draft.clone();
            thread::spawn(move || {
                let line =
                    ["release", &draft, "--yes", "--officer", text(&key), "--dir", text(&dir)];
                chancery(&line)
            })
        };
        thread::sleep(Duration::from_millis(delay_ms));
        desk.nodes[0].kill();
        // What the command says does not matter: it may have heard, or not.
        drop(releasing.join());
        desk.nodes[0].start();
        desk.nodes[0].sees(1);
        if desk.shown(&draft)["state"] != json!("released") {
            desk.signs(&["release", &draft], "clara").ended(0);
        }
        assert_eq!(desk.shown(&draft)["state"], json!("released"));
        let listed = desk.nodes[0].json(&["list"]);
        let same = |record: &&Value| record["title"] == json!(title);
        let count = listed.as_array().unwrap().iter().filter(same).count();
        assert_eq!(count, 1, "round {round}: {listed}");
    }
}

#[test]
fn disk_holds_no_plain_text_of_a_draft_and_the_backup_opens_it() {
    let mut desk = Authority::new();
    let secret = "Секретный получатель 비밀 수취인";
    let mut record = record();
    record["summary"] = json!(format!("EXERCISE. {secret}"));
    let draft = desk.draft(&record);
    desk.nodes[0].stop();
    let files = files_below(desk.nodes[0].dir());
    assert!(files.iter().any(|path| path.ends_with(format!("vault/drafts/{draft}"))), "{files:?}");
    assert!(files.iter().any(|path| path.ends_with("keys/vault.pem")));
    let log = desk.nodes[0].log();
    assert!(!log.contains(secret) && !log.contains(TITLE), "the log names no draft's text");
    for path in files {
        let bytes = fs::read(&path).unwrap();
        for plain in [secret.as_bytes(), TITLE.as_bytes(), "Ойрат ТОО".as_bytes()] {
            let found = bytes.windows(plain.len()).any(|window| window == plain);
            assert!(!found, "{} holds it in plain text", path.display());
        }
    }
    // Renamed, it is not another draft; put back, it is there.
    let vault = desk.nodes[0].dir().join("vault/drafts");
    fs::rename(vault.join(&draft), vault.join("d77")).unwrap();
    desk.nodes[0].start();
    let (error, _) = desk.ee().ask(&["draft", "show", "d77", "--json"]).ended(1).failure();
    assert!(error.contains("another name"), "{error}");
    fs::rename(vault.join("d77"), vault.join(&draft)).unwrap();
    assert_eq!(desk.shown(&draft)["title"], json!(TITLE));
}

fn files_below(dir: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(dir).expect("because the folder is ours") {
        let path = entry.expect("because the folder is ours").path();
        if path.is_dir() {
            files.extend(files_below(&path));
        } else if path.is_file() {
            files.push(path);
        }
    }
    files
}
