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

#[test]
fn a_mark_stands_under_what_is_wrong_however_wide_the_characters_are() {
    assert_eq!(caret("stat:EE x", 0, 4), "  stat:EE x\n  ^^^^\n");
    assert_eq!(caret("a \"b", 2, 2), "  a \"b\n    ^^\n");
    assert_eq!(caret("監視 stat:EE", 3, 4), "  監視 stat:EE\n       ^^^^\n");
    assert_eq!(caret("a OR", 4, 0), "  a OR\n      ^\n");
    assert_eq!(caret("", 0, 0), "  \n  ^\n");
    // A control character is written out, and what is behind it moves.
    assert_eq!(caret("\u{1b}[2J x:", 5, 1), "  \\u{1b}[2J x:\n            ^\n");
    let long = format!("{} stat:EE {}", "word ".repeat(60), "more ".repeat(60));
    let drawn = caret(&long, 301, 4);
    let lines: Vec<&str> = drawn.lines().collect();
    assert!(lines[0].chars().count() <= WIDTH_MAX, "{drawn}");
    let place = lines[1].find('^').unwrap();
    assert_eq!(lines[0].chars().skip(place).take(4).collect::<String>(), "stat", "{drawn}");
}
