//! What is wrong with a query, and where.
//!
//! Places are counted in characters, so that whoever shows the text can put a mark under them; how wide a
//! character is drawn is his matter. Invariant: a flaw lies inside the text, or right behind its end.

use std::fmt;

/// What is wrong with a query.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Flaw {
    /// The first character concerned, from 0.
    pub at: usize,
    /// How many characters; 0 where something is missing at the end.
    pub length: usize,
    /// What is wrong.
    pub wrong: Wrong,
}

/// What can be wrong with a query.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Wrong {
    /// The text is too long.
    #[error("the query takes {bytes} bytes, and at most {max} are read")]
    TooLong {
        /// Its length.
        bytes: usize,
        /// The most that is read.
        max: usize,
    },
    /// It asks too many things.
    #[error("the query has more than {max} words and conditions")]
    TooMany {
        /// The most.
        max: usize,
    },
    /// Brackets or NOT in each other.
    #[error("brackets and NOT stand in each other more than {max} deep")]
    TooDeep {
        /// The most.
        max: usize,
    },
    /// No field has that name.
    #[error("there is no field {name:?}")]
    Field {
        /// The name.
        name: String,
        /// Fields that may have been meant.
        nearest: Vec<String>,
    },
    /// The vocabulary of the field has no such word.
    #[error("{text:?} is no word of {field}")]
    Word {
        /// The field.
        field: &'static str,
        /// What was written.
        text: String,
        /// Words that may have been meant, or all there are.
        nearest: Vec<String>,
    },
    /// Nothing stands behind the colon.
    #[error("{field} has no value")]
    NoValue {
        /// The field.
        field: &'static str,
        /// How it is used.
        example: &'static str,
    },
    /// A quotation does not end.
    #[error("the quotation that begins here does not end")]
    Quote,
    /// A bracket is not closed.
    #[error("the bracket that opens here is not closed")]
    Open,
    /// A bracket is not opened.
    #[error("the bracket that closes here was not opened")]
    Closed,
    /// Nothing stands in the brackets.
    #[error("nothing stands in the brackets")]
    Empty,
    /// A word that joins two conditions has only one.
    #[error("{word} has nothing on one side")]
    Lonely {
        /// `AND`, `OR` or `NOT`.
        word: &'static str,
    },
    /// There is no letter and no digit.
    #[error("there is no word in {text:?}")]
    NoWord {
        /// What was written.
        text: String,
    },
    /// A star stands elsewhere than at the end of a word.
    #[error("a star stands for the rest of a word, behind its beginning")]
    Star,
    /// It is no day.
    #[error("{text:?} is no day, month or year")]
    Date {
        /// What was written.
        text: String,
    },
    /// It is no number.
    #[error("{text:?} is no number")]
    Number {
        /// What was written.
        text: String,
    },
    /// A range ends before it begins.
    #[error("the range ends before it begins, and holds nothing")]
    Backwards,
    /// Nothing lies beyond that end.
    #[error("no value lies beyond that")]
    Beyond,
    /// A range has no ends.
    #[error("the range has no end")]
    Endless,
    /// It is no entry of a control list.
    #[error("{text:?} is no entry of a control list")]
    Code {
        /// What was written.
        text: String,
        /// What to write instead.
        advice: String,
    },
    /// It is no id, or too short a part of one.
    #[error("{text:?} is no id: hexadecimal digits, eight at least and 64 at most")]
    Id {
        /// What was written.
        text: String,
    },
    /// The order stands inside brackets, behind NOT or OR, or twice.
    #[error("the order of the answer is said once, outside brackets, NOT and OR")]
    Sort,
}

impl fmt::Display for Flaw {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.wrong.fmt(f)
    }
}

impl std::error::Error for Flaw {}

impl Flaw {
    /// What to write instead.
    pub fn hint(&self) -> String {
        match &self.wrong {
            Wrong::TooLong { .. } | Wrong::TooMany { .. } => {
                "ask for less at once; several queries can be asked one after the other".to_owned()
            }
            Wrong::TooDeep { .. } => "write it with fewer brackets".to_owned(),
            Wrong::Field { name, nearest } if nearest.is_empty() => {
                format!(
                    "the fields are listed in docs/reference/query.md; in quotes, {name:?} is text"
                )
            }
            Wrong::Field { nearest, .. } => {
                format!("perhaps {}; in quotes it is text", either(nearest))
            }
            Wrong::Word { field, nearest, .. } if nearest.is_empty() => {
                format!("docs/reference/query.md says what {field} takes")
            }
            Wrong::Word { nearest, .. } => format!("perhaps {}", either(nearest)),
            Wrong::NoValue { example, .. } => {
                format!("write the value right behind the colon, like {example}")
            }
            Wrong::Quote => "close it with a second quotation mark".to_owned(),
            Wrong::Open => "close it with `)`, or put the text in quotes".to_owned(),
            Wrong::Closed => "take it away, or put the text in quotes".to_owned(),
            Wrong::Empty => "write a condition between the brackets".to_owned(),
            Wrong::Lonely { word: "NOT" } => {
                "write a condition behind it; in quotes it is a word".to_owned()
            }
            Wrong::Lonely { .. } => {
                "write a condition on both sides; in quotes it is a word".to_owned()
            }
            Wrong::NoWord { .. } => "letters or digits are looked for".to_owned(),
            Wrong::Star => "write the beginning and then the star, like intel*".to_owned(),
            Wrong::Date { .. } => {
                "write 2024-01-31, 2024-01, 2024, today, yesterday, 30d, 4w, 6m or 1y".to_owned()
            }
            Wrong::Number { .. } => "write digits, like 17, >=17 or 3..5".to_owned(),
            Wrong::Backwards => "turn the two ends round".to_owned(),
            Wrong::Beyond => "write the other end, or the value itself".to_owned(),
            Wrong::Endless => "write one end at least, like 2024-01..".to_owned(),
            Wrong::Code { advice, .. } => advice.clone(),
            Wrong::Id { .. } => "the id as it is shown, or its first eight digits".to_owned(),
            Wrong::Sort => "write it once, at the end".to_owned(),
        }
    }
}

fn either(words: &[String]) -> String {
    match words.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} or {last}", rest.join(", ")),
        Some((last, _)) => last.clone(),
        None => String::new(),
    }
}
