//! From tokens to a tree: by hand, one token of look-ahead, bounded in depth and size.

use chancery_record::vocabulary::Vocabularies;
use time::Date;

use crate::{
    ask::Ask,
    field::Field,
    flaw::{Flaw, Wrong},
    note::Note,
    query::{Query, Sort},
    value::Reading,
};
use lex::{What, lex};

pub(crate) use lex::Token;

mod leaf;
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

    fn count(&mut self, token: &Token, terms: usize) -> Result<(), Flaw> {
        self.terms += terms;
        match self.terms <= TERMS_MAX {
            true => Ok(()),
            false => self.at_token(token, Wrong::TooMany { max: TERMS_MAX }),
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
