//! How a draft comes to be: templates, edits, the gate, what is like it, what is suggested.

use std::path::Path;
use std::process::Command;

use serde_json::{Value, json};

use super::{Authority, TITLE, record, refused};
use crate::duties::of_kind;
use crate::harness::chancery_with;

#[test]
fn draft_begins_blank_and_the_gate_says_what_is_missing_until_nothing_is() {
    let desk = Authority::new();
    let ee = desk.ee();
    refused(ee.ask(&["draft", "new", "--kind", "love-letter", "--json"]), "threat-advisory");
    let draft = ee.json(&["draft", "new", "--kind", "threat-advisory", "--language", "et"]);
    let name = draft["name"].as_str().unwrap();
    assert_eq!(draft["record"]["originator"], json!({ "state": "EE", "authority": "authority" }));
    assert_eq!(draft["record"]["languages"], json!({ "original": "et" }));
    assert_eq!(draft["record"]["exercise"], json!(true));
    assert_eq!(draft["record"]["attestations"]["unclassified"], json!(false));
    let gate = ee.ask(&["draft", "check", name, "--json"]).ended(1).json();
    let groups: Vec<_> = gate["blocks"].as_array().unwrap().iter().map(|it| &it["group"]).collect();
    assert!(groups.contains(&&json!("record")) && groups.contains(&&json!("attestations")));

    let set = [
        "draft",
        "edit",
        name,
        "--set",
        "title=Ойрат",
        "--set",
        "handling.tlp=TLP:GREEN",
        "--json",
    ];
    let edited = ee.ask(&set).ended(0).json();
    assert_eq!(edited["title"], json!("Ойрат"));
    assert_eq!(edited["revision"], json!(2));
    let answer = ee.ask(&["draft", "edit", name, "--set", "parties[7].key=x", "--json"]);
    assert_eq!(answer.code, Some(2), "{answer}");

    // In an editor: what is not JSON is kept for another try, and changes nothing.
    let edit = |script: &str| {
        let line = ["draft", "edit", name, "--json", "--dir", ee.dir().to_str().unwrap()];
        chancery_with(&line, "", |command| {
            command.env("EDITOR", script).env_remove("VISUAL");
        })
    };
    let (error, hint) = edit("sh -c 'echo broken > \"$0\"'").ended(1).failure();
    assert!(error.contains("is not JSON") && hint.contains("kept in"), "{error} {hint}");
    let kept = hint.split("kept in ").nth(1).and_then(|rest| rest.split(':').next()).unwrap();
    std::fs::remove_file(kept).unwrap();
    assert_eq!(edit("true").ended(0).json()["revision"], json!(2), "nothing was changed");
    let filled = record().to_string();
    ee.ask_with(&["draft", "edit", name, "--file", "-"], &filled).ended(0);
    let gate = ee.json(&["draft", "check", name]);
    assert_eq!(gate["ready"], json!(true), "{gate}");
    assert_eq!(gate["notes"][0]["group"], json!("policy"), "nobody is declared, and that is said");

    // What may tell of a person is seen and blocks nothing: whoever releases it decides.
    let mut telling = record();
    telling["summary"] = json!("EXERCISE. Ask someone@example.org, telephone +372 5555 0123.");
    ee.ask_with(&["draft", "edit", name, "--file", "-"], &telling.to_string()).ended(0);
    let gate = ee.json(&["draft", "check", name]);
    let notes = gate["notes"].as_array().unwrap();
    let personal = notes.iter().filter(|note| note["group"] == json!("personal-data"));
    assert_eq!(personal.count(), 2, "{gate}");
    assert_eq!(gate["ready"], json!(true), "{gate}");

    assert_eq!(ee.json(&["draft", "drop", name])["name"], json!(name));
    assert_eq!(ee.ask(&["draft", "show", name, "--json"]).code, Some(3));
    let next = ee.json(&["draft", "new", "--kind", "risk-advisory"]);
    assert_ne!(next["name"], json!(name), "a name is not given twice");
}

#[test]
fn record_about_another_has_its_target_and_a_like_one_is_attested_anew() {
    let desk = Authority::new();
    let ee = desk.ee();
    let reference = ee.published(&record());
    let draft = ee.json(&["draft", "new", "--kind", "correction", "--about", &reference]);
    assert_eq!(draft["record"]["target"]["reference"], json!(reference));
    assert_eq!(draft["record"]["handling"]["tlp"], json!("TLP:GREEN"));
    assert_eq!(draft["record"]["replacement"]["title"], json!(TITLE));

    let like = ee.json(&["draft", "new", "--like", &reference]);
    assert_eq!(like["title"], json!(TITLE));
    let name = like["name"].as_str().unwrap();
    let gate = ee.ask(&["draft", "check", name, "--json"]).ended(1).json();
    let blocks = gate["blocks"].as_array().unwrap();
    let attested = blocks.iter().filter(|it| it["group"] == "attestations").count();
    assert_eq!(attested, 4, "{gate}");
    // The dates of the earlier one are not taken over.
    assert!(blocks.iter().any(|it| it["next"].as_str().unwrap().contains("review_due")), "{gate}");
    let notes = gate["notes"].as_array().unwrap();
    let twin =
        |it: &&Value| it["what"].as_str().unwrap().contains(&format!("{reference} names a party"));
    assert!(notes.iter().find(twin).is_some_and(|it| it["group"] == "duplicates"), "{gate}");
    let unknown = ee.ask(&["draft", "new", "--like", "EE-2026-9999", "--json"]).ended(3);
    assert!(unknown.failure().0.contains("EE-2026-9999"));
}

#[test]
fn draft_about_a_record_begins_with_what_stands_and_not_with_what_was_taken_back() {
    let desk = Authority::new();
    let ee = desk.ee();
    let mut first = record();
    let mut second = first["parties"][0].clone();
    second["key"] = json!("second");
    second["names"][0]["value"] = json!("The one who leaves");
    first["parties"].as_array_mut().unwrap().push(second);
    let reference = ee.published(&first);
    let mut fields = json!({ "target": { "reference": reference }, "reason": "delisted" });
    fields["explanation"] = json!("EXERCISE. One leaves.");
    fields["parts"] = json!({ "parties": ["second"] });
    ee.published(&of_kind("withdrawal", "EE", "One leaves", &fields));

    let draft = ee.json(&["draft", "new", "--kind", "correction", "--about", &reference]);
    let parties = draft["record"]["replacement"]["parties"].as_array().unwrap().clone();
    assert_eq!(parties.len(), first["parties"].as_array().unwrap().len() - 1);
    assert!(!draft["record"].to_string().contains("The one who leaves"), "{draft}");
    assert_eq!(
        draft["record"]["commitments"], first["commitments"],
        "it serves what that one serves"
    );
    let like = ee.json(&["draft", "new", "--like", &reference]);
    assert!(!like["record"].to_string().contains("The one who leaves"), "{like}");
}

#[test]
fn suggestions_come_from_earlier_records_and_are_taken_only_by_hand() {
    let desk = Authority::new();
    let ee = desk.ee();
    let mut earlier = record();
    earlier["parties"][0]["jurisdictions"] = json!(["KZ"]);
    let reference = ee.published(&earlier);
    let mut bare = record();
    bare["items"][0].as_object_mut().unwrap().remove("control_refs");
    bare["human_rights_concerns"][0].as_object_mut().unwrap().remove("instruments");
    bare["handling"]["tlp"] = json!("");
    // The same name, as somebody else types it.
    bare["parties"][0]["names"][0]["value"] = json!("ОЙРАТ  тоо");
    let draft = desk.draft(&bare);
    let before = desk.shown(&draft);
    let suggested = ee.json(&["draft", "suggest", &draft]);
    let of = |path: &str| suggested.as_array().unwrap().iter().find(|it| it["path"] == path);
    let party = of("$.parties[0].jurisdictions").expect("the party was seen before");
    assert!(party["why"].as_str().unwrap().contains(&reference));
    let codes = of("$.items[0].control_refs").expect("the category has its codes");
    assert_eq!(codes["value"], earlier["items"][0]["control_refs"]);
    assert!(of("$.human_rights_concerns[0].instruments").is_some());
    assert!(of("$.handling.tlp").unwrap()["why"].as_str().unwrap().contains("TLP:AMBER"));
    assert_eq!(desk.shown(&draft), before, "nothing was taken");

    let told = ee.ask(&["draft", "suggest", &draft]).ended(0);
    let line = told.out.lines().find(|line| line.contains("control_refs=")).unwrap();
    let tools = Path::new(env!("CARGO_BIN_EXE_chancery")).parent().unwrap().display();
    let path = std::env::var("PATH").unwrap_or_default();
    let ran = Command::new("sh")
        .args(["-c", &format!("{line} --dir {}", ee.dir().display())])
        .env("PATH", format!("{tools}:{path}"))
        .output()
        .unwrap();
    assert!(ran.status.success(), "the line that is shown can be copied: {ran:?}");
    let taken = desk.shown(&draft);
    assert_eq!(taken["record"]["items"][0]["control_refs"], earlier["items"][0]["control_refs"]);
}
