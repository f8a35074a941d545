//! Lists in the index: a version is put as a whole, in place of the one before.

use std::collections::HashSet;

use chancery_encoding::Digest;
use chancery_screening::Card;
use tantivy::schema::Value;
use tantivy::{TantivyDocument, Term};

use super::{Parties, held::Held, look::Look};
use crate::error::IndexError;

/// An entry of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed<'a> {
    /// Who it is.
    pub card: &'a Card,
    /// What whoever puts it wants to have back.
    pub about: Vec<u8>,
}

impl Parties {
    /// Puts a version of a list in place of the one that is here, durably.
    ///
    /// # Errors
    /// When the index does not take it.
    pub fn put_list<'a>(
        &self,
        list: &str,
        version: &str,
        entries: impl IntoIterator<Item = Listed<'a>>,
    ) -> Result<(), IndexError> {
        let mut held = self.held()?;
        let before = self.cards_of(&mut held, list)?;
        let failed = |error| self.folder.failed(error);
        let mut digests = HashSet::new();
        {
            let writer = self.folder.writer();
            writer.delete_term(Term::from_field_text(self.fields.list, list));
            for Listed { card, about } in entries {
                let digest = card.digest();
                self.put_card(&mut held, &writer, &digest, card)?;
                writer.add_document(self.fields.entry(list, &digest, &about)).map_err(failed)?;
                digests.insert(digest);
            }
            writer.add_document(self.fields.whole(list, version)).map_err(failed)?;
        }
        self.settle(&mut held, before.difference(&digests))
    }

    /// Takes a list out, durably.
    ///
    /// # Errors
    /// When the index does not let it go.
    pub fn remove_list(&self, list: &str) -> Result<(), IndexError> {
        let mut held = self.held()?;
        let before = self.cards_of(&mut held, list)?;
        self.folder.writer().delete_term(Term::from_field_text(self.fields.list, list));
        self.settle(&mut held, before.iter())
    }

    /// The cards of a list as it is here; whatever waits is committed first, so that it is seen.
    fn cards_of(&self, held: &mut Held, list: &str) -> Result<HashSet<Digest>, IndexError> {
        self.recommit(held)?;
        let look = self.look()?;
        let read = || -> tantivy::Result<HashSet<Digest>> {
            let mut cards = HashSet::new();
            let term = Term::from_field_text(self.fields.list, list);
            for (address, _) in look.documents(&term)? {
                let document: TantivyDocument = look.shown.searcher.doc(address)?;
                let digest = document.get_first(self.fields.of).and_then(|of| of.as_bytes());
                let digest = digest.and_then(|digest| <[u8; 32]>::try_from(digest).ok());
                cards.extend(digest.map(Digest::from_bytes));
            }
            Ok(cards)
        };
        read().map_err(|error| self.folder.failed(error))
    }

    /// Commits, and then takes out the cards that nobody names any more.
    fn settle<'a>(
        &self,
        held: &mut Held,
        left: impl Iterator<Item = &'a Digest>,
    ) -> Result<(), IndexError> {
        self.recommit(held)?;
        let orphans = {
            let look: Look<'_> = self.look()?;
            let named = |digest: &Digest| {
                look.seen(digest, 0).map(|seen| seen.roots_total + seen.entries_total)
            };
            let mut orphans = Vec::new();
            for digest in left {
                if named(digest)? == 0 {
                    orphans.push(*digest);
                }
            }
            orphans
        };
        for digest in &orphans {
            let term = Term::from_field_bytes(self.fields.card, digest.as_bytes());
            self.folder.writer().delete_term(term);
            held.forget(digest);
        }
        if orphans.is_empty() { Ok(()) } else { self.recommit(held) }
    }

    fn recommit(&self, held: &mut Held) -> Result<(), IndexError> {
        self.folder.recommit().inspect_err(|_| held.doubt())?;
        self.count(held)
    }
}
