//! One company in eight scripts is one company; two with near names are two.

use super::{card, compared};
use crate::{Card, Settings};

const SCRIPTS: &str = include_str!("../../../../../tests/screening/scripts.csv");
const NEAR: &str = include_str!("../../../../../tests/screening/near.csv");

/// The fields of a line of CSV.
fn fields(line: &str) -> Vec<String> {
    let mut fields = vec![String::new()];
    let mut quoted = false;
    let mut chars = line.chars().peekable();
    while let Some(c) = chars.next() {
        let field = fields.last_mut().unwrap();
        match c {
            '"' if quoted && chars.next_if_eq(&'"').is_some() => field.push('"'),
            '"' => quoted = !quoted,
            ',' if !quoted => fields.push(String::new()),
            c => field.push(c),
        }
    }
    fields
}

/// Two cards of one name each that are not the same card.
fn score(a: &str, b: &str) -> u16 {
    let asked = card(&[a]);
    let found = Card { products: vec!["none".into()], ..card(&[b]) };
    compared(&asked, &found).score
}

#[test]
fn one_company_in_eight_scripts_is_one_company() {
    let threshold = Settings::default().threshold;
    let (mut pairs, mut missed) = (0, Vec::new());
    for line in SCRIPTS.lines().skip(1) {
        let names = fields(line);
        assert_eq!(names.len(), 8, "{line}");
        for (at, a) in names.iter().enumerate() {
            for b in &names[at + 1..] {
                pairs += 1;
                let score = score(a, b);
                if score < threshold {
                    missed.push(format!("{score} {a} | {b}"));
                }
            }
        }
    }
    println!("{pairs} pairs, {} missed\n{}", missed.len(), missed.join("\n"));
    assert!(pairs >= 8 * 28 && missed.is_empty());
}

#[test]
fn two_companies_with_near_names_are_two() {
    let threshold = Settings::default().threshold;
    let (mut pairs, mut wrong) = (0, Vec::new());
    for line in NEAR.lines().skip(1) {
        let row = fields(line);
        let [a, b, why] = row.as_slice() else { panic!("{line}") };
        pairs += 1;
        let score = score(a, b);
        if score >= threshold {
            wrong.push(format!("{score} {a} | {b} ({why})"));
        }
    }
    println!("{pairs} pairs, {} wrong\n{}", wrong.len(), wrong.join("\n"));
    assert!(pairs >= 60 && wrong.is_empty());
}
