"""Who may speak, and up to where: what follows from a set of acts (docs/spec/act.md, certificate.md)."""

from collections import defaultdict

from .fork import in_force
from .kinds import CERTIFICATE, DOUBLE, POLICY, REVOCATION, STEP, WITHDRAWAL


class Cut:
    """Where a log ends: nowhere, at a place, or before all places (None)."""

    def __init__(self, place=None, is_open=False):
        self.place, self.is_open = place, is_open


class Author:
    """A statement key: its issuer, and the certificates that stand for it, the one that counts first."""

    def __init__(self, certificates, directory):
        self.certificates = sorted(certificates, key=lambda one: (-one.serial, one.id))
        self.certificate = self.certificates[0]
        self.issuer, self.key = self.certificate.issuer, self.certificate.statement_key
        self._directory = directory

    def opening(self, epoch):
        """The certificates that open this epoch."""
        return [one for one in self.certificates if one.epoch == epoch]

    @property
    def epochs(self):
        return sorted({one.epoch for one in self.certificates})

    def cut(self, epoch):
        return self._directory.cut_of(self, epoch)

    def is_closed(self):
        return not self.cut(self.epochs[-1]).is_open


class Directory:
    def __init__(self, register):
        self.network, self.rosters, self._acts = register.network, register.rosters, register.acts.values()
        self.policies = {act.id: act for act in self._acts if act.kind == POLICY}
        self.history, self.halted = in_force(register.rosters)
        self.roster = self.history[-1]
        self._withdrawals = defaultdict(list)
        for act in self._of(WITHDRAWAL):
            self._withdrawals[(act.state, act.signer)].append(act)
        self._fold_endings()
        self._standing = [act for act in self._of(CERTIFICATE) if self.stands(act)]
        self._genesis_owners = {key: one.issuer for one in register.genesis.certificates for key in one.keys}
        self._signed_for = defaultdict(set)
        for one in self._of(CERTIFICATE):
            for key in one.keys if one.possession else ():
                self._signed_for[key].add(one.issuer)
        self._revocations = [act for act in self._of(REVOCATION) if self.stands(act)]
        claims = defaultdict(list)
        for one in self._standing:
            claims[one.statement_key].append(one)
        owned = {key: self._of_owner(key, claimed) for key, claimed in claims.items()}
        self.authors = {key: Author(found, self) for key, found in owned.items() if found}

    def _of(self, kind):
        return sorted((act for act in self._acts if act.kind == kind), key=lambda act: act.id)

    def _fold_endings(self):
        """(state, root) to its last ending, for roots that are not active now; and the roots that were replaced."""
        self._endings, self._replaced, members = {}, set(), set()
        for before, after in zip(self.history, self.history[1:]):
            for code, root in before.active - after.active:
                self._endings[(code, root)] = next(one for one in after.endings if one.code == code)
                self._replaced.discard((code, root))
                if _went_on(code, before, after):
                    self._replaced.add((code, root))
                if before.is_member(code):
                    members.add((code, root))
        for code, root in self.roster.active:
            # An observer's root that stopped as a member's stays ended.
            if self.roster.is_member(code) or (code, root) not in members:
                self._endings.pop((code, root), None)
                self._replaced.discard((code, root))

    def speaks(self, state, root):
        """Active in the version in force, with no ending, and no withdrawal of it is known."""
        pair = (state, root)
        return pair in self.roster.active and pair not in self._endings and pair not in self._withdrawals

    def _ends(self, state, root):
        """What says which acts and logs of a root that does not speak go on standing."""
        ending = self._endings.get((state, root))
        if ending is not None:
            return [ending]
        return self._withdrawals.get((state, root), []) if (state, root) in self.roster.active else []

    def stands(self, act):
        if self.speaks(act.state, act.signer):
            return True
        ends = self._ends(act.state, act.signer)
        return bool(ends) and all(act.id in end.keeps for end in ends)

    def _of_owner(self, key, claimed):
        """Of the certificates that claim a key for one job, those of the issuer to whom it belongs."""
        issuers = {one.issuer for one in claimed}
        founder = self._genesis_owners.get(key)
        if founder in issuers:
            issuers = {founder}
        else:
            issuers = issuers & self._signed_for[key] or issuers
        return [one for one in claimed if issuers == {one.issuer}]

    def cut_of(self, author, epoch):
        state, log = author.issuer[0], (author.key, epoch)
        places = [act.cut for act in self._revocations if _is_for(act, author) and (act.key, act.epoch) == log]
        for of_state, root in {*self._endings, *self._withdrawals}:
            if of_state == state:
                places += [end.closed[log] for end in self._ends(state, root) if log in end.closed]
        if places:
            return Cut(None if None in places else min(places))
        if self.membership(state) not in ("member", "observer"):
            return Cut()
        silent = {(one.state, one.signer) for one in author.opening(epoch) if not self.speaks(one.state, one.signer)}
        return Cut(is_open=silent <= self._replaced)

    def author(self, key):
        return self.authors.get(key)

    def known_roster(self, wanted):
        return self.rosters.get(wanted)

    def witnesses(self):
        """Witness key to the certificate that names it."""
        claims = defaultdict(list)
        for one in self._standing:
            claims[one.witness_key].append(one)
        owned = {key: self._of_owner(key, claimed) for key, claimed in claims.items()}
        return {key: min(found, key=lambda one: (-one.serial, one.id)) for key, found in owned.items() if found}

    def witness(self, name):
        """The certificate of the witness whose lines have this name."""
        prefix = f"chancery/{self.network.hex()[:16]}/"
        for key, one in self.witnesses().items():
            if name == f"{prefix}{one.state}/{one.authority}/{key.hex()[:16]}":
                return one
        return None

    def nodes(self):
        """Transport key to the statement key of the author that is reached by it now, or None."""
        claims = defaultdict(list)
        for author in self.authors.values():
            claims[author.certificate.transport_key].append(author)
        found = {}
        for key, authors in claims.items():
            reached = [one for one in authors if self._is_active(one) and not one.is_closed()]
            first = min(self._of_owner(key, reached), key=lambda one: (-one.certificate.serial, one.key), default=None)
            found[key] = first.key if first else None
        return found

    def _is_active(self, author):
        return self.membership(author.issuer[0]) in ("member", "observer")

    def membership(self, state):
        entry = self.roster.by_code.get(state)
        if state in self.roster.suspended:
            return "suspended"
        if entry is None or not self.speaks(state, entry.root):
            return "gone"
        return "member" if self.roster.is_member(state) else "observer"

    def double_signers(self):
        """(version, state) where one root signed two steps of one version, or a proof says so."""
        signed = defaultdict(set)
        for step in self._of(STEP):
            before = self.rosters[step.roster.previous]
            for state in before.members:
                if state.root in step.signers:
                    signed[(step.roster.version, state.code)].add(step.id)
        named = {place for place, steps in signed.items() if len(steps) > 1}
        return sorted(named | {(act.rosters[0].version, act.state) for act in self._acts if act.kind == DOUBLE})


def _went_on(code, before, after):
    """The state stayed what it was, or became a member, with another root."""
    if code not in after.by_code or code in after.suspended:
        return False
    return after.is_member(code) or not before.is_member(code)


def _is_for(act, author):
    return (act.state, act.authority) == author.issuer
