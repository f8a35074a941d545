//! What people see: at most 100 columns, readable without colour, names in any script.
//!
//! Invariant: text from records and peers never reaches a terminal with control characters in it, so that no
//! state can move another's cursor, repaint its lines or reverse its words.

use std::borrow::Cow;
use std::io::{self, Write as _};

use serde::Serialize;
use unicode_width::{UnicodeWidthChar as _, UnicodeWidthStr as _};

use crate::failure::Failure;

mod caret;
mod progress;
mod table;
#[cfg(test)]
mod tests;
mod tree;

pub(crate) use caret::caret;
pub(crate) use progress::Progress;
pub(crate) use table::table;
pub(crate) use tree::tree;

/// Wide enough for an id with its label, narrow enough for half a screen.
pub(crate) const WIDTH_MAX: usize = 100;

/// Narrower than this, a wrapped text is harder to read than a cut one.
const WIDTH_MIN: usize = 40;

/// Who reads the answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    /// A person.
    Human,
    /// A program.
    Json,
}

/// Standard output, in the form that was asked for.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Screen {
    form: Form,
}

impl Screen {
    pub(crate) fn new(form: Form) -> Self {
        Screen { form }
    }

    /// Who reads.
    pub(crate) fn form(self) -> Form {
        self.form
    }

    /// One answer: the document for a program, or the text for a person.
    pub(crate) fn answer<T: Serialize>(
        self,
        document: &T,
        text: impl FnOnce(&T) -> String,
    ) -> Result<(), Failure> {
        match self.form {
            Form::Human => self.write(&text(document)),
            Form::Json => self.write(&(json(document) + "\n")),
        }
    }

    /// Text as it is, at once.
    pub(crate) fn write(self, text: &str) -> Result<(), Failure> {
        let mut out = io::stdout().lock();
        out.write_all(text.as_bytes())?;
        out.flush()?;
        Ok(())
    }
}

fn json<T: Serialize>(document: &T) -> String {
    serde_json::to_string(document).expect("because views have text keys and no foreign numbers")
}

/// Columns to fill.
pub(crate) fn width() -> usize {
    std::env::var("COLUMNS")
        .ok()
        .and_then(|columns| columns.parse().ok())
        .map_or(WIDTH_MAX, |columns: usize| columns.clamp(WIDTH_MIN, WIDTH_MAX))
}

/// The text on one line, with everything that a terminal would obey written out instead.
pub(crate) fn visible(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '\n' | '\t' | '\r' => shown.push(' '),
            // Directions that outlive their word can make a line read backwards; marks and joiners cannot.
            '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{2028}' | '\u{2029}' => {
                shown.extend(character.escape_unicode());
            }
            control if control.is_control() => shown.extend(control.escape_unicode()),
            other => shown.push(other),
        }
    }
    shown
}

/// Lines of at most `columns`, broken at spaces where there are any, and inside words where not.
fn wrap(text: &str, columns: usize) -> Vec<String> {
    let mut lines = Vec::new();
    let mut line = String::new();
    for word in text.split(' ').filter(|word| !word.is_empty()) {
        if !line.is_empty() && line.width() + 1 + word.width() > columns {
            lines.push(std::mem::take(&mut line));
        }
        if !line.is_empty() {
            line.push(' ');
        }
        for character in word.chars() {
            let wide = character.width().unwrap_or(0);
            if wide > 0 && line.width() + wide > columns {
                lines.push(std::mem::take(&mut line));
            }
            line.push(character);
        }
    }
    if !line.is_empty() || lines.is_empty() {
        lines.push(line);
    }
    lines
}

/// A line with right-to-left letters, set apart so that it does not turn its surroundings round. What sets
/// it apart is ours, has no width, and ends with the line.
fn isolated(line: &str) -> Cow<'_, str> {
    let turns = |letter: char| matches!(letter, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{feff}' | '\u{10800}'..='\u{10fff}' | '\u{1e800}'..='\u{1efff}');
    if line.chars().any(turns) { format!("\u{2068}{line}\u{2069}").into() } else { line.into() }
}

/// A label and its text, wrapped, with every further line indented under the first.
pub(crate) fn paragraph(label: &str, text: &str) -> String {
    let indent = label.width();
    let columns = width().saturating_sub(indent).max(WIDTH_MIN / 2);
    let mut shown = String::new();
    for (index, line) in wrap(text, columns).iter().enumerate() {
        if index == 0 {
            shown.push_str(label);
        } else {
            shown.push_str(&" ".repeat(indent));
        }
        shown.push_str(&isolated(line.trim_end()));
        shown.truncate(shown.trim_end().len());
        shown.push('\n');
    }
    shown
}

/// So many of something: `1 act`, `2 acts`.
pub(crate) fn counted(count: usize, what: &str) -> String {
    format!("{count} {what}{}", if count == 1 { "" } else { "s" })
}

/// Labelled lines with the texts in one column.
pub(crate) fn fields(pairs: &[(&str, String)]) -> String {
    let labels = pairs.iter().map(|(label, _)| label.width()).max().unwrap_or(0);
    pairs
        .iter()
        .map(|(label, text)| {
            let pad = " ".repeat(labels - label.width());
            paragraph(&format!("  {label}{pad}  "), &visible(text))
        })
        .collect()
}
