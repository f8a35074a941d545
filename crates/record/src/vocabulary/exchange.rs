//! How states speak with each other: urgency, confidence, grading, handling, follow-up.

use super::{States, Vocabulary};

pub(crate) const PRIORITIES: Vocabulary = Vocabulary {
    name: "priority",
    about: "How soon a reader is asked to act.",
    states: States::Excluded,
    words: &[
        ("immediate", "before the next licence is issued, within a day"),
        ("elevated", "within five working days"),
        ("routine", "with the next review of pending licences"),
        ("info", "no response is expected"),
    ],
};

pub(crate) const CONFIDENCES: Vocabulary = Vocabulary {
    name: "confidence",
    about: "Analytic confidence (ICD 203).",
    states: States::Excluded,
    words: &[
        ("low", "sources are scant or questionable"),
        ("moderate", "plausible and credibly sourced, open to other readings"),
        ("high", "sources of quality that corroborate each other"),
    ],
};

pub(crate) const LIKELIHOODS: Vocabulary = Vocabulary {
    name: "likelihood",
    about: "Likelihood (ICD 203), in per cent.",
    states: States::Excluded,
    words: &[
        ("almost-no-chance", "1 to 5"),
        ("very-unlikely", "5 to 20"),
        ("unlikely", "20 to 45"),
        ("roughly-even-chance", "45 to 55"),
        ("likely", "55 to 80"),
        ("very-likely", "80 to 95"),
        ("almost-certain", "95 to 99"),
    ],
};

pub(crate) const STANDARDS: Vocabulary = Vocabulary {
    name: "standard",
    about: "Standard of proof that a claim meets.",
    states: States::Excluded,
    words: &[
        ("suspicion", "grounds for suspecting"),
        ("reasonable-cause", "reasonable cause to believe, on specific and articulable facts"),
        ("charged", "a prosecutor has brought charges"),
        ("balance-of-probabilities", "more likely than not"),
        ("beyond-reasonable-doubt", "a criminal court has found so"),
        ("admitted", "the party concerned has said so"),
    ],
};

pub(crate) const RELIABILITIES: Vocabulary = Vocabulary {
    name: "reliability",
    about: "Reliability of a source (Admiralty scale).",
    states: States::Excluded,
    words: &[
        ("A", "completely reliable"),
        ("B", "usually reliable"),
        ("C", "fairly reliable"),
        ("D", "not usually reliable"),
        ("E", "unreliable"),
        ("F", "cannot be judged"),
    ],
};

pub(crate) const SOURCE_TYPES: Vocabulary = Vocabulary {
    name: "source-type",
    about: "What a source is.",
    states: States::Excluded,
    words: &[
        ("official-publication", "a gazette, register or statement of a government"),
        ("court", "a court or prosecutor"),
        ("parliamentary", "a parliament's paper or record"),
        ("treaty-body", "a treaty body or special procedure of the United Nations"),
        ("ngo-forensic", "forensic work of a non-governmental organisation"),
        ("ngo-report", "another report of a non-governmental organisation"),
        ("academic", "peer-reviewed work"),
        ("media", "the press"),
        ("industry-report", "a company or trade body"),
        ("licence-application", "a licence application"),
        ("customs", "customs data"),
        ("partner-state", "another state"),
    ],
};

pub(crate) const SENSITIVITIES: Vocabulary = Vocabulary {
    name: "source-sensitivity",
    about: "How a source is to be treated.",
    states: States::Excluded,
    words: &[
        ("open", "published"),
        ("restricted", "may be known to the readers of this record only"),
        ("protected", "deliberately not identified here; ask the originator"),
    ],
};

pub(crate) const ACTIONS: Vocabulary = Vocabulary {
    name: "action",
    about: "What the originator recommends.",
    states: States::Excluded,
    words: &[
        ("check-pending-licences", "look through pending applications"),
        ("review-issued-licences", "look again at licences already issued"),
        ("consult-originator", "ask the originator before deciding"),
        ("deny-presumption", "start from refusal"),
        ("inform-exporters", "tell exporters"),
        ("catch-all-letter", "impose a licence requirement on unlisted items"),
        ("customs-watch", "watch for shipments"),
        ("outreach", "talk with industry, academia or civil society"),
        ("request-info", "send the originator what is known"),
        ("no-action", "nothing is asked"),
    ],
};

pub(crate) const ADDRESSEES: Vocabulary = Vocabulary {
    name: "addressee",
    about: "Who is asked to act.",
    states: States::Excluded,
    words: &[
        ("agencies", "licensing and enforcement agencies"),
        ("exporters", "exporters"),
        ("public", "everybody"),
    ],
};

pub(crate) const MARKINGS: Vocabulary = Vocabulary {
    name: "tlp",
    about: "Traffic Light Protocol 2.0 label.",
    states: States::Excluded,
    words: &[
        ("TLP:CLEAR", "anyone"),
        ("TLP:GREEN", "the community"),
        ("TLP:AMBER", "the recipient's organisation and its clients"),
        ("TLP:AMBER+STRICT", "the recipient's organisation only"),
        ("TLP:RED", "the named recipients only"),
    ],
};

pub(crate) const AUDIENCES: Vocabulary = Vocabulary {
    name: "audience",
    about: "Who may read: a group, or a state by name. Nobody else.",
    states: States::Included,
    words: &[
        ("members", "every member of the network"),
        ("observers", "every observer of the network"),
        ("public", "everybody; with TLP:CLEAR only"),
    ],
};

pub(crate) const ONWARDS: Vocabulary = Vocabulary {
    name: "onward",
    about: "Whether a reader may pass it on.",
    states: States::Excluded,
    words: &[
        ("never", "no"),
        ("ask", "after the originator has agreed"),
        ("allowed-to", "to the states named beside it"),
        ("as-marked", "as far as the TLP label goes"),
    ],
};

pub(crate) const PERMITTED_USES: Vocabulary = Vocabulary {
    name: "permitted-use",
    about: "What readers may use it for.",
    states: States::Excluded,
    words: &[
        ("licence-review", "deciding on licences"),
        ("enforcement-lead", "starting an investigation, not as evidence"),
        ("outreach-sanitised", "warning others without naming the originator or the case"),
        ("evidence", "use in proceedings"),
        ("public-information", "publication"),
        ("exercise", "training and drills only"),
    ],
};

pub(crate) const ATTRIBUTIONS: Vocabulary = Vocabulary {
    name: "attribution",
    about: "Whether the originator may be named (FIRST IEP).",
    states: States::Excluded,
    words: &[("may", "the reader chooses"), ("must", "always"), ("must-not", "never")],
};

pub(crate) const NOTIFICATIONS: Vocabulary = Vocabulary {
    name: "affected-party-notification",
    about: "Whether the parties named may be told (FIRST IEP).",
    states: States::Excluded,
    words: &[("may", "yes"), ("must-not", "no")],
};

pub(crate) const DISCLOSURES: Vocabulary = Vocabulary {
    name: "disclosure",
    about: "What holds when somebody asks under a freedom-of-information law.",
    states: States::Excluded,
    words: &[
        ("consult-originator", "foreign government information: ask the originator first"),
        ("may-disclose", "the originator has no objection"),
    ],
};

pub(crate) const TRANSLATION_STATUSES: Vocabulary = Vocabulary {
    name: "translation-status",
    about: "What a translation is worth.",
    states: States::Excluded,
    words: &[
        ("official", "as binding as the original"),
        ("courtesy", "made by people, the original prevails"),
        ("machine", "made by a machine, unchecked"),
    ],
};

pub(crate) const RELATIONS: Vocabulary = Vocabulary {
    name: "relation",
    about: "How this record stands to another.",
    states: States::Excluded,
    words: &[
        ("corrects", "replaces its content"),
        ("supersedes", "takes its place"),
        ("withdraws", "ends it"),
        ("renews", "extends it"),
        ("responds-to", "answers it"),
        ("acknowledges", "says that it was received"),
        ("corroborates", "supports it"),
        ("disputes", "contradicts it"),
        ("derived-from", "is made from it"),
        ("same-as", "is about the same thing"),
        ("translates", "says the same in another language"),
    ],
};

pub(crate) const COMMITMENTS: Vocabulary = Vocabulary {
    name: "commitment",
    about: "Commitment of the Code of Conduct that the record serves.",
    states: States::Excluded,
    words: &[
        ("C1", "take human rights into account when reviewing exports"),
        ("C2", "consult the private sector, academia and civil society"),
        ("C3", "share information on emerging threats and risks"),
        ("C4", "share best practices"),
        ("C5", "encourage due diligence in the private sector"),
        ("C6", "improve the capacity of states that have not subscribed"),
    ],
};

pub(crate) const APPROVAL_ROLES: Vocabulary = Vocabulary {
    name: "approval-role",
    about: "What an approver is.",
    states: States::Excluded,
    words: &[("author", "wrote it"), ("reviewer", "checked it"), ("releaser", "let it go out")],
};

pub(crate) const APPROVAL_OUTCOMES: Vocabulary = Vocabulary {
    name: "approval-outcome",
    about: "What an approver decided.",
    states: States::Excluded,
    words: &[("approved", "yes"), ("approved-with-changes", "yes, after changes that were made")],
};

pub(crate) const CORRECTION_REASONS: Vocabulary = Vocabulary {
    name: "correction-reason",
    about: "Why a record is corrected.",
    states: States::Excluded,
    words: &[
        ("error", "it was wrong"),
        ("new-information", "more is known"),
        ("delisted", "a listing that it rested on has ended in part"),
        ("remediated", "what it warned of has been mended in part"),
        ("source-withdrawn", "a source no longer stands"),
        ("legal-order", "a court or authority has ordered it"),
        ("clarification", "it was misunderstood"),
    ],
};

pub(crate) const WITHDRAWAL_REASONS: Vocabulary = Vocabulary {
    name: "withdrawal-reason",
    about: "Why a record no longer stands.",
    states: States::Excluded,
    words: &[
        ("error", "it was wrong"),
        ("delisted", "the listing that it rested on has ended"),
        ("remediated", "what it warned of has been mended"),
        ("source-withdrawn", "its sources no longer stand"),
        ("legal-order", "a court or authority has ordered it"),
        ("expired", "it is out of date"),
    ],
};
