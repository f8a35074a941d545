//! Which of the statements that change a record have an effect, and what follows.
//!
//! The rules of `docs/spec/thread.md`, on nothing but ids, places and what each statement does: so the
//! fold that reads bodies and the index that lists ten thousand records give one answer, because it
//! is computed here. A rank is the place among all that the issuer said, but never before what it is
//! about: an authority with two nodes has two logs, and a renewal from the shorter one still comes
//! after the record that it renews.

use chancery_encoding::Digest;
use time::Date;

pub use crate::does::Does;
use crate::{does::Days, effect::Reason, said::Order, word::ReviewOutcome};

/// Place in a thread: never before what it is about, then by depth, then by the issuer's own order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Rank {
    latest: Order,
    depth: usize,
    own: Order,
    id: Digest,
}

/// The record that is changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Root {
    /// Its id.
    pub id: Digest,
    /// Where it stands.
    pub order: Order,
    /// The days that it names.
    pub days: Days,
    /// Whether it is a denial, the one kind that is reviewed.
    pub denial: bool,
}

/// A statement that changes the record, or would.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Claim {
    /// Its id.
    pub id: Digest,
    /// Where it stands.
    pub order: Order,
    /// What it is about: 0 is the record, n the n-th claim. Less than its own number.
    pub target: usize,
    /// What it does.
    pub does: Does,
    /// Whether its place in its log stands.
    pub stands: bool,
    /// Why it has no effect, if that is seen from the two statements alone: another issuer, a drill
    /// about a real record, another reference.
    pub refused: Option<Reason>,
}

/// What has an effect. Numbers are those of [`Claim::target`]: 0 is the record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verdict {
    /// All numbers in rank; the first is 0.
    pub ranked: Vec<usize>,
    /// Why each has no effect, apart from where it stands in its log.
    pub refused: Vec<Option<Reason>>,
    /// For each, what takes back this one statement and not the record.
    pub taken_back: Vec<Option<usize>>,
    /// What ended the record.
    pub end: Option<usize>,
    /// Whose text stands.
    pub current: usize,
    /// The last day, and who has set it.
    pub valid_until: Option<(Date, usize)>,
    /// The day of the next look, and who has set it.
    pub review_due: Option<(Date, usize)>,
    /// The last renewal that has set a day.
    pub renewed_by: Option<usize>,
    /// What withdraws parts, in rank.
    pub parts_by: Vec<usize>,
}

impl Verdict {
    /// Judges the claims about a record, each behind what it is about.
    pub fn of(root: Root, claims: &[Claim]) -> Verdict {
        let ranks = ranks(root, claims);
        let mut ranked: Vec<usize> = (0..=claims.len()).collect();
        ranked.sort_by_key(|at| ranks[*at]);
        let mut judge = Judge { root, claims, ranked, refused: vec![None; claims.len() + 1] };
        judge.admit();
        let end = judge.end();
        let taken_back = judge.take_back();
        let current = judge.current(&taken_back);
        let mut verdict = Verdict {
            end,
            current,
            valid_until: None,
            review_due: None,
            renewed_by: None,
            parts_by: judge.acting(|does| matches!(does, Does::WithdrawParts { .. })).collect(),
            ranked: judge.ranked.clone(),
            taken_back,
            refused: judge.refused.clone(),
        };
        judge.set_days(&mut verdict);
        verdict
    }

    /// Whether that number is a text that people may have cited.
    pub fn is_version(&self, claims: &[Claim], at: usize) -> bool {
        let corrects = |at: usize| matches!(claims[at].does, Does::Correct { .. });
        at == 0 || at.checked_sub(1).is_some_and(corrects) && self.refused[at].is_none()
    }

    /// Whether the last day has passed, and nothing else ended the record.
    pub fn expired(&self, today: Date) -> bool {
        self.end.is_none() && self.valid_until.is_some_and(|(day, _)| day < today)
    }
}

fn ranks(root: Root, claims: &[Claim]) -> Vec<Rank> {
    let mut ranks = vec![Rank { latest: root.order, depth: 0, own: root.order, id: root.id }];
    for claim in claims {
        let target = ranks[claim.target];
        let latest = target.latest.max(claim.order);
        ranks.push(Rank { latest, depth: target.depth + 1, own: claim.order, id: claim.id });
    }
    ranks
}

struct Judge<'a> {
    root: Root,
    claims: &'a [Claim],
    ranked: Vec<usize>,
    refused: Vec<Option<Reason>>,
}

impl Judge<'_> {
    /// What stands under a number; nothing under that of the record.
    fn claim(&self, at: usize) -> Option<&Claim> {
        self.claims.get(at.checked_sub(1)?)
    }

    fn acts(&self, at: usize) -> bool {
        self.refused[at].is_none() && self.claim(at).is_some_and(|claim| claim.stands)
    }

    /// Those that act and do such a thing, in rank.
    fn acting(&self, what: impl Fn(Does) -> bool) -> impl DoubleEndedIterator<Item = usize> {
        let does = move |at: &usize| self.claim(*at).is_some_and(|claim| what(claim.does));
        self.ranked.iter().copied().filter(|at| self.acts(*at)).filter(does)
    }

    /// Each is judged after its target.
    fn admit(&mut self) {
        for at in 1..=self.claims.len() {
            self.refused[at] = self.claims[at - 1].refused.or_else(|| self.refusal(at));
        }
    }

    fn refusal(&self, at: usize) -> Option<Reason> {
        let claim = self.claim(at)?;
        if self.refused[claim.target].is_some() {
            return Some(Reason::TargetWithoutEffect);
        }
        let target = self.claim(claim.target).map(|target| target.does);
        let is_text = target.is_none_or(|does| matches!(does, Does::Correct { .. }));
        let is_end = target.is_some_and(|does| match does {
            Does::Withdraw | Does::WithdrawParts { .. } => true,
            Does::Review { outcome, .. } => outcome == Some(ReviewOutcome::Revoke),
            Does::Correct { .. } | Does::Renew { .. } => false,
        });
        match claim.does {
            Does::Correct { .. } | Does::WithdrawParts { .. } if !is_text => Some(Reason::NotAText),
            Does::Correct { text } => text.is_none().then_some(Reason::NoText),
            Does::WithdrawParts { parts } => (parts == 0).then_some(Reason::NothingNamed),
            Does::Withdraw => is_end.then_some(Reason::Final),
            Does::Review { .. } if !self.root.denial => Some(Reason::WrongKind),
            Does::Renew { .. } | Does::Review { .. } if is_end => Some(Reason::NotAText),
            Does::Renew { days } | Does::Review { outcome: Some(ReviewOutcome::Renew), days } => {
                (!days.any()).then_some(Reason::NothingNamed)
            }
            Does::Review { outcome, .. } => outcome.is_none().then_some(Reason::NothingNamed),
        }
    }

    /// The first that ends the record; what comes after it has no effect.
    fn end(&mut self) -> Option<usize> {
        let ends = |at: &usize| {
            self.claim(*at).is_some_and(|claim| match claim.does {
                Does::Withdraw => claim.target == 0,
                Does::Review { outcome, .. } => outcome == Some(ReviewOutcome::Revoke),
                Does::Correct { .. } | Does::Renew { .. } | Does::WithdrawParts { .. } => false,
            })
        };
        let end = self.acting(|_| true).find(ends)?;
        let by = self.claim(end)?.id;
        let after = self.ranked.iter().skip_while(|at| **at != end).skip(1);
        for at in after {
            self.refused[*at].get_or_insert(Reason::AfterWithdrawal { by });
        }
        Some(end)
    }

    /// Withdrawals of one statement of the thread: a correction, a renewal. The first one counts.
    fn take_back(&mut self) -> Vec<Option<usize>> {
        let mut taken_back = vec![None; self.refused.len()];
        let withdrawals: Vec<usize> = self.acting(|does| does == Does::Withdraw).collect();
        for at in withdrawals {
            let target = self.claim(at).map(|claim| claim.target).filter(|target| *target != 0);
            let Some(target) = target else { continue };
            match taken_back[target] {
                None => taken_back[target] = Some(at),
                Some(first) => {
                    let by = self.claim(first).map(|claim| claim.id);
                    self.refused[at] = by.map(|by| Reason::AfterWithdrawal { by });
                }
            }
        }
        taken_back
    }

    /// The last correction that counts; 0 is the record itself. A correction ranks behind what it
    /// corrects, so the last one is never one that was itself corrected.
    fn current(&self, taken_back: &[Option<usize>]) -> usize {
        let corrections = self.acting(|does| matches!(does, Does::Correct { .. }));
        corrections.rev().find(|at| taken_back[*at].is_none()).unwrap_or(0)
    }

    /// The days of the current text, then those of every renewal behind it, field by field.
    fn set_days(&self, verdict: &mut Verdict) {
        let own = self.claim(verdict.current).map(|claim| days_of(claim.does));
        set(verdict, own.unwrap_or(self.root.days), verdict.current);
        let after = self.ranked.iter().skip_while(|at| **at != verdict.current).skip(1);
        for at in after.copied().filter(|at| self.acts(*at)).collect::<Vec<_>>() {
            let days = self.claim(at).and_then(|claim| claim.does.renews());
            if let Some(days) = days.filter(|_| verdict.taken_back[at].is_none()) {
                set(verdict, days, at);
                verdict.renewed_by = Some(at);
            }
        }
    }
}

fn set(verdict: &mut Verdict, days: Days, by: usize) {
    let dated = |day: Option<Date>| day.map(|day| (day, by));
    verdict.valid_until = dated(days.valid_until).or(verdict.valid_until);
    verdict.review_due = dated(days.review_due).or(verdict.review_due);
}

fn days_of(does: Does) -> Days {
    match does {
        Does::Correct { text } => text.unwrap_or_default(),
        Does::Renew { days } | Does::Review { days, .. } => days,
        Does::Withdraw | Does::WithdrawParts { .. } => Days::default(),
    }
}
