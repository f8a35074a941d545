//! What a pack would change, for the person who decides about it.

use chancery_http::view::{ChangeView, LoadedView};
use chancery_record::vocabulary::{Difference, Pack, Vocabularies};

use crate::screen::{counted, fields, paragraph, visible};

/// What `pack` changes in what is in use.
pub(super) fn of(words: &Vocabularies, pack: &Pack) -> LoadedView {
    LoadedView::of(pack, Difference::between(words.pack(pack.name()), pack))
}

/// The edition in use and the changes, one a line.
pub(super) fn told(words: &Vocabularies, view: &LoadedView) -> String {
    let LoadedView { pack, changes, .. } = view;
    let present = match words.pack(pack) {
        Some(present) => format!("edition {} of {}", present.edition(), present.effective()),
        None => "none".to_owned(),
    };
    let mut text = fields(&[
        ("in use", present),
        (
            "changes",
            match changes.len() {
                0 => "none but the edition, its day and its source".to_owned(),
                count => counted(count, "change"),
            },
        ),
    ]);
    for ChangeView { change, vocabulary, word } in changes {
        let word = word.as_ref().map(|word| format!(": {word}")).unwrap_or_default();
        text += &paragraph("    ", &visible(&format!("{change} {vocabulary}{word}")));
    }
    text
}
