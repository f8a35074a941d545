//! Sounds: how alike two words sound, knowing from which scripts they came.
//!
//! Between scripts spelling is lost and sound is kept, each script losing something of its own: Arabic and
//! Hebrew write no short vowels and one letter for p and b or f and v; Japanese and Korean have one sound for l
//! and r and put vowels between consonants; Chinese has syllables only. So a word becomes a row of sounds
//! (`row`), and two rows are compared by what it costs to make the one the other, cheap where their scripts
//! cannot tell (`ears`).

use crate::script::Script;

mod ears;
mod row;
#[cfg(test)]
mod tests;

use ears::Ears;
pub(crate) use row::{skeleton, sounds};

/// Sounds of a word: at most so many. The longest words come to some sixty letters.
pub(crate) const SOUNDS_MAX: usize = 48;

/// What a consonant costs; all other costs are parts of it.
const WHOLE: u16 = 20;

fn is_vowel(sound: u8) -> bool {
    sound.is_ascii_lowercase()
}

/// How much there is to hear in a row, in the same measure as the costs.
fn mass(row: &[u8]) -> u16 {
    let of = |sound: &u8| match sound {
        b'a'..=b'z' => 6,
        b'H' | b'W' | b'Y' => 10,
        _ => WHOLE,
    };
    row.iter().map(of).sum()
}

/// How alike two rows sound, from 0 to 1.
pub(crate) fn alike(a: &[u8], b: &[u8], (of_a, of_b): (Script, Script)) -> f32 {
    if a == b {
        return 1.0;
    }
    let mass = mass(a).max(mass(b));
    if mass == 0 {
        return 0.0;
    }
    let ears = Ears::of(of_a, of_b);
    let (mut lost, mut gained) = ([0; SOUNDS_MAX], [0; SOUNDS_MAX]);
    ears.drops(a, of_a, of_b, &mut lost);
    ears.drops(b, of_b, of_a, &mut gained);
    let mut row = [0_u16; SOUNDS_MAX + 1];
    for (at, cost) in gained.iter().enumerate().take(b.len()) {
        row[at + 1] = row[at] + cost;
    }
    for (left, lost) in a.iter().zip(lost) {
        let mut diagonal = row[0];
        row[0] += lost;
        for (j, right) in b.iter().enumerate() {
            let swap = diagonal + ears.swap(*left, *right);
            diagonal = row[j + 1];
            row[j + 1] = swap.min(diagonal + lost).min(row[j] + gained[j]);
        }
    }
    (1.0 - f32::from(row[b.len()]) / f32::from(mass)).max(0.0)
}
