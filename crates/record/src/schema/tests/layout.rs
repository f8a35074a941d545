//! JSON laid out for readers: what fits a line stands on one, and lists of words fill theirs. The
//! schema takes half the lines that way, and a difference shows one thing a line.

use serde_json::Value;

/// As wide as the sources.
const COLUMNS_MAX: usize = 100;

pub(super) fn laid_out(value: &Value) -> String {
    lay_out(value, 0, 0) + "\n"
}

/// `used` columns of the first line are taken already; one more is kept for the comma.
pub(super) fn lay_out(value: &Value, indent: usize, used: usize) -> String {
    let line = one_line(value);
    if used + line.chars().count() < COLUMNS_MAX {
        return line;
    }
    let inner = indent + 2;
    match value {
        Value::Array(elements) if elements.iter().all(Value::is_string) => filled(elements, indent),
        Value::Array(elements) => {
            let lines = elements.iter().map(|element| lay_out(element, inner, inner));
            enclosed('[', lines.collect(), ']', indent)
        }
        Value::Object(map) => {
            let lines = map.iter().map(|(key, value)| {
                let key = format!("{}: ", Value::from(key.as_str()));
                let value = lay_out(value, inner, inner + key.chars().count());
                key + &value
            });
            enclosed('{', lines.collect(), '}', indent)
        }
        _ => line,
    }
}

fn one_line(value: &Value) -> String {
    match value {
        Value::Array(elements) => {
            format!("[{}]", elements.iter().map(one_line).collect::<Vec<_>>().join(", "))
        }
        Value::Object(map) if map.is_empty() => "{}".to_owned(),
        Value::Object(map) => {
            let fields = map
                .iter()
                .map(|(key, value)| format!("{}: {}", Value::from(key.as_str()), one_line(value)));
            format!("{{ {} }}", fields.collect::<Vec<_>>().join(", "))
        }
        other => other.to_string(),
    }
}

fn enclosed(open: char, lines: Vec<String>, close: char, indent: usize) -> String {
    let inner = " ".repeat(indent + 2);
    let lines = lines.join(&format!(",\n{inner}"));
    format!("{open}\n{inner}{lines}\n{}{close}", " ".repeat(indent))
}

/// As many words on a line as fit.
fn filled(words: &[Value], indent: usize) -> String {
    let mut lines: Vec<String> = Vec::new();
    for word in words.iter().map(Value::to_string) {
        match lines.last_mut() {
            Some(line)
                if indent + line.chars().count() + word.chars().count() + 5 < COLUMNS_MAX =>
            {
                line.push_str(", ");
                line.push_str(&word);
            }
            _ => lines.push(word),
        }
    }
    enclosed('[', lines, ']', indent)
}
