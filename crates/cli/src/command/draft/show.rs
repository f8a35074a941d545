//! `chancery draft show DRAFT`: the text so far, who has signed for it, what happened.

use chancery_http::view::{DraftView, StepView};
use serde_json::Value;

use crate::{
    arguments::Place,
    exit::Exit,
    failure::Failure,
    page,
    screen::{fields, paragraph, tree, visible},
};

/// Show a draft: its text, where it stands, and its history
#[derive(Debug, clap::Args)]
pub(crate) struct Show {
    /// The draft, such as d7
    draft: String,
}

impl Show {
    pub(super) async fn run(&self, place: &Place) -> Result<Exit, Failure> {
        let draft = place.client()?.draft(&self.draft).await?;
        place.screen().answer(&draft, told)?;
        Ok(Exit::Done)
    }
}

fn told(draft: &DraftView) -> String {
    let text = if draft.state == "writing" { open(&draft.record) } else { text(&draft.record) };
    let mut shown = head(draft) + "\n" + &text + "\nhistory\n";
    for step in &draft.history {
        shown += &line(step);
    }
    shown
}

/// Name, state, and what became of it.
pub(super) fn head(draft: &DraftView) -> String {
    let title = if draft.title.is_empty() { "(no title yet)" } else { &draft.title };
    let mut lines = vec![
        ("kind", draft.kind.clone()),
        ("state", format!("{}, revision {}", draft.state, draft.revision)),
    ];
    if let Some(released) = &draft.released {
        lines.push(("released as", released.reference.clone()));
    }
    paragraph("", &visible(&format!("{}  {title}", draft.name))) + "\n" + &fields(&lines)
}

/// A record that passes every check, as people read it: a drill says so above everything else.
pub(crate) fn text(record: &Value) -> String {
    match record.as_object() {
        Some(fields) => drill(record) + &page::unreleased(fields),
        None => open(record),
    }
}

/// A text that is still written: every field as it stands, whatever is wrong with it.
fn open(record: &Value) -> String {
    drill(record) + &tree(record)
}

fn drill(record: &Value) -> String {
    match record["exercise"] {
        Value::Bool(false) => String::new(),
        _ => "*** EXERCISE: a drill, not a real warning ***\n".to_owned(),
    }
}

fn line(step: &StepView) -> String {
    let by = step.by.as_deref().map(|by| format!(" by {by}")).unwrap_or_default();
    let note = step.note.as_deref().map(|note| format!(": {note}")).unwrap_or_default();
    paragraph(&format!("  {}  ", step.at), &visible(&format!("{}{by}{note}", step.what)))
}
