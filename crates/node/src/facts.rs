//! What reports count: a fact for each record that is held, with what its originator and the asked states said later.
//!
//! Nothing is kept between two reports: all entries are read and folded in one pass, so a report never
//! disagrees with the store. What is behind a fork or a revocation does not count.

use std::collections::HashMap;

use chancery_ledger::log::{Id, Position};
use chancery_ledger::statement::{CERTIFICATE_KIND, Issuer};
use chancery_record::Record;
use chancery_report::{Change, ChangeKind, Denial, Fact, Question};
use chancery_store::{Listed, Listing, Standing, Store};
use time::{Date, OffsetDateTime, macros::format_description};

use crate::reading::{self, ReadError};

/// A record with what surrounds it.
struct Held {
    listed: Listed,
    on: Date,
    record: Record,
}

/// Every fact, oldest first.
///
/// # Errors
/// When an entry cannot be read.
pub(crate) fn facts(store: &Store) -> Result<Vec<Fact>, ReadError> {
    let listing = Listing { limit: usize::MAX, ..Listing::default() };
    let mut held = Vec::new();
    for listed in store.list(&listing).0.into_iter().rev() {
        if listed.kind != CERTIFICATE_KIND && counts(store, listed.position) {
            held.extend(hold(store, listed)?);
        }
    }
    let later = Later::of(&held);
    held.iter().map(|one| fact(store, one, &later)).collect()
}

fn counts(store: &Store, position: Position) -> bool {
    !matches!(store.standing(position), Some(Standing::Forked | Standing::Revoked { .. }))
}

/// A body that this version cannot read is no record, and counts nowhere.
fn hold(store: &Store, listed: Listed) -> Result<Option<Held>, ReadError> {
    let entry = reading::entry(store, listed.position)?;
    let on = day_of(listed.issued_at_s);
    Ok(Record::from_body(&entry.body).ok().map(|record| Held { listed, on, record }))
}

/// What was said later, by what it is about.
struct Later<'a> {
    by_target: HashMap<Id, Vec<&'a Held>>,
}

impl<'a> Later<'a> {
    fn of(held: &'a [Held]) -> Later<'a> {
        let mut by_target: HashMap<Id, Vec<&Held>> = HashMap::new();
        for one in held {
            let target = one.record.target().and_then(|target| target.id?.parse().ok());
            if let Some(target) = target {
                by_target.entry(target).or_default().push(one);
            }
        }
        Later { by_target }
    }

    fn about(&self, id: Id) -> impl Iterator<Item = &'a Held> {
        self.by_target.get(&id).into_iter().flatten().copied()
    }

    /// What the record's own originator said about it, and about what it said.
    fn by_originator(&self, one: &'a Held) -> Vec<&'a Held> {
        let issuer: &Issuer = &one.listed.issuer;
        let mut found: Vec<&Held> = vec![one];
        let mut next = 0;
        // Ids are digests, so nothing is about itself and this ends.
        while next < found.len() {
            let about = self.about(found[next].listed.id);
            found.extend(about.filter(|later| later.listed.issuer == *issuer));
            next += 1;
        }
        found.split_off(1)
    }
}

fn fact(store: &Store, one: &Held, later: &Later<'_>) -> Result<Fact, ReadError> {
    let corrected = current(store, one)?;
    let text = corrected.as_ref().unwrap_or(&one.record);
    let owned = |words: Vec<&str>| words.into_iter().map(str::to_owned).collect::<Vec<_>>();
    let destination = text.text_at(&["destination"]).map(str::to_owned);
    let mut destinations = owned(text.texts_at(&["destinations"]));
    destinations.extend(destination.filter(|one| !destinations.contains(one)));
    Ok(Fact {
        kind: one.listed.kind.clone(),
        state: one.listed.issuer.state.to_string(),
        released: one.on,
        exercise: one.record.exercise(),
        commitments: owned(text.texts_at(&["commitments"])),
        categories: categories(text),
        destinations,
        changes: changes(store, one, later),
        questions: questions(one, later),
        denial: (one.listed.kind == "denial-notice").then(|| denial(text, one.on)),
    })
}

/// The text that stands in the record's place, where it was corrected.
fn current(store: &Store, one: &Held) -> Result<Option<Record>, ReadError> {
    let Some(Standing::Corrected { by }) = store.standing(one.listed.position) else {
        return Ok(None);
    };
    let entry = reading::entry(store, by)?;
    Ok(Record::from_body(&entry.body).ok().and_then(|correction| correction.part(&["replacement"])))
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

/// A withdrawal counts when it is the one that ended the record; one of a correction is not.
fn changes(store: &Store, one: &Held, later: &Later<'_>) -> Vec<Change> {
    let ended = match store.standing(one.listed.position) {
        Some(Standing::Withdrawn { by }) => Some(by),
        _ => None,
    };
    let later = later.by_originator(one).into_iter();
    let changes = later.filter_map(|later| Some((later, change(later)?)));
    let counts = |(later, change): &(&Held, Change)| {
        change.kind != ChangeKind::Withdrawn
            || later.listed.kind != "withdrawal"
            || ended == Some(later.listed.position)
    };
    changes.filter(counts).map(|(_, change)| change).collect()
}

fn change(later: &Held) -> Option<Change> {
    let kind = match later.listed.kind.as_str() {
        "correction" => ChangeKind::Corrected,
        "renewal" => ChangeKind::Renewed,
        "withdrawal" if later.record.has(&["parts"]) => ChangeKind::PartlyWithdrawn,
        "withdrawal" => ChangeKind::Withdrawn,
        "denial-review" => match later.record.text_at(&["outcome"])? {
            "renew" => ChangeKind::Renewed,
            "revoke" => ChangeKind::Withdrawn,
            // An amendment comes with a correction, which counts itself.
            _ => return None,
        },
        _ => return None,
    };
    Some(Change { kind, on: later.on })
}

/// One for each state that was asked; an answer that asks for time moves the day on which it is due.
fn questions(one: &Held, later: &Later<'_>) -> Vec<Question> {
    let (due, answer) = match one.listed.kind.as_str() {
        "consultation-request" => ("deadline", "consultation-response"),
        "information-request" => ("needed_by", "information-response"),
        _ => return Vec::new(),
    };
    let record = &one.record;
    let asked = record.text_at(&["asked_on"]).and_then(day).unwrap_or(one.on);
    let Some(due) = record.text_at(&[due]).and_then(day) else { return Vec::new() };
    let procedure = record.text_at(&["procedure"]).unwrap_or("voluntary");
    let states = record.texts_at(&["to"]).into_iter();
    let question = |state: &str| {
        let answers = later.about(one.listed.id).filter(|later| {
            later.listed.kind == answer
                && later.listed.issuer.state.as_str() == state
                && later.record.exercise() == record.exercise()
        });
        let (mut due, mut answered) = (due, None);
        for later in answers {
            if later.record.text_at(&["answer"]) == Some("need-time") {
                let until = later.record.text_at(&["extension_until"]).and_then(day);
                due = until.map_or(due, |until| due.max(until));
            } else {
                answered = answered.or(Some(later.on));
            }
        }
        Question { procedure: procedure.to_owned(), asked, due, answered }
    };
    states.map(question).collect()
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

fn day(text: &str) -> Option<Date> {
    Date::parse(text, format_description!("[year]-[month]-[day]")).ok()
}

fn day_of(seconds: i64) -> Date {
    let moment = OffsetDateTime::from_unix_timestamp(seconds);
    moment.map_or(OffsetDateTime::UNIX_EPOCH.date(), OffsetDateTime::date)
}
