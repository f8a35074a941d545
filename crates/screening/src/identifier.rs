//! Numbers in registers: written alike, checked where they carry check digits, and what two of them decide.

use crate::Identifier;

#[cfg(test)]
mod tests;

/// A number as it is compared.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Number {
    /// The register.
    pub(crate) scheme: String,
    /// Capitals and digits only.
    pub(crate) value: String,
    /// Whose register.
    pub(crate) country: Option<String>,
}

/// What two numbers say of two parties.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// The same number in the same register.
    Same,
    /// Two numbers in a register in which a party has one.
    Different,
    /// Nothing.
    Silent,
}

impl Number {
    /// A number, if it can identify anybody.
    pub(crate) fn of(identifier: &Identifier) -> Option<Number> {
        let kept = identifier.value.chars().take(128).filter(char::is_ascii_alphanumeric);
        let value: String = kept.map(|c| c.to_ascii_uppercase()).collect();
        let scheme = identifier.scheme.to_ascii_lowercase();
        let sound = match scheme.as_str() {
            "lei" => is_lei(&value),
            // Two or three characters are no number of a register.
            _ => value.len() >= 4 && value.bytes().any(|byte| byte.is_ascii_digit()),
        };
        sound.then(|| Number {
            scheme,
            value,
            country: identifier.country.as_deref().map(str::to_ascii_uppercase),
        })
    }

    /// What this number and another say.
    pub(crate) fn against(&self, other: &Number) -> Verdict {
        if self.scheme != other.scheme {
            return Verdict::Silent;
        }
        let one_register = match (&self.country, &other.country) {
            (Some(a), Some(b)) => a == b,
            _ => true,
        };
        match self.value == other.value {
            true if one_register => Verdict::Same,
            true => Verdict::Silent,
            // A party has one LEI and one D-U-N-S number, and one number in its country's company register.
            // It may stand in a sanctions list or in a data set more than once.
            false if matches!(self.scheme.as_str(), "lei" | "duns") => Verdict::Different,
            false
                if self.scheme == "national-register"
                    && self.country.is_some()
                    && self.country == other.country =>
            {
                Verdict::Different
            }
            false => Verdict::Silent,
        }
    }
}

/// Whether that is a Legal Entity Identifier: ISO 17442, eighteen characters and two check digits by
/// ISO 7064, MOD 97-10.
pub(crate) fn is_lei(value: &str) -> bool {
    let bytes = value.as_bytes();
    let shape = bytes.len() == 20
        && bytes.iter().all(|byte| byte.is_ascii_digit() || byte.is_ascii_uppercase())
        && bytes[18..].iter().all(u8::is_ascii_digit);
    shape
        && bytes.iter().fold(0_u32, |rest, byte| match byte {
            b'0'..=b'9' => (rest * 10 + u32::from(byte - b'0')) % 97,
            _ => (rest * 100 + u32::from(byte - b'A') + 10) % 97,
        }) == 1
}
