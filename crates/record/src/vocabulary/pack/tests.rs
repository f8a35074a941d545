//! Laws of reading that are no vectors: bounds, and any text at all.

use proptest::prelude::*;

use super::*;
use crate::vocabulary::Vocabularies;

#[test]
fn a_text_beyond_the_bound_is_not_even_parsed() {
    let text = " ".repeat(PACK_BYTES_MAX + 1);
    assert_eq!(Pack::read(&text), Err(PackFlaw::TooLong(text.len())));
    assert!(!matches!(Pack::read(&text[1..]), Err(PackFlaw::TooLong(_))));
}

#[test]
fn a_pack_that_is_written_reads_as_itself() {
    for pack in Vocabularies::shipped().packs() {
        assert_eq!(Pack::read(&pack.to_text()).as_ref(), Ok(pack));
    }
}

#[test]
fn a_flaw_says_where_it_is() {
    let text = r#"{"pack":"x","edition":"1","effective":"2027-01-01","source":"s",
        "vocabularies":[{"name":"v","about":"a","words":[{"word":"w","about":""}]}]}"#;
    let flaw = Pack::read(text).expect_err("blank");
    assert!(flaw.to_string().starts_with("$.vocabularies[0].words[0].about is not"), "{flaw}");
}

proptest! {
    #[test]
    fn any_text_is_a_pack_or_a_flaw_and_never_a_panic(text in ".{0,200}") {
        prop_assert!(Pack::read(&text).is_err());
    }

    #[test]
    fn a_shipped_pack_with_a_changed_character_is_a_pack_or_a_flaw(
        at in any::<prop::sample::Index>(), character in any::<char>(),
    ) {
        let mut text: Vec<char> = include_str!("../../../packs/control.json").chars().collect();
        let at = at.index(text.len());
        text[at] = character;
        let _ = Pack::read(&text.into_iter().collect::<String>());
    }
}
