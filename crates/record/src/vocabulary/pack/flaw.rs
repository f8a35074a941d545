//! Why a file is no pack: one reason each, with its place.

/// Why a text is no pack. `at` is a JSON path.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PackFlaw {
    /// Longer than a record can carry.
    #[error("the pack has {0} bytes, more than {max}", max = super::PACK_BYTES_MAX)]
    TooLong(usize),
    /// Not the JSON that records are written in.
    #[error("{at}: {wrong}")]
    Json {
        /// Where.
        at: String,
        /// What is wrong.
        wrong: String,
    },
    /// Another type.
    #[error("{at} is not {wanted}")]
    Type {
        /// Where.
        at: String,
        /// What it should be.
        wanted: &'static str,
    },
    /// A required field is not there.
    #[error("{at}.{field} is missing")]
    Missing {
        /// The object.
        at: String,
        /// The field.
        field: &'static str,
    },
    /// A field that packs do not have.
    #[error("{at} has the unknown field {field:?}")]
    Unknown {
        /// The object.
        at: String,
        /// The field.
        field: String,
    },
    /// Too many or too few elements.
    #[error("{at} has {count} elements, not {min} to {max}")]
    Count {
        /// The array.
        at: String,
        /// How many it has.
        count: usize,
        /// At least.
        min: usize,
        /// At most.
        max: usize,
    },
    /// A text that is written otherwise.
    #[error("{at} is not {wanted}")]
    Syntax {
        /// Where.
        at: String,
        /// What it should be.
        wanted: &'static str,
    },
    /// A name, word, spelling or code that stands twice.
    #[error("{at}: {text:?} stands there twice")]
    Twice {
        /// The second.
        at: String,
        /// What it is.
        text: String,
    },
    /// A successor without a retirement.
    #[error("{at} names a successor, and the word is not retired")]
    NotRetired {
        /// The word.
        at: String,
    },
    /// A successor that nobody may write either.
    #[error("{at}: the successor {word:?} is no current word of the vocabulary")]
    Successor {
        /// The word.
        at: String,
        /// The successor.
        word: String,
    },
    /// A vocabulary whose every word is retired.
    #[error("{at} has no word that is not retired")]
    AllRetired {
        /// The vocabulary.
        at: String,
    },
    /// A code that its list's numbering does not have.
    #[error("{at}: {code:?} is not written in the numbering {numbering:?}")]
    Code {
        /// Where.
        at: String,
        /// The code.
        code: String,
        /// The numbering.
        numbering: String,
    },
    /// Neither vocabularies nor lists.
    #[error("the pack holds neither vocabularies nor lists")]
    Empty,
}

impl PackFlaw {
    /// A stable name of the reason.
    pub fn name(&self) -> &'static str {
        match self {
            PackFlaw::TooLong(_) => "pack-too-long",
            PackFlaw::Json { .. } => "pack-json",
            PackFlaw::Type { .. } => "pack-type",
            PackFlaw::Missing { .. } => "pack-missing-field",
            PackFlaw::Unknown { .. } => "pack-unknown-field",
            PackFlaw::Count { .. } => "pack-count",
            PackFlaw::Syntax { .. } => "pack-syntax",
            PackFlaw::Twice { .. } => "pack-twice",
            PackFlaw::NotRetired { .. } => "pack-not-retired",
            PackFlaw::Successor { .. } => "pack-successor",
            PackFlaw::AllRetired { .. } => "pack-all-retired",
            PackFlaw::Code { .. } => "pack-code",
            PackFlaw::Empty => "pack-empty",
        }
    }
}
