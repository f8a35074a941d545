//! Folding, character by character. Every rule here holds for all languages that write the letter, because
//! a name in a record does not say whose language it is.

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// What a character is to a word.
pub(super) enum Sort {
    /// Part of a word.
    Letter,
    /// Part of a run without blanks.
    Unspaced,
    /// Not there: it only shapes what stands around it.
    Nothing,
    /// The end of a word.
    Break,
}

/// The text decomposed, in small letters, without accents and points, composed again.
pub(super) fn folded(text: &str) -> impl Iterator<Item = char> + '_ {
    text.nfkd()
        .flat_map(char::to_lowercase)
        // A capital may come apart only in small letters.
        .nfkd()
        .filter(|c| !is_dropped_mark(*c))
        .flat_map(|c| plain(c).chars().chain(plain(c).is_empty().then_some(c)))
        .nfc()
}

/// Accents of Latin, Greek and Cyrillic, points of Hebrew and Arabic. Marks of other scripts are vowels,
/// without which words run together.
fn is_dropped_mark(c: char) -> bool {
    matches!(c,
        '\u{300}'..='\u{36f}' | '\u{483}'..='\u{487}' | '\u{591}'..='\u{5bd}' | '\u{5bf}'
        | '\u{5c1}'..='\u{5c2}' | '\u{5c4}'..='\u{5c5}' | '\u{5c7}' | '\u{610}'..='\u{61a}'
        | '\u{64b}'..='\u{65f}' | '\u{670}' | '\u{6d6}'..='\u{6dc}' | '\u{6df}'..='\u{6e4}'
        | '\u{6e7}'..='\u{6e8}' | '\u{6ea}'..='\u{6ed}' | '\u{1ab0}'..='\u{1aff}'
        | '\u{1dc0}'..='\u{1dff}' | '\u{20d0}'..='\u{20ff}' | '\u{fe20}'..='\u{fe2f}')
}

/// Letters that no decomposition takes apart; empty for every other.
const fn plain(c: char) -> &'static str {
    match c {
        'ß' => "ss",
        'æ' => "ae",
        'œ' => "oe",
        'ø' => "o",
        'ł' => "l",
        'đ' | 'ð' => "d",
        'þ' => "th",
        'ħ' => "h",
        'ŧ' => "t",
        'ı' => "i",
        'ŋ' => "n",
        'ς' => "σ",
        // Persian and Urdu forms of letters that Arabic writes otherwise.
        'ى' | 'ی' => "ي",
        'ک' => "ك",
        'ة' => "ه",
        'ٱ' => "ا",
        _ => "",
    }
}

/// What a folded character is, between its neighbours.
pub(super) fn sort(c: char, before: Option<char>, after: Option<char>) -> Sort {
    match c {
        _ if is_unspaced(c) => Sort::Unspaced,
        // Inside a word of Cyrillic or Hebrew these are letters, or mark an abbreviation; in Latin the
        // article of `l'Etat` is a word of its own.
        '\'' | '’' | 'ʼ' | '`' | '״' | '׳' | '"'
            if before.is_some_and(joins) && after.is_some_and(joins) =>
        {
            Sort::Nothing
        }
        'ʼ' => Sort::Break,
        // Soft hyphen, joiners, marks of direction, the long stroke of Arabic.
        '\u{ad}'
        | '\u{61c}'
        | '\u{640}'
        | '\u{200b}'..='\u{200f}'
        | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{2069}'
        | '\u{feff}' => Sort::Nothing,
        _ if c.is_alphanumeric() || is_combining_mark(c) => Sort::Letter,
        _ => Sort::Break,
    }
}

fn joins(c: char) -> bool {
    is_hebrew(c) || matches!(c, '\u{400}'..='\u{52f}')
}

/// A letter of Hebrew.
pub(crate) fn is_hebrew(c: char) -> bool {
    matches!(c, '\u{5d0}'..='\u{5ea}')
}

/// Han, kana, Hangul, and the scripts of Thailand, Laos, Burma and Cambodia.
pub(super) fn is_unspaced(c: char) -> bool {
    matches!(c,
        '\u{e00}'..='\u{e3a}' | '\u{e40}'..='\u{e4e}' | '\u{e80}'..='\u{ece}'
        | '\u{1000}'..='\u{103f}' | '\u{1100}'..='\u{11ff}' | '\u{1780}'..='\u{17d3}'
        | '\u{2e80}'..='\u{2fd5}' | '\u{3005}'..='\u{3007}' | '\u{3041}'..='\u{3096}'
        | '\u{309d}'..='\u{309f}' | '\u{30a1}'..='\u{30fa}' | '\u{30fc}'..='\u{30ff}'
        | '\u{3105}'..='\u{312f}' | '\u{3131}'..='\u{318e}' | '\u{31a0}'..='\u{31bf}'
        | '\u{31f0}'..='\u{31ff}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}'
        | '\u{a960}'..='\u{a97c}' | '\u{ac00}'..='\u{d7fb}' | '\u{f900}'..='\u{faff}'
        | '\u{20000}'..='\u{323af}')
}
