"""docs/spec/policy.md: who may release what an authority says, and whether a statement was released so."""

from . import keys
from .cbor import is_bytes, is_uint
from .flaw import need
from .kinds import POLICY
from .rooted import OfOneState
from .roster import has_no_traps
from .statement import NAME, TIME_MAX, check_issuer

POLICY_BYTES_MAX = 16_384
POLICY_TYPE = "application/vnd.chancery.policy+cbor"
OFFICERS_MAX, ALONE_MAX, OFFICER_BYTES_MAX = 64, 32, 64
NEVER_ALONE = ("certificate", "correction")
ROLES = ("author", "releaser", "reviewer")


class Policy(OfOneState):
    """What an authority has declared about its officers: key to (name, roles)."""

    kind = POLICY

    def __init__(self, data):
        super().__init__(data, POLICY_TYPE, POLICY_BYTES_MAX)
        payload = self.payload
        self.authority, self.under, self.serial, self.issued_at = (payload.get(label) for label in (3, 4, 5, 6))
        self.officers_needed, self.alone, officers = (payload.get(label) for label in (7, 8, 9))
        need(type(self.authority) is str and is_bytes(self.under, 32), "payload-field", "authority or roster")
        need(is_uint(self.serial) and is_uint(self.issued_at), "payload-field", "serial or time")
        need(is_uint(self.officers_needed), "payload-field", "officers needed")
        need(isinstance(self.alone, list) and isinstance(officers, list), "payload-field", "the lists")
        check_issuer(self.state, self.authority)
        need(self.officers_needed in (1, 2), "range", "officers needed")
        need(self.serial <= 2**53 - 1 and self.issued_at <= TIME_MAX, "range", "serial or time")
        _check_kinds(self.alone)
        self.officers = _read_officers(officers)
        need(self.officers_needed == 1 or self._has_two(), "too-few-officers")

    def _has_two(self):
        releasers = {key for key, (_, roles) in self.officers.items() if "releaser" in roles}
        backers = {key for key, (_, roles) in self.officers.items() if "author" in roles or "reviewer" in roles}
        return bool(releasers) and bool(backers) and len(releasers | backers) > 1

    def check_within(self, roster):
        roots = {state.root for state in roster.by_code.values()}
        need(not roots & set(self.officers), "key-reused", "a root is an officer's key")

    def needed_for(self, kind):
        return 1 if kind in self.alone or kind == "certificate" else self.officers_needed


def _check_kinds(kinds):
    need(len(kinds) <= ALONE_MAX and all(type(kind) is str for kind in kinds), "kinds")
    plain = all(NAME.fullmatch(kind) is not None and kind not in NEVER_ALONE for kind in kinds)
    need(plain and all(one < other for one, other in zip(kinds, kinds[1:])), "kinds")


def _read_officers(rows):
    need(len(rows) <= OFFICERS_MAX, "officers", f"{len(rows)} of them")
    officers, names = {}, []
    for row in rows:
        need(isinstance(row, list) and len(row) == 3, "officers", "not [name, key, roles]")
        name, key, roles = row
        need(type(name) is str and is_bytes(key, 32) and isinstance(roles, list), "officers", "a part of an officer")
        need(all(role in ROLES for role in roles if type(role) is str), "officers", "a role")
        need(roles and all(type(role) is str for role in roles), "officers", "roles")
        need(all(one < other for one, other in zip(roles, roles[1:])), "officers", "order of roles")
        seen = has_no_traps(name) and 1 <= len(name.encode()) <= OFFICER_BYTES_MAX and name == name.strip()
        need(seen, "officers", "name")
        keys.check_key(key)
        names.append((name.encode(), key))
        officers[key] = (name, roles)
    need(all(one[0] < other[0] for one, other in zip(names, names[1:])), "officers", "order of names")
    need(len(officers) == len(rows), "key-reused", "two officers with one key")
    return officers


def check_admission(statement, bound, directory):
    """Admission to a log that the policy with the id `bound` binds, or none."""
    need(bound is None or statement.release is not None, "no-policy")
    return check_release(statement, directory, bound)


def check_release(statement, directory, bound=None):
    """Admission to a log that nothing binds: the policy that the statement names, or None when it names none."""
    if statement.release is None:
        return None
    policy = _known(statement.release.policy, directory)
    need((policy.state, policy.authority) == statement.issuer, "policy-of-another")
    state = directory.known_roster(statement.roster).by_code.get(statement.state)
    need(state is not None and state.root == policy.signer, "policy-of-other-root")
    if bound is not None:
        need(_rank(policy, directory) >= _rank(_known(bound, directory), directory), "older-policy")
    approvals = statement.release.approvals
    for one in approvals:
        need(one.officer != statement.key, "node-key-approves")
        need(one.officer in policy.officers, "not-an-officer", one.officer.hex())
        need(one.role in policy.officers[one.officer][1], "role-not-held", one.role)
    if policy.needed_for(statement.kind) == 2:
        _check_two(approvals)
    return policy


def _known(named, directory):
    policy = directory.policies.get(named)
    need(policy is not None, "unknown-policy", named.hex())
    return policy


def _rank(policy, directory):
    """The smaller id goes before the larger, so it is counted down."""
    return directory.known_roster(policy.under).version, policy.serial, -int.from_bytes(policy.id, "big")


def _check_two(approvals):
    by = {role: {one.officer for one in approvals if one.role == role} for role in ROLES}
    need(by["author"] | by["reviewer"], "review-missing")
    need(by["releaser"], "release-missing")
    need(not by["author"] & by["releaser"], "releaser-is-author")
    need(len(by["author"] | by["reviewer"] | by["releaser"]) > 1, "one-officer")


def facts(statement, policy):
    """Which policy applied and who approved, as the vectors and the program write it."""
    if policy is None:
        return {"policy": "none named", "approvals": []}
    words = {1: "one officer", 2: "two officers"}[policy.needed_for(statement.kind)]
    approvals = [[one.role, policy.officers[one.officer][0], one.at] for one in statement.release.approvals]
    return {"policy": words, "approvals": approvals}
