//! `chancery case rely`: a reliance note that belongs to a case.

use chancery_http::view::CaseNoteView;
use clap::Args;

use super::told;
use crate::{arguments::Place, command::rely::As, exit::Exit, failure::Failure, screen::visible};

/// Note in a case what was done with a record, and how it stood then
#[derive(Debug, Args)]
pub(super) struct RelyIn {
    /// Number or name of the case
    #[arg(value_name = "CASE")]
    case: String,
    /// Reference or id of the record
    #[arg(value_name = "REF-OR-ID")]
    name: String,
    /// Which version was relied on; without it the one that stands now
    #[arg(long = "version", value_name = "N")]
    number: Option<u64>,
    /// What was done with it
    #[arg(long = "as", value_name = "WORD")]
    relied_as: As,
    /// Why, in a sentence that somebody understands in five years
    #[arg(long, value_name = "TEXT", required = true)]
    reason: String,
    /// Who, as you sign your files
    #[arg(long, value_name = "NAME")]
    by: Option<String>,
}

impl RelyIn {
    pub(super) async fn run(&self, place: &Place) -> Result<Exit, Failure> {
        let note = CaseNoteView {
            name: self.name.clone(),
            number: self.number,
            relied_as: self.relied_as.word().to_owned(),
            reason: self.reason.clone(),
            by: self.by.clone(),
        };
        let view = place.client()?.rely_in(&self.case, &note).await?;
        place.screen().answer(&view, |view| {
            let of = told::named(&view.case);
            let told = |note: &chancery_http::view::RelianceView| {
                format!(
                    "{} in {of}: {} {}, version {} ({})",
                    note.note, note.relied_as, note.reference, note.number, note.cited
                )
            };
            view.notes.iter().map(|note| visible(&told(note)) + "\n").collect()
        })?;
        Ok(Exit::Done)
    }
}
