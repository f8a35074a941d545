//! `chancery draft suggest DRAFT`: what could stand in it, each with the command that takes it.

use chancery_http::view::SuggestionView;
use serde_json::Value;

use crate::{
    arguments::Place,
    exit::Exit,
    failure::Failure,
    screen::{paragraph, visible},
};

/// Suggest what could stand in a draft, from vocabularies and earlier records; nothing is changed
#[derive(Debug, clap::Args)]
pub(crate) struct Suggest {
    /// The draft, such as d7
    draft: String,
}

impl Suggest {
    pub(super) async fn run(&self, place: &Place) -> Result<Exit, Failure> {
        let suggestions = place.client()?.suggestions(&self.draft).await?;
        place.screen().answer(&suggestions, |suggestions| told(&self.draft, suggestions))?;
        Ok(Exit::Done)
    }
}

fn told(name: &str, suggestions: &[SuggestionView]) -> String {
    if suggestions.is_empty() {
        return format!("nothing to suggest for {name}\n");
    }
    let mut text = String::new();
    for SuggestionView { path, value, why } in suggestions {
        text += &paragraph("", &visible(&format!("{path}: {why}")));
        // One line, so that it can be copied; a line that is broken is another command.
        let set = match value {
            Value::Null => format!("{path}=…"),
            value => format!("{path}={value}"),
        };
        text += &format!("    chancery draft edit {name} --set {}\n", quoted(&visible(&set)));
    }
    text
}

/// As a shell reads one word.
fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', "'\\''"))
}
