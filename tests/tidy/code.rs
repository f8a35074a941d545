//! A Rust text with its comments and literals blanked out.
//!
//! The rules look for names in code. A comment may well say `println!`, and a test may hold a bad
//! sample in a string; neither is a breach. This is a scanner of a page, not a parser: it knows
//! where comments, strings and characters begin and end, and nothing else.
//!
//! The invariant: the result has the same lines as the text, so that line numbers agree.

/// The same text, where comments, strings and characters are spaces.
pub(super) fn code_of(text: &str) -> String {
    let chars: Vec<char> = text.chars().collect();
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    while at < chars.len() {
        let end = blank_until(&chars, at);
        if end == at {
            out.push(chars[at]);
            at += 1;
        } else {
            let blanked = chars[at..end].iter().map(|c| if *c == '\n' { '\n' } else { ' ' });
            out.extend(blanked);
            at = end;
        }
    }
    out
}

/// Where the comment or literal that begins at `at` ends; `at` itself when none begins there.
fn blank_until(chars: &[char], at: usize) -> usize {
    match chars[at] {
        '/' if chars.get(at + 1) == Some(&'/') => line_end(chars, at),
        '/' if chars.get(at + 1) == Some(&'*') => block_end(chars, at),
        '"' => string_end(chars, at),
        '\'' => character_end(chars, at),
        'r' if begins_token(chars, at) => raw_end(chars, at),
        _ => at,
    }
}

fn line_end(chars: &[char], at: usize) -> usize {
    chars[at..].iter().position(|c| *c == '\n').map_or(chars.len(), |length| at + length)
}

/// Block comments nest.
fn block_end(chars: &[char], at: usize) -> usize {
    let mut depth = 0_usize;
    let mut here = at;
    while here < chars.len() {
        match (chars[here], chars.get(here + 1)) {
            ('/', Some('*')) => {
                depth += 1;
                here += 2;
            }
            ('*', Some('/')) => {
                depth -= 1;
                here += 2;
                if depth == 0 {
                    return here;
                }
            }
            _ => here += 1,
        }
    }
    chars.len()
}

fn string_end(chars: &[char], at: usize) -> usize {
    let mut here = at + 1;
    while here < chars.len() {
        match chars[here] {
            '\\' => here += 2,
            '"' => return here + 1,
            _ => here += 1,
        }
    }
    chars.len()
}

/// A character literal, told from a lifetime by its closing quote.
fn character_end(chars: &[char], at: usize) -> usize {
    if chars.get(at + 1) == Some(&'\\') {
        let close = chars[at + 3..].iter().position(|c| *c == '\'');
        return close.map_or(chars.len(), |length| at + 3 + length + 1);
    }
    if chars.get(at + 2) == Some(&'\'') { at + 3 } else { at }
}

/// `r"…"`, `r#"…"#` and so on; a raw name such as `r#fn` is code.
fn raw_end(chars: &[char], at: usize) -> usize {
    let hashes = chars[at + 1..].iter().take_while(|c| **c == '#').count();
    let open = at + 1 + hashes;
    if chars.get(open) != Some(&'"') {
        return at;
    }
    let closes = |here: &usize| {
        chars[*here] == '"'
            && chars[here + 1..].iter().take(hashes).filter(|c| **c == '#').count() == hashes
    };
    (open + 1..chars.len()).find(closes).map_or(chars.len(), |close| close + 1 + hashes)
}

/// Whether the `r` at `at` opens a token, alone or after the `b` or `c` of a byte or C string.
fn begins_token(chars: &[char], at: usize) -> bool {
    let inside = |c: Option<&char>| c.is_some_and(|c| c.is_alphanumeric() || *c == '_');
    let before = |back: usize| at.checked_sub(back).and_then(|here| chars.get(here));
    match before(1) {
        Some('b' | 'c') => !inside(before(2)),
        other => !inside(other),
    }
}

#[test]
fn comments_and_literals_are_blanked_and_code_is_kept() {
    let cases = [
        ("a // b\nc", "a     \nc"),
        ("a /* b /* c */ d */ e", "a                   e"),
        ("f(\"println!\\\"\") g", "f(            ) g"),
        ("r#\"x\"y\"# z", "         z"),
        ("br\"x\" z", "b     z"),
        ("r#fn z", "r#fn z"),
        ("'\"' z '\\'' y", "    z      y"),
        ("fn f<'a>(x: &'a str)", "fn f<'a>(x: &'a str)"),
    ];
    for (text, code) in cases {
        assert_eq!(code_of(text), code, "of {text}");
    }
}

#[test]
fn lines_stay_where_they_are() {
    let text = "one\n\"two\n three\"\n/* four\n five */ six";
    assert_eq!(code_of(text).lines().count(), text.lines().count());
    assert!(code_of(text).lines().nth(4).is_some_and(|line| line.ends_with("six")));
}
