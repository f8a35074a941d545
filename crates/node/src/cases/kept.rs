//! A screening as a case keeps it: what was asked of what, and every hit with its reasons in words.
//!
//! It is a copy, because lists are loaded anew and records change: in five years the file still says what was
//! found then, and in which versions. Invariant: a hit has one name in its case, for ever.

use chancery_screening::undercut::Undercut;
use serde::{Deserialize, Serialize};

/// Bytes of hits that one screening keeps, as JSON: some hundreds with their reasons. A step is one object of
/// the vault (2 MiB), with an application of 256 KiB never beside it; and a case file of 64 MiB holds more
/// than a hundred screenings.
pub(crate) const HITS_BYTES_MAX: usize = 512 * 1024;

/// What came of a screening.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KeptScreening {
    /// Name of the settings of the matcher: weights and thresholds.
    pub settings: String,
    /// From this score on a hit is one, in thousandths.
    pub threshold: u16,
    /// All that the settings say, as the configuration writes it.
    pub all_settings: serde_json::Value,
    /// The lists, with their versions.
    pub lists: Vec<ListRead>,
    /// How far the index had read, by the digest of its watermark.
    pub index: String,
    /// Entries that were held and not in the index.
    pub behind: u64,
    /// Parties that were searched, each once.
    pub cards: u64,
    /// Candidates that stayed below the threshold.
    pub below: u64,
    /// What could not be asked, and why.
    pub not_asked: Vec<String>,
    /// Denials that the two tests of an essentially identical transaction were put to.
    pub denials: u64,
    /// The hits, the best first.
    pub hits: Vec<KeptHit>,
    /// Hits that are left out because there are too many; the least of them.
    pub left_out: u64,
}

/// A list that was read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ListRead {
    /// Its name.
    pub list: String,
    /// Which loading of it: 1, 2 and so on.
    pub number: u64,
    /// The same by the digest of its entries.
    pub version: String,
    /// How many entries it had.
    pub entries: u64,
}

/// One hit; of its names and reasons the first few.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KeptHit {
    /// Its name in the case: `h1`.
    pub hit: String,
    /// What of the application it is about: `party`, `owner`, `item`, `route`, `destination`, or `transaction`
    /// where a denial is laid beside all of it.
    pub about: String,
    /// The same as it is written there.
    pub subject: String,
    /// In thousandths; for a denial of a transaction the score of its end-user.
    pub score: u16,
    /// Why, a sentence each, with what it counts for or against.
    pub reasons: Vec<String>,
    /// Names of what was found, the first one first.
    pub names: Vec<String>,
    /// It matches and did not stand any more: withdrawn, expired, replaced.
    pub past: bool,
    /// Where it stands.
    pub source: FoundIn,
    /// The two tests, where it is a denial.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub undercut: Option<Undercut>,
}

/// Where a hit stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "in", rename_all = "kebab-case", deny_unknown_fields)]
pub enum FoundIn {
    /// In a record.
    Record {
        /// Reference of the record.
        reference: String,
        /// Id of the statement that made the version.
        version: String,
        /// Which version: 1, 2 and so on.
        number: u64,
        /// Reference of that statement.
        cited: String,
        /// Whose.
        state: String,
        /// Which authority's.
        authority: String,
        /// Its kind.
        kind: String,
        /// Its title.
        title: String,
        /// Whether it stood, a word.
        standing: String,
        /// What stood beside that.
        marks: Vec<String>,
        /// States that did not agree with it.
        disputed_by: Vec<String>,
        /// How good the evidence is, as its author grades it: `B2`.
        grades: Vec<String>,
        /// Its TLP marking.
        marking: String,
        /// When it was signed, in seconds since 1970.
        issued_at_s: i64,
        /// A drill.
        exercise: bool,
        /// The key of the party in it; null where it has none or is about something else.
        party: Option<String>,
        /// What the party does there.
        roles: Vec<String>,
        /// The party had been taken out of it.
        party_withdrawn: bool,
    },
    /// In a list that was loaded here.
    List {
        /// The list.
        list: String,
        /// Which loading of it, by its digest.
        version: String,
        /// The same by its number: 1, 2 and so on.
        number: u64,
        /// What a hit in it means: `adverse`, or `reference` where it says nothing against anybody.
        role: String,
        /// The entry.
        entry: String,
        /// Why it is listed, in the list's words.
        programme: Option<String>,
        /// Where it is published.
        citation: Option<String>,
        /// Where to read it.
        url: Option<String>,
        /// Since when it is listed, as written.
        since: Option<String>,
        /// What the list says of it.
        note: Option<String>,
    },
}

impl FoundIn {
    /// What is the same for a hit in every later screening: the record or list entry, whatever its version.
    fn place(&self) -> (&str, &str) {
        match self {
            FoundIn::Record { reference, party, .. } => {
                (reference, party.as_deref().unwrap_or_default())
            }
            FoundIn::List { list, entry, .. } => (list, entry),
        }
    }

    /// What differs when the same hit has changed. A list that was loaded anew is no change of its entries.
    pub(crate) fn text(&self) -> [Option<&str>; 3] {
        match self {
            FoundIn::Record { version, standing, party_withdrawn, .. } => {
                let withdrawn = party_withdrawn.then_some("withdrawn");
                [Some(version), Some(standing), withdrawn]
            }
            FoundIn::List { programme, since, note, .. } => {
                [programme.as_deref(), since.as_deref(), note.as_deref()]
            }
        }
    }

    /// The exact version of the record; none in a list.
    pub fn version(&self) -> Option<&str> {
        match self {
            FoundIn::Record { version, .. } => Some(version),
            FoundIn::List { .. } => None,
        }
    }
}

impl KeptHit {
    /// Whether the two are one hit, found twice.
    pub(crate) fn is_again(&self, other: &KeptHit) -> bool {
        (&self.about, &self.subject) == (&other.about, &other.subject)
            && self.names.first() == other.names.first()
            && self.source.place() == other.source.place()
    }
}

impl KeptScreening {
    /// Gives each hit its name: that of the same hit before, or the next one. Leaves out what is too much.
    pub(crate) fn name(&mut self, known: &[KeptHit]) {
        let mut next = known.len();
        let mut bytes = 0;
        let all = std::mem::take(&mut self.hits);
        for mut hit in all {
            // Two versions of one record are one hit: the one that stands comes first.
            if self.hits.iter().any(|before| before.is_again(&hit)) {
                continue;
            }
            bytes += serde_json::to_vec(&hit).map_or(HITS_BYTES_MAX, |hit| hit.len());
            if bytes > HITS_BYTES_MAX {
                self.left_out += 1;
                continue;
            }
            let before = known.iter().find(|before| before.is_again(&hit));
            hit.hit = before.map_or_else(
                || {
                    next += 1;
                    format!("h{next}")
                },
                |before| before.hit.clone(),
            );
            self.hits.push(hit);
        }
    }
}
