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
mod sentence;
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

/// Pairs of names that are compared. The longest entry of a public list has 96 names, so a card of 21 names is
/// compared with all of them; two cards of hundreds, which no list has, are cut short.
const PAIRS_MAX: usize = 2_048;

/// A pair of names that agrees.
struct Match<'a> {
    agreement: Agreement,
    score: f32,
    left: &'a Told,
    right: &'a Told,
}

/// Every pair of names that agrees.
fn matches<'a>(
    asked: &'a Prepared,
    found: &'a Prepared,
    commonness: &Commonness,
    settings: &Settings,
) -> Vec<Match<'a>> {
    let fewer = asked.names.len().min(found.names.len()).max(1);
    let most = (PAIRS_MAX / fewer).max(PAIRS_MAX.isqrt());
    let mut matches = Vec::new();
    for left in asked.names.iter().take(most) {
        for right in found.names.iter().take(most) {
            let Some(agreement) = agree(left, right, commonness, settings) else { continue };
            let mut score = agreement.score;
            if left.kind == NameKind::Weak || right.kind == NameKind::Weak {
                score = score.min(f32::from(settings.weak_name) / 1000.0);
            }
            if asked.is_short_alias(left) || found.is_short_alias(right) {
                score *= f32::from(settings.short_alias) / 1000.0;
            }
            matches.push(Match { agreement, score, left, right });
        }
    }
    matches
}

/// The best pair of names, and whether a second pair agrees by itself.
fn names(
    asked: &Prepared,
    found: &Prepared,
    commonness: &Commonness,
    settings: &Settings,
    comparison: &mut Comparison,
) -> (i32, Manner) {
    let matches = matches(asked, found, commonness, settings);
    // Among equals the one whose legal forms agree, so that it does not matter who is asked for and who is found.
    let same_form = |pair: &Match<'_>| pair.left.form == pair.right.form;
    let best = matches.iter().max_by(|x, y| {
        let score = x.score.total_cmp(&y.score).then_with(|| same_form(x).cmp(&same_form(y)));
        score.then_with(|| x.agreement.share.total_cmp(&y.agreement.share))
    });
    let Some(best) = best else { return (0, Manner::Near) };
    let mut total = thousandths(best.score);
    let whole = thousandths(best.agreement.share).max(total);
    comparison.add(Feature::Name, whole, sentence::of(best, asked, found));
    if total < whole {
        comparison.add(Feature::CommonName, total - whole, sentence::why_less(best, asked, found));
    }
    let apart = |other: &&Match<'_>| {
        other.score >= 0.5
            && other.left.at != best.left.at
            && other.right.at != best.right.at
            && other.left.joined != best.left.joined
            && other.right.joined != best.right.joined
    };
    if let Some(second) = matches.iter().find(apart) {
        let points = i32::from(settings.second_name);
        let (a, b) = (asked.written(second.left), found.written(second.right));
        comparison.add(Feature::SecondName, points, format!("«{a}» and «{b}» agree as well."));
        total += points;
    }
    if let (Some(a), Some(b)) = (best.left.form, best.right.form)
        && a != b
    {
        let points = i32::from(settings.other_form);
        let text = format!("Their legal forms are of different kinds: {a} here, {b} there.");
        comparison.add(Feature::Form, -points, text);
        total -= points;
    }
    (total, best.agreement.manner)
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
