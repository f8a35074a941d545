"""Who may speak, and up to where: what follows from a set of acts (docs/spec/act.md, roster.md)."""

from .act import CERTIFICATE, REVOCATION, WITHDRAWAL
from .fork import in_force


class Author:
    """A statement key with its issuer, the certificates that stand for it, and where its epochs end."""

    def __init__(self, certificates):
        self.certificates = certificates
        self.certificate = max(certificates, key=lambda one: (one.serial, one.id))
        self.issuer, self.cuts = self.certificate.issuer, {}

    def opening(self, epoch):
        """The certificates that open this epoch."""
        return [one for one in self.certificates if one.epoch == epoch]

    def is_closed(self):
        return max(one.epoch for one in self.certificates) in self.cuts


class Directory:
    def __init__(self, register):
        self.network, self._rosters = register.network, register.rosters
        self.history, self.halted = in_force(register.rosters)
        self.roster = self.history[-1]
        self._acts = register.acts.values()
        self._endings = self._last_endings()
        self._withdrawn = {}
        for act in self._of(WITHDRAWAL):
            self._withdrawn.setdefault((act.state, act.signer), []).append(act)
        self._standing = [act for act in self._of(CERTIFICATE) if self.stands(act)]
        self._authors = self._fold_authors()

    def _of(self, kind):
        return sorted((act for act in self._acts if act.kind == kind), key=lambda act: act.id)

    def _last_endings(self):
        """(state, root) to its last ending in the history of the version in force."""
        endings = {}
        for before, after in zip(self.history, self.history[1:]):
            for ending in after.endings:
                state = before.by_code.get(ending.code)
                if state is not None:
                    endings[(ending.code, state.root)] = ending
        return endings

    def is_active(self, state, root):
        """The root speaks for the state in the version in force, and has not withdrawn it."""
        entry = self.roster.by_code.get(state)
        named = entry is not None and entry.root == root and state not in self.roster.suspended
        return named and (state, root) not in self._withdrawn

    def stands(self, act):
        """An act of an active root, or one that its last ending, else its withdrawal, keeps."""
        if self.is_active(act.state, act.signer):
            return True
        ends = self._ends(act.state, act.signer)
        return bool(ends) and any(act.id in end.keeps for end in ends)

    def _ends(self, state, root):
        ending = self._endings.get((state, root))
        return [ending] if ending is not None else self._withdrawn.get((state, root), [])

    def _fold_authors(self):
        by_key = {}
        for certificate in self._standing:
            by_key.setdefault(certificate.statement_key, []).append(certificate)
        authors = {key: Author(certificates) for key, certificates in by_key.items()}
        for key, author in authors.items():
            self._cut(key, author)
        return authors

    def _cut(self, key, author):
        cuts = [(act.epoch, act.cut) for act in self._of(REVOCATION) if act.key == key and self.stands(act)]
        root = author.certificate.signer
        if not self.is_active(author.issuer[0], root):
            for epoch in {one.epoch for one in author.certificates}:
                places = [end.closed.get((key, epoch)) for end in self._ends(author.issuer[0], root)]
                cuts.extend((epoch, place) for place in places or [None])
        for epoch, cut in cuts:
            if epoch not in author.cuts or _is_lower(cut, author.cuts[epoch]):
                author.cuts[epoch] = cut

    def author(self, key):
        return self._authors.get(key)

    def known_roster(self, wanted):
        return self._rosters.get(wanted)

    def witness(self, name):
        """The certificate of the witness whose lines have this name."""
        prefix = f"chancery/{self.network.hex()[:16]}/"
        for certificate in self._standing:
            own = f"{prefix}{certificate.state}/{certificate.authority}/{certificate.witness_key.hex()[:16]}"
            if own == name:
                return certificate
        return None

    def membership(self, state):
        if state in self.roster.suspended:
            return "suspended"
        if state not in self.roster.by_code:
            return "gone"
        return "member" if self.roster.is_member(state) else "observer"


def _is_lower(cut, other):
    """None, at which nothing stands, is below all."""
    return other is not None and (cut is None or cut < other)
