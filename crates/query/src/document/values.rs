//! What a document has in each field that is compared whole, and the texts in which words are looked for.

use chancery_encoding::Digest;
use time::{Date, OffsetDateTime};

use super::{Code, Document, Named};
use crate::{
    ask::{Exact, Within},
    words,
};

impl Document {
    /// The day of issue, by its issuer's clock, in UTC.
    pub fn issued_on(&self) -> Date {
        let moment = OffsetDateTime::from_unix_timestamp(self.issued_at_s);
        moment.map_or(OffsetDateTime::UNIX_EPOCH.date(), OffsetDateTime::date)
    }

    /// The values of a field, folded as [`Pattern`](crate::ask::Pattern)s are.
    pub fn values(&self, exact: Exact) -> Vec<String> {
        match exact {
            Exact::State => vec![small(self.state.as_str())],
            Exact::Authority => vec![small(&self.authority)],
            Exact::Kind => vec![small(&self.kind)],
            Exact::Category => all(&self.categories),
            Exact::Destination => all(&self.destinations),
            Exact::Right => all(&self.rights),
            Exact::Mark => self.marks.iter().map(|mark| (*mark).to_owned()).collect(),
            Exact::Audience => all(&self.audience),
            Exact::Language => self.languages(),
            Exact::Reference => vec![small(&self.reference), small(&self.cited)],
            Exact::Id => [&self.root, &self.version].map(Digest::to_string).to_vec(),
            Exact::Identifier => {
                let standing = self.parties.iter().filter(|party| !party.withdrawn);
                standing.flat_map(|party| &party.identifiers).map(|(_, it)| number(it)).collect()
            }
            Exact::Under | Exact::Entry => {
                self.codes.iter().flat_map(|code| code.values(exact)).collect()
            }
        }
    }

    /// The texts in which words are looked for, each by itself.
    pub fn texts_within(&self, within: Within) -> Vec<&str> {
        let mut texts: Vec<&str> = Vec::new();
        let standing = self.parties.iter().filter(|party| !party.withdrawn);
        if matches!(within, Within::Anywhere | Within::Title | Within::Text) {
            texts.push(&self.title);
        }
        if matches!(within, Within::Anywhere | Within::Text) {
            texts.extend(self.texts.iter().map(|text| text.text.as_str()));
        }
        if matches!(within, Within::Anywhere | Within::Party) {
            texts.extend(standing.clone().flat_map(names));
        }
        if within == Within::WithdrawnParty {
            texts.extend(self.parties.iter().filter(|party| party.withdrawn).flat_map(names));
        }
        if matches!(within, Within::Anywhere | Within::Product) {
            texts.extend(self.products.iter().map(String::as_str));
        }
        if within == Within::Anywhere {
            texts.extend([self.reference.as_str(), self.cited.as_str()]);
            texts.extend(self.codes.iter().map(|code| code.code.as_str()));
            let numbers = standing.flat_map(|party| &party.identifiers);
            texts.extend(numbers.map(|(_, number)| number.as_str()));
        }
        texts
    }

    fn languages(&self) -> Vec<String> {
        let mut all = Vec::new();
        for tag in self.texts.iter().filter_map(|text| text.language.as_deref()) {
            let tag = small(tag);
            let shorter = tag.match_indices('-').map(|(end, _)| tag[..end].to_owned());
            for tag in shorter.chain([tag.clone()]) {
                if !all.contains(&tag) {
                    all.push(tag);
                }
            }
        }
        all
    }
}

impl Code {
    /// It, with and without the list; of [`Exact::Under`] every entry above it as well.
    pub(crate) fn values(&self, exact: Exact) -> Vec<String> {
        let above = self.code.match_indices(['.', '(']).map(|(end, _)| &self.code[..end]);
        let above = above.filter(|_| exact == Exact::Under);
        above.chain([self.code.as_str()]).flat_map(|code| self.spelled(code)).collect()
    }

    fn spelled(&self, code: &str) -> [String; 2] {
        [small(&format!("{}/{code}", self.list)), small(code)]
    }
}

fn names(party: &Named) -> impl Iterator<Item = &str> {
    party.names.iter().map(String::as_str)
}

fn all(texts: &[String]) -> Vec<String> {
    texts.iter().map(|text| small(text)).collect()
}

pub(crate) fn small(text: &str) -> String {
    text.to_lowercase()
}

/// A number in a register: people write it with blanks, dots and strokes, or without.
pub(crate) fn number(text: &str) -> String {
    words(text).concat()
}
