//! What a screening found: hits, each with its score, its reasons in words and exactly where it stands.
//!
//! It is kept with a case and read again years later, so it says with which settings, which versions of
//! lists and how much of the store it was made, and nothing in it points to anything that can change.

use chancery_encoding::Digest;
use chancery_screening::Application;
use serde::{Deserialize, Serialize};

/// The outcome of comparing an application with all that is held and all lists.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Screening {
    /// When, in seconds since 1970 (UTC).
    pub at_s: i64,
    /// What was asked.
    pub application: Application,
    /// With which settings.
    pub settings: SettingsUsed,
    /// Against which lists.
    pub lists: Vec<ListUsed>,
    /// Against how much of the store.
    pub index: IndexUsed,
    /// What matches and stands, the strongest first.
    pub hits: Vec<Hit>,
    /// What matches and no longer stands: withdrawn, expired, replaced.
    pub past: Vec<Hit>,
    /// What was compared and stays below the threshold, the strongest first; only where it was asked for.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub weak: Vec<Hit>,
    /// How many stay below it, shown or not.
    pub below: u64,
    /// How many matches are left out because there are more than are shown.
    #[serde(default)]
    pub left_out: u64,
    /// What could not be asked, and why.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub not_asked: Vec<NotAsked>,
}

/// The settings of a screening, as they were.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SettingsUsed {
    /// Their name: the digest of what they say, shortened.
    pub name: String,
    /// The score from which a hit is shown, in thousandths.
    pub threshold: u16,
    /// All that they say, as the configuration writes it.
    pub all: serde_json::Value,
}

/// A list that was asked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListUsed {
    /// Its name.
    pub list: String,
    /// Which version: v1 and so on.
    pub number: u64,
    /// The digest of its entries, hex.
    pub version: String,
    /// What a hit in it means.
    pub role: ListRole,
    /// How many entries it has.
    pub entries: u64,
}

/// What it means to stand on a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ListRole {
    /// An authority has taken a measure against whoever stands on it.
    Adverse,
    /// It says who somebody is, and nothing against anybody.
    Reference,
}

/// How much of the store was asked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct IndexUsed {
    /// The digest of the watermark of the index, hex.
    pub watermark: String,
    /// Entries that are durable and were not asked.
    pub behind: u64,
    /// Parties that were searched, each once.
    pub cards: u64,
}

/// One match.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hit {
    /// What of the application it is about.
    pub subject: Subject,
    /// How sure it is that both are the same, in thousandths.
    pub score: u16,
    /// Why, the strongest first; also what speaks against it.
    pub reasons: Vec<Reason>,
    /// Names of what was found, the first one first.
    pub names: Vec<String>,
    /// Where it stands.
    pub source: Source,
}

/// What of the application a hit is about.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Subject {
    /// What kind of thing.
    pub what: SubjectKind,
    /// Which one of that kind, from 0.
    pub at: usize,
    /// As it is written there.
    pub text: String,
}

/// What kind of thing a hit is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SubjectKind {
    /// A party, by its names, numbers, addresses and owners.
    Party,
    /// An item, by its codes, category and products.
    Item,
    /// A country on the way.
    Route,
}

/// Something that speaks for a match, or against it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reason {
    /// A stable word.
    pub feature: String,
    /// What it counts, in thousandths; below zero it speaks against the match.
    pub weight: i16,
    /// The same for people.
    pub text: String,
}

/// Where a match stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "in")]
pub enum Source {
    /// In a version of a record.
    Record(Box<RecordSource>),
    /// In a version of a list.
    List(Box<ListSource>),
}

/// The version of a record in which a match stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecordSource {
    /// The reference of the record.
    pub reference: String,
    /// The id of its first statement, hex.
    pub root: String,
    /// The id of the statement that made the version, hex: what a citation names.
    pub version: String,
    /// v1 and so on.
    pub number: u64,
    /// The reference of that statement.
    pub cited: String,
    /// Whose record it is.
    pub state: String,
    /// Of which authority.
    pub authority: String,
    /// Its kind.
    pub kind: String,
    /// Its title.
    pub title: String,
    /// Whether the version stands: `in-force`, `corrected`, `expired`, `withdrawn`, `forked`, `revoked`.
    pub standing: String,
    /// What stands beside that.
    pub marks: Vec<String>,
    /// States that do not agree with it.
    pub disputed_by: Vec<String>,
    /// The Admiralty grades of its claims, each once, the best first: `B2`.
    pub grades: Vec<String>,
    /// The marking, as printed.
    pub marking: String,
    /// When the version was signed, in seconds since 1970 (UTC), by its issuer's clock.
    pub issued_at_s: i64,
    /// A drill: nobody acts on it.
    pub exercise: bool,
    /// The key of the party in the record.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub party: Option<String>,
    /// What the party does there.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub roles: Vec<String>,
    /// Whether the party was taken out of the record since.
    #[serde(default)]
    pub party_withdrawn: bool,
}

/// The entry of a list in which a match stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListSource {
    /// The list.
    pub list: String,
    /// v1 and so on.
    pub number: u64,
    /// The digest of the version, hex.
    pub version: String,
    /// What a hit in it means.
    pub role: ListRole,
    /// The entry's name in the list.
    pub entry: String,
    /// The part of the list.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub section: Option<String>,
    /// Why it is listed, in the list's words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub programme: Option<String>,
    /// Where it is published.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub citation: Option<String>,
    /// Where to read it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// Since when it is listed, as written.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub since: Option<String>,
    /// What the list says of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// What a screening could not ask.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NotAsked {
    /// What.
    pub what: String,
    /// Why not.
    pub why: String,
}

impl Hit {
    /// A name that is the same for the same match in every screening: what a decision on it is kept under.
    pub fn name(&self) -> Digest {
        let (what, at) = (self.subject.what, self.subject.at.to_string());
        let what = serde_json::to_string(&what).unwrap_or_default();
        let place = match &self.source {
            Source::Record(record) => {
                let party = record.party.clone().unwrap_or_default();
                vec!["record".to_owned(), record.version.clone(), party]
            }
            Source::List(list) => vec!["list".to_owned(), list.list.clone(), list.entry.clone()],
        };
        let parts = [what, at, self.subject.text.clone()]
            .into_iter()
            .chain(place)
            .chain(self.names.first().cloned());
        // Lengths before texts: two different matches are never written alike.
        let text: String = parts.map(|part| format!("{}:{part}", part.len())).collect();
        Digest::of(text.as_bytes())
    }

    /// Whether it stands in a drill.
    pub fn exercise(&self) -> bool {
        match &self.source {
            Source::Record(record) => record.exercise,
            Source::List(_) => false,
        }
    }
}

impl Screening {
    /// All that matches, standing or not.
    pub fn all(&self) -> impl Iterator<Item = &Hit> {
        self.hits.iter().chain(&self.past)
    }
}
