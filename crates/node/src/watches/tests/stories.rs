//! Stories: what each thing that can become of a record means for whoever watches it.

use chancery_ledger::evidence::Equivocation;
use chancery_ledger::log::{Admissible, Position};
use chancery_testkit::Cast;
use serde_json::json;
use time::macros::date;

use super::world::{DAY, Scribe, World, about, advisory, correction, party, query};
use crate::watches::notice::Raised;
use crate::watches::watch::Watch;

const WINDMILL: &str = "Windmill Trading Limited";

#[test]
fn life_of_a_record_is_told_in_words() {
    let cast = Cast::of(2);
    let (mut first, mut second) = (Scribe::new(&cast, 0), Scribe::new(&cast, 1));
    let world = World::new(&cast, vec![query(1, "tower"), party(2, "Windmill Trading Ltd")]);
    world.hold(&[first.say("", &json!({})), second.say("", &json!({}))]);
    let root =
        first.say("threat-advisory", &advisory("a tower", &[("p1", WINDMILL), ("p2", "Other AB")]));
    world.hold(std::slice::from_ref(&root));
    world.look();
    let reference = root.header().reference.clone();
    let told = world.told(0);
    assert_eq!(told, [format!("1 matches {reference}"), format!("2 matches {reference}")]);

    let text = advisory("a high tower", &[("p1", WINDMILL), ("p2", "Other AB")]);
    world.hold(&[first.say("correction", &correction(&root, &text))]);
    world.look();
    let told = world.told(2);
    assert_eq!(told.len(), 2, "{told:?}");
    assert!(
        told[0].starts_with(&format!("1 changed {reference}: corrected: error: It was wrong."))
    );
    assert!(told[0].contains("title"), "{told:?}");

    let says = json!({ "title": "no", "stance": "disagree", "basis": "We looked." });
    let dispute = second.say("dispute", &about(&root, &says));
    world.hold(&[dispute]);
    world.look();
    let told = world.told(4);
    assert!(told[0].contains("disputed: disagree: We looked."), "{told:?}");
    world.hold(&[second.say("sighting", &about(&root, &json!({ "title": "seen", "basis": "x" })))]);
    world.look();
    let told = world.told(6);
    assert!(told[0].contains("corroborated by"), "{told:?}");
    // An acknowledgement changes nothing for whoever watches.
    world.hold(&[second.say("acknowledgement", &about(&root, &json!({ "level": "read" })))]);
    world.look();
    assert_eq!(world.told(8), Vec::<String>::new());

    let parts =
        json!({ "reason": "delisted", "explanation": "Cleared.", "parts": { "parties": ["p1"] } });
    world.hold(&[first.say("withdrawal", &about(&root, &parts))]);
    world.look();
    let told = world.told(8);
    assert!(
        told[0].starts_with(&format!(
            "1 changed {reference}: partly withdrawn (party p1): delisted: Cleared."
        )),
        "{told:?}"
    );
    assert!(told[1].starts_with(&format!("2 ceased {reference}: partly withdrawn")), "{told:?}");

    let ends = json!({ "reason": "error", "explanation": "All wrong." });
    world.hold(&[first.say("withdrawal", &about(&root, &ends))]);
    world.look();
    let told = world.told(10);
    assert_eq!(told.len(), 1, "{told:?}");
    assert!(told[0].starts_with(&format!("1 ceased {reference}: withdrawn: error: All wrong.")));
    assert!(told[0].contains("it was in-force and is withdrawn"), "{told:?}");
}

#[test]
fn notice_for_a_licence_says_which_and_what_to_do() {
    let cast = Cast::of(1);
    let mut first = Scribe::new(&cast, 0);
    let world = World::new(&cast, vec![party(1, "WINDMILL TRADING")]);
    world.hold(&[first.say("", &json!({}))]);
    world.hold(&[first.say("threat-advisory", &advisory("x", &[("p1", WINDMILL)]))]);
    world.look();
    let notice = world.raised().remove(0);
    let hit = notice.party.unwrap();
    assert_eq!((hit.name.as_str(), hit.key.as_deref()), (WINDMILL, Some("p1")));
    assert!(hit.score >= 700 && !hit.reasons.is_empty(), "{hit:?}");
    assert!(notice.todo.contains("licence L-1, granted on 2026-01-01"), "{}", notice.todo);
}

#[test]
fn last_day_is_over_at_midnight_though_nothing_came() {
    let cast = Cast::of(1);
    let mut first = Scribe::new(&cast, 0);
    let mut world = World::new(&cast, vec![query(1, "tower"), query(2, "status:expired")]);
    let mut text = advisory("a tower", &[]);
    text["valid_until"] = json!("2026-11-24");
    world.hold(&[first.say("", &json!({})), first.say("threat-advisory", &text)]);
    world.look();
    assert_eq!(world.told(0).len(), 1);
    world.look();
    world.turn(date!(2026 - 11 - 25));
    world.restart();
    world.look();
    let told = world.told(1);
    assert_eq!(told.len(), 2, "{told:?}");
    assert!(told[0].starts_with("1 ceased"), "{told:?}");
    assert!(told[0].contains("its last day was 2026-11-24"), "{told:?}");
    assert!(told[1].starts_with("2 matches"), "{told:?}");
    world.look();
    assert_eq!(world.told(3), Vec::<String>::new());
}

#[test]
fn forked_and_revoked_places_cease_to_match() {
    let cast = Cast::of(2);
    let (mut first, mut second) = (Scribe::new(&cast, 0), Scribe::new(&cast, 1));
    let world = World::new(&cast, vec![query(1, "tower"), query(2, "status:revoked")]);
    world.hold(&[first.say("", &json!({})), second.say("", &json!({}))]);
    let kept = first.say("threat-advisory", &advisory("tower one", &[]));
    let mut twin = first.twin();
    let forked = first.say("threat-advisory", &advisory("tower two", &[]));
    let other = twin.say("threat-advisory", &advisory("tower three", &[]));
    let revoked = second.say("threat-advisory", &advisory("tower four", &[]));
    world.hold(&[kept, forked.clone(), revoked.clone()]);
    world.look();
    assert_eq!(world.told(0).len(), 3);
    let authentic = |entry: &Admissible| {
        let author = cast.directory().author(&entry.header().key).unwrap();
        entry.entry().clone().decode().unwrap().authenticate(&author.key).unwrap()
    };
    let proof = Equivocation::prove(&authentic(&forked), &authentic(&other));
    world.store.keep_evidence(&proof.unwrap()).unwrap();
    world.look();
    let told = world.told(3);
    assert_eq!(told.len(), 1, "{told:?}");
    let reference = &forked.header().reference;
    assert!(told[0].starts_with(&format!("1 ceased {reference}: forked")), "{told:?}");
    world.store.close_logs([(second.log(), None)]);
    world.look();
    let told = world.told(4);
    assert_eq!(told.len(), 2, "{told:?}");
    let reference = &revoked.header().reference;
    assert!(told[0].starts_with(&format!("1 ceased {reference}: revoked")), "{told:?}");
    assert!(told[1].starts_with(&format!("2 matches {reference}")), "{told:?}");
    // The log is opened again: the act that closed it lost.
    world.store.close_logs([]);
    world.look();
    let told = world.told(6);
    assert!(
        told.iter().any(|line| line.starts_with(&format!("1 matches {reference}"))),
        "{told:?}"
    );
}

#[test]
fn held_by_more_states_is_noticed_without_an_arrival() {
    let cast = Cast::of(1);
    let mut first = Scribe::new(&cast, 0);
    let world = World::new(&cast, vec![query(1, "held-by:>=2"), query(2, "tower")]);
    world.hold(&[first.say("", &json!({}))]);
    world.hold(&[first.say("threat-advisory", &advisory("tower one", &[]))]);
    world.hold(&[first.say("threat-advisory", &advisory("tower two", &[]))]);
    world.look();
    assert_eq!(world.told(0).len(), 2);
    let mut now = world.now();
    // A checkpoint of two entries that three states have cosigned.
    now.logs.get_mut(&first.log()).unwrap().held = vec![(2, 3)];
    while world.step_to(&now) == crate::watches::looking::Progress::Made {}
    let told = world.told(2);
    assert_eq!(told.len(), 1, "{told:?}");
    assert!(told[0].starts_with("1 matches"), "{told:?}");
}

#[test]
fn remark_that_came_before_its_record_is_told_when_the_record_comes() {
    let cast = Cast::of(2);
    let (mut first, mut second) = (Scribe::new(&cast, 0), Scribe::new(&cast, 1));
    let world = World::new(&cast, vec![query(1, "tower is:disputed"), query(2, "is:pending")]);
    world.hold(&[second.say("", &json!({}))]);
    let founding = first.say("", &json!({}));
    let root = first.say("threat-advisory", &advisory("a tower", &[]));
    let says = json!({ "title": "no", "stance": "disagree", "basis": "x" });
    let dispute = second.say("dispute", &about(&root, &says));
    world.hold(&[dispute]);
    world.look();
    assert!(world.told(0)[0].starts_with("2 matches"), "{:?}", world.told(0));
    world.hold(&[founding, root]);
    world.look();
    let told = world.told(1);
    assert!(told.iter().any(|line| line.starts_with("1 matches")), "{told:?}");
    assert!(told.iter().any(|line| line.starts_with("2 ceased")), "{told:?}");
}

#[test]
fn many_at_once_are_one_line_and_all_are_counted() {
    let cast = Cast::of(1);
    let mut first = Scribe::new(&cast, 0);
    let world = World::new(&cast, vec![query(1, "tower"), query(2, "seventh")]);
    world.hold(&[first.say("", &json!({}))]);
    let say = |number: u32| {
        let seventh = if number == 7 { "seventh " } else { "" };
        first.say("threat-advisory", &advisory(&format!("{seventh}tower {number}"), &[]))
    };
    let all: Vec<_> = (0..100).map(say).collect();
    world.hold(&all);
    world.look();
    let raised = world.raised();
    assert_eq!(raised.len(), 2, "{raised:?}");
    let several = raised[0].several.as_ref().unwrap();
    assert_eq!((several.matches, several.changed, several.ceased), (100, 0, 0));
    assert_eq!(several.references.len(), 64);
    assert!(raised[0].exercise);
    assert_eq!((raised[1].watch, raised[1].raised), (2, Raised::Matches));
}

#[test]
fn watch_that_looks_back_tells_of_what_is_there_once_and_others_do_not() {
    let cast = Cast::of(1);
    let mut first = Scribe::new(&cast, 0);
    let mut world = World::new(&cast, vec![query(1, "nothing like it")]);
    world.hold(&[first.say("", &json!({}))]);
    world.hold(&[first.say("threat-advisory", &advisory("tower one", &[]))]);
    world.look();
    world.watch(query(2, "tower"));
    let back = Watch { since_s: Some(0), ..query(3, "tower") };
    world.watch(back);
    world.tear();
    world.look();
    world.restart();
    world.look();
    let told = world.told(0);
    assert_eq!(told.len(), 1, "{told:?}");
    assert!(told[0].starts_with("3 matches"), "{told:?}");
    world.hold(&[first.say("threat-advisory", &advisory("tower two", &[]))]);
    world.look();
    assert_eq!(world.told(1).len(), 2, "now both tell");
}

#[test]
fn log_that_was_lost_and_came_back_otherwise_is_read_again() {
    let cast = Cast::of(1);
    let mut first = Scribe::new(&cast, 0);
    let mut world = World::new(&cast, vec![query(1, "tower")]);
    world.hold(&[first.say("", &json!({}))]);
    world.hold(&[first.say("threat-advisory", &advisory("tower one", &[]))]);
    world.look();
    let mut now = world.now();
    // The mark names an entry that is not the one that is held.
    let other = chancery_ledger::log::Id::from_bytes([1; 32]);
    now.logs.get_mut(&first.log()).unwrap().tip = Some((1, other));
    world.set_seen(now);
    world.restart();
    world.look();
    let told = world.told(1);
    assert_eq!(told.len(), 1, "told again rather than missed: {told:?}");
    let behind = Position { log: first.log(), seq: 1 };
    assert!(world.now().covers(behind) && DAY == world.now().day);
}
