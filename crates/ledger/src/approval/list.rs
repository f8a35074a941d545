//! The lists that a statement's header has of its approvals and of its audience.
//!
//! Approvals ascend by role and key and repeat nothing, so that a list has one spelling; the audience is written as
//! the record has it. Invariant: what is read is what writing it again gives.

use chancery_encoding::Fields;
use ciborium::Value;

use crate::approval::Approval;
use crate::statement::header::{is_name, shown_time};

/// Most approvals of one statement, at 120 bytes each: 960 bytes of the 4,096 that a statement may have.
pub const APPROVALS_MAX: usize = 8;

/// Most readers that an audience names; the statement's own bound is what counts for long names.
pub const READERS_MAX: usize = 256;

/// A list that is not one of approvals or readers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct BadList;

pub(crate) fn write_approvals(approvals: &[Approval]) -> Value {
    let approval = |one: &Approval| {
        Value::Map(vec![
            (1.into(), one.role.as_str().into()),
            (2.into(), Value::Bytes(one.officer.to_vec())),
            (3.into(), one.at.into()),
            (4.into(), Value::Bytes(one.signature.to_vec())),
        ])
    };
    Value::Array(approvals.iter().map(approval).collect())
}

pub(crate) fn read_approvals(items: Vec<Value>) -> Result<Vec<Approval>, BadList> {
    if items.len() > APPROVALS_MAX {
        return Err(BadList);
    }
    let approvals = items.into_iter().map(read_approval).collect::<Option<Vec<_>>>();
    let approvals = approvals.ok_or(BadList)?;
    let ascend = approvals.windows(2).all(|pair| pair[0].order() < pair[1].order());
    if ascend { Ok(approvals) } else { Err(BadList) }
}

/// Closed: an officer approves what is known here, or nothing.
fn read_approval(item: Value) -> Option<Approval> {
    let mut fields = Fields::new(item, "approval").ok()?;
    let approval = Approval {
        role: fields.text(1).ok()?.parse().ok()?,
        officer: fields.bytes32(2).ok()?,
        at: shown_time(fields.uint(3).ok()?)?,
        signature: fields.bytes(4).ok()?.try_into().ok()?,
    };
    fields.finish().ok()?;
    Some(approval)
}

pub(crate) fn write_audience(audience: &[String]) -> Value {
    Value::Array(audience.iter().map(|reader| reader.clone().into()).collect())
}

pub(crate) fn read_audience(items: Vec<Value>) -> Result<Vec<String>, BadList> {
    if items.len() > READERS_MAX {
        return Err(BadList);
    }
    let readers = items.into_iter().map(|item| item.into_text().ok().filter(|text| is_name(text)));
    readers.collect::<Option<Vec<_>>>().ok_or(BadList)
}
