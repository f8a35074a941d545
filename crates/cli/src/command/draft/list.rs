//! `chancery draft list`: every draft of the node.

use chancery_http::view::DraftView;

use crate::{arguments::Place, exit::Exit, failure::Failure, screen::table};

/// List the drafts, oldest first
#[derive(Debug, clap::Args)]
pub(crate) struct List {
    /// Also those that are released
    #[arg(long)]
    all: bool,
}

impl List {
    pub(super) async fn run(&self, place: &Place) -> Result<Exit, Failure> {
        let mut drafts = place.client()?.drafts().await?;
        drafts.retain(|draft| self.all || draft.released.is_none());
        place.screen().answer(&drafts, |drafts| {
            if drafts.is_empty() {
                return "no drafts: `chancery draft new --kind KIND` begins one\n".to_owned();
            }
            table(["draft", "state", "kind", "last", "title"], drafts.iter().map(row))
        })?;
        Ok(Exit::Done)
    }
}

fn row(draft: &DraftView) -> [String; 5] {
    let state = match &draft.released {
        Some(released) => format!("released as {}", released.reference),
        None => draft.state.clone(),
    };
    let last = draft.history.last().map(|step| {
        let by = step.by.as_deref().map(|by| format!(" by {by}")).unwrap_or_default();
        format!("{} {}{by}", step.at.get(..10).unwrap_or_default(), step.what)
    });
    [draft.name.clone(), state, draft.kind.clone(), last.unwrap_or_default(), draft.title.clone()]
}
