//! Laws of the two tests: each is told by itself, and none is ever said to hold for certain.

use super::*;
use crate::{Card, Name};

fn party(name: &str, roles: &[&str]) -> Participant {
    Participant {
        roles: roles.iter().map(|role| (*role).to_owned()).collect(),
        card: Card {
            names: vec![Name { value: name.to_owned(), kind: crate::NameKind::Legal }],
            ..Card::default()
        },
    }
}

fn coded(list: &str, code: &str) -> Goods {
    let code = GoodsCode { list: list.to_owned(), edition: None, code: code.to_owned() };
    Goods { codes: vec![code], ..Goods::default() }
}

/// Names that are written alike are alike; the matcher has tests of its own.
fn alike(one: &Card, other: &Card) -> Likeness {
    let score = match (one.names[0].value == other.names[0].value, one.names[0].value.get(..4)) {
        (true, _) => 1_000,
        (false, start) if start == other.names[0].value.get(..4) => 620,
        (false, _) => 100,
    };
    Likeness { score, threshold: 700, reasons: vec!["the name".to_owned()] }
}

fn compared(asked: Application, denied: &Denied) -> Undercut {
    Undercut::of(&asked, denied, Vocabularies::shipped(), |at, beside| {
        alike(&asked.parties[at].card, &denied.parties[beside].card)
    })
}

fn application(items: Vec<Goods>, parties: Vec<Participant>) -> Application {
    Application { items, parties, destination: Some("BD".to_owned()), ..Application::default() }
}

fn denial() -> Denied {
    Denied {
        items: vec![coded("eu-annex-i", "5A001.f")],
        parties: vec![party("Police unit", &["end-user"]), party("Trader", &["consignee"])],
        destination: Some("BD".to_owned()),
    }
}

#[test]
fn codes_agree_when_equal_above_or_tied_by_the_crosswalk_and_a_person_judges_the_rest() {
    for (list, code, said) in [
        ("eu-annex-i", "5A001.f", "codes agree: eu-annex-i 5A001.f"),
        ("eu-annex-i", "5A001.f.2", "one above the other"),
        ("eu-annex-i", "5A001", "one above the other"),
        ("wassenaar", "5.A.1.f.2", "list entries of"),
        ("us-ccl", "5A001.f.1", "list entries of"),
    ] {
        let buyer = vec![party("Police unit", &["end-user"])];
        let found = compared(application(vec![coded(list, code)], buyer), &denial());
        assert_eq!(found.items.test, Test::Agrees, "{list} {code}: {found:?}");
        assert!(found.items.reasons[0].contains(said), "{list} {code}: {:?}", found.items.reasons);
        assert!(found.items.reasons.iter().any(|reason| reason.contains("judged by a person")));
        assert!(found.concerns());
    }
}

#[test]
fn other_codes_and_other_categories_differ_and_silence_is_judged() {
    let buyer = || vec![party("Police unit", &["end-user"])];
    let other = compared(application(vec![coded("eu-annex-i", "4D004")], buyer()), &denial());
    assert_eq!(other.items.test, Test::Differs);
    assert!(!other.concerns(), "one test is out of the question");
    let silent = Goods { description: "a box".to_owned(), ..Goods::default() };
    let silent = compared(application(vec![silent], buyer()), &denial());
    assert_eq!((silent.items.test, silent.person.test), (Test::ToBeJudged, Test::Agrees));
    assert!(silent.concerns());
    let none = compared(application(Vec::new(), buyer()), &denial());
    assert_eq!(none.items.test, Test::NotSaid);
    assert!(none.items.reasons[0].contains("names no item"));

    let of = |category: &str| Goods {
        tech_category: Some(category.to_owned()),
        product_names: vec!["Watcher 5".to_owned()],
        ..Goods::default()
    };
    let denied = Denied { items: vec![of("network-filtering")], ..denial() };
    let same = compared(application(vec![of("network-filtering")], buyer()), &denied);
    assert_eq!(same.items.test, Test::ToBeJudged, "a category is no parameter");
    assert!(same.items.reasons.iter().any(|reason| reason.contains("Watcher 5")));
}

#[test]
fn parameters_in_words_are_put_side_by_side_and_never_compared() {
    let with = |text: &str| Goods {
        technical_parameters: Some(text.to_owned()),
        ..coded("eu-annex-i", "5A001.f")
    };
    let denied = Denied { items: vec![with("2 GHz")], ..denial() };
    let buyer = vec![party("Police unit", &["end-user"])];
    let found = compared(application(vec![with("40 GHz")], buyer), &denied);
    assert!(found.items.reasons.iter().any(|it| it.contains("2 GHz") && it.contains("40 GHz")));
    assert_eq!(found.items.test, Test::Agrees, "it is the codes that agree");
}

#[test]
fn end_user_of_one_may_be_consignee_of_the_other_and_a_broker_is_neither() {
    let goods = || vec![coded("eu-annex-i", "5A001.f")];
    let crossed = application(goods(), vec![party("Police unit", &["consignee"])]);
    assert_eq!(compared(crossed, &denial()).person.test, Test::Agrees);
    let broker = vec![party("Police unit", &["broker"]), party("Somebody else", &["end-user"])];
    let found = compared(application(goods(), broker), &denial());
    assert_eq!(found.person.test, Test::ToBeJudged, "{found:?}");
    let silent = application(goods(), vec![party("Police unit", &[])]);
    assert_eq!(compared(silent, &denial()).person.test, Test::ToBeJudged);
    let near = application(goods(), vec![party("Police force", &["end-user"])]);
    assert_eq!(compared(near, &denial()).person.test, Test::ToBeJudged);
    let other = application(goods(), vec![party("Somebody else", &["end-user"])]);
    let other = compared(other, &denial());
    assert_eq!(other.person.test, Test::Differs);
    assert!(other.person.reasons.iter().any(|reason| reason.contains("both were to go to BD")));
    assert!(!other.concerns());
    let nobody = application(goods(), vec![party("Police unit", &["exporter"])]);
    let nobody = compared(nobody, &denial());
    assert_eq!(nobody.person.test, Test::NotSaid);
    assert!(!nobody.concerns(), "otherwise every denial of such a thing would");
}

#[test]
fn denial_notice_is_read_off_its_record() {
    let text = chancery_record::Kind::DenialNotice.example();
    let record = Record::from_json(text, Vocabularies::shipped()).unwrap();
    let denied = Denied::of(&record);
    assert_eq!(denied.destination.as_deref(), Some("BD"));
    assert_eq!(denied.items.len(), 1);
    assert!(!denied.parties.is_empty() && denied.parties.iter().all(|it| !it.roles.is_empty()));
    assert_eq!(denied.items[0].codes[0].code, "5A001.f");
    assert_eq!(denied.items[0].tech_category.as_deref(), Some("mobile-interception-identifiers"));
}
