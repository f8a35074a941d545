//! Own records that are looked at again, or end by themselves.

use chancery_procedure::{Stage, text_of};
use chancery_record::StateCode;
use chancery_thread::{Place, Thread};
use time::Date;

use super::questions::bare;
use crate::answer::{Duty, DutyKind, Scope};

/// The review and the end of one own record; none when it does not stand any more.
pub(crate) fn duties(thread: &Thread, own: StateCode, today: Date, scope: Scope) -> Vec<Duty> {
    if thread.tombstone.is_some() || thread.place != Place::Stands {
        return Vec::new();
    }
    let expired = thread.expired(today);
    let review = thread.dates.review_due.filter(|_| !expired).map(|due| {
        let stage = Stage::of_review(today, due.day);
        let todo = review_todo(thread);
        duty(thread, own, due.day, stage, todo, DutyKind::Review)
    });
    let expiry = thread.dates.valid_until.map(|until| {
        let stage = Stage::of_review(today, until.day);
        let reference = &thread.reference;
        let todo = format!(
            "renew it (`chancery draft new --kind renewal --about {reference}`), or let it end"
        );
        let duty = duty(thread, own, until.day, stage, todo, DutyKind::Expiry);
        if stage == Stage::Over {
            Duty { reading: "expired", pressing: false, ..duty }
        } else {
            duty
        }
    });
    let all = review.into_iter().chain(expiry);
    all.filter(|duty| scope == Scope::All || duty.pressing).collect()
}

fn duty(
    thread: &Thread,
    own: StateCode,
    day: Date,
    stage: Stage,
    todo: String,
    what: DutyKind,
) -> Duty {
    let day = Some(text_of(day));
    let pressing = stage != Stage::Later;
    Duty { day, reading: stage.as_str(), todo, pressing, ..bare(thread, own, what) }
}

fn review_todo(thread: &Thread) -> String {
    let reference = &thread.reference;
    if thread.kind == "denial-notice" {
        format!(
            "review it: a denial-review whose target is {reference} renews, amends or revokes it"
        )
    } else {
        format!(
            "look at it again: a renewal, correction or withdrawal, `chancery draft new --kind renewal --about {reference}`"
        )
    }
}
