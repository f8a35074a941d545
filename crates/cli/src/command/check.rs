//! `chancery check FILE`: is this a record that could be published? Needs no node and no data directory.

use std::path::PathBuf;

use chancery_record::Record;
use serde_json::json;

use super::{input, publish::notes, vocabulary::Packs};
use crate::{
    arguments::Place,
    exit::Exit,
    failure::Failure,
    screen::{paragraph, visible},
};

/// Check a record file against every rule, without a node
#[derive(Debug, clap::Args)]
pub(crate) struct Check {
    /// JSON file of the record; `-` reads standard input
    file: PathBuf,
    #[command(flatten)]
    packs: Packs,
}

impl Check {
    pub(super) fn run(&self, place: &Place) -> Result<Exit, Failure> {
        let text = input::record_text(&self.file)?;
        let file = self.file.display().to_string();
        let words = self.packs.load(place)?;
        let record = Record::from_json(&text, &words)
            .map_err(|wrong| Failure::of_violations(&file, wrong))?;
        // Allowed, and signed as they stand; more often than not a slip of the pen.
        let unknown = record.unknown_fields();
        let paths: Vec<&str> = unknown.iter().map(|field| field.path.as_str()).collect();
        let warnings = [record.warnings(&words), record.lint()].concat();
        let told: Vec<String> = warnings.iter().map(ToString::to_string).collect();
        let document = json!({
            "valid": true,
            "kind": record.kind_name(),
            "title": record.title(),
            "exercise": record.exercise(),
            "unknown_fields": paths,
            "warnings": told,
        });
        place.screen().answer(&document, |_| {
            let (kind, title) = (record.kind_name(), record.title());
            paragraph("", &visible(&format!("{file} is a valid {kind}: {title}")))
                + &notes(&unknown)
                + &notes(&warnings)
        })?;
        Ok(Exit::Done)
    }
}
