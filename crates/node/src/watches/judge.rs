//! What the watches make of one record: asked about it as it was, and as it is.
//!
//! The record is flattened and its parties are prepared once, however many watches there are. Nothing is
//! remembered: whether it matched before is asked of what it was.

use std::collections::BTreeMap;

use chancery_ledger::log::{LogId, Position};
use chancery_query::{About, Document, Log, Seen as Asked};
use chancery_screening::{Commonness, Prepared, cards_of, compare};
use chancery_thread::{Standing, Thread};

use super::compiled::{Asks, Compiled, Ready};
use super::fold::Pair;
use super::notice::{self, Hit, Notice, Raised, TITLE_CHARS_MAX};
use super::seen::Seen;
use super::watch::Licence;
use super::words::words;

/// A record at one watermark.
struct Side<'a> {
    thread: &'a Thread,
    /// Each version, divided into words once.
    documents: Vec<(Asked<'a>, About)>,
    /// By watch: the party of the record that is most like the watched one.
    hits: BTreeMap<usize, Hit>,
}

/// What one watch finds.
enum Found {
    /// This version.
    Version { id: String, number: u64 },
    /// This party of the current one.
    Party(Hit),
}

/// Every notice that a step raises about one record, without its number.
pub(crate) fn judge(
    compiled: &Compiled,
    commonness: &Commonness,
    pair: &Pair,
    (from, to): (&Seen, &Seen),
) -> Vec<Notice> {
    if from.day == to.day && pair.before == pair.after && held_alike(pair, from, to) {
        return Vec::new();
    }
    let Some(thread) = pair.after.as_ref() else { return Vec::new() };
    let flat = flat(pair, thread);
    let after = Side::of(compiled, commonness, thread, &flat, to);
    let flat_before = pair.before.as_ref().map(|thread| (thread, self::flat(pair, thread)));
    let before = flat_before
        .as_ref()
        .map(|(thread, flat)| Side::of(compiled, commonness, thread, flat, from));
    let mut changes: Option<Vec<String>> = None;
    let mut all = Vec::new();
    for (at, ready) in compiled.all.iter().enumerate() {
        let was = before.as_ref().and_then(|side| side.found(at, ready));
        let is = after.found(at, ready);
        let raised = match (&was, &is) {
            (None, None) => continue,
            (None, Some(_)) => Raised::Matches,
            (Some(_), None) => Raised::Ceased,
            (Some(_), Some(_)) => Raised::Changed,
        };
        let changes = changes.get_or_insert_with(|| match &before {
            Some(before) => words((before.thread, from.day), (after.thread, to.day)),
            None => Vec::new(),
        });
        if raised == Raised::Changed && changes.is_empty() {
            continue;
        }
        all.push(notice(ready, raised, &after, is.or(was), changes.clone()));
    }
    all
}

/// What a watch finds in a record as it stands at a watermark: for looking back, and for trying a watch.
pub(crate) fn find(
    compiled: &Compiled,
    commonness: &Commonness,
    pair: &Pair,
    seen: &Seen,
    at: usize,
) -> Option<Notice> {
    let thread = pair.after.as_ref()?;
    let flat = flat(pair, thread);
    let side = Side::of(compiled, commonness, thread, &flat, seen);
    let ready = compiled.all.get(at)?;
    let found = side.found(at, ready)?;
    Some(notice(ready, Raised::Matches, &side, Some(found), Vec::new()))
}

/// Whether as many states hold every statement as before.
fn held_alike(pair: &Pair, from: &Seen, to: &Seen) -> bool {
    pair.places.iter().all(|(_, position)| {
        !from.covers(*position) || from.held_by(*position) == to.held_by(*position)
    })
}

/// The versions of a record as documents, with the places of the statements that made them.
fn flat(pair: &Pair, thread: &Thread) -> Vec<(Document, Position)> {
    let documents = Document::of(thread, |id| {
        let position = pair.position(id)?;
        let LogId { key, epoch } = position.log;
        Some((Log { key, epoch }, position.seq))
    });
    let placed = |document: Document| Some((pair.position(&document.version)?, document));
    documents
        .into_iter()
        .filter_map(placed)
        .map(|(position, document)| (document, position))
        .collect()
}

impl<'a> Side<'a> {
    fn of(
        compiled: &Compiled,
        commonness: &Commonness,
        thread: &'a Thread,
        flat: &'a [(Document, Position)],
        seen: &Seen,
    ) -> Side<'a> {
        let about = |position| About { today: seen.day, held_by: seen.held_by(position) };
        let documents = flat.iter();
        let documents = documents
            .map(|(document, position)| (Asked::new(document), about(*position)))
            .collect();
        let hits = hits(compiled, commonness, thread, seen);
        Side { thread, documents, hits }
    }

    fn found(&self, at: usize, ready: &Ready) -> Option<Found> {
        match &ready.asks {
            Asks::Query(query) => {
                // The text that stands is named rather than one before it.
                let mut matching = self
                    .documents
                    .iter()
                    .filter(|(asked, about)| query.matches_seen(asked, about))
                    .map(|(asked, _)| asked.document());
                let current = self.thread.version().id;
                let first = matching.next()?;
                let chosen = std::iter::once(first)
                    .chain(matching)
                    .find(|document| document.version == current)
                    .unwrap_or(first);
                let number = u64::from(chosen.number);
                Some(Found::Version { id: chosen.version.to_string(), number })
            }
            Asks::Party { .. } => self.hits.get(&at).cloned().map(Found::Party),
            Asks::Nothing(_) => None,
        }
    }
}

/// The parties of what stands, compared with those watched parties that share a key with them.
fn hits(
    compiled: &Compiled,
    commonness: &Commonness,
    thread: &Thread,
    seen: &Seen,
) -> BTreeMap<usize, Hit> {
    let mut best: BTreeMap<usize, Hit> = BTreeMap::new();
    if thread.standing(seen.day) != Standing::InForce {
        return best;
    }
    for taken in cards_of(&thread.text) {
        let near = compiled.near(&taken.card);
        if near.is_empty() {
            continue;
        }
        let prepared = Prepared::of(&taken.card);
        for at in near {
            let Some(Ready { asks: Asks::Party { card, threshold }, .. }) = compiled.all.get(at)
            else {
                continue;
            };
            let compared = compare(card, &prepared, commonness, &compiled.settings);
            let better = best.get(&at).is_none_or(|hit| hit.score < compared.score);
            if compared.score >= *threshold && better {
                let name = taken.card.names.first().map_or("", |name| name.value.as_str());
                let hit = Hit {
                    name: notice::cut(name, TITLE_CHARS_MAX),
                    key: taken.key.clone(),
                    score: compared.score,
                    reasons: notice::lines(compared.reasons.into_iter().map(|reason| reason.text)),
                };
                best.insert(at, hit);
            }
        }
    }
    best
}

fn notice(
    ready: &Ready,
    raised: Raised,
    side: &Side<'_>,
    found: Option<Found>,
    changes: Vec<String>,
) -> Notice {
    let thread = side.thread;
    let current = thread.version();
    let (version, version_number, party) = match found {
        Some(Found::Version { id, number }) => (id, number, None),
        Some(Found::Party(hit)) => (current.id.to_string(), current.number as u64, Some(hit)),
        None => (current.id.to_string(), current.number as u64, None),
    };
    let licence = ready.watch.licence().cloned();
    Notice {
        number: 0,
        watch: ready.watch.id,
        name: ready.watch.name.clone(),
        raised,
        reference: thread.reference.clone(),
        id: thread.root.to_string(),
        version,
        version_number,
        kind: notice::cut(&thread.kind, TITLE_CHARS_MAX),
        title: notice::cut(current.text.title(), TITLE_CHARS_MAX),
        state: thread.issuer.state.to_string(),
        exercise: thread.marks.exercise,
        changes,
        party,
        todo: todo(raised, &thread.reference, licence.as_ref()),
        licence,
        several: None,
        noticed_at_s: 0,
        done: false,
    }
}

/// What to do about one record, or about several.
pub(crate) fn todo(raised: Raised, reference: &str, licence: Option<&Licence>) -> String {
    let read = match raised {
        Raised::Matches => format!("read it: `chancery show {reference}`"),
        Raised::Changed => format!("read what changed: `chancery history {reference}`"),
        Raised::Ceased => format!("see why it no longer counts: `chancery history {reference}`"),
        Raised::Several => "read them: `chancery show` with each reference".to_owned(),
    };
    match licence {
        None => read,
        Some(Licence { number, granted }) => format!(
            "{read}; then see whether licence {number}, granted on {granted}, still holds: it was granted \
             without knowing this"
        ),
    }
}
