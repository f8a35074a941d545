//! What happens to a record, told one story at a time.

use serde_json::json;

use super::cast::{Scene, Speaker, TODAY, advisory, correction, delisting, renewal, withdrawal};
use crate::{
    Change, Ending, Place, Reason, Standing, VersionState, changed,
    clash::clashes,
    part::PartKind,
    remark::{Answer, Freshness},
    word::{ConsultationAnswer, WithdrawalReason, Word},
};

fn cast() -> (Scene, Speaker, Speaker) {
    (Scene::default(), Speaker::new("EE", 1), Speaker::new("KR", 2))
}

fn reasons(thread: &crate::Thread) -> Vec<Reason> {
    thread.without_effect.iter().map(|said| said.reason).collect()
}

#[test]
fn a_correction_makes_a_version_and_the_first_one_stays_to_be_cited() {
    let (mut scene, mut ee, _) = cast();
    let first = scene.open(&mut ee, advisory("One"));
    let second = scene.about(&mut ee, first, correction("Two"));
    let third = scene.about(&mut ee, second, correction("Three"));
    let thread = scene.thread(third);
    assert_eq!(thread.root, first, "asked for any version, it is one thread");
    assert_eq!(thread.text.title(), "Three");
    let titles: Vec<&str> = thread.versions.iter().map(|version| version.text.title()).collect();
    assert_eq!(titles, ["One", "Two", "Three"]);
    assert_eq!(thread.standing(TODAY), Standing::InForce);
    let old = thread.version_of(&first).unwrap();
    assert_eq!(thread.version_standing(old, TODAY), Standing::Corrected { by: third });
}

#[test]
fn a_correction_that_is_taken_back_gives_way_to_the_text_before_it() {
    let (mut scene, mut ee, _) = cast();
    let first = scene.open(&mut ee, advisory("One"));
    let second = scene.about(&mut ee, first, correction("Two"));
    let back = scene.about(&mut ee, second, withdrawal("error"));
    let thread = scene.thread(first);
    assert_eq!(thread.text.title(), "One");
    assert_eq!(thread.tombstone, None, "only the correction was withdrawn");
    assert_eq!(thread.versions[1].state, VersionState::TakenBack { by: back });
    let told = changed(&thread, &second, TODAY).unwrap();
    assert_eq!(told.iter().map(|told| told.what).collect::<Vec<_>>(), [Change::TakenBack]);
}

#[test]
fn a_delisting_of_one_party_leaves_the_others_and_no_correction_brings_it_back() {
    let (mut scene, mut ee, _) = cast();
    let first = scene.open(&mut ee, advisory("One"));
    let part = scene.about(&mut ee, first, delisting(&["a"]));
    scene.about(&mut ee, first, correction("Two"));
    let thread = scene.thread(first);
    assert_eq!(thread.text.keys_at(&["parties"]), ["b"]);
    assert_eq!(thread.standing(TODAY), Standing::InForce);
    assert_eq!(thread.marks.words(), ["partly-withdrawn"]);
    let withdrawn = &thread.withdrawn_parts[0];
    assert_eq!((withdrawn.part.kind, withdrawn.part.key.as_str()), (PartKind::Parties, "a"));
    assert_eq!(withdrawn.by, part);
    assert_eq!(withdrawn.reason, Word::Known(WithdrawalReason::Delisted));
    assert_eq!(withdrawn.said, Some(json!({"key": "a", "n": 1})));
}

#[test]
fn parts_that_cannot_be_read_are_never_taken_for_the_whole() {
    let (mut scene, mut ee, _) = cast();
    let first = scene.open(&mut ee, advisory("One"));
    for parts in [json!({}), json!({"routes": ["r1"]}), json!(null), json!({"parties": [7]})] {
        let mut said = withdrawal("error");
        said["parts"] = parts;
        scene.about(&mut ee, first, said);
    }
    let thread = scene.thread(first);
    assert_eq!(thread.standing(TODAY), Standing::InForce);
    assert_eq!(reasons(&thread), [Reason::NothingNamed; 4]);
}

#[test]
fn a_withdrawal_is_final() {
    let (mut scene, mut ee, _) = cast();
    let first = scene.open(&mut ee, advisory("One"));
    let end = scene.about(&mut ee, first, withdrawal("remediated"));
    scene.about(&mut ee, first, correction("Two"));
    scene.about(&mut ee, first, renewal("2030-01-01"));
    scene.about(&mut ee, end, withdrawal("error"));
    scene.about(&mut ee, first, delisting(&["a"]));
    let thread = scene.thread(first);
    assert_eq!(thread.standing(TODAY), Standing::Withdrawn { by: end });
    assert_eq!(thread.text.title(), "One");
    let late = Reason::AfterWithdrawal { by: end };
    assert_eq!(reasons(&thread), [late, late, Reason::Final, late]);
    let tombstone = thread.tombstone.unwrap();
    assert_eq!(tombstone.ending, Ending::Withdrawn(Word::Known(WithdrawalReason::Remediated)));
}

#[test]
fn a_renewal_moves_the_day_and_a_later_correction_says_it_anew() {
    let (mut scene, mut ee, _) = cast();
    let mut record = advisory("One");
    record["valid_until"] = json!("2026-11-23");
    let first = scene.open(&mut ee, record);
    let thread = scene.thread(first);
    assert!(matches!(thread.standing(TODAY), Standing::Expired { .. }));
    let renewed = scene.about(&mut ee, first, renewal("2026-11-24"));
    let thread = scene.thread(first);
    assert_eq!(thread.standing(TODAY), Standing::InForce, "the last day still counts");
    assert_eq!(thread.marks.renewed, Some(renewed));
    let corrected = scene.about(&mut ee, first, correction("Two"));
    let thread = scene.thread(first);
    assert_eq!(thread.dates.valid_until.unwrap().by, corrected);
    let told = changed(&thread, &first, TODAY).unwrap();
    let told: Vec<Change> = told.iter().map(|told| told.what).collect();
    assert_eq!(told, [Change::Renewed, Change::Corrected]);
}

#[test]
fn an_analyst_who_relied_on_the_first_version_is_told_of_both_changes() {
    let (mut scene, mut ee, _) = cast();
    let first = scene.open(&mut ee, advisory("One"));
    let second = scene.about(&mut ee, first, correction("Two"));
    let part = scene.about(&mut ee, second, delisting(&["b"]));
    let thread = scene.thread(first);
    let told = changed(&thread, &first, TODAY).unwrap();
    let by: Vec<_> = told.iter().map(|told| (told.what, told.by)).collect();
    assert_eq!(by, [(Change::Corrected, Some(second)), (Change::PartlyWithdrawn, Some(part))]);
    assert_eq!(told[1].parts[0].key, "b");
    let told = changed(&thread, &second, TODAY).unwrap();
    assert_eq!(told.iter().map(|told| told.by).collect::<Vec<_>>(), [Some(part)]);
    assert_eq!(changed(&thread, &super::cast::id(99), TODAY), None);
}

#[test]
fn a_second_node_of_the_authority_counts_from_zero_and_still_comes_after_what_it_renews() {
    let (mut scene, mut ee, _) = cast();
    let mut other_node = Speaker::new("EE", 7);
    for title in ["x", "y", "z"] {
        scene.open(&mut ee, advisory(title));
    }
    let first = scene.open(&mut ee, advisory("One"));
    let renewed = scene.about(&mut other_node, first, renewal("2029-01-01"));
    let thread = scene.thread(first);
    assert_eq!(thread.dates.valid_until.unwrap().by, renewed);
}

#[test]
fn another_state_changes_nothing_and_is_heard() {
    let (mut scene, mut ee, mut kr) = cast();
    let first = scene.open(&mut ee, advisory("One"));
    let before = scene.thread(first);
    scene.about(&mut kr, first, withdrawal("error"));
    scene.about(&mut kr, first, correction("Mine"));
    scene.about(&mut kr, first, renewal("2040-01-01"));
    let dispute =
        json!({"kind": "dispute", "stance": "strongly-disagree", "basis": "Seen otherwise."});
    scene.about(&mut kr, first, dispute);
    scene.about(&mut kr, first, json!({"kind": "sighting", "basis": "At the border."}));
    scene.about(&mut kr, first, json!({"kind": "public-summary", "summary": "x"}));
    let thread = scene.thread(first);
    assert_eq!((&thread.text, &thread.dates), (&before.text, &before.dates));
    assert_eq!(thread.standing(TODAY), Standing::InForce);
    assert_eq!(thread.marks.words(), ["disputed", "corroborated"]);
    assert_eq!(reasons(&thread), [Reason::NotTheOriginator; 4]);
}

#[test]
fn a_state_neither_disputes_nor_corroborates_itself_nor_tells_itself_that_it_has_read() {
    let (mut scene, mut ee, _) = cast();
    let first = scene.open(&mut ee, advisory("One"));
    scene.about(&mut ee, first, json!({"kind": "sighting", "basis": "Again."}));
    scene.about(&mut ee, first, json!({"kind": "dispute", "stance": "disagree", "basis": "x"}));
    scene.about(&mut ee, first, json!({"kind": "acknowledgement", "level": "read"}));
    let thread = scene.thread(first);
    assert_eq!(thread.marks.words(), [""; 0]);
    assert_eq!(reasons(&thread), [Reason::OwnRecord; 3]);
}

#[test]
fn a_remark_can_be_corrected_and_withdrawn_by_its_author() {
    let (mut scene, mut ee, mut kr) = cast();
    let first = scene.open(&mut ee, advisory("One"));
    let says = |stance: &str| {
        let target = json!({"id": first.to_string()});
        json!({"kind": "dispute", "stance": stance, "basis": "x", "target": target, "exercise": false})
    };
    let dispute = scene.about(&mut kr, first, says("disagree"));
    let corrected = json!({"kind": "correction", "reason": "error", "replacement": says("agree")});
    scene.about(&mut kr, dispute, corrected);
    let thread = scene.thread(first);
    assert_eq!(thread.remarks.disputes[0].says.stance.as_str(), "agree");
    assert!(thread.marks.disputed.is_empty());
    let back = scene.about(&mut kr, dispute, withdrawal("error"));
    let thread = scene.thread(first);
    assert!(thread.remarks.disputes.is_empty());
    assert_eq!(reasons(&thread), [Reason::TakenBack { by: back }]);
}

#[test]
fn only_who_was_asked_answers_and_an_answer_needs_a_question() {
    let (mut scene, mut ee, mut kr) = cast();
    let mut lv = Speaker::new("LV", 3);
    let asked = json!({"kind": "consultation-request", "question": "The same?", "to": ["KR"]});
    let question = scene.open(&mut ee, asked);
    let advisory = scene.open(&mut ee, advisory("One"));
    let answer =
        |word: &str| json!({"kind": "consultation-response", "answer": word, "reasons": "x"});
    scene.about(&mut kr, question, answer("need-time"));
    scene.about(&mut kr, question, answer("not-identical"));
    scene.about(&mut lv, question, answer("identical"));
    scene.about(&mut kr, advisory, answer("identical"));
    let thread = scene.thread(question);
    let answers = &thread.remarks.answers[&"KR".parse().unwrap()];
    let words = answers.iter().map(|it| match &it.says {
        Answer::Consultation { answer, .. } => answer.known(),
        Answer::Information { .. } => None,
    });
    let expected = [ConsultationAnswer::NeedTime, ConsultationAnswer::NotIdentical];
    assert!(words.eq(expected.map(Some)));
    assert_eq!(reasons(&thread), [Reason::NotAsked]);
    assert_eq!(reasons(&scene.thread(advisory)), [Reason::WrongKind]);
}

#[test]
fn a_drill_says_nothing_about_what_is_real_and_the_reverse() {
    let (mut scene, mut ee, mut kr) = cast();
    let real = scene.open(&mut ee, advisory("One"));
    let mut drill = advisory("Drill");
    drill["exercise"] = json!(true);
    let drill = scene.open(&mut ee, drill);
    let mut end = withdrawal("error");
    scene.about(&mut ee, drill, end.clone());
    end["exercise"] = json!(true);
    scene.about(&mut ee, real, end);
    let read = json!({"kind": "acknowledgement", "level": "read", "exercise": true});
    scene.about(&mut kr, real, read);
    assert_eq!(reasons(&scene.thread(real)), [Reason::ExerciseMismatch; 2]);
    assert_eq!(reasons(&scene.thread(drill)), [Reason::ExerciseMismatch]);
    assert_eq!(scene.thread(drill).marks.words(), ["exercise"]);
}

#[test]
fn what_is_about_something_unknown_is_pending() {
    let (mut scene, mut ee, _) = cast();
    let first = scene.open(&mut ee, advisory("One"));
    let second = scene.about(&mut ee, first, correction("Two"));
    scene.said.remove(0);
    let thread = scene.thread(second);
    assert_eq!(thread.root, second);
    assert_eq!(thread.marks.words(), ["pending"]);
    assert_eq!(thread.marks.pending.unwrap().id, Some(first.to_string()));
}

#[test]
fn a_fork_and_a_closed_log_are_told_to_whoever_cited_what_stands_there() {
    let (mut scene, mut ee, _) = cast();
    let first = scene.open(&mut ee, advisory("One"));
    let second = scene.about(&mut ee, first, correction("Two"));
    scene.at(second, Place::Forked);
    let thread = scene.thread(first);
    assert_eq!(thread.text.title(), "One", "what does not count changes nothing");
    let version = thread.version_of(&second).unwrap();
    assert_eq!(thread.version_standing(version, TODAY), Standing::Forked);
    let told = changed(&thread, &second, TODAY).unwrap();
    assert_eq!(told.iter().map(|told| told.what).collect::<Vec<_>>(), [Change::Forked]);
    scene.at(first, Place::Revoked { last: Some(4) });
    let thread = scene.thread(first);
    assert_eq!(thread.standing(TODAY), Standing::Revoked { last: Some(4) });
    assert_eq!(changed(&thread, &first, TODAY).unwrap().last().unwrap().what, Change::Revoked);
}

#[test]
fn a_review_renews_or_ends_a_denial_and_nothing_else() {
    let (mut scene, mut ee, _) = cast();
    let mut denial = advisory("One");
    denial["kind"] = json!("denial-notice");
    denial["review_due"] = json!("2027-01-01");
    let denial = scene.open(&mut ee, denial);
    let review = |outcome: &str| json!({"kind": "denial-review", "outcome": outcome, "reason": "x", "next_review": "2029-01-01"});
    let renewed = scene.about(&mut ee, denial, review("renew"));
    let thread = scene.thread(denial);
    assert_eq!(thread.dates.review_due.unwrap().by, renewed);
    let end = scene.about(&mut ee, denial, review("revoke"));
    let thread = scene.thread(denial);
    assert_eq!(thread.standing(TODAY), Standing::Withdrawn { by: end });
    assert_eq!(thread.tombstone.unwrap().ending, Ending::Revoked);
    let advisory = scene.open(&mut ee, advisory("Two"));
    scene.about(&mut ee, advisory, review("revoke"));
    assert_eq!(reasons(&scene.thread(advisory)), [Reason::WrongKind]);
}

#[test]
fn a_translation_of_another_text_is_stale() {
    let (mut scene, mut ee, mut kr) = cast();
    let first = scene.open(&mut ee, advisory("One"));
    let hash = scene.thread(first).text.original_hash().to_string();
    let translation = json!({"kind": "translation", "language": "ko", "status": "courtesy",
        "title": "하나", "text": "알려진 것.", "of_hash": hash});
    scene.about(&mut kr, first, translation);
    let fresh = |scene: &Scene| scene.thread(first).remarks.translations[0].says.freshness;
    assert_eq!(fresh(&scene), Freshness::Current);
    scene.about(&mut ee, first, correction("Two"));
    assert_eq!(fresh(&scene), Freshness::Stale);
}

#[test]
fn two_records_with_one_file_number_clash_until_one_is_withdrawn() {
    let (mut scene, mut ee, mut kr) = cast();
    let numbered = |title: &str| {
        let mut json = advisory(title);
        json["originator"] = json!({"native_ref": "7/2026"});
        json
    };
    let one = scene.open(&mut ee, numbered("One"));
    let two = scene.open(&mut ee, numbered("Two"));
    let other = scene.open(&mut kr, numbered("Three"));
    let all = |scene: &Scene| clashes(&[one, two, other].map(|id| scene.thread(id)));
    let found = all(&scene);
    assert_eq!(found.len(), 1);
    let mut both = vec![one, two];
    both.sort();
    assert_eq!(found[0].threads, both);
    scene.about(&mut ee, two, withdrawal("error"));
    assert_eq!(all(&scene), []);
}

#[test]
fn a_correction_from_a_log_that_stands_vouches_for_the_text_of_one_that_was_closed() {
    let (mut scene, mut ee, _) = cast();
    let first = scene.open(&mut ee, advisory("One"));
    scene.at(first, Place::Revoked { last: None });
    let mut new_key = Speaker::new("EE", 9);
    let second = scene.about(&mut new_key, first, correction("One again"));
    let thread = scene.thread(first);
    assert_eq!(thread.version().id, second);
    assert_eq!(thread.standing(TODAY), Standing::InForce);
    let old = thread.version_of(&first).unwrap();
    assert_eq!(thread.version_standing(old, TODAY), Standing::Revoked { last: None });
}
