//! `chancery status`: the node at a glance.

use std::collections::BTreeSet;

use chancery_http::view::{CheckpointView, ClosedView, HaltView, LogView, StatusView};

use crate::{
    arguments::Place,
    exit::Exit,
    failure::Failure,
    screen::{fields, paragraph, table, visible},
};

/// States that are named in a cell of the table; `--json` names all.
const LAGGING_NAMED_MAX: usize = 3;

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
    let mut text = alarms(status);
    text += &fields(&[
        ("state", format!("{}, authority {}", status.state, status.authority)),
        ("network", format!("{}, {} members", status.network, status.members)),
        ("roster", format!("version {}, {}", status.roster_version, status.roster)),
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
        let header = ["log", "epoch", "seq", "behind", "tip", "checkpoint", "cosigned by", ""];
        text += &table(header, status.logs.iter().map(row));
    }
    text
}

/// What nobody may overlook, before everything else.
fn alarms(status: &StatusView) -> String {
    let mut told: Vec<String> = status.halt.iter().map(halted).collect();
    told.extend(status.alarms.iter().cloned());
    let shown: String = told.iter().map(|alarm| paragraph("  ALARM  ", &visible(alarm))).collect();
    if shown.is_empty() { shown } else { shown + "\n" }
}

fn halted(halt: &HaltView) -> String {
    let signers = match halt.double_signers.as_slice() {
        [] => "no state is known to have signed both".to_owned(),
        states => format!("signed both: {}", states.join(", ")),
    };
    format!(
        "there are {} rosters of version {}; {signers}. No roster changes until a quorum settles it: \
         `chancery roster show`",
        halt.versions.len(),
        halt.height
    )
}

fn signing(status: &StatusView) -> String {
    let may = status.signing_blocked.clone().unwrap_or_else(|| "possible".to_owned());
    match status.own_adopted {
        0 => may,
        adopted => format!("{may}; peers gave back {adopted} entries of the own log"),
    }
}

fn row(log: &LogView) -> [String; 8] {
    let checkpoint = log.checkpoint.as_ref();
    [
        format!("{}/{}", log.state, log.authority),
        log.epoch.to_string(),
        log.seq.to_string(),
        log.behind.to_string(),
        log.tip.chars().take(8).collect(),
        checkpoint.map_or_else(
            || "none yet".to_owned(),
            |checkpoint| format!("{} entries, {} ago", checkpoint.size, duration(checkpoint.age_s)),
        ),
        checkpoint.map_or_else(|| "-".to_owned(), cosigned),
        condition(log),
    ]
}

/// How many states have cosigned, and which have not.
fn cosigned(checkpoint: &CheckpointView) -> String {
    let states: BTreeSet<&str> =
        checkpoint.cosigners.iter().map(|cosigner| cosigner.state.as_str()).collect();
    let lagging = &checkpoint.lagging;
    let named = lagging.iter().take(LAGGING_NAMED_MAX).cloned().collect::<Vec<_>>().join(", ");
    match lagging.len() {
        0 => format!("all {}", states.len()),
        few if few <= LAGGING_NAMED_MAX => format!("{}, not {named}", states.len()),
        many => format!("{}, not {named} and {} more", states.len(), many - LAGGING_NAMED_MAX),
    }
}

fn condition(log: &LogView) -> String {
    match (&log.closed, log.frozen_at) {
        (Some(ClosedView { seq: Some(seq), .. }), _) => format!("closed after seq {seq}"),
        (Some(ClosedView { seq: None, .. }), _) => "closed: nothing of it stands".to_owned(),
        (None, Some(seq)) => {
            format!("forked at seq {seq}: nothing from there on is to be relied on")
        }
        (None, None) => String::new(),
    }
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

#[cfg(test)]
mod tests;
