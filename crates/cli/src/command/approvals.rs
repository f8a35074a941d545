//! Under which policy a record was released, in lines.

use chancery_http::view::{ApprovalView, ApprovalsView};

use crate::screen::visible;

/// What `show` says of a record's release.
pub(crate) fn lines(view: &ApprovalsView) -> Vec<(&'static str, String)> {
    let Some(policy) = &view.policy else {
        return vec![("released", "no policy declared: its node signed it alone".to_owned())];
    };
    let serial = view.serial.map_or_else(
        || format!("{}…, which is not held here", policy.get(..16).unwrap_or(policy)),
        |serial| serial.to_string(),
    );
    let needed = match (view.officers_needed, view.exempt) {
        (_, true) => "one officer is enough for this kind",
        (Some(2), false) => "two officers are needed",
        (Some(_), false) => "one officer is enough",
        (None, false) => "nobody can say here what it needs",
    };
    let mut lines = vec![("released", format!("under policy {serial}: {needed}"))];
    lines.extend(view.approvals.iter().map(|one| ("approved", approved(one))));
    lines
}

fn approved(view: &ApprovalView) -> String {
    let key = view.key.get(..16).unwrap_or(&view.key);
    let officer = view.officer.as_deref().map_or_else(|| format!("key {key}…"), visible);
    let at = view.at.replace('T', " ").replace('Z', "");
    format!("by {officer} as {}, {at} by the officer's clock", view.role)
}
