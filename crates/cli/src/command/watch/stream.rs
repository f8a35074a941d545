//! Records as they become durable at the node, reminders, alerts and notices, until Ctrl-C.

use chancery_http::{
    Event,
    view::{AlertView, DutyView, LagView, NoticeView, SummaryView},
};
use clap::Args;
use serde::Serialize;

use super::notices;
use crate::{
    arguments::Place,
    command::{
        alerts, due,
        list::{standing, titled},
    },
    exit::Exit,
    failure::Failure,
    screen::{Screen, paragraph, visible},
};

#[derive(Debug, Args)]
pub(super) struct Follow {
    /// First the notices behind this number: the last one that was seen
    #[arg(long, value_name = "NUMBER")]
    after: Option<u64>,
}

impl Follow {
    pub(super) async fn run(&self, place: &Place) -> Result<Exit, Failure> {
        let (client, screen) = (place.client()?, place.screen());
        let mut events = match self.after {
            Some(after) => client.watch_after(after).await?,
            None => client.watch().await?,
        };
        let mut interrupted = std::pin::pin!(tokio::signal::ctrl_c());
        loop {
            tokio::select! {
                _ = &mut interrupted => return Ok(Exit::Done),
                event = events.next() => match event? {
                    Some(event) => tell(screen, &event)?,
                    None => return Err(closed()),
                },
            }
        }
    }
}

pub(in crate::command) fn closed() -> Failure {
    Failure::new("the node has closed the stream", "it has probably stopped: see its log")
        .ending(Exit::NoNode)
}

fn tell(screen: Screen, event: &Event) -> Result<(), Failure> {
    match event.name.as_str() {
        "arrival" => screen.answer(&event.json::<SummaryView>()?, line),
        "reminder" => {
            let text = |duty: &DutyView| format!("reminder\n{}", due::item(duty));
            named(screen, event, &event.json()?, text)
        }
        "alert" => {
            let text = |alert: &AlertView| format!("alert {}", alerts::one(alert));
            named(screen, event, &event.json()?, text)
        }
        "notice" => {
            let text = |notice: &NoticeView| format!("notice {}", notices::one(notice));
            named(screen, event, &event.json()?, text)
        }
        "lag" => {
            let LagView { missed } = event.json()?;
            let note = Failure::new(
                format!("{missed} records arrived faster than they were read and are left out"),
                "`chancery list` has them",
            );
            note.report(screen.form());
            Ok(())
        }
        // A newer node may say more than this version understands.
        _ => Ok(()),
    }
}

/// The document with the name of its event, because a program cannot tell it from an arrival otherwise.
fn named<T: Serialize>(
    screen: Screen,
    event: &Event,
    document: &T,
    text: impl FnOnce(&T) -> String,
) -> Result<(), Failure> {
    let mut told = serde_json::to_value(document).unwrap_or_default();
    told["event"] = event.name.as_str().into();
    screen.answer(&told, |_| text(document))
}

fn line(record: &SummaryView) -> String {
    let status = standing(record);
    let label = format!("{}  {}  {status}  ", record.reference, record.kind);
    paragraph(&visible(&label), &visible(&titled(record)))
}
