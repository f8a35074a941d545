//! `chancery draft check DRAFT`: the gate, all that blocks its release, and what must be seen.

use chancery_http::view::{FindingView, GateView};

use crate::{
    arguments::Place,
    exit::Exit,
    failure::Failure,
    screen::{counted, paragraph, visible},
};

/// Say what blocks a draft's release, all at once, and what to look at before
#[derive(Debug, clap::Args)]
pub(crate) struct Check {
    /// The draft, such as d7
    draft: String,
}

impl Check {
    pub(super) async fn run(&self, place: &Place) -> Result<Exit, Failure> {
        let gate = place.client()?.gate(&self.draft).await?;
        place.screen().answer(&gate, |gate| told(&self.draft, gate))?;
        Ok(if gate.ready { Exit::Done } else { Exit::Refused })
    }
}

fn told(name: &str, gate: &GateView) -> String {
    let mut text = if gate.ready {
        paragraph("", &format!("nothing blocks {name}: `chancery release {name}` releases it"))
    } else {
        let count = counted(gate.blocks.len(), "thing");
        let block = if gate.blocks.len() == 1 { "blocks" } else { "block" };
        paragraph("", &format!("{count} {block} {name}"))
    };
    text += &grouped(&gate.blocks);
    if !gate.notes.is_empty() {
        text += "\nto be seen, and blocking nothing\n";
        text += &grouped(&gate.notes);
    }
    text
}

/// Findings under the names of their groups.
fn grouped(findings: &[FindingView]) -> String {
    let mut text = String::new();
    let mut group = "";
    for finding in findings {
        if finding.group != group {
            group = &finding.group;
            text += &format!("\n{group}\n");
        }
        let place =
            if finding.path.is_empty() { String::new() } else { format!("{}: ", finding.path) };
        text += &paragraph("  ", &visible(&format!("{place}{}", finding.what)));
        if !finding.next.is_empty() {
            text += &paragraph("      → ", &visible(&finding.next));
        }
    }
    text
}

/// After a change: how much is open, and where to look.
pub(super) fn open(name: &str, gate: &GateView) -> String {
    let open: Vec<FindingView> =
        gate.blocks.iter().filter(|finding| finding.group != "policy").cloned().collect();
    if open.is_empty() {
        return paragraph(
            "next: ",
            &format!("nothing is missing; `chancery draft check {name}` says who approves it"),
        );
    }
    let edit = format!("{} open: `chancery draft edit {name}`", counted(open.len(), "place"));
    grouped(&open) + "\n" + &paragraph("next: ", &edit)
}
