//! `chancery vocabulary show NAME`: the words of a vocabulary or pack, an entry of a control list, or the pack that a
//! record carries.

use chancery_record::vocabulary::{Pack, Retired, Vocabularies, Word, WordList};
use serde_json::{Value, json};

use super::{Packs, entry, load::Carried};
use crate::{
    arguments::Place,
    exit::Exit,
    failure::Failure,
    screen::{counted, fields, paragraph, visible},
};

/// Show the words of a vocabulary, a pack, an entry of a control list, or a pack that a record carries
#[derive(Debug, clap::Args)]
pub(super) struct Show {
    /// Name of a vocabulary (`technology`) or pack, a code (`5A001.f`), or the reference or id of a record
    #[arg(value_name = "NAME|CODE|REF")]
    name: String,
    #[command(flatten)]
    packs: Packs,
}

impl Show {
    pub(super) async fn run(&self, place: &Place) -> Result<Exit, Failure> {
        let words = self.packs.load(place)?;
        let name = &self.name;
        if let Some((pack, list)) = vocabulary(&words, name) {
            place.screen().answer(&document(pack, list), |_| told(pack, list))?;
        } else if let Some(pack) = words.pack(name) {
            place.screen().answer(&pack_document(pack), |_| pack_told(pack))?;
        } else if let Some(found) = entry::find(&words, name) {
            place.screen().answer(&found, entry::told)?;
        } else if is_record(name) {
            let carried = Carried::of_record(place, name).await?;
            let mut document = pack_document(&carried.pack);
            document["signed"] = carried.signed.document();
            place
                .screen()
                .answer(&document, |_| carried.signed.told() + &pack_told(&carried.pack))?;
        } else {
            return Err(Failure::new(
                format!(
                    "{name:?} is no vocabulary, pack or code in use, and no record's reference"
                ),
                "`chancery vocabulary list` names the packs and vocabularies",
            )
            .ending(Exit::NotFound));
        }
        Ok(Exit::Done)
    }
}

fn vocabulary<'a>(words: &'a Vocabularies, name: &str) -> Option<(&'a Pack, &'a WordList)> {
    words.packs().find_map(|pack| {
        let list = pack.vocabularies().iter().find(|list| list.name == name)?;
        Some((pack, list))
    })
}

/// A reference, or eight or more digits of an id.
fn is_record(name: &str) -> bool {
    let id = name.len() >= 8 && name.bytes().all(|byte| byte.is_ascii_hexdigit());
    id || name.parse::<chancery_record::Reference>().is_ok()
}

fn document(pack: &Pack, list: &WordList) -> Value {
    let words: Vec<Value> = list.words.iter().map(word_document).collect();
    json!({
        "name": list.name, "about": list.about, "pack": pack.name(), "edition": pack.edition(),
        "states": list.states, "words": words,
    })
}

fn word_document(word: &Word) -> Value {
    let codes: Vec<Value> = word
        .codes
        .iter()
        .map(|entry| json!({ "list": entry.list, "code": entry.code, "note": entry.note }))
        .collect();
    let Retired { day, instead } =
        word.retired.clone().unwrap_or_else(|| Retired { day: String::new(), instead: None });
    json!({
        "word": word.word, "about": word.about, "aliases": word.aliases, "codes": codes,
        "retired": word.retired.as_ref().map(|_| day), "instead": instead,
    })
}

fn pack_document(pack: &Pack) -> Value {
    let lists: Vec<Value> = pack.vocabularies().iter().map(|list| document(pack, list)).collect();
    json!({
        "pack": pack.name(), "edition": pack.edition(), "effective": pack.effective(),
        "source": pack.source(), "vocabularies": lists,
        "lists": pack.lists().iter().map(entry::list_document).collect::<Vec<_>>(),
    })
}

/// One vocabulary, a word a line.
pub(super) fn told(pack: &Pack, list: &WordList) -> String {
    let size = counted(list.current().count(), "word");
    let head = format!("{}: {}", list.name, list.about);
    let mut text = paragraph("", &visible(&head));
    let states = if list.states { ", and the codes of all states" } else { "" };
    text += &paragraph(
        "  ",
        &visible(&format!("{size}{states}; pack {}, edition {}", pack.name(), pack.edition())),
    );
    text.push('\n');
    if list.words.iter().all(|word| word.codes.is_empty()) {
        let rows: Vec<(&str, String)> =
            list.words.iter().map(|word| (word.word.as_str(), meaning(word))).collect();
        return text + &fields(&rows);
    }
    for word in &list.words {
        text += &paragraph("  ", &visible(&format!("{}: {}", word.word, meaning(word))));
        text += &entry::entries(&word.codes);
    }
    text
}

fn meaning(word: &Word) -> String {
    let mut text = word.about.clone();
    if !word.aliases.is_empty() {
        text += &format!(" (also: {})", word.aliases.join(", "));
    }
    if let Some(Retired { day, instead }) = &word.retired {
        text += &format!(" [retired since {day}");
        if let Some(instead) = instead {
            text += &format!(": write {instead}");
        }
        text.push(']');
    }
    text
}

fn pack_told(pack: &Pack) -> String {
    let mut text =
        paragraph("", &visible(&format!("pack {}, edition {}", pack.name(), pack.edition())));
    text += &fields(&[("from", pack.effective().to_owned()), ("source", pack.source().to_owned())]);
    for list in pack.vocabularies() {
        text.push('\n');
        text += &told(pack, list);
    }
    for list in pack.lists() {
        text.push('\n');
        text += &entry::list_told(list);
    }
    text
}
