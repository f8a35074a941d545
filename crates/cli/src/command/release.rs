//! `chancery release DRAFT`: exactly the bytes that were approved go out.

use std::path::PathBuf;

use chancery_http::{Client, view::ReleasedView};

use super::{
    officer::{Confirm, Officer, Role},
    secret::Secret,
};
use crate::{
    arguments::Place,
    exit::Exit,
    failure::Failure,
    screen::{fields, paragraph, visible},
};

/// Release a draft: runs the gate again, signs as releaser, and publishes what was approved
#[derive(Debug, clap::Args)]
pub(crate) struct Release {
    /// The draft, such as d7
    draft: String,
    /// Secret key file of the officer who releases; not needed where the policy asks for one officer, or none is
    /// declared
    #[arg(long, value_name = "KEYFILE")]
    officer: Option<PathBuf>,
    #[command(flatten)]
    secret: Secret,
    #[command(flatten)]
    confirm: Confirm,
    /// Sign although no peer has said how far this node's own log goes; see `chancery publish --help`
    #[arg(long)]
    override_own_frontier: bool,
}

impl Release {
    pub(super) async fn run(&self, place: &Place) -> Result<Exit, Failure> {
        let client = place.client()?;
        let signed = match &self.officer {
            None => None,
            Some(file) => {
                let officer = Officer::of(file.clone(), self.secret.clone());
                let asked = officer.ask(&client, &self.draft, Role::Releaser).await?;
                self.confirm.show(place, &asked, "release it")?;
                Some(officer.sign(&asked)?)
            }
        };
        let released = if self.override_own_frontier {
            client.release_overriding(&self.draft, signed.as_ref()).await?
        } else {
            client.release(&self.draft, signed.as_ref()).await?
        };
        tell(place, &client, &released).await?;
        Ok(Exit::Done)
    }
}

async fn tell(place: &Place, client: &Client, released: &ReleasedView) -> Result<(), Failure> {
    let connected = client.status().await.ok().map(|status| status.peers);
    let reference = &released.published.reference;
    place.screen().answer(released, |released| told(released, connected)).map_err(|unsaid| {
        let done = format!("{} is released as {reference}", released.draft);
        unsaid.although(&done, "do not release it again: `chancery show` has it")
    })
}

fn told(released: &ReleasedView, connected: Option<usize>) -> String {
    let published = &released.published;
    let way = match connected {
        Some(0) => "and nobody else has it: no other node is connected (`chancery status`)",
        _ => "on its way to the others",
    };
    let policy = match released.officers_needed {
        None => "none is declared: nobody's approval was asked for, and peers see that".to_owned(),
        Some(1) => "one officer is enough for this kind, and peers see that".to_owned(),
        Some(needed) => format!("{needed} officers, whose signatures every peer checks"),
    };
    let signed: Vec<String> = released
        .approvals
        .iter()
        .map(|one| format!("{} {}…", one.role, one.officer.get(..16).unwrap_or_default()))
        .collect();
    let mut lines = vec![
        ("released", format!("{} as {}, durable, {way}", released.draft, published.reference)),
        ("id", published.id.clone()),
        ("position", format!("epoch {}, seq {}", published.epoch, published.seq)),
        ("policy", policy),
    ];
    if !signed.is_empty() {
        lines.push(("approved by", signed.join(", ")));
    }
    fields(&lines)
        + &paragraph("see: ", &visible(&format!("chancery show {}", published.reference)))
}
