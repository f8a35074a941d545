//! Why a file or a row of it is no application.

/// Why it is none.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ApplicationFlaw {
    /// More bytes than a file of applications may have.
    #[error("the file has {bytes} bytes, and may have {bytes_max}")]
    TooLong {
        /// How many it has.
        bytes: usize,
        /// How many are allowed.
        bytes_max: usize,
    },
    /// Nothing is in it.
    #[error("the file is empty")]
    Empty,
    /// Not the JSON of an application.
    #[error("it is not the JSON of an application: {0}")]
    Json(String),
    /// Not a table.
    #[error("the table cannot be read: {0}")]
    Table(String),
    /// The table has a column that means nothing.
    #[error("the table has the column {column:?}, which means nothing here")]
    Column {
        /// The column.
        column: String,
    },
    /// A text or list is longer than it may be.
    #[error("{field} is {found} long, and may be {max}")]
    Long {
        /// Which.
        field: &'static str,
        /// How long it is.
        found: usize,
        /// What is allowed.
        max: usize,
    },
    /// A country that is none.
    #[error("{text:?} in {field} is no state: two capital letters, ISO 3166-1 alpha-2 or XK")]
    Country {
        /// Which.
        field: &'static str,
        /// What is written.
        text: String,
    },
    /// A day that is none.
    #[error("{0:?} is no day; write it like 2026-11-24")]
    Day(String),
    /// A number in a register without its register.
    #[error("{0:?} names no register; write it like lei:… or national-register/EE:…")]
    Identifier(String),
    /// It names nothing that could be screened.
    #[error("it names no party, item, route or destination")]
    Nothing,
}

impl ApplicationFlaw {
    /// What to do next.
    pub fn hint(&self) -> String {
        match self {
            ApplicationFlaw::TooLong { .. } => "screen it in parts".into(),
            ApplicationFlaw::Column { .. } => {
                "docs/reference/lists.md names the columns of an application; rename it or take it out"
                    .into()
            }
            _ => "docs/reference/lists.md shows an application".into(),
        }
    }

    /// A stable name of the reason.
    pub fn name(&self) -> &'static str {
        match self {
            ApplicationFlaw::TooLong { .. } => "application-file-too-long",
            ApplicationFlaw::Empty => "application-empty",
            ApplicationFlaw::Json(_) => "application-json",
            ApplicationFlaw::Table(_) => "application-table",
            ApplicationFlaw::Column { .. } => "application-column",
            ApplicationFlaw::Long { .. } => "application-too-long",
            ApplicationFlaw::Country { .. } => "application-country",
            ApplicationFlaw::Day(_) => "application-day",
            ApplicationFlaw::Identifier(_) => "application-identifier",
            ApplicationFlaw::Nothing => "application-nothing",
        }
    }
}

impl From<serde_json::Error> for ApplicationFlaw {
    fn from(error: serde_json::Error) -> ApplicationFlaw {
        ApplicationFlaw::Json(error.to_string())
    }
}
