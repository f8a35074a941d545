//! Who speaks: a state, and one of its authorities.
//!
//! Written `EE/foreign-trade`. The authority's name is a plain lower-case slug, so that it has one
//! spelling, sorts the same everywhere and can be shown on any terminal without harm.

use chancery_record::StateCode;

/// Longest authority name. One DNS label (63) is the habit people already have.
const AUTHORITY_BYTES_MAX: usize = 63;

/// A state's authority, as the CWT claim `iss` names it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Issuer {
    /// The state.
    pub state: StateCode,
    /// The authority within the state: lower-case letters, digits, `-` and `.`.
    pub authority: String,
}

impl Issuer {
    /// The issuer if the authority's name is one.
    pub fn new(state: StateCode, authority: impl Into<String>) -> Option<Self> {
        let authority = authority.into();
        is_authority(&authority).then_some(Self { state, authority })
    }

    pub(crate) fn parse(text: &str) -> Option<Self> {
        let (state, authority) = text.split_once('/')?;
        Self::new(state.parse().ok()?, authority)
    }
}

fn is_authority(name: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
    (1..=AUTHORITY_BYTES_MAX).contains(&name.len())
        && name.bytes().all(|byte| plain(byte) || byte == b'-' || byte == b'.')
        && name.bytes().next().is_some_and(plain)
}

impl std::fmt::Display for Issuer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}/{}", self.state, self.authority)
    }
}
