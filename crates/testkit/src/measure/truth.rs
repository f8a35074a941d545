//! The truth: a table of pairs, each looked at by people, with what they found and why.

use std::collections::{BTreeMap, HashMap};

use chancery_interop::Entry;
use chancery_screening::Prepared;

use super::MeasureFlaw;

/// What is known of a pair.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Truth {
    /// Whether it is one party.
    pub verdict: Verdict,
    /// Whether weights were tuned on it.
    pub part: Part,
    /// Why, in words.
    pub reason: String,
}

/// Whether two are one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// The same party, or a company of it that bears its name.
    Same,
    /// Another party.
    Different,
}

/// What a pair was used for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// Weights and tables were made with it in view.
    Tuned,
    /// It was held out: looked at only when the weights were done.
    Held,
}

type Prepareds = [(Entry, Prepared)];

pub(super) fn read(
    text: &str,
    asked: &Prepareds,
    found: &Prepareds,
) -> Result<BTreeMap<(usize, usize), Truth>, MeasureFlaw> {
    let by_id = |list: &Prepareds| -> HashMap<String, usize> {
        list.iter().enumerate().map(|(at, (entry, _))| (entry.id.clone(), at)).collect()
    };
    let (asked, found) = (by_id(asked), by_id(found));
    let mut truth = BTreeMap::new();
    for (at, line) in text.lines().enumerate().skip(1).filter(|(_, line)| !line.is_empty()) {
        let line_number = at + 1;
        let flaw = |what| MeasureFlaw::Line { line: line_number, what };
        let fields = fields(line);
        let [verdict, part, vendor, _, entry, _, reason] = fields.as_slice() else {
            return Err(flaw("it has not seven fields"));
        };
        let verdict = match verdict.as_str() {
            "same" => Verdict::Same,
            "different" => Verdict::Different,
            _ => return Err(flaw("its verdict is neither same nor different")),
        };
        let part = match part.as_str() {
            "tuned" => Part::Tuned,
            "held" => Part::Held,
            _ => return Err(flaw("its part is neither tuned nor held")),
        };
        if reason.trim().is_empty() {
            return Err(flaw("it gives no reason"));
        }
        let place = |list: &HashMap<String, usize>, id: &String| {
            let unknown = || MeasureFlaw::Unknown { line: line_number, name: id.clone() };
            list.get(id).copied().ok_or_else(unknown)
        };
        let pair = (place(&asked, vendor)?, place(&found, entry)?);
        let row = Truth { verdict, part, reason: reason.clone() };
        if truth.insert(pair, row).is_some() {
            return Err(flaw("the pair stands there twice"));
        }
    }
    Ok(truth)
}

/// The fields of a line of CSV: a quoted field may hold commas, and a doubled quote is one. No field holds a
/// line break.
pub(crate) fn fields(line: &str) -> Vec<String> {
    let mut fields = vec![String::new()];
    let mut quoted = false;
    let mut chars = line.chars().peekable();
    while let Some(c) = chars.next() {
        let field = fields.last_mut().expect("because there is always one");
        match c {
            '"' if quoted && chars.peek() == Some(&'"') => {
                chars.next();
                field.push('"');
            }
            '"' => quoted = !quoted,
            ',' if !quoted => fields.push(String::new()),
            c => field.push(c),
        }
    }
    fields
}
