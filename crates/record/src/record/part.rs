//! Parts of a record: lists whose elements have keys.
//!
//! A part is taken out of a copy; the record that was signed is never changed. Nothing here looks at
//! vocabulary, so it works on kinds that this version does not know.

use std::collections::BTreeSet;

use super::Record;
use crate::tree::{Tree, to_json};

#[cfg(test)]
mod tests;

impl Record {
    /// The keys of the elements of the list at a path, in their order; those without one left out.
    pub fn keys_at(&self, path: &[&str]) -> Vec<&str> {
        let list = path.iter().try_fold(&self.0, |tree, name| tree.field(name));
        let elements = list.map(Tree::elements).unwrap_or_default();
        elements.iter().filter_map(|element| element.text("key")).collect()
    }

    /// The elements of those keys of the list at a path, each as JSON after its key, in their order.
    pub fn elements_at(
        &self,
        path: &[&str],
        keys: &BTreeSet<&str>,
    ) -> Vec<(String, serde_json::Value)> {
        let list = path.iter().try_fold(&self.0, |tree, name| tree.field(name));
        let elements = list.map(Tree::elements).unwrap_or_default();
        let keyed = elements.iter().filter_map(|element| Some((element.text("key")?, element)));
        keyed
            .filter(|(key, _)| keys.contains(key))
            .map(|(key, element)| (key.to_owned(), to_json(element)))
            .collect()
    }

    /// The same record without the elements of those keys in the list at a path.
    #[must_use]
    pub fn without_keys(mut self, path: &[&str], keys: &BTreeSet<&str>) -> Record {
        if !self.keys_at(path).iter().any(|key| keys.contains(key)) {
            return self;
        }
        let list = path.iter().try_fold(&mut self.0, |tree, name| tree.field_mut(name));
        if let Some(elements) = list.and_then(Tree::elements_mut) {
            elements.retain(|element| element.text("key").is_none_or(|key| !keys.contains(key)));
        }
        self
    }
}
