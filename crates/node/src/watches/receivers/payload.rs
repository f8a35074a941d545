//! What a receiver gets: one JSON document for each notice. Format: `docs/spec/watch.md`.
//!
//! By default it says which watch and which record, and neither what was asked nor who is watched: whoever
//! reads it looks the rest up on this node.

use serde_json::{Value, json};
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

use crate::config::Carries;
use crate::watches::notice::Notice;

/// How a notice is called among all that any node ever sends: the series is drawn at random.
pub(crate) fn id(series: &str, number: u64) -> String {
    format!("notice_{series}_{number}")
}

/// The document.
pub(crate) fn body(carries: Carries, id: &str, notice: &Notice) -> Vec<u8> {
    let at = OffsetDateTime::from_unix_timestamp(notice.noticed_at_s)
        .ok()
        .and_then(|at| at.format(&Rfc3339).ok());
    let mut data = json!({
        "id": id,
        "number": notice.number,
        "watch": notice.name,
        "raised": notice.raised.as_str(),
        "exercise": notice.exercise,
    });
    match &notice.several {
        Some(several) => {
            data["matches"] = several.matches.into();
            data["changed"] = several.changed.into();
            data["ceased"] = several.ceased.into();
            data["references"] = several.references.clone().into();
        }
        None => {
            data["reference"] = notice.reference.clone().into();
            data["record"] = notice.id.clone().into();
            data["kind"] = notice.kind.clone().into();
        }
    }
    if carries == Carries::All {
        add_all(&mut data, notice);
    }
    let document = json!({ "type": "chancery.notice", "timestamp": at, "data": data });
    serde_json::to_vec(&document).expect("because it has text keys")
}

fn add_all(data: &mut Value, notice: &Notice) {
    if notice.several.is_none() {
        data["version"] = notice.version.clone().into();
        data["version_number"] = notice.version_number.into();
        data["state"] = notice.state.clone().into();
        data["title"] = notice.title.clone().into();
        data["changes"] = notice.changes.clone().into();
    }
    if let Some(party) = &notice.party {
        data["party"] = json!({
            "name": party.name, "key": party.key, "score": party.score, "reasons": party.reasons,
        });
    }
    if let Some(licence) = &notice.licence {
        data["licence"] = json!({ "number": licence.number, "granted": licence.granted });
    }
    data["todo"] = notice.todo.clone().into();
}
