//! `chancery acknowledge REF`: tells its originator that a record was read, or acted on.
//!
//! That it was received needs no record: the witness's cosignature proves it. The acknowledgement carries the
//! record's own handling, because it tells nobody more than the record does and must tell nobody else.

use chancery_http::{
    Client, ClientError,
    view::{RecordView, StatusView, StatusWord},
};
use chancery_node::now_s;
use clap::ValueEnum;
use serde_json::{Value, json};
use time::{OffsetDateTime, format_description::well_known::Rfc3339};

use crate::{
    arguments::Place,
    exit::Exit,
    failure::Failure,
    screen::{paragraph, visible},
};

/// How the node refuses what the policy lets nobody say alone.
const SECOND_OFFICER: u16 = 403;

/// Tell the originator of a record that it was read, or what was done about it
#[derive(Debug, clap::Args)]
pub(crate) struct Acknowledge {
    /// Reference or id of the record
    #[arg(value_name = "REF-OR-ID")]
    name: String,
    /// How far it has come
    #[arg(long, value_name = "LEVEL", default_value = "read")]
    level: Level,
    /// What was done about it: a word of the vocabulary of actions, such as check-pending-licences
    #[arg(long, value_name = "WORD", required_if_eq("level", "actioned"))]
    action: Option<String>,
}

/// How far a record has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Level {
    /// Somebody has read it
    Read,
    /// Something was done about it
    Actioned,
}

impl Level {
    const fn as_str(self) -> &'static str {
        match self {
            Level::Read => "read",
            Level::Actioned => "actioned",
        }
    }
}

impl Acknowledge {
    pub(super) async fn run(&self, place: &Place) -> Result<Exit, Failure> {
        let client = place.client()?;
        let mut target = client.show(&self.name).await?;
        // What was read is the text that stands.
        if let (StatusWord::Corrected, Some(by)) =
            (target.summary.status, target.summary.status_by.clone())
        {
            target = client.show(&by).await?;
        }
        let record = self.record(&target, &client.status().await?);
        let published = match client.publish(record.to_string()).await {
            Err(ClientError::Refused { status: SECOND_OFFICER, .. }) => {
                return self.draft(place, &client, &record).await;
            }
            published => published?,
        };
        let of = &target.summary.reference;
        let mut document = serde_json::to_value(&published).unwrap_or_default();
        document["target"] = json!({ "reference": of, "id": target.summary.id });
        place.screen().answer(&document, |_| {
            let level = self.level.as_str();
            let told = format!(
                "{} tells {} that {of} was {level}",
                published.reference, target.summary.state
            );
            paragraph("", &visible(&told))
        })?;
        Ok(Exit::Done)
    }

    /// Where one officer alone may not say it, it waits for two.
    async fn draft(&self, place: &Place, client: &Client, record: &Value) -> Result<Exit, Failure> {
        let draft = client.begin_draft(&json!({ "record": record })).await?;
        place.screen().answer(&draft, |draft| {
            let name = visible(&draft.name);
            let told =
                "this authority's policy asks for two officers: the acknowledgement is draft";
            paragraph("", &format!("{told} {name}; go on with `chancery draft submit {name}`"))
        })?;
        Ok(Exit::Done)
    }

    fn record(&self, target: &RecordView, own: &StatusView) -> Value {
        let summary = &target.summary;
        let now = OffsetDateTime::from_unix_timestamp(now_s()).ok();
        let now = now.and_then(|now| now.format(&Rfc3339).ok()).unwrap_or_default();
        let level = self.level.as_str();
        let mut record = json!({
            "kind": "acknowledgement",
            "schema_version": 1,
            "exercise": summary.exercise,
            "title": format!("{} was {level}", summary.reference),
            "originator": { "state": own.state, "authority": own.authority },
            "created_at": now,
            "handling": target.record["handling"],
            "attestations": {
                "unclassified": true,
                "not_regime_confidential": true,
                "no_victim_identity": true,
                "personal_data_reviewed": true,
            },
            "personal_data": { "present": false },
            "languages": { "original": "en" },
            "commitments": ["C3"],
            "target": { "id": summary.id, "reference": summary.reference },
            "level": level,
        });
        if let Some(action) = &self.action {
            record["action"] = json!(action);
        }
        record
    }
}
