//! The rules of a thread once more, each as a question to the whole set: slow, and plain to read.

use std::collections::BTreeSet;

use chancery_encoding::Digest;

use crate::{Order, Place, Said};

/// All that is held; every question walks over it.
pub(super) struct Held<'a>(pub(super) &'a [Said]);

const CHANGES: [&str; 4] = ["correction", "renewal", "withdrawal", "denial-review"];

type Rank = (Order, usize, Order, Digest);

impl Held<'_> {
    pub(super) fn said(&self, id: &Digest) -> Option<&Said> {
        self.0.iter().find(|said| said.id == *id)
    }

    fn target(&self, said: &Said) -> Option<&Said> {
        self.said(&said.record.target()?.id?.parse().unwrap())
    }

    fn is(said: &Said, kind: &str) -> bool {
        said.record.kind_name() == kind
    }

    fn changes(said: &Said) -> bool {
        CHANGES.contains(&said.record.kind_name())
    }

    /// What a change changes; for all else there is nothing above it.
    fn above(&self, said: &Said) -> Option<&Said> {
        if Self::changes(said) { self.target(said) } else { None }
    }

    pub(super) fn root<'b>(&'b self, said: &'b Said) -> &'b Said {
        self.above(said).map_or(said, |above| self.root(above))
    }

    fn rank(&self, said: &Said) -> Rank {
        let above = self.above(said).map(|above| self.rank(above));
        let (latest, depth) = above
            .map_or((said.order, 0), |(latest, depth, ..)| (latest.max(said.order), depth + 1));
        (latest, depth, said.order, said.id)
    }

    fn thread(&self, root: &Digest) -> Vec<&Said> {
        let root = self.said(root).unwrap();
        let in_thread = self.0.iter().filter(|said| self.root(said).id == root.id);
        let mut found: Vec<&Said> = in_thread.collect();
        found.sort_by_key(|said| self.rank(said));
        found
    }

    fn parts(said: &Said) -> Option<BTreeSet<(String, String)>> {
        let json = said.record.to_json();
        let parts = json.get("parts")?;
        let mut found = BTreeSet::new();
        for list in ["parties", "items", "claims"] {
            for key in parts.get(list).and_then(|keys| keys.as_array()).into_iter().flatten() {
                found.extend(key.as_str().map(|key| (list.to_owned(), key.to_owned())));
            }
        }
        Some(found)
    }

    fn day(said: &Said, field: &str) -> bool {
        said.record.text_at(&[field]).is_some_and(|day| day.starts_with("20"))
    }

    fn ends(&self, said: &Said) -> bool {
        let review =
            Self::is(said, "denial-review") && said.record.text_at(&["outcome"]) == Some("revoke");
        let target_is_root = self.above(said).is_some_and(|above| self.above(above).is_none());
        let whole = Self::is(said, "withdrawal") && Self::parts(said).is_none();
        review || whole && target_is_root
    }

    /// Whether it may act at all, wherever it stands.
    fn valid(&self, said: &Said) -> bool {
        let Some(above) = self.above(said) else { return true };
        let root = self.root(said);
        let above_is_root = above.id == root.id;
        let above_is_text = above_is_root || Self::is(above, "correction");
        let above_is_end = !above_is_root && (Self::is(above, "withdrawal") || self.ends(above));
        let named = said.record.target().unwrap().reference;
        let fits = match said.record.kind_name() {
            "correction" => {
                let kind = said.record.text_at(&["replacement", "kind"]);
                above_is_text && kind == Some("threat-advisory")
            }
            "withdrawal" => match Self::parts(said) {
                None => !above_is_end,
                Some(parts) => above_is_text && !parts.is_empty(),
            },
            "renewal" => !above_is_end && Self::day(said, "valid_until"),
            "denial-review" => {
                let outcome = said.record.text_at(&["outcome"]).unwrap();
                let readable = outcome != "renew" || Self::day(said, "next_review");
                Self::is(root, "denial-notice")
                    && !above_is_end
                    && ["renew", "amend", "revoke"].contains(&outcome)
                    && readable
            }
            _ => false,
        };
        fits && self.valid(above)
            && said.issuer == root.issuer
            && said.record.exercise() == root.record.exercise()
            && named.is_none_or(|named| named == above.reference)
    }

    /// Whether it is the originator's to say, all the way up.
    fn belongs(&self, said: &Said) -> bool {
        let Some(above) = self.above(said) else { return true };
        let named = said.record.target().unwrap().reference;
        self.belongs(above)
            && said.issuer == above.issuer
            && said.record.exercise() == above.record.exercise()
            && named.is_none_or(|named| named == above.reference)
    }

    fn stands(said: &Said) -> bool {
        said.place == Place::Stands
    }

    pub(super) fn end(&self, root: &Digest) -> Option<Digest> {
        let thread = self.thread(root).into_iter().skip(1);
        let mut ends =
            thread.filter(|said| self.valid(said) && Self::stands(said) && self.ends(said));
        ends.next().map(|said| said.id)
    }

    /// Whether it is valid and not behind the end.
    fn in_time(&self, said: &Said) -> bool {
        let end = self.end(&self.root(said).id);
        let end = end.map(|end| self.rank(self.said(&end).unwrap()));
        self.valid(said)
            && (self.above(said).is_none() || end.is_none_or(|end| self.rank(said) <= end))
    }

    fn acts(&self, said: &Said) -> bool {
        let whole = |by: &Said| Self::is(by, "withdrawal") && Self::parts(by).is_none();
        let mut about =
            self.0.iter().filter(|by| self.above(by).is_some_and(|it| it.id == said.id));
        let is_root = self.above(said).is_none();
        let taken_back =
            !is_root && about.any(|by| whole(by) && self.in_time(by) && Self::stands(by));
        self.in_time(said) && Self::stands(said) && !taken_back
    }

    fn replaced(&self, said: &Said) -> bool {
        let mut about =
            self.0.iter().filter(|by| self.above(by).is_some_and(|it| it.id == said.id));
        about.any(|by| {
            Self::is(by, "correction") && self.in_time(by) && (self.acts(by) || self.replaced(by))
        })
    }

    pub(super) fn current(&self, root: &Digest) -> Digest {
        let mut corrections =
            self.thread(root).into_iter().skip(1).filter(|said| {
                Self::is(said, "correction") && self.acts(said) && !self.replaced(said)
            });
        corrections.next_back().map_or(*root, |said| said.id)
    }

    pub(super) fn withdrawn_parts(&self, root: &Digest) -> BTreeSet<(String, String)> {
        let acting = self.thread(root).into_iter().skip(1).filter(|said| {
            Self::is(said, "withdrawal") && self.in_time(said) && Self::stands(said)
        });
        acting.filter_map(Self::parts).flatten().collect()
    }

    /// Who has set the last day: the current text, or the last renewal behind it.
    pub(super) fn valid_until_by(&self, root: &Digest) -> Option<Digest> {
        let current = self.said(&self.current(root)).unwrap();
        let json = current.record.to_json();
        let text = if current.id == *root { &json } else { &json["replacement"] };
        let own = text["valid_until"].as_str().filter(|day| day.starts_with("20"));
        let mut renewals = self.thread(root).into_iter().skip(1).filter(|said| {
            Self::is(said, "renewal") && self.acts(said) && self.rank(said) > self.rank(current)
        });
        renewals.next_back().map(|said| said.id).or(own.map(|_| current.id))
    }

    /// Remarks that count, of the kinds that the runs have.
    pub(super) fn remarks(&self, root: &Digest) -> BTreeSet<Digest> {
        let root = self.said(root).unwrap();
        let in_thread =
            |said: &Said| self.target(said).is_some_and(|it| self.root(it).id == root.id);
        let remarks = self.0.iter().filter(|said| !Self::changes(said) && in_thread(said));
        let counts = |said: &&Said| {
            let target = self.target(said).unwrap();
            let reference = said.record.target().unwrap().reference;
            if !self.belongs(target) || reference.is_some_and(|named| named != target.reference) {
                return false;
            }
            let other_state = said.issuer.state != root.issuer.state;
            let may = match said.record.kind_name() {
                "public-summary" => said.issuer == root.issuer,
                "consultation-response" => {
                    let asked = ["KR", "EE"].contains(&said.issuer.state.as_str());
                    Self::is(root, "consultation-request") && asked
                }
                "undercut-notice" => Self::is(root, "denial-notice") && other_state,
                "acknowledgement" | "sighting" | "dispute" => other_state,
                _ => true,
            };
            // In the runs a corrected remark turns into an advisory, which is about nothing.
            may && Self::stands(said)
                && self.end(&said.id).is_none()
                && self.current(&said.id) == said.id
                && said.record.exercise() == root.record.exercise()
        };
        remarks.filter(counts).map(|said| said.id).collect()
    }
}
