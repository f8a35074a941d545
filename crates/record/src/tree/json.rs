//! JSON to tree and back. `serde_json` on its own keeps the last of two equal keys and rounds
//! numbers; here both are refused with their path, together with whatever else is wrong, because a
//! person reads one thing in the file and the signature would cover another.

use std::{cell::RefCell, collections::BTreeMap, fmt};

use serde::de::{DeserializeSeed, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::Value;

use super::{DEPTH_MAX, INTEGER_MAX, Tree, VALUES_MAX};
use crate::violation::{Report, Violation};

/// A body of 256 KiB, if every character were written as a `\u` escape of six bytes and then as
/// much again for indentation, rounded down to a power of two.
pub(crate) const JSON_BYTES_MAX: usize = 2 * 1024 * 1024;

/// Reads JSON text. `Err` names everything that stops it from being a tree.
pub(crate) fn from_json(text: &str) -> Result<Tree, Vec<Violation>> {
    let mut report = Report::new();
    if text.len() > JSON_BYTES_MAX {
        report.wrong(
            format!("the JSON text has {} bytes", text.len()),
            format!("at most {JSON_BYTES_MAX} bytes"),
        );
        return Err(report.finish());
    }
    if text.starts_with('\u{feff}') {
        report.wrong("begins with a byte order mark", "the same text saved as UTF-8 without it");
        return Err(report.finish());
    }
    let reader = Reader { report: RefCell::new(report), values: RefCell::new(0) };
    let mut json = serde_json::Deserializer::from_str(text);
    let read = Seed { reader: &reader, depth: 0 }.deserialize(&mut json);
    let tree = read.and_then(|tree| json.end().map(|()| tree));
    let mut report = reader.report.into_inner();
    match tree {
        Ok(tree) if report.is_clean() => Ok(tree),
        Ok(_) => Err(report.finish()),
        Err(error) => {
            report.wrong(format!("this is not JSON: {error}"), "one JSON object (RFC 8259)");
            Err(report.finish())
        }
    }
}

/// Writes a tree as JSON; every tree has one.
pub(crate) fn to_json(tree: &Tree) -> Value {
    match tree {
        Tree::Null => Value::Null,
        Tree::Bool(value) => Value::Bool(*value),
        Tree::Integer(value) => Value::from(*value),
        Tree::Text(text) => Value::String(text.clone()),
        Tree::Array(elements) => Value::Array(elements.iter().map(to_json).collect()),
        Tree::Map(map) => {
            Value::Object(map.iter().map(|(key, value)| (key.clone(), to_json(value))).collect())
        }
    }
}

/// What one reading shares between its levels.
struct Reader {
    report: RefCell<Report>,
    values: RefCell<usize>,
}

impl Reader {
    fn wrong(&self, wrong: String, allowed: &str) {
        self.report.borrow_mut().wrong(wrong, allowed);
    }

    fn too_deep(&self) {
        self.wrong("this is nested too deep".into(), &format!("at most {DEPTH_MAX} levels"));
    }
}

struct Seed<'a> {
    reader: &'a Reader,
    depth: usize,
}

impl<'de> DeserializeSeed<'de> for Seed<'_> {
    type Value = Tree;

    fn deserialize<D: serde::Deserializer<'de>>(self, json: D) -> Result<Tree, D::Error> {
        let mut values = self.reader.values.borrow_mut();
        *values += 1;
        if *values > VALUES_MAX {
            return Err(D::Error::custom(format!("more than {VALUES_MAX} values")));
        }
        drop(values);
        json.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Seed<'_> {
    type Value = Tree;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_unit<E>(self) -> Result<Tree, E> {
        Ok(Tree::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Tree, E> {
        Ok(Tree::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Tree, E> {
        if (-INTEGER_MAX..=INTEGER_MAX).contains(&value) {
            return Ok(Tree::Integer(value));
        }
        self.reader.wrong(format!("{value} is out of range"), "integers within 2^53 - 1 of zero");
        Ok(Tree::Null)
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Tree, E> {
        self.visit_i64(i64::try_from(value).unwrap_or(i64::MAX))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Tree, E> {
        self.reader.wrong(
            format!("{value} has a fraction or an exponent"),
            "integers, or the number as text",
        );
        Ok(Tree::Null)
    }

    fn visit_str<E>(self, text: &str) -> Result<Tree, E> {
        Ok(Tree::Text(text.to_owned()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut array: A) -> Result<Tree, A::Error> {
        if self.depth == DEPTH_MAX {
            self.reader.too_deep();
            while array.next_element::<IgnoredAny>()?.is_some() {}
            return Ok(Tree::Null);
        }
        let mut elements = Vec::new();
        loop {
            let length = self.reader.report.borrow_mut().enter_index(elements.len());
            let seed = Seed { reader: self.reader, depth: self.depth + 1 };
            let element = array.next_element_seed(seed)?;
            self.reader.report.borrow_mut().leave(length);
            match element {
                Some(element) => elements.push(element),
                None => return Ok(Tree::array(elements)),
            }
        }
    }

    fn visit_map<A: MapAccess<'de>>(self, mut object: A) -> Result<Tree, A::Error> {
        if self.depth == DEPTH_MAX {
            self.reader.too_deep();
            while object.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
            return Ok(Tree::Null);
        }
        let mut map = BTreeMap::new();
        while let Some(key) = object.next_key::<String>()? {
            let length = self.reader.report.borrow_mut().enter_key(&key);
            let seed = Seed { reader: self.reader, depth: self.depth + 1 };
            let value = object.next_value_seed(seed)?;
            if map.contains_key(&key) {
                self.reader.wrong("this key stands here twice".into(), "each key once");
            }
            self.reader.report.borrow_mut().leave(length);
            map.insert(key, value);
        }
        Ok(Tree::map(map))
    }
}
