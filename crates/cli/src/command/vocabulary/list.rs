//! `chancery vocabulary list`: which packs are in use.

use chancery_http::view::PackView;

use super::Packs;
use crate::{
    arguments::Place,
    exit::Exit,
    failure::Failure,
    screen::{counted, table},
};

/// List the packs in use: edition, first day, vocabularies, words
#[derive(Debug, clap::Args)]
pub(super) struct List {
    #[command(flatten)]
    packs: Packs,
}

impl List {
    pub(super) fn run(&self, place: &Place) -> Result<Exit, Failure> {
        let words = self.packs.load(place)?;
        let views: Vec<PackView> = words.packs().map(PackView::from).collect();
        place.screen().answer(&views, |views| told(views))?;
        Ok(Exit::Done)
    }
}

pub(super) fn told(views: &[PackView]) -> String {
    let rows = views.iter().map(|view| {
        let names: Vec<&str> = view.vocabularies.iter().map(|list| list.name.as_str()).collect();
        let lists = match view.lists.len() {
            0 => String::new(),
            lists => format!(", and {}", counted(lists, "control list")),
        };
        let count = |of: fn(&chancery_http::view::WordCountView) -> usize| -> usize {
            view.vocabularies.iter().map(of).sum()
        };
        let (words, retired) = (count(|list| list.words), count(|list| list.retired));
        let words =
            if retired == 0 { words.to_string() } else { format!("{words} + {retired} retired") };
        let from = view.effective.clone();
        [view.pack.clone(), view.edition.clone(), from, words, names.join(", ") + &lists]
    });
    table(["pack", "edition", "from", "words", "vocabularies"], rows)
}
