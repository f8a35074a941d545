//! Duties, reliance notes and alerts, from the node's answers.

use chancery_node::answer::{Alert, Duty, Period, Reliance};

use super::instant;
use crate::view::{AlertView, DutyView, HolidayView, PeriodView, RelianceView};

impl From<Duty> for DutyView {
    fn from(duty: Duty) -> Self {
        DutyView {
            what: duty.what.as_str().to_owned(),
            reference: duty.reference,
            id: duty.id.to_string(),
            kind: duty.kind,
            title: duty.title,
            state: duty.state,
            turn: duty.turn,
            exercise: duty.exercise,
            day: duty.day,
            reading: duty.reading.to_owned(),
            working_days_left: duty.working_days_left,
            period: duty.period.map(PeriodView::from),
            flaw: duty.flaw,
            todo: duty.todo,
        }
    }
}

impl From<Period> for PeriodView {
    fn from(period: Period) -> Self {
        let holiday = |(day, name)| HolidayView { day, name };
        PeriodView {
            procedure: period.procedure,
            basis: period.basis,
            asked_on: period.asked_on,
            first_day: period.first_day,
            extension_asked: period.extension_asked,
            extension_capped: period.extension_capped,
            answered_on: period.answered_on,
            silence: period.silence.to_owned(),
            silence_means: period.silence_means.to_owned(),
            counted_on: period.counted_on,
            holidays: period.holidays.into_iter().map(holiday).collect(),
            notes: period.notes,
        }
    }
}

impl From<Reliance> for RelianceView {
    fn from(note: Reliance) -> Self {
        RelianceView {
            note: note.note,
            version: note.version.to_string(),
            number: note.number,
            reference: note.reference,
            cited: note.cited,
            title: note.title,
            state: note.state,
            exercise: note.exercise,
            relied_as: note.relied_as.as_str().to_owned(),
            reason: note.reason,
            case: note.case,
            made_at: instant(note.made_at_s),
        }
    }
}

impl From<Alert> for AlertView {
    fn from(alert: Alert) -> Self {
        AlertView {
            number: alert.number,
            change: alert.change,
            reference: alert.reference,
            version: alert.version,
            version_number: alert.version_number,
            title: alert.title,
            state: alert.state,
            exercise: alert.exercise,
            by: alert.by,
            by_reference: alert.by_reference,
            by_state: alert.by_state,
            reason: alert.reason,
            explanation: alert.explanation,
            parts: alert.parts,
            touches: alert.touches,
            note: alert.note,
            case: alert.case,
            noticed_at: instant(alert.noticed_at_s),
            done: alert.done,
            todo: alert.todo,
        }
    }
}
