//! An analyst relies on a version: told when it changes, on a node that was away too, and nobody else knows.

use super::*;

/// What nobody but this node may ever see.
const SECRET_REASON: &str = "the applicant of file Windmill-4711 buys from this reseller";
const SECRET_CASE: &str = "Windmill-4711";

fn rely(node: &Node, reference: &str, more: &[&str]) -> Value {
    let all =
        ["rely", reference, "--as", "relied-on", "--reason", SECRET_REASON, "--case", SECRET_CASE];
    node.json(&[&all[..], more].concat())
}

fn alerts(node: &Node, more: &[&str]) -> Vec<Value> {
    let alerts = node.json(&[&["alerts"][..], more].concat());
    alerts.as_array().expect("because it is a list").clone()
}

/// Waits until so many alerts are there, and gives them.
fn alerted(node: &Node, count: usize) -> Vec<Value> {
    eventually(&format!("{} to have {count} alerts", node.state), || {
        let alerts = alerts(node, &[]);
        if alerts.len() == count { Ok(()) } else { Err(format!("{alerts:?}\n{}", node.log())) }
    });
    alerts(node, &[])
}

#[test]
fn analyst_who_relied_on_version_one_is_alerted_of_each_change_over_restarts() {
    let network = Network::create(&STATES);
    let mut nodes = network.running(OFTEN);
    let reference = nodes[0].published(&advisory("EE", "First text"));
    nodes[1].holds(&reference);
    let note = rely(&nodes[1], &reference, &[]);
    assert_eq!((&note["number"], &note["as"]), (&json!(1), &json!("relied-on")));
    assert_eq!(note["version"], nodes[1].json(&["show", &reference])["id"]);
    assert_eq!(alerts(&nodes[1], &[]), Vec::<Value>::new(), "nothing has changed");

    let corrected = nodes[0].published(&correction("EE", &reference, "Second text"));
    let first = alerted(&nodes[1], 1).remove(0);
    assert_eq!((&first["change"], &first["number"]), (&json!("corrected"), &json!(1)));
    assert_eq!((&first["by_reference"], &first["by_state"]), (&json!(corrected), &json!("EE")));
    assert_eq!((&first["note"], &first["case"]), (&note["note"], &json!(SECRET_CASE)));
    assert!(first["explanation"].as_str().expect("text").contains("The title was wrong"));
    // The second version is relied on by itself: what made it is no change of it.
    let second = rely(&nodes[1], &reference, &[]);
    assert_eq!((&second["number"], &second["cited"]), (&json!(2), &json!(corrected)));
    assert_eq!(alerts(&nodes[1], &[]).len(), 1);

    // Away while it is withdrawn: told after the start, once for each note, behind the last number.
    nodes[1].stop();
    let withdrawn = nodes[0].published(&withdrawal("EE", &reference));
    nodes[1].start();
    let all = alerted(&nodes[1], 3);
    let behind = alerts(&nodes[1], &["--after", "1"]);
    assert_eq!(behind, all[1..], "a cursor gives what comes behind it");
    for alert in &behind {
        assert_eq!(
            (&alert["change"], &alert["by_reference"]),
            (&json!("withdrawn"), &json!(withdrawn))
        );
    }
    // What somebody has seen to is not listed, after another start neither, and stays in the whole list.
    nodes[1].json(&["alerts", "--done", "1"]);
    nodes[1].stop();
    nodes[1].start();
    assert_eq!(alerts(&nodes[1], &[]), behind);
    assert_eq!(alerts(&nodes[1], &["--all"]).len(), 3);
    let (error, _) = nodes[1].ask(&["alerts", "--done", "9", "--json"]).ended(3).failure();
    assert!(error.contains("no alert 9"), "{error}");
    nodes.iter_mut().for_each(Node::stop);
}

#[test]
fn correction_and_partial_withdrawal_alert_notes_and_acknowledgements_of_a_node_that_was_away() {
    let network = Network::create(&STATES);
    let mut nodes = network.running(OFTEN);
    let reference = nodes[0].published(&advisory("EE", "First text"));
    nodes[1].holds(&reference);
    rely(&nodes[1], &reference, &[]);
    let acknowledged = nodes[1].json(&["acknowledge", &reference]);
    let told = acknowledged["reference"].as_str().expect("a reference").to_owned();
    nodes[0].holds(&told);
    let heard = nodes[0].json(&["show", &told]);
    assert_eq!(
        (&heard["kind"], &heard["record"]["level"]),
        (&json!("acknowledgement"), &json!("read"))
    );
    assert_eq!(heard["record"]["target"]["reference"], json!(reference));
    assert_eq!(heard["exercise"], json!(true), "of a drill it is one");

    nodes[1].stop();
    let corrected = nodes[0].published(&correction("EE", &reference, "Second text"));
    let mut partly = withdrawal("EE", &reference);
    partly["parts"] = json!({ "parties": ["buyer"] });
    partly["reason"] = json!("delisted");
    let partly = nodes[0].published(&partly);
    nodes[1].start();
    let all = alerted(&nodes[1], 4);
    for (change, by) in [("corrected", &corrected), ("partly-withdrawn", &partly)] {
        let found: Vec<&Value> = all.iter().filter(|alert| alert["change"] == change).collect();
        assert_eq!(found.len(), 2, "the note and the acknowledgement: {all:?}");
        assert!(found.iter().all(|alert| alert["by_reference"] == json!(by)), "{found:?}");
        assert!(found.iter().any(|alert| alert["note"] == json!(told)), "{found:?}");
    }
    let parts = all.iter().find(|alert| alert["change"] == "partly-withdrawn").expect("one");
    assert_eq!((&parts["parts"], &parts["reason"]), (&json!(["party buyer"]), &json!("delisted")));
    let said = nodes[1].ask(&["alerts"]).ended(0).out;
    assert!(said.contains("parts: party buyer") && said.contains("[exercise]"), "{said}");
    assert!(said.lines().all(|line| line.chars().count() <= 100), "{said}");

    // What was done about it is said by a word, and needs one.
    let actioned = nodes[1].ask(&["acknowledge", &reference, "--level", "actioned", "--json"]);
    assert_eq!(actioned.code, Some(2), "{actioned}");
    let line =
        ["acknowledge", &reference, "--level", "actioned", "--action", "check-pending-licences"];
    let actioned = nodes[1].json(&line);
    assert_eq!(
        actioned["target"]["reference"],
        json!(corrected),
        "what was read is the text that stands"
    );
    let own = nodes[0].ask(&["acknowledge", &reference, "--json"]).ended(1);
    assert!(own.err.contains("own") || own.err.contains("another"), "{own}");
}

#[test]
fn dispute_last_day_and_closed_log_alert_as_well() {
    let network = Network::create(&["EE", "KR", "NL"]);
    let nodes = network.running(OFTEN);
    let mut ended = advisory("EE", "Over since January");
    ended["valid_until"] = json!("2026-01-31");
    let ended = nodes[0].published(&ended);
    let reference = nodes[0].published(&advisory("EE", "First text"));
    nodes[1].holds(&ended);
    nodes[1].holds(&reference);
    nodes[2].holds(&reference);
    rely(&nodes[1], &ended, &[]);
    let expired = alerted(&nodes[1], 1).remove(0);
    assert_eq!((&expired["change"], &expired["reference"]), (&json!("expired"), &json!(ended)));

    rely(&nodes[1], &reference, &[]);
    let fields = json!({
        "target": { "reference": reference }, "stance": "disagree",
        "basis": "EXERCISE. The company was sold in March.",
    });
    let dispute = nodes[2].published(&of_kind("dispute", "NL", "We do not think so", &fields));
    nodes[1].holds(&dispute);
    let disputed = alerted(&nodes[1], 2).remove(1);
    assert_eq!((&disputed["change"], &disputed["by_state"]), (&json!("disputed"), &json!("NL")));
    assert!(disputed["explanation"].as_str().expect("text").contains("sold in March"));

    // The state's root closes the log before both.
    let head = head_of(&nodes[0], "EE").expect("because it is held");
    let mut roots = Roots::of(&network);
    nodes[1].enacts(&roots.revocation("EE", head.log, None, "node stolen"));
    let all = alerted(&nodes[1], 4);
    let revoked: Vec<&Value> = all.iter().filter(|alert| alert["change"] == "revoked").collect();
    assert_eq!(revoked.len(), 2, "{all:?}");
    assert!(revoked.iter().all(|alert| alert["by"].is_null()), "no statement did it");
}

#[test]
fn note_names_an_exact_version_and_refuses_what_is_none() {
    let network = Network::create(&STATES);
    let nodes = network.running(OFTEN);
    let reference = nodes[0].published(&advisory("EE", "First text"));
    let corrected = nodes[0].published(&correction("EE", &reference, "Second text"));
    let old = rely(&nodes[0], &reference, &["--version", "1"]);
    assert_eq!((&old["number"], &old["title"]), (&json!(1), &json!("First text")));
    let named = rely(&nodes[0], &corrected, &[]);
    assert_eq!((&named["number"], &named["cited"]), (&json!(2), &json!(corrected)));
    assert_eq!(named["reference"], json!(reference));

    let line = |more: &[&str]| {
        let all = ["rely", &reference, "--as", "considered", "--json"];
        nodes[0].ask(&[&all[..], more].concat())
    };
    let (error, _) = line(&["--reason", "why", "--version", "3"]).ended(3).failure();
    assert!(error.contains("no version 3"), "{error}");
    let (error, _) = line(&["--reason", "  "]).ended(1).failure();
    assert!(error.contains("reason has 0 characters"), "{error}");
    let withdrawn = nodes[0].published(&withdrawal("EE", &reference));
    let answer =
        nodes[0].ask(&["rely", &withdrawn, "--as", "considered", "--reason", "why", "--json"]);
    let (error, hint) = answer.ended(1).failure();
    assert!(error.contains("is a withdrawal"), "{error} {hint}");
}

#[test]
fn question_that_makes_no_sense_is_told_what_would() {
    let network = Network::create(&["EE"]);
    let nodes = network.running("");
    let refused = |path: &str| {
        let reply = nodes[0].get(path).expect("because it answers");
        (reply.status, reply.json()["hint"].as_str().expect("a hint").to_owned())
    };
    assert_eq!(refused("/v1/due?on=2026-02-30"), (400, "write it as 2026-11-01".to_owned()));
    for path in ["/v1/due?all=1", "/v1/due?day=x", "/v1/alerts?after=-1", "/v1/reliance?name=x"] {
        assert_eq!(refused(path).0, 400, "{path}");
    }
    for (body, said) in [
        (json!({ "name": "EE-2026-0001", "as": "ignored", "reason": "why" }), "ignored"),
        (json!({ "name": "EE-2026-0001", "as": "considered" }), "reason"),
        (json!({ "name": "EE-2026-0001", "as": "considered", "reason": "why", "to": "KR" }), "to"),
    ] {
        let reply = post(&nodes[0].socket(), "/v1/reliance", body.to_string().as_bytes());
        let reply = reply.expect("because it answers");
        assert_eq!(reply.status, 400, "{body}");
        assert!(reply.json()["error"].as_str().expect("text").contains(said), "{}", reply.json());
    }
    assert_eq!(alerts(&nodes[0], &[]), Vec::<Value>::new());
    let said = nodes[0].ask(&["due"]).ended(0).out;
    assert_eq!(said, "nothing is due\n");
}

#[test]
fn case_file_proves_what_was_relied_on_and_is_written_one_way() {
    let network = Network::create(&STATES);
    let nodes = network.running(OFTEN);
    let reference = nodes[0].published(&advisory("EE", "First text"));
    nodes[1].holds(&reference);
    rely(&nodes[1], &reference, &[]);
    let corrected = nodes[0].published(&correction("EE", &reference, "Second text"));
    nodes[1].holds(&corrected);
    rely(&nodes[1], &reference, &[]);
    // Evidence is there when the author's node has signed a checkpoint.
    for cited in [&reference, &corrected] {
        eventually("evidence", || match nodes[1].get(&format!("/v1/records/{cited}/evidence")) {
            Ok(reply) if reply.status == 200 => Ok(()),
            other => Err(format!("{other:?}")),
        });
    }
    let export = |name: &str, more: &[&str]| {
        let file = network.path(name);
        let text = file.to_str().expect("a plain path").to_owned();
        let answer = nodes[1].ask(&[&["rely", "export", &text, "--json"][..], more].concat());
        (file, answer)
    };
    let (file, answer) = export("case", &["--case", SECRET_CASE]);
    answer.ended(0);
    let (again, answer) = export("again", &[]);
    answer.ended(0);
    assert_eq!(
        fs::read(&file).unwrap(),
        fs::read(&again).unwrap(),
        "the same notes, the same bytes"
    );
    let (error, _) = export("none", &["--case", "other"]).1.ended(3).failure();
    assert!(error.contains("no reliance notes"), "{error}");

    let genesis = network.genesis();
    let (genesis, file_text) = (genesis.to_str().unwrap(), file.to_str().unwrap());
    let verify = ["evidence", "verify", file_text, "--genesis", genesis, "--json"];
    let found = chancery(&verify).ended(0).json();
    assert_eq!(found["notes"].as_array().map(Vec::len), Some(2), "{found}");
    assert_eq!(found["notes"][0]["cited"], json!(reference));
    assert_eq!(found["notes"][0]["evidence"]["status"], json!("corrected"));
    assert_eq!(found["notes"][1]["cited"], json!(corrected));
    let said = chancery(&verify[..5]).ended(0).out;
    assert!(said.contains(SECRET_REASON) && said.contains("verifies"), "{said}");

    // One flipped bit inside a pack, and the note that cites it is not proved any more.
    let mut bytes = fs::read(&file).unwrap();
    let signed = bytes.len() * 2 / 3;
    bytes[signed] ^= 1;
    fs::write(&file, &bytes).unwrap();
    assert_ne!(chancery(&verify).code, Some(0));
}

#[test]
fn nothing_of_a_note_is_in_a_statement_on_the_disk_or_with_another_node() {
    let network = Network::create(&STATES);
    let mut nodes = network.running(OFTEN);
    let reference = nodes[0].published(&advisory("EE", "First text"));
    nodes[1].holds(&reference);
    let note = rely(&nodes[1], &reference, &[]);
    let corrected = nodes[0].published(&correction("EE", &reference, "Second text"));
    alerted(&nodes[1], 1);
    // Something of its own goes out behind the note, and reaches the other node.
    let own = nodes[1].published(&advisory("KR", "Something else"));
    nodes[0].holds(&own);
    nodes[1].holds(&corrected);
    nodes.iter_mut().for_each(Node::stop);

    let secrets = [SECRET_REASON, SECRET_CASE, note["note"].as_str().expect("text")];
    for node in &nodes {
        let mut files = 0;
        for (path, bytes) in all_files(node.dir()) {
            files += 1;
            let name = path.to_string_lossy();
            for secret in secrets {
                let found = bytes.windows(secret.len()).any(|part| part == secret.as_bytes());
                assert!(!found, "{secret:?} stands in {name}");
                // On the other node not even as the name of a file.
                let named = node.state == "EE" && name.contains(secret);
                assert!(!named, "{name}");
            }
        }
        assert!(files > 5, "a data directory has files");
        assert!(!node.log().contains(SECRET_CASE), "{}", node.log());
    }
}

/// Every file below a folder, with its bytes.
fn all_files(folder: &std::path::Path) -> Vec<(std::path::PathBuf, Vec<u8>)> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).expect("because it is there") {
        let path = entry.expect("because it is there").path();
        if path.is_dir() {
            files.extend(all_files(&path));
        } else if path.is_file() {
            files.push((path.clone(), fs::read(&path).expect("because it is ours")));
        }
    }
    files
}
