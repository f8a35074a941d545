"""docs/spec/pack.md: one record, provable with nothing but the genesis file."""

from . import log, tree
from .cbor import Map, is_bytes
from .checkpoint import Checkpoint
from .cose import cbor_under
from .flaw import need
from .life import CHANGING, Life
from .policy import check_admission, check_release, facts
from .record import read_record
from .register import Register
from .standing import held_by
from .statement import Statement
from .unneeded import check_needed

PACK_BYTES_MAX = 16_777_216
FIELDS = list(range(1, 10))


class Entry:
    """A statement of the pack with its body; `record` is what the body says, if it can be read."""

    def __init__(self, statement, body):
        self.statement, self.body, self.record = statement, body, None
        if body is not None:
            statement.check_body(body)
            self.record = read_record(body)

    @property
    def id(self):
        return self.statement.id

    @property
    def order(self):
        statement = self.statement
        return (statement.epoch, statement.seq, statement.key)

    @property
    def target(self):
        target = self.record.get("target") if isinstance(self.record, Map) else None
        return target if isinstance(target, Map) else None

    @property
    def target_id(self):
        """The id of what this one is about. In a record it is text: 64 digits."""
        text = self.target.get("id") if self.target else None
        return text if type(text) is str else None

    @property
    def exercise(self):
        """Whether it is a drill; None where the body is missing. What does not say is one."""
        if self.body is None:
            return None
        return not (isinstance(self.record, Map) and self.record.get("exercise") is False)


class Verified:
    """What a pack that verifies shows."""

    def __init__(self, data, genesis, report=lambda step, words: None):
        self.report = report
        self._format(data)
        self._network(genesis)
        self._statement()
        self._acts(genesis)
        check_author(self.record.statement, self.directory)
        issuer = "/".join(self.record.statement.issuer)
        report("author", f"signed by {issuer}, whose key a root certified, under a version that it was a member in")
        self._approvals()
        self._checkpoint()
        self._inclusion()
        self._later()
        self._proofs()
        check_needed(self)
        report("needed", f"each of {len(self.acts)} acts is one that the pack needs")
        self.life = Life(self.record, self.later, self.forks)
        self.status = self.life.status
        self.held = held_by(self)

    def _format(self, data):
        fields = cbor_under("pack-cbor", data, PACK_BYTES_MAX, 3)
        need(isinstance(fields, Map) and fields.keys() == FIELDS, "pack-field", "not the nine fields")
        form, self.network, self.statement_bytes, self.body, self.inclusion = (fields.get(n) for n in (1, 2, 3, 4, 5))
        self.note, self.acts, self.later_parts, self.proof_parts = (fields.get(n) for n in (6, 7, 8, 9))
        need(type(form) is int and form >= 0, "pack-field", "format")
        need(is_bytes(self.network, 32), "pack-field", "network")
        need(is_bytes(self.statement_bytes) and is_bytes(self.note), "pack-field", "statement or checkpoint")
        need(self.body is None or is_bytes(self.body), "pack-field", "body")
        need(_is_list(self.inclusion, lambda one: is_bytes(one, 32)), "pack-field", "inclusion")
        need(len(self.inclusion) <= tree.PROOF_HASHES_MAX, "pack-field", "inclusion")
        need(_is_list(self.acts, is_bytes) and _is_list(self.proof_parts, is_bytes), "pack-field", "acts or proofs")
        need(_is_list(self.later_parts, _is_pair), "pack-field", "later")
        need(form == 1, "pack-format", str(form))
        self.report("format", f"{len(data)} bytes of deterministic CBOR with nine fields")

    def _network(self, genesis):
        need(self.network == genesis.network, "other-network")
        self.report("network", f"the genesis file is that of network {self.network.hex()}")

    def _statement(self):
        statement = Statement(self.statement_bytes)
        need(statement.kind != "certificate", "not-a-record")
        self.report("statement", f"{statement.reference}, {statement.kind}, {statement.marking}")
        self.record = Entry(statement, self.body)
        words = "not in the pack" if self.body is None else f"{len(self.body)} bytes, hashed in the statement"
        self.report("body", words)

    def _acts(self, genesis):
        self.register, before = Register(genesis), None
        self.read_acts = []
        for part in self.acts:
            act = self.register.check(part)
            need(before is None or act.order > before, "act-order")
            before = act.order
            self.register.insert(act)
            self.read_acts.append(act)
        self.directory = self.register.directory()
        roster = self.directory.roster
        halted = ", halted" if self.directory.halted else ""
        self.report("acts", f"{len(self.acts)} acts; roster version {roster.version} is in force{halted}")

    def _approvals(self):
        statement = self.record.statement
        statement.check_release()
        self.policy = policy = check_release(statement, self.directory)
        by = [f"{role} {name}" for role, name, _ in facts(statement, policy)["approvals"]]
        self.report("approvals", ", ".join([facts(statement, policy)["policy"], *by]))

    def _checkpoint(self):
        self.checkpoint = checkpoint = Checkpoint(self.note, self.directory)
        need(checkpoint.log == self.record.statement.log, "other-log")
        count = len(checkpoint.cosigners)
        self.report("checkpoint", f"the author signed the root of {checkpoint.size} entries; {count} cosigned")

    def _inclusion(self):
        statement = self.record.statement
        leaf = tree.leaf_hash(statement.frame.signed)
        tree.check_inclusion(self.inclusion, self.checkpoint.size, statement.seq, leaf, self.checkpoint.root)
        self.report("inclusion", f"the record is entry {statement.seq} under that root")

    def _later(self):
        self.later, before = [], None
        record = self.record.statement
        bound = {record.log: record.release and record.release.policy}
        for statement_bytes, body in self.later_parts:
            entry = Entry(Statement(statement_bytes), body)
            need(entry.statement.kind in CHANGING, "later-kind", entry.statement.kind)
            need(before is None or entry.order > before, "later-order")
            before = entry.order
            check_author(entry.statement, self.directory)
            need(entry.statement.issuer == self.record.statement.issuer, "later-of-another")
            entry.statement.check_release()
            check_admission(entry.statement, bound.get(entry.statement.log), self.directory)
            bound[entry.statement.log] = entry.statement.release and entry.statement.release.policy
            self.later.append(entry)
        named = {entry.id.hex(): entry for entry in [self.record, *self.later]}
        for entry in self.later:
            target = named.get(entry.target_id)
            need(target is not None and target is not entry, "later-target", "names none of this pack")
            cited = entry.target.get("reference")
            need(type(cited) is not str or cited == target.statement.reference, "later-target", "another reference")
        self.report("later", f"{len(self.later)} corrections, withdrawals, renewals or reviews")

    def _proofs(self):
        logs = {entry.statement.log for entry in [self.record, *self.later]}
        self.forks, before = {}, None
        for part in self.proof_parts:
            against, place = log.check_equivocation(part, self.directory)
            need(against in logs, "proof-of-another")
            need(before is None or against > before, "proofs-order")
            before = against
            self.forks[against] = place
        self.report("proofs", f"{len(self.forks)} proofs that an author signed twice")


def check_author(statement, directory):
    """Step 6: the key may speak for this issuer, in this epoch, under this version, at this place."""
    author = directory.author(statement.key)
    need(author is not None, "unknown-author", statement.key.hex())
    statement.check_signature(statement.key)
    log.check_voice(statement, author, directory)
    log.check_cut(statement, author)


def _is_list(value, is_one):
    return isinstance(value, list) and all(is_one(one) for one in value)


def _is_pair(value):
    return _is_list(value, is_bytes) and len(value) == 2
