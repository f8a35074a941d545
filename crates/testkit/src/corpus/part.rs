//! The parts that records are put together from: parties, items, concerns, claims, sources.

use serde_json::{Map, Value, json};

use crate::Dice;
use crate::corpus::firm::{Firm, misspelt};
use crate::corpus::setting::{Setting, word};

/// A party as one record knows it: often less than there is to know, and sometimes misspelt.
pub(crate) fn party(dice: &mut Dice, set: &Setting, firm: &Firm, key: &str) -> Value {
    let names = names(dice, firm);
    let mut party = json!({
        "key": key, "schema": firm.schema, "roles": roles(dice, firm), "names": names,
        "statement": set.prose.write(dice, &set.tongues[0], 6),
    });
    let fields = party.as_object_mut().expect("because it was written as one");
    if dice.percent(85) {
        fields.insert("jurisdictions".into(), json!([firm.country]));
    }
    if dice.percent(55) {
        let (native, latin) = &firm.address;
        let text = if dice.percent(50) { native } else { latin };
        fields.insert("addresses".into(), json!([{ "text": text, "country": firm.country }]));
    }
    let mut numbers = Vec::new();
    if let Some(value) = firm.register.as_ref().filter(|_| dice.percent(70)) {
        numbers.push(
            json!({ "scheme": "national-register", "value": value, "country": firm.country }),
        );
    }
    if let Some(value) = firm.lei.as_ref().filter(|_| dice.percent(70)) {
        numbers.push(json!({ "scheme": "lei", "value": value }));
    }
    if !numbers.is_empty() {
        fields.insert("identifiers".into(), numbers.into());
    }
    if dice.percent(6) {
        let owner = set.firm(set.firms.place(dice)).latin;
        let share = dice.between(5, 100).to_string();
        let share = json!([{ "owner": owner, "percentage": share, "as_of": "2025" }]);
        fields.insert("ownership".into(), share);
    }
    party
}

fn names(dice: &mut Dice, firm: &Firm) -> Vec<Value> {
    let foreign = firm.script.as_ref();
    let mut names = Vec::new();
    match dice.below(20) {
        // Only as foreigners write it.
        0..=3 => names.push(json!({ "value": firm.latin, "kind": "legal" })),
        4 => {
            let value = misspelt(dice, &firm.latin);
            names.push(json!({ "value": value, "kind": "legal" }));
        }
        _ => {
            let mut name = json!({ "value": firm.native, "kind": "legal" });
            if let (Some(script), Some(name)) = (foreign, name.as_object_mut()) {
                name.insert("script".into(), json!(script));
                name.insert("language".into(), json!(firm.language));
            }
            names.push(name);
            if foreign.is_some() && dice.percent(75) {
                names.push(json!({ "value": firm.latin, "kind": "transliteration" }));
            }
        }
    }
    if let Some(alias) = firm.alias.as_ref().filter(|_| dice.percent(60)) {
        let short = alias.chars().count() < 5;
        names.push(json!({ "value": alias, "kind": if short { "weak" } else { "alias" } }));
    }
    if let Some(former) = firm.former.as_ref().filter(|_| dice.percent(60)) {
        names.push(json!({ "value": former, "kind": "former" }));
    }
    names
}

fn roles(dice: &mut Dice, firm: &Firm) -> Value {
    const TRADERS: [&str; 8] = [
        "vendor",
        "manufacturer",
        "consignee",
        "distributor",
        "broker",
        "intermediate-consignee",
        "freight-forwarder",
        "exporter",
    ];
    if firm.schema == "PublicBody" {
        return json!(["end-user"]);
    }
    let first = dice.pick(&TRADERS).copied().unwrap_or("vendor");
    if dice.percent(15) { json!([first, "end-user"]) } else { json!([first]) }
}

/// An item of a category, with its list entries where the category has any.
pub(crate) fn item(dice: &mut Dice, set: &Setting, category: usize, firm: &Firm) -> Value {
    let category = &set.categories[category];
    let mut item = Map::new();
    item.insert("key".into(), json!("i1"));
    item.insert("tech_category".into(), json!(category.word));
    if !firm.products.is_empty() {
        item.insert("product_names".into(), json!(firm.products));
    }
    let first = dice.index(category.codes.len().max(1));
    let codes = category.codes.iter().cycle().skip(first).take(2.min(category.codes.len()));
    let codes: Vec<Value> = codes
        .map(|entry| {
            let relation = if dice.percent(60) { "meets" } else { "may-meet" };
            json!({
                "list": entry.list, "edition": set.edition(dice, &entry.list), "code": entry.code,
                "relation": relation, "basis": "originator-inference",
            })
        })
        .collect();
    if codes.is_empty() {
        item.insert("catch_all".into(), json!({ "basis": "eu-2021-821-article-5" }));
    } else {
        item.insert("control_refs".into(), codes.into());
    }
    if category.word == "other-surveillance" || dice.percent(40) {
        item.insert("description".into(), json!(set.prose.write(dice, &set.tongues[0], 9)));
    }
    Value::Object(item)
}

pub(crate) fn concern(dice: &mut Dice, set: &Setting) -> Value {
    let right = &set.rights[set.rights_skew.place(dice)];
    json!({
        "right": right,
        "instruments": [{ "instrument": "ICCPR", "article": dice.between(6, 27).to_string() }],
        "affected_groups": [word(dice, &set.groups)],
        "mode": "internal-repression",
        "status": if dice.percent(60) { "alleged" } else { "credibly-reported" },
    })
}

pub(crate) fn assessment(dice: &mut Dice, set: &Setting) -> Value {
    let claims: Vec<Value> = (1..=dice.between(1, 3))
        .map(|number| {
            json!({
                "key": format!("c{number}"),
                "text": set.prose.write(dice, &set.tongues[0], 14),
                "sources": ["s1"],
                "reliability": dice.pick(&["A", "B", "C", "D"]),
                "credibility": dice.between(1, 5),
                "confidence": dice.pick(&["low", "moderate", "high"]),
            })
        })
        .collect();
    json!({ "claims": claims })
}

pub(crate) fn sources(dice: &mut Dice, set: &Setting) -> Value {
    let kind = dice.pick(&["media", "ngo-report", "licence-application", "customs", "court"]);
    let title = set.prose.write(dice, &set.tongues[0], 7);
    json!([{ "key": "s1", "type": kind, "title": title, "sensitivity": "open" }])
}

/// A way by two or three states to where it ends.
pub(crate) fn route(dice: &mut Dice, set: &Setting, from: &str, to: &str) -> Value {
    let mut legs = vec![json!({ "country": from, "role": "origin", "mode": "air" })];
    if dice.percent(70) {
        let by = set.destination(dice);
        legs.push(json!({ "country": by, "role": "transhipment", "mode": "sea" }));
    }
    legs.push(json!({ "country": to, "role": "actual-destination" }));
    json!([{ "legs": legs }])
}
