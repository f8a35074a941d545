//! Alerts: what changed for whoever relied on a version, or acknowledged it.
//!
//! Read off the threads each time; the journal knows which of it has been said. So nothing that arrives
//! late, or while the node was away, is missed.

use chancery_ledger::log::Id;
use chancery_record::StateCode;
use chancery_store::{Listing, Lookup, Store};
use chancery_thread::{Change, Changed, Thread, changed, part::Part};
use time::Date;

use super::threads;
use crate::answer::{Alert, Reliance};
use crate::reading::{self, ReadError};

/// What rests on a version.
pub(crate) struct Touched {
    /// The statement that made it.
    version: Id,
    /// The note, or the reference of the acknowledgement.
    note: String,
    /// In words.
    words: String,
    case: Option<String>,
}

/// What rests on versions: the notes of this node, and what its state has acknowledged.
pub(crate) fn touched(
    store: &Store,
    own: StateCode,
    notes: &[Reliance],
) -> Result<Vec<Touched>, ReadError> {
    let mut all: Vec<Touched> = notes.iter().map(Touched::by_note).collect();
    let kind = Some("acknowledgement".to_owned());
    let listing = Listing { state: Some(own), kind, limit: usize::MAX, ..Listing::default() };
    for listed in store.list(&listing).0 {
        let entry = reading::entry(store, listed.position)?;
        let Ok(record) = chancery_record::Record::from_body(&entry.body) else { continue };
        let target = record.target().and_then(|target| target.id?.parse().ok());
        let level = record.text_at(&["level"]).unwrap_or("read");
        all.extend(target.map(|version| Touched {
            version,
            words: format!("acknowledged as {level} in {}", listed.reference),
            note: listed.reference.clone(),
            case: None,
        }));
    }
    Ok(all)
}

impl Touched {
    fn by_note(note: &Reliance) -> Touched {
        let case = note.case.as_ref().map(|case| format!(" in case {case}")).unwrap_or_default();
        Touched {
            version: note.version,
            note: note.note.clone(),
            words: format!("{}{case}: {}", note.relied_as.as_str(), note.reason),
            case: note.case.clone(),
        }
    }
}

/// Everything that has changed for what rests on versions, each under the key by which it is known again.
pub(crate) fn found(
    store: &Store,
    touched: &[Touched],
    today: Date,
    now_s: i64,
) -> Result<Vec<(String, Alert)>, ReadError> {
    let mut all = Vec::new();
    for one in touched {
        let Lookup::One(position) = store.find(&one.version.to_string()) else { continue };
        let Some(thread) = crate::telling::fold(store, position)? else { continue };
        let cited = threads::digest_of(one.version);
        for change in changed(&thread, &cited, today).unwrap_or_default() {
            let key = key(one, &change);
            all.push((key, alert(store, one, &thread, change, now_s)));
        }
    }
    Ok(all)
}

/// One alert for each note and change. A record that expires, is renewed and expires again has expired twice.
fn key(touched: &Touched, change: &Changed) -> String {
    let by = change.by.map(|by| by.to_string()).unwrap_or_default();
    let when = if change.what == Change::Expired { change.explanation.as_str() } else { "" };
    format!("{} {} {} {by} {when}", touched.note, touched.version, change.what.as_str())
}

fn alert(store: &Store, touched: &Touched, thread: &Thread, change: Changed, now_s: i64) -> Alert {
    let by = change.by.map(threads::id_of);
    let said = by.and_then(|by| match store.find(&by.to_string()) {
        Lookup::One(position) => {
            let entry = reading::entry(store, position).ok()?;
            let decoded = entry.decode().ok()?;
            let header = decoded.header();
            Some((header.reference.clone(), header.issuer.state.to_string()))
        }
        Lookup::None | Lookup::Many(_) => None,
    });
    let version = thread.version_of(&threads::digest_of(touched.version));
    let (by_reference, by_state) = said.unzip();
    Alert {
        number: 0,
        change: change.what.as_str().to_owned(),
        reference: thread.reference.clone(),
        version: touched.version.to_string(),
        version_number: version.map_or(0, |version| version.number as u64),
        title: version.map_or("", |version| version.text.title()).to_owned(),
        state: thread.issuer.state.to_string(),
        exercise: thread.marks.exercise,
        by: by.map(|by| by.to_string()),
        todo: todo(change.what, &thread.reference, by_reference.as_deref()),
        by_reference,
        by_state,
        reason: change.reason,
        explanation: change.explanation,
        parts: change.parts.iter().map(part).collect(),
        touches: touched.words.clone(),
        note: touched.note.clone(),
        case: touched.case.clone(),
        noticed_at_s: now_s,
        done: false,
    }
}

fn part(part: &Part) -> String {
    format!("{} {}", part.kind.noun(), part.key)
}

fn todo(change: Change, reference: &str, by: Option<&str>) -> String {
    let by = by.unwrap_or(reference);
    match change {
        Change::Corrected => format!(
            "read what changed (`chancery show {reference}`), decide again, and note it with `chancery rely`"
        ),
        Change::TakenBack => {
            format!(
                "read the text that stands instead (`chancery show {reference}`), and decide again"
            )
        }
        Change::Undone => format!(
            "what you were told of before no longer holds: read it again (`chancery show {reference}`)"
        ),
        Change::PartlyWithdrawn => format!(
            "see whether what you relied on is among the parts (`chancery show {by}`), and decide again"
        ),
        Change::Withdrawn => {
            format!(
                "do not rely on it any more (`chancery show {by}` says why); review what rests on it"
            )
        }
        Change::Renewed => "nothing, unless its new days matter to your case".to_owned(),
        Change::Expired => {
            format!("ask its originator whether it still holds; `chancery show {reference}`")
        }
        Change::Disputed => format!("read both sides (`chancery show {by}`) and weigh it again"),
        Change::Forked | Change::Revoked => {
            format!(
                "do not rely on it (`chancery show {reference}` says why); ask its authority by telephone"
            )
        }
    }
}
