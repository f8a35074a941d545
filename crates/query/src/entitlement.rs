//! Who asks, and what he may see.
//!
//! It is applied inside every answer, before anything is counted, so that neither a total nor a facet tells
//! of a record that is kept from the reader. It fails closed: no marking is the strictest, no audience is
//! nobody.

use chancery_record::{Marking, StateCode};

use crate::document::Document;

/// What a reader may see.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entitlement {
    /// The strictest marking that he may read.
    pub marking_max: Marking,
    /// The state for which he reads; its own records he reads whatever their audience. None reads only what
    /// his groups may.
    pub state: Option<StateCode>,
    /// The groups of the vocabulary `audience` to which he belongs.
    pub groups: Vec<String>,
}

impl Entitlement {
    /// The people of a member's own node: everything that the state may read.
    pub fn member(state: StateCode) -> Entitlement {
        let groups = ["members", "public"].map(str::to_owned).to_vec();
        Entitlement { marking_max: Marking::Red, state: Some(state), groups }
    }

    /// The people of an observer's node.
    pub fn observer(state: StateCode) -> Entitlement {
        let groups = ["observers", "public"].map(str::to_owned).to_vec();
        Entitlement { marking_max: Marking::Red, state: Some(state), groups }
    }

    /// The same reader, shown nothing stricter than that.
    #[must_use]
    pub fn up_to(mut self, marking: Marking) -> Entitlement {
        self.marking_max = self.marking_max.min(marking);
        self
    }

    /// The words of an audience that let him read: his groups, and his state.
    pub fn readers(&self) -> impl Iterator<Item = &str> {
        let state = self.state.as_ref().map(|state| state.as_str());
        self.groups.iter().map(String::as_str).chain(state)
    }

    /// Whether he may see it.
    pub fn admits(&self, document: &Document) -> bool {
        let own = self.state == Some(document.state);
        let named = self.readers().any(|reader| document.audience.iter().any(|one| one == reader));
        document.strictness() <= self.marking_max && (own || named)
    }
}

impl Document {
    /// Its marking; without one it counts as the strictest.
    pub fn strictness(&self) -> Marking {
        self.marking.unwrap_or(Marking::Red)
    }
}
