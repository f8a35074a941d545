//! How a statement was released: the policy that it names, and who approved it.
//!
//! Everything is read off the statement and the policy; that it is admitted says that it is enough.

use chancery_ledger::policy::OfficersNeeded;
use chancery_ledger::roster::Directory;
use chancery_ledger::statement::Header;

/// How a statement was released.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Approvals {
    /// The policy that it names, by the id of its act, hex.
    pub policy: String,
    /// Its serial; none where the act is not held here, nor in what follows.
    pub serial: Option<u64>,
    /// How many officers a statement of this kind needs under it.
    pub officers_needed: Option<u64>,
    /// Whether one was enough because the policy says so of this kind.
    pub is_exempt: bool,
    /// The approvals, in the order of the statement.
    pub approvals: Vec<Approved>,
}

/// An officer's approval.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Approved {
    /// As what.
    pub role: &'static str,
    /// The officer's pseudonym; none where the policy is not held here.
    pub officer: Option<String>,
    /// The officer's key.
    pub key: [u8; 32],
    /// When, by the officer's clock, in seconds since 1970 (UTC).
    pub at_s: i64,
}

impl Approvals {
    /// None where the statement names no policy: its authority had declared none.
    pub fn of(header: &Header, directory: &Directory) -> Option<Approvals> {
        let release = header.release.as_ref()?;
        let terms = directory.policy(&release.policy).map(|policy| &policy.says);
        let needed = terms.map(|terms| terms.needed_for(&header.kind));
        let approved = release.approvals.iter().map(|approval| Approved {
            role: approval.role.as_str(),
            officer: terms
                .and_then(|terms| terms.officer(&approval.officer))
                .map(|officer| officer.name.clone()),
            key: approval.officer,
            at_s: approval.at,
        });
        Some(Approvals {
            policy: release.policy.to_string(),
            serial: terms.map(|terms| terms.serial),
            officers_needed: needed.map(OfficersNeeded::count),
            is_exempt: terms.is_some_and(|terms| Some(terms.officers_needed) != needed),
            approvals: approved.collect(),
        })
    }
}
