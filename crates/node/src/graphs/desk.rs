//! What the desk answers about graphs and pairs: the only way in, as for everything else.

use std::collections::BTreeSet;
use std::convert::Infallible;
use std::sync::PoisonError;

use chancery_graph::drawing::{Graph, Thing};
use chancery_graph::source::Testimony;
use chancery_graph::{Bounds, Decided, Judge, WalkError, around};
use chancery_ledger::log::Id;
use chancery_store::Store;
use chancery_thread::Standing;
use time::Date;

use super::error::{GraphError, SameError};
use super::{asked, book, scan};
use crate::answer::{SamePair, SameSide, SameState, SameStep};
use crate::clock::now_s;
use crate::desk::{Desk, blocking};
use crate::duties;
use crate::reading::ReadError;
use crate::telling;
use crate::vault::Vault;

impl Desk {
    /// The graph around a party: a name in any script, `EE-2026-0001/KEY`, or a number such as `lei:…`.
    ///
    /// # Errors
    /// When nobody is called so, or something could not be read.
    pub async fn graph(&self, party: String, bounds: Bounds) -> Result<Graph, GraphError> {
        let desk = self.clone();
        let drawn = blocking(move || graph(&desk.store, &desk.vault, &party, bounds));
        drawn.await.unwrap_or(Err(GraphError::Read(ReadError::Stopped)))
    }

    /// Pairs that stand so, or all: open ones by how sure they are, decided ones by when.
    ///
    /// # Errors
    /// When the vault does not open.
    pub async fn same(&self, state: Option<SameState>) -> Result<Vec<SamePair>, SameError> {
        self.same_waiting(move |desk| {
            let mut all = book::all(&desk.vault)?;
            all.retain(|pair| state.is_none_or(|state| pair.state == state));
            all.sort_by_key(|pair| {
                let last = pair.steps.last().map_or(0, |step| step.at_s);
                (pair.state, -last, std::cmp::Reverse(pair.score), pair.name.clone())
            });
            Ok(all)
        })
        .await
    }

    /// A pair with what a reader must know of it now.
    ///
    /// # Errors
    /// When there is none of that name, or something could not be read.
    pub async fn same_pair(&self, name: String) -> Result<SamePair, SameError> {
        self.same_waiting(move |desk| {
            let all = book::all(&desk.vault)?;
            let pair = all.iter().find(|pair| pair.name == name).cloned();
            let pair = pair.ok_or(SameError::NoPair(name))?;
            noted(&desk.store, pair, &all)
        })
        .await
    }

    /// Confirms, refuses, or takes back (open), with a reason; sealed in the vault, and nowhere else.
    ///
    /// # Errors
    /// When there is none of that name, it stands so already, or the vault does not take it.
    pub async fn decide_same(
        &self,
        name: String,
        did: SameState,
        reason: String,
    ) -> Result<SamePair, SameError> {
        self.same_waiting(move |desk| {
            let _one_at_a_time = desk.same.deciding.lock().unwrap_or_else(PoisonError::into_inner);
            decide(&desk.vault, &name, did, reason)?;
            let all = book::all(&desk.vault)?;
            let pair = all.iter().find(|pair| pair.name == name).cloned();
            noted(&desk.store, pair.ok_or(SameError::NoPair(name))?, &all)
        })
        .await
    }

    /// What people confirmed and refused, by cards: which cards of other states are the same party.
    ///
    /// # Errors
    /// When the vault does not open.
    pub async fn confirmed_same(&self) -> Result<Decided, SameError> {
        self.same_waiting(|desk| Ok(book::decided(&book::all(&desk.vault)?))).await
    }

    /// Works where waiting for a disk is allowed.
    pub(super) async fn same_waiting<T: Send + 'static>(
        &self,
        work: impl FnOnce(Desk) -> Result<T, SameError> + Send + 'static,
    ) -> Result<T, SameError> {
        let desk = self.clone();
        blocking(move || work(desk)).await.unwrap_or(Err(SameError::Read(ReadError::Stopped)))
    }
}

fn graph(store: &Store, vault: &Vault, party: &str, bounds: Bounds) -> Result<Graph, GraphError> {
    let all = book::all(vault)?;
    let pass = scan::Pass::over(store, duties::today())?;
    let (commonness, settings, beyond) = (pass.commonness(), scan::settings(), pass.beyond);
    let judge = Judge::new(&commonness, &settings);
    let start = asked::start(party, &pass.said)?;
    let near = asked::near(party, &pass.said);
    let holdings = scan::held(&judge, pass);
    let decided = book::decided(&all);
    let drawn =
        around(&start, &judge, &decided, bounds, |ask| Ok::<_, Infallible>(holdings.find(ask)));
    let mut graph = drawn.map_err(|error| match error {
        WalkError::Nobody(asked) => GraphError::Nobody { asked, near },
        WalkError::Read(never) => match never {},
    })?;
    graph.warnings.extend(stale(store, &all, &graph)?);
    if beyond > 0 {
        graph.warnings.push(format!(
            "only the newest {} records were looked at; {beyond} older ones were not",
            scan::RECORDS_MAX
        ));
    }
    Ok(graph)
}

/// Confirmed pairs of which a party has changed since, where one of their records is drawn.
fn stale(store: &Store, all: &[SamePair], graph: &Graph) -> Result<Vec<String>, ReadError> {
    let drawn: BTreeSet<&str> = graph
        .nodes
        .iter()
        .filter_map(|node| match &node.what {
            Thing::Record(record) => Some(record.cited.reference.as_str()),
            _ => None,
        })
        .collect();
    let mut said = Vec::new();
    for pair in all.iter().filter(|pair| pair.state == SameState::Confirmed) {
        let here = |side: &SameSide| drawn.contains(side.cited.reference.as_str());
        if here(&pair.one) || here(&pair.other) {
            said.extend(changes(store, pair)?.into_iter().map(|it| format!("{}: {it}", pair.name)));
        }
    }
    Ok(said)
}

/// What has become of the two parties since they were weighed.
fn changes(store: &Store, pair: &SamePair) -> Result<Vec<String>, ReadError> {
    let mut said = Vec::new();
    for side in [&pair.one, &pair.other] {
        said.extend(change(store, side, duties::today())?);
    }
    Ok(said)
}

fn change(store: &Store, side: &SameSide, today: Date) -> Result<Option<String>, ReadError> {
    let (name, reference) = (&side.name, &side.cited.reference);
    let position = store.position_of(Id::from_bytes(*side.cited.version.as_bytes()));
    let Some(position) = position else {
        return Ok(Some(format!("{reference}, which names {name}, is not held any more")));
    };
    let Some(thread) = telling::fold(store, position)? else { return Ok(None) };
    let standing = thread.standing(today);
    if !matches!(standing, Standing::InForce) {
        return Ok(Some(format!("{reference}, which names {name}, is {}", standing.as_str())));
    }
    let is_held = |said: Testimony| {
        let mut same = said.parties.iter().filter(|named| named.card.digest() == side.id.card);
        same.any(|named| named.stands)
    };
    let held = super::testimony::testimony(&thread, today).is_some_and(is_held);
    let number = side.cited.number;
    Ok((!held).then(|| {
        format!("what {reference} says of {name} has changed since version {number}: look again")
    }))
}

pub(super) fn decide(
    vault: &Vault,
    name: &str,
    did: SameState,
    reason: String,
) -> Result<(), SameError> {
    let chars = reason.trim().chars().count();
    if !(1..=book::REASON_CHARS_MAX).contains(&chars) {
        return Err(SameError::Length { chars, chars_max: book::REASON_CHARS_MAX });
    }
    let pair = book::one(vault, name)?;
    let mut pair = pair.ok_or_else(|| SameError::NoPair(name.to_owned()))?;
    if pair.state == did {
        return Err(SameError::Already { name: name.to_owned(), state: did.as_str() });
    }
    pair.steps.push(SameStep { at_s: now_s(), did, reason });
    pair.state = did;
    book::keep(vault, &pair)
}

/// A pair with what follows from it, what stands against it, and what has changed.
fn noted(store: &Store, mut pair: SamePair, all: &[SamePair]) -> Result<SamePair, SameError> {
    let decided = book::decided(all);
    let touches = |name: &String| *name == pair.name;
    let mut notes: Vec<String> = decided
        .contradictions()
        .iter()
        .filter(|one| touches(&one.refused.name) || one.through.iter().any(touches))
        .map(chancery_graph::Contradiction::sentence)
        .collect();
    match pair.state {
        SameState::Open if decided.is_one(&pair.one.id, &pair.other.id) => {
            notes.push("it follows from other pairs that are confirmed".to_owned());
        }
        SameState::Confirmed => {
            let own = [&pair.one.id, &pair.other.id];
            let class = decided.class_of(&pair.one.id);
            let others = class.iter().filter(|id| !own.contains(id));
            let states: BTreeSet<&str> = others.map(|id| id.state.as_str()).collect();
            if !states.is_empty() {
                let states: Vec<&str> = states.into_iter().collect();
                notes.push(format!(
                    "with other confirmed pairs it makes one party with what {} says",
                    states.join(", ")
                ));
            }
        }
        SameState::Open | SameState::Refused => {}
    }
    notes.extend(changes(store, &pair)?);
    pair.notes = notes;
    Ok(pair)
}
