//! Which log a root closes, and after which place.
//!
//! Invariant: the place is attested by a node or named by hand with its id; it is never guessed.

use chancery_encoding::Digest;
use chancery_ledger::{
    act::{Revocation, RevocationRequest},
    key::SecretKey,
    log::{Id, LogId},
    roster::Author,
};
use chancery_node::{causes, now_s};
use chancery_record::StateCode;

use crate::{command::papers::Papers, exit::Exit, failure::Failure};

/// The log of one node.
#[derive(Debug, clap::Args)]
pub(crate) struct WhichLog {
    /// Authority whose log it is
    #[arg(long, value_name = "NAME")]
    authority: String,
    /// First digits of the log's statement key, where the authority has several
    #[arg(long, value_name = "DIGITS")]
    log: Option<String>,
}

/// The last place that stands.
#[derive(Debug, clap::Args)]
pub(crate) struct LastPlace {
    /// Last position that stands; otherwise the one that nodes attest
    #[arg(long, value_name = "SEQ", requires = "id")]
    position: Option<u64>,
    /// Id of the statement there, as `chancery show` prints it
    #[arg(long, value_name = "ID", requires = "position")]
    id: Option<Id>,
    /// Nothing of the log stands, not even its beginning
    #[arg(long, conflicts_with = "position")]
    nothing: bool,
}

/// Where a log is to end.
pub(crate) type Last = Option<(u64, Id)>;

/// Digits of a statement key that tell one log from another.
const KEY_DIGITS: usize = 16;

fn key_of(author: &Author) -> String {
    Digest::from_bytes(*author.key.as_bytes()).to_string()
}

impl WhichLog {
    /// The one log that is meant; of several the one that is not closed yet.
    pub(crate) fn find<'a>(
        &self,
        papers: &'a Papers,
        state: StateCode,
    ) -> Result<&'a Author, Failure> {
        let wanted = |author: &&Author| {
            author.issuer.state == state
                && author.issuer.authority == self.authority
                && self.log.as_ref().is_none_or(|digits| key_of(author).starts_with(digits))
        };
        let all: Vec<&Author> = papers.directory().authors().filter(wanted).collect();
        let open: Vec<&Author> = all.iter().copied().filter(|one| !one.is_closed()).collect();
        match (open.as_slice(), all.as_slice()) {
            ([one], _) | ([], [one]) => Ok(one),
            ([], []) => Err(Failure::new(
                format!("{state}/{} has no such log", self.authority),
                "`chancery logs` lists the logs with their keys, and `chancery roster show` the states",
            )
            .ending(Exit::NotFound)),
            _ => {
                let keys: Vec<String> =
                    all.iter().map(|one| key_of(one).chars().take(KEY_DIGITS).collect()).collect();
                Err(Failure::new(
                    format!("{state}/{} has {} logs", self.authority, all.len()),
                    format!("say which with --log: {}", keys.join(", ")),
                )
                .ending(Exit::Usage))
            }
        }
    }
}

impl LastPlace {
    /// The place by hand, or else the one that is attested.
    pub(crate) fn find(&self, papers: &Papers, log: LogId) -> Result<Last, Failure> {
        if self.nothing {
            return Ok(None);
        }
        if let (Some(seq), Some(id)) = (self.position, self.id) {
            return by_hand(papers, log, (seq, id));
        }
        match papers.positions.of(log)? {
            Some(head) => Ok(Some((head.seq, head.tip))),
            None => Err(Failure::new(
                format!("nobody attests where log {log} stands"),
                "give --positions FILE, which `chancery logs --json` prints on a node that holds it; or --position and \
                 --id by hand; or --nothing if no entry of it shall stand",
            )),
        }
    }
}

/// A place by hand, held against what is attested; where nodes disagree, a person has chosen.
fn by_hand(papers: &Papers, log: LogId, (seq, id): (u64, Id)) -> Result<Last, Failure> {
    let wrong = match papers.positions.of(log) {
        Ok(Some(head)) if head.seq == seq && head.tip != id => {
            format!("another statement, {}, stands at position {seq} of log {log}", head.tip)
        }
        Ok(Some(head)) if head.seq < seq => {
            format!(
                "log {log} ends at position {}, before {seq}, as far as the papers know",
                head.seq
            )
        }
        _ => return Ok(Some((seq, id))),
    };
    Err(Failure::new(
        wrong,
        "export the papers again, or name a place that peers hold; nothing was signed",
    ))
}

/// What is to be closed, and why.
pub(crate) struct Closing<'a> {
    pub(crate) papers: &'a Papers,
    pub(crate) author: &'a Author,
    pub(crate) log: LogId,
    pub(crate) last: Last,
    pub(crate) reason: &'a str,
}

impl Closing<'_> {
    /// Signs the revocation.
    pub(crate) fn sign(&self, root: &SecretKey) -> Result<Revocation, Failure> {
        let request = RevocationRequest {
            network: self.papers.network(),
            issuer: self.author.issuer.clone(),
            under: self.papers.directory().roster_hash(),
            log: self.log,
            last: self.last,
            issued_at: now_s(),
            reason: self.reason.to_owned(),
        };
        Revocation::issue(&request, root, self.papers.directory()).map_err(|flaw| {
            Failure::new(
                format!("the revocation would be refused ({}): {}", flaw.name(), causes(&flaw)),
                "a reason has at most 200 bytes of text; nothing was written",
            )
        })
    }
}

/// Where a log ends, for people.
pub(crate) fn told(log: LogId, last: Last) -> String {
    match last {
        Some((seq, id)) => format!("log {log} ends after seq {seq}, id {id}"),
        None => format!("nothing of log {log} stands"),
    }
}
