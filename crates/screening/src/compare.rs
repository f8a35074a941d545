//! Comparing two cards: names first, then what else is known, for and against.
//!
//! A number in a register decides. Otherwise the best pair of names gives the score, what agrees besides adds to
//! it, and what contradicts takes from it; each of these is a reason in words.

use crate::{
    Commonness, Comparison, Feature, NameKind, Prepared, Schema, Settings,
    identifier::Verdict,
    names::{Agreement, Manner, agree},
    prepared::Told,
};

mod facts;
#[cfg(test)]
mod tests;

/// A number in a register that is the same.
const DECIDED: i32 = 990;

/// Whether the cards `asked` and `found` are of one party, and why.
pub fn compare(
    asked: &Prepared,
    found: &Prepared,
    commonness: &Commonness,
    settings: &Settings,
) -> Comparison {
    let mut comparison = Comparison::default();
    if asked.card == found.card {
        comparison.add(Feature::Equal, 1000, "All that is known of both is the same.".to_owned());
        comparison.score = 1000;
        return comparison;
    }
    let verdict = facts::numbers(asked, found, settings, &mut comparison);
    let (mut score, manner) = names(asked, found, commonness, settings, &mut comparison);
    if score > 0 || verdict == Verdict::Same {
        score += facts::around(asked, found, (score, manner), settings, &mut comparison);
    }
    match verdict {
        Verdict::Same => score = score.max(DECIDED),
        Verdict::Different => score -= i32::from(settings.other_number),
        Verdict::Silent => {}
    }
    let owned = facts::owned(asked, found, commonness, settings, &mut comparison);
    let score = score.max(owned).clamp(0, 1000);
    comparison.score = u16::try_from(score).expect("because it was clamped");
    comparison.ordered()
}

/// The best pair of names, and whether a second pair agrees by itself.
fn names(
    asked: &Prepared,
    found: &Prepared,
    commonness: &Commonness,
    settings: &Settings,
    comparison: &mut Comparison,
) -> (i32, Manner) {
    let mut best: Option<(Agreement, f32, &Told, &Told)> = None;
    let mut second: Option<(f32, &Told, &Told)> = None;
    for left in &asked.names {
        for right in &found.names {
            let Some(agreement) = agree(left, right, commonness, settings) else { continue };
            let weak = left.kind == NameKind::Weak || right.kind == NameKind::Weak;
            let mut score = match weak {
                true => agreement.score.min(f32::from(settings.weak_name) / 1000.0),
                false => agreement.score,
            };
            if asked.is_short_alias(left) || found.is_short_alias(right) {
                score *= f32::from(settings.short_alias) / 1000.0;
            }
            if best.as_ref().is_none_or(|(_, held, _, _)| score > *held) {
                if let Some((_, held, a, b)) = best
                    && a.at != left.at
                    && b.at != right.at
                {
                    second = Some((held, a, b));
                }
                best = Some((agreement, score, left, right));
            } else if let Some((_, _, a, b)) = &best
                && a.at != left.at
                && b.at != right.at
                && second.as_ref().is_none_or(|(held, _, _)| score > *held)
            {
                second = Some((score, left, right));
            }
        }
    }
    let Some((agreement, score, left, right)) = best else { return (0, Manner::Near) };
    let points = thousandths(score);
    let (a, b) = (asked.written(left), found.written(right));
    comparison.add(Feature::Name, points, sentence(agreement, a, b, right.kind, found));
    if agreement.evidence < 0.75 {
        let text = format!("What agrees in «{a}» and «{b}» is short or common, so it says little.");
        comparison.add(Feature::CommonName, thousandths(agreement.evidence) - 1000, text);
    }
    let mut total = points;
    if let Some((score, a, b)) = second
        && score >= 0.5
        && a.joined != left.joined
        && b.joined != right.joined
    {
        let points = i32::from(settings.second_name);
        let text = format!("«{}» and «{}» agree as well.", asked.written(a), found.written(b));
        comparison.add(Feature::SecondName, points, text);
        total += points;
    }
    if let (Some(a), Some(b)) = (left.form, right.form)
        && a != b
    {
        let points = i32::from(settings.other_form);
        let text = format!("Their legal forms are of different kinds: {a} here, {b} there.");
        comparison.add(Feature::Form, -points, text);
        total -= points;
    }
    (total, agreement.manner)
}

fn sentence(agreement: Agreement, a: &str, b: &str, kind: NameKind, found: &Prepared) -> String {
    let what = match kind {
        NameKind::Legal => "the name",
        NameKind::Alias => "the alias",
        NameKind::Former => "the former name",
        NameKind::Transliteration => "the transliterated name",
        NameKind::Weak => "the weak alias",
    };
    let of = match found.card().names.first() {
        Some(first) if first.value != b => format!(" of «{}»", first.value),
        _ => String::new(),
    };
    let how = match agreement.manner {
        Manner::Equal => "equals",
        Manner::Reordered => "has the words of",
        Manner::Divided => "is, divided otherwise,",
        Manner::Part => "is in part",
        Manner::Overlap => "shares words with, and both have others than,",
        Manner::Near => "is spelled or sounds like",
        Manner::Initials => "and its words' first letters are, the one of the other,",
    };
    format!("The name «{a}» {how} {what} «{b}»{of}.")
}

fn thousandths(part: f32) -> i32 {
    #[expect(clippy::cast_possible_truncation, reason = "a part is between 0 and 1")]
    let points = (part.clamp(0.0, 1.0) * 1000.0).round() as i32;
    points
}

/// Whether the two kinds of party exclude one another.
fn kinds_exclude(a: Schema, b: Schema) -> Option<Schema> {
    use Schema::{Person, Unknown, Vessel};
    match (a, b) {
        (Unknown, _) | (_, Unknown) => None,
        (Vessel, other) | (other, Vessel) if other != Vessel => Some(Vessel),
        (Person, other) | (other, Person) if other != Person => Some(Person),
        _ => None,
    }
}
