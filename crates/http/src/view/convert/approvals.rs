//! How a record was released, from what the node answers.

use chancery_node::answer::{Approvals, Approved};

use super::instant;
use crate::view::{ApprovalView, ApprovalsView};

impl From<Option<Approvals>> for ApprovalsView {
    fn from(released: Option<Approvals>) -> Self {
        let Some(released) = released else { return ApprovalsView::default() };
        ApprovalsView {
            policy: Some(released.policy),
            serial: released.serial,
            officers_needed: released.officers_needed,
            exempt: released.is_exempt,
            approvals: released.approvals.into_iter().map(ApprovalView::from).collect(),
        }
    }
}

impl From<Approved> for ApprovalView {
    fn from(approved: Approved) -> Self {
        ApprovalView {
            role: approved.role.to_owned(),
            officer: approved.officer,
            key: approved.key.iter().map(|byte| format!("{byte:02x}")).collect(),
            at: instant(approved.at_s),
        }
    }
}
