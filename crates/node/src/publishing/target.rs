//! The record that another is about: found, and fit for what is said of it.
//!
//! The questions are those that the thread asks of what arrives: who may say it, about which kind, and whether
//! it was asked. Asking them here spares the writer a record that has no effect anywhere.

use chancery_ledger::log::Position;
use chancery_ledger::statement::Issuer;
use chancery_record::{Aim, Kind, Record, Speaker, Target};
use chancery_store::{Lookup, Standing, Store};

use super::PublishError;

#[cfg(test)]
mod tests;

/// A target that is held.
struct Held {
    name: String,
    issuer: Issuer,
    /// What it says; none when this version cannot read it.
    record: Option<Record>,
    withdrawn: bool,
}

/// The id of the record's target. All that keeps the record from saying what it says of it is added to
/// `wrong`.
///
/// # Errors
/// When the target is not held, is not the one that is meant, or cannot be read.
pub(super) fn resolve(
    record: &Record,
    target: &Target,
    own: &Issuer,
    store: &Store,
    wrong: &mut Vec<PublishError>,
) -> Result<String, PublishError> {
    let (position, name) = find(target, store)?;
    let entry = store.entry(position)?.and_then(|entry| entry.decode().ok());
    let Some(entry) = entry else {
        return Err(PublishError::TargetMissing(name));
    };
    let held = Held {
        name,
        issuer: entry.header().issuer.clone(),
        record: Record::from_body(&entry.entry().body).ok(),
        withdrawn: store.root_of(position).is_some_and(|root| {
            let is = |at| matches!(store.standing(at), Some(Standing::Withdrawn { .. }));
            is(position) || is(root)
        }),
    };
    fits(record, own, &held, wrong);
    Ok(entry.id().to_string())
}

/// What a target names, and the name by which.
pub(super) fn find(target: &Target, store: &Store) -> Result<(Position, String), PublishError> {
    let names = [target.id.as_ref(), target.reference.as_ref()];
    let mut found: Option<Position> = None;
    for name in names.into_iter().flatten() {
        let position = match store.find(name) {
            Lookup::One(position) => position,
            Lookup::None => return Err(PublishError::TargetMissing(name.clone())),
            // The id, which comes first, has settled it; the reference must only agree.
            Lookup::Many(all) => match found {
                Some(position) if all.contains(&position) => position,
                Some(_) => return Err(PublishError::TargetTwofold(name.clone())),
                None => return Err(PublishError::TargetAmbiguous(name.clone())),
            },
        };
        if found.is_some_and(|earlier| earlier != position) {
            return Err(PublishError::TargetTwofold(name.clone()));
        }
        found = Some(position);
    }
    let name = names.into_iter().flatten().next_back().cloned().unwrap_or_default();
    match found {
        Some(position) => Ok((position, name)),
        None => Err(PublishError::TargetMissing(name)),
    }
}

/// Whether the record may say this of that target. A kind of a newer version may be spoken about, and not
/// touched; of a record whose kind this version does not know itself nothing is known.
fn fits(record: &Record, own: &Issuer, held: &Held, wrong: &mut Vec<PublishError>) {
    let target = || held.name.clone();
    let Some(kind) = record.kind() else { return };
    match kind.who_may() {
        Speaker::Originator if held.issuer != *own => {
            let issuer = held.issuer.clone();
            wrong.push(PublishError::TargetOfAnother { target: target(), issuer });
        }
        Speaker::Another | Speaker::Asked if held.issuer.state == own.state => {
            wrong.push(PublishError::TargetOwn(target()));
        }
        Speaker::Anyone | Speaker::Originator | Speaker::Another | Speaker::Asked => {}
    }
    let about = held.record.as_ref().map(text_of);
    let named = about.as_ref().and_then(Record::kind);
    let is_right = is_about(kind, named);
    if !is_right {
        let spelled = about.as_ref().map(Record::kind_name).unwrap_or_default().to_owned();
        let about = kind.to_string();
        wrong.push(PublishError::TargetOfOtherKind { target: target(), kind: spelled, about });
    }
    let Some(about) = about else { return };
    if about.exercise() != record.exercise() {
        wrong.push(PublishError::TargetInEarnest(target()));
    }
    let asks = |about: &Record| about.texts_at(&["to"]).contains(&own.state.as_str());
    if is_right && kind.who_may() == Speaker::Asked && !asks(&about) {
        wrong.push(PublishError::NotAsked(target()));
    }
    if held.withdrawn && kind.who_may() == Speaker::Originator {
        wrong.push(PublishError::TargetWithdrawn(target()));
    }
}

/// What a correction brings stands in the place of what it corrects.
fn text_of(record: &Record) -> Record {
    let replacement = match record.kind() {
        Some(Kind::Correction) => record.part(&["replacement"]),
        _ => None,
    };
    replacement.unwrap_or_else(|| record.clone())
}

fn is_about(kind: Kind, named: Option<Kind>) -> bool {
    match kind {
        // A text replaces a text, and holds for longer; what has none is withdrawn and said anew.
        Kind::Correction | Kind::Renewal => named.is_some_and(Kind::has_content),
        // A withdrawal is final.
        Kind::Withdrawal => named.is_some_and(|named| named != Kind::Withdrawal),
        _ => match kind.aim() {
            Aim::Of(kinds) => named.is_some_and(|named| kinds.contains(&named)),
            Aim::Any | Aim::Perhaps | Aim::Nothing => true,
        },
    }
}
