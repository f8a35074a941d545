//! The strict reader of packs. Unlike a record, a pack with a field that is not known is refused: a word list that
//! is half understood would be wrong in silence.

use std::collections::BTreeSet;

use super::{ControlList, Edition, Entry, Pack, PackFlaw, Retired, Unused, Word, WordList};
use crate::{
    check::hides,
    form::{DAY, EDITION, Form, KEY, WORD},
    tree::Tree,
    vocabulary::{code::NUMBERINGS, numbering_form},
};

/// There are about sixty vocabularies in all.
const VOCABULARIES_MAX: usize = 64;

/// Four times the states of the world, the longest list there is.
const WORDS_MAX: usize = 1_000;

/// Spellings of one word.
const ALIASES_MAX: usize = 16;

/// Ten lists, of which the longest row of the crosswalk has six entries.
const CODES_MAX: usize = 64;

/// Lists, and what may stand in one: an edition a month for twenty years.
const LISTS_MAX: usize = 64;
const EDITIONS_MAX: usize = 256;

/// As records bound a line.
const LINE_CHARS_MAX: usize = 300;

pub(super) fn pack(tree: &Tree, at: &str) -> Result<Pack, PackFlaw> {
    const FIELDS: &[&str] = &["pack", "edition", "effective", "source", "vocabularies", "lists"];
    let part = Part::new(tree, at.to_owned(), FIELDS)?;
    let vocabularies = part.each("vocabularies", VOCABULARIES_MAX, word_list)?;
    let lists = part.each("lists", LISTS_MAX, control_list)?;
    if vocabularies.is_empty() && lists.is_empty() {
        return Err(PackFlaw::Empty);
    }
    once(&part, "vocabularies", vocabularies.iter().map(|list| list.name.as_str()))?;
    once(&part, "lists", lists.iter().map(|list| list.list.as_str()))?;
    Ok(Pack {
        name: part.form("pack", &KEY)?,
        edition: part.form("edition", &EDITION)?,
        effective: part.form("effective", &DAY)?,
        source: part.line("source")?,
        vocabularies,
        lists,
        tree: tree.clone(),
    })
}

fn word_list(tree: &Tree, at: String) -> Result<WordList, PackFlaw> {
    let part = Part::new(tree, at, &["name", "about", "states", "words"])?;
    let words = part.each("words", WORDS_MAX, word)?;
    let states = part.flag("states")?;
    let list =
        WordList { name: part.form("name", &KEY)?, about: part.line("about")?, states, words };
    if list.current().next().is_none() && !states {
        return Err(PackFlaw::AllRetired { at: part.at });
    }
    // A spelling that stands for two words stands for none.
    let aliases = list.words.iter().flat_map(|word| word.aliases.iter());
    once(
        &part,
        "words",
        list.words.iter().map(|word| &word.word).chain(aliases).map(String::as_str),
    )?;
    for (index, word) in list.words.iter().enumerate() {
        let Some(Retired { instead: Some(instead), .. }) = &word.retired else { continue };
        if list.current().all(|current| current.word != *instead) {
            let at = format!("{}.words[{index}]", part.at);
            return Err(PackFlaw::Successor { at, word: instead.clone() });
        }
    }
    Ok(list)
}

fn word(tree: &Tree, at: String) -> Result<Word, PackFlaw> {
    const FIELDS: &[&str] = &["word", "about", "aliases", "retired", "instead", "codes"];
    let part = Part::new(tree, at, FIELDS)?;
    let instead = part.has("instead").then(|| part.form("instead", &WORD)).transpose()?;
    let retired = part.has("retired").then(|| part.form("retired", &DAY)).transpose()?;
    if instead.is_some() && retired.is_none() {
        return Err(PackFlaw::NotRetired { at: part.at });
    }
    Ok(Word {
        word: part.form("word", &WORD)?,
        about: part.line("about")?,
        aliases: part.each("aliases", ALIASES_MAX, line)?,
        retired: retired.map(|day| Retired { day, instead }),
        codes: part.each("codes", CODES_MAX, entry)?,
    })
}

fn entry(tree: &Tree, at: String) -> Result<Entry, PackFlaw> {
    let part = Part::new(tree, at, &["list", "code", "note"])?;
    Ok(Entry {
        list: part.form("list", &WORD)?,
        code: part.line("code")?,
        note: part.maybe_line("note")?,
    })
}

fn control_list(tree: &Tree, at: String) -> Result<ControlList, PackFlaw> {
    const FIELDS: &[&str] = &["list", "numbering", "editions", "only_here", "unused"];
    let part = Part::new(tree, at, FIELDS)?;
    let numbering = part.line("numbering")?;
    if !NUMBERINGS.contains(&numbering.as_str()) {
        let wanted = "annex, wassenaar, canada, japan, britain or other";
        return Err(PackFlaw::Syntax { at: part.below("numbering"), wanted });
    }
    let list = ControlList {
        list: part.form("list", &WORD)?,
        numbering,
        editions: part.each("editions", EDITIONS_MAX, edition)?,
        only_here: part.each("only_here", CODES_MAX, line)?,
        unused: part.each("unused", CODES_MAX, unused)?,
    };
    let aliases = list.editions.iter().flat_map(|edition| edition.aliases.iter());
    let editions = list.editions.iter().map(|edition| &edition.edition);
    once(&part, "editions", editions.chain(aliases).map(String::as_str))?;
    let unused = list.unused.iter().map(|unused| &unused.code);
    once(&part, "only_here", list.only_here.iter().chain(unused).map(String::as_str))?;
    let form = numbering_form(&list.numbering);
    let instead = list.unused.iter().filter_map(|unused| unused.instead.as_ref());
    let codes = list.only_here.iter().chain(list.unused.iter().map(|u| &u.code)).chain(instead);
    for code in codes {
        if !form.is_some_and(|form| form.matches(code)) {
            let (code, numbering) = (code.clone(), list.numbering.clone());
            return Err(PackFlaw::Code { at: part.at, code, numbering });
        }
    }
    Ok(list)
}

fn edition(tree: &Tree, at: String) -> Result<Edition, PackFlaw> {
    let part = Part::new(tree, at, &["edition", "aliases", "effective", "source"])?;
    Ok(Edition {
        edition: part.line("edition")?,
        aliases: part.each("aliases", ALIASES_MAX, line)?,
        effective: part.form("effective", &DAY)?,
        source: part.line("source")?,
    })
}

fn unused(tree: &Tree, at: String) -> Result<Unused, PackFlaw> {
    let part = Part::new(tree, at, &["code", "why", "instead"])?;
    Ok(Unused {
        code: part.line("code")?,
        why: part.line("why")?,
        instead: part.maybe_line("instead")?,
    })
}

fn line(tree: &Tree, at: String) -> Result<String, PackFlaw> {
    let Some(text) = tree.as_text() else {
        return Err(PackFlaw::Type { at, wanted: "a text" });
    };
    let chars = text.chars().count();
    let shown = text.chars().all(|c| !hides(c) && c != '\n' && c != '\t');
    if chars > LINE_CHARS_MAX || text.trim().is_empty() || !shown {
        return Err(PackFlaw::Syntax { at, wanted: "one line of 1 to 300 visible characters" });
    }
    Ok(text.to_owned())
}

fn once<'a>(
    part: &Part<'_>,
    field: &str,
    texts: impl Iterator<Item = &'a str>,
) -> Result<(), PackFlaw> {
    let mut seen = BTreeSet::new();
    for text in texts {
        if !seen.insert(text) {
            return Err(PackFlaw::Twice { at: part.below(field), text: text.to_owned() });
        }
    }
    Ok(())
}

/// An object being read.
struct Part<'a> {
    tree: &'a Tree,
    at: String,
}

impl<'a> Part<'a> {
    fn new(tree: &'a Tree, at: String, fields: &[&str]) -> Result<Self, PackFlaw> {
        let Tree::Map(map) = tree else {
            return Err(PackFlaw::Type { at, wanted: "an object" });
        };
        match map.keys().find(|key| !fields.contains(&key.as_str())) {
            Some(field) => Err(PackFlaw::Unknown { at, field: field.clone() }),
            None => Ok(Part { tree, at }),
        }
    }

    fn below(&self, field: &str) -> String {
        format!("{}.{field}", self.at)
    }

    fn has(&self, field: &str) -> bool {
        self.tree.field(field).is_some()
    }

    fn line(&self, field: &'static str) -> Result<String, PackFlaw> {
        let missing = || PackFlaw::Missing { at: self.at.clone(), field };
        line(self.tree.field(field).ok_or_else(missing)?, self.below(field))
    }

    fn maybe_line(&self, field: &'static str) -> Result<Option<String>, PackFlaw> {
        self.has(field).then(|| self.line(field)).transpose()
    }

    fn form(&self, field: &'static str, form: &'static Form) -> Result<String, PackFlaw> {
        let text = self.line(field)?;
        match form.matches(&text) {
            true => Ok(text),
            false => Err(PackFlaw::Syntax { at: self.below(field), wanted: form.about }),
        }
    }

    fn flag(&self, field: &str) -> Result<bool, PackFlaw> {
        match self.tree.field(field) {
            None => Ok(false),
            Some(Tree::Bool(flag)) => Ok(*flag),
            Some(_) => Err(PackFlaw::Type { at: self.below(field), wanted: "true or false" }),
        }
    }

    /// What `read` makes of each element; an array that is not there is empty, and one that is there is not.
    fn each<T>(
        &self,
        field: &str,
        max: usize,
        read: impl Fn(&Tree, String) -> Result<T, PackFlaw>,
    ) -> Result<Vec<T>, PackFlaw> {
        let at = self.below(field);
        let elements = match self.tree.field(field) {
            None => return Ok(Vec::new()),
            Some(Tree::Array(elements)) => elements,
            Some(_) => return Err(PackFlaw::Type { at, wanted: "an array" }),
        };
        if elements.is_empty() || elements.len() > max {
            return Err(PackFlaw::Count { at, count: elements.len(), min: 1, max });
        }
        let element = |(index, tree)| read(tree, format!("{at}[{index}]"));
        elements.iter().enumerate().map(element).collect()
    }
}
