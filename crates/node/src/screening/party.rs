//! Parties: candidates from the index, compared in full, and where each that matches stands.

use chancery_encoding::Digest;
use chancery_screening::{Card, Comparison, Participant, Prepared, compare};
use chancery_search::Candidate;

use super::run::Findings;
use super::{Depth, ScreenError, Screener, address, catalogue::About};
use crate::answer::{Hit, HitSource, ListSource, NotAsked, Reason, Subject, SubjectKind};

/// Cards that are compared in full for one party.
const CANDIDATES_MAX: usize = 64;

/// Records and entries that are shown of one card; the rest is counted.
const PLACES_MAX: usize = 20;

impl Screener<'_> {
    pub(super) fn party(
        &mut self,
        at: usize,
        participant: &Participant,
        depth: Depth,
        findings: &mut Findings,
    ) -> Result<(), ScreenError> {
        let card = &participant.card;
        let subject = Subject { what: SubjectKind::Party, at, text: told(card) };
        let asked = Prepared::of(card);
        if card.names.is_empty() && card.identifiers.is_empty() && card.addresses.is_empty() {
            let why = "it has no name, number or address".to_owned();
            findings.not_asked.push(NotAsked { what: format!("party {}", at + 1), why });
            return Ok(());
        }
        for candidate in self.look.candidates(&asked, CANDIDATES_MAX)? {
            let found = Prepared::of(&candidate.card);
            let comparison = if card.names.is_empty() && card.identifiers.is_empty() {
                address::compare(card, &candidate.card, self.settings)
            } else {
                compare(&asked, &found, self.commonness, self.settings)
            };
            if comparison.score < self.settings.threshold {
                findings.below += u64::from(comparison.score > 0);
                if depth == Depth::Threshold || comparison.score == 0 {
                    continue;
                }
            }
            self.places(&subject, &candidate, &comparison, findings)?;
        }
        Ok(())
    }

    /// Where a card stands that matches.
    fn places(
        &mut self,
        subject: &Subject,
        candidate: &Candidate,
        comparison: &Comparison,
        findings: &mut Findings,
    ) -> Result<(), ScreenError> {
        let seen = self.look.seen(&candidate.digest, PLACES_MAX)?;
        let shown = (seen.roots.len() + seen.entries.len()) as u64;
        let mut sources = Vec::new();
        for root in &seen.roots {
            sources.extend(self.in_record(root, &candidate.digest)?);
        }
        sources.extend(seen.entries.iter().filter_map(|(list, about)| self.on_list(list, about)));
        let to = if comparison.score >= self.settings.threshold {
            findings.left_out += seen.roots_total + seen.entries_total - shown;
            &mut findings.hits
        } else {
            &mut findings.weak
        };
        let names = candidate.card.names.iter().map(|name| name.value.clone());
        let names: Vec<String> = names.collect();
        to.extend(sources.into_iter().map(|source| Hit {
            subject: subject.clone(),
            score: comparison.score,
            reasons: reasons(comparison),
            names: names.clone(),
            source,
        }));
        Ok(())
    }

    fn in_record(
        &mut self,
        root: &Digest,
        card: &Digest,
    ) -> Result<Option<HitSource>, ScreenError> {
        let Some(folded) = self.fold(root)? else { return Ok(None) };
        // The index may be behind the store: what the record does not say any more is not shown.
        let Some((version, taken)) = folded.party(card) else { return Ok(None) };
        let mut source = self.source(&folded, version);
        source.party_withdrawn = folded.is_withdrawn(taken.key.as_deref());
        source.party = taken.key.clone();
        source.roles = taken.roles.clone();
        Ok(Some(HitSource::Record(Box::new(source))))
    }

    fn on_list(&self, list: &str, about: &[u8]) -> Option<HitSource> {
        let version = self.lists.get(list)?;
        let About { entry, section, programme, citation, url, since, note } =
            serde_json::from_slice(about).ok()?;
        Some(HitSource::List(Box::new(ListSource {
            list: version.list.clone(),
            number: version.number,
            version: version.version.clone(),
            role: version.role,
            entry,
            section,
            programme,
            citation,
            url,
            since,
            note,
        })))
    }
}

/// A party in a line.
fn told(card: &Card) -> String {
    let name = card.names.first().map(|name| name.value.clone());
    let number = || {
        let number = card.identifiers.first()?;
        Some(format!("{}:{}", number.scheme, number.value))
    };
    let address = || Some(card.addresses.first()?.text.clone());
    name.or_else(number).or_else(address).unwrap_or_default()
}

/// The reasons of a comparison, as an answer has them.
pub(super) fn reasons(comparison: &Comparison) -> Vec<Reason> {
    let reason = |reason: &chancery_screening::Reason| Reason {
        feature: reason.feature.name().to_owned(),
        weight: reason.weight,
        text: reason.text.clone(),
    };
    comparison.reasons.iter().map(reason).collect()
}
