//! What records say: a question with its days, and an answer to one.

use chancery_record::{Record, StateCode};
use time::Date;

use crate::day::{day, text_of};

#[cfg(test)]
mod tests;

/// A question that a record asks of other states.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    /// Under which procedure, known or not.
    pub procedure: String,
    /// When it was asked.
    pub asked_on: Date,
    /// By when its asker wants an answer.
    pub deadline: Date,
    /// Who is asked, each once.
    pub to: Vec<StateCode>,
}

/// Why a question has no clock.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum QuestionFlaw {
    /// A day is missing, or none.
    #[error("its {field} is no day")]
    Day {
        /// The field.
        field: &'static str,
    },
    /// Its deadline is before it.
    #[error("its deadline {} is before the day on which it was asked, {}", text_of(*deadline), text_of(*asked_on))]
    DeadlineBefore {
        /// When it was asked.
        asked_on: Date,
        /// By when it is to be answered.
        deadline: Date,
    },
    /// It asks nobody.
    #[error("it asks no state")]
    NobodyAsked,
}

/// What an asked state said to a question.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Reply {
    /// When it was signed.
    pub on: Date,
    /// What it said.
    pub said: Said,
}

/// What was said.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Said {
    /// It needs time, until this day.
    NeedsTime(Date),
    /// Anything else, which ends the wait.
    Answer,
}

impl Question {
    /// The question of a record; none when its kind asks nothing.
    pub fn of(record: &Record) -> Option<Result<Question, QuestionFlaw>> {
        let deadline_field = match record.kind_name() {
            "consultation-request" => "deadline",
            "information-request" => "needed_by",
            _ => return None,
        };
        Some(Question::read(record, deadline_field))
    }

    fn read(record: &Record, deadline_field: &'static str) -> Result<Question, QuestionFlaw> {
        let on = |field: &'static str| {
            let text = record.text_at(&[field]).and_then(day);
            text.ok_or(QuestionFlaw::Day { field })
        };
        let (asked_on, deadline) = (on("asked_on")?, on(deadline_field)?);
        if deadline < asked_on {
            return Err(QuestionFlaw::DeadlineBefore { asked_on, deadline });
        }
        let mut to: Vec<StateCode> = Vec::new();
        for state in record.texts_at(&["to"]).into_iter().filter_map(|text| text.parse().ok()) {
            if !to.contains(&state) {
                to.push(state);
            }
        }
        if to.is_empty() {
            return Err(QuestionFlaw::NobodyAsked);
        }
        let procedure = record.text_at(&["procedure"]).unwrap_or("voluntary").to_owned();
        Ok(Question { procedure, asked_on, deadline, to })
    }
}
