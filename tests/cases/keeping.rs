//! How cases are kept: sealed, over every kind of end, as long as they must be, and nowhere else.

use std::os::unix::fs::symlink;

use super::*;

#[test]
fn nothing_of_a_case_is_on_a_disk_in_plain_text_in_a_log_line_or_with_another_node() {
    let network = Network::create(&STATES);
    let mut nodes = network.running(&format!("{OFTEN}[log]\nfilter = \"trace\"\n"));
    let denied = nodes[0].published(&denial("EE", "Refused"));
    nodes[1].holds(&denied);
    let case = opened(&nodes[1]);
    let screened = nodes[1].json(&["case", "screen", &case]);
    let hit = hit_of(&screened, &denied)["hit"]["hit"].as_str().expect("a name").to_owned();
    nodes[1].json(&["case", "consult", &case, &hit]);
    let reason = format!("because {SECRET}");
    nodes[1].json(&["case", "decide", &case, &hit, "--same", "--reason", &reason]);
    let missing = nodes[1].ask(&["case", "show", SECRET, "--json"]);
    assert_eq!(missing.code, Some(3), "a name that is refused is not logged either: {missing}");
    // Something of its own goes out behind it, and reaches the other node.
    let own = nodes[1].published(&crate::harness::advisory("KR", "Something else"));
    nodes[0].holds(&own);
    nodes.iter_mut().for_each(Node::stop);
    for node in &nodes {
        for path in files_below(node.dir()) {
            let bytes = fs::read(&path).expect("because it is there");
            for secret in [SECRET, "2026-0815", "5A001.f.2"] {
                let found = bytes.windows(secret.len()).any(|part| part == secret.as_bytes());
                assert!(!found, "{} has {secret:?}", path.display());
            }
        }
        let log = node.log();
        for secret in [SECRET, "2026-0815", BUYER] {
            assert!(!log.contains(secret), "{secret:?} is in the log of {}", node.state);
        }
    }
}

#[test]
fn node_that_is_killed_between_steps_loses_nothing_that_was_acknowledged() {
    let network = Network::create(&STATES);
    let mut nodes = network.running(OFTEN);
    let denied = nodes[0].published(&denial("EE", "Refused"));
    nodes[1].holds(&denied);
    let case = opened(&nodes[1]);
    let restart = |node: &mut Node| {
        node.kill();
        node.start();
    };
    restart(&mut nodes[1]);
    let screened = nodes[1].json(&["case", "screen", &case]);
    let hit = hit_of(&screened, &denied)["hit"]["hit"].as_str().expect("a name").to_owned();
    restart(&mut nodes[1]);
    let decide = ["case", "decide", &case, &hit, "--unclear", "--reason", "the address is missing"];
    nodes[1].json(&decide);
    restart(&mut nodes[1]);
    nodes[1].json(&["case", "consult", &case, &hit]);
    restart(&mut nodes[1]);
    let line = ["case", "rely", &case, &denied, "--as", "considered", "--reason", "it is weak"];
    let relied = nodes[1].json(&line);
    restart(&mut nodes[1]);
    let view = nodes[1].json(&["case", "show", &case]);
    assert_eq!(view["case"]["journal"].as_array().map(Vec::len), Some(5), "{view}");
    assert_eq!(view["case"]["head"], relied["case"]["head"]);
    assert_eq!(view["notes"], relied["notes"]);
    // Killed at any moment of many steps: what was answered is there, and at most one more.
    let mut acknowledged = 5;
    for _ in 0..3 {
        let (dir, name) = (nodes[1].dir().to_owned(), case.clone());
        let worker = std::thread::spawn(move || {
            let hold = ["case", "hold", &name, "--reason", "again", "--dir", text(&dir), "--json"];
            (0..200).take_while(|_| chancery(&hold).code == Some(0)).count()
        });
        std::thread::sleep(std::time::Duration::from_millis(400));
        nodes[1].kill();
        acknowledged += worker.join().expect("because it does not panic");
        nodes[1].start();
        let view = nodes[1].json(&["case", "show", &case]);
        let steps = view["case"]["journal"].as_array().map_or(0, Vec::len);
        assert!((acknowledged..=acknowledged + 1).contains(&steps), "{acknowledged} and {steps}");
        acknowledged = steps;
        let listed = nodes[1].json(&["case", "list"]);
        assert_eq!(listed[0]["steps"], json!(steps));
    }
}

#[test]
fn full_disk_refuses_the_step_and_keeps_the_case() {
    let network = Network::create(&["KR"]);
    let mut nodes = network.running(OFTEN);
    let case = opened(&nodes[0]);
    // Whoever writes there is told that no space is left, by the kernel.
    let beside = nodes[0].dir().join(format!("vault/case-{case}/000002.new"));
    symlink("/dev/full", &beside).expect("because the folder is ours");
    let hold = ["case", "hold", &case, "--reason", "a court asks", "--json"];
    let (error, hint) = nodes[0].ask(&hold).ended(1).failure();
    assert!(hint.contains("space"), "{error} / {hint}");
    assert!(nodes[0].refusals("http-case") > 0);
    let view = nodes[0].json(&["case", "show", &case]);
    assert_eq!(view["case"]["hold"], Value::Null);
    nodes[0].kill();
    nodes[0].start();
    assert_eq!(nodes[0].json(&["case", "show", &case]), view);
    // The next write finds room again.
    drop(fs::remove_file(&beside));
    assert_eq!(nodes[0].json(&hold[..5])["hold"]["reason"], "a court asks");
}

#[test]
fn case_is_kept_until_its_day_held_beyond_it_and_removed_with_its_notes_and_a_stone() {
    let network = Network::create(&STATES);
    let nodes = network.running(OFTEN);
    let korea = &nodes[1];
    let denied = nodes[0].published(&denial("EE", "Refused"));
    korea.holds(&denied);
    let case = opened(korea);
    korea.json(&["case", "screen", &case]);
    let line = ["case", "rely", &case, &denied, "--as", "relied-on", "--reason", SECRET];
    korea.json(&line);
    decide_the_rest(korea, &case);
    let changed = nodes[0].published(&without_the_buyer("EE", &denied));
    korea.holds(&changed);
    eventually("the alert", || match korea.json(&["alerts"]).to_string() {
        alerts if alerts.contains(SECRET) => Ok(()),
        alerts => Err(alerts),
    });

    let remove = ["case", "remove", &case, "--json"];
    let (error, _) = korea.ask(&remove).ended(1).failure();
    assert!(error.contains("10 years after it is closed"), "{error}");
    korea.json(&["case", "close", &case, "--outcome", "returned", "--reason", "no answer"]);
    let (error, hint) = korea.ask(&remove).ended(1).failure();
    assert!(error.contains("is kept until 20") && hint.contains("--force"), "{error} {hint}");
    assert_eq!(korea.json(&["case", "list", "--overdue"]), json!([]));
    korea.json(&["case", "hold", &case, "--reason", "a court asks"]);
    let forced = [&remove[..], &["--force", "erasure"]].concat();
    let (error, _) = korea.ask(&forced).ended(1).failure();
    assert!(error.contains("is held"), "no word lifts a hold: {error}");
    korea.json(&["case", "free", &case, "--reason", "the court has decided"]);
    let stone = korea.ask(&forced).ended(0).json();
    assert_eq!((&stone["why"], &stone["notes"]), (&json!("erasure"), &json!(1)));
    assert_eq!(korea.json(&["case", "list"]), json!([]));
    assert_eq!(korea.json(&["case", "list", "--removed"]), json!([stone]));
    assert_eq!(korea.json(&["rely", "list"]), json!([]));
    let alerts = korea.json(&["alerts", "--all"]).to_string();
    assert!(!alerts.contains(SECRET) && alerts.contains("a case that was removed"), "{alerts}");
    assert_eq!(korea.ask(&["case", "show", &case, "--json"]).code, Some(3));
}

#[test]
fn command_line_says_what_would_make_sense() {
    let network = Network::create(&["KR"]);
    let nodes = network.running("");
    let refused = |line: &[&str], code: i32| {
        nodes[0].ask(&[line, &["--json"]].concat()).ended(code).failure()
    };
    let (error, _) = refused(&["case", "open", "--number", "1"], 1);
    assert!(error.contains("names no party"), "{error}");
    let (error, _) = refused(&["case", "open", "--party", "A"], 1);
    assert!(error.contains("number has 0 characters"), "{error}");
    let (error, hint) = refused(&["case", "open", "--code", "5A001.f", "--number", "1"], 2);
    assert!(error.contains("names no list") && hint.contains("eu-annex-i/5A001.f"), "{error}");
    let open = ["case", "open", "--end-user", "警察 Unit", "--code", "eu-annex-i/5A001.f"];
    let case =
        nodes[0].json(&[&open[..], &["--destination", "BD", "--number", "2026/17"]].concat());
    assert_eq!(case["application"]["parties"][0]["roles"], json!(["end-user"]));
    // A number with a stroke is one too.
    assert_eq!(nodes[0].json(&["case", "show", "2026/17"])["case"]["name"], case["name"]);
    let (_, hint) = refused(&["case", "decide", "2026/17", "h1", "--same", "--reason", "x"], 3);
    assert!(hint.contains("case show"), "{hint}");
    let (error, _) = refused(&["case", "close", "c1", "--outcome", "granted", "--reason", "x"], 1);
    assert!(error.contains("not screened"), "{error}");
    let long = "x".repeat(4_001);
    let (error, _) = refused(&["case", "hold", "c1", "--reason", &long], 1);
    assert!(error.contains("4001 characters"), "{error}");
    let said = nodes[0].ask(&["case", "list"]).ended(0).out;
    assert!(said.contains("警察 Unit, to BD"), "{said}");
    let said = nodes[0].ask(&["case", "show", "c1"]).ended(0).out;
    assert!(said.contains("not screened yet") && said.contains("APPLICATION"), "{said}");
}

fn files_below(folder: &Path) -> Vec<std::path::PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).expect("because it is there") {
        let path = entry.expect("because it is there").path();
        match path.is_dir() {
            true => files.extend(files_below(&path)),
            false if path.is_file() => files.push(path),
            false => {}
        }
    }
    files
}
