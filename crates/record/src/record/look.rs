//! Looking into a record by path, for those who know what its kind may hold.
//!
//! A record that came from a body has not been checked, so every answer is an option and nothing
//! is promised about form: a day may be any text.

use chancery_encoding::Digest;

use super::{Record, Target};
use crate::{block::original_hash, tree::Tree};

/// How a record stands to another one, as its envelope says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Relation {
    /// How: a word of the vocabulary `relations`, known or not.
    pub how: String,
    /// To which record.
    pub target: Target,
}

impl Record {
    /// The text at a path of field names.
    pub fn text_at(&self, path: &[&str]) -> Option<&str> {
        self.tree_at(path)?.as_text()
    }

    /// The texts of the list at a path; what is no text is left out.
    pub fn texts_at(&self, path: &[&str]) -> Vec<&str> {
        let list = self.tree_at(path).map(Tree::elements).unwrap_or_default();
        list.iter().filter_map(Tree::as_text).collect()
    }

    /// What stands at a path, to be looked into in the same way; nothing when it is no map.
    pub fn part(&self, path: &[&str]) -> Option<Record> {
        self.tree_at(path).filter(|tree| matches!(tree, Tree::Map(_))).cloned().map(Record)
    }

    /// The maps of the list at a path, to be looked into in the same way.
    pub fn parts(&self, path: &[&str]) -> Vec<Record> {
        let list = self.tree_at(path).map(Tree::elements).unwrap_or_default();
        list.iter().filter(|tree| matches!(tree, Tree::Map(_))).cloned().map(Record).collect()
    }

    /// What its kind calls the summary; empty when there is none.
    pub fn summary(&self) -> &str {
        self.text_at(&["summary"]).unwrap_or_default()
    }

    /// The hash of what a translation of this record translates, its title and its summary: what stands as
    /// `of_hash` in a translation that is not stale.
    pub fn original_hash(&self) -> Digest {
        original_hash(&self.0)
    }

    /// Whether anything stands at a path.
    pub fn has(&self, path: &[&str]) -> bool {
        self.tree_at(path).is_some()
    }

    /// How it stands to other records; what names no target is left out.
    pub fn relations(&self) -> Vec<Relation> {
        let relations = self.0.field("relations").map(Tree::elements).unwrap_or_default();
        let relation = |relation: &Tree| {
            let target = target_of(relation.field("target")?);
            Some(Relation { how: relation.text("type").unwrap_or_default().to_owned(), target })
        };
        relations.iter().filter_map(relation).collect()
    }

    /// The same record with the ids of its relations' targets filled in, in their order.
    #[must_use]
    pub fn with_relation_ids(mut self, ids: &[String]) -> Record {
        if let Some(relations) = self.0.field_mut("relations").and_then(Tree::elements_mut) {
            let targets = relations.iter_mut().filter_map(|relation| relation.field_mut("target"));
            for (target, id) in targets.zip(ids) {
                target.set("id", Tree::Text(id.clone()));
            }
        }
        self
    }

    fn tree_at(&self, path: &[&str]) -> Option<&Tree> {
        path.iter().try_fold(&self.0, |tree, name| tree.field(name))
    }
}

pub(super) fn target_of(target: &Tree) -> Target {
    let text = |name| target.text(name).map(str::to_owned);
    Target { id: text("id"), reference: text("reference") }
}
