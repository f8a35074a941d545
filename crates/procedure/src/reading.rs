//! How a clock reads on a day: answered, still running, or over, and then what the silence means.

use time::Date;

use crate::{clock::Clock, profile::Silence, stage::Stage};

/// How a clock reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reading {
    /// It is not asked yet on that day.
    NotAsked,
    /// It runs.
    Running {
        /// How near its end is.
        stage: Stage,
        /// Working days of the asked state that are left, the last one included.
        working_days_left: u32,
    },
    /// It was answered in time.
    InTime {
        /// When.
        on: Date,
    },
    /// It was answered when it was over; until then the silence meant this.
    Late {
        /// When.
        on: Date,
        /// What the silence had meant by then.
        meant: Silence,
    },
    /// It is over, nobody has answered, and that means nothing.
    Overdue,
    /// It is over, nobody has answered, and that means something.
    Silent {
        /// What.
        means: Silence,
    },
}

impl Reading {
    /// The stable word.
    pub const fn as_str(self) -> &'static str {
        match self {
            Reading::NotAsked => "not-asked-yet",
            Reading::Running { stage: Stage::Soon, .. } => "due-soon",
            Reading::Running { .. } => "due",
            Reading::InTime { .. } => "answered-in-time",
            Reading::Late { .. } => "answered-late",
            Reading::Overdue => "overdue",
            Reading::Silent { .. } => "silent",
        }
    }

    /// Whether somebody still has to answer. An answer after the end is still worth having.
    pub const fn is_open(self) -> bool {
        matches!(self, Reading::Running { .. } | Reading::Overdue | Reading::Silent { .. })
    }
}

impl Clock {
    /// How it reads on this day: what came later is not known yet.
    pub fn read(&self, today: Date) -> Reading {
        if today < self.asked_on {
            return Reading::NotAsked;
        }
        match self.answered_on.filter(|on| *on <= today) {
            Some(on) if on <= self.due => Reading::InTime { on },
            Some(on) => Reading::Late { on, meant: self.silence() },
            None if today <= self.due => {
                let working_days_left = self.calendar.between(today, self.due);
                let stage = Stage::of_question(today, self.due, working_days_left);
                Reading::Running { stage, working_days_left }
            }
            None if self.silence() == Silence::Nothing => Reading::Overdue,
            None => Reading::Silent { means: self.silence() },
        }
    }
}
