//! Codes of control lists: what an entry stands for, below it, above it, and in other lists.

use std::collections::BTreeSet;

use chancery_record::vocabulary::{ControlCode, ControlCodeFlaw};

use super::{Misread, Piece, Reading, Value, term};
use crate::{
    ask::{End, Pattern, Reach, Term},
    document::small,
    flaw::Wrong,
};
use crosswalk::Entries;

mod crosswalk;
#[cfg(test)]
mod tests;

/// Lists by the letters that people write: the state's, or `EU`, `WA`.
const SHORT: [(&str, &str); 10] = [
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
];

/// The list whose numbering takes any text: a code without a list is looked for there last.
const ANY_TEXT: &str = "other-national";

/// An entry as it was asked.
struct Asked<'a> {
    /// The list, if one was named.
    list: Option<String>,
    /// The code, in the usual letters.
    code: String,
    /// What it is in each list that it may be of.
    codes: Vec<ControlCode>,
    piece: Piece<'a>,
}

impl Reading<'_> {
    /// Whether a word is written like an entry of one of the three lists of the crosswalk.
    pub(crate) fn is_code(self, text: &str) -> bool {
        let numbered = |list: &&str| matches!(*list, "eu-annex-i" | "us-ccl" | "wassenaar");
        let lists = self.vocabularies.control_lists().map(|known| known.list.as_str());
        let mut lists = lists.filter(numbered);
        lists.any(|list| ControlCode::parse(list, &usual(text), self.vocabularies).is_ok())
    }

    pub(super) fn code(self, reach: Reach, piece: Piece<'_>) -> Result<Value, Misread> {
        let text = piece.text.trim();
        let (list, code) = match text.split_once('/') {
            Some((list, code)) => (Some(self.list(piece, list)?), code),
            None => (None, text),
        };
        if piece.end == End::Open {
            return beginning(reach, piece, &said(list.as_deref(), code));
        }
        let asked = self.asked(piece, list, code)?;
        let (one_of, notes) = match reach {
            Reach::Down => self.down(&asked),
            Reach::Up => self.up(&asked),
        };
        let one_of: Vec<Pattern> = one_of.into_iter().map(Pattern::Is).collect();
        let weight = one_of.len().max(1);
        Ok(Value { notes, weight, ..term(Term::Code { asked: asked.said(), reach, one_of }) })
    }

    /// The list of that name.
    fn list(self, piece: Piece<'_>, name: &str) -> Result<String, Misread> {
        let name = small(name);
        let short = SHORT.iter().find(|(short, _)| *short == name).map(|(_, list)| *list);
        if let Some(known) = self.vocabularies.control_list(short.unwrap_or(&name)) {
            return Ok(known.list.clone());
        }
        let lists = self.vocabularies.control_lists().map(|known| known.list.as_str());
        let lists: Vec<&str> = lists.collect();
        let short: Vec<String> = SHORT.iter().map(|(short, _)| short.to_uppercase()).collect();
        let advice = format!("lists are {}, or {}", short.join(", "), lists.join(", "));
        let wrong = Wrong::Code { text: piece.text.to_owned(), advice };
        Err((piece.at, name.chars().count(), wrong))
    }

    /// The entry in its list, or in all lists that have a code like it. In none where only a list could have it
    /// whose numbering nobody here knows.
    fn asked<'a>(
        self,
        piece: Piece<'a>,
        list: Option<String>,
        code: &str,
    ) -> Result<Asked<'a>, Misread> {
        let parse = |list: &str| {
            // People write `5a001.F`.
            let usual = || ControlCode::parse(list, &usual(code), self.vocabularies);
            ControlCode::parse(list, code, self.vocabularies)
                .or_else(|flaw| usual().map_err(|_| flaw))
        };
        let wrong = |advice| piece.wrong(Wrong::Code { text: piece.text.to_owned(), advice });
        let codes = match &list {
            Some(list) => match parse(list) {
                Ok(code) => vec![code],
                Err(flaw @ ControlCodeFlaw::Syntax { .. }) => {
                    let begins = format!("; what begins so: code:{}*", piece.text);
                    return wrong(flaw.advice() + &begins);
                }
                Err(flaw) => return wrong(flaw.advice()),
            },
            None => {
                let lists = self.vocabularies.control_lists().map(|known| known.list.as_str());
                lists.filter(|list| *list != ANY_TEXT).filter_map(|list| parse(list).ok()).collect()
            }
        };
        if codes.is_empty() && parse(ANY_TEXT).is_err() {
            return wrong("write it as its list does, like 5A001.f or 5.A.1.f".to_owned());
        }
        let code = codes.first().map_or(code, ControlCode::code).to_owned();
        Ok(Asked { list, code, codes, piece })
    }

    /// The entry, and what the crosswalk has for it in other lists.
    fn down(self, asked: &Asked<'_>) -> (BTreeSet<String>, Vec<String>) {
        let Asked { list, code, codes, piece } = asked;
        let mut others = Entries::new();
        for code in codes {
            others.extend(self.others(code));
        }
        // Without a list its own spelling finds it in every list already.
        others.retain(|(_, other)| list.is_some() || !is_under(other, code));
        let all = others.clone();
        let covered = |list: &str, entry: &str| {
            all.iter()
                .any(|(other, upper)| other == list && upper != entry && is_under(entry, upper))
        };
        others.retain(|(list, entry)| !covered(list, entry));

        let mut notes = vec![format!("{} and all below it", asked.said())];
        if codes.is_empty() {
            notes[0] = format!(
                "{} is written like no entry of a list that is known; what begins so: code:{}*",
                asked.said(),
                piece.text
            );
        }
        if !others.is_empty() {
            let shown: Vec<String> = others.iter().map(|(list, it)| said(Some(list), it)).collect();
            notes.push(format!("by the crosswalk also {}", shown.join(", ")));
        }
        if codes.iter().any(|code| !code.ancestors().is_empty()) {
            notes
                .push(format!("what names an entry above it as a whole: broader:{}", asked.said()));
        }
        let own = spelled(list.as_deref(), code);
        let others = others.iter().map(|(list, entry)| spelled(Some(list), entry));
        (others.chain([own]).collect(), notes)
    }

    /// The entries above it, in its list and by the crosswalk.
    fn up(self, asked: &Asked<'_>) -> (BTreeSet<String>, Vec<String>) {
        let mut above: BTreeSet<String> = BTreeSet::new();
        for code in &asked.codes {
            let own = code.ancestors().iter().map(|entry| said(asked.list.as_deref(), entry));
            above.extend(own);
        }
        for (list, entry) in asked.codes.iter().flat_map(|code| self.others(code)) {
            let entry = ControlCode::parse(&list, &entry, self.vocabularies);
            let entries = entry.iter().flat_map(ControlCode::ancestors);
            let unsaid = entries.filter(|entry| asked.list.is_some() || !above.contains(*entry));
            let unsaid: Vec<String> = unsaid.map(|entry| said(Some(&list), entry)).collect();
            above.extend(unsaid);
        }
        let shown: Vec<&str> = above.iter().map(String::as_str).collect();
        let note = match shown.is_empty() {
            true => format!("nothing stands above {}", asked.said()),
            false => format!("what names {} as a whole", shown.join(", ")),
        };
        (above.iter().map(|entry| small(entry)).collect(), vec![note])
    }
}

impl Asked<'_> {
    fn said(&self) -> String {
        said(self.list.as_deref(), &self.code)
    }
}

/// Whatever begins so, as it is written: no list can say what is meant.
fn beginning(reach: Reach, piece: Piece<'_>, asked: &str) -> Result<Value, Misread> {
    if reach == Reach::Up || asked.ends_with('/') || asked.is_empty() || asked.contains('"') {
        return piece.wrong(Wrong::Star);
    }
    let one_of = vec![Pattern::Begins(small(asked))];
    Ok(term(Term::Code { asked: format!("{asked}*"), reach, one_of }))
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

/// Capital letters up to the paragraphs, and small ones in them.
fn usual(code: &str) -> String {
    match code.split_once('.') {
        // `5.a.1.f` of the Wassenaar list has its capital behind the first dot.
        Some((front, rest)) if front.chars().all(|c| c.is_ascii_digit() || c == '-') => {
            let (group, rest) = rest.split_once('.').unwrap_or((rest, ""));
            let dot = if rest.is_empty() { "" } else { "." };
            format!("{front}.{}{dot}{}", group.to_uppercase(), rest.to_lowercase())
        }
        Some((front, rest)) => format!("{}.{}", front.to_uppercase(), rest.to_lowercase()),
        None => code.to_uppercase(),
    }
}
