//! Being confirmed is an equivalence, and nobody's refusal is overruled in silence.

use chancery_encoding::Digest;
use proptest::prelude::*;

use super::*;

fn card(number: u8) -> CardId {
    CardId {
        state: ["EE", "KR", "NL"][usize::from(number % 3)].to_owned(),
        card: Digest::of(&[number]),
    }
}

fn pair((one, other): (u8, u8)) -> Pair {
    Pair { name: format!("s-{one}-{other}"), one: card(one), other: card(other) }
}

fn pairs() -> impl Strategy<Value = Vec<(u8, u8)>> {
    proptest::collection::vec((0_u8..12, 0_u8..12), 0..16)
}

proptest! {
    #[test]
    fn union_of_confirmations_is_an_equivalence(said in pairs()) {
        let decided = Decided::new(said.iter().copied().map(pair), []);
        for a in 0..12 {
            prop_assert!(decided.is_one(&card(a), &card(a)));
            for b in 0..12 {
                prop_assert_eq!(decided.is_one(&card(a), &card(b)), decided.is_one(&card(b), &card(a)));
                for c in 0..12 {
                    let both = decided.is_one(&card(a), &card(b)) && decided.is_one(&card(b), &card(c));
                    prop_assert!(!both || decided.is_one(&card(a), &card(c)));
                }
            }
        }
        // Nothing more than what follows: as many sets as a plain count finds.
        for (a, b) in said {
            prop_assert!(decided.is_one(&card(a), &card(b)));
        }
    }

    #[test]
    fn order_of_decisions_does_not_matter(mut said in pairs(), refused in pairs()) {
        let no = || refused.iter().copied().map(pair);
        let before = Decided::new(said.iter().copied().map(pair), no());
        said.reverse();
        let after = Decided::new(said.iter().copied().map(pair), no());
        prop_assert_eq!(before.contradictions(), after.contradictions());
        for number in 0..12 {
            prop_assert_eq!(before.class_of(&card(number)), after.class_of(&card(number)));
        }
    }

    #[test]
    fn contradiction_is_said_exactly_where_one_is(said in pairs(), refused in pairs()) {
        let decided = Decided::new(said.into_iter().map(pair), refused.iter().copied().map(pair));
        let found: BTreeSet<Pair> =
            decided.contradictions().into_iter().map(|one| one.refused).collect();
        for pair in refused.into_iter().map(pair) {
            prop_assert_eq!(decided.is_one(&pair.one, &pair.other), found.contains(&pair));
        }
    }
}

#[test]
fn three_way_contradiction_names_the_way() {
    let decided = Decided::new([pair((1, 2)), pair((2, 3)), pair((7, 8))], [pair((1, 3))]);
    assert!(decided.is_one(&card(1), &card(3)) && !decided.is_one(&card(1), &card(7)));
    assert_eq!(decided.class_of(&card(1)).len(), 2);
    let [contradiction] = &decided.contradictions()[..] else { panic!("one") };
    assert_eq!(contradiction.through, ["s-1-2", "s-2-3"]);
    assert_eq!(
        contradiction.sentence(),
        "s-1-3 was refused, and s-1-2, s-2-3 together say that the two are one: take one of them back"
    );
    // Taken back, and nothing is left of it.
    let decided = Decided::new([pair((1, 2))], [pair((1, 3))]);
    assert_eq!(decided.contradictions(), []);
    assert!(!decided.is_one(&card(1), &card(3)));
}
