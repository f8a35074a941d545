//! The kinds: which blocks make which record, and what holds across blocks.

use super::{
    assessment::{ACTION, ASSESSMENT, SOURCE},
    concern::CONCERN,
    envelope::{FIELDS as ENVELOPE, RULES as ENVELOPE_RULES, TARGET},
    item::ITEM,
    party::PARTY,
    route::ROUTE,
};
use crate::{
    form::WHEN,
    kind::Kind,
    reference::Reference,
    shape::{
        Block, Field, LINE, PAGE, PARAGRAPH, Rule,
        Shape::{self, Block as Object, Choice, Form, Word},
        optional, required, some,
    },
    tree::Tree,
    violation::Report,
    vocabulary::{
        CORRECTION_REASONS, PRIORITIES, RISK_INDICATORS, STATES, TECHNOLOGIES, WITHDRAWAL_REASONS,
    },
};

/// Any record.
pub(crate) const RECORD: Shape = Choice {
    by: "kind",
    cases: &[
        (Kind::ThreatAdvisory.as_str(), &THREAT),
        (Kind::RiskAdvisory.as_str(), &RISK),
        (Kind::Correction.as_str(), &CORRECTION),
        (Kind::Withdrawal.as_str(), &WITHDRAWAL),
    ],
};

const THREAT: Block = Block {
    name: "threat-advisory",
    about: "Named parties or items, what they do to people, and what to do about it.",
    parts: &[
        ENVELOPE,
        &[
            required("summary", PAGE, "What is going on, in a page."),
            required("priority", Word(&PRIORITIES), "How soon to act."),
            required("tech_categories", some(&Word(&TECHNOLOGIES), 29), "Technologies concerned."),
            // 28 entries in one public rule; four such rules in one record.
            optional("parties", some(&Object(&PARTY), 112), "Who takes part."),
            optional("items", some(&Object(&ITEM), 64), "What is traded."),
            required(
                "human_rights_concerns",
                some(&Object(&CONCERN), 32),
                "What it does to people.",
            ),
            optional("destinations", DESTINATIONS, "Where it goes."),
            optional("risk_indicators", INDICATORS, "Signs to look for."),
            optional("routes", some(&Object(&ROUTE), 32), "How it went."),
            required("assessment", Object(&ASSESSMENT), "What is claimed, and how surely."),
            required("sources", SOURCES, "Where it is known from."),
            required("actions", ACTIONS, "What to do."),
        ],
    ],
    rules: &[ENVELOPE_RULES, CONTENT_RULES, &[Rule::AnyOf(&["parties", "items"])]],
};

const RISK: Block = Block {
    name: "risk-advisory",
    about: "A pattern, route, technology or destination; nobody need be named.",
    parts: &[
        ENVELOPE,
        &[
            required("summary", PAGE, "What the risk is, in a page."),
            optional("priority", Word(&PRIORITIES), "How soon to act."),
            optional("tech_categories", some(&Word(&TECHNOLOGIES), 29), "Technologies concerned."),
            optional("destinations", DESTINATIONS, "Destinations concerned."),
            required("risk_indicators", INDICATORS, "Signs to look for."),
            optional("parties", some(&Object(&PARTY), 112), "Who serves as an example."),
            optional("items", some(&Object(&ITEM), 64), "What is traded."),
            optional(
                "human_rights_concerns",
                some(&Object(&CONCERN), 32),
                "What it does to people.",
            ),
            optional("routes", some(&Object(&ROUTE), 32), "Ways that were taken."),
            optional("examples", some(&Object(&EXAMPLE), 32), "Cases that show the pattern."),
            required("assessment", Object(&ASSESSMENT), "What is claimed, and how surely."),
            required("sources", SOURCES, "Where it is known from."),
            required("actions", ACTIONS, "What to do."),
        ],
    ],
    rules: &[
        ENVELOPE_RULES,
        CONTENT_RULES,
        &[
            Rule::AnyOf(&["tech_categories", "destinations"]),
            Rule::AnyOf(&["review_due", "valid_until"]),
        ],
    ],
};

const CORRECTION: Block = Block {
    name: "correction",
    about: "The whole corrected content of an earlier record of the same authority.",
    parts: &[
        ENVELOPE,
        &[
            required("target", Object(&TARGET), "Which record."),
            required("reason", Word(&CORRECTION_REASONS), "Why."),
            required("explanation", PAGE, "What changed and why, for people."),
            optional("changes", some(&Object(&CHANGE), 64), "What changed, one by one."),
            required("replacement", REPLACEMENT, "The whole record as it should read."),
        ],
    ],
    rules: &[
        ENVELOPE_RULES,
        TARGET_RULES,
        &[Rule::Program {
            about: "`replacement` has the `exercise`, `originator.state`, `handling.tlp` and \
                    `handling.audience` of the correction",
            run: replacement_agrees,
        }],
    ],
};

/// A correction replaces an advisory; a withdrawal is not corrected, it is followed by a new record.
const REPLACEMENT: Shape = Choice {
    by: "kind",
    cases: &[(Kind::ThreatAdvisory.as_str(), &THREAT), (Kind::RiskAdvisory.as_str(), &RISK)],
};

const WITHDRAWAL: Block = Block {
    name: "withdrawal",
    about: "An earlier record of the same authority no longer stands.",
    parts: &[
        ENVELOPE,
        &[
            required("target", Object(&TARGET), "Which record."),
            required("reason", Word(&WITHDRAWAL_REASONS), "Why."),
            required("explanation", PAGE, "Why, for people."),
            optional("public_note", PARAGRAPH, "What may be said publicly."),
            optional("sources", SOURCES, "Where that is known from."),
        ],
    ],
    rules: &[ENVELOPE_RULES, TARGET_RULES, CONTENT_RULES],
};

const DESTINATIONS: Shape = some(&Word(&STATES), 256);
const INDICATORS: Shape = some(&Word(&RISK_INDICATORS), 27);
const SOURCES: Shape = some(&Object(&SOURCE), 128);
const ACTIONS: Shape = some(&Object(&ACTION), 32);

const EXAMPLE: Block = Block {
    name: "example",
    about: "A case that shows the pattern.",
    parts: &[EXAMPLE_FIELDS],
    rules: &[],
};
const EXAMPLE_FIELDS: &[Field] = &[
    required("text", PARAGRAPH, "The case."),
    optional("when", Form(&WHEN), "When."),
    optional("sources", some(&Form(&crate::form::KEY), 32), "Keys of the sources."),
];

const CHANGE: Block = Block {
    name: "change",
    about: "One thing that changed.",
    parts: &[&[
        required("where", LINE, "The JSON path in the corrected record."),
        required("what", PARAGRAPH, "What it said, what it says now."),
    ]],
    rules: &[],
};

const CONTENT_RULES: &[Rule] = &[
    Rule::Program { about: "keys of sources and parties are unique", run: keys_are_unique },
    Rule::Program {
        about: "a source or party that is pointed at by key is there",
        run: keys_are_there,
    },
    Rule::Program {
        about: "with a party that is a Person, `personal_data.present` is true",
        run: persons_are_declared,
    },
];

const TARGET_RULES: &[Rule] = &[Rule::Program {
    about: "`target.reference` is one of the originator's own state",
    run: target_is_own,
}];

fn keys_of<'a>(record: &'a Tree, list: &str) -> Vec<&'a str> {
    let elements = record.field(list).map(Tree::elements).unwrap_or_default();
    elements.iter().filter_map(|element| element.text("key")).collect()
}

fn keys_are_unique(record: &Tree, report: &mut Report) {
    for list in ["sources", "parties"] {
        let elements = record.field(list).map(Tree::elements).unwrap_or_default();
        let mut seen = std::collections::BTreeSet::new();
        report.at_key(list, |report| {
            for (index, element) in elements.iter().enumerate() {
                let Some(key) = element.text("key") else { continue };
                if !seen.insert(key) {
                    report.at_index(index, |report| {
                        report.at_key("key", |report| {
                            report.wrong(format!("{key:?} stands here twice"), "each key once");
                        });
                    });
                }
            }
        });
    }
}

fn keys_are_there(record: &Tree, report: &mut Report) {
    let (sources, parties) = (keys_of(record, "sources"), keys_of(record, "parties"));
    pointers(record, &sources, &parties, report);
}

/// Pointers are the arrays of texts called `sources`, and the texts called `source` and `party`.
fn pointers(tree: &Tree, sources: &[&str], parties: &[&str], report: &mut Report) {
    match tree {
        Tree::Array(elements) => {
            for (index, element) in elements.iter().enumerate() {
                report.at_index(index, |report| pointers(element, sources, parties, report));
            }
        }
        Tree::Map(map) => {
            for (name, value) in map {
                let keys = match name.as_str() {
                    "sources" | "source" => sources,
                    "party" => parties,
                    _ => &[],
                };
                let points = matches!(name.as_str(), "sources" | "source" | "party");
                report.at_key(name, |report| match value {
                    Tree::Text(key) if points => pointer(key, keys, report),
                    Tree::Array(elements) if points => {
                        for (index, element) in elements.iter().enumerate() {
                            report.at_index(index, |report| match element {
                                Tree::Text(key) => pointer(key, keys, report),
                                other => pointers(other, sources, parties, report),
                            });
                        }
                    }
                    other => pointers(other, sources, parties, report),
                });
            }
        }
        _ => {}
    }
}

fn pointer(key: &str, keys: &[&str], report: &mut Report) {
    if !keys.contains(&key) {
        report.wrong_as(|| {
            let allowed = match keys.is_empty() {
                true => "a key that is given; none is".to_owned(),
                false => format!("one of the keys given: {}", keys.join(", ")),
            };
            ("points at nothing".to_owned(), allowed)
        });
    }
}

fn persons_are_declared(record: &Tree, report: &mut Report) {
    let parties = record.field("parties").map(Tree::elements).unwrap_or_default();
    let person = parties.iter().any(|party| party.text("schema") == Some("Person"));
    let declared = record.field("personal_data").and_then(|data| data.field("present"));
    if person && declared == Some(&Tree::Bool(false)) {
        report.at_key("personal_data", |report| {
            report.at_key("present", |report| {
                report.wrong("is false, and a party is a Person", "true");
            });
        });
    }
}

fn target_is_own(record: &Tree, report: &mut Report) {
    let state = record.field("originator").and_then(|originator| originator.text("state"));
    let reference = record.field("target").and_then(|target| target.text("reference"));
    let parsed = reference.and_then(|reference| reference.parse::<Reference>().ok());
    if let (Some(state), Some(reference)) = (state, parsed)
        && reference.state().as_str() != state
    {
        report.at_key("target", |report| {
            report.at_key("reference", |report| {
                let wrong = format!("is a record of {}", reference.state());
                report.wrong(wrong, format!("a record of {state}: others may only comment"));
            });
        });
    }
}

fn replacement_agrees(record: &Tree, report: &mut Report) {
    const SAME: [&[&str]; 4] =
        [&["exercise"], &["originator", "state"], &["handling", "tlp"], &["handling", "audience"]];
    let Some(replacement) = record.field("replacement") else { return };
    for path in SAME {
        let step = |tree, name: &&str| Tree::field(tree, name);
        let outer = path.iter().try_fold(record, step);
        let inner = path.iter().try_fold(replacement, step);
        if let (Some(outer), Some(inner)) = (outer, inner)
            && outer != inner
        {
            let depth = report.enter_key("replacement");
            path.iter().for_each(|name| {
                report.enter_key(name);
            });
            report.wrong("differs from the correction's own", "the same");
            report.leave(depth);
        }
    }
}
