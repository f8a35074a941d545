//! Shapes: what a record may look like, as data.
//!
//! One set of tables says what is allowed; [`crate::check`] walks a tree along it and
//! [`crate::schema()`] prints it as JSON Schema. So the program and the published schema cannot
//! disagree about a field, a bound or a vocabulary. Invariant: a rule that JSON Schema cannot say
//! is a [`Rule::Program`], and stands in the schema as a sentence.

use crate::{form::Form, tree::Tree, violation::Report, vocabulary::Vocabulary};

/// Free text on one line: a title, a name, a citation. Three hundred characters fill two lines of
/// print, longer than any title in the public lists.
pub(crate) const LINE: Shape = Shape::Text { chars_max: 300 };

/// A paragraph: a statement, a note. About three hundred words.
pub(crate) const PARAGRAPH: Shape = Shape::Text { chars_max: 2_000 };

/// A page or two: a summary, an explanation. Four bytes a character make at most 32 KiB, an eighth
/// of a body.
pub(crate) const PAGE: Shape = Shape::Text { chars_max: 8_000 };

/// What one value may be.
pub(crate) enum Shape {
    /// Text for people: not blank, no control or direction-changing characters.
    Text { chars_max: usize },
    /// Text with a syntax.
    Form(&'static Form),
    /// A word of a vocabulary.
    Word(&'static Vocabulary),
    /// An integer, bounds included.
    Integer { min: i64, max: i64 },
    /// True or false.
    Flag,
    /// True, and nothing else: a declaration.
    True,
    /// An array, bounds included.
    List { of: &'static Shape, min: usize, max: usize, repeats: Repeats },
    /// An object with these fields, and perhaps others.
    Block(&'static Block),
    /// An object in a format of its own, which a rule reads.
    Open,
    /// An object whose field `by` says which block it is.
    Choice { by: &'static str, cases: &'static [(&'static str, &'static Block)] },
}

/// Whether equal elements may stand in one array.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Repeats {
    Allowed,
    Refused,
}

/// An object: its fields, in the order in which people write them, and what holds between them.
pub(crate) struct Block {
    /// Its name in the schema's `$defs`.
    pub(crate) name: &'static str,
    pub(crate) about: &'static str,
    /// Lists of fields, so that the kinds share the envelope.
    pub(crate) parts: &'static [&'static [Field]],
    pub(crate) rules: &'static [&'static [Rule]],
}

impl Block {
    pub(crate) fn fields(&self) -> impl Iterator<Item = &'static Field> {
        self.parts.iter().copied().flatten()
    }

    pub(crate) fn rules(&self) -> impl Iterator<Item = &'static Rule> {
        self.rules.iter().copied().flatten()
    }

    pub(crate) fn field(&self, name: &str) -> Option<&'static Field> {
        self.fields().find(|field| field.name == name)
    }
}

/// One field of a block.
pub(crate) struct Field {
    pub(crate) name: &'static str,
    pub(crate) need: Need,
    pub(crate) shape: Shape,
    pub(crate) about: &'static str,
}

/// Whether a field has to be there.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Need {
    Required,
    Optional,
}

/// Short for the tables.
pub(crate) const fn required(name: &'static str, shape: Shape, about: &'static str) -> Field {
    Field { name, need: Need::Required, shape, about }
}

/// Short for the tables.
pub(crate) const fn optional(name: &'static str, shape: Shape, about: &'static str) -> Field {
    Field { name, need: Need::Optional, shape, about }
}

/// Short for the tables: an array without equal elements, of one to `max`.
pub(crate) const fn some(of: &'static Shape, max: usize) -> Shape {
    Shape::List { of, min: 1, max, repeats: Repeats::Refused }
}

/// What holds between the fields of one block.
pub(crate) enum Rule {
    /// At least one of these fields is there.
    AnyOf(&'static [&'static str]),
    /// When `field` has one of these values, the fields `then` are there.
    Needs { field: &'static str, is: &'static [Literal], then: &'static [&'static str] },
    /// `list` names a control list, and `code` is an entry of it in the list's numbering.
    Code { list: &'static str, code: &'static str, edition: &'static str },
    /// The word in `by` says which syntax the text in `of` has.
    FormBy { by: &'static str, of: &'static str, cases: &'static [(&'static str, &'static Form)] },
    /// What only the program checks.
    Program { about: &'static str, run: fn(&Tree, &mut Report) },
}

/// A value that a rule compares with.
pub(crate) enum Literal {
    Word(&'static str),
    Flag(bool),
}

impl Literal {
    pub(crate) fn equals(&self, tree: &Tree) -> bool {
        match self {
            Literal::Word(word) => tree.as_text() == Some(word),
            Literal::Flag(flag) => tree.as_bool() == Some(*flag),
        }
    }
}
