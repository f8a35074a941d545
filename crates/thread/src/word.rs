//! Words of the vocabularies that the fold has to tell apart.
//!
//! A body that was read may hold a word that this version does not know: a newer node wrote it, or
//! another pack was loaded. It is kept as it is spelled and decides nothing.

/// A word, known or not.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Word<T> {
    /// One that this version knows.
    Known(T),
    /// As it is spelled; empty where a word is missing.
    Unknown(String),
}

/// A closed list of words.
pub trait Words: Copy + PartialEq + 'static {
    /// All of them, in the order of the documentation.
    const ALL: &'static [Self];

    /// As records spell it.
    fn as_str(self) -> &'static str;
}

impl<T: Words> Word<T> {
    /// Reads a word; `None` is a missing one.
    pub(crate) fn read(text: Option<&str>) -> Word<T> {
        let text = text.unwrap_or_default();
        let known = T::ALL.iter().find(|word| word.as_str() == text);
        known.map_or_else(|| Word::Unknown(text.to_owned()), |word| Word::Known(*word))
    }

    /// The word, if this version knows it.
    pub fn known(&self) -> Option<T> {
        match self {
            Word::Known(word) => Some(*word),
            Word::Unknown(_) => None,
        }
    }

    /// As the record spells it.
    pub fn as_str(&self) -> &str {
        match self {
            Word::Known(word) => word.as_str(),
            Word::Unknown(text) => text,
        }
    }
}

macro_rules! words {
    ($($(#[$about:meta])* $name:ident { $($(#[$note:meta])* $word:ident = $text:literal,)+ })+) => {$(
        $(#[$about])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name {
            $($(#[$note])* $word,)+
        }

        impl Words for $name {
            const ALL: &'static [$name] = &[$($name::$word,)+];

            fn as_str(self) -> &'static str {
                match self {
                    $($name::$word => $text,)+
                }
            }
        }
    )+};
}

words! {
    /// Why a record is corrected.
    CorrectionReason {
        /// It was wrong.
        Error = "error",
        /// More is known.
        NewInformation = "new-information",
        /// A listing that it rested on has ended in part.
        Delisted = "delisted",
        /// What it warned of has been mended in part.
        Remediated = "remediated",
        /// A source no longer stands.
        SourceWithdrawn = "source-withdrawn",
        /// A court or authority has ordered it.
        LegalOrder = "legal-order",
        /// It was misunderstood.
        Clarification = "clarification",
    }

    /// Why a record, or a part of it, no longer stands.
    WithdrawalReason {
        /// It was wrong.
        Error = "error",
        /// The listing that it rested on has ended.
        Delisted = "delisted",
        /// What it warned of has been mended.
        Remediated = "remediated",
        /// Its sources no longer stand.
        SourceWithdrawn = "source-withdrawn",
        /// A court or authority has ordered it.
        LegalOrder = "legal-order",
        /// It is out of date.
        Expired = "expired",
    }

    /// What a review of a denial decided.
    ReviewOutcome {
        /// It stands for longer.
        Renew = "renew",
        /// It stands with changes.
        Amend = "amend",
        /// It no longer stands.
        Revoke = "revoke",
    }

    /// How far a reader has come.
    AcknowledgementLevel {
        /// Received.
        Received = "received",
        /// Read.
        Read = "read",
        /// Acted upon.
        Actioned = "actioned",
    }

    /// How far another state agrees, as STIX opinions say it.
    Stance {
        /// It does not agree at all.
        StronglyDisagree = "strongly-disagree",
        /// It does not agree.
        Disagree = "disagree",
        /// It takes no side.
        Neutral = "neutral",
        /// It agrees.
        Agree = "agree",
        /// It agrees fully.
        StronglyAgree = "strongly-agree",
    }

    /// What a consulted state answers.
    ConsultationAnswer {
        /// The transactions are essentially identical.
        Identical = "identical",
        /// They are not.
        NotIdentical = "not-identical",
        /// It objects.
        Objection = "objection",
        /// It does not object.
        NoObjection = "no-objection",
        /// It has no view.
        NoView = "no-view",
        /// It asks for more time.
        NeedTime = "need-time",
    }

    /// What became of an information request.
    InformationOutcome {
        /// Answered.
        Answered = "answered",
        /// Answered in part.
        Partly = "partly",
        /// Refused.
        Refused = "refused",
    }

    /// What was decided about a licence.
    LicenceDecision {
        /// Granted.
        Granted = "granted",
        /// Granted with conditions.
        GrantedWithConditions = "granted-with-conditions",
        /// Refused.
        Refused = "refused",
        /// Returned without a decision.
        Returned = "returned",
    }

    /// What came of an offer of, or a request for, help.
    CapacityResult {
        /// Delivered.
        Delivered = "delivered",
        /// Delivered in part.
        Partly = "partly",
        /// Cancelled.
        Cancelled = "cancelled",
    }

    /// What a translation is worth.
    TranslationStatus {
        /// As binding as the original.
        Official = "official",
        /// Made by people; the original prevails.
        Courtesy = "courtesy",
        /// Made by a machine, unchecked.
        Machine = "machine",
    }
}
