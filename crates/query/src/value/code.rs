//! Codes of control lists: what an entry stands for, below it, above it, and in other lists.
//!
//! The crosswalk names entries of several lists for one category of technology. A code that has several such
//! entries below it has, in the other list, the entry above theirs when the paragraphs are lettered alike.

use std::collections::BTreeSet;

use chancery_record::vocabulary::ControlCode;

use super::{Misread, Piece, Reading, Value, term};
use crate::{
    ask::{End, Pattern, Reach, Term},
    document::small,
    flaw::Wrong,
};

/// Lists by the letters that people write: the state's, or `EU`, `WA`.
const SHORT: [(&str, &str); 11] = [
    ("eu", "eu-annex-i"),
    ("us", "us-ccl"),
    ("wa", "wassenaar"),
    ("gb", "gb-strategic"),
    ("uk", "gb-strategic"),
    ("ca", "ca-ecl"),
    ("jp", "jp-meti"),
    ("au", "au-dsgl"),
    ("no", "no-list-ii"),
    ("kr", "kr-strategic"),
    ("other", "other-national"),
];

/// The list whose numbering takes any text: a code without a list is not looked for there.
const ANY_TEXT: &str = "other-national";

impl Reading<'_> {
    pub(super) fn code(self, reach: Reach, whole: Piece<'_>, end: End) -> Result<Value, Misread> {
        let text = whole.text.trim();
        let (list, code) = match text.split_once('/') {
            Some((list, code)) => (Some(self.list(whole, list)?), code),
            None => (None, text),
        };
        let asked = match &list {
            Some(list) => format!("{list}/{code}"),
            None => code.to_owned(),
        };
        if end == End::Open {
            return self.beginning(reach, whole, asked);
        }
        let codes = self.entries(whole, list.as_deref(), code)?;
        let (one_of, notes) = match reach {
            Reach::Down => self.down(&codes, list.as_deref(), code),
            Reach::Up => self.up(&codes, list.as_deref(), code),
        };
        let one_of: Vec<Pattern> = one_of.into_iter().map(Pattern::Is).collect();
        let asked = asked.replace('"', " ");
        let weight = one_of.len().max(1);
        Ok(Value { notes, weight, ..term(Term::Code { asked, reach, one_of }) })
    }

    /// The list of that name.
    fn list(self, whole: Piece<'_>, name: &str) -> Result<String, Misread> {
        let name = small(name);
        let short = SHORT.iter().find(|(short, _)| *short == name).map(|(_, list)| *list);
        let known = self.vocabularies.control_list(short.unwrap_or(&name));
        match known {
            Some(known) => Ok(known.list.clone()),
            None => {
                let lists: Vec<&str> =
                    self.vocabularies.control_lists().map(|known| known.list.as_str()).collect();
                let advice = format!(
                    "a list is one of {}; short: EU, US, WA, UK, CA, JP, AU, NO, KR",
                    lists.join(", ")
                );
                let length = name.chars().count();
                Err((whole.at, length, Wrong::Code { text: whole.text.to_owned(), advice }))
            }
        }
    }

    /// Whatever begins so, as it is written: no list can say what is meant.
    fn beginning(self, reach: Reach, whole: Piece<'_>, asked: String) -> Result<Value, Misread> {
        if reach == Reach::Up || asked.is_empty() || asked.contains(['*', '"']) {
            return whole.wrong(Wrong::Star);
        }
        let one_of = vec![Pattern::Begins(small(&asked))];
        Ok(term(Term::Code { asked: format!("{asked}*"), reach, one_of }))
    }

    /// The entry in its list, or in all lists that have a code like it. None where only the list of other
    /// nations could have it, whose numbering nobody here knows.
    fn entries(
        self,
        whole: Piece<'_>,
        list: Option<&str>,
        code: &str,
    ) -> Result<Vec<ControlCode>, Misread> {
        let parse = |list: &str| {
            // People write `5a001.F`.
            let written = ControlCode::parse(list, code, self.vocabularies);
            written.or_else(|flaw| {
                ControlCode::parse(list, &usual(code), self.vocabularies).map_err(|_| flaw)
            })
        };
        let wrong = |advice| whole.wrong(Wrong::Code { text: whole.text.to_owned(), advice });
        if let Some(list) = list {
            return match parse(list) {
                Ok(code) => Ok(vec![code]),
                Err(flaw) => wrong(flaw.advice()),
            };
        }
        let lists: Vec<&str> =
            self.vocabularies.control_lists().map(|known| known.list.as_str()).collect();
        let codes: Vec<ControlCode> = lists
            .iter()
            .filter(|list| **list != ANY_TEXT)
            .filter_map(|list| parse(list).ok())
            .collect();
        match codes.is_empty() && parse(ANY_TEXT).is_err() {
            true => wrong("write it as its list does, like 5A001.f or 5.A.1.f".to_owned()),
            false => Ok(codes),
        }
    }

    /// The entry, and what the crosswalk has for it in lists that were not asked.
    fn down(
        self,
        codes: &[ControlCode],
        list: Option<&str>,
        code: &str,
    ) -> (BTreeSet<String>, Vec<String>) {
        let own = codes.first().map_or(code, ControlCode::code);
        let mut one_of = BTreeSet::from([spelled(list, own)]);
        let mut notes = vec![format!("{} and all below it", said(list, own))];
        let mut others: BTreeSet<(String, String)> = BTreeSet::new();
        for code in codes {
            others.extend(self.others(code));
        }
        // Without a list its own spelling finds it in every list already.
        others.retain(|(_, entry)| list.is_some() || !is_under(entry, own));
        let above: Vec<(String, String)> = others.iter().cloned().collect();
        others.retain(|(list, entry)| {
            !above
                .iter()
                .any(|(other, upper)| other == list && upper != entry && is_under(entry, upper))
        });
        if !others.is_empty() {
            let shown: Vec<String> =
                others.iter().map(|(list, entry)| format!("{list}/{entry}")).collect();
            notes.push(format!("by the crosswalk also {}", shown.join(", ")));
        }
        one_of.extend(others.iter().map(|(list, entry)| spelled(Some(list), entry)));
        let ancestors = codes.iter().flat_map(ControlCode::ancestors).next();
        if ancestors.is_some() {
            let broader = said(list, own);
            notes
                .push(format!("records that name an entry above it as a whole: broader:{broader}"));
        }
        (one_of, notes)
    }

    /// The entries of other lists for a code, each lifted as far as the code stands above its own.
    fn others(self, code: &ControlCode) -> BTreeSet<(String, String)> {
        let mut found = BTreeSet::new();
        let words = self.vocabularies.lists().flat_map(|list| list.current());
        for word in words.filter(|word| !word.codes.is_empty()) {
            let own = word.codes.iter().filter(|entry| entry.list == code.list());
            let own: Vec<ControlCode> = own
                .filter_map(|entry| {
                    ControlCode::parse(&entry.list, &entry.code, self.vocabularies).ok()
                })
                .filter(|entry| entry.covers(code) || code.covers(entry))
                .collect();
            if own.is_empty() {
                continue;
            }
            let suffixes: Vec<&str> =
                own.iter().filter_map(|entry| entry.code().strip_prefix(code.code())).collect();
            for entry in word.codes.iter().filter(|entry| entry.list != code.list()) {
                let lifted = suffixes.iter().find_map(|suffix| entry.code.strip_suffix(suffix));
                let lifted = lifted.filter(|lifted| {
                    ControlCode::parse(&entry.list, lifted, self.vocabularies).is_ok()
                });
                let entry_code = lifted.unwrap_or(&entry.code).to_owned();
                found.insert((entry.list.clone(), entry_code));
            }
        }
        found
    }

    /// The entries above it.
    fn up(
        self,
        codes: &[ControlCode],
        list: Option<&str>,
        code: &str,
    ) -> (BTreeSet<String>, Vec<String>) {
        let above: BTreeSet<&String> = codes.iter().flat_map(ControlCode::ancestors).collect();
        let shown: Vec<String> = above.iter().map(|entry| said(list, entry)).collect();
        let note = match shown.is_empty() {
            true => format!("nothing stands above {}", said(list, code)),
            false => format!("records that name {} itself", shown.join(", ")),
        };
        (above.into_iter().map(|entry| spelled(list, entry)).collect(), vec![note])
    }
}

/// As a document's values spell it.
fn spelled(list: Option<&str>, code: &str) -> String {
    small(&said(list, code))
}

fn said(list: Option<&str>, code: &str) -> String {
    list.map_or(code.to_owned(), |list| format!("{list}/{code}"))
}

fn is_under(entry: &str, upper: &str) -> bool {
    entry.strip_prefix(upper).is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '(']))
}

/// Capital letters in front of the first dot that a digit stands before, small ones behind.
fn usual(code: &str) -> String {
    match code.split_once('.') {
        // `5.a.1.f` of the Wassenaar list has its capital behind the dot.
        Some((front, rest)) if front.chars().all(|c| c.is_ascii_digit() || c == '-') => {
            let (group, rest) = rest.split_once('.').unwrap_or((rest, ""));
            let dot = if rest.is_empty() { "" } else { "." };
            format!("{front}.{}{dot}{}", group.to_uppercase(), rest.to_lowercase())
        }
        Some((front, rest)) => format!("{}.{}", front.to_uppercase(), rest.to_lowercase()),
        None => code.to_uppercase(),
    }
}
