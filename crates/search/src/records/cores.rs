//! Work on several segments at once.

use std::sync::Mutex;
use std::sync::PoisonError;

/// Below so many documents one core is done before a second one has begun.
const SHARED_MIN: u64 = 50_000;
/// Cores for one question: a node has other work.
const CORES_MAX: usize = 4;

/// Does the same with each of these, on several cores if there are many documents; results in their order.
pub(super) fn each<'a, T: Sync, R: Send>(
    all: &'a [T],
    documents: u64,
    work: impl Fn(&'a T) -> tantivy::Result<R> + Sync,
) -> tantivy::Result<Vec<R>> {
    let cores = std::thread::available_parallelism().map_or(1, usize::from).min(CORES_MAX);
    if documents < SHARED_MIN || cores == 1 || all.len() < 2 {
        return all.iter().map(&work).collect();
    }
    let next = Mutex::new(0);
    let take = || {
        let mut next = next.lock().unwrap_or_else(PoisonError::into_inner);
        *next += 1;
        *next - 1
    };
    let run = || {
        let mut done = Vec::new();
        loop {
            let at = take();
            let Some(one) = all.get(at) else { return done };
            done.push((at, work(one)));
        }
    };
    let mut done = std::thread::scope(|scope| {
        let others: Vec<_> = (1..cores.min(all.len())).map(|_| scope.spawn(run)).collect();
        let mut done = run();
        for other in others {
            match other.join() {
                Ok(more) => done.extend(more),
                Err(panic) => std::panic::resume_unwind(panic),
            }
        }
        done
    });
    done.sort_unstable_by_key(|(at, _)| *at);
    done.into_iter().map(|(_, result)| result).collect()
}
