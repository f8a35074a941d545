//! Who trades with whom, how goods move, and what should have made somebody ask.

use super::{States, Vocabulary};

pub(crate) const STATES: Vocabulary = Vocabulary {
    name: "state",
    about: "State, by ISO 3166-1 alpha-2 code; XK is Kosovo.",
    states: States::Included,
    words: &[],
};

pub(crate) const PARTY_SCHEMAS: Vocabulary = Vocabulary {
    name: "party-schema",
    about: "What a party is, in the words of FollowTheMoney.",
    states: States::Excluded,
    words: &[
        ("Company", "a commercial company"),
        ("Organization", "another organisation"),
        ("PublicBody", "an agency or body of a state"),
        ("Person", "a natural person: personal data, to be avoided"),
    ],
};

pub(crate) const PARTY_ROLES: Vocabulary = Vocabulary {
    name: "party-role",
    about: "What a party does in the trade.",
    states: States::Excluded,
    words: &[
        ("manufacturer", "makes the item"),
        ("vendor", "sells it"),
        ("exporter", "is the exporter in law"),
        ("broker", "negotiates or arranges"),
        ("distributor", "resells"),
        ("freight-forwarder", "moves it"),
        ("intermediate-consignee", "receives it on the way"),
        ("consignee", "receives it"),
        ("end-user", "uses it, as stated"),
        ("ultimate-end-user", "uses it, in fact"),
        ("technical-assistance-provider", "trains, installs, maintains"),
        ("financier", "finances or invests"),
        ("parent", "owns another party here"),
        ("subsidiary", "is owned by another party here"),
        ("predecessor", "was what another party here is now"),
    ],
};

pub(crate) const NAME_KINDS: Vocabulary = Vocabulary {
    name: "name-kind",
    about: "What kind of name.",
    states: States::Excluded,
    words: &[
        ("legal", "the registered name"),
        ("alias", "another name in use"),
        ("former", "a name no longer in use"),
        ("transliteration", "the name in another script"),
        ("weak", "a name shared by many, no match on its own"),
    ],
};

pub(crate) const IDENTIFIER_SCHEMES: Vocabulary = Vocabulary {
    name: "identifier-scheme",
    about: "Register that an identifier comes from.",
    states: States::Excluded,
    words: &[
        ("lei", "Legal Entity Identifier, ISO 17442"),
        ("national-register", "a national company register; the country says which"),
        ("ofac-uid", "unique id in the lists of the US Office of Foreign Assets Control"),
        ("fr-citation", "citation of the US Federal Register"),
        ("duns", "D-U-N-S number"),
        ("wikidata", "Wikidata item"),
        ("opensanctions", "OpenSanctions id"),
        ("misp-uuid", "UUID in a MISP galaxy"),
        ("ftm", "FollowTheMoney entity id"),
    ],
};

pub(crate) const LISTING_ACTS: Vocabulary = Vocabulary {
    name: "listing-act",
    about: "What an authority did with an entry of its list.",
    states: States::Excluded,
    words: &[
        ("add", "entered the party"),
        ("modify", "changed the entry"),
        ("remove", "removed the party"),
    ],
};

pub(crate) const TRANSPORT_MODES: Vocabulary = Vocabulary {
    name: "transport-mode",
    about: "How the item moved on a leg.",
    states: States::Excluded,
    words: &[
        ("air", "air freight"),
        ("sea", "sea freight"),
        ("road", "by road"),
        ("rail", "by rail"),
        ("post", "post or courier"),
        ("hand-carry", "in somebody's luggage"),
        ("electronic", "download, upload, remote access"),
        ("unknown", "not known"),
    ],
};

pub(crate) const LEG_ROLES: Vocabulary = Vocabulary {
    name: "leg-role",
    about: "What a place is on a route.",
    states: States::Excluded,
    words: &[
        ("origin", "where the item starts"),
        ("transit", "passed through"),
        ("transhipment", "reloaded"),
        ("diversion-point", "where it left the stated route"),
        ("stated-destination", "where it was said to go"),
        ("actual-destination", "where it went"),
    ],
};

pub(crate) const RISK_INDICATORS: Vocabulary = Vocabulary {
    name: "risk-indicator",
    about: "Sign that should make somebody ask.",
    states: States::Excluded,
    words: &[
        ("item.marketed-covert", "the item is marketed for covert use"),
        ("item.similar-item-misused", "a similar item has been misused"),
        ("item.used-against-own-person", "the item was used against a person of the originator"),
        ("item.configurable-into-misused-system", "it completes a system known to be misused"),
        ("enduser.security-service-of-concern", "a security service with a record of abuse"),
        ("enduser.forces-in-repression", "part of armed forces or groups in repression"),
        ("enduser.undue-link-to-repressive-government", "controlled by a repressive government"),
        ("enduser.prior-misuse", "the end user has misused such items"),
        ("enduser.re-exported-before", "the end user has re-exported before"),
        ("enduser.unclear-or-front", "unclear who the end user is, or a front"),
        ("law.no-independent-authorisation", "no independent authorisation of surveillance there"),
        ("law.overbroad-interception-duty", "the law there obliges operators too broadly"),
        ("tx.intermediary-without-need", "an intermediary that the trade does not need"),
        ("tx.shell-or-new-company", "a shell, or a company just founded"),
        ("tx.consignee-differs-from-end-user", "the consignee is not the end user"),
        ("tx.false-end-user", "a stated end user that is not the real one"),
        ("tx.routing-via-third-country", "a route through a third country"),
        ("tx.hand-carry", "carried by hand"),
        ("tx.training-without-licence", "training or demonstration before or without licence"),
        ("tx.subsidiary-relabelled-seller", "a subsidiary put in the place of the seller"),
        ("tx.payment-third-party", "payment by somebody else"),
        ("tx.refuses-end-use-statement", "no end-use statement is given"),
        ("post.remote-update-or-support", "updates or support from afar go on"),
        ("corp.rebrand-after-listing", "a new name after a listing"),
        ("corp.investor-or-owner-listed", "an owner or investor is listed"),
        ("procurement.forum-shopping", "the same application in several states"),
        ("financing.unexplained", "the financing is unexplained"),
    ],
};
