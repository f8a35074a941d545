//! `chancery index`: how the index of searches is, and making it again.

use chancery_http::{
    Events, Fault,
    view::{IndexView, ProgressView},
};
use clap::Subcommand;

use crate::{
    arguments::Place,
    exit::Exit,
    failure::Failure,
    screen::{Progress, counted, paragraph, visible},
};

/// See how the index of searches is, or make it again
#[derive(Debug, clap::Args)]
pub(crate) struct IndexCommand {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// How far it has read, and what was wrong last with one that was made again
    Status,
    /// Make it again from what is held, with progress; what is interrupted goes on by itself
    Rebuild,
}

impl IndexCommand {
    pub(super) async fn run(&self, place: &Place) -> Result<Exit, Failure> {
        let view = match self.what {
            What::Status => place.client()?.index().await?,
            What::Rebuild => {
                let mut progress = Progress::new(place.form());
                let ended = follow(place.client()?.rebuild_index().await?, &mut progress).await;
                progress.end();
                ended?
            }
        };
        place.screen().answer(&view, told)?;
        Ok(if view.reason.is_none() { Exit::Done } else { Exit::Refused })
    }
}

async fn follow(mut events: Events, progress: &mut Progress) -> Result<IndexView, Failure> {
    while let Some(event) = events.next().await? {
        match event.name.as_str() {
            "progress" => {
                let ProgressView { stage, done, total } = event.json()?;
                progress.tell(&stage, done, total);
            }
            "result" => return Ok(event.json()?),
            "fault" => {
                let Fault { error, hint, .. } = event.json()?;
                return Err(Failure::new(error, hint));
            }
            // A newer node may say more than this version understands.
            _ => {}
        }
    }
    Err(Failure::new("the node has stopped", "it goes on with the index after its next start")
        .ending(Exit::NoNode))
}

fn told(view: &IndexView) -> String {
    let state = match (view.state.as_str(), view.behind) {
        ("current", _) => "current: everything that is held can be found".to_owned(),
        ("checking", _) => "its files are being checked; nothing is answered until then".to_owned(),
        ("unusable", _) => "it cannot be used, and is tried again".to_owned(),
        (state, behind) => format!("{state}: behind by {behind}"),
    };
    let mut text = paragraph("", &visible(&state));
    if let Some(reason) = &view.reason {
        text += &paragraph("  ", &visible(reason));
    }
    text += &format!("  {} of {} entries read\n", view.read, view.held);
    text +=
        &format!("  {} versions of records, {} on the disk\n", view.documents, size(view.bytes));
    if view.unread > 0 {
        let unread = counted(usize::try_from(view.unread).unwrap_or(usize::MAX), "record");
        text += &format!("  {unread} could not be read: see `chancery fsck`\n");
    }
    if let Some(flaw) = &view.flaw {
        let said = format!("made again at {}, because: {}", flaw.at, flaw.what);
        text += &paragraph("  ", &visible(&said));
    }
    text
}

fn size(bytes: u64) -> String {
    match bytes {
        0..1_048_576 => format!("{} KiB", bytes.div_ceil(1024)),
        _ => format!("{} MiB", bytes.div_ceil(1_048_576)),
    }
}

#[cfg(test)]
mod tests;
