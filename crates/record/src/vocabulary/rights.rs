//! What it does to people: rights, instruments, who is affected, how, and how far it is known.

use super::{States, Vocabulary};

pub(crate) const RIGHTS: Vocabulary = Vocabulary {
    name: "right",
    about: "Human right concerned.",
    states: States::Excluded,
    words: &[
        ("privacy", "UDHR 12, ICCPR 17"),
        ("opinion-expression", "UDHR 19, ICCPR 19"),
        ("assembly", "UDHR 20, ICCPR 21"),
        ("association", "UDHR 20, ICCPR 22"),
        ("liberty", "UDHR 9, ICCPR 9"),
        ("freedom-from-torture", "UDHR 5, ICCPR 7"),
        ("life", "UDHR 3, ICCPR 6"),
        ("freedom-from-disappearance", "ICCPR 6, 7, 9 and 16, ICPPED 1 and 2"),
        ("fair-trial", "UDHR 10 and 11, ICCPR 14"),
        ("equality", "UDHR 2 and 7, ICCPR 2 and 26, ICERD"),
        ("minorities", "ICCPR 27"),
        ("religion-belief", "UDHR 18, ICCPR 18"),
        ("movement", "UDHR 13, ICCPR 12"),
        ("political-participation", "UDHR 21, ICCPR 25"),
        ("defence-of-human-rights", "General Assembly resolution 53/144"),
    ],
};

pub(crate) const INSTRUMENTS: Vocabulary = Vocabulary {
    name: "instrument",
    about: "Instrument that protects the right.",
    states: States::Excluded,
    words: &[
        ("UDHR", "Universal Declaration of Human Rights"),
        ("ICCPR", "International Covenant on Civil and Political Rights"),
        ("ICERD", "Convention on the Elimination of All Forms of Racial Discrimination"),
        ("CAT", "Convention against Torture"),
        ("CRC", "Convention on the Rights of the Child"),
        ("ICPPED", "Convention for the Protection of All Persons from Enforced Disappearance"),
        ("ECHR", "European Convention on Human Rights"),
        ("ECHR-P1", "European Convention, Protocol 1"),
        ("ECHR-P4", "European Convention, Protocol 4"),
        ("EU-CHARTER", "Charter of Fundamental Rights of the European Union"),
        ("A-RES-53-144", "Declaration on Human Rights Defenders"),
        ("UNGP", "Guiding Principles on Business and Human Rights"),
    ],
};

pub(crate) const AFFECTED: Vocabulary = Vocabulary {
    name: "affected-group",
    about: "Who is affected. Groups only: nobody affected is ever named.",
    states: States::Excluded,
    words: &[
        ("journalists", "journalists and their sources"),
        ("human-rights-defenders", "human-rights defenders and their organisations"),
        ("political-opposition", "opposition politicians, parties and their staff"),
        ("protesters", "people who assemble"),
        ("lawyers", "lawyers and judges"),
        ("academics", "academics and researchers"),
        ("businesspeople", "businesspeople"),
        ("minorities", "ethnic, religious, linguistic or other minorities"),
        ("diaspora", "nationals abroad and their families at home"),
        ("migrants", "migrants and refugees"),
        ("officials", "officials, diplomats and embassy staff"),
        ("general-population", "everybody on a network or in a place"),
    ],
};

pub(crate) const MODES: Vocabulary = Vocabulary {
    name: "violation-mode",
    about: "What kind of harm.",
    states: States::Excluded,
    words: &[
        ("internal-repression", "a state against people in its territory"),
        ("transnational-repression", "a state against people elsewhere"),
        ("serious-violation", "a serious violation of human rights of another kind"),
        ("humanitarian-law-violation", "a serious violation of international humanitarian law"),
        ("censorship", "keeping people from saying or reading"),
    ],
};

pub(crate) const STATUSES: Vocabulary = Vocabulary {
    name: "concern-status",
    about: "How far the concern is established, from least to most.",
    states: States::Excluded,
    words: &[
        ("alleged", "somebody says so"),
        ("credibly-reported", "independent sources agree, with evidence that can be examined"),
        ("acknowledged-by-state", "the state concerned has said so; `body` says where"),
        ("established-by-body", "a court or competent body has found so; `body` says which"),
    ],
};
