//! Items: what is traded. A control code stands with its list and edition, and with who classified
//! it so; where no code is met, the ground for control stands instead.

use crate::{
    form::{DAY, HS, KEY},
    shape::{
        Block, LINE, Literal, PARAGRAPH, Rule,
        Shape::{Block as Object, Flag, Form, Word},
        optional, required, some,
    },
    vocabulary::{
        CAPABILITIES, CATCH_ALLS, CODE_BASES, CODE_RELATIONS, CONTROL_LISTS, STATES, TECHNOLOGIES,
    },
};

pub(super) const ITEM: Block = Block {
    name: "item",
    about: "What is traded: equipment, software, technology or a service.",
    parts: &[&[
        optional("key", Form(&KEY), "Short name by which a later withdrawal points here."),
        required("tech_category", Word(&TECHNOLOGIES), "What it is."),
        optional("product_names", some(&LINE, 64), "Names under which it is sold."),
        optional("capabilities", some(&Word(&CAPABILITIES), 8), "What it can do to a person."),
        optional("control_refs", some(&Object(&CONTROL_REF), 32), "List entries."),
        optional("catch_all", Object(&CATCH_ALL), "Ground for control without a list entry."),
        optional("hs", some(&Object(&HS_CODE), 16), "Customs headings: a hint, no classification."),
        optional("description", PARAGRAPH, "What it is, in words."),
        optional("technical_parameters", PARAGRAPH, "What decides the classification."),
        optional("intangible", Flag, "True when nothing is shipped: software, support."),
        optional("origin_country", Word(&STATES), "Where it was made."),
    ]],
    rules: &[&[
        Rule::AnyOf(&["control_refs", "catch_all"]),
        Rule::Needs {
            field: "tech_category",
            is: &[Literal::Word("other-surveillance")],
            then: &["description"],
        },
    ]],
};

const CONTROL_REF: Block = Block {
    name: "control-ref",
    about: "An entry of a control list: the same code means different things in other editions.",
    parts: &[&[
        required("list", Word(&CONTROL_LISTS), "The list."),
        required("edition", LINE, "The edition: act, number or date."),
        required("code", LINE, "The entry, in the list's own numbering."),
        required("relation", Word(&CODE_RELATIONS), "How the item stands to the entry."),
        required("basis", Word(&CODE_BASES), "Who classified it so."),
        optional("title", LINE, "The entry's title, shortened."),
        optional("as_of", Form(&DAY), "The day for which this holds."),
        optional("note", PARAGRAPH, "What the classification depends on."),
    ]],
    rules: &[&[
        Rule::Code { list: "list", code: "code", edition: "edition" },
        Rule::Needs { field: "list", is: &[Literal::Word("other-national")], then: &["title"] },
    ]],
};

const CATCH_ALL: Block = Block {
    name: "catch-all",
    about: "Why an item on no list may still need a licence.",
    parts: &[&[
        required("basis", Word(&CATCH_ALLS), "The ground."),
        optional("citation", LINE, "Where it is laid down or was imposed."),
        optional("note", PARAGRAPH, "What it depends on."),
    ]],
    rules: &[&[Rule::Needs {
        field: "basis",
        is: &[Literal::Word("national-end-use")],
        then: &["note"],
    }]],
};

const HS_CODE: Block = Block {
    name: "hs-code",
    about: "A customs heading with its edition.",
    parts: &[&[
        required("code", Form(&HS), "The subheading."),
        required("edition", LINE, "The edition, for example HS2022."),
    ]],
    rules: &[],
};
