//! Sounds: how alike two words in Latin letters sound, knowing from which scripts they came.
//!
//! Between scripts spelling is lost and sound is kept, each script losing something of its own: Arabic and
//! Hebrew write no short vowels and one letter for p and b or f and v; Japanese and Korean have one sound for l
//! and r and put vowels between consonants; Chinese has syllables only. So a word becomes a row of sounds, and
//! two rows are compared by what it costs to make the one the other, cheap where their scripts cannot tell.

use crate::script::Script;

/// Sounds of a word: at most so many. The longest words come to some sixty letters.
pub(crate) const SOUNDS_MAX: usize = 48;

/// What a consonant costs; all other costs are parts of it.
const WHOLE: u16 = 20;

/// A word as a row of sounds: capitals are consonants, small letters vowels.
///
/// `C` stands for all of ch, sh, zh, ts; `X` for the kh of German and Russian.
pub(crate) fn sounds(latin: &str, script: Script) -> Vec<u8> {
    let bytes = latin.as_bytes();
    let mut row: Vec<u8> = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() && row.len() < SOUNDS_MAX {
        let (taken, made) = sound_at(&bytes[at..], Place::of(at, 0), script);
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

/// Letters that are one sound, or sound otherwise before a front vowel.
const GROUPS: &[(&[u8], &str)] = &[
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

/// Where in a word: at its edge, the beginning or the end as the case may be, or within.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    Edge,
    Within,
}

impl Place {
    fn of(at: usize, edge: usize) -> Place {
        if at == edge { Place::Edge } else { Place::Within }
    }
}

/// How many letters at the beginning make which sounds.
fn sound_at(rest: &[u8], place: Place, script: Script) -> (usize, &'static str) {
    if let Some(found) = of_script(rest, place, script) {
        return found;
    }
    for (letters, made) in GROUPS {
        if rest.starts_with(letters) {
            return (letters.len(), made);
        }
    }
    let vowel_next = rest.get(1).is_some_and(|next| b"aeiou".contains(next));
    (1, of_letter(rest[0], if vowel_next { Next::Vowel } else { Next::Other }))
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
        b'y' if matches!(next, Next::Vowel) => "Y",
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
        b'0' => "0",
        b'1' => "1",
        b'2' => "2",
        b'3' => "3",
        b'4' => "4",
        b'5' => "5",
        b'6' => "6",
        b'7' => "7",
        b'8' => "8",
        b'9' => "9",
        _ => "",
    }
}

/// What a script's romanisation spells in its own way.
fn of_script(rest: &[u8], place: Place, script: Script) -> Option<(usize, &'static str)> {
    let table: &[(&[u8], &str)] = match script {
        Script::Han => &[
            (b"zh", "C"),
            (b"ng", "N"),
            (b"q", "C"),
            (b"x", "C"),
            (b"j", "J"),
            (b"c", "C"),
            (b"z", "C"),
        ],
        Script::Greek if place == Place::Edge => {
            &[(b"mp", "B"), (b"nt", "D"), (b"gk", "G"), (b"x", "KS")]
        }
        Script::Greek => {
            &[(b"mp", "B"), (b"nt", "D"), (b"gk", "G"), (b"gch", "NX"), (b"ch", "X"), (b"gg", "NG")]
        }
        Script::Kana => &[(b"tsu", "C"), (b"shi", "Ci"), (b"chi", "Ci"), (b"fu", "Fu")],
        _ => &[],
    };
    let found = table.iter().find(|(letters, _)| rest.starts_with(letters));
    found.map(|(letters, made)| (letters.len(), *made))
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

fn is_vowel(sound: u8) -> bool {
    sound.is_ascii_lowercase()
}

/// How much there is to hear in a row, in the same measure as the costs.
fn mass(row: &[u8]) -> u16 {
    row.iter()
        .map(|sound| match sound {
            b'a'..=b'z' => 6,
            b'H' | b'W' | b'Y' => 10,
            _ => WHOLE,
        })
        .sum()
}

/// How alike two rows sound, from 0 to 1.
pub(crate) fn alike(a: &[u8], b: &[u8], scripts: (Script, Script)) -> f32 {
    if a == b {
        return 1.0;
    }
    let mass = mass(a).max(mass(b));
    if mass == 0 {
        return 0.0;
    }
    let ears = Ears::of(scripts);
    let mut row = [0_u16; SOUNDS_MAX + 1];
    for (at, sound) in b.iter().enumerate() {
        row[at + 1] = row[at] + ears.drop(*sound, Place::of(at + 1, b.len()));
    }
    for (i, left) in a.iter().enumerate() {
        let lost = ears.drop(*left, Place::of(i + 1, a.len()));
        let mut diagonal = row[0];
        row[0] += lost;
        for (j, right) in b.iter().enumerate() {
            let swap = diagonal + ears.swap(*left, *right);
            let gained = ears.drop(*right, Place::of(j + 1, b.len()));
            diagonal = row[j + 1];
            row[j + 1] = swap.min(diagonal + lost).min(row[j] + gained);
        }
    }
    let cost = row[b.len()];
    (1.0 - f32::from(cost) / f32::from(mass)).max(0.0)
}

/// What two scripts, written beside one another, cannot tell.
struct Ears {
    vowel_drop: u16,
    one_liquid: bool,
    one_labial: bool,
    chinese: bool,
    across: bool,
}

impl Ears {
    fn of((a, b): (Script, Script)) -> Ears {
        let either = |test: fn(Script) -> bool| test(a) || test(b);
        let across = a != b;
        Ears {
            vowel_drop: match () {
                () if across && either(Script::drops_vowels) => 1,
                () if across && either(Script::is_run_together) => 2,
                () if across => 3,
                () => 6,
            },
            one_liquid: across && either(Script::is_run_together),
            one_labial: across && (either(Script::drops_vowels) || either(Script::is_run_together)),
            chinese: across && either(|script| script == Script::Han),
            across,
        }
    }

    fn drop(&self, sound: u8, place: Place) -> u16 {
        match sound {
            _ if is_vowel(sound) => self.vowel_drop,
            b'H' | b'W' | b'Y' => {
                if self.across {
                    3
                } else {
                    8
                }
            }
            b'R' | b'L' if self.one_liquid => 7,
            b'N' | b'S' | b'Z' if place == Place::Edge => 10,
            b'N' | b'G' if self.chinese => 8,
            _ => WHOLE,
        }
    }

    fn swap(&self, a: u8, b: u8) -> u16 {
        if a == b {
            return 0;
        }
        let (a, b) = if a < b { (a, b) } else { (b, a) };
        if is_vowel(a) && is_vowel(b) {
            return if self.across { 2 } else { 4 };
        }
        let near = |across: u16, within: u16| if self.across { across } else { within };
        match (a, b) {
            (b'B', b'P') | (b'D', b'T') | (b'G', b'K') | (b'S', b'Z') | (b'F', b'V') => near(2, 8),
            (b'C' | b'J', b'S' | b'Z') | (b'C', b'J') => near(3, 8),
            (b'L', b'R') => {
                if self.one_liquid {
                    2
                } else {
                    18
                }
            }
            (b'F', b'P') | (b'B', b'V') | (b'B', b'F') | (b'P', b'V') => {
                if self.one_labial {
                    2
                } else {
                    12
                }
            }
            (b'V', b'W') => near(1, 4),
            (b'F', b'W') => near(4, 10),
            (b'K', b'X') | (b'H', b'X') => near(2, 4),
            (b'G', b'H') | (b'G', b'X') | (b'H', b'K') => near(4, 12),
            (b'J', b'Y') => near(2, 4),
            (b'G', b'J') => near(4, 8),
            (b'J' | b'C', b'K') | (b'C', b'G') if self.chinese => 5,
            (b'C', b'K') => near(6, 10),
            (b'C' | b'S', b'T') | (b'D', b'J') | (b'D', b'Z') => near(6, 14),
            (b'M', b'N') => {
                if self.chinese {
                    4
                } else {
                    near(6, 14)
                }
            }
            (b'Y', b'i' | b'e') | (b'W', b'o' | b'u') => near(1, 4),
            (b'W', b'a'..=b'z') | (b'Y', b'a'..=b'z') | (b'H', b'a'..=b'z') => near(3, 8),
            _ => WHOLE,
        }
    }
}
