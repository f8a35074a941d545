//! Why something was found is said where it cannot be seen.

use super::cast::{blank, read};
use crate::{Code, Document, Named, Seen};

fn because(text: &str, document: &Document) -> Vec<String> {
    read(text).because(&Seen::new(document))
}

#[test]
fn an_entry_that_was_not_typed_is_said() {
    let code = |list: &str, code: &str| Code {
        list: list.to_owned(),
        edition: String::new(),
        code: code.to_owned(),
    };
    let document = Document {
        codes: vec![
            code("eu-annex-i", "5A001.f.2"),
            code("us-ccl", "5A001.f"),
            code("us-ccl", "5A980"),
        ],
        ..blank()
    };
    assert_eq!(
        because("code:EU/5A001.f", &document),
        [
            "names eu-annex-i/5A001.f.2, below eu-annex-i/5A001.f",
            "names us-ccl/5A001.f, by the crosswalk from eu-annex-i/5A001.f",
        ]
    );
    assert_eq!(
        because("code:5A001.f", &document),
        ["names eu-annex-i/5A001.f.2, below 5A001.f", "names us-ccl/5A001.f"]
    );
    assert_eq!(
        because("broader:US/5A001.f.2", &document),
        ["names us-ccl/5A001.f, which is broader than us-ccl/5A001.f.2"]
    );
    assert_eq!(because("-code:EU/5A001.f", &document), Vec::<String>::new());
}

#[test]
fn the_name_that_was_found_is_said() {
    let party = |names: &[&str], withdrawn| Named {
        key: None,
        names: names.iter().map(|name| (*name).to_owned()).collect(),
        identifiers: Vec::new(),
        withdrawn,
    };
    let document = Document {
        parties: vec![party(&["Q Cyber", "NSO Group"], false), party(&["Old NSO"], true)],
        ..blank()
    };
    assert_eq!(because("party:nso", &document), ["names NSO Group"]);
    assert_eq!(because("nso", &document), ["names NSO Group"]);
    assert_eq!(because("withdrawn-party:nso", &document), ["named Old NSO, which was withdrawn"]);
}
