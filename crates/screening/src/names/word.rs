//! Two words: the same, meaning the same, misspelled, or sounding alike from one script to another.

use crate::{
    lexicon::Class,
    prepared::{Heard, Told},
    script::Script,
    sound,
};

/// Below this two words of one script do not sound alike.
const ALIKE_WITHIN: f32 = 0.84;

/// The same for two scripts, where more is lost.
const ALIKE_ACROSS: f32 = 0.74;

/// How alike two words are, from 0 to 1.
pub(super) fn alike(a: &Heard, b: &Heard) -> f32 {
    if a.latin == b.latin {
        return 1.0;
    }
    match (a.class, b.class) {
        (Class::Word, Class::Word) => heard_alike(a, b),
        (Class::Letter, Class::Word) | (Class::Word, Class::Letter)
            if a.latin.as_bytes()[0] == b.latin.as_bytes()[0] =>
        {
            0.5
        }
        (one, other) if one == other && !matches!(one, Class::Number | Class::Letter) => 0.97,
        // Small words and forms answer one another for what little they weigh.
        (Class::Form(_), Class::Form(_)) => 0.3,
        // What the lexicon knows in one script it may not know in another.
        (Class::Word, Class::Trade(_) | Class::Place(_))
        | (Class::Trade(_) | Class::Place(_), Class::Word)
            if a.script != b.script =>
        {
            heard_alike(a, b)
        }
        _ => 0.0,
    }
}

fn heard_alike(a: &Heard, b: &Heard) -> f32 {
    if a.script == b.script {
        let differ = (a.letters ^ b.letters).count_ones();
        if differ > 6 {
            return 0.0;
        }
        return misspelled(&a.latin, &b.latin).max(sounding(
            &a.sounds,
            &b.sounds,
            (a.script, b.script),
        ));
    }
    sounding(&a.sounds, &b.sounds, (a.script, b.script))
}

/// How alike two spellings are: at most one wrong letter in five, none in a short word.
fn misspelled(a: &str, b: &str) -> f32 {
    let (short, long) = (a.len().min(b.len()), a.len().max(b.len()));
    let edits_max = match short {
        0..=4 => return 0.0,
        5..=8 => 1,
        9..=13 => 2,
        _ => 3,
    };
    if long - short > edits_max {
        return 0.0;
    }
    let edits = strsim::osa_distance(a, b);
    if edits > edits_max {
        return 0.0;
    }
    // A first letter is seldom wrong.
    let first = if a.as_bytes()[0] == b.as_bytes()[0] { 0.0 } else { 0.08 };
    #[expect(clippy::cast_precision_loss, reason = "words have at most 256 letters")]
    let share = edits as f32 / long as f32;
    1.0 - 0.75 * share - first
}

fn sounding(a: &[u8], b: &[u8], scripts: (Script, Script)) -> f32 {
    let consonants = |row: &[u8]| row.iter().filter(|sound| sound.is_ascii_uppercase()).count();
    let (m, n) = (consonants(a), consonants(b));
    if m.abs_diff(n) > 3 || m.max(n) < 2 {
        return 0.0;
    }
    let alike = sound::alike(a, b, scripts);
    let (floor, most) = match scripts.0 == scripts.1 {
        true => (ALIKE_WITHIN, 0.95),
        false => (ALIKE_ACROSS, 1.0),
    };
    if alike < floor { 0.0 } else { alike * most }
}

/// How alike two names are when all that is no legal form is run together.
pub(super) fn alike_as_one(a: &Told, b: &Told) -> f32 {
    if a.joined == b.joined {
        return 1.0;
    }
    if a.script == b.script {
        return misspelled(&a.joined, &b.joined);
    }
    sounding(&a.joined_sounds, &b.joined_sounds, (a.script, b.script))
}
