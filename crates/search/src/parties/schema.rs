//! The fields of the index of parties, and its three sorts of documents: a card, a record that names cards,
//! an entry of a list that is one.

use std::collections::HashSet;

use chancery_encoding::Digest;
use chancery_screening::{Card, Prepared};
use tantivy::TantivyDocument;
use tantivy::schema::{
    FAST, Field, INDEXED, IndexRecordOption, STORED, Schema, TextFieldIndexing, TextOptions,
};

/// Name and version; another one is another index. Raised whenever keys change, so that they are made again.
pub(super) const NAME: &str = "parties 1";

/// Words of one address: a long one has some twenty.
const PLACES_MAX: usize = 24;

/// The fields.
#[derive(Clone, Copy, Debug)]
pub(super) struct Fields {
    /// The digest of a card: of its own document alone.
    pub(super) card: Field,
    /// What is known, of a card.
    pub(super) body: Field,
    /// The beginning of the digest, so that candidates that are as good as each other have an order.
    pub(super) order: Field,
    /// Under what a card is found.
    pub(super) key: Field,
    /// What its names consist of, for counting.
    pub(super) word: Field,
    /// The digests of the cards that a record names or an entry is.
    pub(super) of: Field,
    /// The record.
    pub(super) root: Field,
    /// When its newest version was signed.
    pub(super) when: Field,
    /// The terms of a record.
    pub(super) term: Field,
    /// The list of an entry.
    pub(super) list: Field,
    /// Name and version of a list that has been put as a whole.
    pub(super) whole: Field,
}

impl Fields {
    pub(super) fn schema() -> (Schema, Fields) {
        let mut schema = Schema::builder();
        let raw = TextFieldIndexing::default()
            .set_tokenizer("raw")
            .set_fieldnorms(false)
            .set_index_option(IndexRecordOption::Basic);
        let raw = TextOptions::default().set_indexing_options(raw);
        let fields = Fields {
            card: schema.add_bytes_field("card", INDEXED),
            body: schema.add_bytes_field("body", STORED),
            order: schema.add_u64_field("order", FAST),
            key: schema.add_text_field("key", raw.clone()),
            word: schema.add_text_field("word", raw.clone()),
            of: schema.add_bytes_field("of", INDEXED | STORED),
            root: schema.add_bytes_field("root", INDEXED | STORED),
            when: schema.add_i64_field("when", FAST),
            term: schema.add_text_field("term", raw.clone()),
            list: schema.add_text_field("list", raw.clone() | STORED),
            whole: schema.add_text_field("whole", raw | STORED),
        };
        (schema.build(), fields)
    }

    pub(super) fn card(self, digest: &Digest, card: &Card, prepared: &Prepared) -> TantivyDocument {
        let mut document = TantivyDocument::new();
        document.add_bytes(self.card, digest.as_bytes());
        let body = serde_json::to_vec(card).expect("because a card is texts, numbers and lists");
        document.add_bytes(self.body, &body);
        document.add_u64(self.order, order(digest));
        for key in prepared.keys() {
            document.add_text(self.key, key.as_str());
        }
        for address in &card.addresses {
            for place in places(&address.text) {
                document.add_text(self.key, place);
            }
        }
        for word in prepared.words() {
            document.add_text(self.word, word);
        }
        document
    }

    pub(super) fn record(
        self,
        root: &Digest,
        when: i64,
        cards: &HashSet<Digest>,
        terms: &HashSet<&str>,
    ) -> TantivyDocument {
        let mut document = TantivyDocument::new();
        document.add_bytes(self.root, root.as_bytes());
        document.add_i64(self.when, when);
        for digest in cards {
            document.add_bytes(self.of, digest.as_bytes());
        }
        for term in terms {
            document.add_text(self.term, term);
        }
        document
    }

    pub(super) fn entry(self, list: &str, digest: &Digest, about: &[u8]) -> TantivyDocument {
        let mut document = TantivyDocument::new();
        document.add_text(self.list, list);
        document.add_bytes(self.of, digest.as_bytes());
        document.add_bytes(self.body, about);
        document
    }

    pub(super) fn whole(self, list: &str, version: &str) -> TantivyDocument {
        let mut document = TantivyDocument::new();
        document.add_text(self.list, list);
        document.add_text(self.whole, version);
        document
    }
}

/// Keys of an address: its words that are more than a letter or two, and its numbers.
pub(super) fn places(address: &str) -> Vec<String> {
    let words = chancery_query::words(address).into_iter().filter(|word| word.chars().count() >= 3);
    words.take(PLACES_MAX).map(|word| format!("q:{word}")).collect()
}

fn order(digest: &Digest) -> u64 {
    let first = digest.as_bytes().first_chunk().expect("because a digest has 32 bytes");
    u64::from_be_bytes(*first)
}
