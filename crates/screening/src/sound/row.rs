//! From a word in Latin letters to a row of sounds. Capitals are consonants, small letters vowels; `C` stands for
//! all of ch, sh and ts, `X` for the kh of German and Russian.

use super::SOUNDS_MAX;
use crate::script::Script;

/// A word as a row of sounds.
pub(crate) fn sounds(latin: &str, script: Script) -> Vec<u8> {
    let bytes = latin.as_bytes();
    let mut row: Vec<u8> = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() && row.len() < SOUNDS_MAX {
        let place = if at == 0 { Place::Beginning } else { Place::Within };
        let (taken, made) = sound_at(&bytes[at..], place, script);
        for sound in made.bytes() {
            if row.last() != Some(&sound) {
                row.push(sound);
            }
        }
        at += taken;
    }
    row.truncate(SOUNDS_MAX);
    row
}

/// Where in a word.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    Beginning,
    Within,
}

type Table = &'static [(&'static [u8], &'static str)];

/// Letters that are one sound, or sound otherwise before a front vowel.
const GROUPS: Table = &[
    (b"tsch", "C"),
    (b"tch", "C"),
    (b"sch", "C"),
    (b"dzh", "J"),
    (b"dj", "J"),
    (b"sh", "C"),
    (b"ch", "C"),
    (b"zh", "J"),
    (b"cz", "C"),
    (b"sz", "C"),
    (b"ts", "C"),
    (b"tz", "C"),
    (b"ph", "F"),
    (b"kh", "X"),
    (b"gh", "G"),
    (b"th", "T"),
    (b"ck", "K"),
    (b"qu", "KW"),
    (b"ce", "Se"),
    (b"ci", "Si"),
    (b"cy", "Si"),
    (b"ae", "e"),
    (b"oe", "o"),
    (b"ue", "u"),
    (b"oo", "u"),
    (b"ee", "i"),
    (b"ou", "u"),
];

const HAN: Table = &[
    (b"zh", "C"),
    (b"ng", "N"),
    (b"q", "C"),
    (b"x", "C"),
    (b"c", "C"),
    (b"z", "C"),
    (b"ue", "ue"),
];

const GREEK_BEGINNING: Table = &[(b"mp", "B"), (b"nt", "D"), (b"gk", "G")];

const GREEK: Table = &[
    (b"gch", "NX"),
    (b"gk", "NG"),
    (b"gg", "NG"),
    (b"ch", "X"),
    (b"oy", "u"),
    (b"ei", "i"),
    (b"oi", "i"),
    (b"ay", "aV"),
    (b"ey", "eV"),
    (b"ai", "e"),
];

const KANA: Table = &[
    (b"tsu", "Cu"),
    (b"shi", "Ci"),
    (b"chi", "Ci"),
    (b"fui", "Fi"),
    (b"fua", "Fa"),
    (b"fue", "Fe"),
    (b"fuo", "Fo"),
    (b"tei", "Ti"),
    (b"dei", "Di"),
    (b"ui", "Wi"),
    (b"ue", "We"),
];

const HANGUL: Table = &[(b"eu", "u"), (b"ae", "e"), (b"eo", "o")];

/// How many letters at the beginning make which sounds.
fn sound_at(rest: &[u8], place: Place, script: Script) -> (usize, &'static str) {
    let own: &[Table] = match script {
        Script::Han => &[HAN],
        Script::Greek if place == Place::Beginning => &[GREEK_BEGINNING, GREEK],
        Script::Greek => &[GREEK],
        Script::Kana => &[KANA],
        Script::Hangul => &[HANGUL],
        _ => &[],
    };
    let mut tables = own.iter().copied().chain([GROUPS]).flatten();
    if let Some((letters, made)) = tables.find(|(letters, _)| rest.starts_with(letters)) {
        return (letters.len(), made);
    }
    let next = match rest.get(1) {
        Some(next) if b"aeiou".contains(next) => Next::Vowel,
        _ => Next::Other,
    };
    (1, of_letter(rest[0], next))
}

/// What follows a letter.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Next {
    Vowel,
    Other,
}

/// The sound of a letter by itself.
fn of_letter(letter: u8, next: Next) -> &'static str {
    match letter {
        b'a' => "a",
        b'e' => "e",
        b'i' => "i",
        b'o' => "o",
        b'u' => "u",
        b'y' if next == Next::Vowel => "Y",
        b'y' => "i",
        b'w' => "W",
        b'b' => "B",
        b'c' | b'k' | b'q' => "K",
        b'd' => "D",
        b'f' => "F",
        b'g' => "G",
        b'h' => "H",
        b'j' => "J",
        b'l' => "L",
        b'm' => "M",
        b'n' => "N",
        b'p' => "P",
        b'r' => "R",
        b's' => "S",
        b't' => "T",
        b'v' => "V",
        b'x' => "KS",
        b'z' => "Z",
        digit => digit_of(digit),
    }
}

fn digit_of(digit: u8) -> &'static str {
    const DIGITS: [&str; 10] = ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"];
    DIGITS.get(usize::from(digit.wrapping_sub(b'0'))).copied().unwrap_or_default()
}

/// The consonants of a row, those that scripts confuse made one: what stays of a word in any script.
pub(crate) fn skeleton(row: &[u8]) -> String {
    let mut skeleton = String::new();
    for sound in row {
        let kept = match sound {
            b'P' | b'B' | b'F' | b'V' => 'P',
            b'T' | b'D' => 'T',
            b'K' | b'G' | b'X' => 'K',
            b'S' | b'Z' | b'C' | b'J' => 'S',
            b'L' | b'R' => 'L',
            b'M' | b'N' => 'N',
            digit @ b'0'..=b'9' => char::from(*digit),
            // Half vowels and breath come and go.
            _ => continue,
        };
        if !skeleton.ends_with(kept) {
            skeleton.push(kept);
        }
    }
    skeleton
}
