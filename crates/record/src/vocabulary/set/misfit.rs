//! Why a pack does not fit beside the others: one reason each.

use super::Vocabularies;
use crate::vocabulary::{ControlCodeFlaw, Pack};

/// Why a pack does not fit.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PackMisfit {
    /// The very pack is in use.
    #[error("{pack} {edition} is in use already")]
    InUse {
        /// The pack.
        pack: String,
        /// Its edition.
        edition: String,
    },
    /// Another content under the same edition.
    #[error("{pack} {edition} is in use with other words: a changed pack has another edition")]
    SameEdition {
        /// The pack.
        pack: String,
        /// The edition of both.
        edition: String,
    },
    /// The pack in use is later.
    #[error("{pack} holds from {effective}, and the one in use from {present}")]
    Older {
        /// The pack.
        pack: String,
        /// Its first day.
        effective: String,
        /// The first day of the one in use.
        present: String,
    },
    /// A vocabulary is not there any more.
    #[error("the vocabulary {0} is missing, and the pack in use has it")]
    VocabularyGone(String),
    /// A word is not there any more.
    #[error(
        "the word {word:?} of {vocabulary} is missing: a word that is not to be written is retired, not removed"
    )]
    WordGone {
        /// The vocabulary.
        vocabulary: String,
        /// The word.
        word: String,
    },
    /// Where the codes of states are words too, they stay.
    #[error("the states are no words of {0} any more")]
    StatesGone(String),
    /// A control list or an edition of one is not there any more.
    #[error("{entry:?} of the control list {list} is missing, and the pack in use has it")]
    ListGone {
        /// The list.
        list: String,
        /// What is missing: the list itself or an edition.
        entry: String,
    },
    /// A word that the program compares with is missing or retired.
    #[error("{vocabulary} has no word {word:?}, which this version needs")]
    Needed {
        /// The vocabulary.
        vocabulary: String,
        /// The word.
        word: String,
    },
    /// A vocabulary or control list of another pack.
    #[error("{what} belongs to the pack {owner}")]
    OtherPack {
        /// The vocabulary or list.
        what: String,
        /// Whose it is.
        owner: String,
    },
    /// A control list that the vocabulary of lists does not have.
    #[error("{0:?} is no word of the vocabulary control-list")]
    UnknownList(String),
    /// A code of the crosswalk is none.
    #[error("{word} stands for an entry that is none")]
    Code {
        /// The word.
        word: String,
        /// Why it is none.
        source: Box<ControlCodeFlaw>,
    },
    /// There are as many packs as are kept.
    #[error("{0} packs are in use, and no more are kept")]
    Full(usize),
}

impl PackMisfit {
    /// A stable name of the reason.
    pub fn name(&self) -> &'static str {
        match self {
            PackMisfit::InUse { .. } => "vocabulary-in-use",
            PackMisfit::SameEdition { .. } => "vocabulary-same-edition",
            PackMisfit::Older { .. } => "vocabulary-older",
            PackMisfit::VocabularyGone(_) => "vocabulary-gone",
            PackMisfit::WordGone { .. } => "vocabulary-word-gone",
            PackMisfit::StatesGone(_) => "vocabulary-states-gone",
            PackMisfit::ListGone { .. } => "vocabulary-list-gone",
            PackMisfit::Needed { .. } => "vocabulary-needed",
            PackMisfit::OtherPack { .. } => "vocabulary-other-pack",
            PackMisfit::UnknownList(_) => "vocabulary-unknown-list",
            PackMisfit::Code { .. } => "vocabulary-code",
            PackMisfit::Full(_) => "vocabulary-full",
        }
    }
}

/// Whether nothing that the present pack says is lost.
pub(super) fn succeeds(present: &Pack, pack: &Pack) -> Result<(), PackMisfit> {
    let name = pack.name().to_owned();
    if present == pack {
        return Err(PackMisfit::InUse { pack: name, edition: pack.edition().to_owned() });
    }
    if present.effective() > pack.effective() {
        let (effective, present) = (pack.effective().to_owned(), present.effective().to_owned());
        return Err(PackMisfit::Older { pack: name, effective, present });
    }
    if present.edition() == pack.edition() {
        return Err(PackMisfit::SameEdition { pack: name, edition: pack.edition().to_owned() });
    }
    for was in present.vocabularies() {
        let is = pack.vocabularies().iter().find(|is| is.name == was.name);
        let is = is.ok_or_else(|| PackMisfit::VocabularyGone(was.name.clone()))?;
        if let Some(gone) = was.words.iter().find(|word| is.word(&word.word).is_none()) {
            let (vocabulary, word) = (was.name.clone(), gone.word.clone());
            return Err(PackMisfit::WordGone { vocabulary, word });
        }
        if was.states && !is.states {
            return Err(PackMisfit::StatesGone(was.name.clone()));
        }
    }
    for was in present.lists() {
        let gone =
            |entry: &str| PackMisfit::ListGone { list: was.list.clone(), entry: entry.into() };
        let is =
            pack.lists().iter().find(|is| is.list == was.list && is.numbering == was.numbering);
        let is = is.ok_or_else(|| gone(&was.list))?;
        let stays = |edition: &str| is.editions.iter().any(|known| known.edition == edition);
        if let Some(edition) = was.editions.iter().find(|was| !stays(&was.edition)) {
            return Err(gone(&edition.edition));
        }
    }
    Ok(())
}

/// Whether no other pack holds the same.
pub(super) fn is_apart(present: &Vocabularies, pack: &Pack) -> Result<(), PackMisfit> {
    for other in present.packs().filter(|other| other.name() != pack.name()) {
        let names = pack.vocabularies().iter().map(|list| &list.name);
        let lists = pack.lists().iter().map(|list| &list.list);
        let has_name = |name: &&String| other.vocabularies().iter().any(|list| list.name == **name);
        let has_list = |name: &&String| other.lists().iter().any(|list| list.list == **name);
        let mut shared = names.filter(has_name).chain(lists.filter(has_list));
        if let Some(what) = shared.next() {
            return Err(PackMisfit::OtherPack {
                what: what.clone(),
                owner: other.name().to_owned(),
            });
        }
    }
    Ok(())
}

/// Whether the words that the program compares with may be written.
pub(super) fn keeps(pack: &Pack, vocabulary: &str, words: &[&str]) -> Result<(), PackMisfit> {
    let Some(list) = pack.vocabularies().iter().find(|list| list.name == vocabulary) else {
        return Ok(());
    };
    match words.iter().find(|needed| list.current().all(|word| word.word != **needed)) {
        Some(word) => {
            Err(PackMisfit::Needed { vocabulary: vocabulary.to_owned(), word: (*word).to_owned() })
        }
        None => Ok(()),
    }
}

/// Whether its lists are words, and every entry that any crosswalk names is one, now that the pack is among the others.
pub(super) fn names_entries(after: &Vocabularies, pack: &Pack) -> Result<(), PackMisfit> {
    let is_word = |list: &str| after.list("control-list").is_some_and(|l| l.word(list).is_some());
    if let Some(list) = pack.lists().iter().find(|list| !is_word(&list.list)) {
        return Err(PackMisfit::UnknownList(list.list.clone()));
    }
    for word in after.lists().flat_map(|list| &list.words) {
        if let Some(source) = after.code_flaw(word) {
            return Err(PackMisfit::Code { word: word.word.clone(), source: Box::new(source) });
        }
    }
    Ok(())
}
