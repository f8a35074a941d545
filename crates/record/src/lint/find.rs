//! The four finders. Each gives the first passage that looks like what it is for; none goes through a text more
//! often than once for each of its few marks, so a hostile text costs no more than its length.

/// Titles before the name of a person. Lower-case letters are another word: `ms` is milliseconds.
const TITLES: [&str; 14] = [
    "Mr", "Mrs", "Ms", "Dr", "Prof", "Herr", "Frau", "Monsieur", "Madame", "Mme", "Señor",
    "Señora", "Signor", "Signora",
];

/// What stands before a date of birth.
const BIRTHS: [&str; 8] = ["born", "dob", "d.o.b", "birth", "geboren", "geb", "nacido", "nacida"];

/// What stands before a telephone number.
const TELEPHONES: [&str; 8] =
    ["tel", "phone", "telephone", "mobile", "cell", "fax", "telefon", "whatsapp"];

/// A passage shown is at most this long: enough to find it, too little to fill a screen.
const SHOWN_CHARS_MAX: usize = 40;

/// Words with where each begins: runs without white space.
fn words(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.split_whitespace().map(move |word| (word.as_ptr() as usize - text.as_ptr() as usize, word))
}

fn shown(text: &str, from: usize) -> &str {
    let rest = &text[from..];
    match rest.char_indices().nth(SHOWN_CHARS_MAX) {
        Some((end, _)) => &rest[..end],
        None => rest,
    }
}

fn bare(word: &str) -> &str {
    word.trim_matches(|c: char| !c.is_alphanumeric())
}

/// A title and, behind it, a word that begins with a capital letter.
pub(super) fn person(text: &str) -> Option<&str> {
    let mut before: Option<usize> = None;
    for (at, word) in words(text) {
        let ends = word.ends_with([',', ';', ':', ')']);
        if let Some(from) = before
            && bare(word).chars().next().is_some_and(char::is_uppercase)
        {
            return Some(shown(text, from));
        }
        before = (TITLES.contains(&bare(word)) && !ends).then_some(at);
    }
    None
}

/// A word for birth and a number with a year in it at most three words behind.
pub(super) fn birth(text: &str) -> Option<&str> {
    let mut mark: Option<(usize, usize)> = None;
    for (place, (at, word)) in words(text).enumerate() {
        let bare = bare(word).to_lowercase();
        if BIRTHS.contains(&bare.as_str()) {
            mark = Some((place, at));
        } else if let Some((from, at)) = mark
            && place - from <= 5
            && has_year(word)
        {
            return Some(shown(text, at));
        }
    }
    None
}

/// Four digits from 1900 to 2029 that stand alone or in a date. Nobody alive is older.
fn has_year(word: &str) -> bool {
    let mut runs = word.split(|c: char| !c.is_ascii_digit());
    runs.any(|run| run.len() == 4 && ("1900".."2030").contains(&run))
}

/// A local part, `@`, and a name with a dot in it.
pub(super) fn address(text: &str) -> Option<&str> {
    words(text).find_map(|(_, word)| {
        let (local, domain) = word.split_once('@')?;
        let local = local.trim_start_matches(|c: char| !c.is_alphanumeric());
        let domain = bare(domain);
        let (_, top) = domain.rsplit_once('.')?;
        // A user's name in the address of a page is none: `https://user@host/…`.
        let page = word.contains("://");
        let mail = !local.is_empty() && top.len() >= 2 && top.chars().all(char::is_alphabetic);
        (mail && !page).then(|| shown(word, 0))
    })
}

/// Eight to fifteen digits behind `+`, or six to fifteen behind a word for a telephone.
pub(super) fn telephone(text: &str) -> Option<&str> {
    let mut named = false;
    for (at, word) in words(text) {
        let page = word.contains("://");
        let start = word.trim_start_matches(['(', '[', ':']);
        let begins =
            start.starts_with('+') || (named && start.starts_with(|c: char| c.is_ascii_digit()));
        if begins && !page {
            let least = if start.starts_with('+') { 8 } else { 6 };
            let digits = digits_of_number(&text[at + (word.len() - start.len())..]);
            if (least..=15).contains(&digits) {
                return Some(shown(text, at));
            }
        }
        let bare = bare(word).to_lowercase();
        // `Tel.:+49…` is one word.
        let joined = TELEPHONES.iter().any(|mark| bare.starts_with(mark) && word.contains('+'));
        if joined && let Some(plus) = word.find('+') {
            let digits = digits_of_number(&text[at + plus..]);
            if (8..=15).contains(&digits) {
                return Some(shown(text, at));
            }
        }
        named = TELEPHONES.contains(&bare.as_str())
            || (named && matches!(bare.as_str(), "number" | "no" | "nr"));
    }
    None
}

/// The digits of a number that begins here, over the signs that people put between them. A letter or another
/// sign that touches it makes it something else: an identifier, a citation, a date.
fn digits_of_number(text: &str) -> usize {
    let mut digits = 0;
    // A number is never longer; so a hostile text costs no more than its length.
    for character in text.chars().take(SHOWN_CHARS_MAX) {
        match character {
            '0'..='9' => digits += 1,
            ' ' | '\u{a0}' | '-' | '(' | ')' | '.' | '+' => {}
            c if c.is_alphanumeric() || c == '/' || c == '_' => {
                // A word behind a blank ends the number; one that touches it is part of a code.
                let touching =
                    text[..text.find(c).unwrap_or(0)].ends_with(|b: char| b.is_ascii_digit());
                return if touching { 0 } else { digits };
            }
            _ => break,
        }
    }
    digits
}
