//! The fields of the index of records.

use chancery_encoding::Digest;
use chancery_query::Document;
use tantivy::TantivyDocument;
use tantivy::schema::{FAST, Field, INDEXED, Schema};

/// Name and version; another one is another index.
pub(super) const NAME: &str = "records 1";

/// The fields.
#[derive(Clone, Copy, Debug)]
pub(super) struct Fields {
    pub(super) root: Field,
    pub(super) log: Field,
    pub(super) seq: Field,
}

impl Fields {
    pub(super) fn schema() -> (Schema, Fields) {
        let mut schema = Schema::builder();
        let fields = Fields {
            root: schema.add_bytes_field("root", INDEXED),
            log: schema.add_bytes_field("log", FAST),
            seq: schema.add_u64_field("seq", FAST),
        };
        (schema.build(), fields)
    }

    pub(super) fn document(&self, root: &Digest, document: &Document) -> TantivyDocument {
        let mut found = TantivyDocument::new();
        found.add_bytes(self.root, root.as_bytes());
        let log = [&document.log.key[..], &document.log.epoch.to_be_bytes()].concat();
        found.add_bytes(self.log, &log);
        found.add_u64(self.seq, document.seq);
        found
    }
}
