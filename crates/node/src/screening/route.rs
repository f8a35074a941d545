//! Routes: countries on the way at which records saw things turned aside.

use chancery_screening::{Application, Feature};

use super::run::Findings;
use super::{Depth, ScreenError, Screener, appearances, goods};
use crate::answer::{Hit, HitSource, Subject, SubjectKind};

/// Records that are read for one country, the newest.
const RECORDS_MAX: usize = 20;

impl Screener<'_> {
    pub(super) fn route(
        &mut self,
        application: &Application,
        depth: Depth,
        findings: &mut Findings,
    ) -> Result<(), ScreenError> {
        let destination = goods::destination(application);
        let mut asked: Vec<&str> = Vec::new();
        for (at, leg) in application.route.iter().enumerate() {
            let is_end = at + 1 == application.route.len() && at > 0;
            if asked.contains(&leg.country.as_str()) || is_end {
                continue;
            }
            asked.push(&leg.country);
            let subject = Subject { what: SubjectKind::Route, at, text: leg.country.clone() };
            self.country(&subject, destination.as_deref(), depth, findings)?;
        }
        Ok(())
    }

    fn country(
        &mut self,
        subject: &Subject,
        destination: Option<&str>,
        depth: Depth,
        findings: &mut Findings,
    ) -> Result<(), ScreenError> {
        let group = vec![appearances::way(&subject.text)];
        let (mut roots, mut total) = (Vec::new(), 0);
        if let Some(country) = destination {
            let groups = [group.clone(), vec![appearances::to(country)]];
            (roots, total) = self.look.records(&groups, RECORDS_MAX)?;
        }
        if roots.len() < RECORDS_MAX {
            let (all, all_total) = self.look.records(&[group], RECORDS_MAX)?;
            let more: Vec<_> = all.into_iter().filter(|root| !roots.contains(root)).collect();
            roots.extend(more);
            total = all_total;
        }
        findings.left_out += total.saturating_sub(roots.len() as u64);
        for root in roots {
            let Some(folded) = self.fold(&root)? else { continue };
            let Some((version, document)) = folded.current() else { continue };
            let ways = appearances::ways(&version.text);
            let Some((country, role)) =
                ways.into_iter().find(|(country, _)| *country == subject.text)
            else {
                continue;
            };
            let text = format!("In it {country} is a {} on the way.", role.replace('-', " "));
            let points = goods::weight(self.settings.diversion);
            let mut reasons = vec![goods::reason(Feature::Leg, points, text)];
            reasons.extend(goods::reason_of_destination(destination, document, self.settings));
            let source = HitSource::Record(Box::new(self.source(&folded, version)));
            let names = document.products.clone();
            let score = goods::score(&reasons);
            let hit = Hit { subject: subject.clone(), score, reasons, names, source };
            findings.take(hit, self.settings.threshold, depth);
        }
        Ok(())
    }
}
