//! Questions: what others wait for from this state, and what it waits for from them.
//!
//! One duty for each asked state, on its own calendar. Threads, packs and a day go in, and nothing is
//! read from anywhere.

use chancery_procedure::{
    Clock, Note, Packs, Question, Reading, Reply, Said, Silence, Stage, text_of,
};
use chancery_record::StateCode;
use chancery_thread::{Place, Thread, remark::Answer};
use time::{Date, OffsetDateTime};

use crate::answer::{Duty, DutyKind, Period, Scope};

/// The kinds that ask.
pub(crate) const KINDS: [&str; 2] = ["consultation-request", "information-request"];

/// The duties of one question; none when it is not one, does not stand, or is between others.
pub(crate) fn duties(
    thread: &Thread,
    own: StateCode,
    packs: &Packs,
    today: Date,
    scope: Scope,
) -> Vec<Duty> {
    let Some(question) = Question::of(&thread.text) else { return Vec::new() };
    if thread.tombstone.is_some() || thread.place != Place::Stands {
        return Vec::new();
    }
    let what = if thread.issuer.state == own { DutyKind::Awaited } else { DutyKind::Answer };
    let question = match question {
        Ok(question) => question,
        // That a clock does not run is told to its author, who can correct it.
        Err(flaw) if what == DutyKind::Awaited => {
            let todo = format!("correct {}: its days make no clock", thread.reference);
            let flaw = Some(flaw.to_string());
            return vec![Duty { flaw, todo, pressing: true, ..bare(thread, own, what) }];
        }
        Err(_) => return Vec::new(),
    };
    let concerned = |state: &StateCode| (*state == own) == (what == DutyKind::Answer);
    let asked = question.to.iter().copied().filter(concerned);
    let all = asked.map(|state| duty(thread, &question, state, packs, today, what));
    all.filter(|(reading, _)| scope == Scope::All || reading.is_open())
        .map(|(_, duty)| duty)
        .collect()
}

fn duty(
    thread: &Thread,
    question: &Question,
    state: StateCode,
    packs: &Packs,
    today: Date,
    what: DutyKind,
) -> (Reading, Duty) {
    let clock = clock(thread, question, state, packs);
    let reading = clock.read(today);
    let (working_days_left, pressing) = match reading {
        Reading::Running { stage, working_days_left } => {
            (Some(working_days_left), stage != Stage::Later)
        }
        reading => (None, reading.is_open()),
    };
    let duty = Duty {
        day: Some(text_of(clock.due)),
        reading: reading.as_str(),
        working_days_left,
        todo: todo(thread, what, reading),
        pressing,
        period: Some(period(&clock, reading)),
        ..bare(thread, state, what)
    };
    (reading, duty)
}

/// The clock of one asked state, with what it has answered.
pub(crate) fn clock(
    thread: &Thread,
    question: &Question,
    state: StateCode,
    packs: &Packs,
) -> Clock {
    Clock::set(question, state, packs, &replies(thread, state))
}

/// What the asked state said, as far as it counts; of other states the thread says that they were not asked.
fn replies(thread: &Thread, state: StateCode) -> Vec<Reply> {
    let answers = thread.remarks.answers.get(&state).into_iter().flatten();
    let reply = |on: i64, answer: &Answer| {
        let on = OffsetDateTime::from_unix_timestamp(on).ok()?.date();
        let said = match answer {
            Answer::Consultation { answer, extension_until, .. }
                if answer.as_str() == "need-time" =>
            {
                Said::NeedsTime((*extension_until)?)
            }
            Answer::Consultation { .. } | Answer::Information { .. } => Said::Answer,
        };
        Some(Reply { on, said })
    };
    answers.filter_map(|remark| reply(remark.issued_at, &remark.says)).collect()
}

pub(super) fn bare(thread: &Thread, turn: StateCode, what: DutyKind) -> Duty {
    Duty {
        what,
        reference: thread.reference.clone(),
        id: super::threads::id_of(thread.root),
        kind: thread.kind.clone(),
        title: thread.text.title().to_owned(),
        state: thread.issuer.state.to_string(),
        turn: turn.to_string(),
        exercise: thread.marks.exercise,
        day: None,
        reading: "no-clock",
        working_days_left: None,
        period: None,
        flaw: None,
        todo: String::new(),
        pressing: false,
    }
}

fn todo(thread: &Thread, what: DutyKind, reading: Reading) -> String {
    let reference = &thread.reference;
    let kind = if thread.kind == "information-request" {
        "information-response"
    } else {
        "consultation-response"
    };
    match (what, reading) {
        (_, Reading::InTime { .. } | Reading::Late { .. }) => {
            format!("read the answer: `chancery show {reference}`")
        }
        (DutyKind::Answer, Reading::NotAsked | Reading::Running { .. }) => {
            format!("answer it: `chancery draft new --kind {kind} --about {reference}`")
        }
        (DutyKind::Answer, Reading::Silent { .. } | Reading::Overdue) => {
            format!("it is over; a late {kind} to {reference} is still worth having")
        }
        (_, Reading::Silent { means: Silence::NotIdentical }) => {
            "go on: the transactions count as not essentially identical".to_owned()
        }
        (_, Reading::Silent { means: Silence::NoObjection }) => "go on: nobody objects".to_owned(),
        (_, Reading::Overdue | Reading::Silent { means: Silence::Nothing }) => {
            "ask again: this silence means nothing".to_owned()
        }
        (_, Reading::NotAsked | Reading::Running { .. }) => "wait".to_owned(),
    }
}

fn period(clock: &Clock, reading: Reading) -> Period {
    let answered_on = match reading {
        Reading::InTime { on } | Reading::Late { on, .. } => Some(text_of(on)),
        _ => None,
    };
    let named = clock.holidays().into_iter().map(|(day, name)| (text_of(day), name));
    Period {
        procedure: clock.profile.slug.clone(),
        basis: clock.profile.basis.clone(),
        asked_on: text_of(clock.asked_on),
        first_day: text_of(clock.due_first),
        extension_asked: clock.extension.map(|extension| text_of(extension.asked)),
        extension_capped: clock.extension.is_some_and(|extension| extension.capped),
        answered_on,
        silence: clock.silence().as_str(),
        silence_means: clock.silence().means(),
        counted_on: clock.counted_on(),
        holidays: named.collect(),
        notes: clock.notes.iter().map(note).collect(),
    }
}

fn note(note: &Note) -> String {
    match note {
        Note::UnknownProcedure(slug) => {
            format!("the procedure {slug:?} is not known here: it counts as voluntary")
        }
        Note::Shortened(day) => {
            format!("its deadline, {}, is earlier than the procedure allows", text_of(*day))
        }
        Note::DeadlineCapped(day) => {
            format!("its deadline, {}, is later than the procedure allows", text_of(*day))
        }
        Note::OutsideCalendar(year) => {
            format!("WARNING: no holidays of {year} are known here: only weekends are left out")
        }
        Note::Estimated(day, name) => {
            format!("{} ({name}) is an estimate: the day may move", text_of(*day))
        }
        Note::NotWorking(day) => {
            format!("nobody works there on the last day, {}", text_of(*day))
        }
        Note::ExtensionLate(day) => {
            format!("more time was asked for on {}, when it was over", text_of(*day))
        }
    }
}
