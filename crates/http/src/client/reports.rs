//! Asking for a report.

use hyper::{Method, body::Bytes};

use super::{Client, ClientError, calls::escape};
use crate::view::ReportView;

/// Which report, over which days.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    /// `commitments`, `activity` or `denials`.
    pub report: String,
    /// First day.
    pub from: String,
    /// Last day.
    pub to: String,
    /// Drills, and nothing else.
    pub exercise: bool,
    /// Counts below this are kept back.
    pub small: u64,
}

impl Asked {
    fn path(&self, format: &str) -> String {
        let Asked { report, from, to, exercise, small } = self;
        let (report, from, to) = (escape(report), escape(from), escape(to));
        format!(
            "/v1/reports/{report}?from={from}&to={to}&exercise={exercise}&small={small}&format={format}"
        )
    }
}

impl Client {
    /// A report over a period.
    pub async fn report(&self, asked: &Asked) -> Result<ReportView, ClientError> {
        self.json(Method::GET, &asked.path("json"), Bytes::new()).await
    }

    /// The same as CSV, a line for each cell.
    pub async fn report_csv(&self, asked: &Asked) -> Result<Bytes, ClientError> {
        self.bytes(Method::GET, &asked.path("csv"), Bytes::new()).await
    }
}
