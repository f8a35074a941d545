//! What is wrong with a record, said to the person who wrote it: where, what, and what would do.
//! All of it at once, so that nobody mends a record one error at a time; up to a bound, because a
//! hostile record can hold an error in every byte.

use std::fmt;

/// A person mends a few dozen at a time; at about 200 bytes each, 256 make a 50 KB answer.
pub(crate) const VIOLATIONS_MAX: usize = 256;

/// One thing that is wrong with a record.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Violation {
    /// Where, as a JSON path: `$.parties[0].names`.
    pub path: String,
    /// What is wrong there.
    pub wrong: String,
    /// What is allowed there.
    pub allowed: String,
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}; allowed: {}", self.path, self.wrong, self.allowed)
    }
}

/// Where the checks are and what they found. The path is one string that grows and shrinks.
#[derive(Debug)]
pub(crate) struct Report {
    path: String,
    found: Vec<Violation>,
    left_out: usize,
}

impl Report {
    pub(crate) fn new() -> Self {
        Report { path: "$".to_owned(), found: Vec::new(), left_out: 0 }
    }

    /// Notes something wrong at the present path.
    pub(crate) fn wrong(&mut self, wrong: impl Into<String>, allowed: impl Into<String>) {
        if self.found.len() == VIOLATIONS_MAX {
            self.left_out += 1;
            return;
        }
        let (wrong, allowed) = (wrong.into(), allowed.into());
        self.found.push(Violation { path: self.path.clone(), wrong, allowed });
    }

    /// The same, where the words take work that a full report does not need.
    pub(crate) fn wrong_as(&mut self, words: impl FnOnce() -> (String, String)) {
        let (wrong, allowed) = match self.found.len() == VIOLATIONS_MAX {
            true => (String::new(), String::new()),
            false => words(),
        };
        self.wrong(wrong, allowed);
    }

    /// Goes one map key deeper; the answer is for [`Report::leave`].
    pub(crate) fn enter_key(&mut self, key: &str) -> usize {
        let length = self.path.len();
        push_key(&mut self.path, key);
        length
    }

    /// Goes one array index deeper; the answer is for [`Report::leave`].
    pub(crate) fn enter_index(&mut self, index: usize) -> usize {
        let length = self.path.len();
        self.path.push_str(&format!("[{index}]"));
        length
    }

    /// Goes back to where the matching `enter` was.
    pub(crate) fn leave(&mut self, length: usize) {
        self.path.truncate(length);
    }

    /// Runs `check` with the path one map key deeper.
    pub(crate) fn at_key(&mut self, key: &str, check: impl FnOnce(&mut Self)) {
        let length = self.enter_key(key);
        check(self);
        self.leave(length);
    }

    /// Runs `check` with the path one array index deeper.
    pub(crate) fn at_index(&mut self, index: usize, check: impl FnOnce(&mut Self)) {
        let length = self.enter_index(index);
        check(self);
        self.leave(length);
    }

    /// Whether nothing has been found yet.
    pub(crate) fn is_clean(&self) -> bool {
        self.found.is_empty()
    }

    /// Everything found, in the order of the record.
    pub(crate) fn finish(mut self) -> Vec<Violation> {
        if self.left_out > 0 {
            self.found.push(Violation {
                path: "$".to_owned(),
                wrong: format!("{} more things are wrong", self.left_out),
                allowed: format!("mend the first {VIOLATIONS_MAX} and check again"),
            });
        }
        self.found
    }
}

/// Keys that are not plain names are quoted, so that a path is never ambiguous.
fn push_key(path: &mut String, key: &str) {
    const SHOWN_CHARS_MAX: usize = 64;
    let plain = !key.is_empty()
        && key.len() <= SHOWN_CHARS_MAX
        && key.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
    if plain {
        path.push('.');
        path.push_str(key);
    } else {
        let shown: String = key.chars().take(SHOWN_CHARS_MAX).collect();
        path.push_str(&format!("[{shown:?}]"));
    }
}
