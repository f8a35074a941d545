//! Entries of control lists: list, code, and the tree that the codes form.
//!
//! A code alone is ambiguous, so a [`ControlCode`] knows its list. `5A001.f` is an ancestor of `5A001.f.2`: what is
//! said of the one holds for the other. Invariant: a code that is one was written in its list's numbering, and is
//! none of those that look right and name nothing.

use super::{Entry, Vocabularies};
use crate::form::{
    CODE_ANNEX, CODE_BRITAIN, CODE_CANADA, CODE_JAPAN, CODE_OTHER, CODE_WASSENAAR, Form,
};

#[cfg(test)]
mod tests;

/// The numberings that packs may name.
pub(super) const NUMBERINGS: [&str; 6] =
    ["annex", "wassenaar", "canada", "japan", "britain", "other"];

/// How codes of that numbering are written.
pub(crate) fn numbering_form(numbering: &str) -> Option<&'static Form> {
    match numbering {
        "annex" => Some(&CODE_ANNEX),
        "wassenaar" => Some(&CODE_WASSENAAR),
        "canada" => Some(&CODE_CANADA),
        "japan" => Some(&CODE_JAPAN),
        "britain" => Some(&CODE_BRITAIN),
        "other" => Some(&CODE_OTHER),
        _ => None,
    }
}

/// An entry of a control list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ControlCode {
    list: String,
    /// `5A001`, `5A001.f`, `5A001.f.2`: every entry from the top down to this one.
    path: Vec<String>,
}

/// Why a code is none of its list.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ControlCodeFlaw {
    /// No pack knows the list.
    #[error("{0:?} is no control list that is known")]
    List(String),
    /// The code is written otherwise.
    #[error("{code:?} is not written as codes of {list} are")]
    Syntax {
        /// The code.
        code: String,
        /// The list.
        list: String,
        /// How they are written.
        wanted: String,
        /// Lists that do write them so.
        written_so: Vec<String>,
    },
    /// The code is an entry of another list alone.
    #[error("{code} is an entry of {right}, not of {list}")]
    OtherList {
        /// The code.
        code: String,
        /// The list that was named.
        list: String,
        /// The list that has it.
        right: String,
    },
    /// The code looks right and names nothing.
    #[error("{code} names nothing in {list}: {why}")]
    Unused {
        /// The code.
        code: String,
        /// The list.
        list: String,
        /// Why it names nothing.
        why: String,
        /// The code that is usually meant.
        instead: Option<String>,
    },
}

/// An entry of another list that a category of technology ties to a code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Equivalent<'a> {
    /// The category.
    pub category: &'a str,
    /// The entry.
    pub entry: &'a Entry,
}

impl ControlCode {
    /// Reads a code of a list.
    ///
    /// # Errors
    /// Why it is none.
    pub fn parse(
        list: &str,
        code: &str,
        vocabularies: &Vocabularies,
    ) -> Result<ControlCode, ControlCodeFlaw> {
        let known = vocabularies
            .control_list(list)
            .ok_or_else(|| ControlCodeFlaw::List(list.to_owned()))?;
        let form = numbering_form(&known.numbering).filter(|form| form.matches(code));
        if form.is_none() {
            return Err(written_otherwise(list, code, vocabularies));
        }
        let parsed = ControlCode { list: list.to_owned(), path: path(&known.numbering, code) };
        let under = |other: &str| parsed.path.iter().any(|entry| entry == other);
        if let Some(unused) = known.unused.iter().find(|unused| under(&unused.code)) {
            return Err(ControlCodeFlaw::Unused {
                code: code.to_owned(),
                list: list.to_owned(),
                why: unused.why.clone(),
                instead: unused.instead.clone(),
            });
        }
        // Where two lists say that they alone have it, each is believed about itself.
        let right = vocabularies.control_lists().find(|other| {
            other.list != list
                && other.numbering == known.numbering
                && other.only_here.iter().any(|entry| under(entry))
        });
        match right {
            Some(right) if !known.only_here.iter().any(|entry| under(entry)) => {
                Err(ControlCodeFlaw::OtherList {
                    code: code.to_owned(),
                    list: list.to_owned(),
                    right: right.list.clone(),
                })
            }
            _ => Ok(parsed),
        }
    }

    /// The list.
    pub fn list(&self) -> &str {
        &self.list
    }

    /// The code, as it is written.
    pub fn code(&self) -> &str {
        self.path.last().expect("because a path holds its own code")
    }

    /// The entries above it, from the top down: `5A001`, `5A001.f`.
    pub fn ancestors(&self) -> &[String] {
        &self.path[..self.path.len() - 1]
    }

    /// Whether this entry is the other or above it, in the same list.
    pub fn covers(&self, other: &ControlCode) -> bool {
        self.list == other.list && other.path.starts_with(&self.path)
    }

    /// What other lists have for it, by the categories that name it, an entry above it or one below.
    pub fn equivalents<'a>(
        &'a self,
        vocabularies: &'a Vocabularies,
    ) -> impl Iterator<Item = Equivalent<'a>> {
        let names = |entry: &&Entry| {
            let entry = ControlCode::parse(&entry.list, &entry.code, vocabularies);
            entry.is_ok_and(|entry| entry.covers(self) || self.covers(&entry))
        };
        vocabularies
            .lists()
            .flat_map(|list| list.current())
            .filter(move |word| word.codes.iter().any(|entry| names(&entry)))
            .flat_map(|word| word.codes.iter().map(|entry| (word.word.as_str(), entry)))
            .filter(|(_, entry)| entry.list != self.list)
            .map(|(category, entry)| Equivalent { category, entry })
    }
}

impl ControlCodeFlaw {
    /// What to write instead.
    pub fn advice(&self) -> String {
        match self {
            ControlCodeFlaw::List(_) => "a list of the vocabulary control-list".to_owned(),
            ControlCodeFlaw::Syntax { wanted, written_so, .. } if written_so.is_empty() => {
                wanted.clone()
            }
            ControlCodeFlaw::Syntax { wanted, written_so, .. } => {
                format!("{wanted}; so are codes written in {}", written_so.join(", "))
            }
            ControlCodeFlaw::OtherList { right, .. } => {
                format!("list {right}, or an entry of the list that is named")
            }
            ControlCodeFlaw::Unused { instead: Some(instead), .. } => {
                format!("an entry that exists; {instead} is usually meant")
            }
            ControlCodeFlaw::Unused { .. } => "an entry that exists".to_owned(),
        }
    }
}

fn written_otherwise(list: &str, code: &str, vocabularies: &Vocabularies) -> ControlCodeFlaw {
    let known = vocabularies.control_list(list);
    let form = known.and_then(|known| numbering_form(&known.numbering));
    // Any text is a code of some national list, so that list says nothing.
    let written_so = vocabularies.control_lists().filter(|other| {
        other.numbering != "other"
            && numbering_form(&other.numbering).is_some_and(|form| form.matches(code))
    });
    ControlCodeFlaw::Syntax {
        code: code.to_owned(),
        list: list.to_owned(),
        wanted: form
            .map(|form| format!("{}, for example {:?}", form.about, form.example))
            .unwrap_or_default(),
        written_so: written_so.map(|other| other.list.clone()).collect(),
    }
}

/// The entries from the top down to the code. The first is what the list numbers, the rest are its paragraphs.
fn path(numbering: &str, code: &str) -> Vec<String> {
    let (mark, first) = match numbering {
        // `5.A.1.f`, `1-5.A.1.f`: category, group and number are one.
        "wassenaar" | "canada" => ('.', 3),
        "japan" => ('(', 1),
        // Nobody here knows how another nation divides its numbers.
        "other" => return vec![code.to_owned()],
        _ => ('.', 1),
    };
    let ends = code.match_indices(mark).map(|(at, _)| at).skip(first - 1);
    ends.chain([code.len()]).map(|end| code[..end].to_owned()).collect()
}
