//! Laws of the tables.

use super::{Class, classed};

fn classes(name: &str) -> Vec<Class> {
    classed(name).into_iter().map(|word| word.class).collect()
}

#[test]
fn legal_forms_of_many_laws_are_forms() {
    let limited = [
        "Ltd",
        "GmbH",
        "LLC",
        "ООО",
        "d.o.o.",
        "Sdn Bhd",
        "FZCO",
        "有限公司",
        "בע\"מ",
        "ش.م.م",
        "Oy",
        "Kft",
        "s.r.o.",
        "Limited Liability Company",
        "Общество с ограниченной ответственностью",
    ];
    for form in limited {
        assert_eq!(classes(form), [Class::Form("limited")], "{form}");
    }
    let stock = [
        "S.A.",
        "AG",
        "PLC",
        "АО",
        "PJSC",
        "Zrt",
        "AD",
        "株式会社",
        "주식회사",
        "Public Joint Stock Company",
    ];
    for form in stock {
        assert_eq!(classes(form), [Class::Form("stock")], "{form}");
    }
}

#[test]
fn runs_without_spaces_are_cut_where_words_are_known() {
    let chinese = classes("深圳赞多马尔科技有限公司");
    let wanted = [
        Class::Place("CN/shenzhen"),
        Class::Word,
        Class::Trade("technology"),
        Class::Form("limited"),
    ];
    assert_eq!(chinese, wanted);
    assert_eq!(
        classes("주식회사 잔도마르그룹"),
        [Class::Form("stock"), Class::Word, Class::Trade("group")]
    );
}

#[test]
fn words_of_trade_mean_the_same_in_all_languages() {
    for word in [
        "Technologies",
        "Технологии",
        "Τεχνολογίες",
        "تكنولوجيا",
        "טכנולוגיות",
        "科技",
        "기술",
        "テクノロジー",
    ] {
        assert_eq!(classes(word), [Class::Trade("technology")], "{word}");
    }
    assert_eq!(classes("Horizon"), [Class::Common]);
    assert_eq!(classes("Candiru"), [Class::Word]);
}

#[test]
fn a_known_firm_is_read_as_its_name() {
    let names = ["华为", "Хуавэй", "هواوي", "화웨이", "ファーウェイ"];
    for name in names {
        assert_eq!(classed(name)[0].piece.latin, "huawei", "{name}");
    }
}
