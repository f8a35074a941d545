//! Methods about duties: what is due, reliance notes, alerts.

use hyper::{Method, body::Bytes};

use super::{Client, ClientError, calls::escape};
use crate::view::{AlertView, DutyView, NewRelianceView, RelianceView};

/// Which of a list are asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Extent {
    /// What somebody still has to see to.
    Open,
    /// All that there is.
    All,
}

impl Client {
    /// What is due on a day; today unless one is given.
    pub async fn due(
        &self,
        on: Option<&str>,
        extent: Extent,
    ) -> Result<Vec<DutyView>, ClientError> {
        let path = query("/v1/due", &[("on", on), ("all", all(extent))]);
        self.json(Method::GET, &path, Bytes::new()).await
    }

    /// Notes what an analyst did with an exact version.
    pub async fn rely(&self, new: &NewRelianceView) -> Result<RelianceView, ClientError> {
        let body = serde_json::to_vec(new).expect("because a view has text keys");
        self.json(Method::POST, "/v1/reliance", body.into()).await
    }

    /// The reliance notes of a case, or all.
    pub async fn reliance(&self, case: Option<&str>) -> Result<Vec<RelianceView>, ClientError> {
        self.json(Method::GET, &query("/v1/reliance", &[("case", case)]), Bytes::new()).await
    }

    /// The case file of a case, or of all notes, for `chancery evidence verify FILE`.
    pub async fn case_file(&self, case: Option<&str>) -> Result<Bytes, ClientError> {
        self.bytes(Method::GET, &query("/v1/reliance/export", &[("case", case)]), Bytes::new())
            .await
    }

    /// The alerts behind this number.
    pub async fn alerts(&self, after: u64, extent: Extent) -> Result<Vec<AlertView>, ClientError> {
        let after = after.to_string();
        let path = query("/v1/alerts", &[("after", Some(&after)), ("all", all(extent))]);
        self.json(Method::GET, &path, Bytes::new()).await
    }

    /// Notes that somebody has seen to an alert.
    pub async fn alert_done(&self, number: u64) -> Result<AlertView, ClientError> {
        self.json(Method::POST, &format!("/v1/alerts/{number}/done"), Bytes::new()).await
    }
}

fn all(extent: Extent) -> Option<&'static str> {
    match extent {
        Extent::All => Some("yes"),
        Extent::Open => None,
    }
}

fn query(path: &str, pairs: &[(&str, Option<&str>)]) -> String {
    let mut text = path.to_owned();
    let given = pairs.iter().filter_map(|(name, value)| Some((name, (*value)?)));
    for (at, (name, value)) in given.enumerate() {
        text.push(if at == 0 { '?' } else { '&' });
        text += &format!("{name}={}", escape(value));
    }
    text
}
