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

use word::alike;

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

/// Words that agree: (in the one, in the other, how much).
struct Pairs {
    pairs: [(u8, u8, f32); WORDS_MAX],
    count: usize,
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
        return Some(equal(a, b, &left, &right));
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
        Class::Number => 0.7,
        Class::Place(_) => 0.3,
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
        2 => 0.3,
        3 => 0.5,
        4 => 0.7,
        5 => 0.85,
        6 => 0.95,
        _ => 1.0,
    };
    match word.class {
        Class::Word => commonness.rarity(&word.latin) * length,
        Class::Number => 0.3,
        Class::Place(_) => 0.2,
        Class::Trade(_) => 0.15,
        Class::Letter => 0.1,
        Class::Form(_) | Class::Stop => 0.0,
    }
}

fn equal(a: &Told, b: &Told, left: &Weights, right: &Weights) -> Agreement {
    let sum = |told: &Told, weights: &Weights| -> f32 {
        told.words.iter().zip(weights).map(|(_, weight)| weight.1).sum()
    };
    let evidence = sum(a, left).max(sum(b, right));
    // A name of several words that agrees in every one is rarer than its words are.
    let several =
        a.words.iter().filter(|word| !matches!(word.class, Class::Form(_) | Class::Stop)).count()
            > 1;
    let bonus = if several { 0.2 } else { 0.0 };
    Agreement { score: (evidence + bonus).min(1.0), share: 1.0, evidence, manner: Manner::Equal }
}

/// The best partner for each word, the best pairs first.
fn pair(a: &Told, b: &Told) -> Pairs {
    let mut pairs = Pairs {
        pairs: [(0, 0, 0.0); WORDS_MAX],
        count: 0,
        left: [false; WORDS_MAX],
        right: [false; WORDS_MAX],
    };
    let mut near: Vec<(u8, u8, f32)> = Vec::new();
    for (i, left) in (0_u8..).zip(&a.words) {
        for (j, right) in (0_u8..).zip(&b.words) {
            let alike = alike(left, right);
            if alike > 0.0 {
                near.push((i, j, alike));
            }
        }
    }
    near.sort_by(|x, y| y.2.total_cmp(&x.2));
    for (i, j, alike) in near {
        let (at, to) = (usize::from(i), usize::from(j));
        if !pairs.left[at] && !pairs.right[to] {
            pairs.left[at] = true;
            pairs.right[to] = true;
            pairs.pairs[pairs.count] = (i, j, alike);
            pairs.count += 1;
        }
    }
    pairs
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
    let mut in_order: Vec<(u8, u8, f32)> = pairs.pairs[..pairs.count].to_vec();
    in_order.sort_unstable_by_key(|pair| pair.0);
    for (i, j, alike) in in_order {
        let (at, to) = (usize::from(i), usize::from(j));
        agreed += alike * (left[at].0 + right[to].0) / 2.0;
        evidence += alike * left[at].1.min(right[to].1);
        near |= alike < 0.94;
        ordered &= last.is_none_or(|last| last < j);
        last = Some(j);
    }
    if evidence <= 0.05 {
        return None;
    }
    if pairs.count > 1 {
        evidence += 0.2;
    }
    let left_over = |told: &Told, taken: &[bool], weights: &Weights| -> f32 {
        let words = told.words.iter().zip(taken).zip(weights);
        words.filter(|((_, taken), _)| !**taken).map(|(_, weight)| weight.0).sum()
    };
    let (u, v) = (left_over(a, &pairs.left, left), left_over(b, &pairs.right, right));
    let extra = f32::from(settings.extra_words) / 100.0 * (u.max(v) - u.min(v));
    let different = f32::from(settings.different_words) / 100.0 * 2.0 * u.min(v);
    let share = agreed / (agreed + extra + different);
    let manner = match () {
        () if near => Manner::Near,
        () if u.min(v) > 0.1 => Manner::Overlap,
        () if u.max(v) > 0.1 => Manner::Part,
        () if !ordered => Manner::Reordered,
        () => Manner::Equal,
    };
    Some(Agreement { score: share * evidence.min(1.0), share, evidence, manner })
}

/// Names divided otherwise, or run together in one of them.
fn joined(a: &Told, b: &Told, left: &Weights, right: &Weights) -> Option<Agreement> {
    let alike = word::alike_as_one(a, b);
    if alike <= 0.0 {
        return None;
    }
    let sum = |told: &Told, weights: &Weights| -> f32 {
        told.words.iter().zip(weights).map(|(_, weight)| weight.1).sum()
    };
    let evidence = sum(a, left).min(sum(b, right));
    let manner = if alike < 0.99 { Manner::Near } else { Manner::Divided };
    Some(Agreement { score: alike * evidence.min(1.0), share: alike, evidence, manner })
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
