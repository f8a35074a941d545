//! Places are read from what commands print, and two that contradict each other are never averaged.

use super::*;

fn line(seq: u64, tip: char) -> String {
    let (key, tip) = ("1f".repeat(32), tip.to_string().repeat(64));
    format!(
        r#"{{"state":"EE","authority":"a","key":"{key}","epoch":0,"seq":{seq},"tip":"{tip}","later":1}}"#
    )
}

fn log() -> LogId {
    LogId { key: [0x1f; 32], epoch: 0 }
}

fn attested(files: &[String]) -> Positions {
    let mut positions = Positions::default();
    for (at, file) in files.iter().enumerate() {
        let lines = lines(file.as_bytes()).expect("because it is JSON of ours");
        positions.take(&lines, &format!("file {at}")).expect("because keys and ids are hex");
    }
    positions
}

#[test]
fn highest_place_counts_because_nodes_may_be_behind() {
    let behind = format!("[{}]", line(3, 'a'));
    let ahead = format!(r#"{{"state":"FI","logs":[{}]}}"#, line(7, 'b'));
    for files in [[behind.clone(), ahead.clone()], [ahead, behind]] {
        let head = attested(&files).of(log()).unwrap().unwrap();
        assert_eq!(head.seq, 7);
    }
    assert_eq!(attested(&[]).of(log()).unwrap(), None);
}

#[test]
fn two_statements_at_one_place_stop_the_ceremony() {
    let files = [format!("[{}]", line(7, 'a')), format!("[{}]", line(7, 'b'))];
    assert!(attested(&files).of(log()).is_err());
    let same = [files[0].clone(), files[0].clone()];
    assert!(attested(&same).of(log()).is_ok());
}

#[test]
fn what_is_no_list_of_logs_is_refused() {
    for bad in ["", "{}", "[1]", r#"{"logs":1}"#, r#"[{"key":"1f"}]"#] {
        assert!(lines(bad.as_bytes()).is_none(), "{bad}");
    }
    let short = format!("[{}]", line(1, 'a').replace("1f1f", "1f"));
    assert!(Positions::default().take(&lines(short.as_bytes()).unwrap(), "x").is_none());
}
