//! The page about the language is made from the table that the parser reads by, and what it shows is read.

use std::{env, fmt::Write as _, fs, path::Path};

use chancery_record::vocabulary::Vocabularies;

use super::cast::{TODAY, read};
use crate::{FACET_VALUES_MAX, Facet, Field, QUERY_BYTES_MAX, Query, Sort, Status};

const HEAD: &str = "<!-- Written by a test from crates/query. Change that. -->

# Queries

One language for the command line, the API and saved watches. A query asks conditions of each version of each record by
itself; [the specification](../spec/query.md) says exactly what each means. By default only what is **in force** is shown,
and how much more matches is said beside the answer: `status:any` shows all.
";

/// What an analyst asks, and the query for it.
const ASKED: &[(&str, &str)] = &[
    ("What does anybody say about this company?", "party:\"NSO Group\""),
    ("The same, also where it was taken back or replaced.", "party:\"NSO Group\" status:any"),
    (
        "Who has refused interceptors to this destination?",
        "kind:denial-notice code:EU/5A001.f destination:AE",
    ),
    (
        "Whatever is said about IMSI catchers since spring.",
        "category:imsi-catcher since:2026-04 sort:newest",
    ),
    (
        "Spyware or lawful interception, but no drills.",
        "(spyware OR \"lawful interception\") exercise:no",
    ),
    ("What others dispute and most states hold.", "is:disputed held-by:>=17 sort:held-by"),
    ("What ends before the end of the year.", "valid-until:..2026-12-31"),
    ("What I may tell anyone about privacy.", "right:privacy tlp:clear"),
    (
        "A record by its reference, all its versions.",
        "reference:EE-2026-0007 status:any sort:oldest",
    ),
    (
        "Two states' denials of last year, without one kind of goods.",
        "state:EE,FI kind:denial-* year:2025 -category:facial-recognition",
    ),
];

const WORDS: &str = "
## Words

- Words beside each other must all be there, in any place and order. In quotes they must stand side by side. `intel*` is
  whatever begins so; `\"cell site sim\"*` too.
- Case, accents and vowel points do not matter: `societe generale` finds *Société Générale*. Nothing is transliterated and no
  word is brought to a stem: names in another script or spelling are a matter for screening, not for a search.
- A stroke, a dot or an apostrophe divides a word, and what is typed with one is asked as a phrase: `cell-site` finds
  *cell site*, `5A001.f` finds the code in a text, `EE-2026-0007` the record.
- Scripts without blanks need none: a part of `監視機器` finds it.
- Words without a field are looked for in titles, texts of all languages, names of parties that are still in the record,
  products, references, codes and numbers in registers. A party that was withdrawn from a record is found by
  `withdrawn-party:` alone.

## AND, OR, NOT

- `a b` and `a AND b` ask both, `a OR b` either, `-a` and `NOT a` that it is not so. AND binds closer than OR; brackets
  group. In small letters `and`, `or` and `not` do the same between conditions, and a note says so; in quotes they are words.
- A field takes the word, the quotation or the bracket right behind its colon: `party:\"NSO Group\"`,
  `state:(EE OR FI)`, or in short `state:EE,FI`. After a blank the next word is asked of anything.
- Ranges: `2024-01..2024-06`, `2024..`, `..2024`, `>=17`, `<5`. A month or a year is all its days, ends included.
";

const AFTER: &str = "
## Codes

`code:` asks an entry of a control list and whatever is below it, and what the crosswalk has for it in other lists; a note says
which, and each hit says by which entry it was found. An entry above paragraphs that the crosswalk names stands for the entry
above theirs, where both lists divide alike. Lists are named as in the [vocabulary](vocabularies.md), or in short: `EU`, `US`, `WA`,
`UK`, `CA`, `JP`, `AU`, `NO`, `KR`. Equivalents are a hint to look, no classification. What names a *wider* entry as
a whole is found by `broader:`; `code:EU/5A001.f.2 OR broader:EU/5A001.f.2` asks both.
";

fn page() -> String {
    let mut page = String::from(HEAD);
    let mut line = |text: &str| writeln!(page, "{text}").expect("a String takes all");
    line("\n## What people ask\n\n| question | query |\n| --- | --- |");
    for (question, query) in ASKED {
        line(&format!("| {question} | `{query}` |"));
    }
    line(WORDS.trim_end());
    line("\n## Fields\n\n| field | asks | examples |\n| --- | --- | --- |");
    for field in Field::ALL {
        let examples: Vec<String> = field.examples.iter().map(|it| format!("`{it}`")).collect();
        line(&format!("| `{}` | {} | {} |", field.name, field.about, examples.join("<br>")));
    }
    let statuses = Status::ALL.map(Status::as_str).join(", ");
    line(&format!("\nStatuses: {statuses}. Marks: {}.", crate::field::MARKS.join(", ")));
    line(AFTER.trim_end());
    line("\n## Order and counts\n");
    let orders = Sort::ALL.map(|sort| format!("`sort:{}`", sort.as_str())).join(", ");
    line(&format!(
        "{orders}. Without it, an answer to words without a field is in the order of relevance, and any other begins with the \
         newest.\nRelevance is counted from the record alone: for each word or phrase 8 points in the title, 4 in a name, 1 \
         elsewhere. Of two that are alike the newer comes first."
    ));
    let facets = Facet::ALL.map(Facet::as_str).join(", ");
    line(&format!(
        "\nFacets count the whole answer by {facets}: at most {FACET_VALUES_MAX} values, the most frequent first, and how \
         many there are."
    ));
    line(
        "\nWho asks is part of every answer: what a reader may not see is left out before anything is counted or ordered.",
    );
    line("\n## What is refused\n");
    line(&format!(
        "A query takes at most {QUERY_BYTES_MAX} bytes, 256 words and conditions, and 32 brackets in each other. What \
         cannot be read is refused with the place and, where there is one, the word that was probably meant:"
    ));
    for wrong in
        ["stat:EE", "kind:denial-notise", "since:2024-13", "spyware (EE", "code:EU/5A001.i"]
    {
        let flaw = Query::parse(wrong, Vocabularies::shipped(), TODAY).expect_err(wrong);
        let mark = " ".repeat(flaw.at) + &"^".repeat(flaw.length.max(1));
        line(&format!("\n```text\n{wrong}\n{mark}\n{flaw}; {}\n```", flaw.hint()));
    }
    page
}

#[test]
fn the_reference_page_is_up_to_date() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/reference/query.md");
    if env::var_os("CHANCERY_BLESS").is_some() {
        fs::write(&path, page()).expect("the page can be written");
    }
    let published = fs::read_to_string(&path).unwrap_or_default();
    assert_eq!(published, page(), "run again with CHANCERY_BLESS=1");
}

#[test]
fn whatever_the_page_shows_as_a_query_is_one() {
    for (_, query) in ASKED {
        read(query);
    }
    let page = page();
    let shown = page.split("## What is refused").next().expect("a page");
    let mut read_any = 0;
    for code in shown.split('`').skip(1).step_by(2) {
        let named = code.split_once(':').is_some_and(|(name, value)| {
            !value.is_empty() && Field::ALL.iter().any(|field| field.name == name)
        });
        if named {
            read(code);
            read_any += 1;
        }
    }
    assert!(read_any > 2 * Field::ALL.len() / 2, "{read_any}");
}

#[test]
fn every_field_of_the_table_has_another_name() {
    for (place, field) in Field::ALL.iter().enumerate() {
        let again = Field::ALL.iter().position(|other| other.name == field.name);
        assert_eq!(again, Some(place), "{}", field.name);
        assert!(crate::field::named(field.name).is_some());
        assert!(crate::field::meant(field.name).is_none(), "{} is a name already", field.name);
    }
}
