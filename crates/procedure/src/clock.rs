//! The clock of one asked state: from the question to the day on which silence speaks.
//!
//! Counting begins on the working day after the question. The asker may give more time than the procedure
//! demands and not less. More time that is asked for before the end counts, up to the cap, from the
//! question on; asked for later it changes nothing, because the silence has been read by then.

use chancery_record::StateCode;
use time::Date;

use crate::{
    calendar::Calendar,
    packs::Packs,
    profile::{Profile, Silence},
    question::{Question, Reply, Said},
};

#[cfg(test)]
mod tests;

/// One asked state's time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Clock {
    /// Whose.
    pub state: StateCode,
    /// Under which procedure.
    pub profile: Profile,
    /// When the question was asked.
    pub asked_on: Date,
    /// The last day, without any extension.
    pub due_first: Date,
    /// The last day.
    pub due: Date,
    /// What moved it.
    pub extension: Option<Extension>,
    /// What a reader of the day must know.
    pub notes: Vec<Note>,
    pub(crate) answered_on: Option<Date>,
    pub(crate) calendar: Calendar,
}

/// More time that was asked for in time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Extension {
    /// Until when it was asked for.
    pub asked: Date,
    /// Until when it counts.
    pub until: Date,
    /// It was asked for beyond what the procedure allows.
    pub capped: bool,
}

/// What a reader of the day must know.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Note {
    /// No procedure of that name is known: it counts as voluntary.
    UnknownProcedure(String),
    /// The asker's deadline is earlier than the procedure allows, and does not count.
    Shortened(Date),
    /// The asker's deadline is later than the procedure allows, and counts to the cap.
    DeadlineCapped(Date),
    /// The calendar knows no holidays of this year: only weekends were left out.
    OutsideCalendar(i32),
    /// A holiday among the days hangs on the moon or a decree.
    Estimated(Date, String),
    /// The day that the asker set is none on which the asked state works.
    NotWorking(Date),
    /// More time was asked for when it was over.
    ExtensionLate(Date),
}

impl Clock {
    /// Sets the clock of one asked state, with what it has said so far, in any order.
    pub fn set(question: &Question, state: StateCode, packs: &Packs, replies: &[Reply]) -> Clock {
        let calendar = packs.calendar(state);
        let mut notes = Vec::new();
        let profile = packs.procedure(&question.procedure).cloned().unwrap_or_else(|| {
            notes.push(Note::UnknownProcedure(question.procedure.clone()));
            Profile::voluntary()
        });
        let cap = profile.cap_days.map(|days| calendar.after(question.asked_on, days));
        let due_first = first_due(question, &profile, &calendar, cap, &mut notes);
        let mut clock = Clock {
            state,
            profile,
            asked_on: question.asked_on,
            due_first,
            due: due_first,
            extension: None,
            notes,
            answered_on: None,
            calendar,
        };
        clock.hear(replies, cap);
        clock.doubt();
        clock
    }

    /// What silence means when it is over.
    pub fn silence(&self) -> Silence {
        self.profile.silence
    }

    /// Holidays of the asked state within the period, which made it longer.
    pub fn holidays(&self) -> Vec<(Date, String)> {
        let named = self.calendar.holidays(self.asked_on, self.due);
        named.map(|(day, holiday)| (day, holiday.name.clone())).collect()
    }

    /// Name, edition and scope of the calendar on which it was counted.
    pub fn counted_on(&self) -> String {
        match self.calendar.edition() {
            "" => format!("{}: weekends only, no calendar is held", self.state),
            edition => format!("{edition}, {}", self.calendar.scope()),
        }
    }

    fn hear(&mut self, replies: &[Reply], cap: Option<Date>) {
        let mut replies = replies.to_vec();
        replies.sort_unstable();
        for Reply { on, said } in replies {
            match said {
                Said::Answer if self.answered_on.is_none() => self.answered_on = Some(on),
                Said::NeedsTime(_) if on > self.due => self.notes.push(Note::ExtensionLate(on)),
                Said::NeedsTime(asked) if asked > self.due => {
                    let until = cap.map_or(asked, |cap| asked.min(cap)).max(self.due);
                    self.extension = Some(Extension { asked, until, capped: until < asked });
                    self.due = until;
                }
                Said::Answer | Said::NeedsTime(_) => {}
            }
        }
    }

    /// Notes what the calendar does not know for certain.
    fn doubt(&mut self) {
        let years = self.asked_on.year()..=self.due.year();
        let unknown = years.filter(|year| !self.calendar.covers(*year));
        self.notes.extend(unknown.map(Note::OutsideCalendar));
        let named = self.calendar.holidays(self.asked_on, self.due);
        let estimated = named.filter(|(_, holiday)| holiday.estimated);
        self.notes
            .extend(estimated.map(|(day, holiday)| Note::Estimated(day, holiday.name.clone())));
        if !self.calendar.works(self.due) {
            self.notes.push(Note::NotWorking(self.due));
        }
    }
}

/// The last day without any extension.
fn first_due(
    question: &Question,
    profile: &Profile,
    calendar: &Calendar,
    cap: Option<Date>,
    notes: &mut Vec<Note>,
) -> Date {
    let Some(days) = profile.working_days else { return question.deadline };
    let legal = calendar.after(question.asked_on, days);
    match (question.deadline, cap) {
        (wanted, _) if wanted < legal => {
            notes.push(Note::Shortened(wanted));
            legal
        }
        (wanted, Some(cap)) if wanted > cap => {
            notes.push(Note::DeadlineCapped(wanted));
            cap
        }
        (wanted, _) => wanted,
    }
}
