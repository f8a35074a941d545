//! Statements at random: four logs that speak about what was said before, rightly and wrongly.

use proptest::prelude::*;
use serde_json::{Value, json};

use super::cast::{Scene, Speaker, advisory, correction, withdrawal};
use crate::{Place, Said};

/// Two nodes of one authority, and two other states.
const LOGS: [(&str, u8); 4] = [("EE", 1), ("EE", 7), ("KR", 2), ("LV", 3)];

const DAYS: [&str; 4] = ["2025-01-01", "2026-11-24", "2028-01-01", "no day"];

/// What one statement says. Numbers choose among few, so that things meet.
#[derive(Clone, Debug)]
pub(super) enum Say {
    Advisory,
    Denial,
    Ask,
    Correct(u8),
    Withdraw,
    Delist(u8),
    Renew(u8),
    Review(u8),
    Acknowledge,
    Sight,
    Dispute(u8),
    Answer,
    Undercut,
    Summarise,
    Unheard,
}

/// One statement of a run.
#[derive(Clone, Debug)]
pub(super) struct Line {
    log: usize,
    say: Say,
    /// Which earlier statement it is about, counted in parts of 256.
    target: u8,
    /// What is unusual about it: most have nothing.
    slip: Option<Slip>,
}

#[derive(Clone, Copy, Debug)]
enum Slip {
    Drill,
    OtherReference,
    Forked,
    Revoked,
    Unsaid,
}

fn say() -> impl Strategy<Value = Say> {
    prop_oneof![
        2 => Just(Say::Advisory),
        1 => Just(Say::Denial),
        1 => Just(Say::Ask),
        6 => any::<u8>().prop_map(Say::Correct),
        2 => Just(Say::Withdraw),
        3 => any::<u8>().prop_map(Say::Delist),
        3 => any::<u8>().prop_map(Say::Renew),
        2 => any::<u8>().prop_map(Say::Review),
        1 => Just(Say::Acknowledge),
        1 => Just(Say::Sight),
        2 => any::<u8>().prop_map(Say::Dispute),
        1 => Just(Say::Answer),
        1 => Just(Say::Undercut),
        1 => Just(Say::Summarise),
        1 => Just(Say::Unheard),
    ]
}

fn line() -> impl Strategy<Value = Line> {
    let slip = prop_oneof![
        12 => Just(None),
        1 => Just(Some(Slip::Drill)),
        1 => Just(Some(Slip::OtherReference)),
        1 => Just(Some(Slip::Forked)),
        1 => Just(Some(Slip::Revoked)),
        1 => Just(Some(Slip::Unsaid)),
    ];
    let log = prop_oneof![6 => Just(0_usize), 2 => Just(1), 1 => Just(2), 1 => Just(3)];
    (log, say(), any::<u8>(), slip).prop_map(|(log, say, target, slip)| Line {
        log,
        say,
        target,
        slip,
    })
}

/// A run of up to so many statements.
pub(super) fn run(lines_max: usize) -> impl Strategy<Value = Vec<Said>> {
    prop::collection::vec(line(), 1..lines_max).prop_map(|lines| said(&lines))
}

fn said(lines: &[Line]) -> Vec<Said> {
    let mut logs = LOGS.map(|(state, key)| Speaker::new(state, key));
    let mut scene = Scene::default();
    let mut unsaid = Vec::new();
    for line in lines {
        let place = usize::from(line.target) * scene.said.len() / 256;
        let target = scene.said.get(place).map(|said| said.id);
        let mut json = record(&line.say);
        json["exercise"] = json!(matches!(line.slip, Some(Slip::Drill)));
        if json.get("replacement").is_some() {
            json["replacement"]["exercise"] = json["exercise"].clone();
        }
        let opens = matches!(line.say, Say::Advisory | Say::Denial | Say::Ask);
        let id = match target.filter(|_| !opens) {
            Some(target) => {
                if matches!(line.slip, Some(Slip::OtherReference)) {
                    json["target"]["reference"] = json!("EE-1999-0001");
                }
                scene.about(&mut logs[line.log], target, json)
            }
            None => scene.open(&mut logs[line.log], json),
        };
        match line.slip {
            Some(Slip::Forked) => scene.at(id, Place::Forked),
            Some(Slip::Revoked) => scene.at(id, Place::Revoked { last: Some(1) }),
            Some(Slip::Unsaid) => unsaid.push(id),
            Some(Slip::Drill | Slip::OtherReference) | None => {}
        }
    }
    // What was never received: others speak about it all the same.
    scene.said.retain(|said| !unsaid.contains(&said.id));
    scene.said
}

fn record(say: &Say) -> Value {
    let day = |number: &u8| DAYS[usize::from(*number) % DAYS.len()];
    let pick = |words: [&'static str; 4], number: &u8| words[usize::from(*number) % 4];
    match say {
        Say::Advisory => advisory("One"),
        Say::Denial => {
            let mut json = advisory("Denied");
            json["kind"] = json!("denial-notice");
            json["review_due"] = json!("2027-01-01");
            json
        }
        Say::Ask => {
            json!({"kind": "consultation-request", "question": "The same?", "to": ["KR", "EE"]})
        }
        Say::Correct(number) => {
            let mut json = correction(&format!("Corrected {number}"));
            json["replacement"]["valid_until"] = json!(day(number));
            if *number > 240 {
                json["replacement"] = json!({"kind": "withdrawal"});
            }
            json
        }
        Say::Withdraw => withdrawal("error"),
        Say::Delist(number) => {
            let mut json = withdrawal("delisted");
            let key = pick(["a", "b", "c1", "z"], number);
            let list = if key == "c1" { "claims" } else { "parties" };
            json["parts"] = if *number > 240 { json!({}) } else { json!({ list: [key] }) };
            json
        }
        Say::Renew(number) => {
            json!({"kind": "renewal", "reason": "x", "valid_until": day(number)})
        }
        Say::Review(number) => json!({
            "kind": "denial-review", "reason": "x", "next_review": day(number),
            "outcome": pick(["renew", "amend", "revoke", "unheard-of"], &(number / 4)),
        }),
        Say::Acknowledge => json!({"kind": "acknowledgement", "level": "read"}),
        Say::Sight => json!({"kind": "sighting", "basis": "At the border."}),
        Say::Dispute(number) => json!({
            "kind": "dispute", "basis": "x",
            "stance": pick(["strongly-disagree", "agree", "disagree", "unheard-of"], number),
        }),
        Say::Answer => {
            json!({"kind": "consultation-response", "answer": "no-view", "reasons": "x"})
        }
        Say::Undercut => json!({"kind": "undercut-notice", "decision": "granted"}),
        Say::Summarise => json!({"kind": "public-summary", "summary": "x"}),
        Say::Unheard => json!({"kind": "unheard-of"}),
    }
}
