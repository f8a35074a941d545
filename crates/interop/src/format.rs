//! The formats of lists that can be read.

use std::str::FromStr;

/// Enough of a file to tell what it is: the packed list has its keys within the first kilobytes.
const HEAD_BYTES: usize = 64 * 1024;

/// How a list is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Format {
    /// The US Consolidated Screening List, packed with tables for what repeats.
    ConsolidatedPacked,
    /// The same as its publisher gives it, as JSON.
    ConsolidatedJson,
    /// The same as its publisher gives it, as CSV.
    ConsolidatedCsv,
    /// A cluster of a MISP galaxy.
    Galaxy,
    /// Any table, with a mapping.
    Csv,
    /// FollowTheMoney entities, one JSON object a line.
    FollowTheMoney,
}

/// A format that is none of them.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is no format of lists; they are {all}", all = Format::ALL.map(Format::as_str).join(", "))]
pub struct UnknownFormat(pub String);

impl Format {
    /// All of them.
    pub const ALL: [Format; 6] = [
        Format::ConsolidatedPacked,
        Format::ConsolidatedJson,
        Format::ConsolidatedCsv,
        Format::Galaxy,
        Format::Csv,
        Format::FollowTheMoney,
    ];

    /// Its name.
    pub const fn as_str(self) -> &'static str {
        match self {
            Format::ConsolidatedPacked => "us-csl-packed",
            Format::ConsolidatedJson => "us-csl-json",
            Format::ConsolidatedCsv => "us-csl-csv",
            Format::Galaxy => "misp-galaxy",
            Format::Csv => "csv",
            Format::FollowTheMoney => "ftm",
        }
    }
}

impl FromStr for Format {
    type Err = UnknownFormat;

    fn from_str(text: &str) -> Result<Format, UnknownFormat> {
        let found = Format::ALL.into_iter().find(|format| format.as_str() == text);
        found.ok_or_else(|| UnknownFormat(text.to_owned()))
    }
}

/// The format that a file looks like by its first keys; whoever loads it may say otherwise.
pub fn recognise(bytes: &[u8]) -> Option<Format> {
    let head = &bytes[..bytes.len().min(HEAD_BYTES)];
    let head = String::from_utf8_lossy(head);
    let head = head.trim_start_matches('\u{feff}').trim_start();
    let has = |key: &str| head.contains(&format!("\"{key}\""));
    let first = head.lines().next().unwrap_or_default();
    if !head.starts_with('{') {
        let consolidated = first.contains("entity_number") && first.contains("alt_names");
        return first.contains(',').then_some(if consolidated {
            Format::ConsolidatedCsv
        } else {
            Format::Csv
        });
    }
    if first.contains("\"schema\"") && first.contains("\"properties\"") {
        Some(Format::FollowTheMoney)
    } else if has("fieldKey") && has("countsBySource") {
        Some(Format::ConsolidatedPacked)
    } else if has("results") && has("alt_names") {
        Some(Format::ConsolidatedJson)
    } else if has("uuid") && has("values") && has("type") {
        Some(Format::Galaxy)
    } else {
        None
    }
}
