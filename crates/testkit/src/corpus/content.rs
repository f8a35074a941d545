//! Records with content of their own: advisories, denials, practices, laws, questions.
//!
//! A record is a function of the seed, its number and its revision, so that the replacement in a correction
//! is the record itself with a few things changed.

use chancery_record::Kind;
use serde_json::{Map, Value, json};

use crate::Dice;
use crate::corpus::firm::Firm;
use crate::corpus::part;
use crate::corpus::setting::{Setting, dice, word};
use crate::corpus::{Place, day, moment};

/// What is written: as it was first, or as a correction has it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Revision {
    First,
    Corrected,
}

/// The record at a place.
pub(crate) fn content(set: &Setting, place: &Place, revision: Revision) -> Map<String, Value> {
    let mut dice = dice(set.seed, "content", place.number);
    let mut record = envelope(set, place, &mut dice);
    let firms: Vec<Firm> = (0..parties(&mut dice, place.kind))
        .map(|_| set.firms.place(&mut dice))
        .map(|number| set.firm(number))
        .collect();
    let title = title(set, &mut dice, place, firms.first());
    record.insert("title".into(), json!(title));
    match place.kind {
        Kind::DenialNotice => denial(set, place, &mut dice, &firms, &mut record),
        Kind::RiskAdvisory => risk(set, place, &mut dice, &firms, &mut record),
        Kind::LegalMeasure => measure(set, place, &mut dice, &mut record),
        Kind::LicensingPractice => practice(set, &mut dice, &mut record),
        Kind::BestPractice => best(set, &mut dice, &mut record),
        Kind::InformationRequest => question(set, place, &mut dice, &mut record),
        _ => threat(set, place, &mut dice, &firms, &mut record),
    }
    if revision == Revision::Corrected {
        let added = set.prose.write(&mut dice, &set.tongues[0], 8);
        record.insert("title".into(), json!(format!("{title} (corrected)")));
        for field in ["summary", "stated_end_use", "facts", "text", "question"] {
            if let Some(Value::String(text)) = record.get_mut(field) {
                text.push(' ');
                text.push_str(&added);
            }
        }
    }
    record
}

fn parties(dice: &mut Dice, kind: Kind) -> u64 {
    match kind {
        Kind::ThreatAdvisory | Kind::DenialNotice => [1, 1, 1, 2, 2, 3, 4][dice.index(7)],
        Kind::RiskAdvisory => dice.below(2),
        _ => 0,
    }
}

/// What every record carries, without its title.
pub(crate) fn envelope(set: &Setting, place: &Place, dice: &mut Dice) -> Map<String, Value> {
    let uses = if place.exercise { "exercise" } else { "licence-review" };
    let serves = place.kind.commitments().first().copied().unwrap_or("C3");
    let language = &set.tongues[place.tongue].language;
    let open = place.marking == "TLP:CLEAR" && dice.percent(30);
    let audience: &[&str] = if open { &["members", "observers"] } else { &["members"] };
    let record = json!({
        "kind": place.kind.as_str(),
        "schema_version": 1,
        "exercise": place.exercise,
        "title": "",
        "originator": { "state": place.state(set).as_str(), "authority": "authority" },
        "created_at": moment(place.at_s),
        "handling": {
            "tlp": place.marking,
            "audience": audience,
            "originator_control": { "onward": "ask" },
            "permitted_uses": [uses],
        },
        "attestations": {
            "unclassified": true,
            "not_regime_confidential": true,
            "no_victim_identity": true,
            "personal_data_reviewed": true,
        },
        "personal_data": { "present": false },
        "languages": { "original": language },
        "commitments": [serves],
    });
    let Value::Object(record) = record else { unreachable!("it was written as a map") };
    record
}

fn title(set: &Setting, dice: &mut Dice, place: &Place, firm: Option<&Firm>) -> String {
    let words = dice.between(4, 9);
    let mut title = set.prose.write(dice, &set.tongues[place.tongue], words);
    if let Some(firm) = firm.filter(|_| dice.percent(50)) {
        title = format!("{}: {title}", firm.latin);
    }
    if place.exercise { format!("EXERCISE. {title}") } else { title }
}

fn text(set: &Setting, dice: &mut Dice, place: &Place, most: u64) -> Value {
    // Most texts are short, and a few are long.
    let words = match dice.below(10) {
        0..=5 => dice.between(15, most / 3),
        6..=8 => dice.between(most / 3, most),
        _ => dice.between(most, most * 2),
    };
    json!(set.prose.write(dice, &set.tongues[place.tongue], words))
}

fn categories(set: &Setting, dice: &mut Dice) -> (usize, Value) {
    let first = set.categories_skew.place(dice);
    let second = set.categories_skew.place(dice);
    let mut words = vec![&set.categories[first].word];
    if dice.percent(25) && second != first {
        words.push(&set.categories[second].word);
    }
    (first, json!(words))
}

/// When it ends, or is looked at again.
fn term(place: &Place, dice: &mut Dice, record: &mut Map<String, Value>) {
    let years = i64::try_from(dice.between(1, 3)).unwrap_or(1);
    let field = if dice.percent(35) { "valid_until" } else { "review_due" };
    record.insert(field.into(), json!(day(place.at_s + years * 365 * 86_400)));
}

fn named(set: &Setting, dice: &mut Dice, firms: &[Firm]) -> Value {
    let party = |(at, firm)| part::party(dice, set, firm, &format!("p{}", at + 1));
    firms.iter().enumerate().map(party).collect()
}

fn some_destinations(set: &Setting, dice: &mut Dice) -> Value {
    let mut all: Vec<&str> = (0..dice.between(1, 3)).map(|_| set.destination(dice)).collect();
    all.sort_unstable();
    all.dedup();
    json!(all)
}

fn threat(
    set: &Setting,
    place: &Place,
    dice: &mut Dice,
    firms: &[Firm],
    record: &mut Map<String, Value>,
) {
    let (category, categories) = categories(set, dice);
    term(place, dice, record);
    record.insert("summary".into(), text(set, dice, place, 120));
    record.insert("priority".into(), json!(dice.pick(&["routine", "elevated", "info"])));
    record.insert("tech_categories".into(), categories);
    record.insert("parties".into(), named(set, dice, firms));
    record.insert("items".into(), json!([part::item(dice, set, category, &firms[0])]));
    record.insert("human_rights_concerns".into(), json!([part::concern(dice, set)]));
    record.insert("destinations".into(), some_destinations(set, dice));
    if dice.percent(25) {
        let to = set.destination(dice);
        record.insert("routes".into(), part::route(dice, set, &firms[0].country, to));
    }
    graded(set, dice, record);
    let action = json!([{ "action": "check-pending-licences", "addressed_to": "agencies" }]);
    record.insert("actions".into(), action);
}

fn graded(set: &Setting, dice: &mut Dice, record: &mut Map<String, Value>) {
    record.insert("assessment".into(), part::assessment(dice, set));
    record.insert("sources".into(), part::sources(dice, set));
}

fn denial(
    set: &Setting,
    place: &Place,
    dice: &mut Dice,
    firms: &[Firm],
    record: &mut Map<String, Value>,
) {
    let (category, _) = categories(set, dice);
    let to = set.destination(dice);
    record.insert("review_due".into(), json!(day(place.at_s + 3 * 365 * 86_400)));
    record.insert("act".into(), json!(dice.pick(&["refuse", "refuse", "annul", "revoke"])));
    record.insert("act_date".into(), json!(day(place.at_s)));
    record.insert("activity".into(), json!("export"));
    record.insert("destination".into(), json!(to));
    record.insert("items".into(), json!([part::item(dice, set, category, &firms[0])]));
    record.insert("parties".into(), named(set, dice, firms));
    record.insert("stated_end_use".into(), text(set, dice, place, 60));
    let rights = json!([set.rights[set.rights_skew.place(dice)]]);
    record.insert("grounds".into(), json!([{ "criterion": "human-rights", "rights": rights }]));
    if dice.percent(60) {
        record.insert("human_rights_concerns".into(), json!([part::concern(dice, set)]));
    }
    if dice.percent(30) {
        record.insert("routes".into(), part::route(dice, set, &firms[0].country, to));
    }
    record.insert("value_band".into(), json!(dice.pick(&["under-10k", "10k-100k", "100k-1m"])));
}

fn risk(
    set: &Setting,
    place: &Place,
    dice: &mut Dice,
    firms: &[Firm],
    record: &mut Map<String, Value>,
) {
    let (_, categories) = categories(set, dice);
    term(place, dice, record);
    record.insert("summary".into(), text(set, dice, place, 150));
    record.insert("tech_categories".into(), categories);
    record.insert("destinations".into(), some_destinations(set, dice));
    record.insert("risk_indicators".into(), json!([word(dice, &set.indicators)]));
    if !firms.is_empty() {
        record.insert("parties".into(), named(set, dice, firms));
    }
    graded(set, dice, record);
    let action = json!([{ "action": "request-info", "addressed_to": "agencies" }]);
    record.insert("actions".into(), action);
}

fn measure(set: &Setting, place: &Place, dice: &mut Dice, record: &mut Map<String, Value>) {
    record.insert("instrument".into(), json!(format!("Act {}", dice.between(1, 9_999))));
    record.insert("measure".into(), json!(dice.pick(&["law", "amendment", "notice", "guidance"])));
    record.insert("effective".into(), json!(day(place.at_s + 30 * 86_400)));
    record.insert("summary".into(), text(set, dice, place, 150));
    record.insert("tech_categories".into(), categories(set, dice).1);
    record.insert("citation".into(), json!(format!("Gazette {}", dice.between(1, 99_999))));
}

fn practice(set: &Setting, dice: &mut Dice, record: &mut Map<String, Value>) {
    let write = |dice: &mut Dice, words| json!(set.prose.write(dice, &set.tongues[0], words));
    record.insert("facts".into(), write(dice, 60));
    record.insert("analysis".into(), write(dice, 50));
    record.insert("outcome".into(), json!(dice.pick(&["granted", "refused", "returned"])));
    record.insert("lesson".into(), write(dice, 20));
    record.insert("tech_categories".into(), categories(set, dice).1);
    record.insert("destinations".into(), some_destinations(set, dice));
    record.insert("human_rights_concerns".into(), json!([part::concern(dice, set)]));
}

fn best(set: &Setting, dice: &mut Dice, record: &mut Map<String, Value>) {
    record.insert("topic".into(), json!(dice.pick(&["re-export", "end-user-checks", "outreach"])));
    record.insert("readers".into(), json!(["licensing-officers"]));
    record.insert("text".into(), json!(set.prose.write(dice, &set.tongues[0], 150)));
    record.insert("maturity".into(), json!("piloted"));
}

fn question(set: &Setting, place: &Place, dice: &mut Dice, record: &mut Map<String, Value>) {
    let own = place.state(set);
    let asked = set.states.iter().copied().cycle().skip(set.states_skew.place(dice));
    let asked = asked.take(2).find(|state| *state != own).unwrap_or(own);
    record.insert("question".into(), text(set, dice, place, 60));
    record.insert("to".into(), json!([asked.as_str()]));
    record.insert("asked_on".into(), json!(day(place.at_s)));
    record.insert("needed_by".into(), json!(day(place.at_s + 30 * 86_400)));
}
