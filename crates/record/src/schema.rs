//! The tables as JSON Schema 2020-12, for editors and for programs in other languages.
//!
//! Every block, form and vocabulary becomes a definition that is printed once. What JSON Schema
//! cannot say stands in the key `x-rules` as sentences. Invariant: whatever
//! [`crate::Record::violations`] accepts, the schema accepts.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use crate::{
    block::RECORD,
    form::Form,
    shape::{Block, Literal, Need, Repeats, Rule, Shape},
    vocabulary::{STATES, Vocabularies, WordList, numbering_form},
};

#[cfg(test)]
pub(crate) mod tests;

/// The characters that [`crate::check::hides`] refuses.
const VISIBLE: &str = "^[^\\u0000-\\u0008\\u000b-\\u001f\\u007f-\\u009f\\u2028-\\u202e\\u2066-\\u2069\\ufeff\\ufff9-\\ufffb\\u{e0000}-\\u{e007f}]*$";

/// The JSON Schema of what [`crate::Record::from_json`] reads with these vocabularies.
pub fn schema(vocabularies: &Vocabularies) -> Value {
    let mut definitions = Definitions { printed: BTreeMap::new(), vocabularies };
    let root = definitions.shape(&RECORD);
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "urn:chancery:record:1",
        "title": "Record",
        "description": "What one state tells the others. Unknown fields are allowed and kept. \
            Beyond this schema: no number has a fraction, no key stands twice, no text of an unknown \
            field holds invisible characters, and the sentences under x-rules hold.",
        "allOf": [root],
        "$defs": Value::Object(definitions.printed.into_iter().collect()),
    })
}

/// What has been printed, by name.
struct Definitions<'a> {
    printed: BTreeMap<String, Value>,
    vocabularies: &'a Vocabularies,
}

impl Definitions<'_> {
    /// Prints `definition` under `name` unless it is there, and points to it.
    fn once(&mut self, name: &str, definition: impl FnOnce(&mut Self) -> Value) -> Value {
        if !self.printed.contains_key(name) {
            // Holds the place while the definition prints what it needs.
            self.printed.insert(name.to_owned(), Value::Null);
            let definition = definition(self);
            self.printed.insert(name.to_owned(), definition);
        }
        json!({ "$ref": format!("#/$defs/{name}") })
    }

    /// Forms and words have prefixes: a block may have the name of a vocabulary.
    fn form(&mut self, form: &Form) -> Value {
        self.once(&format!("form-{}", form.name), |_| form_schema(form))
    }

    fn word(&mut self, name: &str) -> Value {
        self.once(&format!("word-{name}"), |definitions| {
            let Some(list) = definitions.vocabularies.list(name) else { return json!(false) };
            match list.states {
                true if list.words.is_empty() => definitions.word(STATES.name),
                true => json!({ "anyOf": [words(list), definitions.word(STATES.name)] }),
                false => words(list),
            }
        })
    }

    fn shape(&mut self, shape: &Shape) -> Value {
        match shape {
            Shape::Text { chars_max } => {
                let mut text = self.once("text", |_| text());
                text["maxLength"] = json!(chars_max);
                text
            }
            Shape::Form(form) => self.form(form),
            Shape::Word(vocabulary) => self.word(vocabulary.name),
            Shape::Integer { min, max } => {
                json!({ "type": "integer", "minimum": min, "maximum": max })
            }
            Shape::Flag => json!({ "type": "boolean" }),
            Shape::True => json!({ "const": true }),
            Shape::List { of, min, max, repeats } => {
                let mut list = json!({
                    "type": "array", "items": self.shape(of), "minItems": min, "maxItems": max,
                });
                if *repeats == Repeats::Refused {
                    list["uniqueItems"] = json!(true);
                }
                list
            }
            Shape::Block(block) => self.once(block.name, |definitions| definitions.block(block)),
            Shape::Open => json!({ "type": "object" }),
            Shape::Choice { by, cases } => self.choice(by, cases),
        }
    }

    fn choice(&mut self, by: &str, cases: &[(&str, &'static Block)]) -> Value {
        let words: Vec<&str> = cases.iter().map(|(word, _)| *word).collect();
        let branches: Vec<Value> = cases
            .iter()
            .map(|(word, block)| {
                let then = self.shape(&Shape::Block(block));
                json!({ "if": when(by, &json!({ "const": word })), "then": then })
            })
            .collect();
        json!({
            "type": "object",
            "required": [by],
            "properties": { by: { "enum": words } },
            "allOf": branches,
        })
    }

    fn block(&mut self, block: &'static Block) -> Value {
        let mut properties = Map::new();
        for field in block.fields() {
            let mut property = self.shape(&field.shape);
            property["description"] = json!(field.about);
            properties.insert(field.name.to_owned(), property);
        }
        let needed = block.fields().filter(|field| field.need == Need::Required);
        let mut object = json!({
            "description": block.about,
            "type": "object",
            "properties": properties,
            "required": needed.map(|field| field.name).collect::<Vec<_>>(),
        });
        let rules: Vec<Value> = block.rules().flat_map(|rule| self.rule(rule)).collect();
        if !rules.is_empty() {
            object["allOf"] = Value::Array(rules);
        }
        let sentences: Vec<&str> = block.rules().filter_map(sentence).collect();
        if !sentences.is_empty() {
            object["x-rules"] = json!(sentences);
        }
        object
    }

    fn rule(&mut self, rule: &Rule) -> Vec<Value> {
        match rule {
            Rule::AnyOf(names) => {
                let any: Vec<Value> =
                    names.iter().map(|name| json!({ "required": [name] })).collect();
                vec![json!({ "anyOf": any })]
            }
            Rule::Needs { field, is, then } => {
                let values: Vec<Value> = is.iter().map(literal).collect();
                let condition = when(field, &json!({ "enum": values }));
                vec![json!({ "if": condition, "then": { "required": then } })]
            }
            Rule::FormBy { by, of, cases } => cases
                .iter()
                .map(|(word, form)| {
                    let form = self.form(form);
                    let condition = when(by, &json!({ "const": word }));
                    json!({ "if": condition, "then": { "properties": { *of: form } } })
                })
                .collect(),
            Rule::Code { list, code, .. } => {
                let lists: Vec<(String, &Form)> = self
                    .vocabularies
                    .control_lists()
                    .filter_map(|known| {
                        Some((known.list.clone(), numbering_form(&known.numbering)?))
                    })
                    .collect();
                let one = |(word, form): (String, &Form)| {
                    let form = self.form(form);
                    let condition = when(list, &json!({ "const": word }));
                    json!({ "if": condition, "then": { "properties": { *code: form } } })
                };
                lists.into_iter().map(one).collect()
            }
            Rule::Program { .. } => vec![],
        }
    }
}

fn when(field: &str, is: &Value) -> Value {
    json!({ "properties": { field: is }, "required": [field] })
}

fn literal(literal: &Literal) -> Value {
    match literal {
        Literal::Word(word) => json!(word),
        Literal::Flag(flag) => json!(flag),
    }
}

/// What a schema cannot say of codes.
const CODE: &str = "the code is an entry of the list: not reserved, and not of another list alone";

fn sentence(rule: &Rule) -> Option<&'static str> {
    match rule {
        Rule::Code { .. } => Some(CODE),
        Rule::Program { about, .. } => Some(about),
        _ => None,
    }
}

fn text() -> Value {
    json!({
        "description": "Text for people: not blank, no invisible control characters.",
        "type": "string",
        "allOf": [{ "pattern": "\\S" }, { "pattern": VISIBLE }],
    })
}

fn form_schema(form: &Form) -> Value {
    json!({
        "description": form.about,
        "type": "string",
        "pattern": form.regex(),
        "examples": [form.example],
    })
}

/// One constant for each word, because that is where editors show a meaning.
fn words(list: &WordList) -> Value {
    let words: Vec<Value> = list
        .current()
        .map(|word| json!({ "const": word.word, "description": word.about }))
        .collect();
    json!({ "description": list.about, "oneOf": words })
}
