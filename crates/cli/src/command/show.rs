//! `chancery show REF-OR-ID`: one record, who signed it, when, whether it stands, and how far it has come.

use chancery_http::view::{RecordView, SummaryView};
use chancery_record::StateCode;

use super::list::{standing, titled};
use crate::{
    arguments::Place,
    exit::Exit,
    failure::Failure,
    screen::{fields, paragraph, tree, visible},
};

/// Show one record: who signed it, when, whether it stands, how far it is replicated, what it says
#[derive(Debug, clap::Args)]
pub(crate) struct Show {
    /// Reference (EE-2026-0001), id, or the first eight or more digits of an id
    #[arg(value_name = "REF-OR-ID")]
    name: String,
}

impl Show {
    pub(super) async fn run(&self, place: &Place) -> Result<Exit, Failure> {
        let record = place.client()?.show(&self.name).await?;
        place.screen().answer(&record, told)?;
        Ok(Exit::Done)
    }
}

fn told(view: &RecordView) -> String {
    let summary = &view.summary;
    let mut text = paragraph("", &visible(&format!("{}  {}", summary.reference, titled(summary))));
    text.push('\n');
    text += &fields(&[
        ("kind", summary.kind.clone()),
        ("status", standing(summary.status, summary.status_by.as_deref())),
        ("marking", summary.marking.clone()),
        ("signed by", signer(summary)),
        ("issued at", format!("{} by its author's clock", summary.issued_at)),
        ("held by", holders(summary)),
        ("position", format!("epoch {}, seq {}", summary.epoch, summary.seq)),
        ("id", summary.id.clone()),
    ]);
    text.push('\n');
    if view.record.is_null() {
        text += "this version cannot read the body; it is kept and passed on as it came\n";
    } else {
        text += &tree(&view.record);
    }
    text
}

fn signer(summary: &SummaryView) -> String {
    let name = summary.state.parse::<StateCode>().map(StateCode::name).unwrap_or("a state");
    format!("{}, authority {} ({name})", summary.state, summary.authority)
}

fn holders(summary: &SummaryView) -> String {
    match summary.held_by.as_slice() {
        [] => "nobody that this node knows of".to_owned(),
        [one] => format!("{one}, as far as known"),
        many => format!("{} states as far as known: {}", many.len(), many.join(", ")),
    }
}
