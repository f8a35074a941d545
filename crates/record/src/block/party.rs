//! Parties: who takes part in a trade, under which names, owned by whom, listed where. A party is
//! not an accusation; `statement` says why it stands here.

use crate::{
    form::{DAY, KEY, LANGUAGE, LEI, PERCENTAGE, PLACE, SCRIPT, SHORT_NAME, URL, WHEN},
    shape::{
        Block, Field, LINE, PARAGRAPH, Rule,
        Shape::{Block as Object, Form, Word},
        optional, required, some,
    },
    vocabulary::{
        CONFIDENCES, IDENTIFIER_SCHEMES, LISTING_ACTS, NAME_KINDS, PARTY_ROLES, PARTY_SCHEMAS,
        STATES,
    },
};

pub(super) const PARTY: Block = Block {
    name: "party",
    about: "Somebody who takes part in the trade.",
    parts: &[FIELDS],
    rules: &[],
};

const FIELDS: &[Field] = &[
    optional("key", Form(&KEY), "Short name by which routes, and a later withdrawal, point here."),
    required("schema", Word(&PARTY_SCHEMAS), "What it is."),
    required("roles", some(&Word(&PARTY_ROLES), 15), "What it does in the trade."),
    // Entity List entries carry up to about twenty names; a few times that.
    required("names", some(&Object(&NAME), 64), "All its names, the registered one first."),
    optional("jurisdictions", some(&Word(&STATES), 16), "States where it is registered."),
    optional("addresses", some(&Object(&ADDRESS), 32), "Where it is found."),
    optional("identifiers", some(&Object(&IDENTIFIER), 32), "Its numbers in registers."),
    optional(
        "ownership",
        some(&Object(&OWNERSHIP), 32),
        "Who owns it, how much, since when known.",
    ),
    optional("listings", some(&Object(&LISTING), 32), "What authorities have done, in order."),
    required("statement", PARAGRAPH, "Why it stands in this record."),
    optional("confidence", Word(&CONFIDENCES), "That this is the party meant."),
];

const NAME: Block = Block {
    name: "party-name",
    about: "One name.",
    parts: &[&[
        required("value", LINE, "The name as written."),
        required("kind", Word(&NAME_KINDS), "What kind of name."),
        optional("script", Form(&SCRIPT), "The script, if it is not Latin."),
        optional("language", Form(&LANGUAGE), "The language."),
    ]],
    rules: &[],
};

const ADDRESS: Block = Block {
    name: "address",
    about: "Where a party is found.",
    parts: &[&[
        optional("text", PARAGRAPH, "The address as written."),
        optional("place", Form(&PLACE), "The place."),
        optional("country", Word(&STATES), "The state."),
    ]],
    rules: &[&[Rule::AnyOf(&["text", "place", "country"])]],
};

const IDENTIFIER: Block = Block {
    name: "identifier",
    about: "A party's number in a register.",
    parts: &[&[
        required("scheme", Word(&IDENTIFIER_SCHEMES), "The register."),
        required("value", LINE, "The number as the register writes it."),
        optional("country", Word(&STATES), "Whose register it is."),
    ]],
    rules: &[&[
        Rule::FormBy { by: "scheme", of: "value", cases: &[("lei", &LEI)] },
        Rule::Needs {
            field: "scheme",
            is: &[crate::shape::Literal::Word("national-register")],
            then: &["country"],
        },
    ]],
};

const OWNERSHIP: Block = Block {
    name: "ownership",
    about: "A share in a party at a time: rules on affiliates turn on it.",
    parts: &[&[
        required("owner", LINE, "Who owns."),
        required("percentage", Form(&PERCENTAGE), "How much, in per cent."),
        required("as_of", Form(&WHEN), "When that was so."),
        optional("source", Form(&KEY), "Key of the source that says so."),
    ]],
    rules: &[],
};

const LISTING: Block = Block {
    name: "listing",
    about: "What an authority did with an entry of a public list.",
    parts: &[&[
        required("state", Word(&STATES), "Whose authority."),
        required("authority", Form(&SHORT_NAME), "The authority."),
        required("list", LINE, "The list."),
        required("act", Word(&LISTING_ACTS), "What was done."),
        required("citation", LINE, "Where it is published."),
        required("effective", Form(&DAY), "From when it holds."),
        optional("requirement", PARAGRAPH, "For what a licence is required."),
        optional("review_policy", PARAGRAPH, "How applications are decided."),
        optional("url", Form(&URL), "Where to read it."),
    ]],
    rules: &[],
};
