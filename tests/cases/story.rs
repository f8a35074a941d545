//! From the application to the court: a denial is found, its author asked, the licence decided, and the file
//! verified when the denial has been corrected and partly withdrawn.

use super::*;

/// The case, screened, consulted and answered, decided and closed; gives its name and the denial's reference.
fn reviewed(estonia: &Node, korea: &Node) -> (String, String) {
    let denied = estonia.published(&denial("EE", "A phone interceptor for a unit, refused"));
    korea.holds(&denied);
    let case = opened(korea);
    let screened = korea.json(&["case", "screen", &case, "--by", "officer 7"]);
    let hit = hit_of(&screened, &denied);
    let name = hit["hit"]["hit"].as_str().expect("a name").to_owned();
    let undercut = &hit["hit"]["undercut"];
    assert_eq!(undercut["person"]["test"], "agrees", "{undercut}");
    assert_eq!(undercut["items"]["test"], "agrees", "{undercut}");
    let items = undercut["items"]["reasons"].to_string();
    assert!(items.contains("codes agree") && items.contains("judged by a person"), "{items}");
    assert!(screened["screenings"][0]["new"].to_string().contains(&name));

    // Nobody closes over a hit that nobody has looked at.
    let close = ["case", "close", &case, "--outcome", "granted", "--reason", "why not", "--json"];
    let (error, _) = korea.ask(&close).ended(1).failure();
    assert!(error.contains("without a decision"), "{error}");

    let asked = korea.json(&["case", "consult", &case, &name]);
    let draft = asked["draft"].as_str().expect("a draft").to_owned();
    let told = asked["told"].to_string();
    assert!(told.contains("every other node") && told.contains("nothing of the applicant"));
    let drafted = korea.json(&["draft", "show", &draft]);
    let record = &drafted["record"];
    assert_eq!(record["to"], json!(["EE"]));
    assert_eq!(record["target"]["reference"], json!(denied));
    assert_eq!(record["procedure"], "voluntary", "Korea is bound by no article of the Union's");
    assert!(record["transaction"].is_null() && !record.to_string().contains(SECRET));
    let (error, _) = korea.ask(&["case", "consult", &case, &name, "--json"]).ended(1).failure();
    assert!(error.contains("already"), "{error}");

    let question = released(korea, &draft);
    estonia.holds(&question);
    let fields = json!({
        "target": { "reference": question }, "answer": "identical",
        "reasons": "EXERCISE. The same device for the same unit.",
    });
    let answer = estonia.published(&of_kind("consultation-response", "EE", "It is", &fields));
    korea.holds(&answer);
    let view = korea.json(&["case", "show", &case]);
    let consulted = &view["case"]["consultations"][0];
    assert_eq!(consulted["asked"][0], json!(question));
    assert_eq!(consulted["answers"][0]["reference"], json!(answer));
    assert_eq!(consulted["answers"][0]["answer"], "identical");

    let reason = "the unit, the device and the destination are those of the denial";
    korea.json(&["case", "decide", &case, &name, "--same", "--reason", reason]);
    korea.json(&["case", "rely", &case, &denied, "--as", "relied-on", "--reason", reason]);
    decide_the_rest(korea, &case);
    let close = ["case", "close", &case, "--outcome", "refused", "--reason", SECRET];
    let closed = korea.json(&close);
    assert_eq!(closed["closed"]["outcome"], "refused");
    for reference in [&denied, &question, &answer] {
        evident(korea, reference);
    }
    (case, denied)
}

#[test]
fn licence_is_reviewed_consulted_decided_and_defended_when_the_denial_is_partly_withdrawn() {
    let network = Network::create(&STATES);
    let nodes = network.running(OFTEN);
    let (estonia, korea) = (&nodes[0], &nodes[1]);
    let (case, denied) = reviewed(estonia, korea);

    let genesis = network.genesis();
    let first = exported(&network, korea, &case, "first.cbor");
    let again = exported(&network, korea, &case, "again.cbor");
    let found = chancery(&verify(&first, &genesis)).ended(0).json();
    assert_eq!((&found["verified"], &found["flaws"]), (&json!(true), &json!([])), "{found}");
    assert_eq!(found["case"]["closed"]["outcome"], "refused");
    assert_eq!(found["versions"][0]["then"]["touched"], json!([]));
    assert_eq!(found["versions"][0]["in_file"]["touched"], json!([]));
    assert_eq!(found["answers"][0]["proved"], json!(true));
    let verified = chancery(&verify(&again, &genesis)).ended(0).json();
    assert_eq!(verified["case"], found["case"], "the same steps, the same case");

    // Two versions later, and without the party that it was about.
    let second = estonia.published(&corrected("EE", &denied, "A phone interceptor, second text"));
    let third = estonia.published(&corrected("EE", &second, "A phone interceptor, third text"));
    let partly = estonia.published(&without_the_buyer("EE", &denied));
    for reference in [&second, &third, &partly] {
        korea.holds(reference);
        evident(korea, reference);
    }

    // The file that was made before does not know, and newer evidence says so.
    let alone = chancery(&verify(&first, &genesis)).ended(0).json();
    assert_eq!(alone["versions"][0]["since"], json!([]));
    let pack = network.path("newer.pack");
    eventually("a checkpoint over the withdrawal", || {
        drop(fs::remove_file(&pack));
        korea.ask(&["evidence", "export", &denied, "--out", text(&pack), "--json"]).ended(0);
        let against = [&verify(&first, &genesis)[..], &["--against", text(&pack)]].concat();
        let found = chancery(&against).ended(0).json();
        let since = found["versions"][0]["since"].as_array().cloned().unwrap_or_default();
        let by = |what: &str, by: &str| {
            since.iter().any(|touch| touch["what"] == what && touch["by_reference"] == by)
        };
        if by("partly-withdrawn", &partly) && by("corrected", &second) && by("corrected", &third) {
            assert_eq!(found["versions"][0]["then"]["touched"], json!([]), "then it stood");
            return Ok(());
        }
        Err(format!("{since:?}"))
    });
    let live = [&verify(&first, &genesis)[..], &["--live", "--dir", text(korea.dir())]].concat();
    let live = chancery(&live).ended(0).json();
    assert!(live["versions"][0]["since"].to_string().contains("party buyer"), "{live}");

    // The file that is made now has both: what stood then, and what became of it.
    let newer = exported(&network, korea, &case, "newer.cbor");
    let found = chancery(&verify(&newer, &genesis)).ended(0).json();
    let version = &found["versions"][0];
    assert_eq!(version["then"]["touched"], json!([]));
    assert!(version["in_file"]["touched"].to_string().contains(&partly), "{version}");
    let mut line = verify(&newer, &genesis);
    line.retain(|word| *word != "--json");
    let said = chancery(&line).ended(0).out;
    assert!(
        said.contains("SINCE THEN") && said.contains("partly withdrawn (party buyer)"),
        "{said}"
    );
    assert!(said.lines().all(|line| line.chars().count() <= 100), "{said}");
}

#[test]
fn version_two_that_was_relied_on_is_told_of_what_touched_it_later() {
    let network = Network::create(&STATES);
    let nodes = network.running(OFTEN);
    let (estonia, korea) = (&nodes[0], &nodes[1]);
    let denied = estonia.published(&denial("EE", "First text"));
    let second = estonia.published(&corrected("EE", &denied, "Second text"));
    korea.holds(&second);
    let case = opened(korea);
    let reason = "what it says since it was corrected";
    let noted =
        korea.json(&["case", "rely", &case, &second, "--as", "relied-on", "--reason", reason]);
    assert_eq!(noted["notes"][0]["cited"], json!(second));
    let partly = estonia.published(&without_the_buyer("EE", &denied));
    korea.holds(&partly);
    let genesis = network.genesis();
    // Its own pack says nothing of the withdrawal, which is of its record: the record's pack is there too.
    let mut round = 0;
    eventually("the file to know of the withdrawal", || {
        round += 1;
        let file = exported(&network, korea, &case, &format!("case-{round}.cbor"));
        let answer = chancery(&verify(&file, &genesis));
        if answer.code != Some(0) {
            return Err(answer.out);
        }
        let version = answer.json()["versions"][0].clone();
        assert_eq!(version["in_file"]["cited"], json!(second));
        assert_eq!(version["in_file"]["number"], json!(2));
        match version["in_file"]["touched"].to_string().contains(&partly) {
            true => Ok(()),
            false => Err(version.to_string()),
        }
    });
}

#[test]
fn archive_with_a_flipped_bit_of_another_network_or_of_another_note_is_refused() {
    let network = Network::create(&STATES);
    let nodes = network.running(OFTEN);
    let (case, _) = reviewed(&nodes[0], &nodes[1]);
    let file = exported(&network, &nodes[1], &case, "case.cbor");
    let (genesis, good) = (network.genesis(), fs::read(&file).expect("because it was written"));
    let bent = network.path("bent.cbor");
    // Every byte of the envelope, and a few hundred through all of it.
    let stride = good.len() / 300 + 1;
    for at in (0..60).chain((60..good.len()).step_by(stride)) {
        let mut bytes = good.clone();
        bytes[at] ^= 1 << (at % 8);
        fs::write(&bent, &bytes).expect("because it is ours");
        assert_ne!(chancery(&verify(&bent, &genesis)).code, Some(0), "byte {at}");
    }
    let other = Network::create(&["EE"]);
    let answer = chancery(&verify(&file, &other.genesis()));
    assert_eq!(answer.code, Some(4), "{answer}");
    // Given to the wrong command it says where it belongs.
    let line = ["evidence", "verify", text(&file), "--genesis", text(&genesis), "--json"];
    let (error, hint) = chancery(&line).ended(4).failure();
    assert!(
        error.contains("a case file") && hint.contains("chancery case verify"),
        "{error} {hint}"
    );
}

#[test]
fn document_says_what_the_file_proves_and_loads_nothing() {
    let network = Network::create(&STATES);
    let nodes = network.running(OFTEN);
    let (case, denied) = reviewed(&nodes[0], &nodes[1]);
    let folder = network.path("file");
    fs::create_dir(&folder).expect("because it is new");
    let told = nodes[1].json(&["case", "export", &case, text(&folder)]);
    let html = fs::read_to_string(folder.join(format!("case-{case}.html"))).expect("a document");
    for said in [
        BUYER,
        SECRET,
        "2026-0815",
        &denied,
        "codes agree",
        "judged by a person",
        "EXERCISE",
        "identical",
        "chancery case verify FILE",
        told["digest"].as_str().expect("a hash"),
    ] {
        assert!(html.contains(said), "{said:?} is not in it");
    }
    for loaded in ["<script", "<img", "<link", "src=", "href=", "@import", "url("] {
        assert!(!html.contains(loaded), "{loaded:?} is in it");
    }
    assert!(html.contains("default-src 'none'"));
    // What the applicant calls itself is text, whatever it is.
    let mut evil = application();
    evil["number"] = json!("<script>alert(1)</script>");
    evil["parties"][0]["names"][0]["value"] = json!("<img src=x>\u{202e}");
    let open = nodes[1].ask_with(&["case", "open", "-", "--json"], &evil.to_string());
    let evil = open.ended(0).json()["name"].as_str().expect("a name").to_owned();
    let page = network.path("evil.html");
    let file = network.path("evil.cbor");
    nodes[1].json(&["case", "export", &evil, text(&file), "--html", text(&page)]);
    let html = fs::read_to_string(&page).expect("a document");
    assert!(html.contains("&lt;script&gt;") && !html.contains("<script") && !html.contains("<img"));
    assert!(!html.contains('\u{202e}'));
}
