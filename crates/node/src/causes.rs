//! An error as a line of text: what went wrong, and everything behind it.
//!
//! `Display` of an error never repeats its source, so whoever shows one to people has to follow the
//! sources; that is done here for the node and for all above it.

/// An error and all its causes, on one line.
pub fn causes(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(inner) = cause {
        text.push_str(": ");
        text.push_str(&inner.to_string());
        cause = inner.source();
    }
    text
}
