//! The page of a kind: its fields, its rules, who may say it, an example, and what is refused.

use std::fmt::Write;

use super::{
    WRITTEN, block_of, code, example,
    parts::{Links, cell, write_fields, write_rules},
};
use crate::{
    check::tests::refusals::rows,
    kind::{Aim, Kind, Speaker},
    vocabulary::Vocabularies,
};

pub(crate) fn page(kind: Kind) -> String {
    let block = block_of(kind);
    let mut page = WRITTEN.to_owned();
    let _ = write!(page, "\n# {kind}\n\n{}\n\n", block.about);
    let _ = writeln!(page, "- **Who may say it:** {}", who(kind));
    let _ = writeln!(page, "- **About:** {}", about(kind));
    let _ = writeln!(page, "- **Serves:** {}", serves(kind));
    let _ = writeln!(page, "- **Corrected:** {}", corrected(kind));
    page.push_str("\n## Fields\n\nThe [envelope](../record.md#envelope), and:\n");
    write_fields(&mut page, block.parts[1..].iter().copied().flatten(), Links::KIND);
    let rules: Vec<_> = block.rules[1..].iter().copied().flatten().collect();
    write_rules(&mut page, rules.into_iter());
    write_refusals(&mut page, kind);
    page.push_str("\n## Example\n\nAn exercise: the view of no state.\n\n");
    page.push_str(&code(&example(kind)));
    page.push_str("\n## Commands\n\n");
    for command in commands(kind) {
        let _ = writeln!(page, "    {command}");
    }
    page
}

fn who(kind: Kind) -> &'static str {
    match kind.who_may() {
        Speaker::Anyone => "any authority",
        Speaker::Originator => {
            "only the authority whose record its target is; from others it has no effect"
        }
        Speaker::Another => "an authority of another state than its target's",
        Speaker::Asked => {
            "an authority of a state that its target asks; from others it has no effect"
        }
    }
}

fn about(kind: Kind) -> String {
    match kind.aim() {
        Aim::Nothing => "no other record".to_owned(),
        Aim::Perhaps => "another record, if it names one as `target`".to_owned(),
        Aim::Any => "the record that it names as `target`".to_owned(),
        Aim::Of(kinds) => {
            let kinds: Vec<String> =
                kinds.iter().map(|kind| format!("[{kind}]({kind}.md)")).collect();
            format!("the {} that it names as `target`", kinds.join(" or "))
        }
    }
}

fn serves(kind: Kind) -> String {
    let meaning = |commitment: &&str| {
        let list = Vocabularies::shipped().list("commitment").expect("shipped");
        let about = &list.word(commitment).expect("every commitment is a word").about;
        format!("{commitment} ({about})")
    };
    match kind.commitments() {
        all if all.len() == 6 => "any commitment: that of what it is about".to_owned(),
        some => some.iter().map(meaning).collect::<Vec<_>>().join("; "),
    }
}

fn corrected(kind: Kind) -> &'static str {
    match kind.has_content() {
        true => "by a [correction](correction.md) with the whole record as it should read",
        false => "never: it has no text of its own, so another one is said",
    }
}

fn write_refusals(page: &mut String, kind: Kind) {
    page.push_str("\n## Refused\n\nWhatever is required and missing, and for example:\n");
    page.push_str("\n| what | where | is said | allowed |\n| --- | --- | --- | --- |\n");
    for row in rows(kind) {
        let found = row.meant(kind).expect("another test says why not");
        let allowed: String = found.allowed.chars().take(120).collect();
        let more = if allowed.len() < found.allowed.len() { "…" } else { "" };
        let (wrong, allowed) = (cell(&found.wrong), cell(&allowed));
        let _ = writeln!(page, "| {} | `{}` | {wrong} | {allowed}{more} |", row.name, found.path);
    }
}

/// What is done with it from the command line.
pub(super) fn commands(kind: Kind) -> Vec<String> {
    let own: &[&str] = match kind {
        Kind::Acknowledgement => &["chancery acknowledge REFERENCE"],
        Kind::ConsultationRequest
        | Kind::ConsultationResponse
        | Kind::InformationRequest
        | Kind::InformationResponse => &["chancery due"],
        Kind::DenialNotice | Kind::DenialReview => &["chancery report denials"],
        Kind::Correction | Kind::Renewal | Kind::Withdrawal => {
            &["chancery history REFERENCE", "chancery alerts"]
        }
        Kind::VocabularyPack => &["chancery vocabulary load REFERENCE"],
        _ => &[],
    };
    let mut commands = vec![
        format!("chancery draft new --kind {kind}"),
        "chancery check FILE".to_owned(),
        "chancery publish FILE".to_owned(),
        format!("chancery list --kind {kind}"),
        "chancery show REFERENCE".to_owned(),
    ];
    commands.extend(own.iter().map(|command| (*command).to_owned()));
    commands
}
