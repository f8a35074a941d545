//! `chancery draft drop DRAFT`: away with it.

use crate::{
    arguments::Place,
    exit::Exit,
    failure::Failure,
    screen::{paragraph, visible},
};

/// Drop a draft with its history; a statement that it became stays
#[derive(Debug, clap::Args)]
pub(crate) struct Drop {
    /// The draft, such as d7
    draft: String,
}

impl Drop {
    pub(super) async fn run(&self, place: &Place) -> Result<Exit, Failure> {
        let draft = place.client()?.drop_draft(&self.draft).await?;
        place.screen().answer(&draft, |draft| {
            paragraph("", &visible(&format!("{} is gone: {}", draft.name, draft.title)))
        })?;
        Ok(Exit::Done)
    }
}
