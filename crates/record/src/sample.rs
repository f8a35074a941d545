//! Records made from the tables, for the tests: one with every field that there is, and every way
//! to spoil it that the tables know of. So a new field is tested from the day it stands in a table.
//! Invariant: what [`full`] gives is accepted, and each [`Spoilt`] breaks exactly one rule.

use serde_json::{Map, Value, json};

use crate::{
    block::{RECORD, original_hash},
    kind::{Kind, Speaker},
    shape::{Block, Literal, Need, Repeats, Rule, Shape},
    tree::from_json,
    vocabulary::{Vocabularies, numbering_form},
};

/// A step from a value to one inside it.
#[derive(Clone, Debug)]
pub(crate) enum Step {
    Key(&'static str),
    Index(usize),
}

/// A record that one rule refuses, and where.
pub(crate) struct Spoilt {
    pub(crate) record: Value,
    pub(crate) path: String,
    pub(crate) how: String,
}

/// A valid record of that kind with every field of every block.
pub(crate) fn full(kind: Kind) -> Value {
    let Shape::Choice { by, cases } = &RECORD else { panic!("a record is a choice of kinds") };
    let (word, block) =
        cases.iter().find(|(word, _)| *word == kind.as_str()).expect("every kind has a block");
    let mut record = full_case(by, word, block);
    if let Some(replacement) = record.get_mut("replacement") {
        mend(replacement);
    }
    mend(&mut record);
    record
}

/// What the rules that are programs ask for.
fn mend(record: &mut Value) {
    let kind: Kind = record["kind"].as_str().expect("a kind").parse().expect("a known kind");
    record["originator"]["state"] = json!("EE");
    record["commitments"] = json!([kind.commitments()[0]]);
    match kind {
        Kind::DenialNotice
        | Kind::DenialReview
        | Kind::UndercutNotice
        | Kind::ConsultationRequest
        | Kind::ConsultationResponse => record["handling"]["tlp"] = json!("TLP:AMBER"),
        Kind::PublicSummary => {
            record["handling"]["audience"] = json!(["members", "public"]);
            record["handling"]["originator_control"]["onward"] = json!("as-marked");
        }
        _ => {}
    }
    if record.get("target").is_some() && matches!(kind.who_may(), Speaker::Another | Speaker::Asked)
    {
        record["target"]["reference"] = json!("KR-2026-0001");
    }
    if record["handling"]["tlp"] != json!("TLP:CLEAR") {
        record["attachments"][0]["tlp"] = record["handling"]["tlp"].clone();
    }
    tie(record);
}

/// Ties the translations to the texts as they are now.
pub(crate) fn tie(record: &mut Value) {
    let tree = from_json(&record.to_string()).expect("a tree");
    let hash = original_hash(&tree).to_string();
    for version in record["languages"]["versions"].as_array_mut().into_iter().flatten() {
        version["of_hash"] = json!(hash);
    }
}

fn full_case(by: &str, word: &str, block: &'static Block) -> Value {
    let mut value = full_block(block);
    value[by] = json!(word);
    value
}

fn full_block(block: &'static Block) -> Value {
    let mut map = Map::new();
    for field in block.fields() {
        map.insert(field.name.to_owned(), full_value(&field.shape));
    }
    for rule in block.rules() {
        match rule {
            Rule::FormBy { by, of, cases } => {
                if let Some((_, form)) = cases.iter().find(|(word, _)| map[*by] == *word) {
                    map[*of] = json!(form.example);
                }
            }
            Rule::Code { list, code, .. } => {
                let list =
                    map[*list].as_str().and_then(|l| Vocabularies::shipped().control_list(l));
                let form = list.and_then(|list| numbering_form(&list.numbering));
                map[*code] = json!(form.expect("every list has a numbering").example);
            }
            _ => {}
        }
    }
    Value::Object(map)
}

fn full_value(shape: &'static Shape) -> Value {
    match shape {
        Shape::Text { .. } => json!("A text"),
        Shape::Form(form) => json!(form.example),
        Shape::Word(vocabulary) => {
            let first = Vocabularies::shipped().current(vocabulary.name).next();
            json!(first.expect("a vocabulary has words").word)
        }
        Shape::Integer { min, .. } => json!(min),
        Shape::Flag | Shape::True => json!(true),
        Shape::List { of, min, .. } => Value::Array(vec![full_value(of); (*min).max(1)]),
        Shape::Block(block) => full_block(block),
        // The one object with a format of its own is a pack.
        Shape::Open => {
            let pack = Vocabularies::shipped().pack("iep").expect("shipped").to_text();
            serde_json::from_str(&pack).expect("a pack is JSON")
        }
        Shape::Choice { by, cases } => full_case(by, cases[0].0, cases[0].1),
    }
}

/// Every way to spoil a full record of that kind.
pub(crate) fn spoilt(kind: Kind) -> Vec<Spoilt> {
    let record = full(kind);
    let mut spoiler = Spoiler { record: &record, path: Vec::new(), found: Vec::new() };
    spoiler.spoil(&RECORD);
    spoiler.found
}

struct Spoiler<'a> {
    record: &'a Value,
    path: Vec<Step>,
    found: Vec<Spoilt>,
}

impl Spoiler<'_> {
    fn spoil(&mut self, shape: &'static Shape) {
        self.put("another type", Value::Null, &[]);
        match shape {
            Shape::Text { chars_max } => {
                self.put("too long", json!("é".repeat(chars_max + 1)), &[]);
                self.put("blank", json!(" \n\t"), &[]);
                self.put("a control character", json!("a\u{1b}[2J"), &[]);
                self.put("a changed direction", json!("a\u{202e}b"), &[]);
                self.put("a tag character", json!("a\u{e0041}b"), &[]);
            }
            Shape::Form(form) => {
                self.put("another syntax", json!(format!("{} ", form.example)), &[]);
                self.put("no text", json!(""), &[]);
            }
            Shape::Word(_) => self.put("an unknown word", json!("no such word"), &[]),
            Shape::Integer { min, max } => {
                self.put("too small", json!(min - 1), &[]);
                self.put("too large", json!(max + 1), &[]);
            }
            Shape::Open => self.put("not an object", json!([]), &[]),
            Shape::Flag => self.put("a text", json!("true"), &[]),
            Shape::True => self.put("not declared", json!(false), &[]),
            Shape::List { of, min, max, repeats } => {
                let element = self.value()[0].clone();
                self.put("too many", Value::Array(vec![element.clone(); max + 1]), &[]);
                if *min > 0 {
                    self.put("too few", Value::Array(vec![element.clone(); min - 1]), &[]);
                }
                if *repeats == Repeats::Refused && *max > 1 {
                    let twice = Value::Array(vec![element; 2]);
                    self.put("a repeat", twice, &[Step::Index(1)]);
                }
                self.at(Step::Index(0), |spoiler| spoiler.spoil(of));
            }
            Shape::Block(block) => self.spoil_block(block),
            Shape::Choice { by, cases } => {
                self.without(&[by], &[Step::Key(by)]);
                let word = self.value()[*by].clone();
                let case = cases.iter().find(|(case, _)| word == *case);
                self.spoil_block(case.expect("a full record has a case").1);
            }
        }
    }

    fn spoil_block(&mut self, block: &'static Block) {
        for field in block.fields() {
            if field.need == Need::Required {
                self.without(&[field.name], &[Step::Key(field.name)]);
            }
            self.at(Step::Key(field.name), |spoiler| spoiler.spoil(&field.shape));
        }
        for rule in block.rules() {
            match rule {
                Rule::AnyOf(names) => self.without(names, &[]),
                Rule::Needs { field, is, then } => {
                    for (literal, name) in
                        is.iter().flat_map(|is| then.iter().map(move |n| (is, n)))
                    {
                        let mut value = self.value().clone();
                        value[*field] = match literal {
                            Literal::Word(word) => json!(word),
                            Literal::Flag(flag) => json!(flag),
                        };
                        value.as_object_mut().expect("a block").shift_remove(*name);
                        self.put("what is needed is missing", value, &[Step::Key(name)]);
                    }
                }
                Rule::FormBy { by, of, cases } => {
                    for (word, _) in *cases {
                        let mut value = self.value().clone();
                        value[*by] = json!(word);
                        value[*of] = json!("#");
                        self.put("another list's syntax", value, &[Step::Key(of)]);
                    }
                }
                Rule::Code { list, code, .. } => {
                    for known in Vocabularies::shipped().control_lists() {
                        let mut value = self.value().clone();
                        value[*list] = json!(known.list);
                        value[*code] = json!("#");
                        // So that the other list needs nothing beside its code.
                        value["title"] = json!("A text");
                        self.put("another list's syntax", value, &[Step::Key(code)]);
                    }
                }
                Rule::Program { .. } => {}
            }
        }
    }

    fn at(&mut self, step: Step, spoil: impl FnOnce(&mut Self)) {
        self.path.push(step);
        spoil(self);
        self.path.pop();
    }

    fn value(&self) -> &Value {
        self.path.iter().fold(self.record, |value, step| match step {
            Step::Key(key) => &value[*key],
            Step::Index(index) => &value[*index],
        })
    }

    fn without(&mut self, names: &[&'static str], below: &[Step]) {
        let mut value = self.value().clone();
        let map = value.as_object_mut().expect("a block");
        for name in names {
            map.shift_remove(*name);
        }
        self.put(&format!("without {}", names.join(" and ")), value, below);
    }

    /// The record with `value` here, refused `below` here.
    fn put(&mut self, how: &str, value: Value, below: &[Step]) {
        let mut record = self.record.clone();
        *self.path.iter().fold(&mut record, |value, step| match step {
            Step::Key(key) => &mut value[*key],
            Step::Index(index) => &mut value[*index],
        }) = value;
        let path = written(self.path.iter().chain(below));
        self.found.push(Spoilt { record, path, how: how.to_owned() });
    }
}

/// As violations write a path.
fn written<'a>(steps: impl Iterator<Item = &'a Step>) -> String {
    let mut path = "$".to_owned();
    for step in steps {
        match step {
            Step::Key(key) => path.push_str(&format!(".{key}")),
            Step::Index(index) => path.push_str(&format!("[{index}]")),
        }
    }
    path
}

/// Every block of the tables, each once.
pub(crate) fn blocks() -> Vec<&'static Block> {
    let mut found: Vec<&'static Block> = Vec::new();
    collect(&RECORD, &mut found);
    found
}

fn collect(shape: &'static Shape, found: &mut Vec<&'static Block>) {
    let inside: Vec<&'static Block> = match shape {
        Shape::List { of, .. } => return collect(of, found),
        Shape::Block(block) => vec![block],
        Shape::Choice { cases, .. } => cases.iter().map(|(_, block)| *block).collect(),
        _ => vec![],
    };
    for block in inside {
        if found.iter().all(|known| known.name != block.name) {
            found.push(block);
            block.fields().for_each(|field| collect(&field.shape, found));
        }
    }
}

/// A JSON value written over the places that the pointers name; `null` takes a field away.
pub(crate) fn patched(mut record: Value, patches: &[(&str, Value)]) -> Value {
    for (pointer, value) in patches {
        let (parent, key) = pointer.rsplit_once('/').expect("a pointer");
        let parent = record.pointer_mut(parent).expect("the parent is there");
        match parent {
            Value::Object(map) if value.is_null() => {
                map.shift_remove(key);
            }
            Value::Object(map) => {
                map.insert(key.to_owned(), value.clone());
            }
            Value::Array(elements) if key == "-" => elements.push(value.clone()),
            _ => panic!("{pointer} is in no object"),
        }
    }
    record
}
