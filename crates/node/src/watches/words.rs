//! What changed in a record from one watermark to another, in words that an analyst acts on.

use std::collections::BTreeSet;

use chancery_thread::diff::{self, Step};
use chancery_thread::{Changed, Thread, changed};
use time::Date;

use super::notice;

/// What changed; nothing where whoever watches has nothing to learn.
pub(crate) fn words(before: (&Thread, Date), after: (&Thread, Date)) -> Vec<String> {
    let ((old, old_day), (new, new_day)) = (before, after);
    let known = changed(old, &old.root, old_day).unwrap_or_default();
    let now = changed(new, &new.root, new_day).unwrap_or_default();
    let mut lines: Vec<String> =
        now.iter().filter(|change| !known.contains(change)).map(told).collect();
    let standing = [old.standing(old_day).as_str(), new.standing(new_day).as_str()];
    if standing[0] != standing[1] {
        lines.push(format!("it was {} and is {}", standing[0], standing[1]));
    }
    lines.extend(gone(&known, &now));
    lines.extend(seen_by(old, new));
    lines.extend(texts(old, new));
    notice::lines(lines)
}

fn told(change: &Changed) -> String {
    let mut line = change.what.as_str().replace('-', " ");
    if !change.parts.is_empty() {
        let parts = change.parts.iter().map(|part| format!("{} {}", part.kind.noun(), part.key));
        line += &format!(" ({})", parts.collect::<Vec<_>>().join(", "));
    }
    let why = [change.reason.as_str(), change.explanation.as_str()];
    let why: Vec<&str> = why.into_iter().filter(|text| !text.is_empty()).collect();
    if !why.is_empty() {
        line += &format!(": {}", why.join(": "));
    }
    line
}

/// A dispute that was withdrawn, a day that was moved: what was told of that no longer holds.
fn gone(known: &[Changed], now: &[Changed]) -> Vec<String> {
    let gone = known.iter().filter(|change| !now.contains(change));
    gone.map(|change| format!("no longer {}", change.what.as_str().replace('-', " "))).collect()
}

/// States that have seen the same since.
fn seen_by(old: &Thread, new: &Thread) -> Option<String> {
    let more: BTreeSet<_> = new.marks.corroborated.difference(&old.marks.corroborated).collect();
    let states: Vec<String> = more.into_iter().map(ToString::to_string).collect();
    (!states.is_empty()).then(|| format!("corroborated by {}", states.join(", ")))
}

/// What is written otherwise, line by line.
fn texts(old: &Thread, new: &Thread) -> Vec<String> {
    // Every version was written at another time; that is no news.
    let when = [Step::Field("created_at".to_owned())];
    let mut changes = diff::diff(&old.text, &new.text);
    changes.retain(|change| change.path != when);
    diff::lines(&changes)
}
