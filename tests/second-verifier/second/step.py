"""docs/spec/roster.md: the next version with its signatures, and a root that signed two of them."""

from . import keys
from .cbor import Map, is_bytes, write
from .cose import cbor_under, sha256, sig_structure
from .flaw import Flaw, need
from .kinds import DOUBLE, STEP
from .roster import Roster

STEP_BYTES_MAX = 131_072
ROSTER_TYPE = "application/vnd.chancery.roster+cbor"


def what_is_signed(root, roster_bytes):
    """The Sig_structure with the header {1: -19, 3: type, 4: root} and the roster as the payload."""
    protected = b"\xa3" + write(1) + write(-19) + write(3) + write(ROSTER_TYPE) + write(4) + write(root)
    return sig_structure(protected, roster_bytes)


class Step:
    kind = STEP

    def __init__(self, data):
        fields = cbor_under("step-cbor", data, STEP_BYTES_MAX, 3)
        shaped = isinstance(fields, Map) and fields.keys() == [1, 2]
        shaped = shaped and is_bytes(fields.get(1)) and isinstance(fields.get(2), list)
        need(shaped, "step-field")
        self.bytes, self.entries = data, fields.get(2)
        self.roster = Roster(fields.get(1))
        self.id = self.roster.hash

    @property
    def order(self):
        """By version, and before everything that may be made under it."""
        return (STEP, self.roster.version, self.id)

    def check_under(self, rosters, _):
        """It follows the version before, and enough of that version's members have signed it."""
        before = rosters.get(self.roster.previous)
        need(before is not None, "unknown-roster")
        need(self.roster.version == before.version + 1, "step-version", str(self.roster.version))
        need(self.roster.network_name == before.network_name, "other-network")
        for state in before.members:
            demoted = state.code in self.roster.by_code and not self.roster.is_member(state.code)
            need(not (demoted and self.roster.by_code[state.code].root == state.root), "same-root", state.code)
        ended = {code for code, root in before.active if (code, root) not in self.roster.active}
        need(ended == {ending.code for ending in self.roster.endings}, "ending-missing")
        self.signers = self._signers(before)
        need(len(self.signers) >= before.threshold, "below-quorum", f"{len(self.signers)} of {before.threshold}")

    def _signers(self, before):
        members, last, signers = {state.root: state for state in before.members}, b"", []
        for entry in self.entries:
            shaped = isinstance(entry, list) and len(entry) == 2
            need(shaped and is_bytes(entry[0], 32) and is_bytes(entry[1], 64), "signature-entry")
            root, signature = entry
            need(root != last, "signed-twice", root.hex())
            need(root > last, "signature-order")
            last = root
            if root not in members:
                keys.check_key(root)
                raise Flaw("not-a-member", root.hex())
            need(before.is_active_member(members[root].code), "suspended-signer", members[root].code)
            keys.check_signature(root, what_is_signed(root, self.roster.bytes), signature)
            signers.append(root)
        return signers


class Double:
    """One root signed two rosters of one version."""

    kind = DOUBLE

    def __init__(self, data):
        fields = cbor_under("proof-cbor", data, STEP_BYTES_MAX, 1)
        need(isinstance(fields, Map) and fields.keys() == [1, 2, 3, 4, 5], "proof-field")
        first, second, self.root, *self.signatures = (fields.get(label) for label in (1, 2, 3, 4, 5))
        need(all(is_bytes(one) for one in (first, second, *self.signatures)), "proof-field")
        need(is_bytes(self.root, 32), "proof-field", "root")
        need(all(len(one) == 64 for one in self.signatures), "signature-length")
        self.bytes, self.id = data, sha256(data)
        self.rosters = one, other = Roster(first), Roster(second)
        need(one.version == other.version > 0, "different-versions")
        need(one.hash != other.hash, "same-roster")
        need(one.hash < other.hash, "proof-order")

    @property
    def order(self):
        return (DOUBLE, 0, self.id)

    def check_under(self, rosters, _):
        before = [rosters.get(roster.previous) for roster in self.rosters]
        need(None not in before, "unknown-roster")
        members = [one for version in before for one in version.members if one.root == self.root]
        need(members, "not-a-member", self.root.hex())
        self.state = members[0].code
        for roster, signature in zip(self.rosters, self.signatures):
            keys.check_signature(self.root, what_is_signed(self.root, roster.bytes), signature)
