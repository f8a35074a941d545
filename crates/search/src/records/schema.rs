//! The fields of the index of records, and how a document becomes them.
//!
//! Words are kept with their places, each in the zone of the text that it stands in, and texts of one zone
//! lie apart, so that a phrase never reaches from one into the next. Values that are compared whole are kept
//! in classes. Whatever is sorted, counted or compared as a number is a column.

use chancery_encoding::Digest;
use chancery_query::ask::Exact;
use chancery_query::{Document, Facet, Heard, Log, words};
use chancery_record::Reference;
use tantivy::TantivyDocument;
use tantivy::schema::{
    FAST, Field, INDEXED, IndexRecordOption, Schema, TextFieldIndexing, TextOptions,
};
use tantivy::tokenizer::{PreTokenizedString, Token};
use time::Date;

/// Name and version; another one is another index.
pub(super) const NAME: &str = "records 1";

/// The day of what stands without end: behind every day that there is.
pub(super) const NO_END: i64 = 10_000_000;

/// What is kept of a value that is compared whole: a query is shorter, so that nothing longer can be meant
/// by more than its beginning. The engine takes 64 KiB.
const EXACT_BYTES_MAX: usize = 32 * 1024;

/// Where words stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Zone {
    Title,
    Prose,
    Party,
    Product,
    /// References, codes, numbers in registers.
    Other,
    Withdrawn,
}

impl Zone {
    /// The letter in front of each of its words.
    const fn letter(self) -> char {
        match self {
            Zone::Title => 't',
            Zone::Prose => 'x',
            Zone::Party => 'p',
            Zone::Product => 'g',
            Zone::Other => 'o',
            Zone::Withdrawn => 'w',
        }
    }

    /// A word of it, as it is kept.
    pub(super) fn word(self, word: &str) -> String {
        format!("{}{word}", self.letter())
    }
}

/// What a value that is compared whole is a value of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Class {
    /// Of a field.
    Of(Exact),
    /// The record.
    Root,
    /// The statement that made the version, where it is not the record itself.
    Version,
    /// A word of the audience, as it is written.
    Reader,
    /// The log in which the statement stands that made the version.
    Log,
}

impl Class {
    const fn byte(self) -> u8 {
        match self {
            Class::Of(Exact::State) => 1,
            Class::Of(Exact::Authority) => 2,
            Class::Of(Exact::Kind) => 3,
            Class::Of(Exact::Category) => 4,
            Class::Of(Exact::Destination) => 5,
            Class::Of(Exact::Right) => 6,
            Class::Of(Exact::Mark) => 7,
            Class::Of(Exact::Audience) => 8,
            Class::Of(Exact::Language) => 9,
            Class::Of(Exact::Reference) => 10,
            // Ids are kept as bytes, under the two classes below.
            Class::Of(Exact::Id) => 11,
            Class::Of(Exact::Identifier) => 12,
            Class::Of(Exact::Under) => 13,
            Class::Of(Exact::Entry) => 14,
            Class::Root => 20,
            Class::Version => 21,
            Class::Reader => 22,
            Class::Log => 23,
        }
    }

    /// A value of it, as it is kept.
    pub(super) fn value(self, value: &[u8]) -> Vec<u8> {
        let kept = &value[..value.len().min(EXACT_BYTES_MAX)];
        [&[self.byte()], kept].concat()
    }
}

/// The fields that are kept as they are; ids are not.
const WHOLE: [Exact; 13] = [
    Exact::State,
    Exact::Authority,
    Exact::Kind,
    Exact::Category,
    Exact::Destination,
    Exact::Right,
    Exact::Mark,
    Exact::Audience,
    Exact::Language,
    Exact::Reference,
    Exact::Identifier,
    Exact::Under,
    Exact::Entry,
];

/// Facets that are columns of texts; status and year follow from numbers.
pub(super) const COUNTED: [Facet; 7] = [
    Facet::State,
    Facet::Kind,
    Facet::Category,
    Facet::Code,
    Facet::Destination,
    Facet::Party,
    Facet::Right,
];

/// Columns of numbers.
pub(super) mod column {
    pub(in crate::records) const ISSUED: &str = "issued";
    pub(in crate::records) const DAY: &str = "day";
    pub(in crate::records) const UNTIL: &str = "until";
    pub(in crate::records) const YEAR: &str = "year";
    pub(in crate::records) const FLAGS: &str = "flags";
    pub(in crate::records) const NUMBER: &str = "number";
    pub(in crate::records) const SEQ: &str = "seq";
    pub(in crate::records) const VERSION: &str = "version";
    pub(in crate::records) const PLACE: &str = "place";
    pub(in crate::records) const LOG: &str = "log";
    pub(in crate::records) const REFERENCE: &str = "reference";
}

/// The fields.
#[derive(Clone, Debug)]
pub(super) struct Fields {
    pub(super) words: Field,
    pub(super) exact: Field,
    issued: Field,
    day: Field,
    until: Field,
    year: Field,
    flags: Field,
    number: Field,
    seq: Field,
    version: Field,
    place: Field,
    log: Field,
    reference: Field,
    facets: [Field; COUNTED.len()],
}

impl Fields {
    pub(super) fn schema() -> (Schema, Fields) {
        let mut schema = Schema::builder();
        let places = TextFieldIndexing::default()
            .set_tokenizer("raw")
            .set_index_option(IndexRecordOption::WithFreqsAndPositions)
            .set_fieldnorms(false);
        let raw = || TextOptions::default().set_fast("raw");
        let fields = Fields {
            words: schema
                .add_text_field("words", TextOptions::default().set_indexing_options(places)),
            exact: schema.add_bytes_field("exact", INDEXED),
            issued: schema.add_i64_field(column::ISSUED, FAST),
            day: schema.add_i64_field(column::DAY, FAST),
            until: schema.add_i64_field(column::UNTIL, FAST),
            year: schema.add_i64_field(column::YEAR, FAST),
            flags: schema.add_u64_field(column::FLAGS, FAST),
            number: schema.add_u64_field(column::NUMBER, FAST),
            seq: schema.add_u64_field(column::SEQ, FAST),
            version: schema.add_u64_field(column::VERSION, FAST),
            place: schema.add_u64_field(column::PLACE, FAST),
            log: schema.add_bytes_field(column::LOG, FAST),
            reference: schema.add_text_field(column::REFERENCE, raw()),
            facets: COUNTED.map(|facet| schema.add_text_field(counted(facet), raw())),
        };
        (schema.build(), fields)
    }

    pub(super) fn document(&self, root: &Digest, document: &Document) -> TantivyDocument {
        let mut kept = TantivyDocument::new();
        kept.add_pre_tokenized_text(self.words, zoned(document));
        let mut exact =
            |class: Class, value: &[u8]| kept.add_bytes(self.exact, &class.value(value));
        exact(Class::Root, root.as_bytes());
        if document.version != *root {
            exact(Class::Version, document.version.as_bytes());
        }
        exact(Class::Log, &log_bytes(&document.log));
        for reader in &document.audience {
            exact(Class::Reader, reader.as_bytes());
        }
        for field in WHOLE {
            document
                .values(field)
                .iter()
                .for_each(|value| exact(Class::Of(field), value.as_bytes()));
        }
        self.columns(document, &mut kept);
        kept
    }

    fn columns(&self, document: &Document, kept: &mut TantivyDocument) {
        kept.add_i64(self.issued, document.issued_at_s);
        let day = document.issued_on();
        kept.add_i64(self.day, number_of(day));
        kept.add_i64(self.year, i64::from(day.year()));
        kept.add_i64(self.until, document.valid_until.map_or(NO_END, number_of));
        kept.add_u64(self.flags, u64::from(Flags::of(document).0));
        kept.add_u64(self.number, u64::from(document.number));
        kept.add_u64(self.seq, document.seq);
        kept.add_u64(self.version, first(&document.version));
        kept.add_u64(self.place, place(&document.reference));
        kept.add_bytes(self.log, &log_bytes(&document.log));
        kept.add_text(self.reference, &document.reference);
        // What a day or a count of holders decides is no column, so any will do here.
        let about = chancery_query::About { today: Date::MIN, held_by: 0 };
        for (field, facet) in self.facets.iter().zip(COUNTED) {
            for value in document.counts_for(facet, &about) {
                kept.add_text(*field, value);
            }
        }
    }
}

/// The name of a facet's column: a field of the schema may not be called twice.
pub(super) fn counted(facet: Facet) -> &'static str {
    match facet {
        Facet::State => "by-state",
        Facet::Kind => "by-kind",
        Facet::Category => "by-category",
        Facet::Code => "by-code",
        Facet::Destination => "by-destination",
        Facet::Party => "by-party",
        Facet::Right => "by-right",
        Facet::Status => "by-status",
        Facet::Year => "by-year",
    }
}

/// A day as a number.
pub(super) fn number_of(day: Date) -> i64 {
    i64::from(day.to_julian_day())
}

/// The first bytes of an id: they order versions of one second, and are its last word in no matter.
pub(super) fn first(id: &Digest) -> u64 {
    let (first, _) = id.as_bytes().split_first_chunk().expect("because 32 is more than 8");
    u64::from_be_bytes(*first)
}

pub(super) fn log_bytes(log: &Log) -> Vec<u8> {
    [&log.key[..], &log.epoch.to_be_bytes()].concat()
}

/// The log of these bytes; none when they are no log.
pub(super) fn log_of(bytes: &[u8]) -> Option<Log> {
    let (key, epoch) = bytes.split_first_chunk::<32>()?;
    Some(Log { key: *key, epoch: u64::from_be_bytes(epoch.try_into().ok()?) })
}

/// State, year and number in one number that orders as they do; what is no reference comes last.
fn place(reference: &str) -> u64 {
    let Ok(reference) = reference.parse::<Reference>() else { return u64::MAX };
    let letters = reference.state();
    let state = letters.as_str().bytes().fold(0, |state, letter| state << 8 | u64::from(letter));
    state << 48 | u64::from(reference.year()) << 32 | u64::from(reference.number())
}

/// How a version stands, whether it is a drill, and its marking, in one number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Flags(pub(super) u8);

impl Flags {
    fn of(document: &Document) -> Flags {
        let heard = match document.heard {
            Heard::InForce => 0,
            Heard::Corrected => 1,
            Heard::Withdrawn => 2,
            Heard::Forked => 3,
            Heard::Revoked => 4,
        };
        Flags(heard | u8::from(document.exercise) << 3 | strictness(document.strictness()) << 4)
    }

    pub(super) const fn heard(self) -> Option<Heard> {
        match self.0 & 7 {
            0 => Some(Heard::InForce),
            1 => Some(Heard::Corrected),
            2 => Some(Heard::Withdrawn),
            3 => Some(Heard::Forked),
            4 => Some(Heard::Revoked),
            _ => None,
        }
    }

    pub(super) const fn exercise(self) -> bool {
        self.0 & 8 != 0
    }

    pub(super) const fn strictness(self) -> u8 {
        self.0 >> 4
    }
}

/// The place of a marking among all, the most open first.
pub(super) fn strictness(marking: chancery_record::Marking) -> u8 {
    use chancery_record::Marking;
    match marking {
        Marking::Clear => 0,
        Marking::Green => 1,
        Marking::Amber => 2,
        Marking::AmberStrict => 3,
        Marking::Red => 4,
    }
}

/// The words of all texts, each in its zone and with its place.
fn zoned(document: &Document) -> PreTokenizedString {
    let mut tokens = Vec::new();
    let mut position = 0;
    let mut add = |zone: Zone, text: &str| {
        for word in words(text) {
            let text = zone.word(&word);
            tokens.push(Token { position, text, ..Token::default() });
            position += 1;
        }
        // No word stands here: what follows is another text.
        position += 1;
    };
    add(Zone::Title, &document.title);
    document.texts.iter().for_each(|text| add(Zone::Prose, &text.text));
    for party in &document.parties {
        let zone = if party.withdrawn { Zone::Withdrawn } else { Zone::Party };
        party.names.iter().for_each(|name| add(zone, name));
        if !party.withdrawn {
            party.identifiers.iter().for_each(|(_, number)| add(Zone::Other, number));
        }
    }
    document.products.iter().for_each(|product| add(Zone::Product, product));
    document.codes.iter().for_each(|code| add(Zone::Other, &code.code));
    add(Zone::Other, &document.reference);
    add(Zone::Other, &document.cited);
    PreTokenizedString { text: String::new(), tokens }
}
