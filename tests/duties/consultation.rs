//! Consultations between two running nodes: asked, put off, answered in time; and not answered, over holidays of
//! whoever is asked. Days are in the records and in the question, so nothing waits for a calendar.

use time::{Duration, OffsetDateTime};

use super::*;

fn request(state: &str, to: &[&str], procedure: &str, asked_on: &str, deadline: &str) -> Value {
    let fields = json!({
        "description": "EXERCISE. A phone extraction tool for a reseller.",
        "question": "EXERCISE. Is this the transaction that you denied?",
        "procedure": procedure, "asked_on": asked_on, "deadline": deadline, "to": to,
    });
    of_kind("consultation-request", state, "Is it the same transaction?", &fields)
}

fn response(state: &str, target: &str, answer: &str, fields: &Value) -> Value {
    let mut all = json!({
        "target": { "reference": target }, "answer": answer, "reasons": "EXERCISE. We looked.",
    });
    all.as_object_mut().expect("an object").extend(fields.as_object().expect("an object").clone());
    of_kind("consultation-response", state, "Answer to a consultation", &all)
}

fn due(node: &Node, more: &[&str]) -> Vec<Value> {
    let due = node.json(&[&["due"][..], more].concat());
    let of = |duty: &Value| duty["kind"] == "consultation-request";
    due.as_array().expect("because it is a list").iter().filter(|duty| of(duty)).cloned().collect()
}

/// The one duty about a question.
fn one(node: &Node, reference: &str, more: &[&str]) -> Value {
    let mut found = due(node, more);
    found.retain(|duty| duty["reference"] == reference);
    assert_eq!(found.len(), 1, "{reference} on {}: {found:?}", node.state);
    found.remove(0)
}

fn today() -> time::Date {
    OffsetDateTime::now_utc().date()
}

#[test]
fn consultation_is_asked_put_off_and_answered_in_time() {
    let network = Network::create(&STATES);
    let nodes = network.running(OFTEN);
    let (estonia, korea) = (&nodes[0], &nodes[1]);
    let (asked_on, deadline) = (today(), today() + Duration::days(21));
    let days = [asked_on.to_string(), deadline.to_string()];
    let asked = request("EE", &["KR"], "eu-2021-821-art-16", &days[0], &days[1]);
    let reference = estonia.published(&asked);
    korea.holds(&reference);

    let theirs = one(korea, &reference, &[]);
    assert_eq!(
        (&theirs["what"], &theirs["turn"], &theirs["state"]),
        (&json!("answer"), &json!("KR"), &json!("EE"))
    );
    assert_eq!(theirs["period"]["silence"], json!("not-identical"));
    assert_eq!(theirs["exercise"], json!(true));
    let first_day = theirs["day"].clone();
    let ours = one(estonia, &reference, &[]);
    assert_eq!(
        (&ours["what"], &ours["turn"], &ours["day"]),
        (&json!("awaited"), &json!("KR"), &first_day)
    );
    assert!(theirs["period"]["counted_on"].as_str().expect("text").starts_with("calendar-kr"));

    // More time than the procedure allows: kept, shown, and capped.
    let until = (today() + Duration::days(200)).to_string();
    let more = response("KR", &reference, "need-time", &json!({ "extension_until": until }));
    let more = korea.published(&more);
    estonia.holds(&more);
    for node in [estonia, korea] {
        let moved = one(node, &reference, &[]);
        assert_eq!(moved["period"]["first_day"], first_day, "{}", node.state);
        assert_eq!(moved["period"]["extension_asked"], json!(until));
        assert_eq!(moved["period"]["extension_capped"], json!(true));
        let (day, first) =
            (moved["day"].as_str().expect("a day"), first_day.as_str().expect("a day"));
        assert!(day > first && day < until.as_str(), "{day}");
    }
    // The first day passes, and the extension holds the clock.
    let after = (today() + Duration::days(30)).to_string();
    assert_eq!(one(estonia, &reference, &["--on", &after])["reading"], json!("due"));

    let answer = korea.published(&response("KR", &reference, "not-identical", &json!({})));
    estonia.holds(&answer);
    for node in [estonia, korea] {
        assert!(due(node, &[]).is_empty(), "nothing is open on {}", node.state);
        let done = one(node, &reference, &["--all"]);
        assert_eq!(done["reading"], json!("answered-in-time"));
        assert_eq!(done["period"]["answered_on"], json!(today().to_string()));
    }
    let said = estonia.ask(&["due", "--all"]).ended(0).out;
    assert!(said.contains("KR answers") && said.contains("[exercise]"), "{said}");
    assert!(said.lines().all(|line| line.chars().count() <= 100), "{said}");
}

#[test]
fn silence_is_read_by_the_procedure_over_the_holidays_of_the_asked_state() {
    let network = Network::create(&STATES);
    let nodes = network.running(OFTEN);
    let (estonia, korea) = (&nodes[0], &nodes[1]);
    // Over 24 February, which is a Tuesday.
    let asked = request("KR", &["EE"], "eu-2021-821-art-16", "2026-02-16", "2026-03-03");
    let of_estonia = korea.published(&asked);
    // Over 3 October and Chuseok, and both procedures.
    let asked = request("EE", &["KR"], "eu-2021-821-art-14", "2025-09-25", "2025-10-16");
    let of_korea = estonia.published(&asked);
    let asked = request("EE", &["KR"], "voluntary", "2025-09-25", "2025-10-16");
    let voluntary = estonia.published(&asked);
    estonia.holds(&of_estonia);
    korea.holds(&of_korea);
    korea.holds(&voluntary);

    let read = |reference: &str, day: &str| {
        let readings =
            [estonia, korea].map(|node| one(node, reference, &["--on", day])["reading"].clone());
        assert_eq!(readings[0], readings[1], "both read {reference} alike on {day}");
        readings[0].as_str().expect("a word").to_owned()
    };
    assert_eq!(read(&of_estonia, "2026-03-03"), "due", "the last day");
    assert_eq!(read(&of_estonia, "2026-03-04"), "silent");
    let silent = one(korea, &of_estonia, &["--on", "2026-03-04"]);
    assert_eq!(silent["day"], json!("2026-03-03"), "without the holiday it would be the 2nd");
    assert_eq!(silent["period"]["silence"], json!("not-identical"));
    let left_out = &silent["period"]["holidays"];
    assert_eq!(left_out, &json!([{ "day": "2026-02-24", "name": "Independence Day" }]));

    assert_eq!(read(&of_korea, "2025-10-16"), "due", "the last day");
    assert_eq!(read(&of_korea, "2025-10-17"), "silent");
    let silent = one(estonia, &of_korea, &["--on", "2025-10-17"]);
    assert_eq!(silent["period"]["silence"], json!("no-objection"));
    let left_out = silent["period"]["holidays"].as_array().expect("a list").clone();
    assert!(left_out.iter().any(|holiday| holiday["day"] == "2025-10-03"), "{left_out:?}");
    assert_eq!(left_out.len(), 5, "3 October and four days of Chuseok: {left_out:?}");
    assert_eq!(read(&voluntary, "2025-10-17"), "overdue", "this silence means nothing");

    // A late answer is one, and what the silence meant until then stays told for that day.
    let late = korea.published(&response("KR", &of_korea, "objection", &json!({})));
    estonia.holds(&late);
    assert_eq!(one(estonia, &of_korea, &["--all"])["reading"], json!("answered-late"));
    assert_eq!(read(&of_korea, "2025-10-17"), "silent");
    let said = estonia.ask(&["due", "--on", "2025-10-17"]).ended(0).out;
    assert!(
        said.contains("silence means: no objection") && said.contains("National Foundation Day"),
        "{said}"
    );
}

#[test]
fn deadline_before_its_question_is_refused() {
    let network = Network::create(&STATES);
    let nodes = network.running(OFTEN);
    let asked = request("EE", &["KR"], "voluntary", "2026-02-16", "2026-02-15");
    let answer = nodes[0].publish(&asked).ended(1);
    assert!(answer.err.contains("$.deadline"), "{answer}");
}

#[test]
fn calendar_of_the_data_directory_counts_and_a_bent_one_keeps_the_node_from_starting() {
    let network = Network::create(&STATES);
    let mut nodes = network.running(OFTEN);
    let asked = request("EE", &["KR"], "eu-2021-821-art-16", "2026-02-23", "2026-02-24");
    let reference = nodes[0].published(&asked);
    assert_eq!(
        one(&nodes[0], &reference, &[])["day"],
        json!("2026-03-10"),
        "1 March is kept on the 2nd"
    );
    nodes[0].stop();
    let folder = nodes[0].dir().join("calendars");
    fs::create_dir(&folder).expect("because it is ours");
    let calendar = r#"{"pack":"calendar","name":"calendar-kr","edition":"exercise","state":"KR",
        "scope":"national","source":"invented","from_year":2026,"to_year":2026,
        "weekend":["saturday","sunday"],"holidays":[{"day":"2026-03-10","name":"Invented Day"}]}"#;
    fs::write(folder.join("kr.json"), calendar).expect("because it is ours");
    nodes[0].start();
    let counted = one(&nodes[0], &reference, &[]);
    assert_eq!(counted["day"], json!("2026-03-09"), "{counted}");
    assert_eq!(counted["period"]["counted_on"], json!("calendar-kr exercise, national"));
    nodes[0].stop();
    fs::write(folder.join("kr.json"), calendar.replace("KR", "ZZ")).expect("because it is ours");
    let refused = nodes[0].refuses_to_start();
    assert!(refused.err.contains("kr.json") && refused.err.contains("no state"), "{refused}");
}

#[test]
fn reminder_is_an_event_once_for_each_stage_and_not_again_after_a_start() {
    let network = Network::create(&STATES);
    let mut nodes = network.running(OFTEN);
    let day = today().to_string();
    let asked = request("EE", &["KR"], "voluntary", &day, &day);
    let first = nodes[0].published(&asked);
    nodes[1].holds(&first);
    let reminder = reminded(&nodes[1], &first);
    assert_eq!(reminder.len(), 1, "{reminder:?}");
    assert_eq!((&reminder[0]["what"], &reminder[0]["reading"]), (&json!("answer"), &json!("due")));
    nodes[1].stop();
    nodes[1].start();
    let second = nodes[0].published(&asked);
    nodes[1].holds(&second);
    let reminders = reminded(&nodes[1], &second);
    let of: Vec<&Value> = reminders.iter().map(|reminder| &reminder["reference"]).collect();
    assert_eq!(of, [&json!(second)], "the first is not given again");
}

/// The reminders that `chancery watch` hears until it has heard of this question.
fn reminded(node: &Node, reference: &str) -> Vec<Value> {
    let mut watcher = command_at(&["watch", "--json"], node.dir());
    let mut child = watcher.stdout(Stdio::piped()).spawn().expect("because it was just built");
    let lines = BufReader::new(child.stdout.take().expect("because it is piped")).lines();
    // Nobody says a hundred things here.
    let (said, say) = std::sync::mpsc::sync_channel(100);
    let listening = std::thread::spawn(move || {
        lines.map_while(Result::ok).all(|line| said.send(line).is_ok());
    });
    let mut reminders: Vec<Value> = Vec::new();
    eventually("the watcher to hear of the question", || {
        let lines = say.try_iter().map(|line| serde_json::from_str(&line).expect("a document"));
        reminders.extend(lines.filter(|line: &Value| line["event"] == "reminder"));
        let heard = reminders.iter().any(|reminder| reminder["reference"] == reference);
        if heard { Ok(()) } else { Err(format!("{reminders:?}\n{}", node.log())) }
    });
    child.kill().expect("because it is our child");
    child.wait().expect("because it is our child");
    drop(listening.join());
    reminders
}
