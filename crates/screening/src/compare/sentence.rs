//! Why two names agree, and why that says less than it seems, in sentences.

use super::Match;
use crate::{
    NameKind, Prepared,
    names::{Manner, unanswered},
};

/// Words that are listed in a sentence.
const WORDS_SHOWN: usize = 6;

/// How the two names agree.
pub(super) fn of(best: &Match<'_>, asked: &Prepared, found: &Prepared) -> String {
    let (a, b) = (asked.written(best.left), found.written(best.right));
    let what = match best.right.kind {
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
    let how = match best.agreement.manner {
        Manner::Equal => "equals",
        Manner::Reordered => "has the words of",
        Manner::Divided => "is, divided otherwise,",
        Manner::Part => "agrees in part with",
        Manner::Overlap => "has words in common with",
        Manner::Near => "is spelled or sounds like",
        Manner::Initials => "agrees by first letters with",
    };
    let mut text = format!("The name «{a}» {how} {what} «{b}»{of}.");
    if matches!(best.agreement.manner, Manner::Part | Manner::Overlap | Manner::Near) {
        let (here, there) = unanswered(best.left, best.right);
        let listed = |words: Vec<&str>| {
            let shown: Vec<String> =
                words.iter().take(WORDS_SHOWN).map(|word| format!("«{word}»")).collect();
            shown.join(", ")
        };
        for (words, place) in [(listed(here), "here"), (listed(there), "there")] {
            if !words.is_empty() {
                text.push_str(&format!(" Only {place}: {words}."));
            }
        }
    }
    text
}

/// Why a name that agrees says less than it seems.
pub(super) fn why_less(best: &Match<'_>, asked: &Prepared, found: &Prepared) -> String {
    let (a, b) = (asked.written(best.left), found.written(best.right));
    if best.left.kind == NameKind::Weak || best.right.kind == NameKind::Weak {
        return format!("«{a}» or «{b}» is marked as a name that many have.");
    }
    if asked.is_short_alias(best.left) || found.is_short_alias(best.right) {
        return format!("«{a}» or «{b}» is a short alias, as abbreviations are.");
    }
    match best.agreement.manner {
        Manner::Part if best.agreement.evidence >= 0.75 => {
            "One word is all that agrees, and the other name goes on.".to_owned()
        }
        Manner::Near => "A near spelling or sound is less than an equal one.".to_owned(),
        _ => format!("What agrees in «{a}» and «{b}» is short or common, so it says little."),
    }
}
