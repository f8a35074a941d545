//! Clocks of real procedures over real holidays, and the laws that hold for all of them.

use proptest::prelude::*;
use time::{Date, Duration};

use super::*;
use crate::{day::day, reading::Reading, stage::Stage};

fn on(text: &str) -> Date {
    day(text).expect("a day")
}

fn state(code: &str) -> StateCode {
    code.parse().expect("a state")
}

fn question(procedure: &str, asked_on: &str, deadline: &str) -> Question {
    let (asked_on, deadline) = (on(asked_on), on(deadline));
    let to = vec![state("EE"), state("KR")];
    Question { procedure: procedure.to_owned(), asked_on, deadline, to }
}

fn more_time(on_day: &str, until: &str) -> Reply {
    Reply { on: on(on_day), said: Said::NeedsTime(on(until)) }
}

fn answer(on_day: &str) -> Reply {
    Reply { on: on(on_day), said: Said::Answer }
}

#[test]
fn one_question_has_one_clock_for_each_state_on_its_own_calendar() {
    let packs = Packs::shipped();
    let asked = question("eu-2021-821-art-16", "2026-02-16", "2026-03-03");
    let estonia = Clock::set(&asked, state("EE"), &packs, &[]);
    let korea = Clock::set(&asked, state("KR"), &packs, &[]);
    assert_eq!(estonia.due, on("2026-03-03"), "the 24th is left out");
    assert_eq!(estonia.holidays(), [(on("2026-02-24"), "Independence Day".to_owned())]);
    // Lunar New Year on the 17th and 18th, and 1 March on a Sunday is kept on the 2nd; the 16th is before.
    assert_eq!(korea.due, on("2026-03-05"));
    assert!(estonia.counted_on().starts_with("calendar-ee 2026-11"), "{}", estonia.counted_on());
    assert_eq!((estonia.notes, korea.notes), (vec![], vec![Note::Shortened(on("2026-03-03"))]));
}

#[test]
fn silence_is_read_by_the_procedure_on_the_day_after_the_last() {
    let packs = Packs::shipped();
    let read = |procedure: &str, today: &str| {
        let asked = question(procedure, "2025-09-25", "2025-10-16");
        Clock::set(&asked, state("KR"), &packs, &[]).read(on(today))
    };
    let last = read("eu-2021-821-art-16", "2025-10-16");
    assert_eq!(last, Reading::Running { stage: Stage::Due, working_days_left: 0 });
    let soon = read("eu-2021-821-art-16", "2025-10-13");
    assert_eq!(soon, Reading::Running { stage: Stage::Soon, working_days_left: 3 });
    let silent = |means| Reading::Silent { means };
    assert_eq!(read("eu-2021-821-art-16", "2025-10-17"), silent(Silence::NotIdentical));
    assert_eq!(read("eu-2021-821-art-14", "2025-10-17"), silent(Silence::NoObjection));
    assert_eq!(read("voluntary", "2025-10-17"), Reading::Overdue);
    assert_eq!(read("voluntary", "2025-09-24"), Reading::NotAsked);
}

#[test]
fn more_time_counts_up_to_the_cap_and_only_when_asked_in_time() {
    let packs = Packs::shipped();
    let asked = question("eu-2021-821-art-16", "2026-02-16", "2026-03-03");
    let set = |replies: &[Reply]| Clock::set(&asked, state("EE"), &packs, replies);
    let given = set(&[more_time("2026-02-20", "2026-03-10")]);
    assert_eq!((given.due_first, given.due), (on("2026-03-03"), on("2026-03-10")));
    assert_eq!(given.read(on("2026-03-05")).as_str(), "due-soon");

    let cap = packs.calendar(state("EE")).after(on("2026-02-16"), 30);
    let beyond = set(&[more_time("2026-02-20", "2026-06-30")]);
    assert_eq!(beyond.due, cap);
    let kept = Extension { asked: on("2026-06-30"), until: cap, capped: true };
    assert_eq!(beyond.extension, Some(kept), "what was asked for is kept, and shown as capped");

    let late = set(&[more_time("2026-03-04", "2026-03-20")]);
    assert_eq!((late.due, late.extension), (on("2026-03-03"), None));
    assert_eq!(late.notes, [Note::ExtensionLate(on("2026-03-04"))]);
    // More time asked for within the time given before, in any order of arrival.
    let twice = [more_time("2026-03-09", "2026-03-20"), more_time("2026-02-20", "2026-03-10")];
    assert_eq!(set(&twice).due, on("2026-03-20"));
    // Less time than there is shortens nothing.
    assert_eq!(set(&[more_time("2026-02-20", "2026-02-25")]).due, on("2026-03-03"));
}

#[test]
fn answer_is_in_time_or_late_and_not_known_before_it_came() {
    let packs = Packs::shipped();
    let asked = question("eu-2021-821-art-14", "2026-02-16", "2026-03-03");
    let set = |replies: &[Reply]| Clock::set(&asked, state("EE"), &packs, replies);
    let in_time = set(&[answer("2026-03-03")]);
    assert_eq!(in_time.read(on("2026-03-04")), Reading::InTime { on: on("2026-03-03") });
    assert_eq!(in_time.read(on("2026-03-02")).as_str(), "due-soon", "as it stood on that day");
    let late = set(&[answer("2026-03-04"), answer("2026-03-09")]);
    let meant = Silence::NoObjection;
    assert_eq!(late.read(on("2026-03-09")), Reading::Late { on: on("2026-03-04"), meant });
    let extended = set(&[answer("2026-03-09"), more_time("2026-02-27", "2026-03-10")]);
    assert_eq!(extended.read(on("2026-03-09")), Reading::InTime { on: on("2026-03-09") });
}

#[test]
fn asker_may_give_more_time_than_the_procedure_and_not_less() {
    let packs = Packs::shipped();
    let due = |deadline: &str| {
        let asked = question("eu-2021-821-art-16", "2026-02-16", deadline);
        let clock = Clock::set(&asked, state("EE"), &packs, &[]);
        (clock.due, clock.notes)
    };
    let (legal, cap) = (on("2026-03-03"), packs.calendar(state("EE")).after(on("2026-02-16"), 30));
    assert_eq!(due("2026-02-20"), (legal, vec![Note::Shortened(on("2026-02-20"))]));
    assert_eq!(due("2026-03-10"), (on("2026-03-10"), vec![]));
    assert_eq!(due("2026-12-10"), (cap, vec![Note::DeadlineCapped(on("2026-12-10"))]));
}

#[test]
fn what_is_not_known_for_certain_is_said() {
    let packs = Packs::shipped();
    let notes = |procedure: &str, of: &str, asked_on: &str, deadline: &str| {
        Clock::set(&question(procedure, asked_on, deadline), state(of), &packs, &[]).notes
    };
    assert_eq!(
        notes("treaty-art-9", "EE", "2026-03-02", "2026-03-06"),
        [Note::UnknownProcedure("treaty-art-9".to_owned())]
    );
    assert_eq!(notes("voluntary", "EE", "2030-12-20", "2031-01-10"), [Note::OutsideCalendar(2031)]);
    assert_eq!(
        notes("voluntary", "EE", "2026-02-16", "2026-02-24"),
        [Note::NotWorking(on("2026-02-24"))]
    );
    let eid = Note::Estimated(on("2026-05-27"), "Eid al-Adha".to_owned());
    assert_eq!(notes("voluntary", "XK", "2026-05-20", "2026-06-01"), [eid]);
    let unheard_of = Clock::set(
        &question("eu-2021-821-art-16", "2026-02-16", "2026-03-02"),
        state("SE"),
        &packs,
        &[],
    );
    assert_eq!(unheard_of.due, on("2026-03-02"));
    assert_eq!(unheard_of.notes, [Note::OutsideCalendar(2026)]);
    assert!(unheard_of.counted_on().contains("weekends only"));
}

fn replies() -> impl Strategy<Value = Vec<Reply>> {
    let one = (0_i64..80, 0_i64..200, any::<bool>()).prop_map(|(on_day, until, ends)| {
        let base = on("2026-01-05");
        let said = if ends { Said::Answer } else { Said::NeedsTime(base + Duration::days(until)) };
        Reply { on: base + Duration::days(on_day), said }
    });
    proptest::collection::vec(one, 0..6)
}

proptest! {
    #[test]
    fn no_extension_goes_beyond_the_cap_and_the_order_of_arrival_is_nothing(
        mut said in replies(), offset in 0_i64..60, wanted in 0_i64..120, of in 0_usize..25,
        article in prop_oneof![Just("eu-2021-821-art-14"), Just("eu-2021-821-art-16")],
    ) {
        let packs = Packs::shipped();
        let calendar = packs.calendars().nth(of).unwrap();
        let asked_on = on("2026-01-05") + Duration::days(offset);
        let deadline = asked_on + Duration::days(wanted);
        let to = vec![calendar.state()];
        let asked = Question { procedure: article.to_owned(), asked_on, deadline, to };
        let clock = Clock::set(&asked, calendar.state(), &packs, &said);
        let legal = calendar.after(asked_on, 10);
        let cap = calendar.after(asked_on, clock.profile.cap_days.unwrap());
        prop_assert!(legal <= clock.due_first && clock.due_first <= clock.due && clock.due <= cap);
        said.reverse();
        prop_assert_eq!(&Clock::set(&asked, calendar.state(), &packs, &said), &clock);
        // What is over stays over: a silence that was read is only ever answered late.
        let after = clock.read(clock.due + Duration::DAY);
        prop_assert!(!matches!(after, Reading::Running { .. } | Reading::Overdue), "{after:?}");
    }
}
