//! Words that no pack has: statuses, marks, drills, markings.

use chancery_record::Marking;

use super::{Misread, Piece, Value, Written, exactly, pieces, range::Range, term};
use crate::{
    about::Status,
    ask::{Ask, Exact, Pattern, Term},
    document::small,
    field::{Field, MARKS},
    flaw::Wrong,
    nearest::nearest,
};

pub(super) fn status(field: &Field, written: Written<'_>) -> Result<Value, Misread> {
    let mut statuses = Vec::new();
    for piece in pieces(written)? {
        let text = small(piece.text);
        if text == "any" {
            statuses.extend(Status::ALL);
            continue;
        }
        let found = Status::ALL.into_iter().find(|status| status.as_str() == text);
        let Some(found) = found else {
            let words = Status::ALL.iter().map(|status| status.as_str()).chain(["any"]);
            let nearest = match MARKS.contains(&text.as_str()) {
                true => vec![format!("is:{text}")],
                false => nearest(&text, words.map(|word| (word, word))),
            };
            let text = piece.text.to_owned();
            return piece.wrong(Wrong::Word { field: field.name, text, nearest });
        };
        statuses.push(found);
    }
    statuses.sort();
    statuses.dedup();
    Ok(term(Term::Status(statuses)))
}

pub(super) fn mark(field: &Field, written: Written<'_>) -> Result<Value, Misread> {
    let mut one_of = Vec::new();
    for piece in pieces(written)? {
        let text = small(piece.text);
        if !MARKS.contains(&text.as_str()) {
            let is_status = Status::ALL.iter().any(|status| status.as_str() == text);
            let nearest = match is_status {
                true => vec![format!("status:{text}")],
                false => nearest(&text, MARKS.iter().map(|mark| (*mark, *mark))),
            };
            let text = piece.text.to_owned();
            return piece.wrong(Wrong::Word { field: field.name, text, nearest });
        }
        one_of.push(Pattern::Is(text));
    }
    Ok(exactly(Exact::Mark, one_of))
}

pub(super) fn exercise(field: &Field, whole: Piece<'_>) -> Result<Value, Misread> {
    match small(whole.text).as_str() {
        "yes" | "true" => Ok(term(Term::Exercise)),
        "no" | "false" => {
            let ask = Ask::Not(Box::new(Ask::Term(Term::Exercise)));
            Ok(Value { ask, ..term(Term::Exercise) })
        }
        _ => {
            let nearest = ["yes", "no"].map(str::to_owned).to_vec();
            let text = whole.text.to_owned();
            whole.wrong(Wrong::Word { field: field.name, text, nearest })
        }
    }
}

pub(super) fn marking(field: &Field, whole: Piece<'_>) -> Result<Value, Misread> {
    let read = |piece: Piece<'_>| {
        let text = piece.text.to_uppercase().replace('-', "+");
        let text = text.strip_prefix("TLP:").unwrap_or(&text);
        let label = |marking: &Marking| marking.as_str()[4..] == *text;
        if let Some(found) = Marking::ALL.into_iter().position(|marking| label(&marking)) {
            return Ok(found);
        }
        let small: Vec<String> =
            Marking::ALL.iter().map(|marking| marking.as_str()[4..].to_lowercase()).collect();
        let words = small.iter().map(|word| (word.as_str(), word.as_str()));
        let nearest = nearest(text, words);
        piece.wrong(Wrong::Word { field: field.name, text: piece.text.to_owned(), nearest })
    };
    let range = Range::read(whole)?.map(read)?;
    let last = Marking::ALL.len() - 1;
    let (from, to) = range.ends(
        |at| Some(*at),
        |at| Some(*at),
        |at| Some(at + 1),
        // Below the most open there is nothing, which no number says.
        |at| Some(at.wrapping_sub(1)),
    );
    let (from, to) = (from.unwrap_or(0), to.unwrap_or(last));
    match range {
        Range::Between(..) if from > to => whole.wrong(Wrong::Backwards),
        _ if from > to || to > last => whole.wrong(Wrong::Beyond),
        _ => Ok(term(Term::Marking { from: Marking::ALL[from], to: Marking::ALL[to] })),
    }
}
