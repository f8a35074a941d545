//! All packs together: what records are checked against.
//!
//! The shipped packs are the default. [`Vocabularies::with`] puts another pack in the place of the one of its name.
//! Invariant: every vocabulary that a table uses is there, with the words that the program compares with; and what
//! was a word once is one for ever, if only to be read.

use std::{
    collections::BTreeMap,
    sync::{Arc, LazyLock},
};

use super::{
    ALL, ControlCode, ControlCodeFlaw, ControlList, Pack, Retired, Word, WordList,
    nearest::nearest_of,
};

mod misfit;
#[cfg(test)]
mod tests;

pub use misfit::PackMisfit;

/// The packs of this version. `control` stands before `technology`, whose crosswalk names its lists.
const SHIPPED: &[&str] = &[
    include_str!("../../packs/states.json"),
    include_str!("../../packs/control.json"),
    include_str!("../../packs/technology.json"),
    include_str!("../../packs/rights.json"),
    include_str!("../../packs/trade.json"),
    include_str!("../../packs/risk.json"),
    include_str!("../../packs/admiralty.json"),
    include_str!("../../packs/icd-203.json"),
    include_str!("../../packs/tlp.json"),
    include_str!("../../packs/iep.json"),
    include_str!("../../packs/handling.json"),
    include_str!("../../packs/exchange.json"),
    include_str!("../../packs/denial.json"),
    include_str!("../../packs/question.json"),
    include_str!("../../packs/practice.json"),
    include_str!("../../packs/dialogue.json"),
    include_str!("../../packs/capacity.json"),
    include_str!("../../packs/remark.json"),
];

/// More packs than this nobody looks through; each takes at most 192 KiB.
const PACKS_MAX: usize = 64;

/// Up to so many words are shown all rather than the nearest.
const SHOW_ALL_MAX: usize = 12;

/// Every pack that is in use.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Vocabularies(BTreeMap<String, Arc<Pack>>);

/// What a text is in a vocabulary.
pub(crate) enum Found<'a> {
    Current,
    Retired(&'a Retired),
    Unknown,
}

impl Vocabularies {
    /// The packs of this version.
    pub fn shipped() -> &'static Vocabularies {
        static PACKS: LazyLock<Vocabularies> = LazyLock::new(|| {
            let none = Vocabularies(BTreeMap::new());
            SHIPPED.iter().fold(none, |packs, text| {
                let pack = Pack::read(text).expect("because a test reads every shipped pack");
                packs.with(pack).expect("because a test fits every shipped pack")
            })
        });
        &PACKS
    }

    /// The same with this pack in the place of the one of its name, or beside the others.
    ///
    /// # Errors
    /// Why it does not fit: it takes a meaning away, lacks what the tables need, or is of another pack's matter.
    pub fn with(&self, pack: Pack) -> Result<Vocabularies, PackMisfit> {
        let mut packs = self.0.clone();
        if packs.len() == PACKS_MAX && !packs.contains_key(pack.name()) {
            return Err(PackMisfit::Full(PACKS_MAX));
        }
        if let Some(present) = self.pack(pack.name()) {
            misfit::succeeds(present, &pack)?;
        }
        misfit::is_apart(self, &pack)?;
        for needed in ALL {
            misfit::keeps(&pack, needed.name, needed.keeps)?;
        }
        let pack = Arc::new(pack);
        packs.insert(pack.name().to_owned(), Arc::clone(&pack));
        let after = Vocabularies(packs);
        misfit::names_entries(&after, &pack)?;
        Ok(after)
    }

    /// The packs, by name.
    pub fn packs(&self) -> impl Iterator<Item = &Pack> {
        self.0.values().map(|pack| &**pack)
    }

    /// The pack of that name.
    pub fn pack(&self, name: &str) -> Option<&Pack> {
        self.0.get(name).map(|pack| &**pack)
    }

    /// Every vocabulary.
    pub fn lists(&self) -> impl Iterator<Item = &WordList> {
        self.packs().flat_map(Pack::vocabularies)
    }

    /// The vocabulary of that name.
    pub fn list(&self, name: &str) -> Option<&WordList> {
        self.lists().find(|list| list.name == name)
    }

    /// What is known of each control list.
    pub fn control_lists(&self) -> impl Iterator<Item = &ControlList> {
        self.packs().flat_map(Pack::lists)
    }

    /// What is known of that control list.
    pub fn control_list(&self, list: &str) -> Option<&ControlList> {
        self.control_lists().find(|known| known.list == list)
    }

    /// The words that may be written in a vocabulary, the states among them where they are.
    pub fn current(&self, name: &str) -> impl Iterator<Item = &Word> {
        let list = self.list(name);
        let states = list.filter(|list| list.states).and_then(|_| self.list("state"));
        list.into_iter().chain(states).flat_map(WordList::current)
    }

    pub(crate) fn find(&self, name: &str, text: &str) -> Found<'_> {
        let Some(list) = self.list(name) else { return Found::Unknown };
        let states = list.states.then(|| self.list("state")).flatten();
        let word = list.word(text).or_else(|| states.and_then(|states| states.word(text)));
        match word {
            None => Found::Unknown,
            Some(Word { retired: None, .. }) => Found::Current,
            Some(Word { retired: Some(retired), .. }) => Found::Retired(retired),
        }
    }

    /// What to write instead of `text` in a vocabulary.
    pub(crate) fn advice(&self, name: &str, text: &str) -> String {
        let count = self.current(name).count();
        let spellings = self.current(name).flat_map(|word| {
            let aliases = word.aliases.iter().map(String::as_str);
            aliases.chain([word.word.as_str()]).map(|spelling| (spelling, word.word.as_str()))
        });
        if count <= SHOW_ALL_MAX {
            let all = self.current(name).map(|word| word.word.as_str());
            return all.collect::<Vec<_>>().join(", ");
        }
        let nearest = nearest_of(text, spellings);
        let near = match nearest.is_empty() {
            true => "one".to_owned(),
            false => format!("{}, or another", nearest.join(", ")),
        };
        format!("{near} of the {count} words of word-{name} in the schema")
    }

    /// Whether every code of the crosswalk is one.
    fn code_flaw(&self, word: &Word) -> Option<ControlCodeFlaw> {
        let parsed = |entry: &super::Entry| ControlCode::parse(&entry.list, &entry.code, self);
        word.codes.iter().find_map(|entry| parsed(entry).err())
    }
}
