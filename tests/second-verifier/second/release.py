"""docs/spec/policy.md, "In a statement": the policy that it names, its readers, and what officers have signed."""

from . import keys
from .cbor import Map, is_bytes, is_uint, write, write_map
from .cose import ALG, CONTENT_TYPE, ED25519
from .flaw import Flaw, need

POLICY, AUDIENCE, APPROVALS = 8, 9, 10
READERS_MAX, APPROVALS_MAX = 256, 8
APPROVAL_TYPE = "application/vnd.chancery.approval+cbor"
ROLES = ("author", "releaser", "reviewer")


class Approval:
    """An officer's signature over one body, with the role and the time that it is for."""

    def __init__(self, value, time_max):
        shaped = isinstance(value, Map) and value.keys() == [1, 2, 3, 4]
        need(shaped, "approvals", "not the four fields")
        self.role, self.officer, self.at, self.signature = (value.get(label) for label in (1, 2, 3, 4))
        need(type(self.role) is str and self.role in ROLES, "approvals", "role")
        need(is_bytes(self.officer, 32) and is_uint(self.at, time_max), "approvals", "officer or time")
        need(is_bytes(self.signature, 64), "approvals", "signature")

    @property
    def order(self):
        return (self.role, self.officer)


class Release:
    """Fields 8 to 10 of ours."""

    def __init__(self, ours, is_name, time_max):
        self.policy, self.audience, approvals = (ours.get(label) for label in (POLICY, AUDIENCE, APPROVALS))
        readers = len(self.audience) <= READERS_MAX and all(type(one) is str and is_name(one) for one in self.audience)
        need(readers, "audience")
        need(len(approvals) <= APPROVALS_MAX, "approvals", f"{len(approvals)} of them")
        self.approvals = [Approval(one, time_max) for one in approvals]
        pairs = zip(self.approvals, self.approvals[1:])
        need(all(one.order < other.order for one, other in pairs), "approvals", "not sorted")

    def check_signatures(self, statement):
        """Each officer has signed what the statement says."""
        protected = write_map([(ALG, ED25519), (CONTENT_TYPE, APPROVAL_TYPE)])
        said = [self.policy, *statement.issuer, statement.frame.payload, statement.kind, statement.marking, self.audience]
        for one in self.approvals:
            claim = write_map(enumerate([*said, one.role, one.at], 1))
            try:
                keys.check_key(one.officer)
            except Flaw as flaw:
                raise Flaw("bad-approval", str(flaw)) from None
            keys.check_signature(one.officer, write(("Approval", protected, b"", claim)), one.signature, "bad-approval")


def read_release(ours, is_name, time_max):
    """The release, or None when the statement names no policy."""
    there = [ours.has(label) for label in (POLICY, AUDIENCE, APPROVALS)]
    need(not there[0] or is_bytes(ours.get(POLICY), 32), "header-field", "policy")
    need(not there[1] or isinstance(ours.get(AUDIENCE), list), "header-field", "audience")
    need(not there[2] or isinstance(ours.get(APPROVALS), list), "header-field", "approvals")
    if not any(there):
        return None
    need(all(there), "release-fields")
    return Release(ours, is_name, time_max)
