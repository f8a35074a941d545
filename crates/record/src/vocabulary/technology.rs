//! What is traded: technologies, what they can do, the lists that control them, and the grounds for
//! control where no list does. Most surveillance technology is on no list, so the second half
//! matters as much as the first.

use super::{States, Vocabulary};

pub(crate) const TECHNOLOGIES: Vocabulary = Vocabulary {
    name: "technology",
    about: "Category of surveillance technology.",
    states: States::Excluded,
    words: &[
        ("intrusion-c2-equipment", "equipment that commands or delivers intrusion software"),
        ("intrusion-c2-software", "software that commands or delivers intrusion software"),
        ("intrusion-dev-software", "software for developing intrusion equipment or software"),
        ("intrusion-technology", "technology for developing or using intrusion software"),
        ("mobile-interception-content", "interception of speech or data over the air"),
        ("mobile-interception-identifiers", "IMSI catchers and the like"),
        ("mobile-jamming", "jamming of mobile networks"),
        ("rf-monitoring-of-interception", "detection of interception equipment over the air"),
        ("ip-network-surveillance", "analysis, extraction and indexing on carrier networks"),
        ("network-filtering", "deep packet inspection, filtering and injection"),
        ("lawful-intercept-analytics", "analysis of data from interception handover interfaces"),
        ("interception-software-technology", "software or technology for interception equipment"),
        ("cryptanalysis", "defeating of cryptography"),
        ("device-forensics", "extraction of data from locked devices"),
        ("covert-interception-other", "other devices primarily for covert interception"),
        ("radio-direction-finding", "direction finding and passive location"),
        ("voice-print-id", "identification by voice"),
        ("fingerprint-biometric", "identification by fingerprint"),
        ("facial-recognition", "identification by face"),
        ("emotion-recognition", "inference of emotions from face, voice or body"),
        ("gait-recognition", "identification by movement"),
        ("dna-analysis", "identification or phenotyping by DNA"),
        ("video-surveillance", "camera networks and their analysis"),
        ("number-plate-recognition", "automatic reading of number plates"),
        ("location-tracking", "tracking of people or devices without their cooperation"),
        ("social-media-analytics", "mass collection and analysis of social media"),
        ("electronic-monitoring", "monitors worn by people, polygraphs"),
        ("coercive-equipment", "restraints, crowd control and the like, beside surveillance"),
        ("other-surveillance", "none of the others; the description says what"),
    ],
};

pub(crate) const CAPABILITIES: Vocabulary = Vocabulary {
    name: "capability",
    about: "What an item can do to a person.",
    states: States::Excluded,
    words: &[
        ("content", "reads what is said or written"),
        ("metadata", "records who communicates with whom and when"),
        ("location", "locates"),
        ("device-extraction", "takes data out of a device in hand"),
        ("remote-intrusion", "takes over a device from afar"),
        ("identification", "says who somebody is"),
        ("jamming", "stops communication"),
        ("censorship", "filters or falsifies what can be read"),
    ],
};

pub(crate) const CONTROL_LISTS: Vocabulary = Vocabulary {
    name: "control-list",
    about: "Control list that a code belongs to. A code means nothing without list and edition.",
    states: States::Excluded,
    words: &[
        ("wassenaar", "Wassenaar Arrangement, dual-use list"),
        ("eu-annex-i", "Annex I to Regulation (EU) 2021/821"),
        ("us-ccl", "United States Commerce Control List"),
        ("gb-strategic", "United Kingdom consolidated list"),
        ("ca-ecl", "Export Control List of Canada"),
        ("jp-meti", "Japanese order items"),
        ("au-dsgl", "Australian Defence and Strategic Goods List, part 2"),
        ("no-list-ii", "Norwegian list II"),
        ("kr-strategic", "Korean strategic items"),
        ("other-national", "another national list; the title says which"),
    ],
};

pub(crate) const CODE_RELATIONS: Vocabulary = Vocabulary {
    name: "code-relation",
    about: "How an item stands to the list entry.",
    states: States::Excluded,
    words: &[
        ("meets", "the item meets the entry"),
        ("may-meet", "the item may meet the entry, depending on its parameters"),
        ("near", "the item resembles the entry and does not meet it"),
    ],
};

pub(crate) const CODE_BASES: Vocabulary = Vocabulary {
    name: "code-basis",
    about: "Who classified the item so.",
    states: States::Excluded,
    words: &[
        ("authority-ruling", "a licensing authority, in a decision"),
        ("published-by-authority", "an authority, in a publication"),
        ("stated-by-manufacturer", "the manufacturer or exporter"),
        ("originator-inference", "the originator of this record infers it"),
    ],
};

pub(crate) const CATCH_ALLS: Vocabulary = Vocabulary {
    name: "catch-all-basis",
    about: "Ground for control where no list entry is met.",
    states: States::Excluded,
    words: &[
        ("eu-2021-821-article-4", "weapons and military end use, Regulation (EU) 2021/821"),
        ("eu-2021-821-article-5", "cyber-surveillance items, Regulation (EU) 2021/821"),
        ("eu-2021-821-article-9", "national list for public security or human rights"),
        ("eu-2021-821-article-10", "another member state's national list"),
        ("us-ear-742-7", "crime control and human rights, 15 CFR 742.7"),
        ("us-ear-744-11", "Entity List, 15 CFR 744.11"),
        ("us-ear-744-21", "military and military-intelligence end users, 15 CFR 744.21, 744.22"),
        ("gb-end-use", "end-use controls of the United Kingdom"),
        ("national-end-use", "an end-use control of national law; the note says which"),
        ("none-applies", "no control applies where the originator is"),
    ],
};
