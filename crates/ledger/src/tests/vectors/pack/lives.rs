//! What became of a record, in packs that verify: one thing beside the ordinary in each.

use ciborium::Value;

use super::{Line, good, speak};
use crate::tests::packing::{Stage, map, parts};

type Fields = Vec<(&'static str, Value)>;

/// A partial withdrawal of the record.
fn part(stage: &mut Stage, fields: Fields) {
    let record = stage.record().clone();
    stage.speak_with("withdrawal", &record, fields);
}

fn say(stage: &mut Stage, kind: &str, fields: Fields) {
    let record = stage.record().clone();
    stage.speak_with(kind, &record, fields);
}

/// About what was said last.
fn answer(stage: &mut Stage, kind: &str, fields: Fields) {
    let last = stage.last().clone();
    stage.speak_with(kind, &last, fields);
}

fn denial(stage: &mut Stage) {
    stage.publish("denial-notice", vec![("review_due", "2027-01-31".into())]);
}

fn review(outcome: &str, day: Option<&str>) -> Fields {
    let day = day.map(|day| ("next_review", day.into()));
    [("outcome", outcome.into())].into_iter().chain(day).collect()
}

fn until(day: &str) -> Fields {
    vec![("valid_until", day.into())]
}

fn replacement(kind: &str, day: &str) -> Fields {
    vec![("replacement", map(vec![("kind", kind.into()), ("valid_until", day.into())]))]
}

pub(super) fn all() -> Vec<Line> {
    [of_parts(), of_days(), of_reviews(), of_the_end(), without_effect()].concat()
}

fn of_parts() -> Vec<Line> {
    let two = |stage: &mut Stage| {
        part(stage, vec![parts("parties", &["p2", "p1"]), ("reason", "listing-removed".into())]);
        part(stage, vec![parts("parties", &["p1", "p3"]), ("reason", "error".into())]);
    };
    vec![
        good("parties withdrawn in two steps", two),
        good("items and claims withdrawn", |stage| {
            part(stage, vec![parts("items", &["i1"])]);
            part(stage, vec![parts("claims", &["c1"])]);
        }),
        good("parts withdrawn from a correction", |stage| {
            speak(stage, "correction");
            answer(stage, "withdrawal", vec![parts("parties", &["p1"])]);
        }),
        good("parts withdrawn, then the whole", |stage| {
            two(stage);
            speak(stage, "withdrawal");
        }),
        good("parts withdrawn where the log is forked", |stage| {
            two(stage);
            stage.equivocate(8);
        }),
        good("parts withdrawn without a key", |stage| part(stage, vec![("parts", Value::Null)])),
        good("parts withdrawn with a list of no texts", |stage| {
            let none = map(vec![("parties", Value::Array(vec![1.into(), Value::Null]))]);
            part(stage, vec![("parts", none)]);
        }),
    ]
}

fn of_days() -> Vec<Line> {
    vec![
        good("with days of its own", |stage| {
            let days =
                vec![("valid_until", "2027-06-30".into()), ("review_due", "2027-03-31".into())];
            stage.publish("risk-advisory", days);
        }),
        good("renewed, field by field", |stage| {
            stage.publish("risk-advisory", until("2027-06-30"));
            say(stage, "renewal", vec![("review_due", "2027-03-31".into())]);
            say(stage, "renewal", until("2028-06-30"));
        }),
        good("renewed, then corrected without a day", |stage| {
            stage.publish("risk-advisory", until("2027-06-30"));
            say(stage, "renewal", until("2028-06-30"));
            speak(stage, "correction");
        }),
        good("corrected, then renewed", |stage| {
            say(stage, "correction", replacement("risk-advisory", "2027-06-30"));
            answer(stage, "renewal", until("2028-06-30"));
        }),
        good("renewal that was taken back", |stage| {
            say(stage, "renewal", until("2028-06-30"));
            answer(stage, "withdrawal", Vec::new());
        }),
        good("renewed without the record's body", |stage| {
            say(stage, "renewal", until("2028-02-29"));
            stage.has_body = false;
        }),
        good("renewed until a day that the calendar does not have", |stage| {
            say(stage, "renewal", until("2027-02-29"));
        }),
    ]
}

fn of_reviews() -> Vec<Line> {
    vec![
        good("denial renewed by its review", |stage| {
            denial(stage);
            say(stage, "denial-review", review("renew", Some("2030-01-31")));
        }),
        good("denial amended by its review", |stage| {
            denial(stage);
            say(stage, "denial-review", review("amend", Some("2030-01-31")));
            say(stage, "correction", replacement("denial-notice", "2031-01-31"));
        }),
        good("denial revoked by its review", |stage| {
            denial(stage);
            say(stage, "denial-review", review("revoke", None));
        }),
        good("denial revoked by its review, which names a day", |stage| {
            denial(stage);
            say(stage, "denial-review", review("revoke", Some("2030-01-31")));
        }),
        good("review that revokes cannot be taken back", |stage| {
            denial(stage);
            say(stage, "denial-review", review("revoke", None));
            answer(stage, "withdrawal", Vec::new());
        }),
        good("review that renews without a day", |stage| {
            denial(stage);
            say(stage, "denial-review", review("renew", None));
        }),
        good("review with an outcome that nobody knows", |stage| {
            denial(stage);
            say(stage, "denial-review", review("postpone", Some("2030-01-31")));
        }),
        good("review of what is no denial", |stage| {
            say(stage, "denial-review", review("revoke", None));
        }),
        good("review of a correction in a pack of its own", |stage| {
            speak(stage, "correction");
            stage.at = stage.log.len() - 1;
            stage.later.clear();
            answer(stage, "denial-review", review("revoke", None));
        }),
    ]
}

fn of_the_end() -> Vec<Line> {
    vec![
        good("renewed and corrected after the withdrawal", |stage| {
            speak(stage, "withdrawal");
            say(stage, "renewal", until("2028-06-30"));
            speak(stage, "correction");
            part(stage, vec![parts("items", &["i1"])]);
        }),
        good("withdrawn twice", |stage| {
            speak(stage, "withdrawal");
            speak(stage, "withdrawal");
        }),
        good("withdrawal of the withdrawal", |stage| {
            speak(stage, "withdrawal");
            answer(stage, "withdrawal", Vec::new());
        }),
        good("correction withdrawn twice", |stage| {
            speak(stage, "correction");
            let correction = stage.last().clone();
            stage.speak_of("withdrawal", &correction);
            stage.speak_of("withdrawal", &correction);
        }),
        good("withdrawal in a pack of its own", |stage| {
            speak(stage, "withdrawal");
            stage.at = stage.log.len() - 1;
            stage.later.clear();
            answer(stage, "withdrawal", Vec::new());
            let record = stage.record().clone();
            stage.speak_of("correction", &record);
        }),
    ]
}

fn without_effect() -> Vec<Line> {
    let real = || vec![("exercise", Value::Bool(false))];
    vec![
        good("withdrawal of a drill that is none", |stage| {
            say(stage, "withdrawal", real());
            answer(stage, "renewal", until("2028-06-30"));
        }),
        good("withdrawal of a drill that is none, and a renewal of that", |stage| {
            say(stage, "withdrawal", real());
            let fields = real().into_iter().chain(until("2028-06-30")).collect();
            answer(stage, "renewal", fields);
        }),
        good("withdrawal of a drill that is none, without the record's body", |stage| {
            say(stage, "withdrawal", real());
            stage.has_body = false;
        }),
        good("correction of a renewal", |stage| {
            say(stage, "renewal", until("2028-06-30"));
            answer(stage, "correction", Vec::new());
        }),
        good("renewal of a withdrawal of parts", |stage| {
            part(stage, vec![parts("items", &["i1"])]);
            answer(stage, "renewal", until("2028-06-30"));
        }),
        good("parts of a renewal", |stage| {
            say(stage, "renewal", until("2028-06-30"));
            answer(stage, "withdrawal", vec![parts("items", &["i1"])]);
        }),
        good("correction that brings a withdrawal", |stage| {
            say(stage, "correction", replacement("withdrawal", "2027-06-30"));
        }),
        good("correction that brings nothing", |stage| {
            say(stage, "correction", vec![("replacement", Value::Null)]);
        }),
        good("renewal without a day", |stage| say(stage, "renewal", Vec::new())),
    ]
}
