//! `chancery status`: the node at a glance.

use chancery_http::view::{LogView, StatusView};

use crate::{
    arguments::Place,
    exit::Exit,
    failure::Failure,
    screen::{fields, table, visible},
};

/// Show the node at a glance: logs and their lag, refusals by reason, store size
#[derive(Debug, clap::Args)]
pub(crate) struct Status {}

impl Status {
    pub(super) async fn run(&self, place: &Place) -> Result<Exit, Failure> {
        let status = place.client()?.status().await?;
        place.screen().answer(&status, told)?;
        Ok(Exit::Done)
    }
}

fn told(status: &StatusView) -> String {
    let mut text = fields(&[
        ("state", format!("{}, authority {}", status.state, status.authority)),
        ("network", format!("{}, {} members", status.network, status.members)),
        ("roster", status.roster.clone()),
        ("peers", format!("{} connected", status.peers)),
        ("signing", signing(status)),
        ("store", size(status.store_bytes)),
        ("running", duration(status.uptime_s)),
        ("refused", refusals(status)),
        (
            "listens",
            match status.listening.len() {
                1 => "on 1 address".to_owned(),
                many => format!("on {many} addresses"),
            },
        ),
    ]);
    for address in &status.listening {
        // Never wrapped: it is there to be copied.
        text += &visible(&format!("    {address}"));
        text.push('\n');
    }
    if !status.logs.is_empty() {
        text.push('\n');
        text += &table(["log", "epoch", "seq", "behind", "tip", ""], status.logs.iter().map(row));
    }
    text
}

fn signing(status: &StatusView) -> String {
    let may = status.signing_blocked.clone().unwrap_or_else(|| "possible".to_owned());
    match status.own_adopted {
        0 => may,
        adopted => format!("{may}; peers gave back {adopted} entries of the own log"),
    }
}

fn row(log: &LogView) -> [String; 6] {
    [
        format!("{}/{}", log.state, log.authority),
        log.epoch.to_string(),
        log.seq.to_string(),
        log.behind.to_string(),
        log.tip.chars().take(16).collect(),
        if log.disputed { "disputed: two statements at one position" } else { "" }.to_owned(),
    ]
}

fn refusals(status: &StatusView) -> String {
    if status.refusals.is_empty() {
        return "nothing since the start".to_owned();
    }
    let counted: Vec<String> =
        status.refusals.iter().map(|(reason, count)| format!("{reason} {count}")).collect();
    counted.join(", ")
}

fn size(bytes: u64) -> String {
    const KIB: u64 = 1024;
    match bytes {
        0..KIB => format!("{bytes} bytes"),
        KIB..0x10_0000 => format!("{} KiB", bytes / KIB),
        _ => format!("{}.{} MiB", bytes / (KIB * KIB), bytes % (KIB * KIB) * 10 / (KIB * KIB)),
    }
}

fn duration(seconds: u64) -> String {
    match seconds {
        0..60 => format!("{seconds} s"),
        60..3600 => format!("{} min {} s", seconds / 60, seconds % 60),
        3600..86_400 => format!("{} h {} min", seconds / 3600, seconds % 3600 / 60),
        _ => format!("{} d {} h", seconds / 86_400, seconds % 86_400 / 3600),
    }
}
