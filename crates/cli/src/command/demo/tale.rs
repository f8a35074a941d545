//! How the story is told: to a person as it happens, to a program not at all.

use crate::{
    failure::Failure,
    screen::{Form, Screen, WIDTH_MAX, fields, paragraph, visible},
};

/// Where the story goes.
#[derive(Clone, Copy, Debug)]
pub(super) struct Tale {
    screen: Screen,
}

impl Tale {
    pub(super) fn new(screen: Screen) -> Self {
        Tale { screen }
    }

    /// A heading.
    pub(super) fn chapter(self, title: &str) -> Result<(), Failure> {
        self.line(&format!("\n{title}\n{}", "-".repeat(title.len())))
    }

    /// A paragraph of our own words.
    pub(super) fn say(self, text: &str) -> Result<(), Failure> {
        self.raw(&paragraph("", &visible(text)))
    }

    /// A labelled paragraph, wrapped under its text.
    pub(super) fn item(self, label: &str, text: &str) -> Result<(), Failure> {
        self.raw(&paragraph(label, &visible(text)))
    }

    /// Labelled lines.
    pub(super) fn fields(self, pairs: &[(&str, String)]) -> Result<(), Failure> {
        self.raw(&fields(pairs))
    }

    /// One line that is never wrapped, such as a command to copy.
    pub(super) fn line(self, text: &str) -> Result<(), Failure> {
        self.raw(&format!("{text}\n"))
    }

    /// A command that can be copied; where it is too wide it goes on with a backslash, as a shell takes it.
    pub(super) fn command(self, prompt: &str, words: &[&str]) -> Result<(), Failure> {
        let mut lines = vec![format!("{prompt}{}", visible(&super::stage::command_name()))];
        for word in words.iter().map(|word| visible(word)) {
            let line = lines.last_mut().expect("because the list starts with one");
            if line.len() + 1 + word.len() + " \\".len() <= WIDTH_MAX {
                *line += &format!(" {word}");
            } else {
                *line += " \\";
                lines.push(format!("{}  {word}", " ".repeat(prompt.len())));
            }
        }
        self.line(&lines.join("\n"))
    }

    /// What a command prints, as it prints it.
    pub(super) fn output(self, text: &str) -> Result<(), Failure> {
        self.line(text.trim_end())
    }

    fn raw(self, text: &str) -> Result<(), Failure> {
        match self.screen.form() {
            Form::Human => self.screen.write(text),
            Form::Json => Ok(()),
        }
    }
}
