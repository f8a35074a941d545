//! Every denial that stands, laid beside an application.
//!
//! Read off the threads each time: a denial counts as long as its author has not taken it back, revoked it in a
//! review or let it end, and without the parties and items that were withdrawn from it. Invariant: a denial that
//! is left out because there are too many is counted.

use chancery_record::vocabulary::Vocabularies;
use chancery_screening::undercut::{Denied, Likeness, Undercut};
use chancery_screening::{Application, Commonness, Prepared, Settings, compare};
use chancery_store::{Listing, Store};
use chancery_thread::{Place, Thread};
use time::Date;

use super::error::CaseError;
use crate::answer::RecordSource;
use crate::telling;

/// Denials that are looked at, the newest first. Denials are valid for three years and then reviewed; 25 states
/// that refuse 250 licences a year each come to this many.
const DENIALS_MAX: usize = 20_000;

/// The kind of a denial.
pub(super) const KIND: &str = "denial-notice";

/// Reasons of the matcher that a reason of the test repeats.
const REASONS_MAX: usize = 4;

/// A denial beside an application.
#[derive(Clone, Debug)]
pub(crate) struct Beside {
    /// Where it stands.
    pub(crate) record: RecordSource,
    /// The two tests.
    pub(crate) undercut: Undercut,
    /// How alike the end-users and consignees are, in thousandths: the best pair of them.
    pub(crate) score: u16,
}

/// All denials beside an application.
#[derive(Clone, Debug, Default)]
pub(crate) struct Denials {
    /// Those that may be of an essentially identical transaction, the most alike first.
    pub(crate) found: Vec<Beside>,
    /// How many were looked at.
    pub(crate) asked: u64,
    /// Whether there are more.
    pub(crate) more: bool,
}

/// What two parties are compared with.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Matcher<'a> {
    pub(crate) commonness: &'a Commonness,
    pub(crate) settings: &'a Settings,
    pub(crate) words: &'a Vocabularies,
}

impl Denials {
    /// Puts the two tests to every denial that stands.
    ///
    /// # Errors
    /// When a record cannot be read.
    pub(crate) fn beside(
        store: &Store,
        application: &Application,
        matcher: Matcher<'_>,
        today: Date,
    ) -> Result<Denials, CaseError> {
        let asked: Vec<Prepared> =
            application.parties.iter().map(|party| Prepared::of(&party.card)).collect();
        let listing =
            Listing { kind: Some(KIND.to_owned()), limit: DENIALS_MAX + 1, ..Listing::default() };
        let (listed, _) = store.list(&listing);
        let mut all = Denials { more: listed.len() > DENIALS_MAX, ..Denials::default() };
        for listed in listed.into_iter().take(DENIALS_MAX) {
            let Some(thread) = telling::fold(store, listed.position)? else { continue };
            if !stands(&thread, today) {
                continue;
            }
            all.asked += 1;
            all.found.extend(beside(application, &asked, &thread, matcher));
        }
        all.found
            .sort_by(|a, b| (b.score, &a.record.reference).cmp(&(a.score, &b.record.reference)));
        Ok(all)
    }
}

/// Whether a denial is valid on a day.
fn stands(thread: &Thread, today: Date) -> bool {
    let over = thread.dates.valid_until.as_ref().is_some_and(|until| until.day < today);
    thread.kind == KIND && thread.place == Place::Stands && thread.tombstone.is_none() && !over
}

fn beside(
    application: &Application,
    asked: &[Prepared],
    thread: &Thread,
    matcher: Matcher<'_>,
) -> Option<Beside> {
    let denied = Denied::of(&thread.text);
    let prepared: Vec<Prepared> =
        denied.parties.iter().map(|party| Prepared::of(&party.card)).collect();
    let best = std::cell::Cell::new(0);
    let alike = |at: usize, beside: usize| {
        let found = compare(&asked[at], &prepared[beside], matcher.commonness, matcher.settings);
        best.set(best.get().max(found.score));
        Likeness {
            score: found.score,
            threshold: matcher.settings.threshold,
            reasons: found.reasons.into_iter().take(REASONS_MAX).map(|it| it.text).collect(),
        }
    };
    let undercut = Undercut::of(application, &denied, matcher.words, alike);
    undercut.concerns().then(|| Beside { record: source(thread), undercut, score: best.get() })
}

/// Where the denial stands: its current text.
fn source(thread: &Thread) -> RecordSource {
    let version = thread.version();
    let marks = &thread.marks;
    let mut words = Vec::new();
    words.extend(marks.renewed.map(|_| "renewed".to_owned()));
    words.extend(marks.partly_withdrawn.map(|_| "partly-withdrawn".to_owned()));
    let disputed_by: Vec<String> = marks.disputed.iter().map(ToString::to_string).collect();
    if !disputed_by.is_empty() {
        words.push("disputed".to_owned());
    }
    if !marks.corroborated.is_empty() {
        words.push("corroborated".to_owned());
    }
    RecordSource {
        reference: thread.reference.clone(),
        root: thread.root.to_string(),
        version: version.id.to_string(),
        number: version.number as u64,
        cited: version.reference.clone(),
        state: thread.issuer.state.to_string(),
        authority: thread.issuer.authority.clone(),
        kind: thread.kind.clone(),
        title: version.text.title().to_owned(),
        standing: "in-force".to_owned(),
        marks: words,
        disputed_by,
        grades: Vec::new(),
        marking: thread.text.marking().map(|marking| marking.to_string()).unwrap_or_default(),
        issued_at_s: version.issued_at,
        exercise: marks.exercise,
        party: None,
        roles: Vec::new(),
        party_withdrawn: false,
    }
}
