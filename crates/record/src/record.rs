//! A record: a tree, and the few questions that everybody asks of it.
//!
//! A record that came from JSON has been checked in full; one that came from a body has not,
//! because a node holds and forwards what it does not understand. Hence the answers are options,
//! and [`Record::violations`] can be asked at any time.

use crate::{
    block::{HANDLING, RECORD},
    body::{self, BODY_BYTES_MAX, BodyFlaw, SALT_BYTES},
    check::{Purpose, Words, check, unknown, warnings},
    kind::Kind,
    lint,
    marking::Marking,
    shape::Shape,
    state::StateCode,
    tree::{self, Tree},
    violation::{Report, Violation},
    vocabulary::Vocabularies,
};

mod look;
mod part;
#[cfg(test)]
mod tests;

pub use look::Relation;

/// One record, with every field in it, known or not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Record(Tree);

/// Which record a correction or withdrawal is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    /// The statement's id, 64 hexadecimal digits. It may be missing in what people write; the node
    /// fills it in before it seals.
    pub id: Option<String>,
    /// The reference, for people.
    pub reference: Option<String>,
}

impl Record {
    /// Reads and checks JSON text against these vocabularies.
    ///
    /// # Errors
    /// Everything that is wrong with it, at once.
    pub fn from_json(text: &str, vocabularies: &Vocabularies) -> Result<Record, Vec<Violation>> {
        let record = Record(tree::from_json(text)?);
        let violations = record.violations(vocabularies);
        if violations.is_empty() { Ok(record) } else { Err(violations) }
    }

    /// The record as JSON, unknown fields and all.
    pub fn to_json(&self) -> serde_json::Value {
        tree::to_json(&self.0)
    }

    /// The bytes that are hashed and travel.
    pub fn to_body(&self, salt: [u8; SALT_BYTES]) -> Vec<u8> {
        body::write(&self.0, salt)
    }

    /// Reads a body: strict about its bytes, blind to its vocabulary, so that newer kinds survive.
    ///
    /// # Errors
    /// The first flaw.
    pub fn from_body(bytes: &[u8]) -> Result<Record, BodyFlaw> {
        body::read(bytes).map(Record)
    }

    /// Everything that is wrong with this record, in its own order; empty when it may be sealed.
    pub fn violations(&self, vocabularies: &Vocabularies) -> Vec<Violation> {
        self.check(Words { vocabularies, purpose: Purpose::Writing })
    }

    /// The same of a record that was written earlier: retired words are read as they were meant.
    pub fn violations_as_read(&self, vocabularies: &Vocabularies) -> Vec<Violation> {
        self.check(Words { vocabularies, purpose: Purpose::Reading })
    }

    fn check(&self, words: Words<'_>) -> Vec<Violation> {
        let mut report = Report::new();
        let bytes = self.to_body([0; SALT_BYTES]).len();
        if bytes > BODY_BYTES_MAX {
            report.wrong(
                format!("the body would take {bytes} bytes"),
                format!("at most {BODY_BYTES_MAX} bytes; what is larger is an attachment"),
            );
        }
        check(&self.0, &RECORD, words, &mut report);
        report.finish()
    }

    /// Whether its readers can be kept to: asked again before sealing, whichever way it came here.
    /// [`Record::violations`] holds the same.
    ///
    /// # Errors
    /// Why publishing it would tell somebody whom it keeps out.
    pub fn releasable(&self, vocabularies: &Vocabularies) -> Result<(), Violation> {
        let words = Words { vocabularies, purpose: Purpose::Writing };
        let mut report = Report::new();
        report.at_key("handling", |report| match self.0.field("handling") {
            Some(handling) => check(handling, &Shape::Block(&HANDLING), words, report),
            None => report.wrong("is missing", "without it nobody may read the record"),
        });
        report.finish().into_iter().next().map_or(Ok(()), Err)
    }

    /// Every field that this version does not know: kept, and often a slip of the pen.
    pub fn unknown_fields(&self) -> Vec<Violation> {
        let mut report = Report::new();
        unknown(&self.0, &RECORD, &mut report);
        report.finish()
    }

    /// What is allowed and often a mistake: an edition of a control list that no pack knows.
    pub fn warnings(&self, vocabularies: &Vocabularies) -> Vec<Violation> {
        let mut report = Report::new();
        warnings(&self.0, &RECORD, vocabularies, &mut report);
        report.finish()
    }

    pub(crate) fn tree(&self) -> &Tree {
        &self.0
    }

    /// Personal data that may have slipped into a text: for whoever writes it to look at, never a refusal.
    pub fn lint(&self) -> Vec<Violation> {
        let mut report = Report::new();
        lint::lint(&self.0, &mut report);
        report.finish()
    }

    /// The kind as it is spelled, known or not; empty when there is none.
    pub fn kind_name(&self) -> &str {
        self.0.text("kind").unwrap_or_default()
    }

    /// The kind, if this version knows it.
    pub fn kind(&self) -> Option<Kind> {
        self.kind_name().parse().ok()
    }

    /// The title; empty when there is none.
    pub fn title(&self) -> &str {
        self.0.text("title").unwrap_or_default()
    }

    /// The TLP label.
    pub fn marking(&self) -> Option<Marking> {
        self.0.field("handling")?.text("tlp")?.parse().ok()
    }

    /// Whether this is a drill. A record that does not say counts as one: nobody should act on it.
    pub fn exercise(&self) -> bool {
        self.0.field("exercise").and_then(Tree::as_bool).unwrap_or(true)
    }

    /// The state that says it is the originator; the statement's signature is what proves it.
    pub fn state(&self) -> Option<StateCode> {
        self.0.field("originator")?.text("state")?.parse().ok()
    }

    /// The authority that says it is the originator.
    pub fn authority(&self) -> Option<&str> {
        self.0.field("originator")?.text("authority")
    }

    /// What a correction or withdrawal is about.
    pub fn target(&self) -> Option<Target> {
        self.0.field("target").map(look::target_of)
    }

    /// The same record with its target's statement id filled in; unchanged without a target.
    #[must_use]
    pub fn with_target_id(mut self, id: &str) -> Record {
        if let Some(target) = self.0.field_mut("target") {
            target.set("id", Tree::Text(id.to_owned()));
        }
        self
    }

    /// The groups and states that may read it, as written; empty means nobody.
    pub fn audience(&self) -> Vec<String> {
        let audience = self.0.field("handling").and_then(|handling| handling.field("audience"));
        let readers = audience.map(Tree::elements).unwrap_or_default();
        readers.iter().filter_map(Tree::as_text).map(str::to_owned).collect()
    }
}
