//! The syntaxes that records use. Each is as narrow as its standard, because a text that is nearly
//! a code is matched against nothing and warns nobody.

use time::{Date, format_description::well_known::Rfc3339, macros::format_description};

use super::{
    Form,
    Piece::{self, Exactly, Group, Run},
};
use crate::reference::Reference;

const DIGIT: &[(u8, u8)] = &[(b'0', b'9')];
const UPPER: &[(u8, u8)] = &[(b'A', b'Z')];
const LOWER: &[(u8, u8)] = &[(b'a', b'z')];
const ALNUM: &[(u8, u8)] = &[(b'0', b'9'), (b'A', b'Z'), (b'a', b'z')];
const CATEGORY: &[(u8, u8)] = &[(b'A', b'E')];
const HEX: &[(u8, u8)] = &[(b'0', b'9'), (b'a', b'f')];
const LOWER_ALNUM: &[(u8, u8)] = &[(b'0', b'9'), (b'a', b'z')];
const SLUG: &[(u8, u8)] = &[(b'-', b'.'), (b'0', b'9'), (b'a', b'z')];
/// `.`, `-`, `_` beside letters and digits.
const NAME: &[(u8, u8)] =
    &[(b'0', b'9'), (b'A', b'Z'), (b'a', b'z'), (b'.', b'.'), (b'-', b'-'), (b'_', b'_')];
/// Printable ASCII without space, `"`, `<`, `>`, `\`, `^`, `` ` ``, `{`, `|`, `}`.
const URL_CHAR: &[(u8, u8)] = &[
    (b'!', b'!'),
    (b'#', b';'),
    (b'=', b'='),
    (b'?', b'['),
    (b']', b']'),
    (b'_', b'_'),
    (b'a', b'z'),
    (b'~', b'~'),
];

const YEAR: Piece = Run(DIGIT, 4, 4);
const MONTH: Piece = Group(&[Exactly("-"), Run(DIGIT, 2, 2)], 1, 1);
const CLOCK: Piece = Group(&[Exactly(":"), Run(DIGIT, 2, 2)], 2, 2);
/// `.a`, `.1`, `.f`: the paragraphs of a control list entry.
const PARAGRAPHS: Piece = Group(&[Exactly("."), Run(LOWER_ALNUM, 1, 8)], 0, 8);

fn is_day(text: &str) -> bool {
    Date::parse(text, format_description!("[year]-[month]-[day]")).is_ok()
}

/// The missing parts of a partial date are filled with the first month and day.
fn is_when(text: &str) -> bool {
    is_day(&format!("{text}{}", &"0000-01-01"[text.len().min(10)..]))
}

pub(crate) const DAY: Form = Form {
    name: "day",
    about: "a day, year-month-day",
    example: "2026-11-24",
    ways: &[&[YEAR, MONTH, MONTH]],
    meaning: Some(is_day),
};

pub(crate) const WHEN: Form = Form {
    name: "when",
    about: "a year, a month or a day, as exactly as it is known",
    example: "2026-11",
    ways: &[&[YEAR, MONTH, MONTH], &[YEAR, MONTH], &[YEAR]],
    meaning: Some(is_when),
};

pub(crate) const MOMENT: Form = Form {
    name: "moment",
    about: "a moment in UTC, to the second (RFC 3339 with Z)",
    example: "2026-11-24T09:30:00Z",
    ways: &[&[YEAR, MONTH, MONTH, Exactly("T"), Run(DIGIT, 2, 2), CLOCK, Exactly("Z")]],
    meaning: Some(|text| time::OffsetDateTime::parse(text, &Rfc3339).is_ok()),
};

pub(crate) const HASH: Form = Form {
    name: "hash",
    about: "a SHA-256 hash, 64 small hexadecimal digits",
    example: "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    ways: &[&[Run(HEX, 64, 64)]],
    meaning: None,
};

pub(crate) const REFERENCE: Form = Form {
    name: "reference",
    about: "a record's reference: state, year, number",
    example: "EE-2026-0001",
    ways: &[&[Run(UPPER, 2, 2), Exactly("-"), YEAR, Exactly("-"), Run(DIGIT, 4, 9)]],
    meaning: Some(|text| text.parse::<Reference>().is_ok()),
};

/// The certificate spells the authority so; another spelling could never be sealed.
pub(crate) const AUTHORITY: Form = Form {
    name: "authority",
    about: "an authority as its certificate spells it: small letters, digits, '-', '.'",
    example: "foreign-trade",
    ways: &[&[Run(LOWER_ALNUM, 1, 1), Run(SLUG, 0, 62)]],
    meaning: None,
};

pub(crate) const SHORT_NAME: Form = Form {
    name: "short-name",
    about: "a short name: letters, digits, '.', '-', '_'",
    example: "OFAC",
    ways: &[&[Run(ALNUM, 1, 1), Run(NAME, 0, 63)]],
    meaning: None,
};

pub(crate) const KEY: Form = Form {
    name: "key",
    about: "a short name inside this record: small letters, digits, '-'",
    example: "s1",
    ways: &[&[Run(LOWER, 1, 1), Run(&[(b'0', b'9'), (b'a', b'z'), (b'-', b'-')], 0, 31)]],
    meaning: None,
};

pub(crate) const WORD: Form = Form {
    name: "word",
    about: "a word of a vocabulary: letters, digits, ':', '+', '.', '-', '_', at most 48",
    example: "TLP:AMBER+STRICT",
    ways: &[&[Run(ALNUM, 1, 1), Run(WORD_CHAR, 0, 47)]],
    meaning: None,
};
const WORD_CHAR: &[(u8, u8)] =
    &[(b'+', b'+'), (b'-', b'.'), (b'0', b':'), (b'A', b'Z'), (b'_', b'_'), (b'a', b'z')];

pub(crate) const EDITION: Form = Form {
    name: "edition",
    about: "the edition of a pack: letters, digits, '.', '-', at most 32",
    example: "2026-11",
    ways: &[&[Run(ALNUM, 1, 1), Run(EDITION_CHAR, 0, 31)]],
    meaning: None,
};
const EDITION_CHAR: &[(u8, u8)] = &[(b'-', b'.'), (b'0', b'9'), (b'A', b'Z'), (b'a', b'z')];

pub(crate) const LANGUAGE: Form = Form {
    name: "language",
    about: "a language tag (BCP 47)",
    example: "et",
    ways: &[&[Run(LOWER, 2, 3), Group(&[Exactly("-"), Run(ALNUM, 2, 8)], 0, 4)]],
    meaning: None,
};

pub(crate) const SCRIPT: Form = Form {
    name: "script",
    about: "a script (ISO 15924)",
    example: "Cyrl",
    ways: &[&[Run(UPPER, 1, 1), Run(LOWER, 3, 3)]],
    meaning: None,
};

pub(crate) const URL: Form = Form {
    name: "url",
    about: "a web address, percent-encoded, at most 2,000 characters",
    example: "https://www.federalregister.gov/d/2024-03674",
    ways: &[&[
        Exactly("http"),
        Group(&[Exactly("s")], 0, 1),
        Exactly("://"),
        Run(URL_CHAR, 1, 2000),
    ]],
    meaning: None,
};

pub(crate) const MEDIA_TYPE: Form = Form {
    name: "media-type",
    about: "a media type",
    example: "application/pdf",
    ways: &[&[Run(MEDIA, 1, 64), Exactly("/"), Run(MEDIA, 1, 64)]],
    meaning: None,
};
const MEDIA: &[(u8, u8)] = &[(b'0', b'9'), (b'a', b'z'), (b'.', b'.'), (b'-', b'-'), (b'+', b'+')];

pub(crate) const PLACE: Form = Form {
    name: "place",
    about: "a place (UN/LOCODE), without the space",
    example: "AEDXB",
    ways: &[&[Run(UPPER, 2, 2), Run(&[(b'2', b'9'), (b'A', b'Z')], 3, 3)]],
    meaning: None,
};

pub(crate) const HS: Form = Form {
    name: "hs",
    about: "a subheading of the Harmonized System, six digits",
    example: "8517.62",
    ways: &[&[Run(DIGIT, 4, 4), Exactly("."), Run(DIGIT, 2, 2)]],
    meaning: None,
};

pub(crate) const PERCENTAGE: Form = Form {
    name: "percentage",
    about: "a percentage from 0 to 100, as text, at most two decimals",
    example: "49.9",
    ways: &[
        &[Exactly("100"), Group(&[Exactly("."), Run(&[(b'0', b'0')], 1, 2)], 0, 1)],
        &[Run(DIGIT, 1, 2), Group(&[Exactly("."), Run(DIGIT, 1, 2)], 0, 1)],
    ],
    meaning: None,
};

pub(crate) const CODE_ANNEX: Form = Form {
    name: "code-annex",
    about: "an entry in the numbering of the EU list and the US list",
    example: "5A001.f.2",
    ways: &[ANNEX],
    meaning: None,
};
const ANNEX: &[Piece] = &[Run(DIGIT, 1, 1), Run(CATEGORY, 1, 1), Run(DIGIT, 3, 3), PARAGRAPHS];
const DOTTED: Piece = Group(
    &[Run(DIGIT, 1, 1), Exactly("."), Run(CATEGORY, 1, 1), Exactly("."), Run(DIGIT, 1, 3)],
    1,
    1,
);

pub(crate) const CODE_WASSENAAR: Form = Form {
    name: "code-wassenaar",
    about: "an entry in the numbering of the Wassenaar list",
    example: "5.A.1.f.2",
    ways: &[&[DOTTED, PARAGRAPHS]],
    meaning: None,
};

pub(crate) const CODE_CANADA: Form = Form {
    name: "code-canada",
    about: "an entry in the numbering of the Canadian list: group, then item",
    example: "1-5.A.1.j",
    ways: &[&[Run(&[(b'1', b'9')], 1, 1), Exactly("-"), DOTTED, PARAGRAPHS]],
    meaning: None,
};

pub(crate) const CODE_JAPAN: Form = Form {
    name: "code-japan",
    about: "an item number of the Japanese orders",
    example: "9(7)",
    ways: &[&[Run(DIGIT, 1, 2), Group(&[Exactly("("), Run(DIGIT, 1, 2), Exactly(")")], 0, 4)]],
    meaning: None,
};

pub(crate) const CODE_BRITAIN: Form = Form {
    name: "code-britain",
    about: "an entry of the United Kingdom lists: the annex numbering, or a national PL number",
    example: "PL9010",
    ways: &[ANNEX, &[Exactly("PL"), Run(DIGIT, 4, 4), PARAGRAPHS]],
    meaning: None,
};

pub(crate) const CODE_OTHER: Form = Form {
    name: "code-other",
    about: "an entry of another national list, in its own numbering",
    example: "A-12",
    ways: &[&[Run(CODE_CHAR, 1, 32)]],
    meaning: None,
};
const CODE_CHAR: &[(u8, u8)] =
    &[(b'(', b')'), (b'-', b'.'), (b'0', b'9'), (b'A', b'Z'), (b'a', b'z')];

pub(crate) const LEI: Form = Form {
    name: "lei",
    about: "a Legal Entity Identifier (ISO 17442) whose check digits are right",
    example: "529900T8BM49AURSDO55",
    ways: &[&[Run(&[(b'0', b'9'), (b'A', b'Z')], 18, 18), Run(DIGIT, 2, 2)]],
    meaning: Some(lei_check_digits_are_right),
};

/// ISO 7064 MOD 97-10: letters count as 10 to 35, and the number leaves 1.
fn lei_check_digits_are_right(text: &str) -> bool {
    let value = |rest: u32, character: char| {
        let digit = character.to_digit(36).unwrap_or(0);
        (rest * if digit < 10 { 10 } else { 100 } + digit) % 97
    };
    text.chars().fold(0, value) == 1
}

/// Every form, for the schema and the tests.
#[cfg(test)]
pub(crate) const ALL: [&Form; 24] = [
    &DAY,
    &WHEN,
    &MOMENT,
    &HASH,
    &REFERENCE,
    &AUTHORITY,
    &SHORT_NAME,
    &KEY,
    &WORD,
    &EDITION,
    &LANGUAGE,
    &SCRIPT,
    &URL,
    &MEDIA_TYPE,
    &PLACE,
    &HS,
    &PERCENTAGE,
    &CODE_ANNEX,
    &CODE_WASSENAAR,
    &CODE_CANADA,
    &CODE_JAPAN,
    &CODE_BRITAIN,
    &CODE_OTHER,
    &LEI,
];
