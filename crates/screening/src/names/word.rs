//! Two words: the same, meaning the same, misspelled, or sounding alike from one script to another.

use crate::{
    lexicon::Class,
    prepared::{Heard, Told},
    script::Script,
    sound,
};

/// Below this two words of one script do not sound alike.
const ALIKE_WITHIN: f32 = 0.88;

/// The same for two scripts, where more is lost.
const ALIKE_ACROSS: f32 = 0.74;

/// How two words answer one another.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Likeness {
    /// How alike they are, from 0 to 1.
    pub(super) alike: f32,
    /// The part of what the word says that this likeness is worth: near spellings of a short word are many.
    pub(super) credit: f32,
}

impl Likeness {
    const NONE: Likeness = Likeness { alike: 0.0, credit: 0.0 };
    const SAME: Likeness = Likeness { alike: 1.0, credit: 1.0 };

    fn of(alike: f32, credit: f32) -> Likeness {
        Likeness { alike, credit }
    }

    fn or(self, other: Likeness) -> Likeness {
        if other.credit > self.credit { other } else { self }
    }
}

/// How two words answer one another.
pub(super) fn likeness(a: &Heard, b: &Heard) -> Likeness {
    if a.latin == b.latin {
        return Likeness::SAME;
    }
    let distinct = |class| matches!(class, Class::Word | Class::Common);
    let known = |class| matches!(class, Class::Trade(_) | Class::Line(_) | Class::Place(_));
    match (a.class, b.class) {
        (one, other) if distinct(one) && distinct(other) => heard(a, b),
        (Class::Letter, other) | (other, Class::Letter)
            if distinct(other) && a.latin.as_bytes()[0] == b.latin.as_bytes()[0] =>
        {
            Likeness::of(0.6, 0.3)
        }
        (one, other) if one == other && !matches!(one, Class::Number | Class::Letter) => {
            Likeness::of(0.97, 0.97)
        }
        // Small words and forms answer one another for what little they weigh.
        (Class::Form(_), Class::Form(_)) => Likeness::of(0.3, 0.0),
        // What the lexicon knows in one script it may not know in another.
        (one, other)
            if a.script != b.script
                && (distinct(one) && known(other) || known(one) && distinct(other)) =>
        {
            heard(a, b)
        }
        _ => Likeness::NONE,
    }
}

fn heard(a: &Heard, b: &Heard) -> Likeness {
    if a.script != b.script {
        return across(&a.sounds, &b.sounds, (a.script, b.script));
    }
    let differ = (a.letters ^ b.letters).count_ones();
    if differ > 5 || a.latin.len().min(b.latin.len()) < 5 {
        return Likeness::NONE;
    }
    let sounding = within(&a.sounds, &b.sounds, a.latin.len().min(b.latin.len()), a.script);
    // A word that is common is no misspelling of another.
    if a.class != b.class {
        return sounding;
    }
    misspelled(&a.latin, &b.latin).or(sounding)
}

/// Two spellings: at most one wrong letter in six, none in a short word.
fn misspelled(a: &str, b: &str) -> Likeness {
    let (short, long) = (a.len().min(b.len()), a.len().max(b.len()));
    let edits_max = match short {
        0..=4 => return Likeness::NONE,
        5..=12 => 1,
        13..=20 => 2,
        _ => 3,
    };
    if long - short > edits_max {
        return Likeness::NONE;
    }
    let edits = strsim::osa_distance(a, b);
    if edits > edits_max {
        return Likeness::NONE;
    }
    // A first letter is seldom wrong.
    let first = if a.as_bytes()[0] == b.as_bytes()[0] { 1.0 } else { 0.7 };
    #[expect(clippy::cast_precision_loss, reason = "words have at most 256 letters")]
    let (edits, long) = (edits as f32, long as f32);
    Likeness::of(
        1.0 - 0.75 * edits / long,
        worth(short) * first * if edits > 1.0 { 0.65 } else { 1.0 },
    )
}

/// What one wrong letter leaves of what a word of that length says: short words have many neighbours.
fn worth(length: usize) -> f32 {
    match length {
        0..=4 => 0.0,
        5 => 0.4,
        6 => 0.45,
        7 => 0.5,
        8 => 0.6,
        9 => 0.72,
        10 => 0.8,
        11 => 0.85,
        _ => 0.9,
    }
}

/// Two words of one script that sound alike: spelled by two systems, or by ear.
fn within(a: &[u8], b: &[u8], length: usize, script: Script) -> Likeness {
    if a == b {
        return Likeness::of(0.98, 0.5 + 0.5 * worth(length));
    }
    let alike = sound::alike(a, b, (script, script));
    if alike < ALIKE_WITHIN {
        return Likeness::NONE;
    }
    let first = if a[0] == b[0] { 1.0 } else { 0.7 };
    Likeness::of(alike, worth(length) * first * (alike - 0.8) / 0.2)
}

/// Two words of two scripts.
fn across(a: &[u8], b: &[u8], scripts: (Script, Script)) -> Likeness {
    let strong = |sound: &&u8| sound.is_ascii_uppercase() && !matches!(sound, b'H' | b'W' | b'Y');
    let consonants = |row: &[u8]| row.iter().filter(strong).count();
    let (m, n) = (consonants(a), consonants(b));
    if m.abs_diff(n) > 3 || m.max(n) < 2 {
        return Likeness::NONE;
    }
    let alike = sound::alike(a, b, scripts);
    if alike < ALIKE_ACROSS {
        return Likeness::NONE;
    }
    let said = match m.min(n) {
        0..=1 => 0.5,
        2 => 0.75,
        3 => 0.92,
        _ => 1.0,
    };
    Likeness::of(alike.max(0.9), (1.0 - 3.5 * (1.0 - alike)).max(0.0) * said)
}

/// Two names when all that is no legal form is run together.
pub(super) fn as_one(a: &Told, b: &Told) -> Likeness {
    if a.joined == b.joined {
        return Likeness::SAME;
    }
    if a.script == b.script {
        return misspelled(&a.joined, &b.joined);
    }
    across(&a.core_sounds, &b.core_sounds, (a.script, b.script))
}
