//! Routes: how an item went, or was to go, leg by leg, and what it was said to be for.

use crate::{
    form::{KEY, PLACE, WHEN},
    shape::{
        Block, PARAGRAPH, Repeats,
        Shape::{Block as Object, Form, List, Word},
        optional, required, some,
    },
    vocabulary::{LEG_ROLES, STATES, TRANSPORT_MODES},
};

pub(super) const ROUTE: Block = Block {
    name: "route",
    about: "One way that an item took or was to take.",
    parts: &[&[
        required("legs", LEGS, "The places, in order; at least where from and where to."),
        optional("stated_end_use", PARAGRAPH, "What it was said to be for."),
        optional("assessed_end_use", PARAGRAPH, "What it was for, as the originator assesses."),
        optional("sources", some(&Form(&KEY), 32), "Keys of the sources."),
    ]],
    rules: &[],
};

/// A round trip passes a place twice, so repeats are allowed. Diversion cases in print have up to
/// six legs.
const LEGS: crate::shape::Shape =
    List { of: &Object(&LEG), min: 2, max: 24, repeats: Repeats::Allowed };

const LEG: Block = Block {
    name: "leg",
    about: "A place on the way.",
    parts: &[&[
        required("country", Word(&STATES), "The state."),
        required("role", Word(&LEG_ROLES), "What the place is on the route."),
        optional("place", Form(&PLACE), "The place."),
        optional("party", Form(&KEY), "Key of the party there."),
        optional("mode", Word(&TRANSPORT_MODES), "How the item left it."),
        optional("date", Form(&WHEN), "When, as far as known."),
        optional("note", PARAGRAPH, "What happened there."),
    ]],
    rules: &[],
};
