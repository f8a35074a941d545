//! What reports count: a fact for each record that is held, with what its originator and the asked states said later.
//!
//! Nothing is kept between two reports: all entries are read and folded in one pass, so a report never
//! disagrees with the store. What is behind a fork or a revocation does not count, and what has no effect
//! changes nothing.

use chancery_procedure::{Packs, Reading, day};
use chancery_record::{Kind, Record};
use chancery_report::{Change, ChangeKind, Denial, Fact, Question};
use chancery_store::{Listing, Store};
use chancery_thread::{Place, Said, Statements, Thread, history::Did};
use time::{Date, OffsetDateTime};

use crate::duties::questions;
use crate::reading::ReadError;
use crate::telling;

/// Every fact, newest first.
///
/// # Errors
/// When an entry cannot be read.
pub(crate) fn facts(store: &Store, packs: &Packs) -> Result<Vec<Fact>, ReadError> {
    let listing = Listing { limit: usize::MAX, ..Listing::default() };
    let mut all = Vec::new();
    for listed in store.list(&listing).0 {
        // A body that this version cannot read is no record, and counts nowhere.
        all.extend(telling::said(store, [listed.position].iter())?.0);
    }
    let statements = Statements::new(&all);
    let stands = all.iter().filter(|said| said.place == Place::Stands);
    Ok(stands.map(|said| fact(said, &statements, packs)).collect())
}

fn fact(said: &Said, statements: &Statements<'_>, packs: &Packs) -> Fact {
    // A statement that changes another record has no thread of its own, and counts as what it says.
    let own = statements.root_of(&said.id) == Some(said.id);
    let thread = own.then(|| Thread::of(statements, &said.id)).flatten();
    // As it reads today, withdrawn parts and all: they were said, and the report is about what was done.
    let text = thread.as_ref().map_or(&said.record, |thread| &thread.version().text);
    let kind = said.record.kind_name();
    let owned = |words: Vec<&str>| words.into_iter().map(str::to_owned).collect::<Vec<_>>();
    let destination = text.text_at(&["destination"]).map(str::to_owned);
    let mut destinations = owned(text.texts_at(&["destinations"]));
    destinations.extend(destination.filter(|one| !destinations.contains(one)));
    let released = day_of(said.issued_at);
    Fact {
        kind: kind.to_owned(),
        state: said.issuer.state.to_string(),
        released,
        exercise: said.record.exercise(),
        commitments: owned(text.texts_at(&["commitments"])),
        categories: categories(text),
        destinations,
        changes: thread.as_ref().map(changes).unwrap_or_default(),
        questions: thread.as_ref().map(|thread| questions(thread, packs)).unwrap_or_default(),
        denial: (kind == Kind::DenialNotice.as_str()).then(|| denial(text, released)),
    }
}

/// Those that it names, and those of its items.
fn categories(text: &Record) -> Vec<String> {
    let mut found: Vec<String> =
        text.texts_at(&["tech_categories"]).into_iter().map(str::to_owned).collect();
    for item in text.parts(&["items"]) {
        let category = item.text_at(&["tech_category"]).map(str::to_owned);
        found.extend(category.filter(|one| !found.contains(one)));
    }
    found
}

fn changes(thread: &Thread) -> Vec<Change> {
    let change = |kind: ChangeKind, on: i64| Change { kind, on: day_of(on) };
    let acts = thread.acts.iter().filter_map(|act| {
        let kind = match act.did {
            Did::Corrected { .. } => ChangeKind::Corrected,
            Did::Renewed { .. } => ChangeKind::Renewed,
            Did::PartlyWithdrew { .. } => ChangeKind::PartlyWithdrawn,
            Did::Withdrew { .. } => ChangeKind::Withdrawn,
            // An amendment comes with a correction, which counts itself.
            Did::Published | Did::Amended { .. } | Did::TookBack { .. } => return None,
        };
        Some(change(kind, act.issued_at))
    });
    acts.collect()
}

/// One for each state that was asked, on its own calendar.
fn questions(thread: &Thread, packs: &Packs) -> Vec<Question> {
    let Some(Ok(question)) = chancery_procedure::Question::of(&thread.text) else {
        return Vec::new();
    };
    let one = |state| {
        let clock = questions::clock(thread, &question, state, packs);
        // Read on the last day there is, so that what came is told apart from what never did.
        let answered = match clock.read(Date::MAX) {
            Reading::InTime { on } | Reading::Late { on, .. } => Some(on),
            _ => None,
        };
        Question {
            procedure: clock.profile.slug.clone(),
            asked: clock.asked_on,
            due: clock.due,
            answered,
        }
    };
    question.to.iter().copied().map(one).collect()
}

fn denial(text: &Record, released: Date) -> Denial {
    let word = |name: &str| text.text_at(&[name]).unwrap_or_default().to_owned();
    let mut codes = Vec::new();
    for item in text.parts(&["items"]) {
        let references = item.parts(&["control_refs"]);
        codes.extend(references.iter().filter_map(|code| {
            Some(format!("{} {}", code.text_at(&["list"])?, code.text_at(&["code"])?))
        }));
        codes.extend(
            item.text_at(&["catch_all", "basis"]).map(|basis| format!("catch-all: {basis}")),
        );
    }
    let grounds = text.parts(&["grounds"]);
    let grounds =
        grounds.iter().filter_map(|ground| Some(ground.text_at(&["criterion"])?.to_owned()));
    Denial {
        decided: text.text_at(&["act_date"]).and_then(day).unwrap_or(released),
        act: word("act"),
        activity: word("activity"),
        codes,
        grounds: grounds.collect(),
        value_band: text.text_at(&["value_band"]).map(str::to_owned),
    }
}

fn day_of(seconds: i64) -> Date {
    let moment = OffsetDateTime::from_unix_timestamp(seconds);
    moment.map_or(OffsetDateTime::UNIX_EPOCH.date(), OffsetDateTime::date)
}
