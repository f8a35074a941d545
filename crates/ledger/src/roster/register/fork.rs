//! Which version is in force, and who signed two of one height.
//!
//! Versions form a tree. A branch wins when its own versions settle the other: name its first version, and
//! each that settles back. What settles nothing undoes nothing. Where no branch has won, the last version
//! that all share is in force. Invariant: the decision depends on the set of versions alone.

use std::collections::BTreeSet;

use chancery_encoding::Digest;
use chancery_record::StateCode;

use crate::act::{Content, Step};
use crate::roster::{Register, Versions};

/// Where the roster parts and nobody has settled it: no version counts from this height on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Halt {
    /// The version number at which the branches part.
    pub height: u64,
    /// The first versions of the branches, sorted.
    pub versions: Vec<Digest>,
    /// The states whose roots signed two rosters of this height.
    pub double_signers: Vec<StateCode>,
}

/// A state whose root signed two rosters of one version.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct DoubleSigner {
    /// The version.
    pub version: u64,
    /// The state.
    pub state: StateCode,
    /// Its root key.
    pub root: [u8; 32],
    /// The two rosters, the smaller hash first.
    pub rosters: [Digest; 2],
}

/// The versions in force, and where they part.
pub(super) struct Decision {
    /// From the founding version.
    pub(super) history: Vec<Digest>,
    /// The height and the first versions of the branches.
    pub(super) parts: Option<(u64, Vec<Digest>)>,
}

type Path = Vec<Digest>;

pub(super) fn decide(versions: &Versions) -> Decision {
    let path = |tip| {
        let mut path: Path = versions.down_from(tip).collect();
        path.reverse();
        path
    };
    let paths: Vec<Path> = versions.tips().into_iter().map(path).collect();
    let wins = |one: &Path, other: &Path| one == other || beats(one, other, versions);
    if let Some(winner) = paths.iter().find(|one| paths.iter().all(|other| wins(one, other))) {
        return Decision { history: winner.clone(), parts: None };
    }
    let open = undecided(&paths, versions);
    let shared =
        open.iter().skip(1).fold(open[0].len(), |least, path| least.min(common(open[0], path)));
    let firsts: BTreeSet<Digest> =
        open.iter().filter_map(|path| path.get(shared)).copied().collect();
    Decision {
        history: open[0][..shared].to_vec(),
        parts: Some((shared as u64, firsts.into_iter().collect())),
    }
}

/// The branches that nobody has settled, or that not all of those have; all, where they settle in a ring.
fn undecided<'a>(paths: &'a [Path], versions: &Versions) -> Vec<&'a Path> {
    let unbeaten =
        |one: &&Path| !paths.iter().any(|other| other != *one && beats(other, one, versions));
    let unbeaten: Vec<&Path> = paths.iter().filter(unbeaten).collect();
    let settled = |one: &&Path| {
        let mut winners = unbeaten.iter();
        !unbeaten.is_empty() && winners.all(|other| *other != *one && beats(other, one, versions))
    };
    paths.iter().filter(|one| !settled(one)).collect()
}

fn common(one: &[Digest], other: &[Digest]) -> usize {
    one.iter().zip(other).take_while(|(one, other)| one == other).count()
}

/// Whether the branch of `one` has settled that of `other`.
fn beats(one: &[Digest], other: &[Digest], versions: &Versions) -> bool {
    let shared = common(one, other);
    let (mine, theirs) = (&one[shared..], &other[shared..]);
    let settles = |hash: &Digest| {
        versions.roster(hash).map(|roster| roster.settles.as_slice()).unwrap_or_default()
    };
    let settled: BTreeSet<&Digest> = mine.iter().flat_map(settles).collect();
    let settles_back = |hash: &Digest| settles(hash).iter().any(|named| mine.contains(named));
    theirs.first().is_some_and(|first| settled.contains(first))
        && theirs.iter().filter(|hash| settles_back(hash)).all(|hash| settled.contains(hash))
}

pub(super) fn double_signers(register: &Register) -> Vec<DoubleSigner> {
    let mut found = BTreeSet::new();
    let mut steps: Vec<&Step> = Vec::new();
    for act in register.acts.values() {
        match act.content() {
            Content::Step(step) => steps.push(step),
            Content::DoubleSignature(double) => {
                found.extend(double.state(&register.versions).map(|state| DoubleSigner {
                    version: double.version(),
                    state,
                    root: *double.root().as_bytes(),
                    rosters: double.rosters(),
                }));
            }
            Content::Certificate(_)
            | Content::Revocation(_)
            | Content::Withdrawal(_)
            | Content::Policy(_) => {}
        }
    }
    steps.sort_by_key(|step| (step.roster().version, step.hash()));
    for (at, one) in steps.iter().enumerate() {
        let same = steps[at + 1..].iter();
        for other in same.take_while(|other| other.roster().version == one.roster().version) {
            found.extend(signers_of_both(one, other, &register.versions));
        }
    }
    found.into_iter().collect()
}

fn signers_of_both(one: &Step, other: &Step, versions: &Versions) -> Vec<DoubleSigner> {
    let previous = one.roster().previous.and_then(|hash| versions.roster(&hash));
    let both = one.signers().filter(|root| other.signature_of(root).is_some());
    let named = |root: &[u8; 32]| {
        let state = previous?.member_of_root(root)?.state;
        let rosters = [one.hash(), other.hash()];
        Some(DoubleSigner { version: one.roster().version, state, root: *root, rosters })
    };
    both.filter_map(named).collect()
}
