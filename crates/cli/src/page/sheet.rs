//! Lines of a page: headings, paragraphs, labelled values, each within the screen.

use crate::screen::{fields, paragraph, visible};

/// Under a heading everything stands in by so much.
const INDENT: usize = 2;

/// A page that is being written.
#[derive(Debug, Default)]
pub(super) struct Sheet {
    text: String,
}

impl Sheet {
    pub(super) fn new() -> Sheet {
        Sheet::default()
    }

    /// A line of our own words at the margin.
    pub(super) fn line(&mut self, line: &str) {
        self.text += &paragraph("", &visible(line));
    }

    /// A heading with an empty line above it.
    pub(super) fn section(&mut self, heading: &str) {
        self.gap();
        self.text += &paragraph("", &visible(heading).to_uppercase());
    }

    /// An empty line, unless there is one.
    pub(super) fn gap(&mut self) {
        if !self.text.is_empty() && !self.text.ends_with("\n\n") {
            self.text.push('\n');
        }
    }

    /// A paragraph under the heading; line breaks of the author stay.
    pub(super) fn text(&mut self, text: &str) {
        self.block(INDENT, text);
    }

    /// A paragraph further in.
    pub(super) fn note(&mut self, text: &str) {
        self.block(INDENT * 2, text);
    }

    fn block(&mut self, indent: usize, text: &str) {
        for line in text.lines().filter(|line| !line.trim().is_empty()) {
            self.text += &paragraph(&" ".repeat(indent), &visible(line));
        }
    }

    /// A label before a text that goes on under itself.
    pub(super) fn item(&mut self, label: &str, text: &str) {
        self.text +=
            &paragraph(&format!("{}{} ", " ".repeat(INDENT), visible(label)), &visible(text));
    }

    /// The same further in.
    pub(super) fn sub(&mut self, label: &str, text: &str) {
        let label = format!("{}{} ", " ".repeat(INDENT * 2), visible(label));
        self.text += &paragraph(&label, &visible(text));
    }

    /// Labels and values in two columns; what has no value is left out.
    pub(super) fn pairs(&mut self, pairs: &[(&str, String)]) {
        let said: Vec<(&str, String)> =
            pairs.iter().filter(|(_, value)| !value.is_empty()).cloned().collect();
        self.text += &fields(&said);
    }

    /// Text that has its form already.
    pub(super) fn raw(&mut self, text: &str) {
        self.text += text;
    }

    pub(super) fn done(self) -> String {
        self.text
    }
}
