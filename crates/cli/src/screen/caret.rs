//! A text on one line, and a mark under a part of it.
//!
//! Places are counted in characters, and drawn in columns: a character may take two of them or none.

use unicode_width::UnicodeWidthChar as _;

use super::{visible, width};

/// In front of both lines.
const INDENT: &str = "  ";

/// What stands before and behind the place on a line that is cut.
const CUT: char = '…';

/// The text and below it a mark under so many characters; long texts are cut around the place.
pub(crate) fn caret(text: &str, at: usize, length: usize) -> String {
    let columns = width() - INDENT.len();
    let chars: Vec<char> = text.chars().collect();
    let at = at.min(chars.len());
    let end = (at + length.max(1)).min(chars.len().max(at + 1));
    let drawn = |chars: &[char]| visible(&chars.iter().collect::<String>());
    let wide = |text: &str| text.chars().map(|c| c.width().unwrap_or(0)).sum::<usize>();
    // A third of the line before the place tells where it is.
    let mut from = at;
    while from > 0 && wide(&drawn(&chars[from - 1..at])) < columns / 3 {
        from -= 1;
    }
    let mut line = if from > 0 { CUT.to_string() } else { String::new() };
    line += &drawn(&chars[from..at]);
    let before = wide(&line);
    let (mut to, mut marks) = (at, 0);
    while to < chars.len() && before + wide(&drawn(&chars[at..=to])) < columns {
        to += 1;
        if to <= end {
            marks = wide(&drawn(&chars[at..to]));
        }
    }
    line += &drawn(&chars[at..to]);
    if to < chars.len() {
        line.push(CUT);
    }
    let marks = "^".repeat(marks.max(1));
    format!("{INDENT}{line}\n{INDENT}{}{marks}\n", " ".repeat(before))
}
