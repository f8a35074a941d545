//! Changes in words: what `show` prints under "what changed".
//!
//! One line for each change: where, in the words of the domain, then what. Deleted words stand as
//! `[-so-]` and new ones as `{+so+}`, which reads without colour and can be searched for. Everything
//! is cut to bounds: a stranger chooses how much a correction changes.

use serde_json::Value;

use super::{Change, Edit, Piece, Step, words};

/// So many changes are read; who wants more compares the two texts.
pub const LINES_MAX: usize = 100;

/// So much of one value or text is shown: some ten lines of a terminal.
pub const VALUE_CHARS_MAX: usize = 800;

/// So many characters of unchanged text stay on each side of a changed word: about six words.
const CONTEXT_CHARS: usize = 40;

/// A name of more than this is cut where it only says which element is meant.
const LABEL_CHARS_MAX: usize = 60;

/// Texts up to this length, without a space in either, are shown whole: days, codes, words.
const SHORT_CHARS_MAX: usize = 60;

/// Fields by which people know an element that has no key.
const NAMES: [&str; 11] = [
    "value", "title", "name", "code", "right", "owner", "citation", "action", "country",
    "language", "text",
];

/// Nouns that leaving out the last letters does not give.
const NOUNS: [(&str, &str); 6] = [
    ("human_rights_concerns", "human-rights concern"),
    ("control_refs", "control code"),
    ("tech_category", "technology"),
    ("event_window", "time of the events"),
    ("ownership", "owner"),
    ("hs", "customs heading"),
];

/// Fields that every new text has anew: when it was written, what its translations are tied to.
const KEPT_BY_MACHINES: [&str; 2] = ["created_at", "of_hash"];

/// One line for each change that people read, at most [`LINES_MAX`], and a last one that counts the
/// others.
pub fn lines(changes: &[Change]) -> Vec<String> {
    let read: Vec<&Change> =
        changes.iter().filter(|change| !change.is_kept_by_machines()).collect();
    let mut lines: Vec<String> = read.iter().take(LINES_MAX).map(|change| change.line()).collect();
    if read.len() > LINES_MAX {
        lines.push(format!("and {} more changes", read.len() - LINES_MAX));
    }
    if read.is_empty() && !changes.is_empty() {
        lines.push("nothing that people read".to_owned());
    }
    lines
}

impl Change {
    /// The change in one line, such as `party a: name added: “Cytrox AD” (kind: legal)`.
    pub fn line(&self) -> String {
        let (place, noun) = place(&self.path);
        let one = singular(&noun);
        let what = match &self.edit {
            Edit::Added { after } => format!("{} added: {}", spaced(&noun), shown(after)),
            Edit::Removed { before } => format!("{} removed: {}", spaced(&noun), shown(before)),
            Edit::Set { before, after } => format!("{}: {}", spaced(&noun), set(before, after)),
            Edit::Inserted { after, .. } => format!("{one} added: {}", shown(after)),
            Edit::TakenOut { before, .. } => format!("{one} removed: {}", shown(before)),
            Edit::Moved { from, to, label } => {
                format!("{one} {label}: now number {}, was {}", to + 1, from + 1)
            }
        };
        if place.is_empty() { what } else { format!("{place}: {what}") }
    }
}

impl Change {
    fn is_kept_by_machines(&self) -> bool {
        let last = self.path.last();
        last.is_some_and(|step| match step {
            Step::Field(name) => KEPT_BY_MACHINES.contains(&name.as_str()),
            Step::Element { .. } => false,
        })
    }
}

/// Where a change stands, and the name of the field that it is about.
fn place(path: &[Step]) -> (String, String) {
    let mut place: Vec<String> = Vec::new();
    let mut field = String::new();
    for step in path {
        match step {
            Step::Field(name) => {
                if !field.is_empty() {
                    place.push(spaced(&field));
                }
                field.clone_from(name);
            }
            Step::Element { label, .. } => {
                place.push(format!("{} {label}", singular(&field)));
                field.clear();
            }
        }
    }
    (place.join(", "), field)
}

fn set(before: &Value, after: &Value) -> String {
    match (before, after) {
        (Value::String(before), Value::String(after)) => {
            let short = |text: &str| text.chars().count() <= SHORT_CHARS_MAX && !text.contains(' ');
            match short(before) && short(after) {
                true => format!("{before} → {after}"),
                false => inline(&words(before, after)),
            }
        }
        (before, after) => format!("{} → {}", shown(before), shown(after)),
    }
}

/// The changed words in their surroundings.
fn inline(pieces: &[Piece]) -> String {
    let mut line = String::new();
    for (at, piece) in pieces.iter().enumerate() {
        match piece {
            Piece::Same(text) => {
                let side = match (at == 0, at + 1 == pieces.len()) {
                    (true, _) => Side::Before,
                    (false, true) => Side::Behind,
                    (false, false) => Side::Between,
                };
                line.push_str(&context(text, side));
            }
            Piece::Gone(text) => marked(&mut line, text, "[-", "-]"),
            Piece::New(text) => {
                if line.ends_with("-]") && !text.starts_with(char::is_whitespace) {
                    line.push(' ');
                }
                marked(&mut line, text, "{+", "+}");
            }
        }
    }
    cut(line.trim(), VALUE_CHARS_MAX)
}

/// The space before a word stays outside its marks.
fn marked(line: &mut String, text: &str, open: &str, close: &str) {
    let word = text.trim_start();
    line.push_str(&text[..text.len() - word.len()]);
    line.push_str(open);
    line.push_str(word);
    line.push_str(close);
}

/// Where unchanged text stands among the changes.
enum Side {
    Before,
    Behind,
    Between,
}

/// Unchanged text, without its middle where that is long.
fn context(text: &str, side: Side) -> String {
    let chars = text.chars().count();
    // What is not longer than the context with its mark stays whole.
    if chars <= CONTEXT_CHARS * 3 {
        return text.to_owned();
    }
    let head: String = text.chars().take(CONTEXT_CHARS).collect();
    let tail: String = text.chars().skip(chars - CONTEXT_CHARS).collect();
    let head = head.rsplit_once(' ').map_or(head.as_str(), |(words, _)| words);
    let tail = tail.split_once(' ').map_or(tail.as_str(), |(_, words)| words);
    match side {
        Side::Before => format!("… {tail}"),
        Side::Behind => format!("{head} …"),
        Side::Between => format!("{head} … {tail}"),
    }
}

/// A value in a line.
fn shown(value: &Value) -> String {
    const ELEMENTS_MAX: usize = 8;
    let text = match value {
        Value::Null => "nothing".to_owned(),
        Value::Bool(true) => "yes".to_owned(),
        Value::Bool(false) => "no".to_owned(),
        Value::Number(number) => number.to_string(),
        Value::String(text) => format!("“{}”", cut(text, VALUE_CHARS_MAX)),
        Value::Array(elements) => {
            let mut all: Vec<String> = elements.iter().take(ELEMENTS_MAX).map(shown).collect();
            if elements.len() > ELEMENTS_MAX {
                all.push(format!("and {} more", elements.len() - ELEMENTS_MAX));
            }
            all.join(", ")
        }
        Value::Object(_) => object(value),
    };
    cut(&text, VALUE_CHARS_MAX)
}

/// An object by its name, and a few of its plain fields.
fn object(value: &Value) -> String {
    const FIELDS_MAX: usize = 4;
    let name = name_of(value);
    let plain = value.as_object().into_iter().flatten().filter_map(|(field, value)| match value {
        Value::String(text) if name != Some(text.as_str()) => Some((field, text.clone())),
        Value::Number(number) => Some((field, number.to_string())),
        _ => None,
    });
    let plain = plain.map(|(field, text)| format!("{}: {}", spaced(field), short(&text)));
    let fields: Vec<String> = plain.take(FIELDS_MAX).collect();
    match (name, fields.is_empty()) {
        (Some(name), true) => format!("“{}”", short(name)),
        (Some(name), false) => format!("“{}” ({})", short(name), fields.join(", ")),
        (None, false) => format!("({})", fields.join(", ")),
        (None, true) => "(an object)".to_owned(),
    }
}

/// What people call an element of a list: its key, else its name, else its number.
pub(super) fn label(element: &Value, at: usize) -> String {
    let key = element.as_object().and_then(|map| map.get("key")).and_then(Value::as_str);
    match (key, name_of(element), element) {
        (Some(key), _, _) => short(key),
        (None, Some(name), _) => format!("“{}”", short(name)),
        (None, None, Value::String(text)) => format!("“{}”", short(text)),
        (None, None, _) => format!("number {}", at + 1),
    }
}

/// The text by which an object is known: a party by its first name, an item by its first product.
pub(super) fn name_of(value: &Value) -> Option<&str> {
    let map = value.as_object()?;
    let first = |list: &str| map.get(list)?.as_array()?.first();
    let party = first("names").and_then(|name| name.get("value")).and_then(Value::as_str);
    let item = first("product_names").and_then(Value::as_str);
    let plain = || NAMES.iter().find_map(|name| map.get(*name)?.as_str());
    party.or(item).or_else(plain)
}

/// One of a list with that name.
fn singular(list: &str) -> String {
    if let Some((_, noun)) = NOUNS.iter().find(|(name, _)| *name == list) {
        return (*noun).to_owned();
    }
    let one = match list {
        list if list.ends_with("ies") => format!("{}y", &list[..list.len() - 3]),
        list if list.ends_with("sses") => list[..list.len() - 2].to_owned(),
        list => list.strip_suffix('s').unwrap_or(list).to_owned(),
    };
    spaced(&one)
}

fn spaced(name: &str) -> String {
    name.replace('_', " ")
}

fn short(text: &str) -> String {
    cut(text, LABEL_CHARS_MAX)
}

/// At most so many characters, with a mark where something is left out.
fn cut(text: &str, chars_max: usize) -> String {
    match text.char_indices().nth(chars_max) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}
