//! Two names, word by word: which word of the one answers which of the other, what is left over, and how much the
//! words that agree say.
//!
//! Order does not count. Words that agree are weighed by how rare they are; what is left over on one side costs
//! little (a name may be cut short), and what is left over on both costs much: then two names go on differently.

use crate::{
    Commonness, Settings,
    lexicon::Class,
    prepared::{Heard, Told, WORDS_MAX},
};

mod word;

use word::{Likeness, likeness};

/// How far two names agree.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Agreement {
    /// All in all, from 0 to 1.
    pub(crate) score: f32,
    /// How much of the names agrees.
    pub(crate) share: f32,
    /// How much the words that agree say: 1 is a long word that nobody else has.
    pub(crate) evidence: f32,
    /// In what way.
    pub(crate) manner: Manner,
}

/// In what way two names agree.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Manner {
    /// Word for word, legal forms aside.
    Equal,
    /// The same words in another order.
    Reordered,
    /// The same, divided into words otherwise.
    Divided,
    /// The one has words that the other lacks.
    Part,
    /// Both have words that the other lacks.
    Overlap,
    /// Spelled or sounding alike.
    Near,
    /// By the first letters.
    Initials,
}

/// Words that answer one another.
struct Pairs {
    pairs: Vec<(u8, u8, Likeness)>,
    left: [bool; WORDS_MAX],
    right: [bool; WORDS_MAX],
}

/// How far two names agree; nothing when they do not.
pub(crate) fn agree(
    a: &Told,
    b: &Told,
    commonness: &Commonness,
    settings: &Settings,
) -> Option<Agreement> {
    let weigh = |told: &Told| {
        let mut weights = [(0.0, 0.0); WORDS_MAX];
        for (weight, word) in weights.iter_mut().zip(&told.words) {
            *weight = (weight_of(word, commonness), says(word, commonness));
        }
        weights
    };
    let (left, right) = (weigh(a), weigh(b));
    if a.joined == b.joined && a.words.len().min(b.words.len()) > 0 {
        return Some(equal(a, b, &left, &right, settings));
    }
    let pairs = pair(a, b);
    let word_for_word = scored(a, b, &pairs, &left, &right, settings);
    let as_one = joined(a, b, &left, &right);
    let by_letters = initials(a, b).or_else(|| initials(b, a));
    [word_for_word, as_one, by_letters]
        .into_iter()
        .flatten()
        .max_by(|x, y| x.score.total_cmp(&y.score))
}

type Weights = [(f32, f32); WORDS_MAX];

/// What a word weighs among the words of its name.
fn weight_of(word: &Heard, commonness: &Commonness) -> f32 {
    match word.class {
        Class::Word => commonness.rarity(&word.latin).max(0.2),
        Class::Common => commonness.rarity(&word.latin).max(0.2) * 0.8,
        Class::Number => 0.7,
        Class::Place(_) => 0.25,
        Class::Line(_) => 0.35,
        Class::Trade(_) => 0.2,
        Class::Letter => 0.15,
        Class::Form(_) => 0.03,
        Class::Stop => 0.02,
    }
}

/// What a word says of who it is.
fn says(word: &Heard, commonness: &Commonness) -> f32 {
    let length = match word.latin.len() {
        0..=1 => 0.1,
        2 => 0.4,
        3 => 0.65,
        4 => 0.75,
        5 => 0.88,
        6 => 0.95,
        _ => 1.0,
    };
    match word.class {
        Class::Word => commonness.rarity(&word.latin) * length,
        Class::Common => commonness.rarity(&word.latin) * 0.55,
        Class::Number => 0.3,
        Class::Place(_) => 0.15,
        Class::Line(_) => 0.12,
        Class::Trade(_) => 0.1,
        Class::Letter => 0.05,
        Class::Form(_) | Class::Stop => 0.0,
    }
}

fn equal(a: &Told, b: &Told, left: &Weights, right: &Weights, settings: &Settings) -> Agreement {
    let sum = |told: &Told, weights: &Weights| -> f32 {
        told.words.iter().zip(weights).map(|(_, weight)| weight.1).sum()
    };
    let mut evidence = sum(a, left).max(sum(b, right));
    // A name of several words that agrees in every one is rarer than its words are.
    let said = |word: &&Heard| !matches!(word.class, Class::Form(_) | Class::Stop);
    let several = |told: &Told| told.words.iter().filter(said).take(4).skip(1).count();
    let several = several(a).max(several(b));
    evidence += [0.0, 0.1, 0.2, 0.3][several];
    if a.form.is_some() && a.form == b.form {
        evidence += 0.1;
    }
    let score = evidence.min(1.0).max(if several > 0 { whole_name(settings) } else { 0.0 });
    Agreement { score, share: 1.0, evidence, manner: Manner::Equal }
}

/// What a name of several words is worth that agrees in every one, however common they are: whoever writes the
/// whole name of a listed party must find it.
fn whole_name(settings: &Settings) -> f32 {
    f32::from(settings.whole_name) / 1000.0
}

/// The best partner for each word, the best pairs first.
fn pair(a: &Told, b: &Told) -> Pairs {
    let mut near: Vec<(u8, u8, Likeness)> = Vec::new();
    for (i, left) in (0_u8..).zip(&a.words) {
        for (j, right) in (0_u8..).zip(&b.words) {
            let found = likeness(left, right);
            if found.alike > 0.0 {
                near.push((i, j, found));
            }
        }
    }
    near.sort_by(|x, y| y.2.alike.total_cmp(&x.2.alike));
    let (mut left, mut right) = ([false; WORDS_MAX], [false; WORDS_MAX]);
    near.retain(|(i, j, _)| {
        let (at, to) = (usize::from(*i), usize::from(*j));
        let free = !left[at] && !right[to];
        left[at] |= free;
        right[to] |= free;
        free
    });
    near.sort_unstable_by_key(|pair| pair.0);
    Pairs { pairs: near, left, right }
}

fn scored(
    a: &Told,
    b: &Told,
    pairs: &Pairs,
    left: &Weights,
    right: &Weights,
    settings: &Settings,
) -> Option<Agreement> {
    let (mut agreed, mut evidence, mut near, mut ordered) = (0.0_f32, 0.0_f32, false, true);
    let mut last = None;
    for (i, j, found) in &pairs.pairs {
        let (at, to) = (usize::from(*i), usize::from(*j));
        agreed += found.alike * (left[at].0 + right[to].0) / 2.0;
        evidence += found.credit * left[at].1.min(right[to].1);
        near |= found.alike < 0.96 && left[at].0 > 0.1;
        ordered &= last.is_none_or(|last| last < *j);
        last = Some(*j);
    }
    if evidence < 0.15 {
        return None;
    }
    let left_over = |told: &Told, taken: &[bool], weights: &Weights| -> f32 {
        let words = told.words.iter().zip(taken).zip(weights);
        words.filter(|((_, taken), _)| !**taken).map(|(_, weight)| weight.0).sum()
    };
    let (u, v) = (left_over(a, &pairs.left, left), left_over(b, &pairs.right, right));
    // Names lead with what distinguishes them: where the leading words do not answer one another, what is left over
    // is more than an addition.
    let leads = match (lead(a), lead(b)) {
        (Some(x), Some(y)) => pairs.pairs.iter().any(|(i, j, _)| (*i, *j) == (x, y)),
        _ => false,
    };
    let extra = f32::from(settings.extra_words) / 100.0
        * if leads { 1.0 } else { 1.6 }
        * (u.max(v) - u.min(v));
    let different = f32::from(settings.different_words) / 100.0 * 2.0 * u.min(v);
    let share = agreed / (agreed + extra + different);
    let manner = match () {
        () if near => Manner::Near,
        () if u.min(v) > 0.1 => Manner::Overlap,
        () if u.max(v) > 0.1 => Manner::Part,
        () if !ordered => Manner::Reordered,
        () => Manner::Equal,
    };
    // One word of a longer name may be anybody's: without more it is a hint.
    let alone = manner == Manner::Part && is_hint(a, b, pairs);
    let hint = if alone { f32::from(settings.one_word) / 1000.0 } else { 1.0 };
    let said = |word: &&Heard| !matches!(word.class, Class::Form(_) | Class::Stop);
    let whole = matches!(manner, Manner::Equal | Manner::Reordered)
        && u.max(v) <= 0.1
        && a.words.iter().filter(said).count() > 1;
    let floor = if whole { whole_name(settings) } else { 0.0 };
    Some(Agreement {
        score: (share * evidence.min(1.0) * hint).max(floor),
        share,
        evidence,
        manner,
    })
}

/// Whether one word is all that agrees, and the other name goes on with words of its own.
fn is_hint(a: &Told, b: &Told, pairs: &Pairs) -> bool {
    let distinct = |word: &Heard| matches!(word.class, Class::Word | Class::Common);
    let agreed = pairs.pairs.iter().filter(|(i, _, _)| distinct(&a.words[usize::from(*i)])).count();
    let goes_on = |told: &Told, taken: &[bool]| {
        let words = told.words.iter().zip(taken).filter(|(_, taken)| !**taken);
        words.filter(|(word, _)| distinct(word) || matches!(word.class, Class::Line(_))).count() > 0
    };
    agreed < 2 && (goes_on(a, &pairs.left) || goes_on(b, &pairs.right))
}

/// The words, without legal forms and small words, that have no answer in the other name.
pub(crate) fn unanswered<'a>(a: &'a Told, b: &'a Told) -> (Vec<&'a str>, Vec<&'a str>) {
    let pairs = pair(a, b);
    let left_over = |told: &'a Told, taken: &[bool]| -> Vec<&'a str> {
        let said = |word: &Heard| !matches!(word.class, Class::Form(_) | Class::Stop);
        let words = told.words.iter().zip(taken).filter(|(word, taken)| !**taken && said(word));
        words.map(|(word, _)| word.latin.as_str()).collect()
    };
    (left_over(a, &pairs.left), left_over(b, &pairs.right))
}

/// The place of the first word that distinguishes.
fn lead(told: &Told) -> Option<u8> {
    let distinct = |word: &Heard| matches!(word.class, Class::Word | Class::Common | Class::Letter);
    let at = told.words.iter().position(distinct)?;
    u8::try_from(at).ok()
}

/// Names divided otherwise, or run together in one of them.
fn joined(a: &Told, b: &Told, left: &Weights, right: &Weights) -> Option<Agreement> {
    let distinct = |told: &Told| {
        let words = told.words.iter();
        words.filter(|word| matches!(word.class, Class::Word | Class::Common)).count()
    };
    // Between scripts only what distinguishes is run together; where it is divided alike, the words have
    // answered one another already, and what the trade words say counts.
    if a.script != b.script && distinct(a) == distinct(b) {
        return None;
    }
    let found = word::as_one(a, b);
    if found.credit <= 0.0 {
        return None;
    }
    let sum = |told: &Told, weights: &Weights| -> f32 {
        told.words.iter().zip(weights).map(|(_, weight)| weight.1).sum()
    };
    let evidence = found.credit * sum(a, left).min(sum(b, right));
    let manner = if found.alike < 0.99 { Manner::Near } else { Manner::Divided };
    Some(Agreement { score: found.alike * evidence.min(1.0), share: found.alike, evidence, manner })
}

/// The one is the first letters of the other's words.
fn initials(short: &Told, long: &Told) -> Option<Agreement> {
    let said = long.words.iter().filter(|word| !matches!(word.class, Class::Form(_) | Class::Stop));
    let length = short.joined.len();
    if !(3..=8).contains(&length) || said.count() < 3 || long.initials() != short.joined {
        return None;
    }
    let evidence = match length {
        3 => 0.35,
        4 => 0.45,
        _ => 0.6,
    };
    Some(Agreement { score: evidence, share: 1.0, evidence, manner: Manner::Initials })
}
