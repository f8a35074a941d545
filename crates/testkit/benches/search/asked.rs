//! What is asked: ten typical queries, each in as many variants as there are samples, and names to screen.
//!
//! The words come from documents of the corpus, so that every query has an answer and the skew of the corpus
//! is the skew of the questions.

use chancery_query::{Document, Query, words};
use chancery_record::vocabulary::Vocabularies;
use serde::{Deserialize, Serialize};

/// One kind of question.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Sort {
    OneWord,
    TwoWords,
    Phrase,
    Prefix,
    Fields,
    Code,
    Destination,
    Party,
    Boolean,
    Newest,
}

impl Sort {
    pub const ALL: [Sort; 10] = [
        Sort::OneWord,
        Sort::TwoWords,
        Sort::Phrase,
        Sort::Prefix,
        Sort::Fields,
        Sort::Code,
        Sort::Destination,
        Sort::Party,
        Sort::Boolean,
        Sort::Newest,
    ];

    pub fn name(self) -> &'static str {
        match self {
            Sort::OneWord => "one word",
            Sort::TwoWords => "two words",
            Sort::Phrase => "phrase",
            Sort::Prefix => "prefix",
            Sort::Fields => "state, kind, status",
            Sort::Code => "code and all below",
            Sort::Destination => "destination, since",
            Sort::Party => "name of a party",
            Sort::Boolean => "and, or, not",
            Sort::Newest => "all, newest first",
        }
    }
}

/// A question, as our language has it and as its parts.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Asked {
    pub sort: Sort,
    /// In our language.
    pub text: String,
    /// The same in parts, for the peer.
    pub parts: Vec<String>,
}

/// The questions that a document suggests.
pub fn asked(document: &Document) -> Vec<Asked> {
    Sort::ALL.into_iter().filter_map(|sort| one(sort, document)).collect()
}

fn one(sort: Sort, document: &Document) -> Option<Asked> {
    let plain = plain_words(document);
    let at = |place: usize| plain.get(place % plain.len().max(1)).cloned();
    let middle = plain.len() / 2;
    let state = document.state.to_string();
    let kind = document.kind.clone();
    let (text, parts) = match sort {
        Sort::OneWord => (at(middle)?, vec![at(middle)?]),
        Sort::TwoWords => {
            let (a, b) = (at(middle)?, at(middle + 3)?);
            (format!("{a} {b}"), vec![a, b])
        }
        Sort::Phrase => {
            let (a, b) = pair(document)?;
            (format!("\"{a} {b}\""), vec![a, b])
        }
        Sort::Prefix => {
            let long = plain.iter().filter(|word| word.len() >= 6).nth(1)?;
            (format!("{}*", &long[..5]), vec![long[..5].to_owned()])
        }
        Sort::Fields => (format!("state:{state} kind:{kind} status:in-force"), vec![state, kind]),
        Sort::Code => {
            let code = &document.codes.first()?.code;
            let above = code.rsplit_once('.').map_or(code.as_str(), |(above, _)| above);
            let list = &document.codes.first()?.list;
            let asked = [above, code].map(|code| format!("code:{list}/{code}"));
            // What is above may be no entry: `4.D` names nothing.
            let is_entry = |text: &String| {
                Query::parse(text, Vocabularies::shipped(), time::Date::MIN).is_ok()
            };
            (asked.into_iter().find(is_entry)?, Vec::new())
        }
        Sort::Destination => {
            let to = document.destinations.first()?.clone();
            (format!("destination:{to} since:2024-01"), vec![to])
        }
        Sort::Party => {
            let name = document.parties.iter().flat_map(|party| &party.names);
            let name = name.into_iter().find(|name| name.is_ascii())?;
            let name = words(name);
            (format!("party:\"{}\"", name.join(" ")), name)
        }
        Sort::Boolean => {
            let (a, b, c) = (at(middle)?, at(middle + 2)?, at(middle + 5)?);
            (format!("{a} ({b} OR {c}) -kind:{kind}"), vec![a, b, c, kind])
        }
        Sort::Newest => ("sort:newest".to_owned(), Vec::new()),
    };
    Some(Asked { sort, text, parts })
}

/// Words of its first text that both sides divide and fold alike: plain letters, and no words of the
/// language itself.
fn plain_words(document: &Document) -> Vec<String> {
    let Some(text) = document.texts.first() else { return Vec::new() };
    let plain = |word: &String| {
        word.len() >= 3 && word.bytes().all(|byte| byte.is_ascii_lowercase()) && word != "not"
    };
    words(&text.text).into_iter().filter(plain).collect()
}

/// Two plain words that stand beside each other.
fn pair(document: &Document) -> Option<(String, String)> {
    let all = words(&document.texts.first()?.text);
    let plain = |word: &String| word.bytes().all(|byte| byte.is_ascii_lowercase());
    let pairs = all.windows(2).filter(|pair| pair.iter().all(plain));
    let pair = pairs.skip(2).find(|pair| pair.iter().any(|word| word.len() > 4))?;
    Some((pair[0].clone(), pair[1].clone()))
}
