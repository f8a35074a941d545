//! What a report takes from one record. A fact holds words of the vocabularies, days and states; it
//! holds no name, no party and no text, so that nothing of them can reach a page by mistake.

use time::Date;

/// One record, as far as it is counted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fact {
    /// The kind as the record spells it, also when this version does not know it.
    pub kind: String,
    /// The state that released it.
    pub state: String,
    /// The day on which it was released, in UTC.
    pub released: Date,
    /// Whether it is a drill.
    pub exercise: bool,
    /// Commitments of the Code that it serves.
    pub commitments: Vec<String>,
    /// Technologies that it is about.
    pub categories: Vec<String>,
    /// Destinations that it is about.
    pub destinations: Vec<String>,
    /// What its originator said to it later.
    pub changes: Vec<Change>,
    /// For each state that was asked, one question. Empty for what is no request.
    pub questions: Vec<Question>,
    /// What only a denial has.
    pub denial: Option<Denial>,
}

/// Something that the originator did to a record later.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// What.
    pub kind: ChangeKind,
    /// When, in UTC.
    pub on: Date,
}

/// What an originator does to a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ChangeKind {
    /// Another text stands in its place.
    Corrected,
    /// It stands for longer.
    Renewed,
    /// Parts of it no longer stand.
    PartlyWithdrawn,
    /// It no longer stands.
    Withdrawn,
}

impl ChangeKind {
    /// Every change, in the order of the tables.
    pub const ALL: [ChangeKind; 4] = [
        ChangeKind::Corrected,
        ChangeKind::Renewed,
        ChangeKind::PartlyWithdrawn,
        ChangeKind::Withdrawn,
    ];

    /// The head of its column.
    pub const fn as_str(self) -> &'static str {
        match self {
            ChangeKind::Corrected => "corrections",
            ChangeKind::Renewed => "renewals",
            ChangeKind::PartlyWithdrawn => "partial withdrawals",
            ChangeKind::Withdrawn => "withdrawals",
        }
    }
}

/// What one state was asked, and what became of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    /// The procedure that says what silence means.
    pub procedure: String,
    /// When it was asked.
    pub asked: Date,
    /// When the answer was due, extensions included.
    pub due: Date,
    /// When the answer came, if it did.
    pub answered: Option<Date>,
}

/// What a denial is counted by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Denial {
    /// The day of the decision; a period is asked about this day, not about that of the release.
    pub decided: Date,
    /// Refused, annulled, revoked.
    pub act: String,
    /// Export, brokering, transit.
    pub activity: String,
    /// Entries of control lists, with their list; `catch-all: …` where there is none.
    pub codes: Vec<String>,
    /// Criteria that it rests on.
    pub grounds: Vec<String>,
    /// In which band the value lies, where that was said.
    pub value_band: Option<String>,
}
