//! Printing: one spelling for each condition, which is read as the same condition.

use std::fmt;

use super::{Ask, Day, End, Exact, Number, Pattern, Phrase, Reach, Term, Within};
use crate::about::Status;
use chancery_record::Marking;

impl fmt::Display for Ask {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Ask::Term(term) => write!(f, "{term}"),
            Ask::Not(ask) => match &**ask {
                Ask::Term(Term::Exercise) => f.write_str("exercise:no"),
                ask @ Ask::Not(_) => write!(f, "-({ask})"),
                ask => {
                    f.write_str("-")?;
                    part(f, ask)
                }
            },
            Ask::And(asks) if asks.is_empty() => f.write_str("*"),
            Ask::And(asks) => joined(f, asks, " "),
            Ask::Or(asks) => joined(f, asks, " OR "),
        }
    }
}

fn joined(f: &mut fmt::Formatter<'_>, asks: &[Ask], by: &str) -> fmt::Result {
    for (place, ask) in asks.iter().enumerate() {
        if place > 0 {
            f.write_str(by)?;
        }
        part(f, ask)?;
    }
    Ok(())
}

/// In brackets, unless it is one word already.
fn part(f: &mut fmt::Formatter<'_>, ask: &Ask) -> fmt::Result {
    match ask {
        Ask::And(asks) if asks.is_empty() => write!(f, "{ask}"),
        Ask::And(_) | Ask::Or(_) => write!(f, "({ask})"),
        Ask::Term(_) | Ask::Not(_) => write!(f, "{ask}"),
    }
}

impl fmt::Display for Term {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Term::Words { within, phrase } => write!(f, "{}{phrase}", within.prefix()),
            Term::Exact { exact, one_of } => {
                f.write_str(exact.prefix())?;
                for (place, pattern) in one_of.iter().enumerate() {
                    let comma = if place > 0 { "," } else { "" };
                    write!(f, "{comma}{pattern}")?;
                }
                Ok(())
            }
            Term::Code { asked, reach, .. } => {
                let name = if *reach == Reach::Down { "code" } else { "broader" };
                write!(f, "{name}:")?;
                match asked.strip_suffix('*') {
                    Some(begins) => write!(f, "{}", Pattern::Begins(begins.to_owned())),
                    None => quoted_if_needed(f, asked),
                }
            }
            Term::Status(all) if all.len() == Status::ALL.len() => f.write_str("status:any"),
            Term::Status(all) => {
                let all: Vec<&str> = all.iter().map(|status| status.as_str()).collect();
                write!(f, "status:{}", all.join(","))
            }
            Term::Exercise => f.write_str("exercise:yes"),
            Term::Marking { from, to } => {
                let name = |marking: &Marking| marking.as_str()[4..].to_lowercase();
                match from == to {
                    true => write!(f, "tlp:{}", name(from)),
                    false => write!(f, "tlp:{}..{}", name(from), name(to)),
                }
            }
            Term::Days { day, from, to } => {
                let name = if *day == Day::Issued { "issued" } else { "valid-until" };
                write!(f, "{name}:")?;
                from.iter().try_for_each(|from| write!(f, "{from}"))?;
                f.write_str("..")?;
                to.iter().try_for_each(|to| write!(f, "{to}"))
            }
            Term::Number { number, from, to } => {
                let name = if *number == Number::HeldBy { "held-by" } else { "version" };
                match (from, to) {
                    (from, to) if from == to => write!(f, "{name}:{from}"),
                    (from, &u32::MAX) => write!(f, "{name}:{from}.."),
                    (from, to) => write!(f, "{name}:{from}..{to}"),
                }
            }
        }
    }
}

impl fmt::Display for Phrase {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let star = if self.end() == End::Open { "*" } else { "" };
        write!(f, "\"{}\"{star}", self.written())
    }
}

impl fmt::Display for Pattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Pattern::Is(text) => quoted_if_needed(f, text),
            Pattern::Begins(text) => {
                quoted_if_needed(f, text)?;
                f.write_str("*")
            }
        }
    }
}

fn quoted_if_needed(f: &mut fmt::Formatter<'_>, text: &str) -> fmt::Result {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '.' | '+' | '/' | ':');
    match !text.is_empty() && text.chars().all(plain) {
        true => f.write_str(text),
        false => write!(f, "\"{text}\""),
    }
}

impl Within {
    /// The field, with its colon; nothing for words without one.
    const fn prefix(self) -> &'static str {
        match self {
            Within::Anywhere => "",
            Within::Title => "title:",
            Within::Text => "text:",
            Within::Party => "party:",
            Within::WithdrawnParty => "withdrawn-party:",
            Within::Product => "product:",
        }
    }
}

impl Exact {
    /// The field, with its colon.
    const fn prefix(self) -> &'static str {
        match self {
            Exact::State => "state:",
            Exact::Authority => "authority:",
            Exact::Kind => "kind:",
            Exact::Category => "category:",
            Exact::Destination => "destination:",
            Exact::Right => "right:",
            Exact::Mark => "is:",
            Exact::Audience => "audience:",
            Exact::Language => "lang:",
            Exact::Reference => "reference:",
            Exact::Id => "id:",
            Exact::Identifier => "identifier:",
            Exact::Under => "code:",
            Exact::Entry => "broader:",
        }
    }
}
