//! One replica whose peers, disk and verification are the test itself: nothing happens that the
//! test does not do, so what comes out before an answer is seen.

use std::collections::VecDeque;

use chancery_ledger::log::{Head, LogId};
use chancery_ledger::statement::{Authentic, Entry};

use super::cast;
use crate::wire::{Answer, Gossip, Request};
use crate::{Held, Input, Output, PeerKey, Reason, Replica, Settings, Verdict};

pub(crate) struct Solo {
    pub(crate) replica: Replica,
    pub(crate) now_ms: u64,
    pub(crate) ticket: u64,
}

/// A question that the replica has asked.
#[derive(Clone, Debug)]
pub(crate) struct Asked {
    pub(crate) ticket: u64,
    pub(crate) to: PeerKey,
    pub(crate) request: Request,
}

impl Solo {
    /// Estonia, with nothing on its disk.
    pub(crate) fn new() -> Self {
        Self::holding(&[])
    }

    /// Estonia, with these heads on its disk.
    pub(crate) fn holding(heads: &[Head]) -> Self {
        Self::with(Settings::default(), heads, &[])
    }

    pub(crate) fn with(settings: Settings, heads: &[Head], proofs: &[Vec<u8>]) -> Self {
        let own = Some(cast::log("EE"));
        let replica = {
            let (heads, proofs) = (heads.to_vec(), proofs.to_vec());
            let held = Held { heads, proofs, ..Held::default() };
            Replica::new(settings, cast::register(), own, &held, 7)
        };
        Self { replica, now_ms: 1_000, ticket: 9_000 }
    }

    pub(crate) fn feed(&mut self, input: Input) -> Vec<Output> {
        self.replica.handle(self.now_ms, input)
    }

    /// Time goes by, with a wake-up whenever one was asked for.
    pub(crate) fn pass(&mut self, ms: u64) -> Vec<Output> {
        let end_ms = self.now_ms + ms;
        let mut out = Vec::new();
        while let Some(next_ms) = self.replica.next_wakeup_ms().filter(|&next| next <= end_ms) {
            self.now_ms = self.now_ms.max(next_ms);
            out.extend(self.feed(Input::Wakeup));
        }
        self.now_ms = end_ms;
        out
    }

    /// The peer connects; gives the question for its frontier.
    pub(crate) fn connect(&mut self, code: &str) -> Asked {
        let out = self.feed(Input::Connected(cast::peer(code)));
        asked(&out).pop().unwrap()
    }

    /// The peer connects, and says that it holds these heads.
    pub(crate) fn meet(&mut self, code: &str, mut heads: Vec<Head>) -> Vec<Output> {
        heads.sort();
        let sync = self.connect(code);
        self.respond(&sync, cast::frontier(heads, Vec::new()))
    }

    pub(crate) fn respond(&mut self, asked: &Asked, answer: Answer) -> Vec<Output> {
        self.feed(Input::Response { ticket: asked.ticket, bytes: answer.encode() })
    }

    pub(crate) fn gossip(&mut self, code: &str, gossip: &Gossip) -> (u64, Vec<Output>) {
        self.gossip_bytes(code, gossip.encode())
    }

    pub(crate) fn gossip_bytes(&mut self, code: &str, bytes: Vec<u8>) -> (u64, Vec<Output>) {
        self.ticket += 1;
        let (ticket, from) = (self.ticket, cast::peer(code));
        (ticket, self.feed(Input::Gossip { ticket, from, bytes }))
    }

    pub(crate) fn request(&mut self, code: &str, request: Request) -> (u64, Vec<Output>) {
        self.ticket += 1;
        let (ticket, from) = (self.ticket, cast::peer(code));
        let bytes = request.encode();
        (ticket, self.feed(Input::Request { ticket, from, bytes }))
    }

    /// Does the verification that is asked for in `out`.
    pub(crate) fn verify(&mut self, out: Vec<Output>) -> Vec<Output> {
        let mut after = Vec::new();
        for output in out {
            if let Output::Verify { ticket, jobs } = output {
                let check = |(entry, key): (Entry, _)| entry.decode()?.authenticate(&key);
                let outcomes = jobs.into_iter().map(check).collect();
                after.extend(self.feed(Input::Verified { ticket, outcomes }));
            }
        }
        after
    }

    /// Answers every question for a page from these logs, and verifies, as long as there are any;
    /// gives everything else that came out.
    pub(crate) fn catch_up(&mut self, out: Vec<Output>, logs: &[&[Authentic]]) -> Vec<Output> {
        let (mut work, mut rest) = (VecDeque::from(out), Vec::new());
        while let Some(output) = work.pop_front() {
            match output {
                Output::Verify { .. } => work.extend(self.verify(vec![output])),
                Output::Ask { .. } => {
                    for page in pages(&[output]) {
                        let Request::Page { log, from, count } = page.request else { continue };
                        let log = logs.iter().find(|each| each[0].position().log == log).unwrap();
                        let from = usize::try_from(from).unwrap();
                        let to = (from + usize::try_from(count).unwrap()).min(log.len());
                        let entries = cast::entries(&log[from..to]);
                        work.extend(self.respond(&page, Answer::Page { entries }));
                    }
                }
                other => rest.push(other),
            }
        }
        rest
    }

    /// Does the writing that is asked for in `out`.
    pub(crate) fn persist(&mut self, out: &[Output]) -> Vec<Output> {
        writes(out).into_iter().flat_map(|ticket| self.feed(Input::Persisted { ticket })).collect()
    }

    /// Refuses the writing that is asked for in `out`.
    pub(crate) fn fail_writes(&mut self, out: &[Output]) -> Vec<Output> {
        let tickets = writes(out).into_iter();
        tickets.flat_map(|ticket| self.feed(Input::PersistFailed { ticket })).collect()
    }

    /// Gives the entries of `log` that are to be read in `out`.
    pub(crate) fn read(&mut self, out: &[Output], log: &[Authentic]) -> Vec<Output> {
        let mut after = Vec::new();
        for output in out {
            if let Output::Read { ticket, from, entries_max, .. } = output {
                let (from, count) = (usize::try_from(*from), usize::try_from(*entries_max));
                let entries = cast::entries(log).into_iter().skip(from.unwrap());
                let entries = entries.take(count.unwrap()).collect();
                after.extend(self.feed(Input::Read { ticket: *ticket, entries }));
            }
        }
        after
    }

    pub(crate) fn durable(&self, log: LogId) -> Option<u64> {
        let report = self.replica.logs().into_iter().find(|report| report.log == log)?;
        report.durable.map(|head| head.seq)
    }
}

/// The questions in `out`.
pub(crate) fn asked(out: &[Output]) -> Vec<Asked> {
    let asked = out.iter().filter_map(|output| match output {
        Output::Ask { ticket, to, bytes } => {
            Some(Asked { ticket: *ticket, to: *to, request: Request::decode(bytes).unwrap() })
        }
        _ => None,
    });
    asked.collect()
}

/// The questions for pages in `out`.
pub(crate) fn pages(out: &[Output]) -> Vec<Asked> {
    let pages = asked(out).into_iter();
    pages.filter(|asked| matches!(asked.request, Request::Page { .. })).collect()
}

pub(crate) fn verdicts(out: &[Output]) -> Vec<(u64, Verdict)> {
    let verdicts = out.iter().filter_map(|output| match output {
        Output::Verdict { ticket, verdict } => Some((*ticket, *verdict)),
        _ => None,
    });
    verdicts.collect()
}

pub(crate) fn answers(out: &[Output]) -> Vec<(u64, Answer)> {
    let answers = out.iter().filter_map(|output| match output {
        Output::Answer { ticket, bytes } => Some((*ticket, Answer::decode(bytes).unwrap())),
        _ => None,
    });
    answers.collect()
}

pub(crate) fn reasons(out: &[Output]) -> Vec<Reason> {
    let reasons = out.iter().filter_map(|output| match output {
        Output::Refused(refusal) => Some(refusal.reason),
        _ => None,
    });
    reasons.collect()
}

pub(crate) fn published(out: &[Output]) -> Vec<Gossip> {
    let published = out.iter().filter_map(|output| match output {
        Output::Publish { bytes } => Some(Gossip::decode(bytes).unwrap()),
        _ => None,
    });
    published.collect()
}

/// The lengths of the batches in `out`.
pub(crate) fn batches(out: &[Output]) -> Vec<usize> {
    let batches = out.iter().filter_map(|output| match output {
        Output::Persist { batch, .. } => Some(batch.len()),
        _ => None,
    });
    batches.collect()
}

fn writes(out: &[Output]) -> Vec<u64> {
    let writes = out.iter().filter_map(|output| match output {
        Output::Persist { ticket, .. }
        | Output::KeepEvidence { ticket, .. }
        | Output::KeepAct { ticket, .. }
        | Output::KeepNote { ticket, .. } => Some(*ticket),
        _ => None,
    });
    writes.collect()
}
