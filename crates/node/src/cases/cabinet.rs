//! Where the cases lie: a collection of lines, one collection of steps for each case, and the stones.
//!
//! Invariants: one change at a time; a step is on the disk before its line, and its line before anybody is
//! told; no name is given twice; and a removal that was stopped half way is finished at the next look.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use chancery_store::vault::Place;
use zeroize::Zeroizing;

use super::error::CaseError;
use super::folded::Case;
use super::line::CaseLine;
use super::retention::Stone;
use super::step::{Step, What};
use crate::vault::Vault;

/// The lines, by name.
const LINES: &str = "cases";
/// What is left of cases that were removed.
const STONES: &str = "case-stones";
/// The last number that was given.
const COUNTER: Place<'_> = Place { collection: "counters", name: "cases" };

/// An authority of a large state decides some thousands of these a year; ten years of them stay below what a
/// collection of the vault holds.
const CASES_MAX: usize = 100_000;

/// Steps of one case: a person makes some hundreds in a year. All of them are read to show the case.
const STEPS_MAX: usize = 2_000;

/// The cases of this node.
#[derive(Debug)]
pub(crate) struct Cabinet {
    vault: Vault,
    /// Years that a closed case is kept.
    pub(crate) years: u64,
    /// The names of the cases by their numbers; read from the lines the first time only, because the vault is this
    /// process's alone. Held while anything changes.
    numbers: Mutex<Option<Numbers>>,
    /// Removals that a stop has left half done are finished.
    settled: AtomicBool,
}

impl Cabinet {
    pub(crate) fn new(vault: Vault, years: u64) -> Cabinet {
        Cabinet { vault, years, numbers: Mutex::new(None), settled: AtomicBool::new(false) }
    }

    /// Finishes removals that a stop has left half done; does nothing after the first time.
    pub(crate) fn settle(
        &self,
        forget: impl Fn([&str; 2]) -> Result<(), CaseError>,
    ) -> Result<(), CaseError> {
        if self.settled.load(Ordering::Acquire) {
            return Ok(());
        }
        let mut numbers = self.lock();
        for name in self.vault.list(STONES)? {
            if let Some(line) = self.line(&name)? {
                forget([&line.name, &line.number])?;
                self.clear(&name)?;
                *numbers = None;
            }
        }
        self.settled.store(true, Ordering::Release);
        Ok(())
    }

    /// Opens a case with its first step.
    pub(crate) fn open(
        &self,
        number: &str,
        at_s: i64,
        by: Option<String>,
        did: What,
    ) -> Result<Case, CaseError> {
        if is_name(number) {
            return Err(CaseError::Number { number: number.to_owned() });
        }
        let mut held = self.lock();
        let numbers = self.numbers(&mut held)?;
        if numbers.len() >= CASES_MAX {
            return Err(CaseError::TooMany { most: CASES_MAX });
        }
        if let Some(name) = numbers.get(number) {
            return Err(CaseError::Taken { number: number.to_owned(), name: name.clone() });
        }
        let name = format!("c{}", self.next()?);
        let bytes = Zeroizing::new(Step { before: None, at_s, by, did }.encode());
        self.vault.put(step_place(&steps_of(&name), &step_name(1)), &bytes)?;
        let case = Case::fold(&name, [bytes.as_slice()]);
        let case = case.map_err(|source| CaseError::Damaged { name: name.clone(), source })?;
        self.write_line(&case)?;
        numbers.insert(number.to_owned(), name);
        Ok(case)
    }

    /// Adds a step to a case. `did` is asked with the case as it stands, and refuses what does not fit.
    pub(crate) fn add(
        &self,
        name: &str,
        at_s: i64,
        by: Option<String>,
        did: impl FnOnce(&Case) -> Result<What, CaseError>,
    ) -> Result<Case, CaseError> {
        let mut held = self.lock();
        let name = self.resolve(&mut held, name)?;
        let mut steps = self.read(&name)?;
        let case = fold(&name, &steps)?;
        if steps.len() >= STEPS_MAX {
            return Err(CaseError::TooManySteps { name, most: STEPS_MAX });
        }
        let step = Step { before: Some(case.head.clone()), at_s, by, did: did(&case)? };
        let bytes = Zeroizing::new(step.encode());
        // Folded before it is written: what does not fit never reaches the disk.
        let number = steps.len() + 1;
        steps.push(bytes);
        let case = fold(&name, &steps)?;
        let place = step_name(number);
        self.vault.put(step_place(&steps_of(&name), &place), &steps[number - 1])?;
        self.write_line(&case)?;
        Ok(case)
    }

    /// The case of that name or number.
    pub(crate) fn case(&self, name: &str) -> Result<Case, CaseError> {
        let mut held = self.lock();
        let name = self.resolve(&mut held, name)?;
        let case = fold(&name, &self.read(&name)?)?;
        // A stop between a step and its line leaves the line behind.
        if self.line(&name)?.is_some_and(|line| line != CaseLine::of(&case)) {
            self.write_line(&case)?;
        }
        Ok(case)
    }

    /// Its steps, as they lie.
    pub(crate) fn steps(&self, name: &str) -> Result<Vec<Zeroizing<Vec<u8>>>, CaseError> {
        let mut held = self.lock();
        let name = self.resolve(&mut held, name)?;
        self.read(&name)
    }

    /// Every case in one line, in the order of their names.
    pub(crate) fn list(&self) -> Result<Vec<CaseLine>, CaseError> {
        let _one = self.lock();
        self.lines()
    }

    /// What is left of those that were removed.
    pub(crate) fn stones(&self) -> Result<Vec<Stone>, CaseError> {
        let mut stones = Vec::new();
        for name in self.vault.list(STONES)? {
            stones.extend(self.stone(&name)?);
        }
        stones.sort_by_key(|stone| (stone.name.len(), stone.name.clone()));
        Ok(stones)
    }

    /// Removes a case. `stone` is asked with the case as it stands, and makes the stone or refuses.
    pub(crate) fn remove(
        &self,
        name: &str,
        stone: impl FnOnce(&Case) -> Result<Stone, CaseError>,
        forget: impl Fn([&str; 2]) -> Result<(), CaseError>,
    ) -> Result<Stone, CaseError> {
        let mut held = self.lock();
        let name = self.resolve(&mut held, name)?;
        let case = fold(&name, &self.read(&name)?)?;
        let stone = stone(&case)?;
        // Whatever stops it from here on, the next look finishes it.
        self.settled.store(false, Ordering::Release);
        *held = None;
        let bytes = serde_json::to_vec(&stone).expect("because a stone has text keys");
        self.vault.put(Place { collection: STONES, name: &name }, &bytes)?;
        // The notes go first: without the case nobody would know which they are.
        forget([&case.name, &case.number])?;
        self.clear(&name)?;
        self.settled.store(true, Ordering::Release);
        Ok(stone)
    }

    fn lines(&self) -> Result<Vec<CaseLine>, CaseError> {
        let mut lines = Vec::new();
        for name in self.vault.list(LINES)? {
            lines.extend(self.line(&name)?);
        }
        lines.sort_by_key(|line: &CaseLine| (line.name.len(), line.name.clone()));
        Ok(lines)
    }

    fn line(&self, name: &str) -> Result<Option<CaseLine>, CaseError> {
        let Some(bytes) = self.vault.get(Place { collection: LINES, name })? else {
            return Ok(None);
        };
        let line = serde_json::from_slice(&bytes);
        line.map(Some).map_err(|_| CaseError::Unread { name: format!("{LINES}/{name}") })
    }

    fn stone(&self, name: &str) -> Result<Option<Stone>, CaseError> {
        let Some(bytes) = self.vault.get(Place { collection: STONES, name })? else {
            return Ok(None);
        };
        let stone = serde_json::from_slice(&bytes);
        stone.map(Some).map_err(|_| CaseError::Unread { name: format!("{STONES}/{name}") })
    }

    fn write_line(&self, case: &Case) -> Result<(), CaseError> {
        let line = serde_json::to_vec(&CaseLine::of(case)).expect("because it has text keys");
        let place = Place { collection: LINES, name: &case.name };
        Ok(self.vault.put(place, &Zeroizing::new(line))?)
    }

    /// The name of a case that is named by it or by its number.
    fn resolve(&self, held: &mut Held<'_>, name: &str) -> Result<String, CaseError> {
        if is_name(name) && self.line(name)?.is_some() {
            return Ok(name.to_owned());
        }
        let numbers = self.numbers(held)?;
        numbers.get(name).cloned().ok_or_else(|| CaseError::NotFound { name: name.to_owned() })
    }

    fn numbers<'a>(&self, held: &'a mut Held<'_>) -> Result<&'a mut Numbers, CaseError> {
        if held.is_none() {
            let lines = self.lines()?.into_iter();
            **held = Some(lines.map(|line| (line.number, line.name)).collect());
        }
        Ok(held.get_or_insert_default())
    }

    fn read(&self, name: &str) -> Result<Vec<Zeroizing<Vec<u8>>>, CaseError> {
        let collection = steps_of(name);
        let mut steps = Vec::new();
        // The names have as many digits as the largest, so that their order is that of the steps.
        for step in self.vault.list(&collection)? {
            let bytes = self.vault.get(step_place(&collection, &step))?;
            steps.extend(bytes);
        }
        Ok(steps)
    }

    fn next(&self) -> Result<u64, CaseError> {
        let last = match self.vault.get(COUNTER)? {
            Some(bytes) => std::str::from_utf8(&bytes).ok().and_then(|text| text.parse().ok()),
            None => Some(0_u64),
        };
        let unread = || CaseError::Unread { name: "counters/cases".into() };
        let next = last.ok_or_else(unread)?.checked_add(1).ok_or_else(unread)?;
        self.vault.put(COUNTER, next.to_string().as_bytes())?;
        Ok(next)
    }

    /// The line goes last: while it is there, a removal that was stopped can be made again.
    fn clear(&self, name: &str) -> Result<(), CaseError> {
        let collection = steps_of(name);
        // From the last to the first: what a stop leaves is a shorter case, and one that folds.
        for step in self.vault.list(&collection)?.iter().rev() {
            self.vault.remove(step_place(&collection, step))?;
        }
        self.vault.remove(Place { collection: LINES, name })?;
        Ok(())
    }

    fn lock(&self) -> Held<'_> {
        self.numbers.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Names by numbers.
type Numbers = BTreeMap<String, String>;

/// The lock under which everything changes.
type Held<'a> = MutexGuard<'a, Option<Numbers>>;

/// Whether a text is one that this node gives as a name.
fn is_name(text: &str) -> bool {
    text.strip_prefix('c').is_some_and(|number| {
        (1..=20).contains(&number.len()) && number.bytes().all(|byte| byte.is_ascii_digit())
    })
}

fn fold(name: &str, steps: &[Zeroizing<Vec<u8>>]) -> Result<Case, CaseError> {
    let steps = steps.iter().map(|step| step.as_slice());
    Case::fold(name, steps).map_err(|source| CaseError::Damaged { name: name.to_owned(), source })
}

fn steps_of(name: &str) -> String {
    format!("case-{name}")
}

fn step_name(number: usize) -> String {
    format!("{number:06}")
}

fn step_place<'a>(collection: &'a str, name: &'a str) -> Place<'a> {
    Place { collection, name }
}
