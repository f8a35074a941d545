//! Fingerprints as words, for two people on a telephone who compare a key or a roster.
//!
//! The PGP word list (Juola and Zimmermann, 1995): a byte is a word of two syllables at even places and one of
//! three at odd places, chosen to be told apart by ear, so a word that is left out, repeated or exchanged is
//! heard. Invariant: the same bytes have the same words for ever.

use std::sync::LazyLock;

use chancery_encoding::Digest;

#[cfg(test)]
mod tests;

/// Twelve words are 96 bits: nobody makes a second key that reads the same, and it takes half a minute to read.
pub(crate) const WORDS: usize = 12;

/// A line for each byte: the word for even places, then the one for odd places.
static LIST: LazyLock<Vec<[&str; 2]>> = LazyLock::new(|| {
    let line = |line: &'static str| {
        line.split_once(' ').map(<[&str; 2]>::from).expect("because a test counts two on each line")
    };
    include_str!("words/list.txt").lines().map(line).collect()
});

/// The words of a digest.
pub(crate) fn of_digest(digest: &Digest) -> String {
    let word = |(at, byte): (usize, &u8)| LIST[usize::from(*byte)][at % 2];
    let words: Vec<&str> = digest.as_bytes().iter().take(WORDS).enumerate().map(word).collect();
    words.join(" ")
}

/// The words of a public key: those of the SHA-256 of its 32 bytes.
pub(crate) fn of_key(key: &[u8; 32]) -> String {
    of_digest(&Digest::of(key))
}

/// The 32 bytes of a key as 64 digits.
pub(crate) fn hex(key: &[u8; 32]) -> String {
    Digest::from_bytes(*key).to_string()
}
