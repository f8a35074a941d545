//! Checkpoints as bytes: which of their lines is whose, without verifying anything.

/// The text with its empty line, and the signature lines.
fn parts(note: &[u8]) -> Option<(&[u8], Vec<&[u8]>)> {
    let at = note.windows(2).rposition(|two| two == b"\n\n")? + 2;
    let (text, lines) = note.split_at(at);
    Some((text, lines.split_inclusive(|byte| *byte == b'\n').collect()))
}

/// The checkpoint with its first line alone.
pub(crate) fn author_only(note: &[u8]) -> Option<Vec<u8>> {
    let (text, lines) = parts(note)?;
    Some([text, *lines.first()?].concat())
}

/// Whether all of one note stands in another.
pub(crate) fn covers(held: &[u8], note: &[u8]) -> bool {
    let (Some((text, lines)), Some((held_text, held_lines))) = (parts(note), parts(held)) else {
        return false;
    };
    text == held_text && lines.iter().all(|line| held_lines.contains(line))
}

#[cfg(test)]
mod tests;
