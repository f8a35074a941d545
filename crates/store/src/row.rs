//! What stands under an entry's key: the statement, and as much of the body as fits beside it.
//!
//! Most bodies fit whole, so that an entry is one row: written once, read once, there or not there.
//! The rest of a longer one stands in pieces in the other tree. Both lengths stand in front, so
//! that a reader knows how many pieces to ask for and never takes one that a crash left over from
//! another statement at the same place. The invariant: [`Row::read`] takes what [`Row::write`] gives.

#[cfg(test)]
mod tests;

/// A sled leaf holds up to 17 rows, and a page above a quarter of a segment goes to a file of its
/// own that is never fsynced. 17 rows of 8 KiB body and 4 KiB statement are 204 KiB, a quarter of
/// a segment is 256 KiB; 17 pieces of 12 KiB as well.
pub(crate) const INLINE_BYTES: usize = 8 * 1024;
pub(crate) const PIECE_BYTES: usize = ROW_BYTES_MAX;
/// So no row of any kind is longer.
pub(crate) const ROW_BYTES_MAX: usize = 12 * 1024;
/// The ledger's bound on a statement, from which the arithmetic above lives.
pub(crate) const STATEMENT_BYTES_MAX: usize = chancery_ledger::statement::STATEMENT_BYTES_MAX;
/// Two bytes for the statement's length, four for the body's.
const PREFIX_BYTES: usize = 2 + 4;

/// An entry's row, read or about to be written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Row<'a> {
    pub(crate) statement: &'a [u8],
    /// The part of the body that stands here.
    pub(crate) inline: &'a [u8],
    /// The length of the whole body.
    pub(crate) body_bytes: usize,
}

/// Why bytes are not a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the row's lengths do not fit its bytes")]
pub(crate) struct BadRow;

impl<'a> Row<'a> {
    /// The row of an entry with the pieces that follow it, or nothing when a part is too long.
    pub(crate) fn split(
        statement: &'a [u8],
        body: &'a [u8],
    ) -> Option<(Row<'a>, impl Iterator<Item = (u16, &'a [u8])>)> {
        let (inline, rest) = body.split_at(body.len().min(INLINE_BYTES));
        u16::try_from(rest.len().div_ceil(PIECE_BYTES)).ok()?;
        u32::try_from(body.len()).ok()?;
        let row = Row { statement, inline, body_bytes: body.len() };
        (statement.len() <= STATEMENT_BYTES_MAX).then(|| (row, (0..).zip(rest.chunks(PIECE_BYTES))))
    }

    pub(crate) fn write(&self) -> Vec<u8> {
        let bytes = PREFIX_BYTES + self.statement.len() + self.inline.len();
        let mut out = Vec::with_capacity(bytes);
        let because = "because split has measured it";
        out.extend(u16::try_from(self.statement.len()).expect(because).to_be_bytes());
        out.extend(u32::try_from(self.body_bytes).expect(because).to_be_bytes());
        out.extend_from_slice(self.statement);
        out.extend_from_slice(self.inline);
        out
    }

    pub(crate) fn read(bytes: &'a [u8]) -> Result<Row<'a>, BadRow> {
        let (statement_bytes, rest) = bytes.split_first_chunk::<2>().ok_or(BadRow)?;
        let (body_bytes, rest) = rest.split_first_chunk::<4>().ok_or(BadRow)?;
        let statement_bytes = usize::from(u16::from_be_bytes(*statement_bytes));
        let (statement, inline) = rest.split_at_checked(statement_bytes).ok_or(BadRow)?;
        let body_bytes = usize::try_from(u32::from_be_bytes(*body_bytes)).map_err(|_| BadRow)?;
        let whole = inline.len() == body_bytes.min(INLINE_BYTES);
        whole.then_some(Row { statement, inline, body_bytes }).ok_or(BadRow)
    }

    /// The lengths of the pieces that follow.
    pub(crate) fn pieces(&self) -> impl Iterator<Item = (u16, usize)> {
        let rest = self.body_bytes - self.inline.len();
        let lengths = (0..rest).step_by(PIECE_BYTES).map(move |at| (rest - at).min(PIECE_BYTES));
        (0..).zip(lengths)
    }
}
