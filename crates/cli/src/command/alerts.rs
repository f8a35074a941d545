//! `chancery alerts`: what changed since an analyst relied on it, or an officer acknowledged it.

use chancery_http::{Client, Extent, view::AlertView};

use crate::{
    arguments::Place,
    exit::Exit,
    failure::Failure,
    screen::{Screen, paragraph, visible},
};

use super::watch;

/// List what changed since it was relied on or acknowledged, why, and what to do
#[derive(Debug, clap::Args)]
pub(crate) struct Alerts {
    /// Print further ones as they come, until Ctrl-C
    #[arg(long, conflicts_with = "done")]
    follow: bool,
    /// Only those behind this number: the last one that was seen
    #[arg(long, value_name = "NUMBER", default_value_t = 0)]
    after: u64,
    /// Also those that somebody has seen to
    #[arg(long)]
    all: bool,
    /// Note that somebody has seen to this one
    #[arg(long, value_name = "NUMBER", conflicts_with_all = ["after", "all"])]
    done: Option<u64>,
}

impl Alerts {
    pub(super) async fn run(&self, place: &Place) -> Result<Exit, Failure> {
        let (client, screen) = (place.client()?, place.screen());
        if let Some(number) = self.done {
            let alert = client.alert_done(number).await?;
            screen.answer(&alert, |alert| format!("alert {} is done\n", alert.number))?;
            return Ok(Exit::Done);
        }
        if self.follow {
            return self.follow(&client, screen).await;
        }
        let alerts = client.alerts(self.after, self.extent()).await?;
        screen.answer(&alerts, |alerts| told(alerts))?;
        Ok(Exit::Done)
    }

    /// Listens first and reads the list then, so that none falls between; numbers tell which were printed.
    async fn follow(&self, client: &Client, screen: Screen) -> Result<Exit, Failure> {
        let mut events = client.watch().await?;
        let mut last = self.after;
        for alert in client.alerts(self.after, self.extent()).await? {
            last = last.max(alert.number);
            screen.answer(&alert, one)?;
        }
        let mut interrupted = std::pin::pin!(tokio::signal::ctrl_c());
        loop {
            tokio::select! {
                _ = &mut interrupted => return Ok(Exit::Done),
                event = events.next() => match event? {
                    None => return Err(watch::closed()),
                    Some(event) if event.name == "alert" => {
                        let alert: AlertView = event.json()?;
                        if alert.number > last {
                            last = alert.number;
                            screen.answer(&alert, one)?;
                        }
                    }
                    Some(_) => {}
                },
            }
        }
    }

    fn extent(&self) -> Extent {
        if self.all { Extent::All } else { Extent::Open }
    }
}

fn told(alerts: &[AlertView]) -> String {
    if alerts.is_empty() {
        return "nothing that was relied on or acknowledged has changed\n".to_owned();
    }
    alerts.iter().map(one).collect::<Vec<_>>().join("\n")
}

/// One alert in a few lines.
pub(super) fn one(alert: &AlertView) -> String {
    let title =
        if alert.exercise { format!("[exercise] {}", alert.title) } else { alert.title.clone() };
    let done = if alert.done { " (done)" } else { "" };
    let change = alert.change.replace('-', " ");
    let label = format!(
        "{}  {} v{} is {change}{done}: ",
        alert.number, alert.reference, alert.version_number
    );
    let mut text = paragraph(&visible(&label), &visible(&title));
    if let (Some(by), Some(state)) = (&alert.by_reference, &alert.by_state) {
        text += &paragraph("    by: ", &visible(&format!("{by} of {state}")));
    }
    if !alert.parts.is_empty() {
        text += &paragraph("    parts: ", &visible(&alert.parts.join(", ")));
    }
    let why = [alert.reason.as_str(), alert.explanation.as_str()];
    let why: Vec<&str> = why.into_iter().filter(|text| !text.is_empty()).collect();
    if !why.is_empty() {
        text += &paragraph("    why: ", &visible(&why.join(": ")));
    }
    // An acknowledgement is named by its reference, which stands in the words before.
    let touches = match alert.touches.contains(&alert.note) {
        true => alert.touches.clone(),
        false => format!("{} ({})", alert.touches, alert.note),
    };
    text += &paragraph("    touches: ", &visible(&touches));
    text + &paragraph("    to do: ", &visible(&alert.todo))
}
