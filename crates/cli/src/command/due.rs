//! `chancery due`: what others wait for, what this state waits for, own reviews and ends.

use chancery_http::{
    Extent,
    view::{DutyView, PeriodView},
};

use crate::{
    arguments::Place,
    exit::Exit,
    failure::Failure,
    screen::{counted, paragraph, visible},
};

#[cfg(test)]
mod tests;

/// The sections, in the order in which somebody has to act.
const SECTIONS: [(&str, &str); 4] = [
    ("answer", "Others wait for your answer"),
    ("awaited", "You wait for an answer"),
    ("review", "Own records to look at again"),
    ("expiry", "Own records that end"),
];

/// List what is due: answers to give and to wait for, reviews, ends; and what silence means
#[derive(Debug, clap::Args)]
pub(crate) struct Due {
    /// Also what is answered, or far away
    #[arg(long)]
    all: bool,
    /// As it stood, or will stand, on this day: 2026-03-02
    #[arg(long, value_name = "DAY")]
    on: Option<String>,
}

impl Due {
    pub(super) async fn run(&self, place: &Place) -> Result<Exit, Failure> {
        let extent = if self.all { Extent::All } else { Extent::Open };
        let due = place.client()?.due(self.on.as_deref(), extent).await?;
        place.screen().answer(&due, |due| told(due))?;
        Ok(Exit::Done)
    }
}

fn told(due: &[DutyView]) -> String {
    if due.is_empty() {
        return "nothing is due\n".to_owned();
    }
    let mut text = String::new();
    for (what, title) in SECTIONS {
        let items: Vec<&DutyView> = due.iter().filter(|duty| duty.what == what).collect();
        if items.is_empty() {
            continue;
        }
        if !text.is_empty() {
            text.push('\n');
        }
        text += title;
        text.push('\n');
        items.iter().for_each(|duty| text += &item(duty));
    }
    text
}

/// One duty in a few lines.
pub(super) fn item(duty: &DutyView) -> String {
    let title =
        if duty.exercise { format!("[exercise] {}", duty.title) } else { duty.title.clone() };
    let mut text = paragraph(&format!("  {}  ", visible(&duty.reference)), &visible(&title));
    text += &paragraph("    ", &visible(&headline(duty)));
    if let Some(period) = &duty.period {
        for line in about(period) {
            text += &paragraph("    ", &visible(&line));
        }
    }
    if let Some(flaw) = &duty.flaw {
        text += &paragraph("    it has no clock: ", &visible(flaw));
    }
    text + &paragraph("    to do: ", &visible(&duty.todo))
}

fn headline(duty: &DutyView) -> String {
    let whose = match duty.what.as_str() {
        "answer" => format!("{} asks, {} answers", duty.state, duty.turn),
        "awaited" => format!("{} answers", duty.turn),
        _ => duty.kind.clone(),
    };
    let reading = duty.reading.replace('-', " ");
    let day = duty.day.as_deref().map(|day| format!("by {day}: ")).unwrap_or_default();
    let left = duty.working_days_left.map(|left| match left {
        0 => ", today is the last day".to_owned(),
        left => format!(", {} left", counted(left as usize, "working day")),
    });
    format!("{whose} {day}{reading}{}", left.unwrap_or_default())
}

fn about(period: &PeriodView) -> Vec<String> {
    let asked =
        format!("asked on {} under {} ({})", period.asked_on, period.procedure, period.basis);
    let mut lines = vec![asked, period.silence_means.clone()];
    if let Some(on) = &period.answered_on {
        lines.push(format!("answered on {on}"));
    }
    if let Some(asked) = &period.extension_asked {
        let capped = if period.extension_capped {
            ", which is more than the procedure allows: capped"
        } else {
            ""
        };
        lines
            .push(format!("first day {}, more time asked until {asked}{capped}", period.first_day));
    }
    let holidays: Vec<String> =
        period.holidays.iter().map(|holiday| format!("{} {}", holiday.day, holiday.name)).collect();
    let left_out = if holidays.is_empty() {
        String::new()
    } else {
        format!("; left out: {}", holidays.join(", "))
    };
    lines.push(format!("counted on {}{left_out}", period.counted_on));
    lines.extend(period.notes.iter().cloned());
    lines
}
