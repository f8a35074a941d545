//! The end-to-end tests of the workspace: one test binary, so that it links once.
//!
//! `crates/cli` declares it, and so the tests can start the real `chancery` and look at the real
//! sources. Tests of one crate live in that crate; here stands only what needs the whole.
//!
//! - [`tidy`] keeps the shape of the sources: what `docs/style.md` and `docs/architecture.md` say.
//! - [`spread`] is the purpose: what one state signs, the others hold and verify.
//! - [`crash`] kills nodes while they publish; [`restore`] puts old copies back.
//! - [`life`] follows a record through corrections, partial withdrawal and renewal.
//! - [`held`] is about who can prove to hold what; [`halt`] about two rosters of one version.
//! - [`removed`], [`rotation`] and [`split`] are what went wrong elsewhere when members, keys and logs changed;
//!   [`squatter`] claims the keys of another.
//! - [`evidence`] exports what proves a record, and verifies it without a node.
//! - [`graph`] asks who stands beside whom, and who may be one.
//! - [`vocabulary`] puts other words in the place of the shipped ones.
//! - [`doors`] feeds every way in what does not belong there.
//! - [`duties`] is what states wait for from one another, and what analysts relied on.
//! - [`cases`] reviews a licence: screened, consulted, decided, exported, and verified when things have changed.
//! - [`watches`] is who is told of what, by whom, over outages.
//! - [`walk`] walks the walk of the README, and holds what it shows against what is said today.
//! - [`second`] asks a verifier that others could have written whether it says the same.
//! - [`ceremony`] acts the operator's guide, word for word.
//! - [`papers`] does what the guide only tells.
//! - [`release`] writes drafts, and lets no officer release alone.
//! - [`quarrel`] has states sign rosters that contradict each other, with the commands that people use.
//! - [`report`] counts 10,000 records again.
//! - [`shapes`], [`stop`] and [`demo`] are what scripts, service managers and strangers rely on.

mod harness;

mod cases;
mod ceremony;
mod crash;
mod demo;
mod doors;
mod duties;
mod evidence;
mod graph;
mod halt;
mod held;
mod life;
mod papers;
mod quarrel;
mod release;
mod removed;
mod report;
mod restore;
mod rotation;
mod second;
mod shapes;
mod split;
mod spread;
mod squatter;
mod stop;
mod tidy;
mod vocabulary;
mod walk;
mod watches;
