//! An application: what lies on an analyst's desk.
//!
//! An item, a seller, a route, an end user in a third country. It is local and never leaves the node. Every
//! field may be missing: a screening says what it could not ask.

use serde::{Deserialize, Serialize};

use crate::Card;

/// What somebody wants a licence for.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Application {
    /// The authority's own number of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<String>,
    /// The day on which codes and ownership are judged, `2026-11-24`; today if it is missing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub transaction_date: Option<String>,
    /// Where it ends: ISO 3166-1 alpha-2 or XK.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub destination: Option<String>,
    /// What it is said to be for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stated_end_use: Option<String>,
    /// What is to be exported.
    #[serde(default)]
    pub items: Vec<Goods>,
    /// Who takes part.
    #[serde(default)]
    pub parties: Vec<Participant>,
    /// The way it goes, in order.
    #[serde(default)]
    pub route: Vec<Leg>,
}

/// One kind of thing to be exported.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Goods {
    /// What it is, in words.
    #[serde(default)]
    pub description: String,
    /// The category of technology, as the vocabulary spells it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tech_category: Option<String>,
    /// Names under which it is sold.
    #[serde(default)]
    pub product_names: Vec<String>,
    /// List entries.
    #[serde(default)]
    pub codes: Vec<GoodsCode>,
    /// What decides the classification.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub technical_parameters: Option<String>,
}

/// An entry of a control list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GoodsCode {
    /// The list, as the vocabulary spells it.
    pub list: String,
    /// The edition, if it is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub edition: Option<String>,
    /// The code.
    pub code: String,
}

/// A party with what it does.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Participant {
    /// What it does, as the vocabulary of party roles spells it: `end-user`, `consignee`, and so on.
    #[serde(default)]
    pub roles: Vec<String>,
    /// Who it is.
    #[serde(flatten)]
    pub card: Card,
}

/// One stop on the way.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Leg {
    /// ISO 3166-1 alpha-2 or XK.
    pub country: String,
    /// The place, in words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<String>,
}
