//! From tokens to a tree: by hand, one token of look-ahead, bounded in depth and size.

use chancery_record::vocabulary::Vocabularies;
use time::Date;

use crate::{
    ask::{Ask, End, Phrase, Term, Within},
    field::{self, Field, Takes},
    flaw::{Flaw, Wrong},
    nearest::nearest,
    note::Note,
    query::{Query, Sort},
    value::{Form, Reading, Written},
};
use lex::{Star, What, lex};

pub(crate) use lex::Token;

mod lex;
#[cfg(test)]
mod tests;

/// A page of text; nobody types as much, and a list of names is a screening.
pub const QUERY_BYTES_MAX: usize = 8 * 1024;

/// Brackets and NOT in each other. Nobody reads more than five; the rest is for programs.
const DEPTH_MAX: usize = 32;

/// Words and conditions: each costs a look into the index.
const TERMS_MAX: usize = 256;

pub(crate) fn parse(text: &str, vocabularies: &Vocabularies, today: Date) -> Result<Query, Flaw> {
    let chars: Vec<char> = text.chars().take(QUERY_BYTES_MAX).map(narrow).collect();
    if text.len() > QUERY_BYTES_MAX {
        let wrong = Wrong::TooLong { bytes: text.len(), max: QUERY_BYTES_MAX };
        return Err(Flaw { at: 0, length: chars.len(), wrong });
    }
    let tokens = lex(&chars)?;
    let reading = Reading { vocabularies, today };
    let mut parser = Parser {
        tokens: &tokens,
        next: 0,
        end: chars.len(),
        reading,
        depth: 0,
        terms: 0,
        sort: None,
        notes: Vec::new(),
    };
    let ask = parser.all()?;
    let (sort, notes) = (parser.sort, parser.notes);
    Ok(Query::new(ask, sort, notes))
}

/// What a Chinese or Japanese keyboard writes for the marks of the language.
const fn narrow(c: char) -> char {
    match c {
        '：' => ':',
        '（' => '(',
        '）' => ')',
        '＊' => '*',
        '＂' => '"',
        '，' => ',',
        '－' => '-',
        _ => c,
    }
}

struct Parser<'a> {
    tokens: &'a [Token],
    next: usize,
    /// Behind the last character.
    end: usize,
    reading: Reading<'a>,
    depth: usize,
    terms: usize,
    sort: Option<Sort>,
    notes: Vec<Note>,
}

/// A condition; or nothing that could be asked, such as a stroke alone or the order.
type Perhaps = Option<Ask>;

/// What a bare value between brackets belongs to.
type Of = Option<&'static Field>;

impl Parser<'_> {
    fn peek(&self) -> Option<&Token> {
        self.tokens.get(self.next)
    }

    fn flaw(&self, at: usize, length: usize, wrong: Wrong) -> Flaw {
        Flaw { at: at.min(self.end), length, wrong }
    }

    fn at_token<T>(&self, token: &Token, wrong: Wrong) -> Result<T, Flaw> {
        Err(self.flaw(token.at, token.length, wrong))
    }

    fn all(&mut self) -> Result<Ask, Flaw> {
        if self.tokens.is_empty() {
            return Ok(Ask::And(Vec::new()));
        }
        let ask = self.either(None)?;
        match self.peek() {
            Some(token) => self.at_token(&token.clone(), Wrong::Closed),
            None if ask.is_some() || self.sort.is_some() => Ok(ask.unwrap_or(Ask::And(Vec::new()))),
            None => {
                let text = self.tokens.first().map(shown).unwrap_or_default();
                Err(self.flaw(0, self.end, Wrong::NoWord { text }))
            }
        }
    }

    /// Conditions with OR between them.
    fn either(&mut self, of: Of) -> Result<Perhaps, Flaw> {
        let mut asks = Vec::new();
        let sorted = self.sort;
        let first = self.every(of)?;
        let mut before = first.is_some();
        asks.extend(first);
        while let Some(token) = self.peek().filter(|token| is_or(token)).cloned() {
            if !before || self.sort != sorted {
                let wrong = if before { Wrong::Sort } else { Wrong::Lonely { word: "OR" } };
                return self.at_token(&token, wrong);
            }
            self.note_operator(&token, "OR");
            self.next += 1;
            let next = self.every(of)?;
            before = next.is_some();
            if !before {
                return self.at_token(&token, Wrong::Lonely { word: "OR" });
            }
            asks.extend(next);
        }
        Ok((!asks.is_empty()).then(|| Ask::or(asks)))
    }

    /// Conditions beside each other.
    fn every(&mut self, of: Of) -> Result<Perhaps, Flaw> {
        let mut asks = Vec::new();
        while let Some(token) = self.peek().cloned() {
            match &token.what {
                What::Close => break,
                _ if is_or(&token) && (is_loud(&token) || self.joins(&asks)) => break,
                _ if is_and(&token) && (is_loud(&token) || self.joins(&asks)) => {
                    if !self.joins(&asks) {
                        return self.at_token(&token, Wrong::Lonely { word: "AND" });
                    }
                    self.note_operator(&token, "AND");
                    self.next += 1;
                }
                _ => asks.extend(self.one(of)?),
            }
        }
        Ok((!asks.is_empty()).then(|| Ask::and(asks)))
    }

    /// Whether an operator here has a condition on either side.
    fn joins(&self, before: &[Ask]) -> bool {
        let after = self.tokens.get(self.next + 1);
        let begins =
            |token: &Token| !matches!(token.what, What::Close) && !is_and(token) && !is_or(token);
        !before.is_empty() && after.is_some_and(begins)
    }

    fn one(&mut self, of: Of) -> Result<Perhaps, Flaw> {
        let Some(token) = self.peek().cloned() else { return Ok(None) };
        self.next += 1;
        match &token.what {
            What::Open => self.group(&token, of).map(Some),
            What::Close => self.at_token(&token, Wrong::Closed),
            What::Minus => self.not(&token, of).map(Some),
            What::Field(name) => self.field(&token, name),
            What::Bare(text) if text == "NOT" => self.not(&token, of).map(Some),
            What::Bare(text) if text == "not" && self.follows() => {
                self.note_operator(&token, "NOT");
                self.not(&token, of).map(Some)
            }
            What::Bare(_) | What::Quoted { .. } => match of {
                Some(field) => self.value(field, &token),
                None => self.free(&token),
            },
        }
    }

    /// Whether a condition begins here.
    fn follows(&self) -> bool {
        self.peek().is_some_and(|token| !matches!(token.what, What::Close))
    }

    fn deeper<T>(
        &mut self,
        token: &Token,
        read: impl FnOnce(&mut Self) -> Result<T, Flaw>,
    ) -> Result<T, Flaw> {
        if self.depth == DEPTH_MAX {
            return self.at_token(token, Wrong::TooDeep { max: DEPTH_MAX });
        }
        self.depth += 1;
        let read = read(self)?;
        self.depth -= 1;
        Ok(read)
    }

    fn group(&mut self, open: &Token, of: Of) -> Result<Ask, Flaw> {
        let sorted = self.sort;
        let ask = self.deeper(open, |parser| parser.either(of))?;
        match self.peek() {
            Some(Token { what: What::Close, .. }) => self.next += 1,
            _ => return self.at_token(open, Wrong::Open),
        }
        if self.sort != sorted {
            return self.at_token(open, Wrong::Sort);
        }
        match ask {
            Some(ask) => Ok(ask),
            None => self.at_token(open, Wrong::Empty),
        }
    }

    fn not(&mut self, token: &Token, of: Of) -> Result<Ask, Flaw> {
        if !self.follows() {
            return self.at_token(token, Wrong::Lonely { word: "NOT" });
        }
        let sorted = self.sort;
        let ask = self.deeper(token, |parser| parser.one(of))?;
        if self.sort != sorted {
            return self.at_token(token, Wrong::Sort);
        }
        match ask {
            Some(ask) => Ok(Ask::Not(Box::new(ask))),
            None => self.at_token(token, Wrong::Lonely { word: "NOT" }),
        }
    }

    /// A field and its value, or several values in brackets.
    fn field(&mut self, token: &Token, name: &str) -> Result<Perhaps, Flaw> {
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

    fn value(&mut self, field: &'static Field, token: &Token) -> Result<Perhaps, Flaw> {
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
    fn free(&mut self, token: &Token) -> Result<Perhaps, Flaw> {
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

    fn count(&mut self, token: &Token, terms: usize) -> Result<(), Flaw> {
        self.terms += terms;
        match self.terms <= TERMS_MAX {
            true => Ok(()),
            false => self.at_token(token, Wrong::TooMany { max: TERMS_MAX }),
        }
    }

    /// `party:NSO Group` asks only NSO of the parties, which is seldom meant.
    fn note_next_word(&mut self, field: &Field, token: &Token, text: &str) {
        let words = matches!(field.takes, Takes::Words(_)) && matches!(token.what, What::Bare(_));
        let Some(Token { at, what: What::Bare(next), .. }) = self.peek() else { return };
        let beside = *at == token.at + token.length + 1;
        let operator =
            ["and", "or", "not", "&&", "||", "|"].contains(&next.to_lowercase().as_str());
        if words && beside && !operator {
            let name = field.name;
            let said = format!(
                "only {text} is asked of {name}, and {next} of anything; both: {name}:\"{text} {next}\""
            );
            self.notes.push(Note::new(token, said));
        }
    }

    /// Small letters are what people type, and also what a text may say: whoever means the word is told how.
    fn note_operator(&mut self, token: &Token, operator: &str) {
        if let What::Bare(text) = &token.what
            && text.chars().all(char::is_lowercase)
        {
            let said = format!("{text} was read as {operator}; in quotes it is a word");
            self.notes.push(Note::new(token, said));
        }
    }
}

fn is_or(token: &Token) -> bool {
    matches!(&token.what, What::Bare(text) if matches!(text.as_str(), "OR" | "or" | "||" | "|"))
}

fn is_and(token: &Token) -> bool {
    matches!(&token.what, What::Bare(text) if matches!(text.as_str(), "AND" | "and" | "&&"))
}

/// Written so that it can only be an operator.
fn is_loud(token: &Token) -> bool {
    !matches!(&token.what, What::Bare(text) if matches!(text.as_str(), "and" | "or"))
}

fn shown(token: &Token) -> String {
    match &token.what {
        What::Bare(text) | What::Quoted { text, .. } => text.clone(),
        _ => String::new(),
    }
}
