//! Rows under a header, as wide as they need to be and no wider than the screen.

use comfy_table::{ContentArrangement, LineStyle, Table, TableStyle};

use super::{visible, width};

/// No frame: two spaces between columns, and a rule under the header.
const STYLE: TableStyle = TableStyle::new().header_separator(LineStyle::none().fill('-'));

/// Lays out rows of foreign text; an empty table is an empty text.
pub(crate) fn table<const COLUMNS: usize>(
    header: [&str; COLUMNS],
    rows: impl IntoIterator<Item = [String; COLUMNS]>,
) -> String {
    let mut table = Table::new();
    table
        .load_style(STYLE)
        .set_content_arrangement(ContentArrangement::Dynamic)
        .set_width(u16::try_from(width()).expect("because a screen has at most 100 columns"))
        .set_header(header);
    for row in rows {
        table.add_row(row.map(|cell| visible(&cell)));
    }
    if table.is_empty() {
        return String::new();
    }
    for column in table.column_iter_mut() {
        column.set_padding((0, 2));
    }
    let mut text = table.trim_fmt();
    text.push('\n');
    text
}
