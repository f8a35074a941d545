//! `chancery fsck`: everything that a node holds, re-verified from the bytes up.
//!
//! A running node checks itself, because its store admits one process; without one the store is opened here.

use std::ops::ControlFlow;

use chancery_http::{
    ClientError, Events, Fault,
    view::{FsckView, ProgressView},
};
use chancery_node::{
    checking::{FsckProgress, fsck},
    data_dir::DataDir,
};

use crate::{
    arguments::Place,
    exit::Exit,
    failure::Failure,
    screen::{Progress, paragraph, visible},
};

/// Re-verify everything that is held, from the bytes up, with progress
#[derive(Debug, clap::Args)]
pub(crate) struct Fsck {}

impl Fsck {
    pub(super) async fn run(&self, place: &Place) -> Result<Exit, Failure> {
        let dir = DataDir::open(place.dir()?)?;
        let mut progress = Progress::new(place.form());
        let asked = place.client()?.fsck().await;
        let result = match asked {
            Ok(events) => online(events, &mut progress).await,
            Err(ClientError::NoNode { .. }) => offline(&dir, &mut progress),
            Err(error) => Err(error.into()),
        };
        progress.end();
        let view = result?;
        place.screen().answer(&view, told)?;
        Ok(if view.clean { Exit::Done } else { Exit::DoesNotVerify })
    }
}

async fn online(mut events: Events, progress: &mut Progress) -> Result<FsckView, Failure> {
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
    Err(Failure::new("the node has ended the check", "it has probably stopped: see its log")
        .ending(Exit::NoNode))
}

fn offline(dir: &DataDir, progress: &mut Progress) -> Result<FsckView, Failure> {
    let mut tell = |step: FsckProgress| {
        progress.tell(&step.stage, step.done, step.total);
        ControlFlow::Continue(())
    };
    let problems = fsck(dir, &mut tell).map_err(|error| Failure::of(&error, error.hint()))?;
    Ok(problems.into())
}

fn told(view: &FsckView) -> String {
    if view.clean {
        return "clean: everything held verifies from the bytes up\n".to_owned();
    }
    let mut text = String::new();
    for problem in &view.problems {
        text += &paragraph("  ", &visible(&problem.what));
        text += &paragraph("      ", &visible(&problem.action));
    }
    let count = view.problems.len();
    let things = if count == 1 { "problem" } else { "problems" };
    text + &format!("\n{count} {things}\n")
}
