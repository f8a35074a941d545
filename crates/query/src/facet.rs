//! Facets: by what an answer is counted.

use std::collections::BTreeSet;

use crate::{about::About, document::Document};

/// Something by which an answer is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Facet {
    /// Who said it.
    State,
    /// The kind of record.
    Kind,
    /// Categories of technology.
    Category,
    /// Codes, as `list/code`.
    Code,
    /// Destinations.
    Destination,
    /// Parties that it names and that have not been withdrawn, by their first names.
    Party,
    /// Rights that are touched.
    Right,
    /// Whether it stands.
    Status,
    /// The year of issue.
    Year,
}

impl Facet {
    /// All of them, in the order of the documentation.
    pub const ALL: [Facet; 9] = [
        Facet::State,
        Facet::Kind,
        Facet::Category,
        Facet::Code,
        Facet::Destination,
        Facet::Party,
        Facet::Right,
        Facet::Status,
        Facet::Year,
    ];

    /// Its name, which is that of the field.
    pub const fn as_str(self) -> &'static str {
        match self {
            Facet::State => "state",
            Facet::Kind => "kind",
            Facet::Category => "category",
            Facet::Code => "code",
            Facet::Destination => "destination",
            Facet::Party => "party",
            Facet::Right => "right",
            Facet::Status => "status",
            Facet::Year => "year",
        }
    }

    /// The facet of that name.
    pub fn named(name: &str) -> Option<Facet> {
        Facet::ALL.into_iter().find(|facet| facet.as_str() == name)
    }
}

impl Document {
    /// What it counts for, each value once and in order.
    pub fn counts_for(&self, facet: Facet, about: &About) -> BTreeSet<String> {
        let owned = |values: &[String]| values.iter().cloned().collect();
        match facet {
            Facet::State => BTreeSet::from([self.state.to_string()]),
            Facet::Kind => BTreeSet::from([self.kind.clone()]),
            Facet::Category => owned(&self.categories),
            Facet::Code => {
                self.codes.iter().map(|code| format!("{}/{}", code.list, code.code)).collect()
            }
            Facet::Destination => owned(&self.destinations),
            Facet::Party => {
                let standing = self.parties.iter().filter(|party| !party.withdrawn);
                standing.filter_map(|party| party.names.first().cloned()).collect()
            }
            Facet::Right => owned(&self.rights),
            Facet::Status => BTreeSet::from([self.status(about.today).as_str().to_owned()]),
            Facet::Year => BTreeSet::from([self.issued_on().year().to_string()]),
        }
    }
}
