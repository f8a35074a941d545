//! Handling: who may read, what for, and whether it may go on; and the declarations without which
//! nothing is released. Everything here fails closed: a missing word opens nothing.

use crate::{
    form::{DAY, LANGUAGE},
    marking::Marking,
    shape::{
        Block, LINE, Literal, PAGE, PARAGRAPH, Rule,
        Shape::{Block as Object, Flag, Form, True, Word},
        optional, required, some,
    },
    tree::Tree,
    violation::Report,
    vocabulary::{
        ATTRIBUTIONS, AUDIENCES, DISCLOSURES, MARKINGS, NOTIFICATIONS, ONWARDS, PERMITTED_USES,
        STATES,
    },
};

/// Every state there is could be named, and the three groups beside them.
const READERS_MAX: usize = 256;

pub(crate) const HANDLING: Block = Block {
    name: "handling",
    about: "Who may read it, what for, and whether it may go on.",
    parts: &[&[
        required("tlp", Word(&MARKINGS), "The one marking."),
        required("audience", some(&Word(&AUDIENCES), READERS_MAX), "Who may read; nobody else."),
        required("originator_control", Object(&CONTROL), "What the originator keeps in its hand."),
        required("permitted_uses", some(&Word(&PERMITTED_USES), 6), "What it may be used for."),
        optional("attribution", Word(&ATTRIBUTIONS), "Whether the originator may be named."),
        optional(
            "affected_party_notification",
            Word(&NOTIFICATIONS),
            "Whether the parties named may be told.",
        ),
        optional("public_summary", Object(&TEAR_LINE), "What may be said publicly."),
    ]],
    rules: &[&[
        Rule::Program {
            about: "the audience `public` stands only with TLP:CLEAR",
            run: public_needs_clear,
        },
        Rule::Program {
            about: "in this version the marking is not TLP:RED and the audience includes `members` or `public`: \
                    bodies are not encrypted to named readers yet, so nobody would be kept out",
            run: readers_are_all,
        },
    ]],
};

/// Every member's node receives every body, and holds it in the clear. A record that is meant for
/// fewer must wait for encryption; publishing it anyway would tell those whom it keeps out.
fn readers_are_all(handling: &Tree, report: &mut Report) {
    const WHY: &str =
        "encryption to named readers is not available in this version, so nobody would be kept out";
    if handling.text("tlp") == Some(Marking::Red.as_str()) {
        report.at_key("tlp", |report| {
            let allowed = "TLP:CLEAR, TLP:GREEN, TLP:AMBER, TLP:AMBER+STRICT";
            report.wrong("is TLP:RED", format!("{allowed}: {WHY}"));
        });
    }
    // An empty audience, or none, is refused by its shape.
    let audience = handling.field("audience").map(Tree::elements).unwrap_or_default();
    let all = audience.iter().any(|reader| matches!(reader.as_text(), Some("members" | "public")));
    if !all && !audience.is_empty() {
        report.at_key("audience", |report| {
            report.wrong("leaves members out", format!("members among them: {WHY}"));
        });
    }
}

fn public_needs_clear(handling: &Tree, report: &mut Report) {
    let audience = handling.field("audience").map(Tree::elements).unwrap_or_default();
    let public = audience.iter().any(|reader| reader.as_text() == Some("public"));
    if public && handling.text("tlp").is_some_and(|tlp| tlp != "TLP:CLEAR") {
        report.at_key("audience", |report| {
            report.wrong("holds public, and the marking is not TLP:CLEAR", "members, states");
        });
    }
}

const CONTROL: Block = Block {
    name: "originator-control",
    about: "What readers must ask for first.",
    parts: &[&[
        required("onward", Word(&ONWARDS), "Whether a reader may pass it on."),
        optional("allowed_to", some(&Word(&STATES), READERS_MAX), "To whom."),
        optional("disclosure", Word(&DISCLOSURES), "On requests under information laws."),
    ]],
    rules: &[&[Rule::Needs {
        field: "onward",
        is: &[Literal::Word("allowed-to")],
        then: &["allowed_to"],
    }]],
};

const TEAR_LINE: Block = Block {
    name: "tear-line",
    about: "The part that may be told to anyone, also where the record may not.",
    parts: &[&[
        required("text", PAGE, "The summary."),
        optional("language", Form(&LANGUAGE), "Its language."),
    ]],
    rules: &[],
};

pub(super) const ATTESTATIONS: Block = Block {
    name: "attestations",
    about: "What the originator declares. Without all of them nothing is released.",
    parts: &[&[
        required("unclassified", True, "Nothing in it is classified."),
        required("not_regime_confidential", True, "Nothing comes from a regime's exchange."),
        required("no_victim_identity", True, "Nobody affected can be recognised."),
        required("personal_data_reviewed", True, "Personal data was looked for."),
    ]],
    rules: &[],
};

pub(super) const PERSONAL_DATA: Block = Block {
    name: "personal-data",
    about: "Whether it holds data about people, why that is lawful, and for how long.",
    parts: &[&[
        required("present", Flag, "Whether there is any."),
        optional("lawful_basis", PARAGRAPH, "Why it may be shared."),
        optional("compartments", some(&LINE, 32), "Names of the parts kept apart."),
        optional("retention_until", Form(&DAY), "When it is to be erased."),
    ]],
    rules: &[&[Rule::Needs {
        field: "present",
        is: &[Literal::Flag(true)],
        then: &["lawful_basis", "retention_until"],
    }]],
};
