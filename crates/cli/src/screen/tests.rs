//! Nothing is wider than the screen, and nothing commands the terminal.

use serde_json::json;

use super::*;

#[test]
fn a_title_cannot_command_the_terminal() {
    assert_eq!(visible("a\u{1b}[2Jb\nc"), "a\\u{1b}[2Jb c");
    assert_eq!(visible("\u{202e}drawkcab"), "\\u{202e}drawkcab");
    assert_eq!(visible("მოხსენება, доклад, 通報, تحذير"), "მოხსენება, доклад, 通報, تحذير");
}

#[test]
fn wrapped_lines_of_any_script_fit() {
    let text = "監視技術の輸出に関する脅威勧告 ".repeat(12) + &"x".repeat(130);
    for line in wrap(&text, 40) {
        assert!(line.width() <= 40, "{line}");
    }
}

#[test]
fn a_table_of_wide_names_fits_the_screen() {
    let row = ["KR-2026-0001".to_owned(), "수출통제 ".repeat(40), "in-force".to_owned()];
    let text = table(["reference", "title", "status"], [row]);
    assert!(text.lines().count() > 2);
    for line in text.lines() {
        assert!(line.width() <= WIDTH_MAX, "{line}");
    }
}

#[test]
fn every_field_of_an_unknown_record_is_written_out() {
    let text = tree(&json!({"kind": "novel", "parts": [{"a": 1, "b": [true, null]}], "none": []}));
    assert_eq!(text, "  kind: novel\n  parts:\n    - a: 1\n      b: yes, -\n  none: (none)\n");
}
