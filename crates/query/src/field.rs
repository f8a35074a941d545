//! The fields that can be asked. One table, for the parser, its advice and the page about it.

use crate::ask::{Day, Exact, Number, Reach, Within};

/// A field.
pub struct Field {
    /// What stands before the colon.
    pub name: &'static str,
    pub(crate) takes: Takes,
    /// What it asks.
    pub about: &'static str,
    /// How it is used; never empty.
    pub examples: &'static [&'static str],
}

impl Field {
    /// Every field, in the order of the documentation.
    pub const ALL: &'static [Field] = FIELDS;
}

/// What stands behind the colon.
#[derive(Clone, Copy)]
pub(crate) enum Takes {
    /// Words, looked for in some texts.
    Words(Within),
    /// A word of a vocabulary, several of them, or the beginning of one.
    Word(Exact, &'static str),
    /// A kind of record; also one that this version does not know, when it is quoted.
    Kind,
    /// A text that is compared whole, or its beginning.
    Whole(Exact),
    /// An entry of a control list.
    Code(Reach),
    /// A status, or `any`.
    Status,
    /// A mark.
    Mark,
    /// Yes or no.
    Exercise,
    /// A marking, or a range of them.
    Marking,
    /// A day, or a range of days.
    Days(Day),
    /// The day from which on.
    Since,
    /// The day up to which.
    Until,
    /// A year, or a range of years.
    Year,
    /// A number, or a range of numbers.
    Number(Number),
    /// The order of the answer.
    Sort,
}

const fn field(
    name: &'static str,
    takes: Takes,
    about: &'static str,
    examples: &'static [&'static str],
) -> Field {
    Field { name, takes, about, examples }
}

/// The vocabulary of the marks; it is the only one that no pack has.
pub(crate) const MARKS: [&str; 6] =
    ["exercise", "renewed", "partly-withdrawn", "disputed", "corroborated", "pending"];

/// Every field, in the order of the page.
const FIELDS: &[Field] = &[
    field(
        "state",
        Takes::Word(Exact::State, "state"),
        "The state that says it, by its code or its English name.",
        &["state:EE", "state:EE,FI", "state:Estonia"],
    ),
    field(
        "authority",
        Takes::Whole(Exact::Authority),
        "The authority that says it.",
        &["authority:foreign-trade"],
    ),
    field(
        "kind",
        Takes::Kind,
        "What the record does.",
        &["kind:denial-notice", "kind:consultation-*"],
    ),
    field(
        "category",
        Takes::Word(Exact::Category, "technology"),
        "The category of technology; other spellings are understood.",
        &["category:mobile-interception-identifiers", "category:imsi-catcher", "category:mobile-*"],
    ),
    field(
        "code",
        Takes::Code(Reach::Down),
        "An entry of a control list, what is below it, and what the crosswalk has for it in other lists. Without a list: in any list.",
        &["code:EU/5A001.f", "code:5A001.f", "code:wassenaar/5.A.1.j", "code:5A*"],
    ),
    field(
        "broader",
        Takes::Code(Reach::Up),
        "Records that name an entry above this one, and so this one with it.",
        &["broader:EU/5A001.f.2"],
    ),
    field(
        "destination",
        Takes::Word(Exact::Destination, "state"),
        "Where it goes: destinations, and the ends of routes.",
        &["destination:AE", "destination:\"United Arab Emirates\""],
    ),
    field(
        "party",
        Takes::Words(Within::Party),
        "A name of a party that is still in the record.",
        &["party:\"NSO Group\"", "party:intell*"],
    ),
    field(
        "withdrawn-party",
        Takes::Words(Within::WithdrawnParty),
        "A name of a party that the originator has withdrawn from the record.",
        &["withdrawn-party:\"Example Systems\""],
    ),
    field(
        "identifier",
        Takes::Whole(Exact::Identifier),
        "A party's number in a register, with or without blanks and strokes.",
        &["identifier:529900T8BM49AURSDO55", "identifier:\"HRB 12345\""],
    ),
    field("product", Takes::Words(Within::Product), "A name of a product.", &["product:predator"]),
    field(
        "right",
        Takes::Word(Exact::Right, "right"),
        "A human right that is touched.",
        &["right:privacy"],
    ),
    field("title", Takes::Words(Within::Title), "Words of the title.", &["title:spyware"]),
    field(
        "text",
        Takes::Words(Within::Text),
        "Words of title and text, in every language; no names and numbers.",
        &["text:\"lawful interception\""],
    ),
    field(
        "lang",
        Takes::Whole(Exact::Language),
        "It has text in that language.",
        &["lang:et", "lang:de-AT"],
    ),
    field(
        "tlp",
        Takes::Marking,
        "The marking, or a range from open to strict. A record without one counts as red.",
        &["tlp:amber", "tlp:<=green", "tlp:green..amber+strict"],
    ),
    field(
        "audience",
        Takes::Word(Exact::Audience, "audience"),
        "Who may read it.",
        &["audience:public"],
    ),
    field(
        "status",
        Takes::Status,
        "Whether it stands. Without this field only what is in force is shown; `any` shows all.",
        &["status:any", "status:expired,withdrawn", "-status:in-force"],
    ),
    field(
        "is",
        Takes::Mark,
        "A mark that stands beside the status.",
        &["is:disputed", "-is:exercise"],
    ),
    field("exercise", Takes::Exercise, "Whether it is a drill.", &["exercise:no"]),
    field(
        "issued",
        Takes::Days(Day::Issued),
        "The day of issue, in UTC: a day, a month, a year, or a range.",
        &["issued:2024-01..2024-06", "issued:2024", "issued:>=2024-05-17"],
    ),
    field(
        "since",
        Takes::Since,
        "Issued on the first day of that, or later; or so many days, weeks, months, years ago.",
        &["since:2024-01", "since:30d", "since:yesterday"],
    ),
    field("until", Takes::Until, "Issued on the last day of that, or earlier.", &["until:2024-06"]),
    field("year", Takes::Year, "The year of issue.", &["year:2024", "year:2022..2024"]),
    field(
        "valid-until",
        Takes::Days(Day::ValidUntil),
        "The last day on which it stands; what has none is not found.",
        &["valid-until:2026-12", "valid-until:..2026-12-31"],
    ),
    field(
        "held-by",
        Takes::Number(Number::HeldBy),
        "How many states hold it, by the newest checkpoints.",
        &["held-by:>=17"],
    ),
    field(
        "reference",
        Takes::Whole(Exact::Reference),
        "The reference of the record, or of the correction that made the version.",
        &["reference:EE-2026-0007", "reference:EE-2026-*"],
    ),
    field(
        "id",
        Takes::Whole(Exact::Id),
        "The id of the record or of the version, or its first eight digits at least.",
        &["id:9f86d081"],
    ),
    field(
        "version",
        Takes::Number(Number::Version),
        "Which version it is.",
        &["version:1", "version:>=2"],
    ),
    field(
        "sort",
        Takes::Sort,
        "The order of the answer, once and outside all brackets.",
        &["sort:newest", "sort:held-by"],
    ),
];

/// The field of that name; case does not matter, and `_` is `-`.
pub(crate) fn named(name: &str) -> Option<&'static Field> {
    let name = name.to_lowercase().replace('_', "-");
    FIELDS.iter().find(|field| field.name == name)
}

/// What people write who do not know the field's name. One name is enough to read; this only advises.
const MEANT: &[(&str, &str)] = &[
    ("mark", "is"),
    ("number", "version"),
    ("language", "lang"),
    ("marking", "tlp"),
    ("technology", "category"),
    ("issuer", "state"),
    ("from", "since"),
    ("to", "until"),
    ("date", "issued"),
    ("expires", "valid-until"),
    ("name", "party"),
    ("company", "party"),
    ("country", "destination"),
    ("eccn", "code"),
    ("lei", "identifier"),
    ("ref", "reference"),
    ("order", "sort"),
];

/// The field that is meant by another name.
pub(crate) fn meant(name: &str) -> Option<&'static str> {
    let name = name.to_lowercase();
    MEANT.iter().find(|(other, _)| *other == name).map(|(_, field)| *field)
}
