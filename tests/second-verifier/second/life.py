"""docs/spec/pack.md, "What follows": what became of the record, by 8 and 9 alone."""

from .cbor import Map
from .record import at, day_at, text_at

CORRECTION, WITHDRAWAL, RENEWAL, REVIEW = CHANGING = ("correction", "withdrawal", "renewal", "denial-review")
WITHOUT_TEXT = (*CHANGING, "acknowledgement")
PART_LISTS = ("parties", "items", "claims")
OUTCOMES = ("renew", "amend", "revoke")


class Member:
    """The record, or an entry of 8, and where it stands among them."""

    def __init__(self, entry, above, forks):
        self.entry, self.above, self.kind = entry, above, entry.statement.kind
        latest = entry.order if above is None else max(above.rank[0], entry.order)
        self.steps = 0 if above is None else above.steps + 1
        self.rank = (latest, self.steps, entry.order, entry.id)
        fork = forks.get(entry.statement.log)
        self.is_forked = fork is not None and entry.statement.seq >= fork
        self.refused, self.is_taken_back = None, False

    @property
    def record(self):
        return self.entry.record

    @property
    def is_text(self):
        return self.kind not in (WITHDRAWAL, RENEWAL, REVIEW)

    @property
    def names_parts(self):
        return isinstance(self.record, Map) and self.record.has("parts")

    @property
    def takes_whole(self):
        return self.kind == WITHDRAWAL and not self.names_parts

    @property
    def revokes(self):
        return self.kind == REVIEW and text_at(self.record, "outcome") == "revoke"

    @property
    def acts(self):
        return self.refused is None and not self.is_forked

    @property
    def no_effect(self):
        if self.refused is not None:
            return self.refused
        return "forked" if self.is_forked else "taken-back" if self.is_taken_back else None

    @property
    def ends(self):
        """Whether it ends the record, if it acts."""
        return self.above is not None and (self.revokes or self.takes_whole and self.above.above is None)

    def parts(self):
        """The parts that a withdrawal names: by list, then by key."""
        found = []
        for name in PART_LISTS:
            keys = at(self.record, "parts", name)
            texts = {key for key in keys if type(key) is str} if isinstance(keys, list) else set()
            found += [(name, key) for key in sorted(texts, key=str.encode)]
        return found

    def days(self):
        """(valid until, review due), each a text or None."""
        if self.kind == CORRECTION:
            return day_at(self.record, "replacement", "valid_until"), day_at(self.record, "replacement", "review_due")
        due = "next_review" if self.kind == REVIEW else "review_due"
        return day_at(self.record, "valid_until"), day_at(self.record, due)


class Life:
    """The status, and what else became of the record. Entries stand for themselves."""

    def __init__(self, record, later, forks):
        self.members = _gather(record, later, forks)
        self.root, self.later = self.members[0], self.members[1:]
        for member in self.later:
            member.refused = self._refusal(member)
        self.end = self._end()
        self.ranked = sorted(self.later, key=lambda member: member.rank)
        self._take_back()
        self.current = self._current()
        by_id = {member.entry.id: member for member in self.later}
        self.without_effect = [
            (entry.statement.reference, by_id[entry.id].no_effect)
            for entry in later
            if by_id[entry.id].no_effect is not None
        ]
        self.withdrawn_parts = self._withdrawn_parts()
        self._days()

    @property
    def status(self):
        """The word, and the entry that made it so."""
        if self.root.is_forked:
            return "forked", None
        if self.end is not None:
            return "withdrawn", self.end.entry
        return ("in-force", None) if self.current is self.root else ("corrected", self.current.entry)

    def _refusal(self, member):
        above = member.above
        drill = self.root.entry.exercise
        if drill is not None and member.entry.exercise != drill:
            return "exercise-mismatch"
        if above.refused is not None:
            return "target-without-effect"
        return {CORRECTION: _correction, WITHDRAWAL: _withdrawal, RENEWAL: _renewal, REVIEW: self._review}[member.kind](
            member, above, above.kind == WITHDRAWAL or above.revokes
        )

    def _review(self, member, above, above_ends):
        if self.root.kind not in ("denial-notice", CORRECTION):
            return "wrong-kind"
        outcome = text_at(member.record, "outcome")
        if not above_ends and outcome in ("amend", "revoke"):
            return None
        if not above_ends and outcome not in OUTCOMES:
            return "nothing-named"
        return _renewal(member, above, above_ends)

    def _end(self):
        ends = [member for member in self.later if member.acts and member.ends]
        if not ends:
            return None
        end = min(ends, key=lambda member: member.rank)
        for member in self.later:
            if member.refused is None and member.rank > end.rank:
                member.refused = "after-withdrawal"
        return end

    def _take_back(self):
        for member in self.ranked:
            if member.takes_whole and member.above is not self.root and member.acts:
                if member.above.is_taken_back:
                    member.refused = "after-withdrawal"
                member.above.is_taken_back = True

    def _current(self):
        """The text that counts and that nothing replaces, last in rank."""
        corrections = [one for one in self.later if one.kind == CORRECTION and one.refused is None]
        replaced, alive = set(), [self.root]
        for one in reversed(corrections):
            counts = one.no_effect is None
            if counts and one.entry.id not in replaced:
                alive.append(one)
            if counts or one.entry.id in replaced:
                replaced.add(one.above.entry.id)
        return max(alive, key=lambda member: (member is not self.root, member.rank))

    def _withdrawn_parts(self):
        """(list, key, reason) of each part, by the first withdrawal that names it."""
        found = {}
        for member in self.ranked:
            if member.acts and member.kind == WITHDRAWAL and member.names_parts:
                for part in member.parts():
                    found.setdefault(part, text_at(member.record, "reason"))
        return [(name, key, reason) for (name, key), reason in found.items()]

    def _days(self):
        self.valid_until, self.review_due = self.current.days()
        self.renewed_by = None
        for member in self.ranked:
            until, due = member.days()
            renews = member.kind in (RENEWAL, REVIEW) and not member.revokes
            if renews and (until or due) and member.no_effect is None and member.rank > self.current.rank:
                self.valid_until, self.review_due = until or self.valid_until, due or self.review_due
                self.renewed_by = member.entry


def _gather(record, later, forks):
    """Each behind what it names."""
    naming, members = {}, [Member(record, None, forks)]
    for entry in later:
        naming.setdefault(entry.target_id, []).append(entry)
    for member in members:
        members += [Member(entry, member, forks) for entry in naming.get(member.entry.id.hex(), [])]
    return members


def _correction(member, above, _):
    if not above.is_text:
        return "not-a-text"
    replacement = at(member.record, "replacement")
    kind = text_at(replacement, "kind") or ""
    return None if isinstance(replacement, Map) and kind not in WITHOUT_TEXT else "no-text"


def _withdrawal(member, above, above_ends):
    if not member.names_parts:
        return "final" if above_ends else None
    if not above.is_text:
        return "not-a-text"
    return None if member.parts() else "nothing-named"


def _renewal(member, _, above_ends):
    if above_ends:
        return "not-a-text"
    return None if any(member.days()) else "nothing-named"
