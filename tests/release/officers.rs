//! Who may sign what, and what peers see of it.

use chancery_ledger::policy::Role;
use serde_json::json;

use crate::harness::post;

use super::{Authority, TITLE, header, record, refused, text};

#[test]
fn release_is_refused_for_want_of_a_second_officer_and_then_reaches_the_others_with_its_approvals()
{
    let desk = Authority::new();
    let draft = desk.draft(&record());
    // Nothing is declared: there are no officers, and the gate says so.
    refused(desk.signs(&["draft", "submit", &draft], "anna"), "no policy is declared for EE");
    desk.declare(1);
    refused(desk.ee().publish(&record()), "two officers");

    // Not submitted, not an officer, not the role.
    refused(desk.signs(&["approve", &draft], "boris"), "has not been submitted");
    refused(desk.signs(&["release", &draft], "clara"), "has not been submitted");
    refused(desk.ee().ask(&["release", &draft, "--json"]), "has not been submitted");
    refused(desk.signs(&["draft", "submit", &draft], "nobody"), "no officer in the policy");
    refused(desk.signs(&["draft", "submit", &draft], "boris"), "reviewer, and not author");

    let submitted = desk.signs(&["draft", "submit", &draft], "anna").ended(0).json();
    assert_eq!(submitted["state"], json!("submitted"));
    assert_eq!(submitted["history"][1]["by"], json!("officer-anna"));

    // One officer is not two.
    refused(desk.ee().ask(&["release", &draft, "--json"]), "two officers are needed");
    refused(desk.signs(&["release", &draft], "anna"), "nobody releases a text of their own");
    refused(desk.signs(&["release", &draft], "boris"), "not releaser");
    let gate = desk.ee().ask(&["draft", "check", &draft]).ended(1);
    assert!(gate.out.contains("only officer-anna as author has signed"), "{gate}");
    assert!(gate.out.contains("officer-clara"), "it says who can: {gate}");

    let approved = desk.signs(&["approve", &draft], "boris").ended(0).json();
    assert_eq!(approved["state"], json!("approved"));
    let released = desk.signs(&["release", &draft], "clara").ended(0).json();
    assert_eq!(released["officers_needed"], json!(2));
    let reference = released["reference"].as_str().unwrap();

    // The other node has checked them: it would not hold the record otherwise.
    let other = &desk.nodes[1];
    other.holds(reference);
    let seen = header(other, reference).release.expect("because it names a policy");
    let roles: Vec<Role> = seen.approvals.iter().map(|approval| approval.role).collect();
    assert_eq!(roles, [Role::Author, Role::Releaser, Role::Reviewer]);
    assert_eq!(other.json(&["show", reference])["record"]["title"], json!(TITLE));

    // It is out: nothing more happens to it.
    let out = desk.shown(&draft);
    assert_eq!(out["released"]["reference"], json!(reference));
    refused(desk.signs(&["release", &draft], "clara"), "is released as");
    refused(
        desk.ee().ask(&["draft", "edit", &draft, "--set", "title=x", "--json"]),
        "is released as",
    );
}

#[test]
fn author_who_reviews_and_officer_who_does_both_are_one_officer() {
    let desk = Authority::new();
    desk.declare(1);
    let draft = desk.draft(&record());
    desk.signs(&["draft", "submit", &draft], "clara").ended(0);
    refused(desk.signs(&["approve", &draft], "clara"), "two different officers are needed");
    refused(desk.signs(&["release", &draft], "clara"), "nobody releases a text of their own");
    desk.signs(&["release", &draft], "anna").ended(0);
}

#[test]
fn rejection_keeps_its_reason_and_an_edit_voids_every_approval() {
    let desk = Authority::new();
    desk.declare(1);
    let draft = desk.draft(&record());
    desk.signs(&["draft", "submit", &draft], "anna").ended(0);
    let answer = desk.signs(&["reject", &draft, "--reason", " "], "boris");
    assert_eq!(answer.code, Some(2), "{answer}");
    let reason = "Имя написано неверно: ოირატი";
    let line = ["reject", &draft, "--reason", reason];
    refused(desk.signs(&line, "nobody"), "no officer in the policy");
    let rejected = desk.signs(&line, "boris").ended(0).json();
    assert_eq!(rejected["state"], json!("writing"));
    let last = rejected["history"].as_array().unwrap().last().unwrap();
    assert_eq!((&last["what"], &last["note"]), (&json!("rejected"), &json!(reason)));
    assert_eq!(last["by"], json!("officer-boris"));
    assert_eq!(rejected["approvals"], json!([]));

    desk.signs(&["draft", "submit", &draft], "anna").ended(0);
    desk.signs(&["approve", &draft], "boris").ended(0);
    let set = ["draft", "edit", &draft, "--set", "summary=Changed after approval.", "--json"];
    let edited = desk.ee().ask(&set).ended(0).json();
    assert_eq!((&edited["state"], &edited["approvals"]), (&json!("writing"), &json!([])));
    refused(desk.signs(&["release", &draft], "clara"), "has not been submitted");
}

#[test]
fn approval_of_an_earlier_text_or_under_an_earlier_policy_does_not_count() {
    let desk = Authority::new();
    desk.declare(1);
    let draft = desk.draft(&record());
    let submitted = desk.signs(&["draft", "submit", &draft], "anna").ended(0).json();
    let old = submitted["approvals"][0].to_string();
    desk.ee().ask(&["draft", "edit", &draft, "--set", "title=Other", "--json"]).ended(0);
    // The same signature again, for what stands there now.
    let path = format!("/v1/drafts/{draft}/claim");
    let claimed = post(&desk.ee().socket(), &path, br#"{"role":"author"}"#).unwrap();
    assert_eq!(claimed.status, 200, "{}", claimed.json());
    let path = format!("/v1/drafts/{draft}/approvals");
    let given = post(&desk.ee().socket(), &path, old.as_bytes()).unwrap();
    assert_eq!(given.status, 422);
    let said = given.json()["error"].as_str().unwrap().to_owned();
    assert!(said.contains("is not over the text"), "{said}");

    desk.signs(&["draft", "submit", &draft], "anna").ended(0);
    desk.declare(2);
    refused(desk.signs(&["approve", &draft], "boris"), "the policy changed");
    refused(desk.signs(&["release", &draft], "clara"), "the policy changed");
    desk.signs(&["draft", "submit", &draft], "anna").ended(0);
    desk.signs(&["release", &draft], "clara").ended(0);
}

#[test]
fn nothing_is_signed_unasked_and_without_a_policy_one_officer_releases() {
    let desk = Authority::new();
    let draft = desk.draft(&record());
    let released = desk.ee().ask(&["release", &draft]).ended(0);
    assert!(released.out.contains("none is declared"), "{released}");
    let listed = desk.ee().json(&["draft", "list", "--all"]);
    let reference = listed[0]["released"]["reference"].as_str().unwrap();
    desk.nodes[1].holds(reference);
    assert_eq!(header(&desk.nodes[1], reference).release, None, "peers see that no policy applied");

    desk.declare(1);
    let second = desk.draft(&record());
    // Nobody sits at a terminal here, and nobody said yes.
    let (error, _) = desk.officer(&["draft", "submit", &second], "anna").ended(2).failure();
    assert!(error.contains("nobody can be asked"), "{error}");
    let missing = desk.network.path("none.pem");
    let line = ["draft", "submit", &second, "--yes", "--officer", text(&missing), "--json"];
    assert_eq!(desk.ee().ask(&line).code, Some(1));
    assert_eq!(desk.shown(&second)["state"], json!("writing"));
}
