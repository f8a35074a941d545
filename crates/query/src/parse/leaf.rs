//! Conditions without parts: a field with its value, and words without one.

use super::{
    Parser, Perhaps,
    lex::{Star, Token, What},
};
use crate::{
    ask::{Ask, End, Phrase, Term, Within},
    field::{self, Field, Takes},
    flaw::{Flaw, Wrong},
    nearest::nearest,
    note::Note,
    query::Sort,
    value::{Form, Written},
};

impl Parser<'_> {
    /// A field and its value, or several values in brackets.
    pub(super) fn field(&mut self, token: &Token, name: &str) -> Result<Perhaps, Flaw> {
        let Some(field) = field::named(name) else {
            let names = Field::ALL.iter().map(|field| (field.name, field.name));
            let nearest = match field::meant(name) {
                Some(meant) => vec![meant.to_owned()],
                None => nearest(name, names),
            };
            let wrong = Wrong::Field { name: name.to_owned(), nearest };
            return Err(self.flaw(token.at, token.length - 1, wrong));
        };
        let behind = token.at + token.length;
        let value = self.peek().filter(|value| value.at == behind).cloned();
        match value {
            Some(value) if value.what == What::Open => {
                self.next += 1;
                self.group(&value, Some(field)).map(Some)
            }
            Some(value) if value.what != What::Close => {
                self.next += 1;
                self.value(field, &value)
            }
            _ => {
                let wrong = Wrong::NoValue { field: field.name, example: field.examples[0] };
                Err(self.flaw(token.at, token.length, wrong))
            }
        }
    }

    pub(super) fn value(&mut self, field: &'static Field, token: &Token) -> Result<Perhaps, Flaw> {
        let (text, end, form) = match &token.what {
            What::Quoted { text, star: Star::Yes } => (text.as_str(), End::Open, Form::Quoted),
            What::Quoted { text, star: Star::No } => (text.as_str(), End::Word, Form::Quoted),
            What::Bare(text) => match text.strip_suffix('*') {
                Some(text) => (text, End::Open, Form::Bare),
                None => (text.as_str(), End::Word, Form::Bare),
            },
            _ => return self.at_token(token, Wrong::Closed),
        };
        let from = token.at + usize::from(form == Form::Quoted);
        if let Takes::Sort = field.takes {
            return self.sorted(field, token, text);
        }
        let value = self.reading.value(field, Written { text, end, form });
        let value = value.map_err(|(at, length, wrong)| self.flaw(from + at, length, wrong))?;
        self.notes.extend(value.notes.into_iter().map(|said| Note::new(token, said)));
        self.count(token, value.weight)?;
        self.note_next_word(field, token, text);
        Ok(Some(value.ask))
    }

    fn sorted(&mut self, field: &Field, token: &Token, text: &str) -> Result<Perhaps, Flaw> {
        let Some(sort) = Sort::named(&text.to_lowercase()) else {
            let names = Sort::ALL.iter().map(|sort| (sort.as_str(), sort.as_str()));
            let nearest = nearest(text, names);
            let wrong = Wrong::Word { field: field.name, text: text.to_owned(), nearest };
            return self.at_token(token, wrong);
        };
        if self.sort.replace(sort).is_some() {
            return self.at_token(token, Wrong::Sort);
        }
        Ok(None)
    }

    /// Words without a field.
    pub(super) fn free(&mut self, token: &Token) -> Result<Perhaps, Flaw> {
        let (text, end) = match &token.what {
            What::Bare(text) if text == "*" => return Ok(Some(Ask::And(Vec::new()))),
            What::Bare(text) => match text.strip_suffix('*') {
                Some(text) => (text, End::Open),
                None => (text.as_str(), End::Word),
            },
            What::Quoted { text, star: Star::Yes } => (text.as_str(), End::Open),
            What::Quoted { text, star: Star::No } => (text.as_str(), End::Word),
            _ => return self.at_token(token, Wrong::Closed),
        };
        let bare = matches!(token.what, What::Bare(_));
        if let Some(star) = bare.then(|| text.chars().position(|c| c == '*')).flatten() {
            return Err(self.flaw(token.at + star, 1, Wrong::Star));
        }
        let Some(phrase) = Phrase::read(text, end) else {
            if bare && end == End::Word {
                self.notes.push(Note::new(
                    token,
                    format!("{text} has no letter and no digit, and is left out"),
                ));
                return Ok(None);
            }
            return self.at_token(token, Wrong::NoWord { text: text.to_owned() });
        };
        self.count(token, phrase.words().len())?;
        if bare && self.reading.is_code(text) {
            let said =
                format!("{text} was read as words; the entry and what is below it: code:{text}");
            self.notes.push(Note::new(token, said));
        }
        Ok(Some(Ask::Term(Term::Words { within: Within::Anywhere, phrase })))
    }

    /// `party:NSO Group` asks only NSO of the parties, which is seldom meant.
    fn note_next_word(&mut self, field: &Field, token: &Token, text: &str) {
        let words = matches!(field.takes, Takes::Words(_)) && matches!(token.what, What::Bare(_));
        let Some(Token { at, what: What::Bare(next), .. }) = self.peek() else { return };
        let beside = *at == token.at + token.length + 1;
        let operator =
            ["and", "or", "not", "&&", "||", "|"].contains(&next.to_lowercase().as_str());
        let text = text.trim_end_matches([',', ';', '*']);
        if words && beside && !operator {
            let name = field.name;
            let said = format!(
                "only {text} is asked of {name}, and {next} of anything; both: {name}:\"{text} {next}\""
            );
            self.notes.push(Note::new(token, said));
        }
    }
}
