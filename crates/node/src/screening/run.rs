//! One run: everything that an application names is asked, and what matches is sorted.

use std::collections::{BTreeMap, HashMap};
use std::rc::Rc;

use chancery_encoding::Digest;
use chancery_interop::Applications;
use chancery_query::Log;
use chancery_record::vocabulary::Vocabularies;
use chancery_screening::{Application, Commonness, Settings};
use chancery_search::Look;
use chancery_store::Store;
use time::Date;

use super::read::Folded;
use super::{Depth, ScreenError, catalogue};
use crate::answer::{
    Hit, HitSource, IndexUsed, ListUsed, ListVersion, NotAsked, Screening, SettingsUsed,
};
use crate::clock;
use crate::lists::Lists;

/// Matches that one screening shows, the strongest: nobody decides on more, and the rest is counted.
const HITS_MAX: usize = 200;

/// Whoever screens, over one state of the index.
pub(crate) struct Screener<'a> {
    pub(super) store: &'a Store,
    pub(super) words: &'a Vocabularies,
    pub(super) look: &'a Look<'a>,
    pub(super) commonness: &'a Commonness,
    pub(super) settings: &'a Settings,
    pub(super) lists: BTreeMap<String, ListVersion>,
    pub(super) today: Date,
    /// Threads that were read already: a bulk screening meets the same ones again.
    pub(super) folded: HashMap<Digest, Option<Rc<Folded>>>,
    behind: u64,
}

/// What has been found so far.
#[derive(Debug, Default)]
pub(super) struct Findings {
    pub(super) hits: Vec<Hit>,
    pub(super) weak: Vec<Hit>,
    pub(super) below: u64,
    pub(super) left_out: u64,
    pub(super) not_asked: Vec<NotAsked>,
}

impl<'a> Screener<'a> {
    pub(crate) fn new(
        store: &'a Store,
        words: &'a Vocabularies,
        look: &'a Look<'a>,
        commonness: &'a Commonness,
        settings: &'a Settings,
        lists: &Lists,
    ) -> Result<Screener<'a>, ScreenError> {
        // What is asked is what the index holds as a whole; a list that is being put is not asked yet.
        let there = look.lists()?;
        let lists = lists
            .in_force()
            .into_iter()
            .filter(|version| there.contains(&(version.list.clone(), catalogue::whole(version))));
        let heads = store
            .heads()
            .into_iter()
            .map(|head| (Log { key: head.log.key, epoch: head.log.epoch }, head.seq + 1));
        Ok(Screener {
            store,
            words,
            look,
            commonness,
            settings,
            lists: lists.map(|version| (version.list.clone(), version)).collect(),
            today: crate::telling::date(clock::today()),
            folded: HashMap::new(),
            behind: look.watermark().behind(heads),
        })
    }

    /// Compares an application with all that is held and all lists.
    pub(crate) fn screen(
        &mut self,
        application: Application,
        depth: Depth,
    ) -> Result<Screening, ScreenError> {
        Applications::check(&application)?;
        let mut findings = Findings::default();
        for (at, participant) in application.parties.iter().enumerate() {
            self.party(at, participant, depth, &mut findings)?;
        }
        for (at, goods) in application.items.iter().enumerate() {
            self.goods(at, goods, &application, depth, &mut findings)?;
        }
        self.route(&application, depth, &mut findings)?;
        Ok(self.finish(application, findings))
    }

    fn finish(&self, application: Application, mut findings: Findings) -> Screening {
        for hits in [&mut findings.hits, &mut findings.weak] {
            hits.sort_by(|a, b| order(a).cmp(&order(b)));
            findings.left_out += hits.len().saturating_sub(HITS_MAX) as u64;
            hits.truncate(HITS_MAX);
        }
        let (hits, past) = findings.hits.into_iter().partition(stands);
        let used = |version: &ListVersion| ListUsed {
            list: version.list.clone(),
            number: version.number,
            version: version.version.clone(),
            role: version.role,
            entries: version.entries,
        };
        Screening {
            at_s: clock::now_s(),
            application,
            settings: SettingsUsed {
                name: self.settings.name(),
                threshold: self.settings.threshold,
                all: serde_json::to_value(self.settings)
                    .expect("because settings are numbers with names"),
            },
            lists: self.lists.values().map(used).collect(),
            index: IndexUsed {
                watermark: self.look.watermark().digest().to_string(),
                behind: self.behind,
                cards: u64::from(self.commonness.total()),
            },
            hits,
            past,
            weak: findings.weak,
            below: findings.below,
            left_out: findings.left_out,
            not_asked: findings.not_asked,
        }
    }
}

impl Findings {
    /// Takes a match by its score: it is shown, shown because all was asked for, or counted.
    pub(super) fn take(&mut self, hit: Hit, threshold: u16, depth: Depth) {
        if hit.score >= threshold {
            self.hits.push(hit);
        } else {
            self.below += 1;
            if depth == Depth::All {
                self.weak.push(hit);
            }
        }
    }
}

/// The strongest first; of those as strong as each other, measures before the rest, and the same every time.
fn order(hit: &Hit) -> (std::cmp::Reverse<u16>, &crate::answer::Subject, u8, &str, &str) {
    let (rank, first, second) = match &hit.source {
        HitSource::List(list) => (0, list.list.as_str(), list.entry.as_str()),
        HitSource::Record(record) => (1, record.reference.as_str(), record.version.as_str()),
    };
    (std::cmp::Reverse(hit.score), &hit.subject, rank, first, second)
}

fn stands(hit: &Hit) -> bool {
    match &hit.source {
        HitSource::Record(record) => record.standing == "in-force" && !record.party_withdrawn,
        HitSource::List(_) => true,
    }
}
