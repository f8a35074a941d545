//! Items: records about the same code, category or product, and whether they are about the same destination.
//!
//! A code is the same in its own list, above or below it there, or by the crosswalk in another list; which of
//! these it is stands in the reason.

use chancery_query::Document;
use chancery_record::vocabulary::{ControlCode, ControlCodeFlaw, Vocabularies};
use chancery_screening::{Application, Feature, Goods, GoodsCode, Settings};

use super::run::Findings;
use super::{Depth, ScreenError, Screener, appearances as terms};
use crate::answer::{Hit, HitSource, NotAsked, Reason, Subject, SubjectKind};

/// Records that are read for one item, the newest: codes of surveillance are in many, and the rest is counted.
const RECORDS_MAX: usize = 40;

/// A code that is asked for, in one list.
struct Asked {
    code: ControlCode,
    /// What was written, where this is its equivalent in another list.
    by: Option<(String, String)>,
}

impl Screener<'_> {
    pub(super) fn goods(
        &mut self,
        at: usize,
        goods: &Goods,
        application: &Application,
        depth: Depth,
        findings: &mut Findings,
    ) -> Result<(), ScreenError> {
        let subject = Subject { what: SubjectKind::Item, at, text: told(goods) };
        let mut asked = Vec::new();
        for code in &goods.codes {
            match codes(code, self.words) {
                Ok(codes) => asked.extend(codes),
                Err(flaw) => {
                    let why = format!("{flaw}; {}", flaw.advice());
                    findings.not_asked.push(NotAsked { what: written(code), why });
                }
            }
        }
        let group = wanted(&asked, goods);
        if group.is_empty() {
            let why = "it has no code, category or product".to_owned();
            findings.not_asked.push(NotAsked { what: format!("item {}", at + 1), why });
            return Ok(());
        }
        let destination = destination(application);
        let mut groups = vec![group];
        // With a destination, those that name it are read first: they are the ones that decide.
        groups.extend(destination.as_ref().map(|country| vec![terms::to(country)]));
        let (mut roots, mut total) = self.look.records(&groups, RECORDS_MAX)?;
        if destination.is_some() && roots.len() < RECORDS_MAX {
            let (all, all_total) = self.look.records(&groups[..1], RECORDS_MAX)?;
            let more: Vec<_> = all.into_iter().filter(|root| !roots.contains(root)).collect();
            roots.extend(more);
            total = all_total;
        }
        findings.left_out += total.saturating_sub(roots.len() as u64);
        for root in roots {
            let Some(folded) = self.fold(&root)? else { continue };
            let Some((version, document)) = folded.current() else { continue };
            let mut reasons = compare(&asked, goods, document, self.words, self.settings);
            if reasons.is_empty() {
                continue;
            }
            reasons.extend(reason_of_destination(destination.as_deref(), document, self.settings));
            let source = HitSource::Record(Box::new(self.source(&folded, version)));
            let names = document.products.clone();
            let hit =
                Hit { subject: subject.clone(), score: score(&reasons), reasons, names, source };
            findings.take(hit, self.settings.threshold, depth);
        }
        Ok(())
    }
}

/// Where an application ends: its destination, or the last country of its route.
pub(super) fn destination(application: &Application) -> Option<String> {
    let last = || Some(application.route.last()?.country.clone());
    application.destination.clone().or_else(last)
}

/// The strongest reason in favour, and what the destination gives or takes.
pub(super) fn score(reasons: &[Reason]) -> u16 {
    let is_route = |reason: &&Reason| reason.feature == Feature::Route.name();
    let best = reasons.iter().filter(|reason| !is_route(reason)).map(|reason| reason.weight).max();
    let around: i16 = reasons.iter().filter(is_route).map(|reason| reason.weight).sum();
    let score = best.unwrap_or(0).saturating_add(around).clamp(0, 1000);
    u16::try_from(score).unwrap_or(0)
}

/// What the destination gives or takes.
pub(super) fn reason_of_destination(
    asked: Option<&str>,
    document: &Document,
    settings: &Settings,
) -> Option<Reason> {
    let asked = asked?;
    if document.destinations.is_empty() {
        return None;
    }
    let same = document.destinations.iter().any(|country| country == asked);
    let (weight, text) = if same {
        (weight(settings.same_destination), format!("It is about {asked} as well."))
    } else {
        let others = document.destinations.join(", ");
        (
            -weight(settings.other_destination),
            format!("It is about {others}, and not about {asked}."),
        )
    };
    Some(reason(Feature::Route, weight, text))
}

pub(super) fn reason(feature: Feature, weight: i16, text: String) -> Reason {
    Reason { feature: feature.name().to_owned(), weight, text }
}

pub(super) fn weight(points: u16) -> i16 {
    i16::try_from(points.min(1000)).unwrap_or(1000)
}

/// A code in its list, and its equivalents in others. Without a list it is looked for in all.
fn codes(code: &GoodsCode, words: &Vocabularies) -> Result<Vec<Asked>, ControlCodeFlaw> {
    let lists: Vec<&str> = if code.list.is_empty() {
        words.control_lists().map(|list| list.list.as_str()).collect()
    } else {
        vec![&code.list]
    };
    let parsed = lists.iter().map(|list| ControlCode::parse(list, &code.code, words));
    let (own, flaws): (Vec<_>, Vec<_>) = parsed.partition(Result::is_ok);
    let own: Vec<ControlCode> = own.into_iter().flatten().collect();
    if own.is_empty() {
        let flaw = flaws.into_iter().find_map(Result::err);
        return Err(flaw.unwrap_or_else(|| ControlCodeFlaw::List(code.list.clone())));
    }
    let mut all = Vec::new();
    for code in &own {
        for equivalent in code.equivalents(words) {
            let by =
                Some((format!("{} {}", code.list(), code.code()), equivalent.category.to_owned()));
            let entry = &equivalent.entry;
            if let Ok(code) = ControlCode::parse(&entry.list, &entry.code, words)
                && !own.contains(&code)
                && !all.iter().any(|known: &Asked| known.code == code)
            {
                all.push(Asked { code, by });
            }
        }
    }
    let own = own.into_iter().map(|code| Asked { code, by: None });
    Ok(own.chain(all).collect())
}

/// The terms under which records about the same are found.
fn wanted(asked: &[Asked], goods: &Goods) -> Vec<String> {
    let mut group = Vec::new();
    for Asked { code, .. } in asked {
        group.push(terms::within(code.list(), code.code()));
        let above = code.ancestors().iter();
        group.extend(above.map(|above| terms::own(code.list(), above)));
    }
    group.extend(goods.tech_category.iter().map(|category| terms::in_category(category)));
    group.extend(goods.product_names.iter().filter_map(|name| terms::product_named(name)));
    group.sort_unstable();
    group.dedup();
    group
}

fn compare(
    asked: &[Asked],
    goods: &Goods,
    document: &Document,
    words: &Vocabularies,
    settings: &Settings,
) -> Vec<Reason> {
    let mut reasons = Vec::new();
    let products = document.products.iter().find_map(|there| {
        let same = |here: &&String| {
            let folded = terms::folded(here);
            folded.chars().count() >= 3 && folded == terms::folded(there)
        };
        goods.product_names.iter().find(same).map(|_| there)
    });
    if let Some(product) = products {
        let text = format!("It is about the product «{product}».");
        reasons.push(reason(Feature::Product, weight(settings.product), text));
    }
    reasons.extend(code_reason(asked, document, words, settings));
    if let Some(category) = &goods.tech_category
        && document.categories.contains(category)
    {
        let text = format!("It is about the category {category}.");
        reasons.push(reason(Feature::Category, weight(settings.same_category), text));
    }
    reasons
}

/// The closest code.
fn code_reason(
    asked: &[Asked],
    document: &Document,
    words: &Vocabularies,
    settings: &Settings,
) -> Option<Reason> {
    let mut best: Option<(u8, String)> = None;
    for there in &document.codes {
        let Ok(code) = ControlCode::parse(&there.list, &there.code, words) else { continue };
        for Asked { code: here, by } in asked {
            let there = format!("{} {}", code.list(), code.code());
            let here_told = format!("{} {}", here.list(), here.code());
            let (rank, mut text) = if *here == code {
                (0, format!("It is about {there}."))
            } else if here.covers(&code) {
                (1, format!("It is about {there}, a part of {here_told}."))
            } else if code.covers(here) {
                (2, format!("It is about {there}, of which {here_told} is a part."))
            } else {
                continue;
            };
            let mut rank = rank;
            if let Some((written, category)) = by {
                rank += 3;
                text +=
                    &format!(" By the crosswalk {here_told} stands for {written} ({category}).");
            }
            if best.as_ref().is_none_or(|(held, _)| rank < *held) {
                best = Some((rank, text));
            }
        }
    }
    let (rank, text) = best?;
    let points = if rank == 0 { settings.same_code } else { settings.related_code };
    Some(reason(Feature::Code, weight(points), text))
}

fn written(code: &GoodsCode) -> String {
    if code.list.is_empty() { code.code.clone() } else { format!("{} {}", code.list, code.code) }
}

/// An item in a line.
fn told(goods: &Goods) -> String {
    let product = goods.product_names.first().cloned();
    let code = || goods.codes.first().map(written);
    let described = || Some(goods.description.clone()).filter(|text| !text.is_empty());
    let text = product.or_else(code).or_else(described).or_else(|| goods.tech_category.clone());
    text.unwrap_or_default().chars().take(200).collect()
}
