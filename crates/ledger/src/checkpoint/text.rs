//! The four lines of a checkpoint: written, and read strictly.
//!
//! Invariant: what [`read`] takes, [`write`] writes again alike.

use base64::{Engine, engine::general_purpose::STANDARD};
use chancery_encoding::Digest;

use super::{Checkpoint, CheckpointFlaw};
use crate::log::{LogId, POSITION_MAX};
use crate::statement::Issuer;

/// What every origin of ours begins with.
const PREFIX: &str = "chancery";

/// What the fourth line begins with.
const ROSTER: &str = "roster ";

pub(super) fn origin(checkpoint: &Checkpoint) -> String {
    let Checkpoint { log, issuer, network, .. } = checkpoint;
    format!("{PREFIX}/{network}/{issuer}/{}/{}", Digest::from_bytes(log.key), log.epoch)
}

pub(super) fn write(checkpoint: &Checkpoint) -> String {
    let root = STANDARD.encode(checkpoint.root.as_bytes());
    let Checkpoint { size, roster, .. } = checkpoint;
    format!("{}\n{size}\n{root}\n{ROSTER}{roster}\n", origin(checkpoint))
}

pub(super) fn read(text: &str) -> Result<Checkpoint, CheckpointFlaw> {
    let lines: Vec<&str> = text.split('\n').collect();
    let [origin, size, root, roster, ""] = lines[..] else { return Err(CheckpointFlaw::Lines) };
    let (network, issuer, log) = read_origin(origin).ok_or(CheckpointFlaw::Origin)?;
    let size = number(size).filter(|size| *size > 0).ok_or(CheckpointFlaw::Size)?;
    let root = STANDARD.decode(root).ok().and_then(|root| root.try_into().ok());
    let root = root.map(Digest::from_bytes).ok_or(CheckpointFlaw::Root)?;
    let roster = roster.strip_prefix(ROSTER).and_then(|hash| hash.parse().ok());
    let roster = roster.ok_or(CheckpointFlaw::Roster)?;
    Ok(Checkpoint { log, issuer, network, size, root, roster })
}

fn read_origin(origin: &str) -> Option<(Digest, Issuer, LogId)> {
    let parts: Vec<&str> = origin.split('/').collect();
    let [PREFIX, network, state, authority, key, epoch] = parts[..] else { return None };
    let issuer = Issuer::new(state.parse().ok()?, authority)?;
    let key: Digest = key.parse().ok()?;
    let log = LogId { key: *key.as_bytes(), epoch: number(epoch)? };
    Some((network.parse().ok()?, issuer, log))
}

/// A decimal number with one spelling, at most 2^53 - 1.
fn number(digits: &str) -> Option<u64> {
    let plain = digits.bytes().all(|byte| byte.is_ascii_digit());
    let short = digits == "0" || !digits.starts_with('0');
    let number = if plain && short { digits.parse().ok()? } else { return None };
    (number <= POSITION_MAX).then_some(number)
}
