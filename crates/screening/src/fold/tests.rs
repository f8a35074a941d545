//! Laws of folding.

use super::pieces;

fn latin(name: &str) -> Vec<String> {
    pieces(name).into_iter().map(|piece| piece.latin).collect()
}

#[test]
fn points_join_single_letters_and_divide_words() {
    assert_eq!(latin("Area S.p.A."), ["area", "spa"]);
    assert_eq!(latin("TDC A/S"), ["tdc", "as"]);
    assert_eq!(latin("J.Smith & Co.,Ltd."), ["j", "smith", "co", "ltd"]);
    assert_eq!(latin("Zavod d.o.o. Beograd"), ["zavod", "doo", "beograd"]);
}

#[test]
fn marks_case_and_width_do_not_count() {
    assert_eq!(latin("Müller"), latin("MU\u{308}LLER"));
    assert_eq!(latin("ＮＥＣ"), ["nec"]);
    assert_eq!(latin("Al-Qa’ida"), ["al", "qaida"]);
    assert_eq!(latin("שָׁלוֹם"), latin("שלום"));
    assert_eq!(latin("מערכות בע\"מ").len(), 2);
}

#[test]
fn a_change_of_script_divides_and_a_digit_does_not() {
    assert_eq!(latin("ソニー株式会社").len(), 2);
    assert_eq!(latin("4Intelligence S2T"), ["4intelligence", "s2t"]);
    assert!(latin("\u{301}\u{302} --- …").is_empty());
}
