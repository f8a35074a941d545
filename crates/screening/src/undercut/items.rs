//! The first test: essentially identical parameters or technical characteristics.
//!
//! Codes, categories and product names are compared; parameters in words are only put side by side.

use chancery_record::vocabulary::{ControlCode, Vocabularies};

use super::{Test, Tested};
use crate::{Goods, GoodsCode};

/// Pairs of items that are explained; an application with more of them names the rest in its own file.
const REASONS_MAX: usize = 16;

/// Characters of a text that is quoted in a reason.
const QUOTED_CHARS_MAX: usize = 160;

const JUDGE: &str = "whether the parameters are essentially identical is to be judged by a person";

/// How two codes stand to each other.
enum Relation {
    Equal,
    /// One is an entry above the other.
    Above,
    /// Entries of two lists that one category names.
    Crosswalk(String),
}

/// The items of an application beside those of a denial.
pub(super) fn tested(asked: &[Goods], denied: &[Goods], words: &Vocabularies) -> Tested {
    if asked.is_empty() {
        return not_said("the application names no item");
    }
    if denied.is_empty() {
        return not_said("the denial names no item that can be read");
    }
    let pairs = asked.iter().flat_map(|asked| denied.iter().map(move |denied| (asked, denied)));
    let mut all: Vec<Tested> = pairs.map(|(asked, denied)| pair(asked, denied, words)).collect();
    // What agrees decides, then what a person has to look at.
    let order = |test: &Tested| match test.test {
        Test::Agrees => 0,
        Test::ToBeJudged => 1,
        Test::NotSaid => 2,
        Test::Differs => 3,
    };
    all.sort_by_key(order);
    let test = all.first().map_or(Test::ToBeJudged, |first| first.test);
    let of_test = all.into_iter().filter(|pair| pair.test == test).flat_map(|pair| pair.reasons);
    let mut reasons: Vec<String> = Vec::new();
    for reason in of_test {
        if reasons.len() < REASONS_MAX && !reasons.contains(&reason) {
            reasons.push(reason);
        }
    }
    if test != Test::Differs && !reasons.iter().any(|reason| reason == JUDGE) {
        reasons.push(JUDGE.to_owned());
    }
    Tested { test, reasons }
}

fn pair(asked: &Goods, denied: &Goods, words: &Vocabularies) -> Tested {
    let mut reasons = codes(asked, denied, words);
    let codes_agree = !reasons.is_empty();
    let category = category(asked, denied);
    let same_category = matches!(category, Some(true));
    if same_category {
        let name = asked.tech_category.as_deref().unwrap_or_default();
        reasons.push(format!("both are of the category {name}"));
    }
    let names = product_names(asked, denied);
    reasons.extend(names.iter().map(|name| format!("both are sold as {name:?}")));
    reasons.extend(parameters(asked, denied));
    let test = match (codes_agree, same_category || !names.is_empty()) {
        (true, _) => Test::Agrees,
        (false, true) => Test::ToBeJudged,
        // A category or a code that is said on both sides and is another speaks against it.
        (false, false) if category == Some(false) || both_have_codes(asked, denied) => {
            return Tested { test: Test::Differs, reasons: differences(asked, denied) };
        }
        (false, false) => {
            reasons.insert(0, "no code or category is said on both sides".to_owned());
            Test::ToBeJudged
        }
    };
    Tested { test, reasons }
}

fn differences(asked: &Goods, denied: &Goods) -> Vec<String> {
    let mut reasons = Vec::new();
    if let (Some(asked), Some(denied)) = (&asked.tech_category, &denied.tech_category)
        && asked != denied
    {
        reasons.push(format!("another category: {asked}, and {denied} was denied"));
    }
    if both_have_codes(asked, denied) {
        let all = |goods: &Goods| {
            let codes: Vec<&str> = goods.codes.iter().map(|code| code.code.as_str()).collect();
            codes.join(", ")
        };
        reasons.push(format!("other codes: {}, and {} was denied", all(asked), all(denied)));
    }
    reasons
}

fn codes(asked: &Goods, denied: &Goods, words: &Vocabularies) -> Vec<String> {
    let mut reasons = Vec::new();
    for one in &asked.codes {
        for other in &denied.codes {
            let Some(relation) = relation(one, other, words) else { continue };
            let edition = editions(one, other);
            reasons.push(match relation {
                Relation::Equal => format!("codes agree: {}{edition}", spelled(one)),
                Relation::Above => {
                    let (one, other) = (spelled(one), spelled(other));
                    format!("codes agree: {one} and {other} are one above the other{edition}")
                }
                Relation::Crosswalk(category) => {
                    let (one, other) = (spelled(one), spelled(other));
                    format!(
                        "codes agree: {one} and {other} are both the list entries of {category}"
                    )
                }
            });
        }
    }
    reasons
}

fn relation(one: &GoodsCode, other: &GoodsCode, words: &Vocabularies) -> Option<Relation> {
    if one.list == other.list && one.code == other.code {
        return Some(Relation::Equal);
    }
    let one = ControlCode::parse(&one.list, &one.code, words).ok()?;
    let other = ControlCode::parse(&other.list, &other.code, words).ok()?;
    if one.covers(&other) || other.covers(&one) {
        return Some(Relation::Above);
    }
    let tied = one.equivalents(words).find(|equivalent| {
        let entry = ControlCode::parse(&equivalent.entry.list, &equivalent.entry.code, words);
        entry.is_ok_and(|entry| entry.covers(&other) || other.covers(&entry))
    });
    tied.map(|tied| Relation::Crosswalk(tied.category.to_owned()))
}

/// The same code may mean something else in another edition.
fn editions(one: &GoodsCode, other: &GoodsCode) -> String {
    match (&one.edition, &other.edition) {
        (Some(one), Some(other)) if one != other => {
            format!(" (editions differ: {one}; {other}: compare the texts)")
        }
        _ => String::new(),
    }
}

fn spelled(code: &GoodsCode) -> String {
    format!("{} {}", code.list, code.code)
}

fn category(asked: &Goods, denied: &Goods) -> Option<bool> {
    Some(asked.tech_category.as_ref()? == denied.tech_category.as_ref()?)
}

fn both_have_codes(asked: &Goods, denied: &Goods) -> bool {
    !asked.codes.is_empty() && !denied.codes.is_empty()
}

fn product_names<'a>(asked: &'a Goods, denied: &Goods) -> Vec<&'a str> {
    let plain = |name: &str| name.trim().to_lowercase();
    let denied: Vec<String> = denied.product_names.iter().map(|name| plain(name)).collect();
    let names = asked.product_names.iter().map(String::as_str);
    names.filter(|name| !plain(name).is_empty() && denied.contains(&plain(name))).collect()
}

fn parameters(asked: &Goods, denied: &Goods) -> Option<String> {
    match (&asked.technical_parameters, &denied.technical_parameters) {
        (Some(asked), Some(denied)) => Some(format!(
            "parameters, side by side: {:?} in the application, {:?} in the denial",
            quoted(asked),
            quoted(denied)
        )),
        (None, Some(_)) => Some("the application says no technical parameters".to_owned()),
        (Some(_), None) => Some("the denial says no technical parameters".to_owned()),
        (None, None) => None,
    }
}

fn quoted(text: &str) -> String {
    match text.char_indices().nth(QUOTED_CHARS_MAX) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

fn not_said(reason: &str) -> Tested {
    Tested { test: Test::NotSaid, reasons: vec![reason.to_owned(), JUDGE.to_owned()] }
}
